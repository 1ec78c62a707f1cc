"""Stage 2, property prompts (P^P): area and location decide which candidates can be anomalies.

The published code applies them to boxes and leaves the location out. Here, bounds that a box can answer are
checked before the refiner spends time on it, and those that need pixels after it.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt, Point, PropertyPrompts
from saa_desktop.domain.regions import Box, Drop, DropRule, Region

LEAST_INSIDE = 0.5
"""Share of a region that must lie inside the margin or the region of interest: one on the line counts."""


def drop_by_box(
    candidates: Iterable[Region], prompts: HybridPrompts, height: int, width: int
) -> list[Region]:
    """Apply the box threshold, the excluded phrases, the area bounds and the edge margin.

    Args:
        candidates: none dropped yet.
        prompts: the bounds.
        height: H of the image, pixels.
        width: W of the image, pixels.

    Returns:
        The same candidates in the same order, the failing ones with the rule that dropped them.
    """
    excludes = {prompt.caption: prompt for prompt in prompts.language}
    return [
        replace(region, dropped=_drop_by_box(region, prompts, excludes[region.prompt], height, width))
        for region in candidates
    ]


def _drop_by_box(
    region: Region, prompts: HybridPrompts, asked: LanguagePrompt, height: int, width: int
) -> Drop | None:
    """Return the first rule that a candidate's box fails."""
    bounds = prompts.properties
    if not region.box_score > prompts.box_threshold:
        return Drop(DropRule.BOX_THRESHOLD, region.box_score, prompts.box_threshold)
    if asked.exclude and asked.exclude in region.phrase:
        return Drop(DropRule.EXCLUDED_PHRASE)
    if not region.area_ratio > bounds.min_area:
        return Drop(DropRule.MIN_AREA, region.area_ratio, bounds.min_area)
    if bounds.max_area is not None and not region.area_ratio < bounds.max_area:
        return Drop(DropRule.MAX_AREA, region.area_ratio, bounds.max_area)
    inside = _share_inside_margin(region.box, bounds.edge_margin, height, width)
    if inside < LEAST_INSIDE:
        return Drop(DropRule.EDGE_MARGIN, inside, LEAST_INSIDE)
    return None


def _share_inside_margin(box: Box, edge_margin: float, height: int, width: int) -> float:
    """Return the share of a box's area that lies off the frame along the image's edge; 1 without a frame."""
    if edge_margin <= 0:
        return 1.0
    frame = edge_margin * min(height, width)
    inside_width = min(box.x1, width - frame) - max(box.x0, frame)
    inside_height = min(box.y1, height - frame) - max(box.y0, frame)
    return max(0.0, inside_width) * max(0.0, inside_height) / box.area


def drop_by_mask(
    regions: Iterable[Region], properties: PropertyPrompts, object_mask: MaskArray | None
) -> list[Region]:
    """Apply the region of interest and the overlap with the object.

    Args:
        regions: candidates; those that are not dropped have their masks.
        properties: the bounds.
        object_mask: (H, W) bool, true on the products; ``None`` leaves the overlap unmeasured.

    Returns:
        The same candidates in the same order, measured, the failing ones with the rule that dropped them.
    """
    return [
        region
        if region.mask is None or not region.kept
        else _locate(region, region.mask, properties, object_mask)
        for region in regions
    ]


def _locate(region: Region, mask: Mask, properties: PropertyPrompts, object_mask: MaskArray | None) -> Region:
    """Measure where a region lies, and drop it if that is the wrong place."""
    if object_mask is not None:
        region = replace(region, object_overlap=_share(mask, object_mask[mask.window]))
    if properties.region_of_interest:
        inside = _share(mask, _polygon_window(properties.region_of_interest, mask))
        if inside < LEAST_INSIDE:
            return replace(region, dropped=Drop(DropRule.REGION_OF_INTEREST, inside, LEAST_INSIDE))
    overlap, least = region.object_overlap, properties.min_object_overlap
    if overlap is not None and overlap < least:
        return replace(region, dropped=Drop(DropRule.OBJECT_OVERLAP, overlap, least))
    return region


def _share(mask: Mask, allowed: MaskArray) -> float:
    """Return the share of a mask's pixels that are allowed, given under its crop; 0 for an empty mask."""
    return float(np.count_nonzero(mask.crop() & allowed)) / mask.area if mask.area else 0.0


def _polygon_window(polygon: tuple[Point, ...], mask: Mask) -> MaskArray:
    """Return which pixel centres under a mask's crop lie inside a polygon, by the even-odd rule."""
    x = np.arange(mask.x, mask.x + mask.width) + 0.5
    y = (np.arange(mask.y, mask.y + mask.height) + 0.5)[:, None]
    corners = np.asarray(polygon, dtype=np.float64) * (mask.image_width, mask.image_height)
    inside = np.zeros((mask.height, mask.width), dtype=np.bool_)
    for (xa, ya), (xb, yb) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if ya == yb:
            continue
        crosses = (ya > y) != (yb > y)
        # Rows that a nearly level edge does not cross may lie beyond the largest number; they do not count.
        with np.errstate(over="ignore", invalid="ignore"):
            crossing = xa + (y - ya) * (xb - xa) / (yb - ya)
        inside ^= crosses & (x < crossing)
    return inside
