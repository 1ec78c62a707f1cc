"""The order in which people count: "img2" before "img10"."""

import heapq
import itertools
import re
from collections.abc import Iterable, Iterator

_DIGITS = re.compile(r"\d+")
_NUMBER = "\x01"
_END = "\x00"
_CHUNK = 2_000


def natural_key(name: str) -> str:
    """Return a sorting key by which numbers within names count as numbers; equal for equal names only."""
    # Both marks stand before whatever a name can hold, and a string sorts far quicker than a tuple.
    return _DIGITS.sub(_counted, name.casefold()) + _END + name


def in_natural_order(names: Iterable[str]) -> Iterator[str]:
    """Yield file names in the order of ``natural_key``, in many short steps however many there are."""
    waiting = iter(names)
    chunks = []
    while chunk := sorted(map(natural_key, itertools.islice(waiting, _CHUNK))):
        chunks.append(chunk)
    for key in heapq.merge(*chunks):
        yield key[key.index(_END) + 1 :]


def _counted(number: re.Match[str]) -> str:
    """Write a number so that texts sort by its value: its length comes first."""
    digits = number[0] if number[0].isascii() else str(int(number[0]))
    digits = digits.lstrip("0")
    return f"{_NUMBER}{chr(2 + len(digits))}{digits}"
