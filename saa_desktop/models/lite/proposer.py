"""The region proposer of ``lite``: what detectors and network see, weighed by an expert's words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.models.lite.finder import Finder
from saa_desktop.models.lite.judging import graded
from saa_desktop.models.lite.marks import Mark
from saa_desktop.models.lite.products import ProductBox, find_products
from saa_desktop.models.lite.surface import Surface
from saa_desktop.models.lite.vocabulary import Phrase, understand
from saa_desktop.pipeline.protocols import Proposals

MOST_BOXES = 30
"""Boxes returned for a caption, the best ones."""


class LiteProposer:
    """Proposes the marks that were found; the words of the captions choose and weigh them."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def propose(
        self,
        image: ImageArray,
        captions: Sequence[str],
        *,
        floor: float,
        text_threshold: float,  # noqa: ARG002 - a word is known or not: there is nothing to compare
    ) -> list[Proposals]:
        """Return one ``Proposals`` for each caption, in order; the image is analysed once for all of them.

        Each place comes once, for the caption with the phrase that fits it best: one that came for each
        caption that means a defect would take the places of others among the few that are kept.

        Args:
            image: (H, W, 3) uint8 RGB.
            captions: in caption form (``domain.prompts.LanguagePrompt``).
            floor: boxes that score at or below it are not returned.
            text_threshold: not needed.
        """
        understood = understand(captions)
        found = self._finder.find(image)
        wants_product = any(phrase.wants_product for phrases in understood for phrase in phrases)
        products = _products_of(found.surface) if wants_product else []
        marked = _marked(understood, found.marks)
        answers = [
            [*marks, *_products(phrases, products)] for phrases, marks in zip(understood, marked, strict=True)
        ]
        return [_proposals([each for each in answer if each.score > floor]) for answer in answers]


class _Answer(NamedTuple):
    """One box of a caption's answer, pixels of the image."""

    score: float
    phrase: str
    box: tuple[float, float, float, float]


def _marked(understood: Sequence[Sequence[Phrase]], marks: Sequence[Mark]) -> list[list[_Answer]]:
    """Return for each caption the marks that answer to one of its phrases better than to any other's."""
    asking = [
        (caption, phrase)
        for caption, phrases in enumerate(understood)
        for phrase in phrases
        if phrase.wants_marks
    ]
    # An unknown word that may name the product does not take marks from words that certainly ask for them.
    asking = [each for each in asking if not each[1].wants_product] or asking
    answers: list[list[_Answer]] = [[] for _ in understood]
    for mark in marks if asking else []:
        scores = [phrase.score(mark) for _, phrase in asking]
        best = int(np.argmax(scores))
        caption, phrase = asking[best]
        answers[caption].append(_Answer(graded(scores[best]), phrase.text, mark.box))
    return answers


def _products_of(surface: Surface) -> list[ProductBox]:
    """Return the products, in pixels of the image."""
    across, down = surface.scale
    scale = np.array((across, down, across, down))
    found = find_products(surface)
    return [ProductBox(tuple((np.array(one.box) / scale).tolist()), one.confidence) for one in found]


def _products(phrases: Sequence[Phrase], products: Sequence[ProductBox]) -> list[_Answer]:
    """Return the products when a phrase may name them."""
    named = next((phrase for phrase in phrases if phrase.wants_product), None)
    if named is None:
        return []
    return [_Answer(product.confidence, named.text, product.box) for product in products]


def _proposals(found: list[_Answer]) -> Proposals:
    """Return the best answers."""
    best = sorted(found, key=lambda answer: -answer.score)[:MOST_BOXES]
    boxes: BoxArray = np.array([answer.box for answer in best], dtype=np.float32).reshape(-1, 4)
    return Proposals(
        boxes=boxes,
        scores=np.array([answer.score for answer in best], dtype=np.float32),
        phrases=tuple(answer.phrase for answer in best),
    )
