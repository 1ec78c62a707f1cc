"""Threshold metrics from counts by value: precision and recall, ROC, per-region overlap.

Positives and negatives are counted in bins of ascending value; a threshold lies at the foot of a bin and
everything in it and above it is called positive. Where each distinct value has its own bin the results are
those of the single values; ``*_error`` bounds by how much coarser bins can be off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

NOT_MEASURED = float("nan")
"""What a metric is that needs positives, or negatives, where there are none."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdCurve:
    """What each threshold finds, from the highest bin to the lowest.

    Attributes:
        true: (B,) positives called positive.
        false: (B,) negatives called positive.
        coarse: (B,) whether a bin may hold different values, whose order is then unknown.
    """

    true: Counts
    false: Counts
    coarse: npt.NDArray[np.bool_]

    @classmethod
    def of_bins(cls, positives: Counts, negatives: Counts, single_values: Sequence[int] = ()) -> Self:
        """Make the curve of (B,) counts in bins of ascending value.

        Args:
            positives: in each bin.
            negatives: in each bin.
            single_values: bins that are known to hold one value only.
        """
        coarse = np.ones(positives.size, dtype=np.bool_)
        coarse[list(single_values)] = False
        return cls(positives[::-1].cumsum(), negatives[::-1].cumsum(), coarse[::-1])

    @classmethod
    def of_scores(cls, scores: Values, positive: npt.NDArray[np.bool_]) -> Self:
        """Make the exact curve of (N,) scores, ``positive`` telling which of them are positives."""
        values, places = np.unique(scores, return_inverse=True)
        return cls.of_bins(
            np.bincount(places[positive], minlength=values.size),
            np.bincount(places[~positive], minlength=values.size),
            range(values.size),
        )

    @property
    def positives(self) -> int:
        """How many positives there are."""
        return int(self.true[-1]) if self.true.size else 0

    @property
    def negatives(self) -> int:
        """How many negatives there are."""
        return int(self.false[-1]) if self.false.size else 0

    def f1(self) -> Values:
        """Return (B,) F1 at each threshold; 0 where there are no positives."""
        found = self.true + self.false + self.positives
        out = np.zeros(found.size)
        np.divide(2.0 * self.true, found, out=out, where=found > 0)
        return out

    def max_f1(self) -> float:
        """Return the best F1 over all thresholds."""
        return float(self.f1().max()) if self.positives else NOT_MEASURED

    def max_f1_error(self) -> float:
        """Return by how much thresholds within bins could raise the best F1."""
        if not self.positives:
            return NOT_MEASURED
        best = 2.0 * self.true / (self.true + _before(self.false) + self.positives)
        return max(0.0, float(best.max(where=self.coarse, initial=0.0)) - self.max_f1())

    def precision(self) -> Values:
        """Return (B,) precision at each threshold; 1 where nothing is called positive."""
        called = self.true + self.false
        out = np.ones(called.size)
        np.divide(self.true, called, out=out, where=called > 0)
        return out

    def recall(self) -> Values:
        """Return (B,) recall at each threshold."""
        return self.true / max(self.positives, 1)

    def false_positive_rate(self) -> Values:
        """Return (B,) share of the negatives that each threshold calls positive."""
        return self.false / max(self.negatives, 1)

    def average_precision(self) -> float:
        """Return the sum of precision times gained recall, as scikit-learn defines it."""
        if not self.positives:
            return NOT_MEASURED
        return float(np.sum(self.precision() * np.diff(self.recall(), prepend=0.0)))

    def average_precision_error(self) -> float:
        """Return by how much the order within bins could change the average precision."""
        if not self.positives:
            return NOT_MEASURED
        inside = np.diff(self.true, prepend=0)
        ahead = self.true - inside
        highest = self.true / np.maximum(self.true + _before(self.false), 1)
        # With all of a bin's negatives before its p positives their mean precision is
        # 1 - false / p * sum of 1 / (ahead + false + k) over k = 1..p, and the sum is below a logarithm.
        passed = np.maximum(ahead + self.false, 1)
        lowest = 1.0 - self.false / np.maximum(inside, 1) * np.log1p(inside / passed)
        gained, precision = inside / self.positives, self.precision()
        above = np.sum((highest - precision) * gained, where=self.coarse)
        below = np.sum((precision - lowest) * gained, where=self.coarse)
        return float(max(above, below))

    def auroc(self) -> float:
        """Return the chance that a positive lies above a negative, ties half."""
        if not self.positives or not self.negatives:
            return NOT_MEASURED
        return area_under(self.false_positive_rate(), self.recall())

    def auroc_error(self) -> float:
        """Return by how much the order within bins could change the AUROC, either way."""
        if not self.positives or not self.negatives:
            return NOT_MEASURED
        mixed = np.diff(self.true, prepend=0) / self.positives * np.diff(self.false, prepend=0)
        return float(np.sum(mixed, where=self.coarse) / self.negatives / 2)


def area_under(x: Values, y: Values, upto: float = 1.0) -> float:
    """Return the area under a curve from (0, 0) through ascending x, up to x = ``upto``, divided by it."""
    x, y = np.concatenate(([0.0], x)), np.concatenate(([0.0], y))
    inside = int(np.searchsorted(x, upto, side="right"))
    if inside < x.size:
        # Straight between the last point inside and the first one beyond.
        share = (upto - x[inside - 1]) / (x[inside] - x[inside - 1])
        last = y[inside - 1] + share * (y[inside] - y[inside - 1])
        x, y = np.append(x[:inside], upto), np.append(y[:inside], last)
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2) / upto)


def _before(cumulative: Counts) -> Counts:
    """Return the cumulative counts before each bin."""
    return np.concatenate(([0], cumulative[:-1]))
