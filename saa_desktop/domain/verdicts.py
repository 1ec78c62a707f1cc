"""Verdicts of the machine and of people, and the rule that turns a score into one."""

from dataclasses import dataclass
from enum import StrEnum


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
