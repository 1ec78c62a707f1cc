"""How well a share is known that was counted on a few images."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
"""How often an interval holds the true share."""

_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


class Interval(NamedTuple):
    """Where a share lies, 0 <= low <= high <= 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that was counted.

    Attributes:
        count: what was counted, 0 <= count <= of.
        of: among how many.

    Raises:
        ValueError: the count is out of bounds.
    """

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"expected 0 <= count <= of, got count={self.count}, of={self.of}")

    @property
    def share(self) -> float:
        """0..1; NaN of nothing."""
        return self.count / self.of if self.of else math.nan

    @property
    def interval(self) -> Interval:
        """The Wilson score interval at ``CONFIDENCE``; all of 0..1 when it was counted on nothing.

        Holds what it promises for few images and for shares near 0 and 1, unlike share +- z * deviation:
        E. B. Wilson, Journal of the American Statistical Association 22 (1927), page 209; recommended by
        Brown, Cai and DasGupta, Statistical Science 16 (2001), page 101, equation 4.
        """
        if not self.of:
            return Interval(0.0, 1.0)
        square = _Z * _Z
        middle = (self.count + square / 2) / (self.of + square)
        spread = _Z * math.sqrt(self.count * (self.of - self.count) / self.of + square / 4)
        spread /= self.of + square
        # The ends are exact where nothing or everything was counted; rounding would miss them by a hair.
        low = 0.0 if self.count == 0 else middle - spread
        high = 1.0 if self.count == self.of else middle + spread
        return Interval(low, high)
