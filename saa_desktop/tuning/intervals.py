"""How far a share that was counted on a few images may be from the true one."""

import math

_Z = 1.959964
"""Standard normal quantile for 95 %."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).

    Args:
        count: how many of the images it happened on.
        total: how many images there are; without any, nothing is known: 0 to 1.
    """
    if total == 0:
        return 0.0, 1.0
    share, spread = count / total, _Z**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    # At the ends rounding would leave a trace beside 0 and 1.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == total else min(1.0, middle + half)
    return low, high
