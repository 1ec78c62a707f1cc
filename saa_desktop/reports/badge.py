"""A verdict as a badge: colour, shape and word, so that none of them stands alone."""

from PIL import ImageDraw

from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.reports.lettering import INK, WHITE, Color, Rect, write

_TICK = (((0.02, 0.55), (0.36, 0.88), (0.98, 0.12)),)
_CROSS = (((0.08, 0.08), (0.92, 0.92)), ((0.92, 0.08), (0.08, 0.92)))
_STROKES = {"OK": _TICK, "NG": _CROSS}
_DOUBTFUL: tuple[Color, Color] = ((0xE6, 0x9F, 0x00), INK)
_COLORS: dict[str, tuple[Color, Color]] = {
    "OK": ((0x00, 0x72, 0xB2), WHITE),
    "NG": ((0xD5, 0x5E, 0x00), WHITE),
}
_WORD_SIZE = 5 / 9  # of the badge's height


def draw_badge(draw: ImageDraw.ImageDraw, place: Rect, verdict: AiVerdict | OperatorVerdict) -> None:
    """Draw a verdict's badge: a tick, a cross or a question mark, then its word."""
    background, color = _COLORS.get(verdict.value, _DOUBTFUL)
    draw.rounded_rectangle((place.x, place.y, place.right, place.bottom), radius=14, fill=background)
    side = round(place.height * 0.56)
    symbol = Rect(place.x + round(place.height * 0.24), place.y + (place.height - side) // 2, side, side)
    _draw_symbol(draw, symbol, verdict, color)
    center = (symbol.right + place.right) / 2, place.y + place.height / 2
    write(draw, center, verdict.value, round(place.height * _WORD_SIZE), color=color, anchor="mm")


def _draw_symbol(
    draw: ImageDraw.ImageDraw, place: Rect, verdict: AiVerdict | OperatorVerdict, color: Color
) -> None:
    x, y, side, _ = place
    if verdict.value not in _STROKES:
        middle = x + side / 2, y + side / 2
        draw.ellipse((x, y, x + side, y + side), outline=color, width=max(2, round(side / 12)))
        write(draw, middle, "?", round(side * 0.8), color=color, anchor="mm")
        return
    width = max(3, round(side / 5))
    for stroke in _STROKES[verdict.value]:
        points = [(x + along * side, y + down * side) for along, down in stroke]
        draw.line(points, fill=color, width=width, joint="curve")
        for point in points:
            draw.circle(point, (width - 1) / 2, fill=color)
