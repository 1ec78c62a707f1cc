"""Verdicts of the machine and of people, and the rule that turns a score into one."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class AiVerdict(StrEnum):
    """What the machine says of an image."""

    OK = "OK"
    REVIEW = "REVIEW"
    NG = "NG"


class OperatorVerdict(StrEnum):
    """What a person says of an image; stored beside the AI verdict, never written by a machine."""

    OK = "OK"
    NG = "NG"
    RECHECK = "recheck"


@dataclass(frozen=True, slots=True)
class VerdictThresholds:
    """Where a score stops being OK, and where it becomes NG; scores between are for a person.

    Attributes:
        review_at: lowest score that is not OK, > 0.
        ng_at: lowest score that is NG, >= review_at.

    Raises:
        ValueError: the thresholds are out of order.
    """

    review_at: float
    ng_at: float

    def __post_init__(self) -> None:
        if not 0.0 < self.review_at <= self.ng_at:
            raise ValueError(
                f"expected 0 < review_at <= ng_at, got review_at={self.review_at}, ng_at={self.ng_at}"
            )

    @property
    def map_ceiling(self) -> float:
        """The anomaly map's value that gets the brightest colour, the same for every image of a profile.

        A lone region of score s shows as s / 2 (equation 8 of arXiv 2305.10724): one at the NG threshold lies
        in the middle of the scale, and only several overlapping or very high ones reach its end.
        """
        return self.ng_at

    def judge(self, score: float) -> AiVerdict:
        """Return the AI verdict of an image with this score."""
        if score >= self.ng_at:
            return AiVerdict.NG
        return AiVerdict.REVIEW if score >= self.review_at else AiVerdict.OK


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """How AI verdicts agree with what is known of the images.

    Attributes:
        good: images without a defect.
        defective: images with one.
        review: left to a person.
        false_calls: good images that are NG.
        escapes: defective images that are OK.
    """

    good: int
    defective: int
    review: int
    false_calls: int
    escapes: int

    @classmethod
    def of(cls, judged: Iterable[tuple[bool, AiVerdict]]) -> Self:
        """Count images, each given as whether it is defective and its verdict."""
        counts = Counter(judged)
        return cls(
            good=sum(counts[False, verdict] for verdict in AiVerdict),
            defective=sum(counts[True, verdict] for verdict in AiVerdict),
            review=counts[False, AiVerdict.REVIEW] + counts[True, AiVerdict.REVIEW],
            false_calls=counts[False, AiVerdict.NG],
            escapes=counts[True, AiVerdict.OK],
        )

    @property
    def right(self) -> int:
        """Good images that are OK and defective ones that are NG."""
        return self.good + self.defective - self.review - self.false_calls - self.escapes

    @property
    def false_call_rate(self) -> float:
        """Share of the good images that are NG, 0..1; NaN without good images."""
        return self.false_calls / self.good if self.good else math.nan

    @property
    def escape_rate(self) -> float:
        """Share of the defective images that are OK, 0..1; NaN without defective images."""
        return self.escapes / self.defective if self.defective else math.nan

    @property
    def review_rate(self) -> float:
        """Share of all images left to a person, 0..1; NaN without images."""
        images = self.good + self.defective
        return self.review / images if images else math.nan
