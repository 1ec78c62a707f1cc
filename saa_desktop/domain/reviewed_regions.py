"""What is left of an inspection's regions, and what is added to them, once a person has reviewed them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, RegionReview, RegionVerdict, Review


class RegionFate(StrEnum):
    """What became of a region in the review; a rejected one was rejected however else it was touched."""

    UNTOUCHED = ""
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DRAWN = "drawn"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReviewedRegion:
    """One region after the review.

    Attributes:
        number: as in ``RegionReview.region``.
        region: with its pixels as reviewed. The box of a corrected or drawn one bounds its pixels. One that
            stands is a kept one, also where a rule had dropped it. A drawn one has no phrase and no scores.
        fate: what became of it.
    """

    number: int
    region: Region
    fate: RegionFate

    @property
    def stands(self) -> bool:
        """Whether it counts as a defect's place after the review."""
        return self.fate is not RegionFate.REJECTED

    @property
    def label(self) -> str:
        """What people call it: the rank of a kept one, D1, D2, ... for drawn ones."""
        drawn = self.number - FIRST_DRAWN + 1
        return f"D{drawn}" if drawn > 0 else str(self.number + 1)


def review_regions(inspection: Inspection, review: Review) -> tuple[ReviewedRegion, ...]:
    """Return what became of each region: first the machine's by rank, then the drawn ones.

    Left out are dropped candidates that no person accepted or corrected, and numbers that are no region's.
    """
    said = {each.region: each for each in review.regions}
    found = [
        reviewed
        for number, region in enumerate(inspection.findings.regions)
        if (reviewed := _reviewed(number, region, said.get(number, RegionReview(number))))
    ]
    drawn = [
        ReviewedRegion(each.region, _drawn_region(each.mask, inspection), _fate(each))
        for each in review.regions
        if each.drawn and each.mask is not None
    ]
    return (*found, *drawn)


def reviewed_regions(inspection: Inspection, review: Review) -> tuple[Region, ...]:
    """Return the regions that stand after the review; without one, the kept regions as they are."""
    return tuple(each.region for each in review_regions(inspection, review) if each.stands)


def _reviewed(number: int, region: Region, said: RegionReview) -> ReviewedRegion | None:
    """Return what became of a machine's region, or ``None`` for one that stays dropped."""
    fate = _fate(said)
    if fate in {RegionFate.UNTOUCHED, RegionFate.REJECTED}:
        return ReviewedRegion(number, region, fate) if region.kept else None
    if said.mask is not None:
        region = replace(region, mask=said.mask, box=_bounds(said.mask) or region.box)
    return ReviewedRegion(number, replace(region, dropped=None), fate)


def _fate(said: RegionReview) -> RegionFate:
    if said.verdict is RegionVerdict.REJECTED:
        return RegionFate.REJECTED
    if said.drawn:
        return RegionFate.DRAWN
    if said.mask is not None:
        return RegionFate.CORRECTED
    return RegionFate.UNTOUCHED if said.verdict is None else RegionFate.ACCEPTED


def _drawn_region(mask: Mask, inspection: Inspection) -> Region:
    """Return a person's region as the machine's are recorded."""
    image = inspection.image
    box = _bounds(mask) or Box(0, 0, 0, 0)
    area_ratio = box.area / (image.width * image.height * inspection.findings.object_area)
    return Region(box, phrase="", prompt="", box_score=0.0, area_ratio=area_ratio, mask=mask)


def _bounds(mask: Mask) -> Box | None:
    """Return the box around a mask's pixels; ``None`` for an empty mask."""
    return Box(mask.x, mask.y, mask.x + mask.width, mask.y + mask.height) if mask.area else None
