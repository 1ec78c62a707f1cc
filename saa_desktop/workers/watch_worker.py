"""Watches folders in the models' thread, in steps that leave room for previews and masks."""

import logging
import time
from contextlib import ExitStack

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.requests import WatchRequest
from saa_desktop.domain.watches import WatchSwitch
from saa_desktop.workers.job_worker import Claim
from saa_desktop.workers.watch import OpenWatch, Watch

_log = logging.getLogger(__name__)

_LONGEST_REST_S = 0.1
"""A stop is not waited for: it is looked for so often."""
_STATUS_EVERY_S = 0.5
_STATUS_SHARE = 0.05
"""Of the time at most; counting a million captures takes some tenths of a second."""


class WatchWorker(QObject):
    """One watch at a time. Each ends in exactly one of ``stopped`` and ``failed``."""

    opened = Signal(object)
    """Models loaded, session open: ModelIdentity."""

    inspected = Signal(object)
    """A capture is inspected and recorded: Inspection."""

    rejected = Signal(object)
    """A capture could not be inspected, which is recorded: Failure."""

    status_changed = Signal(object)
    """WatchStatus, once in a while also when it has not changed."""

    said = Signal(str)
    """A sentence that a person should read."""

    finishing = Signal()
    """The last image is done; the tables are being written."""

    stopped = Signal()
    """It was asked to stop, and has."""

    failed = Signal(str)
    """It could not go on: the sentence for people. What was recorded stays, and so does the queue."""

    _requested = Signal(object, object, object)
    _end_requested = Signal()

    def __init__(self, open_watch: OpenWatch) -> None:
        super().__init__()
        self._open_watch = open_watch
        self._switch = WatchSwitch()
        self._claim: Claim | None = None
        self._tables = True
        self._watch: Watch | None = None
        self._held = ExitStack()
        self._status_due = 0.0
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._on_timeout)
        self._requested.connect(self._on_requested)
        self._end_requested.connect(self._on_end_requested, Qt.ConnectionType.BlockingQueuedConnection)

    def start(self, request: WatchRequest) -> None:
        """Queue a watch."""
        self._switch, self._claim = WatchSwitch(), Claim()
        self._tables = True
        self._requested.emit(request, self._switch, self._claim)

    def pause(self) -> None:
        """Begin no further image; captures that arrive are noted all the same."""
        self._switch.pause.set()

    def resume(self) -> None:
        """Inspect again."""
        self._switch.pause.clear()

    def stop(self, *, tables: bool) -> None:
        """Ask the watch to end after the image at hand; one that still waits for the thread ends at once.

        Args:
            tables: whether tables are written from all that the session holds, which may take a while.
        """
        self._tables = tables
        self._switch.stop.set()
        if self._claim is not None and self._claim.take():
            self.stopped.emit()

    def cancel(self) -> None:
        """Ask a watch that was asked to stop not to finish its image either; it stays in the queue."""
        self._switch.cancel.set()

    def end(self) -> None:
        """Stop the watch if one runs, and wait for that; from another thread, before its own one ends."""
        self.stop(tables=False)
        self.cancel()
        if self.thread().isRunning():
            self._end_requested.emit()

    @Slot(object, object, object)
    def _on_requested(self, request: WatchRequest, switch: WatchSwitch, claim: Claim) -> None:
        if not claim.take():
            return
        with ExitStack() as held:
            try:
                self._watch = held.enter_context(self._open_watch(request, switch, self.said.emit))
            except Exception as error:  # noqa: BLE001 - see _sentence
                self.failed.emit(_sentence(error))
                return
            self._held = held.pop_all()
        self._status_due = 0.0
        self.opened.emit(self._watch.models)
        self._next.start(0)

    @Slot()
    def _on_timeout(self) -> None:
        """Do a step; what others ask of the models comes between two of them."""
        if self._watch is None:
            return
        try:
            if self._switch.stop.is_set():
                self._stop(self._watch)
                return
            for outcome in self._watch.step():
                (self.rejected if isinstance(outcome, Failure) else self.inspected).emit(outcome)
            self._tell_status(self._watch)
            self._next.start(round(1000 * min(self._watch.rest_s, _LONGEST_REST_S)))
        except Exception as error:  # noqa: BLE001 - see _sentence
            self._close()
            self.failed.emit(_sentence(error))

    def _tell_status(self, watch: Watch) -> None:
        began = time.monotonic()
        if began >= self._status_due:
            self.status_changed.emit(watch.status())
            took = time.monotonic() - began
            self._status_due = began + max(_STATUS_EVERY_S, took / _STATUS_SHARE)

    def _stop(self, watch: Watch) -> None:
        """End as it was asked for.

        Raises:
            SaaDesktopError: the tables, or that it has ended, cannot be written.
        """
        self.status_changed.emit(watch.status())
        if self._tables:
            self.finishing.emit()
            watch.finish()
        else:
            watch.leave()
        self._close()
        self.stopped.emit()

    def _close(self) -> None:
        self._watch = None
        self._held.close()

    @Slot()
    def _on_end_requested(self) -> None:
        self._next.stop()
        if self._watch is not None:
            self._on_timeout()


def _sentence(error: Exception) -> str:
    """Say for people why a watch has ended; drivers raise anything, and the window must hear of the end."""
    if isinstance(error, SaaDesktopError):
        return str(error)
    _log.error("the watch ended unexpectedly", exc_info=error)
    return (
        f"The watch stopped unexpectedly ({type(error).__name__}: {error}); what was inspected is kept, what "
        "waits is kept too, and the log holds the details for a report of this fault."
    )
