"""Progress of the running batch; afterwards, what it found and where that lies."""

import time
from collections import Counter
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.ui.batch_bar.progress import ProgressMeter
from saa_desktop.ui.states import state_word


class BatchPhase(Enum):
    """Where the batch stands."""

    NONE = auto()
    LOADING = auto()
    RUNNING = auto()
    CANCELLING = auto()
    FINISHED = auto()
    CANCELLED = auto()
    FAILED = auto()


RUNNING_PHASES = {BatchPhase.LOADING, BatchPhase.RUNNING, BatchPhase.CANCELLING}


class BatchBar(QWidget):
    """One line: a bar, the speed, the time left, and the button that cancels."""

    def __init__(self, cancel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase = BatchPhase.NONE
        self._counts: Counter[ImageState] = Counter()
        self._done = 0
        self._total = 0
        self._output: Path | None = None
        self._meter = ProgressMeter(time.monotonic())
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(220)
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._cancel = QToolButton()
        self._cancel.setDefaultAction(cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.addWidget(self._progress)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._cancel)
        self._update()

    def begin(self, output: Path) -> None:
        """Show that models are loaded, for a batch whose results go into this folder."""
        self._output = output
        self._counts, self._done, self._total = Counter(), 0, 0
        self.set_phase(BatchPhase.LOADING)

    def set_phase(self, phase: BatchPhase) -> None:
        """Show another phase."""
        if phase is BatchPhase.RUNNING:
            self._meter = ProgressMeter(time.monotonic())
        self._phase = phase
        self._update()

    def show_progress(self, counts: Counter[ImageState]) -> None:
        """Show how many images are in which state."""
        self._counts = Counter(counts)
        self._total = counts.total()
        self._done = self._total - counts[ImageState.WAITING]
        self._meter.update(self._done, time.monotonic())
        self._update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._update()
        super().changeEvent(event)

    def _update(self) -> None:
        running = self._phase in RUNNING_PHASES
        self._progress.setVisible(running)
        self._cancel.setVisible(running)
        # A maximum of 0 makes the bar move to and fro.
        self._progress.setRange(0, 0 if self._phase is BatchPhase.LOADING else max(self._total, 1))
        self._progress.setValue(self._done)
        self._progress.setAccessibleName(self.tr("Progress"))
        self.text.setText(self._sentence())
        self.text.setToolTip(str(self._output or ""))

    def _sentence(self) -> str:
        if self._phase is BatchPhase.RUNNING:
            return self._speed()
        ends = {
            BatchPhase.FINISHED: self.tr("Finished"),
            BatchPhase.CANCELLED: self.tr("Cancelled"),
            BatchPhase.FAILED: self.tr("Stopped"),
        }
        if self._phase in ends:
            return self._summary(ends[self._phase])
        waits = {
            BatchPhase.LOADING: self.tr("Loading the models…"),
            BatchPhase.CANCELLING: self.tr("Cancelling: the current image is brought to an end…"),
        }
        return waits.get(self._phase, "")

    def _speed(self) -> str:
        place = self.tr("{done} of {total}").format(done=self._done, total=self._total)
        left = self._meter.seconds_left(self._total)
        if left is None:
            return place
        speed = self.tr("{speed} images/s").format(speed=f"{self._meter.images_per_second():.1f}")
        minutes, seconds = divmod(round(left), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return "   ".join((place, speed, self.tr("{time} left").format(time=clock)))

    def _summary(self, end: str) -> str:
        if self._total == 0:
            return end
        place = self.tr("{done} of {total} images").format(done=self._done, total=self._total)
        states = (ImageState.OK, ImageState.REVIEW, ImageState.NG, ImageState.FAILED)
        counts = "   ".join(f"{state_word(state)} {self._counts[state]}" for state in states)
        return self.tr("{end}: {place}   {counts}   Results: {folder}").format(
            end=end, place=place, counts=counts, folder=self._output
        )
