"""One image as lists show it, small enough to hold a hundred thousand of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.reviews import UNREVIEWED, Review
from saa_desktop.domain.verdicts import AiVerdict, VerdictThresholds


class ImageState(StrEnum):
    """Where an image stands with the machine; the values are also the names of the icons."""

    WAITING = "state-waiting"
    OK = "state-ok"
    REVIEW = "state-review"
    NG = "state-ng"
    FAILED = "state-failed"


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """What came of one image, or one page of a file, and what a person says of it; without its regions.

    Attributes:
        reference: the file.
        name: the page's name once it is known, the file's before; unique in a list.
        sha256: of the inspected content; "" while it waits, or where the file could not be read.
        ai_verdict: ``None`` while it waits, and for a failure.
        score: 0 without an inspection.
        thresholds: by which it was judged; ``None`` without an inspection.
        error: what is wrong with the file and what to do; "" unless it failed.
        ended_at: when it was inspected or failed; ``None`` while it waits.
        review: what a person says of it.
    """

    reference: ImageReference
    name: str
    sha256: str = ""
    ai_verdict: AiVerdict | None = None
    score: float = 0.0
    thresholds: VerdictThresholds | None = None
    error: str = ""
    ended_at: datetime | None = None
    review: Review = UNREVIEWED

    @property
    def state(self) -> ImageState:
        """Where the image stands with the machine."""
        if self.ai_verdict is not None:
            return ImageState[self.ai_verdict.name]
        return ImageState.FAILED if self.error else ImageState.WAITING

    @property
    def inspected(self) -> bool:
        """Whether the session holds an inspection of it."""
        return self.ai_verdict is not None


def waiting(reference: ImageReference) -> ImageEntry:
    """Return the entry of an image that nobody has looked at."""
    return ImageEntry(reference, reference.name)


def entry_of(outcome: Inspection | Failure) -> ImageEntry:
    """Return the entry of an image that nobody has reviewed."""
    if isinstance(outcome, Failure):
        return ImageEntry(
            outcome.reference,
            outcome.reference.name,
            outcome.sha256,
            error=outcome.sentence,
            ended_at=outcome.failed_at,
        )
    image = outcome.image
    return ImageEntry(
        ImageReference(image.path, image.name.removesuffix(f"#{image.page}")),
        image.name,
        image.sha256,
        ai_verdict=outcome.ai_verdict,
        score=outcome.score,
        thresholds=outcome.thresholds,
        ended_at=outcome.inspected_at,
    )
