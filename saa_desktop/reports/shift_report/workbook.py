"""results.xlsx: a summary, and the tables of results and regions with filters."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory, gettempdir
from typing import Self

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from saa_desktop.domain.errors import OutputError
from saa_desktop.reports.shift_report.cells import Cells
from saa_desktop.reports.shift_report.content import ShiftReport
from saa_desktop.reports.shift_report.summary_sheet import fill_summary
from saa_desktop.reports.table_rows import REVIEW_REGION_COLUMNS, REVIEW_RESULT_COLUMNS, Row

SUMMARY, RESULTS, REGIONS = "summary", "results", "regions"
"""Names of the worksheets, the same in every language, like the columns: other programs read them."""

MOST_ROWS = 1_048_575
"""What a worksheet holds below its header."""

_WIDTHS = {
    "image": 32,
    "sha256": 14,
    "inspected_at": 20,
    "reviewed_at": 20,
    "defect_class": 18,
    "note": 32,
    "error": 60,
    "phrase": 20,
    "prompt": 24,
}


class ResultsWorkbook:
    """A workbook in the making, a context manager. Rows lie on the disk meanwhile, however many there are."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._file, options | {"tmpdir": self._folder.name})
        self._cells = Cells(self._book)
        self._summary = self._book.add_worksheet(SUMMARY)
        self._results = _Table(self._book, self._cells, RESULTS, REVIEW_RESULT_COLUMNS)
        self._regions = _Table(self._book, self._cells, REGIONS, REVIEW_REGION_COLUMNS)

    def add_result(self, row: Row) -> None:
        """Add an image.

        Raises:
            OutputError: the disk for temporary files is full.
        """
        with _explained():
            self._results.add(row)

    def add_region(self, row: Row) -> None:
        """Add a region.

        Raises:
            OutputError: the disk for temporary files is full.
        """
        with _explained():
            self._regions.add(row)

    def finish(self, report: ShiftReport) -> bytes:
        """Write the summary, and return the file.

        Raises:
            OutputError: the disk for temporary files is full.
        """
        remarks = [
            report.words.rows_left_out.format(count=table.left_out, file=f"{table.name}.csv")
            for table in (self._results, self._regions)
            if table.left_out
        ]
        with _explained():
            fill_summary(self._summary, self._cells, report, remarks)
            for table in (self._results, self._regions):
                table.finish()
            self._book.close()
        return self._file.getvalue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._book.fileclosed:
            # It holds files open.
            with suppress(OSError, XlsxWriterException):
                self._book.close()
        self._folder.cleanup()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what befalls the temporary files into a sentence."""
    try:
        yield
    except (OSError, XlsxWriterException) as error:
        raise OutputError(
            f"results.xlsx could not be made ({error}): free some space in {gettempdir()}, then try again."
        ) from error


class _Table:
    """A worksheet of rows below a header that stays in sight."""

    def __init__(self, book: Workbook, cells: Cells, name: str, columns: Sequence[str]) -> None:
        self.name = name
        self.left_out = 0
        self._cells = cells
        self._columns = columns
        self._rows = 0
        self._sheet: Worksheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, _WIDTHS.get(column, len(column) + 4))
            cells.write_heading(self._sheet, 0, place, column)

    def add(self, row: Row) -> None:
        """Add a row, unless there is no room for it."""
        if self._rows == MOST_ROWS:
            self.left_out += 1
            return
        self._rows += 1
        for place, column in enumerate(self._columns):
            self._cells.write(self._sheet, self._rows, place, row.get(column))

    def finish(self) -> None:
        """Let people filter the rows."""
        self._sheet.autofilter(0, 0, self._rows, len(self._columns) - 1)
