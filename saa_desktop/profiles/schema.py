"""What a product profile holds, with the range of every field (for people: docs/product-profiles.md)."""

import hashlib
import json
import unicodedata
from dataclasses import asdict
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from saa_desktop.domain.inspections import ProfileIdentity
from saa_desktop.domain.prompts import HybridPrompt, HybridPrompts, LanguagePrompt, PropertyPrompts
from saa_desktop.domain.verdicts import VerdictThresholds

PLACEHOLDER = "{}"
"""Stands for the category in class-agnostic templates and in their exclude phrase."""


def _one_line(text: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        raise PydanticCustomError("one_line", "must be one line without control characters")
    return text


def _with_words(text: str) -> str:
    if not text.strip().strip(". "):
        raise PydanticCustomError("words", "must hold words")
    return text


def _with_placeholder(text: str) -> str:
    if PLACEHOLDER not in text:
        raise PydanticCustomError(
            "placeholder", 'must hold {}, where the category goes, as in "defect on {}"'
        )
    return text


def _without_backslash(pattern: str) -> str:
    if "\\" in pattern:
        raise PydanticCustomError("backslash", 'must part folders with "/", not with "\\"')
    return pattern


HIGHEST_VERSION = 1_000_000

Line = Annotated[str, AfterValidator(_one_line)]
"""Text on one line; may be empty."""

Words = Annotated[Line, AfterValidator(_with_words)]
"""Text on one line that holds more than full stops."""

Template = Annotated[Words, AfterValidator(_with_placeholder)]
"""A caption with ``PLACEHOLDER`` in it."""

FilePattern = Annotated[Words, AfterValidator(_without_backslash)]
"""A glob pattern such as ``*_GT.png`` or ``masks/*``, without regard to case.

It is compared with a file's name and with its path below the inspected folder, whose parts "/" divides.
"""

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, 0..1."""

_LIST = Field(strict=False)
"""YAML has lists, frozen records have tuples: let the one become the other, their entries stay strict."""

Corner = Annotated[tuple[Share, Share], _LIST]
"""x and y as fractions of the image's width and height."""


class _Record(BaseModel):
    """What all parts of a profile have in common: frozen, no unknown fields, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class LocalizedText(_Record):
    """The same text in both languages of the application."""

    en: Words
    zh_CN: Words  # noqa: N815 - the usual name of the locale


class ObjectPrompt(_Record):
    """The product itself.

    Attributes:
        prompt: words that find it in the image.
        count: how many of it one image shows.
    """

    prompt: Words
    count: int = Field(default=1, ge=1)


class ClassAgnosticPrompts(_Record):
    """Captions that fit any product; the defaults are the published ones.

    Attributes:
        templates: captions in which ``PLACEHOLDER`` stands for the category.
        exclude: drops a region whose phrase contains it, also with ``PLACEHOLDER``; "" excludes nothing.
    """

    templates: Annotated[tuple[Template, ...], _LIST] = ("defect on {}", "damage on {}", "flaw on {}")
    exclude: Line = PLACEHOLDER

    def captions(self, category: str) -> tuple[LanguagePrompt, ...]:
        """Return one language prompt a template, filled with the category."""
        exclude = self.exclude.replace(PLACEHOLDER, category)
        return tuple(
            LanguagePrompt.of(text.replace(PLACEHOLDER, category), exclude) for text in self.templates
        )


class ClassSpecificPrompt(_Record):
    """One caption that an expert wrote for this product.

    Attributes:
        prompt: the caption; several phrases are parted by ". ".
        exclude: drops a region whose phrase contains it; "" excludes nothing.
    """

    prompt: Words
    exclude: Line = ""


class PropertySettings(_Record):
    """Area and location of true anomalies; see ``domain.prompts.PropertyPrompts`` for each bound."""

    min_area: float = Field(default=0.0, ge=0)
    max_area: float | None = Field(default=None, gt=0)
    min_object_overlap: Share = 0.0
    edge_margin: float = Field(default=0.0, ge=0, lt=0.5)
    region_of_interest: Annotated[tuple[Corner, ...], _LIST] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max_area is not None and self.min_area >= self.max_area:
            bounds = {"low": f"{self.min_area:g}", "high": f"{self.max_area:g}"}
            raise PydanticCustomError("area_order", "min_area {low} must be below max_area {high}", bounds)
        if self.region_of_interest and _enclosed_area(self.region_of_interest) == 0:
            raise PydanticCustomError(
                "polygon", "region_of_interest must be a polygon of at least three corners with an area"
            )
        return self

    def prompts(self) -> PropertyPrompts:
        """Return them as the pipeline takes them."""
        return PropertyPrompts(**dict(self))


class Saliency(_Record):
    """The saliency prompt.

    Attributes:
        strength: the 3 of s' = s * exp(3 * saliency) (arXiv 2305.10724, section 3.3); 0 switches it off.
    """

    strength: float = Field(default=3.0, ge=0, le=20)


class Confidence(_Record):
    """The confidence prompt.

    Attributes:
        top_k: how many regions form the anomaly map; 0 keeps all.
    """

    top_k: int = Field(default=5, ge=0)


class Verdict(_Record):
    """Where a score stops being OK, and where it becomes NG.

    Attributes:
        review_at: lowest score that is not OK.
        ng_at: lowest score that is NG.
    """

    review_at: float = Field(default=0.6, gt=0)
    ng_at: float = Field(default=1.2, gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.review_at > self.ng_at:
            bounds = {"low": f"{self.review_at:g}", "high": f"{self.ng_at:g}"}
            raise PydanticCustomError(
                "verdict_order", "review_at {low} must not be above ng_at {high}", bounds
            )
        return self


class ImageSelection(_Record):
    """Which files of a folder are images of this product.

    Attributes:
        include: patterns of files to inspect; empty means every known image suffix.
        exclude: patterns of files to pass over, even when included.
    """

    include: Annotated[tuple[FilePattern, ...], _LIST] = ()
    exclude: Annotated[tuple[FilePattern, ...], _LIST] = ()


class ProductProfile(_Record):
    """What an expert knows of one product.

    Attributes:
        name: lower-case letters, digits, "_" and "-"; also the file's name.
        version: counts up each time the profile is saved.
        title: what people call the product.
        description: where the profile comes from, or what to know before using it.
        category: fills the class-agnostic templates; the name when it is not given.
        object: the product itself.
        class_agnostic: captions that fit any product.
        class_specific: captions for this product.
        box_threshold: a box must score above this, 0..1.
        text_threshold: a token must score above this to enter a region's phrase, 0..1.
        property_prompts: area and location of true anomalies.
        saliency: how much unlike regions gain.
        confidence: how many regions count.
        verdict: the two thresholds on the score.
        images: which files are images of this product.
        mm_per_pixel: side of one pixel on the product, millimetres, so that lengths can be measured.
        golden_image: path of an image of a good part, to look at beside others; a relative one begins at the
            folder of the user's profiles.
        as_published: reproduce the published code's quirks instead of doing the right thing.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    version: int = Field(ge=1, le=HIGHEST_VERSION)
    title: LocalizedText
    description: LocalizedText | None = None
    category: Words | None = None
    object: ObjectPrompt
    class_agnostic: ClassAgnosticPrompts = ClassAgnosticPrompts()
    class_specific: Annotated[tuple[ClassSpecificPrompt, ...], _LIST] = ()
    box_threshold: Share = 0.1
    text_threshold: Share = 0.1
    property_prompts: PropertySettings = PropertySettings()
    saliency: Saliency = Saliency()
    confidence: Confidence = Confidence()
    verdict: Verdict = Verdict()
    images: ImageSelection = ImageSelection()
    mm_per_pixel: float | None = Field(default=None, gt=0)
    golden_image: Words | None = None
    as_published: bool = False

    @model_validator(mode="after")
    def _asks_for_each_caption_once(self) -> Self:
        captions = [prompt.caption for prompt in self._language()]
        if not captions:
            raise PydanticCustomError(
                "no_caption", "needs at least one caption in class_agnostic.templates or class_specific"
            )
        for caption in captions:
            if captions.count(caption) > 1:
                raise PydanticCustomError(
                    "caption_twice",
                    'asks for the caption "{caption}" more than once, keep one of them',
                    {"caption": caption},
                )
        return self

    def _language(self) -> tuple[LanguagePrompt, ...]:
        specific = (LanguagePrompt.of(each.prompt, each.exclude) for each in self.class_specific)
        return (*self.class_agnostic.captions(self.category or self.name), *specific)

    def prompts(self) -> HybridPrompts:
        """Return what the pipeline takes: the class-agnostic captions first, then the class-specific ones."""
        return HybridPrompts(
            object_prompt=LanguagePrompt.of(self.object.prompt),
            language=self._language(),
            object_count=self.object.count,
            box_threshold=self.box_threshold,
            text_threshold=self.text_threshold,
            properties=self.property_prompts.prompts(),
            saliency_strength=self.saliency.strength,
            top_k=self.confidence.top_k,
            as_published=self.as_published,
        )

    def without(self, *switched_off: HybridPrompt) -> Self:
        """Return the profile with some of the hybrid prompts off.

        Without the language prompts the one caption is the naive "anomaly" of plain SAA.
        """
        off: dict[HybridPrompt, dict[str, object]] = {
            HybridPrompt.LANGUAGE: {
                "class_agnostic": ClassAgnosticPrompts(templates=(), exclude=""),
                "class_specific": (ClassSpecificPrompt(prompt="anomaly"),),
            },
            HybridPrompt.PROPERTY: {"property_prompts": PropertySettings()},
            HybridPrompt.SALIENCY: {"saliency": Saliency(strength=0.0)},
            HybridPrompt.CONFIDENCE: {"confidence": Confidence(top_k=0)},
        }
        return self.model_copy(
            update={key: value for each in switched_off for key, value in off[each].items()}
        )

    def plain(self) -> Self:
        """Return the profile for plain SAA: one class-agnostic caption, and every hybrid prompt off."""
        title = LocalizedText(en=f"{self.title.en} (plain SAA)", zh_CN=f"{self.title.zh_CN}（原始 SAA）")
        return self.without(*HybridPrompt).model_copy(update={"title": title})

    def thresholds(self) -> VerdictThresholds:
        """Return where a score stops being OK, and where it becomes NG."""
        return VerdictThresholds(self.verdict.review_at, self.verdict.ng_at)

    def identity(self) -> ProfileIdentity:
        """Return which profile this is; the fingerprint covers the prompts and the verdict thresholds.

        Profiles that ask for the same share their fingerprint, however they are written down.
        """
        asked = {"prompts": asdict(self.prompts()), "thresholds": asdict(self.thresholds())}
        canonical = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return ProfileIdentity(
            name=self.name,
            version=self.version,
            title=self.title.en,
            fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
        )


def _enclosed_area(corners: tuple[tuple[float, float], ...]) -> float:
    """Return the polygon's area as a fraction of the image's (shoelace formula)."""
    following = (*corners[1:], corners[0])
    pairs = zip(corners, following, strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2
