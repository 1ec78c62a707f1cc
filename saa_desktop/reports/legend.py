"""The legend of the anomaly map: its colours with their values, and where the thresholds lie on it."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.reports.lettering import GREY, INK, WHITE, font, write
from saa_desktop.reports.panels import colors, map_ceiling

HEIGHT = 132
_SIDE = 24
_BAR_TOP, _BAR_BOTTOM = 36, 62
_TICKS = 4
_SIZE = 18


@lru_cache(maxsize=8)
def legend(width: int, thresholds: VerdictThresholds) -> ImageArray:
    """Return the legend of every image that is judged by these thresholds; not to be written to.

    Args:
        width: pixels.
        thresholds: of the profile.

    Returns:
        (``HEIGHT``, width, 3) uint8 RGB.
    """
    sheet = Image.new("RGB", (width, HEIGHT), WHITE)
    draw = ImageDraw.Draw(sheet)
    length = width - 2 * _SIDE
    levels = np.linspace(0, 255, length).round().astype(np.uint8)
    bar = colors(np.tile(levels, (_BAR_BOTTOM - _BAR_TOP, 1)))
    sheet.paste(Image.fromarray(bar), (_SIDE, _BAR_TOP))
    draw.rectangle((_SIDE - 1, _BAR_TOP - 1, width - _SIDE, _BAR_BOTTOM), outline=GREY)
    ceiling = map_ceiling(thresholds.ng_at)
    for tick in range(_TICKS + 1):
        x = _SIDE + length * tick / _TICKS
        draw.line((x, _BAR_BOTTOM, x, _BAR_BOTTOM + 6), fill=INK)
        end = "≥ " if tick == _TICKS else ""
        anchor = {0: "ls", _TICKS: "rs"}.get(tick, "ms")
        x = {0: 0.0, _TICKS: float(width)}.get(tick, x)
        write(draw, (x, _BAR_BOTTOM + 26), f"{end}{ceiling * tick / _TICKS:.4g}", _SIZE, anchor=anchor)
    _draw_thresholds(draw, length, thresholds, ceiling)
    write(
        draw, (0, HEIGHT - 24), "Map value, one fixed scale for every image of this profile.", 16, color=GREY
    )
    write(
        draw,
        (0, HEIGHT - 4),
        "Marks: a single region at the threshold (it shows half its score).",
        16,
        color=GREY,
    )
    array = np.array(sheet)
    array.setflags(write=False)
    return array


def _draw_thresholds(
    draw: ImageDraw.ImageDraw, length: int, thresholds: VerdictThresholds, ceiling: float
) -> None:
    """Mark both thresholds above the bar, their words on either side so that they never touch."""
    review, ng = (
        _SIDE + length * threshold / 2 / ceiling for threshold in (thresholds.review_at, thresholds.ng_at)
    )
    for x in (review, ng):
        draw.polygon(((x - 7, _BAR_TOP - 14), (x + 7, _BAR_TOP - 14), (x, _BAR_TOP - 2)), fill=INK)
        draw.line((x, _BAR_TOP, x, _BAR_BOTTOM), fill=WHITE, width=2)
    write(draw, (ng + 9, _BAR_TOP - 8), "NG", _SIZE)
    if review - 9 > font(_SIZE).getlength("REVIEW"):
        write(draw, (review - 9, _BAR_TOP - 8), "REVIEW", _SIZE, anchor="rs")
    else:
        write(draw, (0, _BAR_TOP - 18), "REVIEW", _SIZE)
