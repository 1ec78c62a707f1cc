"""Bounds the temporary memory of work on large images."""

from collections.abc import Iterator
from math import prod

_SAMPLES_AT_ONCE = 2**20


def row_blocks(shape: tuple[int, ...]) -> Iterator[slice]:
    """Yield slices of rows that cover an (H, W, ...) array in order, each of about a million samples."""
    height = shape[0]
    step = max(1, _SAMPLES_AT_ONCE // max(1, prod(shape[1:])))
    for first in range(0, height, step):
        yield slice(first, min(first + step, height))
