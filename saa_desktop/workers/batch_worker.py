"""Runs batches, one after the other, in a thread of its own, which so owns the models and the device."""

import logging
import threading

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.workers.batch import OpenBatch

_log = logging.getLogger(__name__)


class BatchWorker(QObject):
    """One batch at a time. Each ends in exactly one of ``finished``, ``failed`` and ``cancelled``."""

    opened = Signal(object, object)
    """Models loaded, images listed: tuple[ImageReference, ...], ModelIdentity."""

    inspected = Signal(object)
    """An image is inspected and recorded: Inspection."""

    rejected = Signal(object)
    """An image could not be inspected, which is recorded: Failure."""

    finished = Signal()
    """All images are done and the tables are written."""

    failed = Signal(str)
    """The batch could not go on: the sentence for people. What was recorded stays."""

    cancelled = Signal()
    """The batch was asked to stop; the tables hold all that was done."""

    _requested = Signal(object, object)

    def __init__(self, open_batch: OpenBatch) -> None:
        super().__init__()
        self._open_batch = open_batch
        self._cancel = threading.Event()
        self._requested.connect(self._on_requested)

    def start(self, request: BatchRequest) -> None:
        """Queue a batch."""
        self._cancel = threading.Event()
        self._requested.emit(request, self._cancel)

    def cancel(self) -> None:
        """Ask the batch that was started last to stop; a queued slot would never reach a busy thread."""
        self._cancel.set()

    @Slot(object, object)
    def _on_requested(self, request: BatchRequest, cancel: threading.Event) -> None:
        try:
            self._run(request, cancel)
        except Cancelled:
            self.cancelled.emit()
        except SaaDesktopError as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001 - drivers raise anything, and the window must hear of the end
            _log.exception("the batch ended unexpectedly")
            self.failed.emit(
                f"The inspection stopped unexpectedly ({type(error).__name__}: {error}); what was inspected "
                "is kept, and the log holds the details for a report of this fault."
            )
        else:
            (self.cancelled if cancel.is_set() else self.finished).emit()

    def _run(self, request: BatchRequest, cancel: threading.Event) -> None:
        with self._open_batch(request) as batch:
            self.opened.emit(tuple(batch.references), batch.models)
            for outcome in batch.run(cancel):
                (self.rejected if isinstance(outcome, Failure) else self.inspected).emit(outcome)
            batch.finish(interrupted=cancel.is_set())
