"""Pages of a PDF with embedded letters, Chinese included, and a chart drawn on one of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import WrapMode
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import sans_path

from saa_desktop.reports.lettering import Color, printable
from saa_desktop.reports.shift_report.drawing import (
    LETTERS,
    Anchor,
    Bar,
    Dot,
    Drawing,
    Ink,
    Label,
    Line,
    Shape,
    hatching,
)

MARGIN = 15.0
"""Millimetres."""

TEXT: Color = (26, 26, 26)
SOFT: Color = (96, 100, 108)
RULE: Color = (214, 216, 220)
PAPER: Color = (255, 255, 255)

_COLORS: dict[Ink, Color] = {
    Ink.OK: (0x00, 0x72, 0xB2),
    Ink.OPEN: (0xE6, 0x9F, 0x00),
    Ink.NG: (0xD5, 0x5E, 0x00),
    Ink.BAR: (0x8A, 0x92, 0x9C),
    Ink.LINE: TEXT,
    Ink.TEXT: TEXT,
    Ink.FAINT: (0xC9, 0xCC, 0xD1),
}
_FAMILY = "report"
_POINTS_PER_MM = 72 / 25.4


class Pages(FPDF):
    """A4 pages in millimetres, each with a line at its foot.

    Args:
        foot: of each page; ``{page}`` becomes its number, ``{pages}`` that of the last one.
        language: BCP 47 tag of the text.
        title: of the document.
    """

    def __init__(self, foot: str, language: str, title: str) -> None:
        super().__init__(format="A4", unit="mm")
        # Chinese has no spaces to break lines at.
        self.wrapping = WrapMode.CHAR if language.startswith("zh") else WrapMode.WORD
        self._foot = foot
        self.add_font(_FAMILY, fname=sans_path())
        font = self.fonts[_FAMILY]
        self._known = font.cmap if isinstance(font, TTFFont) else {}
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 5)
        self.set_lang(language)
        self.set_title(self.shown(title))
        self.alias_nb_pages("{pages}")
        self.write_in(9)

    def footer(self) -> None:
        """Write the foot; called for each page."""
        self.set_y(-MARGIN)
        self.write_in(8, SOFT)
        self.cell(0, 5, self._foot.replace("{page}", str(self.page_no())), align="C")

    def write_in(self, points: float, color: Color = TEXT) -> None:
        """Set height and colour of the letters to come."""
        self.set_font(_FAMILY, size=points)
        self.set_text_color(*color)

    def shown(self, text: str) -> str:
        """Return text in one line; what the font cannot show becomes a question mark."""
        return "".join(letter if ord(letter) in self._known else "?" for letter in printable(text))

    def fitting(self, text: str, width: float) -> str:
        """Return text that fits a width in millimetres, its middle left out where need be."""
        text = self.shown(text)
        if self.get_string_width(text) <= width:
            return text
        kept = len(text) - 1
        while (
            kept > 0 and self.get_string_width(f"{text[: kept // 2]}…{text[-(kept - kept // 2) :]}") > width
        ):
            kept -= 1
        return f"{text[: kept // 2]}…{text[len(text) - (kept - kept // 2) :]}"

    def room(self, height: float) -> None:
        """Begin a new page unless a height in millimetres is left on this one."""
        if self.will_page_break(height):
            self.add_page()

    def height_of(self, drawing: Drawing) -> float:
        """Return how high a chart becomes, in millimetres."""
        return drawing.height * self.epw / drawing.width

    def chart(self, drawing: Drawing) -> None:
        """Draw a chart as wide as the page allows, on the next page if it does not fit on this one."""
        scale = self.epw / drawing.width
        self.room(self.height_of(drawing))
        left, top = self.l_margin, self.get_y()
        self.set_font(_FAMILY, size=LETTERS * scale * _POINTS_PER_MM)
        with self.local_context():
            for shape in drawing.shapes:
                self._draw(shape, left, top, scale)
        self.set_y(top + self.height_of(drawing))

    def _draw(self, shape: Shape, left: float, top: float, scale: float) -> None:
        color = _COLORS[shape.ink]
        self.set_fill_color(*color)
        self.set_draw_color(*color)
        match shape:
            case Bar():
                x, y = left + shape.x * scale, top + shape.y * scale
                self.rect(x, y, shape.width * scale, shape.height * scale, style="F")
                if shape.ink is Ink.NG:
                    self.set_draw_color(*PAPER)
                    self.set_line_width(1.2 * scale)
                    for (x1, y1), (x2, y2) in hatching(shape):
                        self.line(left + x1 * scale, top + y1 * scale, left + x2 * scale, top + y2 * scale)
            case Line():
                self.set_line_width(shape.width * scale)
                with self._dashes(4 * scale if shape.dashed else 0, 3 * scale):
                    self.polyline([(left + x * scale, top + y * scale) for x, y in shape.points])
            case Dot():
                self.circle(left + shape.x * scale, top + shape.y * scale, shape.radius * scale, style="F")
            case Label():
                text = self.shown(shape.text)
                back = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[shape.anchor]
                x = left + shape.x * scale - back * self.get_string_width(text)
                self.set_text_color(*color)
                self.text(x, top + shape.y * scale, text)

    @contextmanager
    def _dashes(self, dash: float, gap: float) -> Iterator[None]:
        self.set_dash_pattern(dash, gap if dash else 0)
        yield
        self.set_dash_pattern()
