"""Writes a review to files: tables, pictures, masks, maps, summary, labels.

Imports OpenCV, which must not happen before there is a QApplication (docs/decisions/016).
"""

import errno
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from saa_desktop.domain import masks
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.errors import Cancelled, ImageError, OutputError
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.reviewed_regions import reviewed_regions
from saa_desktop.domain.reviews import UNREVIEWED, Decision
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.reports.files import (
    map_path,
    mask_path,
    report_path,
    write_map_tiff,
    write_mask_png,
    write_rgb_png,
)
from saa_desktop.reports.report_image import render_report
from saa_desktop.reports.review_summary import ReviewSummary
from saa_desktop.reports.tables import RegionsTable, ResultsTable
from saa_desktop.sessions.session import Session
from saa_desktop.sources.inspected_image import decode_inspected
from saa_desktop.workers.export import ExportContent, ExportRequest, ExportScope, ExportSummary
from saa_desktop.workers.export_folder import REGIONS, RESULTS, SUMMARY, ExportFolder
from saa_desktop.workers.label_export import LabelExport

# What may befall one file, for its name or because another program holds it; the rest befalls all of them.
_OF_ONE_FILE = {
    None,
    errno.ENAMETOOLONG,
    errno.EACCES,
    errno.EPERM,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.EINVAL,
}

_log = logging.getLogger(__name__)


def export_review(
    request: ExportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ExportSummary:
    """Write what a request asks for. The session and the originals are only read.

    An image whose files cannot be made gets a sentence in the summary, and the others go on.

    Args:
        request: what to write.
        progressed: hears how many images are done, and how many there are.
        cancel: set by another thread to stop between two images.

    Raises:
        ConsentNeeded: a person has to be asked first; nothing was written.
        Cancelled: the export was asked to stop; the tables are not written.
        SaaDesktopError: the session cannot be read, or the folder not be written to.
    """
    with Session.open_read_only(request.session) as session:
        entries = session.entries()
        known = {entry.name: entry for entry in entries}
        named = entries if request.names is None else [known[name] for name in request.names if name in known]
        chosen = [entry for entry in named if _counts(entry, request.scope)]
        if not chosen:
            raise OutputError(
                "The session holds none of the chosen images: choose others, or inspect them first."
            )
        folder = ExportFolder(request, (entry.reference.path for entry in entries))
        folder.prepare([entry.name for entry in chosen])
        writer = _Writer(session, request, folder)
        for done, entry in enumerate(chosen):
            progressed(done, len(chosen))
            if cancel.is_set():
                raise Cancelled
            writer.add(entry)
        writer.write_tables()
    not_inspected = 0 if request.names is None else len(request.names) - len(named)
    return ExportSummary(request.folder, len(chosen), not_inspected, tuple(writer.problems), *writer.labelled)


def _counts(entry: ImageEntry, scope: ExportScope) -> bool:
    verdict = entry.review.verdict
    if scope is ExportScope.REVIEWED:
        return verdict is not None
    if scope is ExportScope.NG:
        return verdict is OperatorVerdict.NG or (verdict is None and entry.ai_verdict is AiVerdict.NG)
    return True


class _Writer:
    """Writes one image's files after the other, and the tables of them all at the end."""

    def __init__(self, session: Session, request: ExportRequest, folder: ExportFolder) -> None:
        self.problems: list[str] = []
        self._session = session
        self._request = request
        self._folder = folder
        self._decisions = session.latest_decisions()
        self._results = ResultsTable()
        self._regions = RegionsTable()
        self._summary = ReviewSummary()
        self._labels = LabelExport(session, request, folder)

    @property
    def labelled(self) -> tuple[int, int]:
        """How many images have labels, and how many defects these have together."""
        return self._labels.coco.counts

    def add(self, entry: ImageEntry) -> None:
        """Write an image's pictures, and count it in."""
        decision = self._decisions.get(entry.name)
        inspection = self._session.inspection(entry.name) if entry.inspected else None
        with self._noted(entry.name):
            outcome = inspection or _failure(entry)
            self._results.add(outcome, decision)
            self._summary.add(outcome, decision)
        if inspection is None:
            return
        with self._noted(entry.name):
            self._regions.add(inspection, decision)
        for content, write in (
            (ExportContent.MASKS, self._write_mask),
            (ExportContent.MAPS, self._write_map),
            (ExportContent.REPORTS, self._write_report),
            (ExportContent.LABELS, self._write_label),
        ):
            if content in self._request.contents:
                with self._noted(entry.name):
                    write(entry, inspection, decision)

    def write_tables(self) -> None:
        """Write the tables and the summary.

        Raises:
            OutputError: one of them cannot be written.
        """
        if ExportContent.TABLES in self._request.contents:
            self._results.write(self._folder.table(RESULTS))
            self._regions.write(self._folder.table(REGIONS))
        if ExportContent.LABELS in self._request.contents:
            self._labels.write()
        if ExportContent.SUMMARY in self._request.contents:
            self._summary.write(
                self._folder.table(SUMMARY),
                session=self._session.path,
                at=datetime.now().astimezone(),
                problems=self.problems,
            )

    def _write_mask(self, entry: ImageEntry, inspection: Inspection, decision: Decision | None) -> None:
        regions = reviewed_regions(inspection, decision.review if decision else UNREVIEWED)
        image = inspection.image
        union = masks.union((each.mask for each in regions if each.mask), image.height, image.width)
        write_mask_png(self._folder.picture(mask_path, entry.name), union)

    def _write_map(self, entry: ImageEntry, inspection: Inspection, _: Decision | None) -> None:
        write_map_tiff(self._folder.picture(map_path, entry.name), inspection.anomaly_map())

    def _write_report(self, entry: ImageEntry, inspection: Inspection, decision: Decision | None) -> None:
        path = self._folder.picture(report_path, entry.name)
        report = render_report(_pixels(entry, inspection), inspection, inspection.anomaly_map(), decision)
        write_rgb_png(path, report)

    def _write_label(self, entry: ImageEntry, inspection: Inspection, decision: Decision | None) -> None:
        self._labels.add(inspection, decision, lambda: _pixels(entry, inspection))

    @contextmanager
    def _noted(self, name: str) -> Iterator[None]:
        """Turn what befalls one image into its sentence.

        Raises:
            OutputError: it befalls the others too.
        """
        try:
            yield
        except ImageError as error:
            self.problems.append(f"Picture left out: {error}")
        except OutputError as error:
            if getattr(error.__cause__, "errno", None) not in _OF_ONE_FILE:
                raise
            self.problems.append(str(error))
        except Exception as error:  # noqa: BLE001 - a session from elsewhere may hold anything
            _log.exception("unexpected error on %s", name)
            self.problems.append(
                f"{name} could not be exported ({type(error).__name__}: {error}); "
                "the log holds the details for a report of this fault."
            )


def _failure(entry: ImageEntry) -> Failure:
    """Return the failure that an entry stands for."""
    return Failure(entry.reference, entry.error, entry.ended_at or datetime.now().astimezone(), entry.sha256)


def _pixels(entry: ImageEntry, inspection: Inspection) -> ImageArray:
    """Read an inspected image again.

    Raises:
        ImageError: it is gone, cannot be read, or is not the one that was inspected.
    """
    pixels = decode_inspected(entry.reference, inspection)
    if pixels is None:
        raise ImageError(f"{inspection.image.name} has changed since it was inspected: inspect it again.")
    return pixels
