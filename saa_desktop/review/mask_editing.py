"""What a person draws, as masks, and masks put together: brush strokes, polygons, union, difference.

A pixel belongs to a drawn shape when its centre does: pixel (0, 0) has its centre at (0.5, 0.5). Everything
is clipped to the image, and costs as much as the shapes' bounds are large, not the image.
"""

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.masks import Mask

Points = npt.NDArray[np.float64]
"""(N, 2) float64, x y in pixels of the image, may lie outside of it."""

_Index = npt.NDArray[np.int64]


def empty_mask(height: int, width: int) -> Mask:
    """Return the mask without pixels of an image of that size."""
    return Mask.from_crop(np.zeros((0, 0), dtype=np.bool_), 0, 0, height, width)


def stroke(points: Points, radius: float, height: int, width: int) -> Mask:
    """Return what a round brush covers that is drawn along a line.

    Args:
        points: corners of the line, N >= 1; a single one is a dab.
        radius: of the brush, pixels; from 0.71 on it reaches a pixel wherever it is put down.
        height: H of the image, pixels.
        width: W of the image, pixels.
    """
    starts = points[:-1] if len(points) > 1 else points
    ends = points[1:] if len(points) > 1 else points
    tops, bottoms = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    segment, row = _spread(_centres_from(tops - radius, height), _centres_past(bottoms + radius, height))
    down = row + 0.5 - starts[segment, 1]
    x = starts[segment, 0]
    across, along = (ends - starts)[segment].T
    first = _centres_from(x - _reach(-across, along, down, radius), width)
    past = _centres_past(x + _reach(across, along, down, radius), width)
    some = first < past
    return _from_runs(row[some], first[some], past[some], height, width)


def polygon(points: Points, height: int, width: int) -> Mask:
    """Return what lies within a polygon, where it crosses itself by the even-odd rule.

    Args:
        points: its corners, N >= 3; the last one is joined to the first.
        height: H of the image, pixels.
        width: W of the image, pixels.
    """
    ends = np.roll(points, -1, axis=0)
    upper = np.where((points[:, 1] <= ends[:, 1])[:, None], points, ends)
    lower = np.where((points[:, 1] <= ends[:, 1])[:, None], ends, points)
    # An edge counts for the rows from its upper end on, before its lower end: so corners count once.
    edge, row = _spread(_centres_from(upper[:, 1], height), _centres_from(lower[:, 1], height))
    span = lower - upper
    x = upper[edge, 0] + (row + 0.5 - upper[edge, 1]) * span[edge, 0] / span[edge, 1]
    column = _centres_from(x, width)
    # Along each row every second crossing leaves the polygon.
    order = np.lexsort((column, row))
    row, column = row[order], column[order]
    return _from_runs(row[::2], column[::2], column[1::2], height, width)


def united(mask: Mask, other: Mask) -> Mask:
    """Return the pixels of either of two masks of the same image."""
    _check_same_image(mask, other)
    if mask.area == 0:
        return other
    if other.area == 0:
        return mask
    x, y = min(mask.x, other.x), min(mask.y, other.y)
    right = max(mask.x + mask.width, other.x + other.width)
    bottom = max(mask.y + mask.height, other.y + other.height)
    crop = np.zeros((bottom - y, right - x), dtype=np.bool_)
    for each in (mask, other):
        crop[each.y - y : each.y - y + each.height, each.x - x : each.x - x + each.width] |= each.crop()
    return Mask.from_crop(crop, x, y, mask.image_height, mask.image_width)


def subtracted(mask: Mask, other: Mask) -> Mask:
    """Return the pixels of a mask that do not belong to another one of the same image."""
    _check_same_image(mask, other)
    x, y = max(mask.x, other.x), max(mask.y, other.y)
    right = min(mask.x + mask.width, other.x + other.width)
    bottom = min(mask.y + mask.height, other.y + other.height)
    if right <= x or bottom <= y:
        return mask
    crop = mask.crop()
    taken = other.crop()[y - other.y : bottom - other.y, x - other.x : right - other.x]
    crop[y - mask.y : bottom - mask.y, x - mask.x : right - mask.x] &= ~taken
    return Mask.from_crop(crop, mask.x, mask.y, mask.image_height, mask.image_width)


def _check_same_image(mask: Mask, other: Mask) -> None:
    """Refuse masks of images of different size.

    Raises:
        ValueError: they are not the same.
    """
    size, other_size = (mask.image_height, mask.image_width), (other.image_height, other.image_width)
    if size != other_size:
        raise ValueError(f"expected masks of the same image, got images of {size} and {other_size}")


def _reach(
    across: npt.NDArray[np.float64],
    along: npt.NDArray[np.float64],
    down: npt.NDArray[np.float64],
    radius: float,
) -> npt.NDArray[np.float64]:
    """Return how far right of a segment's start the brush that is drawn along it reaches in one row.

    The rightmost point of the brush at place t of the segment is t * across + sqrt(radius^2 - h^2), h being
    the row's distance from the brush's centre. This is concave in t, and largest where h = -radius * across /
    length (with along's sign), or at the end of the segment that is nearer to that place.

    Args:
        across: (n,) the segment's extent in x, pixels; negate it for the reach to the left.
        along: (n,) the segment's extent in y, pixels.
        down: (n,) the row's centre below the segment's start, pixels.
        radius: of the brush, pixels.
    """
    length = np.hypot(across, along)
    level = along == 0
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        best = (down + radius * across * np.sign(along) / length) / along
    place = np.where(level, across > 0, np.clip(best, 0.0, 1.0))
    distance = down - place * along
    furthest: npt.NDArray[np.float64] = place * across + np.sqrt(np.maximum(radius**2 - distance**2, 0.0))
    return furthest


def _spread(first: _Index, past: _Index) -> tuple[_Index, _Index]:
    """Return (index, row) for each row of each range ``first[index] <= row < past[index]``."""
    counts = np.maximum(past - first, 0)
    index = np.repeat(np.arange(len(first), dtype=np.int64), counts)
    row: _Index = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    return index, row


def _centres_from(positions: npt.NDArray[np.float64], size: int) -> _Index:
    """Return the first pixel along an axis whose centre lies at or after each position, 0..size."""
    first: _Index = np.clip(np.ceil(positions - 0.5), 0, size).astype(np.int64)
    return first


def _centres_past(positions: npt.NDArray[np.float64], size: int) -> _Index:
    """Return the first pixel along an axis whose centre lies after each position, 0..size."""
    past: _Index = np.clip(np.floor(positions - 0.5) + 1, 0, size).astype(np.int64)
    return past


def _from_runs(row: _Index, first: _Index, past: _Index, height: int, width: int) -> Mask:
    """Return the mask that runs of pixels make up, which may overlap.

    Args:
        row: (n,) where each run lies, within the image.
        first: (n,) its first column.
        past: (n,) the column past its last one.
        height: H of the image, pixels.
        width: W of the image, pixels.
    """
    if not len(row):
        return empty_mask(height, width)
    top, left = int(row.min()), int(first.min())
    rows, columns = int(row.max()) + 1 - top, int(past.max()) - left
    # The crop's pixels in one line: runs of different rows meet at most end to end.
    starts = (row - top) * columns + first - left
    order = np.argsort(starts)
    starts, ends = starts[order], np.maximum.accumulate((starts + past - first)[order])
    apart = starts[1:] > ends[:-1]
    bounds = np.stack([starts[np.append(True, apart)], ends[np.append(apart, True)]], axis=1).ravel()
    lengths = np.diff(bounds, prepend=0, append=rows * columns)
    crop = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths).reshape(rows, columns)
    return Mask.from_crop(crop, left, top, height, width)
