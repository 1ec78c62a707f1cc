"""The first worksheet of results.xlsx: the report's figures."""

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from saa_desktop.domain.wilson import Rate
from saa_desktop.reports.shift_report import content
from saa_desktop.reports.shift_report.cells import Cells
from saa_desktop.reports.shift_report.content import ShiftReport
from saa_desktop.reports.table_rows import Value

_WIDTHS = (36, 20, 16, 16, 12, 12)


def fill_summary(sheet: Worksheet, cells: Cells, report: ShiftReport, remarks: Iterable[str]) -> None:
    """Write the figures.

    Args:
        sheet: empty.
        cells: of its workbook.
        report: what to write.
        remarks: sentences about the other worksheets.
    """
    words, figures = report.words, report.statistics
    lines = _Lines(sheet, cells)
    lines.heading(words.title)
    for name, texts in content.facts(report):
        for text in texts:
            lines.row(name, text)
    for remark in filter(None, (report.empty, _zone(report), *remarks)):
        lines.row(remark)
    for title, numbers in content.counts(report):
        lines.section(title)
        for name, count in numbers:
            lines.row(name, count)
    lines.section("", words.share, words.low, words.high, words.count, words.of)
    for name, rate in content.rates(report):
        lines.rate(name, rate)
    if figures.times:
        lines.section(words.times, "ms")
        lines.row(words.median, figures.times.median)
        lines.row("95 %", figures.times.p95)
        lines.row(words.longest, figures.times.longest)
    for title, bars, nameless in (
        (words.phrases, figures.phrases, words.no_phrase),
        (words.classes, figures.defect_classes, words.no_class),
    ):
        lines.section(title, words.count)
        for bar in bars:
            lines.row(bar.name or nameless, bar.count)


def _zone(report: ShiftReport) -> str:
    end = report.statistics.ended_at
    return report.words.time_zone.format(offset=content.offset(end)) if end else ""


class _Lines:
    """Writes one line below the other."""

    def __init__(self, sheet: Worksheet, cells: Cells) -> None:
        self._sheet = sheet
        self._cells = cells
        self._next = 0
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)

    def heading(self, *texts: str) -> None:
        for column, text in enumerate(texts):
            self._cells.write_heading(self._sheet, self._next, column, text)
        self._next += 1

    def section(self, *texts: str) -> None:
        """Write a heading after a free line."""
        self._next += 1
        self.heading(*texts)

    def row(self, *values: Value) -> None:
        for column, value in enumerate(values):
            self._cells.write(self._sheet, self._next, column, value)
        self._next += 1

    def rate(self, name: str, rate: Rate) -> None:
        """Write a share with its interval and its counts."""
        self._cells.write(self._sheet, self._next, 0, name)
        if rate.of:
            for column, share in enumerate((rate.share, *rate.interval), start=1):
                self._cells.write_share(self._sheet, self._next, column, share)
        self._cells.write(self._sheet, self._next, 4, rate.count)
        self._cells.write(self._sheet, self._next, 5, rate.of)
        self._next += 1
