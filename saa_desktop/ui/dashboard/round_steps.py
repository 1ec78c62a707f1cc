"""Where marks stand on an axis: at round numbers."""

import math

_MOST = 4
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_steps(limit: float) -> list[float]:
    """Return the multiples of a round number from 0 to a limit, five at most.

    Args:
        limit: > 0.
    """
    power = 10.0 ** math.floor(math.log10(limit / _MOST))
    step = next(power * each for each in _ROUND if power * each * _MOST >= limit * (1 - 1e-9))
    return [number * step for number in range(int(limit / step + 1e-9) + 1)]
