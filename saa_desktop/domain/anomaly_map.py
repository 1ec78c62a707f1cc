"""The anomaly map, composed from kept regions (arXiv 2305.10724, equation 8, as its code computes it)."""

from collections.abc import Iterable

import numpy as np

from saa_desktop.domain.arrays import MapArray
from saa_desktop.domain.regions import Region


def compose_anomaly_map(regions: Iterable[Region], height: int, width: int) -> MapArray:
    """Return A(x) = sum_k m_k(x) s_k / (1 + sum_k m_k(x)) over the kept regions.

    The scale is absolute: it depends on the regions' scores alone, never on the image's own extremes.

    Args:
        regions: candidates of one image; dropped ones are passed over.
        height: H of that image, pixels.
        width: W of that image, pixels.

    Returns:
        (height, width) float32, >= 0; zero everywhere without a kept region.
    """
    weighted = np.zeros((height, width), dtype=np.float32)
    counts = np.ones((height, width), dtype=np.float32)
    for region in regions:
        if not region.kept or region.mask is None or region.score is None:
            continue
        crop = region.mask.crop()
        weighted[region.mask.window] += crop * np.float32(region.score)
        counts[region.mask.window] += crop
    return np.divide(weighted, counts, out=weighted)
