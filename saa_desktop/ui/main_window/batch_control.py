"""Starts batches and brings what they find into the list and the bar."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.entries import ImageEntry, entry_of, waiting
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.ui.batch_bar.batch_bar import HALTED_PHASES, RUNNING_PHASES, BatchBar, BatchPhase
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.workers.batch_worker import BatchWorker
from saa_desktop.workers.session_store import SessionStore


class BatchControl(QObject):
    """Knows whether a batch runs, and which session the list shows.

    Attributes:
        request: of the batch whose session is under review; ``None`` before the first.
    """

    changed = Signal()
    """A batch has started, waits, goes on, is being cancelled, or has ended."""

    session_changed = Signal()
    """Another session is under review."""

    failed = Signal(str)
    """The batch has ended before its time: the sentence for people."""

    def __init__(
        self,
        worker: BatchWorker,
        store: SessionStore,
        images: ImageListPanel,
        bar: BatchBar,
        *,
        results_root: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._store = store
        self._images = images
        self._bar = bar
        self._results_root = results_root
        self._phase = BatchPhase.NONE
        self._goes_on = self._unfinished = False
        self.request: BatchRequest | None = None
        worker.opened.connect(self._on_opened)
        worker.inspected.connect(self._on_outcome)
        worker.rejected.connect(self._on_outcome)
        worker.paused.connect(self._on_paused)
        worker.resumed.connect(self._on_resumed)
        worker.finished.connect(self._on_finished)
        worker.cancelled.connect(self._on_cancelled)
        worker.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether a batch has started and not ended."""
        return self._phase in RUNNING_PHASES

    @property
    def phase(self) -> BatchPhase:
        """Where the batch stands."""
        return self._phase

    @property
    def unfinished(self) -> bool:
        """Whether the session under review is that of a batch that did not come to its end."""
        return self.running or self._unfinished

    @property
    def output(self) -> Path | None:
        """The folder with the results that the list shows."""
        return self.request.output if self.request else None

    @property
    def session(self) -> Path | None:
        """The session file that the list shows."""
        return self.request.session_path if self.request else None

    def start(self, wanted: BatchRequest) -> None:
        """Inspect files and folders: into the session under review if that one was not finished.

        Args:
            wanted: what to do; its output folder and whether it resumes are decided here.
        """
        if self._goes_on and self.request and _same_work(wanted, self.request):
            self.request = replace(wanted, output=self.request.output, resume=True)
        else:
            self.request = replace(wanted, output=_new_folder(self._results_root, wanted.profile))
            self.session_changed.emit()
        self._bar.begin(self.request.output)
        self._set_phase(BatchPhase.LOADING)
        self._worker.start(self.request)

    def take_over(self, request: BatchRequest, *, unfinished: bool) -> None:
        """Review the session of an earlier batch; the next start goes on with it.

        Args:
            request: what that batch was asked to do.
            unfinished: whether it is known not to have come to its end.
        """
        self.request = request
        self._goes_on, self._unfinished = True, unfinished
        self._phase = BatchPhase.NONE
        self._bar.set_phase(self._phase)
        self.session_changed.emit()

    def leave_session(self) -> None:
        """Review nothing: other images are open now."""
        if self.request is not None:
            self.request = None
            self._goes_on = self._unfinished = False
            self._store.close()
            self._bar.set_phase(BatchPhase.NONE)
            self.session_changed.emit()

    def pause_or_go_on(self) -> None:
        """Stand still after the current image, or go on."""
        if self._phase is BatchPhase.RUNNING:
            self._set_phase(BatchPhase.PAUSING)
            self._worker.pause()
        elif self._phase in HALTED_PHASES:
            # A pause that is taken back before the batch stands still is never told of.
            self._set_phase(BatchPhase.RUNNING)
            self._worker.resume()

    def cancel(self) -> None:
        """Ask the running batch to stop after the current image."""
        if self.running:
            self._set_phase(BatchPhase.CANCELLING)
            self._worker.cancel()  # which is at once the end of one that waits for the models' thread

    def _set_phase(self, phase: BatchPhase) -> None:
        self._phase = phase
        self._bar.set_phase(phase)
        self.changed.emit()

    def _on_opened(self, references: Sequence[ImageReference]) -> None:
        assert self.request  # noqa: S101 - a batch that is open was started
        if self.request.resume:
            self._images.model.reset(_with_outcomes(references, self._images.model.entries))
        else:
            self._images.model.reset(map(waiting, references))
            self._store.open(self.request.session_path)
        self._bar.show_progress(self._images.model.counts)
        if self._phase is BatchPhase.LOADING:
            self._set_phase(BatchPhase.RUNNING)

    def _on_outcome(self, outcome: Inspection | Failure) -> None:
        put_outcome(self._images, outcome)
        self._bar.show_progress(self._images.model.counts)

    def _on_paused(self) -> None:
        if self._phase is BatchPhase.PAUSING:  # not when a person has changed their mind meanwhile
            self._set_phase(BatchPhase.PAUSED)

    def _on_resumed(self) -> None:
        if self._phase in HALTED_PHASES:
            self._set_phase(BatchPhase.RUNNING)

    def _on_finished(self) -> None:
        self._end(BatchPhase.FINISHED)

    def _on_cancelled(self) -> None:
        self._end(BatchPhase.CANCELLED)

    def _on_failed(self, _request: BatchRequest, sentence: str) -> None:
        self._end(BatchPhase.FAILED)
        self.failed.emit(sentence)

    def _end(self, phase: BatchPhase) -> None:
        # A batch that failed before it had a session leaves nothing to go on with.
        left = phase is not BatchPhase.FINISHED and bool(self.session and self.session.is_file())
        self._goes_on = self._unfinished = left
        self._set_phase(phase)


def put_outcome(images: ImageListPanel, outcome: Inspection | Failure) -> ImageEntry:
    """Put what came of an image into the list, and return its entry."""
    entry = entry_of(outcome)
    if images.model.queue.row_of(entry.reference.name) < 0 and not images.model.filling:
        # A new file stands behind all others: the list need not be put in order, nor jump.
        images.model.extend((entry,))
        return entry
    known = images.model.entry(entry.name)
    if known is not None and known.sha256 == entry.sha256:
        # As the session has it: words on regions were said of the older inspection's.
        entry = replace(entry, review=replace(known.review, regions=()))
    images.model.put(entry)
    return entry


def _same_work(wanted: BatchRequest, last: BatchRequest) -> bool:
    """Whether two requests ask for the same images by the same product profile."""
    return replace(wanted, output=last.output, resume=last.resume, **asdict(last.model_choice)) == last


def _with_outcomes(references: Sequence[ImageReference], entries: Sequence[ImageEntry]) -> list[ImageEntry]:
    """Return what is known of each file, in the order of the batch; files without an outcome wait."""
    known: dict[str, list[ImageEntry]] = {}
    for entry in entries:
        known.setdefault(entry.reference.name, []).append(entry)
    return [entry for reference in references for entry in known.get(reference.name, [waiting(reference)])]


def _new_folder(root: Path, profile_name: str) -> Path:
    """Return a folder that is not there yet, named after the time and the profile."""
    name = f"{datetime.now().astimezone():%Y-%m-%d %H.%M.%S} {profile_name}"
    names = (name, *(f"{name} ({number})" for number in range(2, 100)))
    return next(root / name for name in names if not (root / name).exists())
