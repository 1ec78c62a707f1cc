"""Starts batches and brings what they find into the list and the bar."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.batch_bar.batch_bar import RUNNING_PHASES, BatchBar, BatchPhase
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.workers.batch_worker import BatchWorker


class BatchControl(QObject):
    """Knows whether a batch runs, and where its results go."""

    changed = Signal()
    """A batch has started, is being cancelled, or has ended."""

    failed = Signal(str)
    """The batch has ended before its time: the sentence for people."""

    def __init__(
        self, worker: BatchWorker, images: ImageListPanel, bar: BatchBar, results_root: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._images = images
        self._bar = bar
        self._results_root = results_root
        self._phase = BatchPhase.NONE
        self.output: Path | None = None
        worker.opened.connect(self._on_opened)
        worker.inspected.connect(self._on_outcome)
        worker.rejected.connect(self._on_outcome)
        worker.finished.connect(self._on_finished)
        worker.cancelled.connect(self._on_cancelled)
        worker.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether a batch has started and not ended."""
        return self._phase in RUNNING_PHASES

    @property
    def cancelling(self) -> bool:
        """Whether the running batch has been asked to stop."""
        return self._phase is BatchPhase.CANCELLING

    def start(self, paths: tuple[Path, ...], profile: ProductProfile, *, recursive: bool) -> None:
        """Inspect files and folders; the results go into a new folder."""
        self.output = self._results_root / f"{datetime.now():%Y-%m-%d %H.%M.%S} {profile.name}"  # noqa: DTZ005 - local time is meant
        self._bar.begin(self.output)
        self._set_phase(BatchPhase.LOADING)
        self._worker.start(BatchRequest(paths, profile.name, self.output, recursive=recursive))

    def cancel(self) -> None:
        """Ask the running batch to stop after the current image."""
        if self.running:
            self._worker.cancel()
            self._set_phase(BatchPhase.CANCELLING)

    def _set_phase(self, phase: BatchPhase) -> None:
        self._phase = phase
        self._bar.set_phase(phase)
        self.changed.emit()

    def _on_opened(self, references: tuple[ImageReference, ...]) -> None:
        self._images.show_references(references)
        self._bar.show_progress(self._images.model.counts)
        if not self.cancelling:
            self._set_phase(BatchPhase.RUNNING)

    def _on_outcome(self, outcome: Inspection | Failure) -> None:
        self._images.model.record(outcome)
        self._bar.show_progress(self._images.model.counts)

    def _on_finished(self) -> None:
        self._set_phase(BatchPhase.FINISHED)

    def _on_cancelled(self) -> None:
        self._set_phase(BatchPhase.CANCELLED)

    def _on_failed(self, sentence: str) -> None:
        self._set_phase(BatchPhase.FAILED)
        self.failed.emit(sentence)
