"""Which settings are tried: round values that a person would write, the present one first.

The values do not depend on the images, so that an image that is left out leaves no trace in the search.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from saa_desktop.review.rejudge import JudgeSettings

SMALLEST_AREAS = (0.0, *(base * 10.0**power for power in range(-5, -1) for base in (1, 2, 5)), 0.1)
"""Lower area bounds; shares of the product's box."""

LARGEST_AREAS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.0, None)
"""Upper area bounds."""

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Saliency strengths; the published one is 3."""

TOP_KS = (1, 2, 3, 5, 8, 10)
"""Numbers of regions that form the anomaly map. 0, all, is tried only where it is the present one."""

LEAST_SPAN = 4.0
"""The upper area bound is at least so many times the lower one: narrower spans fit single images only."""


def settings_grid(present: JudgeSettings, *, areas: bool) -> list[JudgeSettings]:
    """Return the settings to try, those that change least first; ``present`` is the first one.

    Thresholds and ``top_k`` are the present ones in all of them.

    Args:
        present: the profile's.
        areas: whether area bounds can be judged again; else they stay.
    """
    tried = {_key(settings): settings for settings in _variants(present, areas=areas)}
    tried.pop(_key(present), None)
    return [present, *sorted(tried.values(), key=lambda settings: change(present, settings))]


def change(present: JudgeSettings, settings: JudgeSettings) -> tuple[int, float]:
    """Return how many of area bounds and saliency strength differ, and how far on a logarithmic scale."""
    steps = (
        abs(math.log10((settings.min_area + 1e-6) / (present.min_area + 1e-6))),
        abs(math.log10(_size(settings.max_area) / _size(present.max_area))),
        abs(math.log10((settings.saliency_strength + 1) / (present.saliency_strength + 1))),
    )
    return sum(step > 0 for step in steps), sum(steps)


def _variants(present: JudgeSettings, *, areas: bool) -> Iterator[JudgeSettings]:
    smallest = (present.min_area, *SMALLEST_AREAS) if areas else (present.min_area,)
    largest = (present.max_area, *LARGEST_AREAS) if areas else (present.max_area,)
    for low, high, strength in product(smallest, largest, (present.saliency_strength, *STRENGTHS)):
        if (low, high) == (present.min_area, present.max_area) or _size(high) >= LEAST_SPAN * low:
            yield replace(present, min_area=_round(low), max_area=high, saliency_strength=strength)


def _key(settings: JudgeSettings) -> tuple[float, float | None, float]:
    return settings.min_area, settings.max_area, settings.saliency_strength


def _size(max_area: float | None) -> float:
    """Return an upper bound to compare with others; none is like twice the product."""
    return 2.0 if max_area is None else max_area


def _round(area: float) -> float:
    """Return 5e-05 for 5 x 10^-5, which floating point makes 5.000000000000001e-05."""
    return float(f"{area:.12g}")
