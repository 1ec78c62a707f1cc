"""Exports reviews, one after the other, in whatever thread it lives in."""

import threading

from PySide6.QtCore import Signal

from saa_desktop.workers.export import ConsentNeeded, ExportRequest, ExportReview
from saa_desktop.workers.job_worker import JobWorker
from saa_desktop.workers.throttle import throttled


class Exporter(JobWorker):
    """Each export ends in one of ``questioned``, ``finished``, ``failed`` and ``cancelled``.

    Pictures that were written before one of the latter two stay; tables are not written.
    """

    progressed = Signal(int, int)
    """How many images are done, and how many there are; a few times a second."""

    questioned = Signal(object, object)
    """ExportRequest, ExportQuestion: nothing was written; ask, and export again with what was accepted."""

    finished = Signal(object)
    """ExportSummary."""

    def __init__(self, export_review: ExportReview) -> None:
        super().__init__("The export", kept="what was written is kept")
        self._export_review = export_review

    def export(self, request: ExportRequest) -> None:
        """Queue an export."""
        self._queue(request)

    def _do(self, request: ExportRequest, cancel: threading.Event) -> None:
        try:
            summary = self._export_review(request, throttled(self.progressed.emit), cancel)
        except ConsentNeeded as needed:
            self.questioned.emit(request, needed.question)
        else:
            self.finished.emit(summary)
