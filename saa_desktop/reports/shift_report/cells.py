"""Writes values into the cells of a workbook as what they are."""

import math
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from saa_desktop.reports.table_rows import Value, looks_like_formula

_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1900


class Cells:
    """Writes cells: numbers as numbers, times as times, texts as texts that no spreadsheet runs."""

    def __init__(self, book: Workbook) -> None:
        self._heading = book.add_format({"bold": True, "bottom": 1})
        self._quoted = book.add_format({"quote_prefix": True})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._share = book.add_format({"num_format": "0.00%"})

    def write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        """Write a value; nothing for ``None`` and ""."""
        if value is None or value == "":
            return
        if isinstance(value, str):
            # A text that looks like a formula stays a text also when a person edits its cell.
            style = self._quoted if looks_like_formula(value) else None
            sheet.write_string(row, column, _text(value), style)
        elif isinstance(value, datetime):
            # Worksheets know no zones, and no years before 1900: the time on the wall stands there.
            if value.year < _FIRST_YEAR:
                sheet.write_string(row, column, value.isoformat())
            else:
                sheet.write_datetime(row, column, value.replace(tzinfo=None), self._time)
        elif math.isfinite(value):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value))

    def write_heading(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Write the name of a column or a section."""
        sheet.write_string(row, column, text, self._heading)

    def write_share(self, sheet: Worksheet, row: int, column: int, share: float) -> None:
        """Write a share of 0..1 as a percentage."""
        sheet.write_number(row, column, share, self._share)


def _text(text: str) -> str:
    # File names need not be text on Linux; what cannot be encoded is shown as an escape.
    return text.encode("utf-8", "backslashreplace").decode()[:_LONGEST_TEXT]
