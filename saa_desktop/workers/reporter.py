"""Writes shift reports, one after the other, in whatever thread it lives in."""

import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError
from saa_desktop.domain.report_requests import ReportRequest, ReportSummary

WriteReport = Callable[[ReportRequest, Callable[[int, int], None], threading.Event], ReportSummary]
"""Writes a report; gets a request, a function that hears of images done and in all, and an event to stop by.

Raises Cancelled, or SaaDesktopError with a sentence for people.
"""

_SECONDS_BETWEEN_SIGNALS = 0.1

_log = logging.getLogger(__name__)


class Reporter(QObject):
    """One report at a time. Each ends in exactly one of its signals but ``progressed``."""

    progressed = Signal(int, int)
    """How many images are done, and how many there are; a few times a second."""

    finished = Signal(object)
    """ReportSummary."""

    failed = Signal(str)
    """The report could not be written: the sentence for people."""

    cancelled = Signal()
    """The report was asked to stop: nothing was written."""

    _requested = Signal(object, object)

    def __init__(self, write_report: WriteReport) -> None:
        super().__init__()
        self._write_report = write_report
        self._cancel = threading.Event()
        self._said_at = 0.0
        self._requested.connect(self._on_requested)

    def write(self, request: ReportRequest) -> None:
        """Queue a report."""
        self._cancel = threading.Event()
        self._requested.emit(request, self._cancel)

    def cancel(self) -> None:
        """Ask the report that was queued last to stop."""
        self._cancel.set()

    @Slot(object, object)
    def _on_requested(self, request: ReportRequest, cancel: threading.Event) -> None:
        self._said_at = 0.0
        try:
            summary = self._write_report(request, self._say_progress, cancel)
        except Cancelled:
            self.cancelled.emit()
        except SaaDesktopError as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001 - codecs raise anything, and the window must hear of the end
            _log.exception("the report ended unexpectedly")
            self.failed.emit(
                f"The report stopped unexpectedly ({type(error).__name__}: {error}); the session is as it "
                "was, and the log holds the details for a report of this fault."
            )
        else:
            self.finished.emit(summary)

    def _say_progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said_at >= _SECONDS_BETWEEN_SIGNALS:
            self._said_at = now
            self.progressed.emit(done, total)
