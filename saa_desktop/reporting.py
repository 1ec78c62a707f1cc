"""Puts a shift report together from a session and the originals, both only read.

``write_shift_report`` is all there is to it. It may run in any thread and knows no Qt, but imports OpenCV
(docs/decisions/016).
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from saa_desktop import __version__
from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.errors import Cancelled, ImageError, OutputError
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.report_requests import ReportFile, ReportRequest, ReportSummary
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.shift_rows import ShiftRow, within
from saa_desktop.domain.shift_statistics import shift_statistics
from saa_desktop.reports.shift_report.contact_picture import draw_contact_picture
from saa_desktop.reports.shift_report.content import MOST_PICTURES, NgPicture, ShiftReport, ng_rows
from saa_desktop.reports.shift_report.languages import WORDS
from saa_desktop.reports.shift_report.page import render_page
from saa_desktop.reports.shift_report.pdf import render_pdf
from saa_desktop.reports.shift_report.words import Words
from saa_desktop.reports.shift_report.workbook import ResultsWorkbook
from saa_desktop.reports.table_rows import region_rows, result_row
from saa_desktop.reports.tables import RegionsTable, ResultsTable
from saa_desktop.sessions.session import Session
from saa_desktop.sources.inspected_image import decode_inspected


def write_shift_report(
    request: ReportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ReportSummary:
    """Write a shift report, also while a batch or a watch writes to the session.

    Everything is made before the first file is written, and each file is replaced as a whole.

    Args:
        request: what to write.
        progressed: hears how many images are done, and how many there are.
        cancel: set by another thread to stop between two images.

    Raises:
        Cancelled: the report was asked to stop; nothing was written.
        SaaDesktopError: the session cannot be read, or the folder not be written to.
    """
    if request.folder.resolve() == request.session.parent.resolve():
        raise OutputError(
            f"{request.folder} holds the session and its own tables: choose another folder for the report."
        )
    with Session.open_read_only(request.session) as session:
        rows = within(session.shift_rows(), request.since, request.until)
        return _Writer(session, request, rows, progressed, cancel).write()


class _Writer:
    """Makes the files of one report."""

    def __init__(
        self,
        session: Session,
        request: ReportRequest,
        rows: Sequence[ShiftRow],
        progressed: Callable[[int, int], None],
        cancel: threading.Event,
    ) -> None:
        self._session = session
        self._request = request
        self._rows = rows
        self._progressed = progressed
        self._cancel = cancel
        self._words = WORDS[request.language]
        self._statistics = shift_statistics(rows)
        self._shown = ng_rows(rows, self._statistics)[:MOST_PICTURES]
        self._done = 0

    def write(self) -> ReportSummary:
        report = ShiftReport(
            session=_title(self._request.session),
            words=self._words,
            since=self._request.since,
            until=self._request.until,
            written_at=datetime.now().astimezone(),
            version=__version__,
            rows=self._rows,
            statistics=self._statistics,
            pictures=self._pictures(),
        )
        wanted, folder = self._request.files, self._request.folder
        page = render_page(report).encode("utf-8", "backslashreplace")
        pdf = render_pdf(report) if ReportFile.PDF in wanted else b""
        results, regions, workbook = self._tables(report)
        writers: dict[ReportFile, Callable[[Path], None]] = {
            ReportFile.RESULTS: results.write,
            ReportFile.REGIONS: regions.write,
            ReportFile.WORKBOOK: lambda path: atomic_write_bytes(path, workbook),
            ReportFile.PDF: lambda path: atomic_write_bytes(path, pdf),
            ReportFile.PAGE: lambda path: atomic_write_bytes(path, page),
        }
        for file, write in writers.items():
            if file in wanted:
                write(folder / file)
        return ReportSummary(
            folder=folder,
            files=tuple(folder / file for file in ReportFile if file in wanted),
            images=len(self._rows),
            without_picture=sum(picture.jpeg is None for picture in report.pictures),
        )

    def _pictures(self) -> list[NgPicture]:
        pictures = []
        for row in self._shown:
            self._step()
            pictures.append(_picture(self._session, row, self._words))
        return pictures

    def _tables(self, report: ShiftReport) -> tuple[ResultsTable, RegionsTable, bytes]:
        """Make the tables and the workbook in one pass over the images."""
        results, regions = ResultsTable(), RegionsTable()
        decisions = self._session.latest_decisions()
        with ResultsWorkbook() as workbook:
            for outcome in self._outcomes(decisions):
                self._step()
                decision = decisions.get(_name(outcome))
                results.add(outcome, decision)
                workbook.add_result(result_row(outcome, decision))
                if isinstance(outcome, Inspection):
                    regions.add(outcome, decision)
                    for row in region_rows(outcome, decision):
                        workbook.add_region(row)
            return results, regions, workbook.finish(report)

    def _outcomes(self, decisions: Mapping[str, Decision]) -> Iterable[Inspection | Failure]:
        """Yield the outcomes of the images; with dropped regions where a person may have accepted some."""
        names = frozenset(row.entry.name for row in self._rows)
        for outcome in self._session.outcomes(dropped=False, names=names):
            decision = decisions.get(_name(outcome))
            if isinstance(outcome, Inspection) and decision and decision.review.regions:
                yield self._session.inspection(outcome.image.name) or outcome
            else:
                yield outcome

    def _step(self) -> None:
        """Say that one more image is about to be done.

        Raises:
            Cancelled: a person asked to stop.
        """
        if self._cancel.is_set():
            raise Cancelled
        total = len(self._rows) + len(self._shown)
        self._progressed(min(self._done, total), total)
        self._done += 1


def _title(session: Path) -> str:
    """Return what people call a session: its folder, or the name of a file that was moved elsewhere."""
    if session.name != SESSION_FILE:
        return session.name
    return session.resolve().parent.name


def _name(outcome: Inspection | Failure) -> str:
    return outcome.reference.name if isinstance(outcome, Failure) else outcome.image.name


def _picture(session: Session, row: ShiftRow, words: Words) -> NgPicture:
    """Return an NG image's picture, or say why there is none."""
    reference = row.entry.reference
    inspection = session.inspection(row.entry.name)
    try:
        pixels = decode_inspected(reference, inspection) if inspection else None
    except ImageError:
        there = reference.path.exists()
        return NgPicture(row, None, words.original_unreadable if there else words.original_missing)
    if inspection is None or pixels is None:
        return NgPicture(row, None, words.original_changed)
    return NgPicture(row, draw_contact_picture(pixels, inspection, row.entry.review))
