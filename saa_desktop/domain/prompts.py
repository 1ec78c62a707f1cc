"""The hybrid prompts of SAA+ as the pipeline takes them (arXiv 2305.10724, section 3.3).

A product profile is the file an expert writes; this is what it asks of one inspection.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

Point = tuple[float, float]
"""x and y as fractions of the image's width and height, 0..1."""


class HybridPrompt(StrEnum):
    """The four that SAA+ adds to SAA."""

    LANGUAGE = "language"
    PROPERTY = "property"
    SALIENCY = "saliency"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class LanguagePrompt:
    """One caption, which is one detector pass, with the words that disqualify a region's phrase.

    Attributes:
        caption: lower-case, stripped, ends with "."; several phrases are parted by ". ".
        exclude: a region is dropped when its phrase contains this; "" excludes nothing.
    """

    caption: str
    exclude: str = ""

    @classmethod
    def of(cls, text: str, exclude: str = "") -> Self:
        """Bring an expert's words into caption form.

        Raises:
            ValueError: the text holds no words.
        """
        caption = text.lower().strip()
        if not caption.strip(". "):
            raise ValueError(f"a language prompt needs words, got {text!r}")
        return cls(caption if caption.endswith(".") else caption + ".", exclude.lower().strip())


@dataclass(frozen=True, slots=True)
class PropertyPrompts:
    """Area and location of true anomalies (P^P).

    Attributes:
        min_area: a region's box area over the object's must be above this; 0 drops empty boxes only.
        max_area: ... and below this; ``None`` is off.
        min_object_overlap: at least this share of the region's pixels lies on the object, 0..1; 0 is off.
        edge_margin: width of the frame along the image's edge, as a fraction of its shorter side, that does
            not count; at least half of a region's box must lie inside it; 0 is off.
        region_of_interest: corners of a polygon; at least half of a region's pixels must lie inside it;
            empty is off.
    """

    min_area: float = 0.0
    max_area: float | None = None
    min_object_overlap: float = 0.0
    edge_margin: float = 0.0
    region_of_interest: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class HybridPrompts:
    """All that an inspection asks for: language, property, saliency and confidence prompts.

    Attributes:
        object_prompt: the caption that finds the product itself.
        object_count: how many products an image shows; more than one selects the several-object saliency.
        language: the captions to ask for defects, in order.
        box_threshold: a box must score above this.
        text_threshold: a token must score above this to enter a region's phrase.
        properties: area and location bounds.
        saliency_strength: the 3 of s' = s * exp(3 * saliency); 0 switches the saliency prompt off.
        top_k: the number of regions that form the anomaly map; 0 keeps all.
        as_published: reproduce the published code's quirks (the refiner and the saliency backbone get BGR).

    Raises:
        ValueError: a value is out of its range.
    """

    object_prompt: LanguagePrompt
    language: tuple[LanguagePrompt, ...]
    object_count: int = 1
    box_threshold: float = 0.1
    text_threshold: float = 0.1
    properties: PropertyPrompts = PropertyPrompts()
    saliency_strength: float = 3.0
    top_k: int = 5
    as_published: bool = False

    def __post_init__(self) -> None:
        if not self.language:
            raise ValueError("at least one language prompt is needed")
        captions = [prompt.caption for prompt in self.language]
        if len(set(captions)) < len(captions):
            raise ValueError(f"each language prompt is asked once, got {captions}")
        if self.object_count < 1 or self.top_k < 0 or self.saliency_strength < 0:
            raise ValueError(
                "expected object_count >= 1, top_k >= 0 and saliency_strength >= 0, got "
                f"{self.object_count}, {self.top_k} and {self.saliency_strength}"
            )

    @property
    def compares_objects(self) -> bool:
        """Whether the saliency prompt compares the products of one image with each other."""
        return self.object_count > 1 and self.saliency_strength > 0

    @property
    def needs_object_masks(self) -> bool:
        """Whether any rule looks at the pixels of the products."""
        return self.compares_objects or self.properties.min_object_overlap > 0

    @property
    def needs_objects(self) -> bool:
        """Whether any rule looks at the products at all, so that the object pass is worth its time."""
        bounds = self.properties
        return self.needs_object_masks or bounds.min_area > 0 or bounds.max_area is not None
