"""The order in which people count: "img2" before "img10"."""

import re

NaturalKey = tuple[tuple[str | int, ...], str]

_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> NaturalKey:
    """Return a sorting key by which numbers within names count as numbers."""
    parts = _DIGITS.split(name.casefold())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts)), name
