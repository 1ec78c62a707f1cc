"""Stage 3, the refiner: every box that is still in the running becomes a mask."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Region
from saa_desktop.pipeline.protocols import RegionRefiner


def refine_regions(
    image: ImageArray, regions: Sequence[Region], object_boxes: BoxArray, refiner: RegionRefiner
) -> tuple[list[Region], list[Mask]]:
    """Cut out the masks of the candidates and of the products in one call, so that the image is encoded once.

    Args:
        image: (H, W, 3) uint8 in the refiner's channel order.
        regions: candidates; dropped ones get no mask.
        object_boxes: (N, 4) float32 xyxy; N is 0 when nothing looks at the products' pixels.
        refiner: who cuts.

    Returns:
        The candidates in the same order with their masks, and the N masks of the products.
    """
    boxes = np.array([region.box for region in regions if region.kept], dtype=np.float32).reshape(-1, 4)
    if not len(boxes):
        return list(regions), []
    masks = iter(refiner.refine(image, np.concatenate([boxes, object_boxes])))
    refined = [replace(region, mask=next(masks)) if region.kept else region for region in regions]
    return refined, list(masks)
