"""What the statistics of a shift know of one image."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.inspections import ModelIdentity, ProfileIdentity
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict


class FinalVerdict(StrEnum):
    """What an image counts as, machine and person taken together."""

    OK = "OK"
    NG = "NG"
    OPEN = "open"
    """A person still has to decide: REVIEW, failed, or to be checked again."""


@dataclass(frozen=True, slots=True)
class MarkedRegion:
    """A kept region that speaks for a defect: its score reaches the REVIEW threshold.

    Attributes:
        number: as in ``RegionReview.region``.
        phrase: the words of the prompt that the proposer matched.
        score: the re-scored confidence.
    """

    number: int
    phrase: str
    score: float


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """What came of one image, and what a person says of it.

    Attributes:
        entry: name, AI verdict, score, thresholds, end time and review.
        operator: who gave the latest decision; "" without one.
        duration_ms: wall time of the pipeline; ``None`` for a failure.
        profile: what judged it; ``None`` for a failure.
        models: what looked at it; ``None`` for a failure.
        regions: by rank; empty for an image that is OK.

    Raises:
        ValueError: the image still waits, so that there is nothing to count.
    """

    entry: ImageEntry
    operator: str = ""
    duration_ms: float | None = None
    profile: ProfileIdentity | None = None
    models: ModelIdentity | None = None
    regions: tuple[MarkedRegion, ...] = ()

    def __post_init__(self) -> None:
        if self.entry.ended_at is None:
            raise ValueError(f"{self.entry.name} still waits")

    @property
    def ended_at(self) -> datetime:
        """When it was inspected or failed, with its zone."""
        return cast(datetime, self.entry.ended_at)  # checked at construction

    @property
    def started_at(self) -> datetime:
        """When its inspection began; when it failed for a failure."""
        return self.ended_at - timedelta(milliseconds=self.duration_ms or 0.0)

    @property
    def final_verdict(self) -> FinalVerdict:
        """The operator's verdict where there is one, otherwise the machine's."""
        entry = self.entry
        verdict = entry.review.verdict or entry.ai_verdict
        if verdict in {AiVerdict.OK, OperatorVerdict.OK}:
            return FinalVerdict.OK
        return FinalVerdict.NG if verdict in {AiVerdict.NG, OperatorVerdict.NG} else FinalVerdict.OPEN


def within(
    rows: Iterable[ShiftRow], since: datetime | None = None, until: datetime | None = None
) -> list[ShiftRow]:
    """Return the rows of a period.

    Args:
        rows: in any order, which is kept.
        since: images that ended before are left out; with its zone.
        until: images that ended then or later are left out; with its zone.
    """
    return [
        row
        for row in rows
        if (since is None or row.ended_at >= since) and (until is None or row.ended_at < until)
    ]
