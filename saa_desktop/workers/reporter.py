"""Writes shift reports, one after the other, in whatever thread it lives in."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Signal

from saa_desktop.domain.report_requests import ReportRequest, ReportSummary
from saa_desktop.workers.job_worker import JobWorker
from saa_desktop.workers.throttle import throttled

WriteReport = Callable[[ReportRequest, Callable[[int, int], None], threading.Event], ReportSummary]
"""Writes a report; gets a request, a function that hears of images done and in all, and an event to stop by.

Raises Cancelled, or SaaDesktopError with a sentence for people.
"""


class Reporter(JobWorker):
    """Each report ends in one of ``finished``, ``failed`` and ``cancelled``; only the first writes it."""

    progressed = Signal(int, int)
    """How many images are done, and how many there are; a few times a second."""

    finished = Signal(object)
    """ReportSummary."""

    def __init__(self, write_report: WriteReport) -> None:
        super().__init__("The report", kept="the session is as it was")
        self._write_report = write_report

    def write(self, request: ReportRequest) -> None:
        """Queue a report."""
        self._queue(request)

    def _do(self, request: ReportRequest, cancel: threading.Event) -> None:
        self.finished.emit(self._write_report(request, throttled(self.progressed.emit), cancel))
