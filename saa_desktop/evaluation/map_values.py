"""Anomaly maps and masks at the size at which they are measured, and the bins that count map values."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MapArray, MaskArray

SIDE = 400
"""Maps and masks are measured at 400 x 400 (arXiv 2305.10724, section 4.1)."""

BINS = 1 << 16
"""Bins between 0 and the largest map value of a data set."""

STEPS = 200
"""Thresholds at which regions are counted, as in the published code."""


def measured_map(anomaly_map: MapArray) -> MapArray:
    """Return an (H, W) map as (``SIDE``, ``SIDE``), bicubic; it may leave the map's own range a little."""
    return np.asarray(cv2.resize(anomaly_map, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))


def measured_mask(mask: MaskArray) -> MaskArray:
    """Return an (H, W) mask as (``SIDE``, ``SIDE``), nearest."""
    small = cv2.resize(mask.view(np.uint8), (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    return np.asarray(small, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Extremes:
    """The smallest and largest map value of a set of images.

    Attributes:
        low: the smallest; a little below 0 where bicubic maps undershoot.
        high: the largest.
    """

    low: float = 0.0
    high: float = 0.0

    def with_map(self, values: MapArray) -> "Extremes":
        """Return the extremes of one map more."""
        return Extremes(min(self.low, float(values.min())), max(self.high, float(values.max())))

    def joined(self, other: "Extremes") -> "Extremes":
        """Return the extremes of both sets."""
        return Extremes(min(self.low, other.low), max(self.high, other.high))

    def region_thresholds(self) -> npt.NDArray[np.float64]:
        """Return (``STEPS``,) falling thresholds from the largest value; a region's pixels lie above."""
        return self.high - np.arange(STEPS) * (self.high - self.low) / STEPS


@dataclass(frozen=True, slots=True)
class ValueBins:
    """Equal bins over the values of a data set's maps; 0, which most pixels have, has a bin of its own.

    Attributes:
        extremes: of all maps to be counted.
    """

    extremes: Extremes

    @property
    def width(self) -> float:
        """Extent of a bin, in map values."""
        return self.extremes.high / BINS if self.extremes.high > 0 else 1.0

    @property
    def zero(self) -> int:
        """The bin of the value 0."""
        return int(-self.extremes.low / self.width) + 1

    @property
    def count(self) -> int:
        """How many bins there are."""
        return self.zero + BINS + 2

    def places(self, values: MapArray) -> npt.NDArray[np.int64]:
        """Return each value's bin, in the shape of ``values``."""
        away = np.floor(np.abs(values.astype(np.float64)) / self.width) + 1
        return np.asarray(self.zero + np.sign(values) * away, dtype=np.int64)

    def foot(self, place: int) -> float:
        """Return the lowest value of a bin."""
        away = place - self.zero
        return (away - 1 if away > 0 else away) * self.width
