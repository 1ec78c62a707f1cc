"""Medians by sorting: NumPy sorts with vector instructions, tens of times as fast as it selects."""

import numpy as np

from saa_desktop.domain.arrays import MapArray, MaskArray

SAMPLES = 20_000
"""Values that a deviation is told from, about."""


def medians(values: MapArray, axis: int) -> MapArray:
    """Return the medians along an axis, which is kept with length 1.

    Args:
        values: (h, w) float32.
        axis: 0 or 1.
    """
    ordered = np.sort(values if axis == 1 else np.ascontiguousarray(values.T), axis=1)
    upper = ordered.shape[1] // 2
    lower = (ordered.shape[1] - 1) // 2
    middle = (ordered[:, lower] + ordered[:, upper]) / np.float32(2)
    return np.expand_dims(middle, axis)


def typical_size(values: MapArray, inside: MaskArray) -> float:
    """Return the median of the absolute values inside, told from a part of them when there are many.

    Args:
        values: (h, w) float32.
        inside: (h, w) bool; at least one is.
    """
    step = max(1, values.size // SAMPLES)
    sampled = values.ravel()[::step][inside.ravel()[::step]]
    return float(medians(np.abs(sampled if sampled.size else values[inside])[None], axis=1)[0, 0])
