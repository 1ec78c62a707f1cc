"""results.csv and regions.csv: UTF-8 with a byte-order mark for Excel, RFC 4180, no locale in numbers."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.reviews import Decision
from saa_desktop.reports.table_rows import (
    REGION_COLUMNS,
    RESULT_COLUMNS,
    REVIEW_REGION_COLUMNS,
    REVIEW_RESULT_COLUMNS,
    Row,
    Value,
    looks_like_formula,
    region_rows,
    result_row,
)


class ResultsTable:
    """results.csv, one row an image, in the order in which they are added.

    Args:
        review: whether it has the columns for all that a person says.
    """

    def __init__(self, *, review: bool = True) -> None:
        self._table = _Table(REVIEW_RESULT_COLUMNS if review else RESULT_COLUMNS)

    def add(self, outcome: Inspection | Failure, decision: Decision | None) -> None:
        """Add the current outcome of an image, and the latest decision on it.

        Dropped regions are not needed.
        """
        self._table.add(result_row(outcome, decision))

    def write(self, path: Path) -> None:
        """Write the file.

        Raises:
            OutputError: it cannot be written.
        """
        self._table.write(path)


class RegionsTable:
    """regions.csv, one row a region, by image in the order in which they are added, then by rank.

    Args:
        review: whether it has the column for what became of a region in the review.
    """

    def __init__(self, *, review: bool = True) -> None:
        self._table = _Table(REVIEW_REGION_COLUMNS if review else REGION_COLUMNS)

    def add(self, inspection: Inspection, decision: Decision | None = None) -> None:
        """Add an inspection's regions as the latest decision leaves them."""
        for row in region_rows(inspection, decision):
            self._table.add(row)

    def write(self, path: Path) -> None:
        """Write the file.

        Raises:
            OutputError: it cannot be written.
        """
        self._table.write(path)


def write_results(
    path: Path, outcomes: Iterable[Inspection | Failure], decisions: Mapping[str, Decision]
) -> None:
    """Write a batch's results table with one row an image, in the order given.

    Args:
        path: of the file.
        outcomes: the current outcome of each image; dropped regions are not needed.
        decisions: the latest decision by image name.

    Raises:
        OutputError: the file cannot be written.
    """
    table = ResultsTable(review=False)
    for outcome in outcomes:
        table.add(outcome, decisions.get(_name(outcome)))
    table.write(path)


def write_regions(path: Path, inspections: Iterable[Inspection]) -> None:
    """Write a batch's table of the kept regions, in the order given.

    Args:
        path: of the file.
        inspections: dropped regions are not needed.

    Raises:
        OutputError: the file cannot be written.
    """
    table = RegionsTable(review=False)
    for inspection in inspections:
        table.add(inspection)
    table.write(path)


def _name(outcome: Inspection | Failure) -> str:
    return outcome.reference.name if isinstance(outcome, Failure) else outcome.image.name


def _cell(column: str, value: Value) -> str:
    """Return a value as text: six significant digits, times in ISO 8601, no formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, str):
        return f"'{value}" if looks_like_formula(value) else value
    if isinstance(value, int):
        return str(value)
    return f"{value:.1f}" if column == "duration_ms" else f"{value:.6g}"


class _Table:
    """A CSV file in the making."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._text = io.StringIO(newline="")
        self._writer = csv.DictWriter(self._text, columns, restval="", extrasaction="ignore")
        self._writer.writeheader()

    def add(self, row: Row) -> None:
        self._writer.writerow({column: _cell(column, value) for column, value in row.items()})

    def write(self, path: Path) -> None:
        # File names need not be text on Linux; what cannot be encoded is shown as an escape.
        atomic_write_bytes(path, b"\xef\xbb\xbf" + self._text.getvalue().encode("utf-8", "backslashreplace"))
