"""Runs batches, one after the other, in a thread of its own, which so owns the models and the device."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import Signal, Slot

from saa_desktop.domain.errors import Cancelled, ModelError, SaaDesktopError
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.workers.batch import LoadModels, OpenBatch
from saa_desktop.workers.job_worker import JobWorker

_log = logging.getLogger(__name__)


class BatchWorker(JobWorker):
    """One batch at a time. Each ends in exactly one of ``finished``, ``failed`` and ``cancelled``.

    What was recorded before one of the latter two stays; a batch that was cancelled once it ran has written
    its tables.
    """

    models_loading = Signal(str)
    """Models are being loaded: the present step, for people."""

    models_loaded = Signal(object)
    """They are ready: ModelIdentity."""

    models_failed = Signal(str)
    """They cannot be loaded: the sentence for people. A batch that needs them then says ``failed`` too."""

    opened = Signal(object, object)
    """Models loaded, images listed: tuple[ImageReference, ...], ModelIdentity."""

    inspected = Signal(object)
    """An image is inspected and recorded: Inspection."""

    rejected = Signal(object)
    """An image could not be inspected, which is recorded: Failure."""

    paused = Signal()
    """The batch stands still between two images, until it is resumed or cancelled."""

    resumed = Signal()
    """The batch goes on after it stood still."""

    finished = Signal()
    """All images are done and the tables are written."""

    _load_requested = Signal(object)

    def __init__(self, open_batch: OpenBatch, load_models: LoadModels) -> None:
        super().__init__("The inspection", kept="what was inspected is kept")
        self._open_batch = open_batch
        self._load_models = load_models
        self._gate = self._new_gate()
        self._load_requested.connect(self._on_load_requested)

    def load(self, models: ModelChoice) -> None:
        """Queue the loading of models, so that the next batch with them need not wait."""
        self._load_requested.emit(models)

    def start(self, request: BatchRequest) -> None:
        """Queue a batch."""
        self._gate = self._new_gate()
        self._queue(request)

    def pause(self) -> None:
        """Ask the batch that was started last to stand still after the current image."""
        self._gate.clear()

    def resume(self) -> None:
        """Let the batch go on."""
        self._gate.set()

    def cancel(self) -> None:
        """Ask the batch that was started last to stop."""
        super().cancel()
        self._gate.set()

    def _new_gate(self) -> "_Gate":
        return _Gate(self.paused.emit, self._on_gate_passed)

    def _on_gate_passed(self) -> None:
        if self._job is not None and not self._job.cancel.is_set():
            self.resumed.emit()

    @Slot(object)
    def _on_load_requested(self, models: ModelChoice) -> None:
        try:
            self._load(models)
        except SaaDesktopError as error:
            _log.warning("%s", error)

    def _do(self, request: BatchRequest, cancel: threading.Event) -> None:
        gate = self._gate
        self._load(request.model_choice)
        if cancel.is_set():
            raise Cancelled
        with self._open_batch(request) as batch:
            self.opened.emit(tuple(batch.references), batch.models)
            for outcome in batch.run(cancel, gate):
                (self.rejected if isinstance(outcome, Failure) else self.inspected).emit(outcome)
            batch.finish(interrupted=cancel.is_set())
        if cancel.is_set():
            raise Cancelled
        self.finished.emit()

    def _load(self, models: ModelChoice) -> None:
        """Load models and tell what comes of it.

        Raises:
            SaaDesktopError: they cannot be loaded, which has been told.
        """
        try:
            identity = self._load_models(models, self.models_loading.emit)
        except SaaDesktopError as error:
            self.models_failed.emit(str(error))
            raise
        except Exception as error:
            _log.exception("the models could not be loaded")
            sentence = (
                f"The models could not be loaded ({type(error).__name__}: {error}): choose other ones; the "
                "log holds the details for a report of this fault."
            )
            self.models_failed.emit(sentence)
            raise ModelError(sentence) from error
        self.models_loaded.emit(identity)


class _Gate(threading.Event):
    """Set while the batch may go on; tells when the batch stands before it, and when it has passed."""

    def __init__(self, on_stopped: Callable[[], None], on_passed: Callable[[], None]) -> None:
        super().__init__()
        self._on_stopped = on_stopped
        self._on_passed = on_passed
        self.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set."""
        if self.is_set():
            return True
        self._on_stopped()
        passed = super().wait(timeout)
        self._on_passed()
        return passed
