"""What is counted image by image, in memory that does not grow with the number of images."""

import itertools
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MapArray, MaskArray
from saa_desktop.evaluation.curves import NOT_MEASURED, ThresholdCurve, area_under
from saa_desktop.evaluation.map_values import STEPS, ValueBins

PRO_LIMIT = 0.3
"""The per-region overlap is averaged over false positive rates up to this."""

IOU_OF_A_HIT = 0.6
"""A predicted region counts when it overlaps a true one by this (arXiv 2305.10724, section 4.1)."""


@dataclass(slots=True, eq=False)
class PixelTally:
    """Pixels by map value.

    Attributes:
        defect: (B,) defect pixels in each bin.
        good: (B,) other pixels.
        overlap: (B,) for each bin the shares of the true regions that lie in it, added up over the regions.
        zero: the bin that holds nothing but zeros.
        regions: how many true regions there are.
    """

    defect: npt.NDArray[np.int64]
    good: npt.NDArray[np.int64]
    overlap: npt.NDArray[np.float64]
    zero: int
    regions: int = 0

    @classmethod
    def empty(cls, bins: ValueBins) -> Self:
        """Return a tally of no image."""
        count = bins.count
        return cls(
            np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.float64), bins.zero
        )

    def add(self, places: npt.NDArray[np.int64], truth: MaskArray) -> None:
        """Count one image.

        Args:
            places: (H, W) bin of each pixel's value.
            truth: (H, W) defect pixels.
        """
        size = self.good.size
        self.good += np.bincount(places[~truth], minlength=size)
        if not truth.any():
            return
        count, labels = connected_regions(truth)
        on_defect, labels = places[truth], labels[truth]
        self.defect += np.bincount(on_defect, minlength=size)
        self.overlap += np.bincount(on_defect, 1.0 / np.bincount(labels)[labels], minlength=size)
        self.regions += count

    def __iadd__(self, other: "PixelTally") -> Self:
        self.defect += other.defect
        self.good += other.good
        self.overlap += other.overlap
        self.regions += other.regions
        return self

    def curve(self) -> ThresholdCurve:
        """Return what each threshold on the map finds."""
        return ThresholdCurve.of_bins(self.defect, self.good, (self.zero,))

    def per_region_overlap(self) -> float:
        """Return PRO: the mean share of a true region that is found, over false positive rates up to 30 %.

        As in P. Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 2021, section 5.2.
        """
        curve = self.curve()
        if not self.regions or not curve.negatives:
            return NOT_MEASURED
        found = self.overlap[::-1].cumsum() / self.regions
        return area_under(curve.false_positive_rate(), found, PRO_LIMIT)


@dataclass(slots=True, eq=False)
class RegionTally:
    """Connected regions (8 neighbours) at each of the 200 thresholds.

    Attributes:
        predicted: (``STEPS``,) predicted regions.
        hits: (``STEPS``,) those that overlap a true region enough.
        true: how many true regions there are.
    """

    predicted: npt.NDArray[np.int64]
    hits: npt.NDArray[np.int64]
    true: int = 0

    @classmethod
    def empty(cls) -> Self:
        """Return a tally of no image."""
        return cls(np.zeros(STEPS, np.int64), np.zeros(STEPS, np.int64))

    @classmethod
    def of_image(cls, values: MapArray, truth: MaskArray, thresholds: npt.NDArray[np.float64]) -> Self:
        """Count one image.

        Args:
            values: (H, W) anomaly map.
            truth: (H, W) defect pixels.
            thresholds: (``STEPS``,) falling.
        """
        tally = cls.empty()
        tally.true, true = connected_regions(truth)
        areas = np.bincount(true.ravel())[1:]
        # The first step at which each pixel lies above the threshold; the regions change at these steps only.
        first = STEPS - np.searchsorted(thresholds[::-1], values, side="left")
        rows, columns = first.min(axis=1), first.min(axis=0)
        steps = np.unique(first)
        steps = steps[steps < STEPS]
        for step, following in itertools.pairwise([*steps, STEPS]):
            window = _bounds(rows <= step), _bounds(columns <= step)
            count, predicted = connected_regions(first[window] <= step)
            tally.predicted[step:following] = count
            if tally.true:
                tally.hits[step:following] = _hits(predicted, count, true[window], areas)
        return tally

    def __iadd__(self, other: "RegionTally") -> Self:
        self.predicted += other.predicted
        self.hits += other.hits
        self.true += other.true
        return self

    def max_f1(self) -> float:
        """Return the best F1 of regions over the thresholds."""
        if not self.true:
            return NOT_MEASURED
        return float((2.0 * self.hits / (self.predicted + self.true)).max())


def connected_regions(mask: MaskArray) -> tuple[int, npt.NDArray[np.int32]]:
    """Return how many regions of 8 neighbours a mask has, and (H, W) their numbers from 1; 0 outside."""
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    return count - 1, np.asarray(labels, dtype=np.int32)


def _bounds(inside: npt.NDArray[np.bool_]) -> slice:
    """Return from the first to the last place that is inside; there is one."""
    places = np.flatnonzero(inside)
    return slice(int(places[0]), int(places[-1]) + 1)


def _hits(
    predicted: npt.NDArray[np.int32],
    count: int,
    true: npt.NDArray[np.int32],
    areas: npt.NDArray[np.intp],
) -> int:
    """Return how many predicted regions have an intersection over union of at least 0.6 with a true one.

    Args:
        predicted: (h, w) numbers of the predicted regions, which lie within this window.
        count: how many there are.
        true: (h, w) numbers of the true regions.
        areas: pixels of each true region, in the window and outside.
    """
    width = areas.size + 1
    pairs = (predicted.astype(np.intp) * width + true).ravel()
    joint = np.bincount(pairs, minlength=(count + 1) * width).reshape(count + 1, width)[1:]
    both = joint[:, 1:]
    either = joint.sum(axis=1, keepdims=True) + areas - both
    return int(np.any(both / either >= IOU_OF_A_HIT, axis=1).sum())
