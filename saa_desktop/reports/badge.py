"""The verdict as a badge: colour, shape and word, so that none of them stands alone."""

from PIL import ImageDraw

from saa_desktop.domain.verdicts import AiVerdict
from saa_desktop.reports.lettering import INK, WHITE, Color, Rect, write

_COLORS: dict[AiVerdict, tuple[Color, Color]] = {
    AiVerdict.OK: ((0x00, 0x72, 0xB2), WHITE),
    AiVerdict.NG: ((0xD5, 0x5E, 0x00), WHITE),
    AiVerdict.REVIEW: ((0xE6, 0x9F, 0x00), INK),
}
_WORD_SIZE = 60


def draw_badge(draw: ImageDraw.ImageDraw, place: Rect, verdict: AiVerdict) -> None:
    """Draw a verdict's badge: a tick, a cross or a question mark, then its word."""
    background, color = _COLORS[verdict]
    draw.rounded_rectangle((place.x, place.y, place.right, place.bottom), radius=14, fill=background)
    side = round(place.height * 0.56)
    symbol = Rect(place.x + 26, place.y + (place.height - side) // 2, side, side)
    _draw_symbol(draw, symbol, verdict, color)
    center = (symbol.right + 16 + place.right - 16) / 2, place.y + place.height / 2
    write(draw, center, verdict.value, _WORD_SIZE, color=color, anchor="mm")


def _draw_symbol(draw: ImageDraw.ImageDraw, place: Rect, verdict: AiVerdict, color: Color) -> None:
    x, y, side, _ = place
    if verdict is AiVerdict.REVIEW:
        middle = x + side / 2, y + side / 2
        draw.ellipse((x, y, x + side, y + side), outline=color, width=5)
        write(draw, middle, "?", round(side * 0.8), color=color, anchor="mm")
        return
    strokes = (
        [[(0.02, 0.55), (0.36, 0.88), (0.98, 0.12)]]
        if verdict is AiVerdict.OK
        else [[(0.08, 0.08), (0.92, 0.92)], [(0.92, 0.08), (0.08, 0.92)]]
    )
    for stroke in strokes:
        points = [(x + along * side, y + down * side) for along, down in stroke]
        draw.line(points, fill=color, width=12, joint="curve")
        for point in points:
            draw.circle(point, 5.5, fill=color)
