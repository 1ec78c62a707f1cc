"""Numbers as all charts write them."""

import math

from saa_desktop.domain.wilson import Rate


def count_words(count: int) -> str:
    """Return a count with its thousands apart."""
    return f"{count:,}"


def share_words(share: float) -> str:
    """Return a share of 0..1 in percent; "–" for one that is not known."""
    return "–" if math.isnan(share) else f"{share:.1%}"


def interval_words(rate: Rate) -> str:
    """Return where a rate lies in percent, as its interval says."""
    return f"{share_words(rate.interval.low)} – {share_words(rate.interval.high)}"


def duration_words(milliseconds: float) -> str:
    """Return a time in ms, from a second on in s."""
    if milliseconds == 0:
        return "0"
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.3g} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"
