"""What is laid over an image: the regions that count, as machine and person left them, and the heat map."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Region
from saa_desktop.domain.reviews import RegionReview, RegionVerdict, Review
from saa_desktop.workers.mask_outline import MaskShape, Segments, mask_shape
from saa_desktop.workers.pyramid import Pyramid, build_pyramid


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """One region as it is painted.

    Attributes:
        number: its place in ``Findings.regions``, or from ``FIRST_DRAWN`` on.
        region: what the machine found; ``None`` for one that a person drew.
        review: what a person says of it.
        shape: its mask, the person's before the machine's.
    """

    number: int
    region: Region | None
    review: RegionReview
    shape: MaskShape

    @property
    def outline(self) -> Segments:
        """The mask's outline in full detail."""
        return self.shape.outlines[0]

    @property
    def rejected(self) -> bool:
        """Whether a person says that it is none."""
        return self.review.verdict is RegionVerdict.REJECTED

    @property
    def accepted(self) -> bool:
        """Whether a person says that it is one."""
        return self.review.verdict is RegionVerdict.ACCEPTED


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The anomaly map, where it is not zero.

    Attributes:
        limit: top of its scale, the same on every image of a profile.
        pixels: 0 to 255 for 0 to ``limit`` and above; ``None`` where nothing was found.
        parts: shape and score of each region that it is composed of.
    """

    limit: float
    pixels: Pyramid | None
    parts: tuple[tuple[MaskShape, float], ...]

    def value_at(self, x: int, y: int) -> float:
        """Return the anomaly map's value at a pixel (arXiv 2305.10724, equation 8)."""
        scores = [score for shape, score in self.parts if shape.covers(x, y)]
        return sum(scores) / (1 + len(scores))


class Shapes:
    """Prepares each mask once, for as long as the object lives; to be used from one thread at a time."""

    def __init__(self, known: Iterable[MaskShape] = ()) -> None:
        self._shapes = {shape.mask: shape for shape in known}

    def of(self, mask: Mask) -> MaskShape:
        """Return the shape of a mask that has pixels."""
        if mask not in self._shapes:
            self._shapes[mask] = mask_shape(mask)
        return self._shapes[mask]


def lay_out_regions(inspection: Inspection | None, review: Review, shapes: Shapes) -> tuple[ShownRegion, ...]:
    """Return the regions that count, with their masks: kept ones by rank, then what a person added.

    Dropped regions are left out unless the person accepted or corrected them.
    """
    found = inspection.findings.regions if inspection else ()
    reviews = {each.region: each for each in review.regions}
    shown = []
    for number, region in enumerate(found):
        said = reviews.pop(number, RegionReview(number))
        counts = region.kept or said.mask is not None or said.verdict is RegionVerdict.ACCEPTED
        mask = said.mask or region.mask
        if counts and mask and mask.area:
            shown.append(ShownRegion(number, region, said, shapes.of(mask)))
    shown += [
        ShownRegion(said.region, None, said, shapes.of(said.mask))
        for said in reviews.values()
        if said.drawn and said.mask and said.mask.area
    ]
    return tuple(shown)


def lay_out_heat(inspection: Inspection, shapes: Shapes) -> HeatMap:
    """Return the heat map of what the machine found, whatever a person says of it."""
    limit = inspection.thresholds.map_ceiling
    masked = [(region, region.mask) for region in inspection.kept if region.mask and region.mask.area]
    if not masked:
        return HeatMap(limit, None, ())
    left = min(mask.x for _, mask in masked)
    top = min(mask.y for _, mask in masked)
    width = max(mask.x + mask.width for _, mask in masked) - left
    height = max(mask.y + mask.height for _, mask in masked) - top
    # Only the stretch that holds the regions: defects are small, and images may have 100 megapixels.
    moved = [
        replace(
            region,
            mask=replace(mask, x=mask.x - left, y=mask.y - top, image_height=height, image_width=width),
        )
        for region, mask in masked
    ]
    values = compose_anomaly_map(moved, height, width)
    values *= 255 / limit
    levels = np.minimum(values, 255, out=values).astype(np.uint8)
    parts = tuple((shapes.of(mask), region.score or 0.0) for region, mask in masked)
    return HeatMap(limit, build_pyramid(levels, left, top), parts)
