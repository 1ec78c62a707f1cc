"""What an expert's words mean to the detectors.

A caption holds phrases, a phrase holds words. Words about a product ("... on candle") are set apart; the
others say which kinds of marks to look at, and how dark, how coloured and how long they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from saa_desktop.models.lite.marks import Kind, Mark

GENERAL_WEIGHT = 0.7
"""What a mark counts for when the words only say that something is wrong."""

_SPLIT = re.compile(r"[^\w']+")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTEXT = _listed("on in of at inside across over from")
_DARK = _listed("black dark burnt burned charred dim shadow")
_LIGHT = _listed("white bright light pale shiny glossy silver")
_HUES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "red": (0.85, 0.53),
        "orange": (0.6, 0.8),
        "brown": (0.5, 0.87),
        "yellow": (-0.15, 0.99),
        "golden": (0.1, 0.99),
        "gold": (0.1, 0.99),
        "green": (-0.75, 0.66),
        "cyan": (-0.9, -0.44),
        "blue": (0.2, -0.98),
        "purple": (0.75, -0.66),
        "violet": (0.65, -0.76),
        "pink": (0.97, 0.22),
    }
)
"""Directions in the a*, b* plane of CIELAB."""


class _Meaning(NamedTuple):
    """What a shape word asks for.

    Attributes:
        words: in their dictionary form.
        kinds: what a mark of each kind counts for.
        length: 1 long, -1 compact, 0 either.
    """

    words: frozenset[str]
    kinds: Mapping[Kind, float]
    length: int = 0


_GENERAL = _Meaning(
    _listed(
        """defect defective damage flaw flawed anomaly anomalous abnormal abnormality fault error
        problem foreign unusual wrong bad imperfection blemish"""
    ),
    dict.fromkeys(Kind, GENERAL_WEIGHT),
)
_SPECIFIC = (
    _Meaning(
        _listed(
            """hole spot dot bubble circle pit speck particle pinhole pore blow dent bump crater
            pimple blister void"""
        ),
        {Kind.SPOT: 1.0, Kind.COLOUR: 0.9},
        length=-1,
    ),
    _Meaning(
        _listed(
            """crack scratch thread wire fiber fibre hair line cut scrape wick fissure split lint string"""
        ),
        {Kind.SPOT: 1.0, Kind.COLOUR: 0.9, Kind.OUTLINE: 0.5},
        length=1,
    ),
    _Meaning(
        _listed(
            """stain contamination contaminated melt melted liquid print smear oil water dirt
            dirty dust rust glue paper residue mark smudge corrosion oxidation"""
        ),
        {Kind.SPOT: 0.9, Kind.COLOUR: 1.0, Kind.FINISH: 0.5},
    ),
    _Meaning(
        _listed(
            """break breakage broken chip chipped edge fray frayed missing corner bent bend
            crushed damaged torn burr poke nick notch deformed misshapen part"""
        ),
        {Kind.OUTLINE: 1.0, Kind.SPOT: 0.7, Kind.COLOUR: 0.6},
    ),
    _Meaning(
        _listed("uneven irregular pattern texture rough polish fold folded wrinkle finish waviness"),
        {Kind.FINISH: 1.0, Kind.SPOT: 0.3},
    ),
    _Meaning(_listed("color colour discoloration discolouration colored coloured tint"), {Kind.COLOUR: 1.0}),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a caption, understood.

    Attributes:
        text: the words that were understood, in their order; the whole phrase when none was.
        kinds: what a mark of each kind counts for, 0..1.
        tone: -1 darker than around, 1 lighter, 0 either.
        hue: direction in the a*, b* plane, or ``None`` for any.
        length: 1 long, -1 compact, 0 either.
        wants_marks: whether it asks for what is unusual.
        wants_product: whether it may name the product itself.
    """

    text: str
    kinds: Mapping[Kind, float]
    tone: int = 0
    hue: tuple[float, float] | None = None
    length: int = 0
    wants_marks: bool = True
    wants_product: bool = False

    def score(self, mark: Mark) -> float:
        """Return how well a mark answers to the phrase, 0..1."""
        weight = self.kinds.get(mark.kind, 0.0)
        return mark.confidence * weight * self._tone(mark) * self._hue(mark) * self._length(mark)

    def _tone(self, mark: Mark) -> float:
        return 1.0 if self.tone * mark.offset.lightness >= 0 else 0.0

    def _hue(self, mark: Mark) -> float:
        """Return the cosine to the wanted hue, steep enough to tell neighbouring colour names apart."""
        if self.hue is None:
            return 1.0
        along = self.hue[0] * mark.offset.a + self.hue[1] * mark.offset.b
        return max(0.0, along / max(mark.offset.chroma, 1.0)) ** 2

    def _length(self, mark: Mark) -> float:
        """Return 1 for the wanted form, falling to 0.3 for its contrary."""
        if self.length == 0 or mark.kind is Kind.FINISH:
            return 1.0
        longness = min(1.0, max(0.0, (mark.elongation - 2) / 3))
        return 0.3 + 0.7 * (longness if self.length > 0 else 1 - longness)


def understand(captions: Sequence[str]) -> list[list[Phrase]]:
    """Return the phrases of each caption.

    A phrase of which no word is known may name the product or a fault that nobody thought of: it asks for
    both, unless another caption speaks of faults *on* it. Then it names the product.

    Args:
        captions: in caption form (``domain.prompts.LanguagePrompt``).
    """
    named = (word for caption in captions for phrase in caption.split(".") for word in _split(phrase)[1])
    products = {_stem(word) for word in named}
    return [
        [_understand(phrase.strip(), products) for phrase in caption.split(".") if phrase.strip()]
        for caption in captions
    ]


def _split(phrase: str) -> tuple[list[str], list[str]]:
    """Return the words about the fault and the words about the product: those after "on", "in", ..."""
    words = [word for word in _SPLIT.split(phrase) if word]
    at = next((index for index, word in enumerate(words) if index and word in _CONTEXT), len(words))
    return words[:at], words[at + 1 :]


def _understand(text: str, products: set[str]) -> Phrase:
    about_fault, about_product = _split(text)
    if not about_product and all(_stem(word) in products for word in about_fault):
        return Phrase(text, {}, wants_marks=False, wants_product=True)
    known = [(word, form) for word in about_fault if (form := _dictionary_form(word))]
    if not known:
        return Phrase(text, _GENERAL.kinds, wants_product=not about_product)
    forms = [form for _, form in known]
    meanings = [meaning for form in forms for meaning in _SPECIFIC if form in meaning.words] or [_GENERAL]
    return Phrase(
        text=" ".join(word for word, _ in known),
        kinds={kind: max(meaning.kinds.get(kind, 0.0) for meaning in meanings) for kind in Kind},
        tone=next((-1 if form in _DARK else 1 for form in forms if form in _DARK | _LIGHT), 0),
        hue=next((_HUES[form] for form in forms if form in _HUES), None),
        length=next((meaning.length for meaning in meanings if meaning.length), 0),
    )


def _stem(word: str) -> str:
    """Return a product's name without number and plural: "pcb2" and "capsules" are spoken of as both."""
    return word.rstrip("0123456789").removesuffix("s")


def _dictionary_form(word: str) -> str:
    """Return a known word's dictionary form, "" for an unknown word."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return next((form for form in forms if form in _KNOWN), "")


_KNOWN = frozenset(_HUES) | _DARK | _LIGHT | _GENERAL.words.union(*(meaning.words for meaning in _SPECIFIC))
