"""report.pdf: the same as report.html, for the printer and the archive."""

from collections.abc import Sequence
from io import BytesIO

from saa_desktop.domain.shift_figures import ParetoBar
from saa_desktop.reports.shift_report import content
from saa_desktop.reports.shift_report.charts import (
    MOST_PARETO_BARS,
    pareto_chart,
    score_chart,
    trend_chart,
)
from saa_desktop.reports.shift_report.content import MOST_FAILURES, NgPicture, ShiftReport
from saa_desktop.reports.shift_report.pdf_canvas import RULE, SOFT, TEXT, Pages

_LINE = 4.8
_NAME_WIDTH = 34.0
_TITLE, _BELOW_TITLE = 26.0, 14.0
_COLUMNS, _GAP = 4, 4.0
_PICTURE_SHAPE = 3 / 4
_CAPTION = 3.6


def render_pdf(report: ShiftReport) -> bytes:
    """Return the report as a PDF file with its letters and pictures embedded."""
    words = report.words
    title = f"{words.title} – {report.session}"
    pages = Pages(f"{title} – {words.page}", words.tag, title)
    pages.add_page()
    pages.write_in(18)
    pages.cell(0, 10, words.title, new_x="LMARGIN", new_y="NEXT")
    _facts(pages, report)
    if report.empty:
        _paragraph(pages, report.empty)
    else:
        _sections(pages, report)
    return bytes(pages.output())


def _sections(pages: Pages, report: ShiftReport) -> None:
    words, figures = report.words, report.statistics
    _title(pages, words.counts, words.good_is)
    for name, numbers in content.counts(report):
        text = "   ".join(f"{each} {count}".strip() for each, count in numbers)
        _pair(pages, name, text)
    (name, rate), *others = content.rates(report)
    _pair(pages, name, content.rate_text(rate, words))
    _title(pages, words.agreement, words.agreement_is)
    agreement = figures.agreement.counts
    if agreement.good + agreement.defective:
        _numbers(pages, content.agreement_table(report))
        for name, rate in others:
            _paragraph(pages, f"{name}: {content.rate_text(rate, words)}")
    else:
        _paragraph(pages, words.no_agreement)
    if times := content.times(report):
        _title(pages, words.times)
        _paragraph(pages, times)
    trend = trend_chart(figures.trend, words)
    _title(pages, words.trend, words.trend_is, below=pages.height_of(trend))
    pages.chart(trend)
    _title(pages, words.phrases, words.phrases_are)
    _pareto(pages, figures.phrases, words.no_phrases, words.no_phrase, report)
    _title(pages, words.classes, words.classes_are)
    _pareto(pages, figures.defect_classes, words.no_classes, words.no_class, report)
    if figures.scores:
        scores = score_chart(figures, words)
        _title(pages, words.scores, words.scores_are, below=pages.height_of(scores))
        pages.chart(scores)
    _contact_sheet(pages, report)
    if failed := content.failed_rows(report):
        _title(pages, words.failures)
        for row in failed[:MOST_FAILURES]:
            _paragraph(pages, f"• {row.entry.error}")
        _paragraph(pages, content.more_failures(report))


def _title(pages: Pages, text: str, note: str = "", *, below: float = _BELOW_TITLE) -> None:
    """Write a heading with what follows explained, on the next page unless what is below fits on this one."""
    pages.room(_TITLE + below)
    pages.ln(5)
    pages.write_in(13)
    pages.cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
    if note:
        pages.write_in(8, SOFT)
        _paragraph(pages, note, height=3.9)
    pages.write_in(9)
    pages.ln(1)


def _paragraph(pages: Pages, text: str, height: float = _LINE) -> None:
    """Write text over as many lines as it takes."""
    if text:
        pages.multi_cell(
            0, height, pages.shown(text), align="L", wrapmode=pages.wrapping, new_x="LMARGIN", new_y="NEXT"
        )


def _pair(pages: Pages, name: str, text: str) -> None:
    """Write a name in soft letters and a text beside it."""
    pages.write_in(9, SOFT)
    pages.cell(_NAME_WIDTH, _LINE, pages.shown(name))
    pages.write_in(9)
    _paragraph(pages, text)


def _facts(pages: Pages, report: ShiftReport) -> None:
    for name, texts in content.facts(report):
        for place, text in enumerate(texts):
            _pair(pages, "" if place else name, text)


def _numbers(pages: Pages, rows: Sequence[Sequence[str]]) -> None:
    """Write a table whose first column holds names and whose others hold numbers."""
    pages.set_draw_color(*RULE)
    pages.set_line_width(0.2)
    for row in rows:
        for column, cell in enumerate(row):
            pages.cell(28, 5.5, cell, border="B", align="R" if column else "L")
        pages.ln()
    pages.ln(1)


def _pareto(pages: Pages, bars: Sequence[ParetoBar], none: str, nameless: str, report: ShiftReport) -> None:
    if not bars:
        _paragraph(pages, none)
        return
    pages.chart(pareto_chart(bars, nameless, report.words))
    if (more := len(bars) - MOST_PARETO_BARS) > 0:
        _paragraph(pages, report.words.more_bars.format(count=more))


def _contact_sheet(pages: Pages, report: ShiftReport) -> None:
    words = report.words
    if not report.pictures:
        _title(pages, words.ng_images)
        _paragraph(pages, words.no_ng_images)
        return
    width = (pages.epw - (_COLUMNS - 1) * _GAP) / _COLUMNS
    height = width * _PICTURE_SHAPE + 4 * _CAPTION
    _title(pages, words.ng_images, words.ng_images_are, below=height)
    for start in range(0, len(report.pictures), _COLUMNS):
        pages.room(height)
        top = pages.get_y()
        for column, picture in enumerate(report.pictures[start : start + _COLUMNS]):
            pages.set_xy(pages.l_margin + column * (width + _GAP), top)
            _picture(pages, picture, width, report)
        pages.set_xy(pages.l_margin, top + height)
    pages.write_in(9)
    _paragraph(pages, content.more_ng_images(report))


def _picture(pages: Pages, picture: NgPicture, width: float, report: ShiftReport) -> None:
    """Draw a picture at the place where the pages stand, its name and caption below it."""
    x, y = pages.get_x(), pages.get_y()
    height = width * _PICTURE_SHAPE
    if picture.jpeg is None:
        pages.set_draw_color(*RULE)
        pages.rect(x, y, width, height)
        pages.write_in(8, SOFT)
        pages.set_xy(x, y + height / 3)
        pages.multi_cell(width, 3.9, pages.shown(picture.problem), align="C", wrapmode=pages.wrapping)
    else:
        pages.image(BytesIO(picture.jpeg), x, y, width, height, keep_aspect_ratio=True)
    for line, text in enumerate(content.caption(picture.row, report.words)):
        pages.write_in(7, SOFT if line else TEXT)
        pages.set_xy(x, y + height + line * _CAPTION)
        pages.cell(width, _CAPTION + 0.6, pages.fitting(text, width - 2))
