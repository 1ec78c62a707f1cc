"""What belongs to the product and what lies around it, on the coarse grid.

Two kinds of pictures are told apart: products that lie on an even background, and a product that fills the
frame, of whose surroundings at most a dark rim is seen.
"""

import cv2
import numpy as np
from scipy import ndimage

from saa_desktop.domain.arrays import MapArray, MaskArray

EVEN_BACKGROUND = 10.0
"""CIELAB distance within which four fifths of an even background's border stay from its median colour."""
PRODUCT_DISTANCE = 20.0
"""CIELAB distance from the background at which something is a thing, not a shade."""
PRODUCT_SHARE = (0.08, 0.95)
"""Share of the image that products on a background cover: less is a mark, more is a product without one."""
RIM_LIGHTNESS = 0.6
"""A rim has at most this share of the product's lightness..."""
RIM_DEPTH = 0.12
"""... and reaches this far in from the image's edge, as a share of its shorter side."""


def products_on_background(lab: MapArray) -> MaskArray | None:
    """Return which pixels are products on an even background.

    Args:
        lab: (h, w, 3) float32 CIELAB, coarse.

    Returns:
        (h, w) bool, or ``None`` when there is no such background.
    """
    border = np.ones(lab.shape[:2], dtype=np.bool_)
    border[2:-2, 2:-2] = False
    distance = np.linalg.norm(lab - np.median(lab[border], axis=0), axis=2)
    spread = float(np.quantile(distance[border], 0.8))
    if spread > EVEN_BACKGROUND:
        return None
    far = distance > max(PRODUCT_DISTANCE, 2 * spread)
    far = cv2.morphologyEx(far.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    things = ndimage.binary_fill_holes(far)
    least, most = PRODUCT_SHARE
    return things if least <= float(things.mean()) <= most else None


def dark_rim(lightness: MapArray) -> MaskArray:
    """Return which pixels belong to a dark rim around a product that fills the frame.

    Args:
        lightness: (h, w) float32 CIELAB lightness, coarse.

    Returns:
        (h, w) bool.
    """
    dark = lightness < RIM_LIGHTNESS * np.median(lightness)
    depth = round(RIM_DEPTH * min(lightness.shape))
    dark[depth : lightness.shape[0] - depth, depth : lightness.shape[1] - depth] = False
    labels, _ = ndimage.label(dark)
    touching = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    rim: MaskArray = np.isin(labels, touching[touching > 0])
    return rim


def fill_background(channels: MapArray, product: MaskArray) -> MapArray:
    """Return channels in which the background continues the nearest product pixel, so that no edge is left.

    Args:
        channels: (h, w) or (h, w, C) float32.
        product: (h, w) bool; all false leaves the channels as they are.
    """
    if product.all() or not product.any():
        return channels
    _, labels = cv2.distanceTransformWithLabels(
        (~product).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labelled = np.zeros(int(labels.max()) + 1, dtype=np.intp)
    labelled[labels[product]] = np.flatnonzero(product)
    filled = channels.copy()
    filled[~product] = channels.reshape(product.size, *channels.shape[2:])[labelled[labels[~product]]]
    return filled
