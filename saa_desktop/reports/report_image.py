"""The report picture of one inspection: what was found, where, how sure, and by what."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviewed_regions import RegionFate, ReviewedRegion, review_regions
from saa_desktop.domain.reviews import UNREVIEWED, Decision
from saa_desktop.reports import legend
from saa_desktop.reports.badge import draw_badge
from saa_desktop.reports.lettering import GREY, INK, Color, Rect, elided, font, wrapped, write
from saa_desktop.reports.panels import MAGENTA, color_map, draw_regions
from saa_desktop.reports.report_layout import HEADER_HEIGHT, HEIGHT, MARGIN, WIDTH, plan
from saa_desktop.reports.review_band import draw_review

_RULE: Color = (208, 210, 214)
_BADGE = Rect(MARGIN, 20, 340, 108)
_SCORE_X = 396
_WORDS_X = 790
_ROW = 30
_TITLE, _LARGE, _BODY, _SMALL = 30, 52, 22, 18


def render_report(
    pixels: ImageArray, inspection: Inspection, anomaly_map: MapArray, decision: Decision | None = None
) -> ImageArray:
    """Draw the report of one inspection.

    Args:
        pixels: (H, W, 3) uint8 RGB, what was inspected.
        inspection: what was found; dropped regions matter only where the decision speaks of them.
        anomaly_map: (H, W) float32, the inspection's own.
        decision: the latest one on the image. With it the report says who decided what, and the regions are
            those that stand after the review, with their pixels as reviewed; the map stays the machine's.

    Returns:
        (1080, 1920, 3) uint8 RGB.
    """
    layout = plan(inspection.image.width, inspection.image.height, reviewed=decision is not None)
    canvas = np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    reviewed = review_regions(inspection, decision.review if decision else UNREVIEWED)
    shown = [each for each in reviewed if each.stands]
    regions = [each.region for each in shown]
    _paste(canvas, layout.image, draw_regions(pixels, regions, layout.image.width, layout.image.height))
    ceiling = inspection.thresholds.map_ceiling
    _paste(canvas, layout.map, color_map(anomaly_map, ceiling, layout.map.width, layout.map.height))
    bar = layout.legend._replace(height=legend.HEIGHT)
    _paste(canvas, bar, legend.legend(bar.width, inspection.thresholds))

    sheet = Image.fromarray(canvas)
    draw = ImageDraw.Draw(sheet)
    _draw_header(draw, inspection)
    if decision:
        draw_review(draw, decision, reviewed)
    _draw_panel_title(draw, layout.image, "Image, regions outlined")
    _draw_panel_title(draw, layout.map, "Anomaly map")
    listed = _draw_table(draw, layout.table, shown)
    _draw_numbers(draw, layout.image, shown[:listed], layout.image.width / inspection.image.width)
    notes = layout.legend._replace(y=bar.bottom + 8, height=layout.legend.bottom - bar.bottom - 8)
    _draw_notes(draw, notes, inspection)
    return np.asarray(sheet)


def _draw_header(draw: ImageDraw.ImageDraw, inspection: Inspection) -> None:
    image, profile, models = inspection.image, inspection.profile, inspection.models
    thresholds = inspection.thresholds
    draw_badge(draw, _BADGE, inspection.ai_verdict)
    write(draw, (_SCORE_X, 70), f"{inspection.score:.4g}", _LARGE)
    after = _SCORE_X + font(_LARGE).getlength(f"{inspection.score:.4g}") + 12
    write(draw, (after, 70), "score", _BODY, color=GREY)
    limits = f"REVIEW from {thresholds.review_at:.4g}, NG from {thresholds.ng_at:.4g}"
    write(draw, (_SCORE_X, 112), limits, _BODY, color=GREY)

    width = WIDTH - MARGIN - _WORDS_X
    time = inspection.inspected_at.isoformat(" ", "seconds")
    write(draw, (_WORDS_X, 44), elided(image.name, _TITLE, width), _TITLE)
    product = f"{profile.title}  ·  profile {profile.name}, version {profile.version}"
    write(draw, (_WORDS_X, 78), elided(product, _BODY, width), _BODY)
    write(draw, (_WORDS_X, 107), elided(f"Models: {models.title}  ·  {models.device}", _BODY, width), _BODY)
    how = (
        f"{time}  ·  {image.width} × {image.height} px  ·  {inspection.duration_ms:.0f} ms  ·  "
        f"SAA Desktop {inspection.application_version}"
    )
    write(draw, (_WORDS_X, 136), elided(how, _BODY, width), _BODY, color=GREY)
    draw.line((0, HEADER_HEIGHT, WIDTH, HEADER_HEIGHT), fill=_RULE, width=2)


def _draw_panel_title(draw: ImageDraw.ImageDraw, panel: Rect, title: str) -> None:
    draw.rectangle((panel.x - 1, panel.y - 1, panel.right, panel.bottom), outline=_RULE)
    x = min(panel.x, WIDTH - MARGIN - font(_BODY).getlength(title))
    write(draw, (x, panel.y - 10), title, _BODY)


def _draw_table(draw: ImageDraw.ImageDraw, place: Rect, shown: Sequence[ReviewedRegion]) -> int:
    """Draw the regions that fit, most confident first, and return how many those are."""
    if not shown:
        write(draw, (place.x, place.y + 20), "No region was kept.", _BODY)
        return 0
    columns = [place.right - offset for offset in (290, 180, 90, 0)]
    phrase_x, phrase_width = place.x + 44, columns[0] - 90 - place.x - 44
    y = place.y + 20
    write(draw, (place.x, y), "#", _SMALL, color=GREY)
    write(draw, (phrase_x, y), "phrase", _SMALL, color=GREY)
    for x, title in zip(columns, ("box score", "× saliency", "= score", "area px"), strict=True):
        write(draw, (x, y), title, _SMALL, color=GREY, anchor="rs")
    draw.line((place.x, y + 9, place.right, y + 9), fill=_RULE, width=2)
    room = (place.bottom - y - 12) // _ROW
    listed = len(shown) if len(shown) <= room else room - 1
    for number, each in enumerate(shown[:listed]):
        region = each.region
        y += _ROW + (0 if number else 4)
        write(draw, (place.x, y), each.label, _BODY)
        write(draw, (phrase_x, y), elided(_words(each), _BODY, phrase_width), _BODY)
        area = region.mask.area if region.mask else None
        cells = (
            _cell(None if each.fate is RegionFate.DRAWN else region.box_score, ".3f"),
            _cell(region.saliency_factor, ".3f"),
            _cell(region.score, ".3f"),
            _cell(area, "d"),
        )
        for x, text in zip(columns, cells, strict=True):
            write(draw, (x, y), text, _BODY, anchor="rs")
    if listed < len(shown):
        text = f"and {len(shown) - listed} more in regions.csv"
        write(draw, (phrase_x, y + _ROW), text, _SMALL, color=GREY)
    return listed


def _words(reviewed: ReviewedRegion) -> str:
    """Return a region's phrase and what a person did with it, which fits even where the phrase does not."""
    phrase = reviewed.region.phrase or "-"
    if reviewed.fate is RegionFate.UNTOUCHED:
        return phrase
    return "drawn by hand" if reviewed.fate is RegionFate.DRAWN else f"{phrase} ({reviewed.fate.value})"


def _draw_numbers(
    draw: ImageDraw.ImageDraw, panel: Rect, shown: Sequence[ReviewedRegion], scale: float
) -> None:
    """Put each region's number at its top left corner, the most confident ones last and so on top."""
    for each in reversed(shown):
        mask = each.region.mask
        if mask is None:
            continue
        width, height = round(font(_BODY).getlength(each.label)) + 12, 26
        x = panel.x + round(mask.x * scale) - width - 8
        y = panel.y + round(mask.y * scale) - height - 8
        x = min(max(x, panel.x), max(panel.x, panel.right - width))
        y = min(max(y, panel.y), max(panel.y, panel.bottom - height))
        draw.rectangle((x, y, x + width, y + height), fill=MAGENTA, outline=INK)
        write(draw, (x + width / 2, y + height / 2), each.label, _BODY, anchor="mm")


def _draw_notes(draw: ImageDraw.ImageDraw, place: Rect, inspection: Inspection) -> None:
    """Write what a reader must know about how the result came about, as far as there is room."""
    lines = [line for note in inspection.findings.notes for line in wrapped(note, _SMALL, place.width)]
    room = place.height // 25
    if len(lines) > room:
        lines = [*lines[: room - 1], "…"] if room > 0 else []
    for number, line in enumerate(lines, start=1):
        write(draw, (place.x, place.y + number * 25 - 6), line, _SMALL)


def _cell(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _paste(canvas: ImageArray, place: Rect, picture: ImageArray) -> None:
    canvas[place.y : place.bottom, place.x : place.right] = picture
