"""Where things lie on a report picture: a 1920 x 1080 sheet whose two panels get what room there is."""

from dataclasses import dataclass

from saa_desktop.reports.lettering import Rect

WIDTH, HEIGHT = 1920, 1080
MARGIN = 24
HEADER_HEIGHT = 148
REVIEW_HEIGHT = 76
PANEL_TITLE_HEIGHT = 34
PANEL_TITLE_WIDTH = 250
INFO_WIDTH = 620
INFO_HEIGHT = 224
TABLE_WIDTH = 960


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """The parts below the header.

    Attributes:
        image: where the image with its regions goes; its size has the image's proportions.
        map: where the anomaly map goes; of the same size.
        legend: where the map's legend goes, with what is to be said about the inspection below it.
        table: where the table of regions goes.
    """

    image: Rect
    map: Rect
    legend: Rect
    table: Rect


def plan(image_width: int, image_height: int, *, reviewed: bool = False) -> ReportLayout:
    """Choose what shows an image largest: panels side by side or stacked, words right of them or below.

    Args:
        image_width: pixels.
        image_height: pixels.
        reviewed: whether the header is followed by what a person says.
    """
    top = HEADER_HEIGHT + MARGIN + (REVIEW_HEIGHT if reviewed else 0)
    full = Rect(MARGIN, top, WIDTH - 2 * MARGIN, HEIGHT - top - MARGIN)
    beside = full._replace(width=full.width - INFO_WIDTH - MARGIN)
    above = full._replace(height=full.height - INFO_HEIGHT - MARGIN)
    choices = [(room, stacked) for room in (beside, above) for stacked in (False, True)]
    scale, room, stacked = max(
        (
            (_scale(room, image_width, image_height, stacked=stacked), room, stacked)
            for room, stacked in choices
        ),
        key=lambda choice: choice[0],
    )
    image = Rect(
        room.x,
        room.y + PANEL_TITLE_HEIGHT,
        max(1, round(image_width * scale)),
        max(1, round(image_height * scale)),
    )
    if stacked:
        map_ = image._replace(y=image.bottom + MARGIN + PANEL_TITLE_HEIGHT)
    else:
        map_ = image._replace(x=image.x + max(image.width, PANEL_TITLE_WIDTH) + MARGIN)
    if room is beside:
        info = Rect(beside.right + MARGIN, top, INFO_WIDTH, full.height)
        legend = info._replace(height=INFO_HEIGHT)
        table = Rect(info.x, legend.bottom + MARGIN, info.width, info.bottom - legend.bottom - MARGIN)
    else:
        y = map_.bottom + MARGIN
        legend = Rect(full.x, y, INFO_WIDTH, full.bottom - y)
        table = Rect(legend.right + 2 * MARGIN, y, TABLE_WIDTH, legend.height)
    return ReportLayout(image, map_, legend, table)


def _scale(room: Rect, image_width: int, image_height: int, *, stacked: bool) -> float:
    """Return the scale at which two panels of an image, with their titles, fill a room."""
    if stacked:
        width, height = room.width, (room.height - MARGIN) // 2
    else:
        width, height = (room.width - MARGIN) // 2, room.height
    return min(width / image_width, (height - PANEL_TITLE_HEIGHT) / image_height)
