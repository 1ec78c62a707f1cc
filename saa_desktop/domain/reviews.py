"""What a person says of an image, and the decision that says so."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from saa_desktop.domain.masks import Mask
from saa_desktop.domain.verdicts import OperatorVerdict

FIRST_DRAWN = 1_000_000
"""Number of the first region that a person drew; smaller ones are places among an inspection's regions."""


class RegionVerdict(StrEnum):
    """What a person says of one region."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RegionReview:
    """What a person says of one region.

    Attributes:
        region: its place in ``Findings.regions``, from 0; from ``FIRST_DRAWN`` on for one that a person drew.
        verdict: ``None`` while nobody has judged it.
        mask: its pixels as a person corrected or drew them; ``None`` leaves the machine's.
    """

    region: int
    verdict: RegionVerdict | None = None
    mask: Mask | None = None

    @property
    def drawn(self) -> bool:
        """Whether a person drew it, so that no region of the inspection stands behind it."""
        return self.region >= FIRST_DRAWN


@dataclass(frozen=True, slots=True)
class Review:
    """All that a person says of one image. A change makes a new review; the older one stays as history.

    Attributes:
        verdict: ``None`` while nobody has judged the image.
        defect_class: what kind of defect it is, in the operator's words; "" for none.
        note: anything else, may have several lines.
        flagged: marked to be found again.
        regions: what was said of single regions, by number; regions without a word on them are left out.
    """

    verdict: OperatorVerdict | None = None
    defect_class: str = ""
    note: str = ""
    flagged: bool = False
    regions: tuple[RegionReview, ...] = ()

    def of_region(self, region: int) -> RegionReview:
        """Return what was said of a region."""
        return next((each for each in self.regions if each.region == region), RegionReview(region))

    def with_region(self, changed: RegionReview) -> Self:
        """Return the review with other words on one region; without any, the region is left out."""
        others = [each for each in self.regions if each.region != changed.region]
        if changed.verdict is not None or changed.mask is not None:
            others.append(changed)
        return replace(self, regions=tuple(sorted(others, key=lambda each: each.region)))

    def next_drawn(self) -> int:
        """Return the number for a region that is about to be drawn."""
        return max((each.region + 1 for each in self.regions if each.drawn), default=FIRST_DRAWN)


UNREVIEWED = Review()
"""Nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's review of an image, as it was given.

    Attributes:
        image_name: name of the image in results.
        sha256: of the file that the person saw; a decision does not pass on to other content of that name.
        review: all that the person says of the image from now on.
        operator: who said it.
        decided_at: when, with its zone.
    """

    image_name: str
    sha256: str
    review: Review
    operator: str
    decided_at: datetime

    def __post_init__(self) -> None:
        if self.decided_at.tzinfo is None:
            raise ValueError("decided_at needs a time zone")
