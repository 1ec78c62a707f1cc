"""A candidate anomaly, with the values that explain why it was kept or dropped."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from saa_desktop.domain.masks import Mask


class Box(NamedTuple):
    """Pixels of the original image: left, top, right, bottom; right and bottom are exclusive."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Pixels."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height


class DropRule(StrEnum):
    """The rules that drop a candidate, in the order in which the pipeline applies them."""

    BOX_THRESHOLD = "box_threshold"
    EXCLUDED_PHRASE = "excluded_phrase"
    MIN_AREA = "min_area"
    MAX_AREA = "max_area"
    EDGE_MARGIN = "edge_margin"
    REGION_OF_INTEREST = "region_of_interest"
    OBJECT_OVERLAP = "object_overlap"
    TOP_K = "top_k"


_SENTENCES = {
    DropRule.BOX_THRESHOLD: "box score {value:.3f} is not above the box threshold {bound:.3f}",
    DropRule.EXCLUDED_PHRASE: "its phrase contains the words to exclude",
    DropRule.MIN_AREA: "area ratio {value:.4f} is not above the lower bound {bound:.4f}",
    DropRule.MAX_AREA: "area ratio {value:.4f} is not below the upper bound {bound:.4f}",
    DropRule.EDGE_MARGIN: "only {value:.0%} of its box lies inside the edge margin; {bound:.0%} must",
    DropRule.REGION_OF_INTEREST: "only {value:.0%} of it lies in the region of interest; {bound:.0%} must",
    DropRule.OBJECT_OVERLAP: "only {value:.0%} of it lies on the object; {bound:.0%} must",
    DropRule.TOP_K: "rank {value:.0f} is beyond the {bound:.0f} most confident regions",
}


@dataclass(frozen=True, slots=True)
class Drop:
    """Why a candidate was dropped.

    Attributes:
        rule: the first rule that it failed.
        value: what was measured on the candidate, in the unit of the bound; 0 for an excluded phrase.
        bound: what the profile asked for; 0 for an excluded phrase.
    """

    rule: DropRule
    value: float = 0.0
    bound: float = 0.0

    def sentence(self) -> str:
        """Return the reason in plain English, without a full stop."""
        return _SENTENCES[self.rule].format(value=self.value, bound=self.bound)


@dataclass(frozen=True, slots=True)
class Region:
    """One candidate of one inspection.

    Values that a stage measures are ``None`` when the candidate was dropped before that stage, or when the
    profile did not ask for them.

    Attributes:
        box: where the proposer saw it.
        phrase: the words of the prompt that the proposer matched.
        prompt: the caption that was asked, as the detector got it.
        box_score: proposer's confidence, 0..1.
        area_ratio: box area over the area of the largest object's box.
        object_overlap: share of the mask's pixels that lie on the object, 0..1.
        mask: its pixels.
        saliency: mean of the saliency map over the mask, 0..1.
        saliency_factor: exp(strength * saliency), by which the box score was multiplied.
        score: the re-scored confidence, box_score * saliency_factor; not bounded by 1.
        rank: place by score among the regions that reached the confidence prompt, from 1.
        dropped: the rule that dropped it; ``None`` for a kept region.
    """

    box: Box
    phrase: str
    prompt: str
    box_score: float
    area_ratio: float
    object_overlap: float | None = None
    mask: Mask | None = None
    saliency: float | None = None
    saliency_factor: float | None = None
    score: float | None = None
    rank: int | None = None
    dropped: Drop | None = None

    @property
    def kept(self) -> bool:
        """Whether it takes part in the anomaly map and the score."""
        return self.dropped is None
