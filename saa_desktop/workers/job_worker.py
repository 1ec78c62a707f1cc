"""What the workers have in common that do one job after the other."""

import logging
import threading
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError

_log = logging.getLogger(__name__)


class Claim:
    """Belongs to whoever takes it first: the thread that begins a job, or the one that cancels it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take it, unless it is taken already; return whether that was so."""
        return self._lock.acquire(blocking=False)


class _Job:
    """A job that is queued, runs, or is over.

    Attributes:
        request: what to do.
        cancel: set once it is to stop.
        claim: of the thread that tells how it ends.
    """

    def __init__(self, request: Any) -> None:
        self.request = request
        self.cancel = threading.Event()
        self.claim = Claim()


class JobWorker(QObject):
    """Does jobs one after the other, in whatever thread it lives in.

    Each job ends in exactly one of ``failed``, ``cancelled`` and the signal of its success, which comes from
    ``_do``. One that still waits, for the thread may have others to serve for hours, is cancelled at once, in
    the thread that asks for it.

    Args:
        name: of such a job, at the beginning of a sentence.
        kept: what an unexpected end leaves as it is, for people; "" where nobody would worry.
    """

    failed = Signal(object, str)
    """The request; why the job could not go on: the sentence for people."""

    cancelled = Signal(object)
    """The request, whose job was asked to stop."""

    _queued = Signal(object)

    def __init__(self, name: str, kept: str = "") -> None:
        super().__init__()
        self._name, self._kept = name, kept
        self._job: _Job | None = None
        self._queued.connect(self._on_queued)

    def cancel(self) -> None:
        """Ask the job that was queued last to stop; a queued slot would never reach a busy thread."""
        if self._job is not None:
            self._job.cancel.set()
            if self._job.claim.take():
                self.cancelled.emit(self._job.request)

    def _queue(self, request: Any) -> None:
        self._job = _Job(request)
        self._queued.emit(self._job)

    def _do(self, request: Any, cancel: threading.Event) -> None:
        """Do a job, and tell what has come of it.

        Raises:
            Cancelled: ``cancel`` was set.
            SaaDesktopError: it cannot be done: the sentence for people.
        """
        raise NotImplementedError

    @Slot(object)
    def _on_queued(self, job: _Job) -> None:
        if not job.claim.take():
            return
        try:
            self._do(job.request, job.cancel)
        except Cancelled:
            self.cancelled.emit(job.request)
        except SaaDesktopError as error:
            self.failed.emit(job.request, str(error))
        except Exception as error:  # noqa: BLE001 - drivers raise anything, and the window must hear of the end
            _log.exception("%s ended unexpectedly", self._name)
            kept = f"{self._kept}, and " if self._kept else ""
            self.failed.emit(
                job.request,
                f"{self._name} stopped unexpectedly ({type(error).__name__}: {error}); {kept}the log holds "
                "the details for a report of this fault.",
            )
