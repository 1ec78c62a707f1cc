"""Cuts a period into spans of a round length."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import numpy.typing as npt

MOST_SPANS = 48
"""More would not show as bars."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE, _DAY = 60, 86_400
_WIDTHS = tuple(_MINUTE * minutes for minutes in (5, 10, 15, 30, 60, 120, 240, 480, 720, 1440))


@dataclass(frozen=True, slots=True, eq=False)
class TimeBins:
    """Spans of equal length without gaps, the first one holding the first moment, the last one the last.

    Attributes:
        edges: one more than there are spans, rising; a span holds its left edge and not its right one.
        span_of: (N,) intp, the span of each moment.
    """

    edges: tuple[datetime, ...]
    span_of: npt.NDArray[np.intp]

    @property
    def width(self) -> timedelta:
        """Length of each span."""
        return self.edges[1] - self.edges[0]


def time_bins(seconds: npt.NDArray[np.float64], offset: timedelta) -> TimeBins:
    """Cut the period of some moments into at most ``MOST_SPANS`` spans of 5 minutes to a day, or whole days.

    Args:
        seconds: (N,) of the Unix epoch, N > 0.
        offset: of the clock on the wall from UTC; hours and days begin by that clock.
    """
    shift = offset.total_seconds()
    local = seconds + shift
    first, last = float(local.min()), float(local.max())
    width = next((width for width in _WIDTHS if _spans(first, last, width) <= MOST_SPANS), None)
    if width is None:
        days = _spans(first, last, _DAY)
        width = next(_DAY * n for n in range(2, days) if _spans(first, last, _DAY * n) <= MOST_SPANS)
    numbers = np.floor_divide(local, width).astype(np.intp)
    start = int(numbers.min())
    # Not datetime.fromtimestamp, which knows no time before 1970 on Windows.
    edges = tuple(
        (_EPOCH + timedelta(seconds=number * width - shift)).astimezone(timezone(offset))
        for number in range(start, int(numbers.max()) + 2)
    )
    return TimeBins(edges, numbers - start)


def _spans(first: float, last: float, width: int) -> int:
    return int(last // width - first // width) + 1
