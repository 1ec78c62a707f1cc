"""Exports reviews, one after the other, in whatever thread it lives in."""

import logging
import threading
import time

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError
from saa_desktop.workers.export import ConsentNeeded, ExportRequest, ExportReview

_SECONDS_BETWEEN_SIGNALS = 0.1

_log = logging.getLogger(__name__)


class Exporter(QObject):
    """One export at a time. Each ends in exactly one of its signals but ``progressed``."""

    progressed = Signal(int, int)
    """How many images are done, and how many there are; a few times a second."""

    questioned = Signal(object, object)
    """ExportRequest, ExportQuestion: nothing was written; ask, and export again with what was accepted."""

    finished = Signal(object)
    """ExportSummary."""

    failed = Signal(str)
    """The export could not go on: the sentence for people. What was written stays."""

    cancelled = Signal()
    """The export was asked to stop: pictures written before stay, tables are not written."""

    _requested = Signal(object, object)

    def __init__(self, export_review: ExportReview) -> None:
        super().__init__()
        self._export_review = export_review
        self._cancel = threading.Event()
        self._said_at = 0.0
        self._requested.connect(self._on_requested)

    def export(self, request: ExportRequest) -> None:
        """Queue an export."""
        self._cancel = threading.Event()
        self._requested.emit(request, self._cancel)

    def cancel(self) -> None:
        """Ask the export that was queued last to stop."""
        self._cancel.set()

    @Slot(object, object)
    def _on_requested(self, request: ExportRequest, cancel: threading.Event) -> None:
        self._said_at = 0.0
        try:
            summary = self._export_review(request, self._say_progress, cancel)
        except ConsentNeeded as needed:
            self.questioned.emit(request, needed.question)
        except Cancelled:
            self.cancelled.emit()
        except SaaDesktopError as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001 - codecs raise anything, and the window must hear of the end
            _log.exception("the export ended unexpectedly")
            self.failed.emit(
                f"The export stopped unexpectedly ({type(error).__name__}: {error}); what was written is "
                "kept, and the log holds the details for a report of this fault."
            )
        else:
            self.finished.emit(summary)

    def _say_progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said_at >= _SECONDS_BETWEEN_SIGNALS:
            self._said_at = now
            self.progressed.emit(done, total)
