"""Spares the window's thread."""

import time
from collections.abc import Callable

_SECONDS_BETWEEN_CALLS = 0.1


def throttled(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Return a function that passes on how many are done, and of how many, a few times a second."""
    told_at = 0.0

    def tell_sometimes(done: int, total: int) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= _SECONDS_BETWEEN_CALLS:
            told_at = now
            tell(done, total)

    return tell_sometimes
