"""Reads and writes the session under review, away from the window's thread."""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.requests import BatchRequest, WatchRequest
from saa_desktop.domain.reviews import Decision
from saa_desktop.sessions.session import Session
from saa_desktop.workers.quiet_collector import collector_paused

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What a session holds when it is opened.

    Attributes:
        path: of the session file.
        entries: its images by name, each with its latest review.
        request: what its last batch was asked to do; ``None`` if it was none, or the file does not say so.
        watch: what its last watch was asked to do; ``None`` likewise.
        read_only: whether another process writes to it, so that nothing can be recorded here.
    """

    path: Path
    entries: list[ImageEntry]
    request: BatchRequest | None
    watch: WatchRequest | None = None
    read_only: bool = False


class SessionStore(QObject):
    """Holds one session open. Jobs are done in the order in which they were queued."""

    opened = Signal(object)
    """OpenedSession."""

    open_failed = Signal(object, str)
    """Path, the sentence for people."""

    recorded = Signal(object)
    """Decision: it is on the disk."""

    record_failed = Signal(object, str)
    """Decision, the sentence for people: it is not in the session."""

    history_read = Signal(str, object)
    """Image name, list[Decision]: all decisions on it, oldest first."""

    _open_requested = Signal(object)
    _record_requested = Signal(object)
    _history_requested = Signal(str)
    _close_requested = Signal()
    _end_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._open_requested.connect(self._on_open_requested)
        self._record_requested.connect(self._on_record_requested)
        self._history_requested.connect(self._on_history_requested)
        self._close_requested.connect(self._on_close_requested)
        self._end_requested.connect(self._on_close_requested, Qt.ConnectionType.BlockingQueuedConnection)

    def open(self, path: Path) -> None:
        """Queue: close the session before and open this one."""
        self._open_requested.emit(path)

    def record(self, decision: Decision) -> None:
        """Queue: add a decision to the open session."""
        self._record_requested.emit(decision)

    def read_history(self, image_name: str) -> None:
        """Queue: read all decisions on an image."""
        self._history_requested.emit(image_name)

    def close(self) -> None:
        """Queue: close the session."""
        self._close_requested.emit()

    def end(self) -> None:
        """Do all jobs that are queued, close the session, and wait for that; from another thread.

        A thread that is asked to quit forgets its queue, and with it the last decisions.
        """
        if self.thread().isRunning():
            self._end_requested.emit()

    @Slot(object)
    def _on_open_requested(self, path: Path) -> None:
        self._on_close_requested()
        try:
            self._session = Session.open_or_read(path)
            with collector_paused():
                entries = self._session.entries()
            arguments = _last_arguments(self._session)
            opened = OpenedSession(
                path, entries, _batch_of(arguments), _watch_of(arguments), self._session.read_only
            )
        except SaaDesktopError as error:
            self.open_failed.emit(path, str(error))
        else:
            self.opened.emit(opened)

    @Slot(object)
    def _on_record_requested(self, decision: Decision) -> None:
        if self._session is None:
            self.record_failed.emit(decision, "No session is open: inspect the images first.")
            return
        try:
            self._session.record_decision(decision)
        except SaaDesktopError as error:
            self.record_failed.emit(decision, str(error))
        else:
            self.recorded.emit(decision)

    @Slot(str)
    def _on_history_requested(self, image_name: str) -> None:
        if self._session is None:
            return
        try:
            history = self._session.decisions(image_name)
        except SaaDesktopError as error:
            _log.warning("%s", error)
            history = []
        self.history_read.emit(image_name, history)

    @Slot()
    def _on_close_requested(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def _last_arguments(session: Session) -> tuple[str, ...]:
    """Return what the last batch or watch was started with; empty without one."""
    runs = session.runs()
    return runs[-1].arguments if runs else ()


def _batch_of(arguments: tuple[str, ...]) -> BatchRequest | None:
    try:
        return BatchRequest.from_arguments(arguments)
    except ValueError:
        return None


def _watch_of(arguments: tuple[str, ...]) -> WatchRequest | None:
    try:
        return WatchRequest.from_arguments(arguments)
    except ValueError:
        return None
