"""Progress of the running batch; afterwards, what it found and where that lies."""

import time
from collections import Counter
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.ui.batch_bar.count_strip import CountStrip
from saa_desktop.ui.batch_bar.progress import ProgressMeter, clock
from saa_desktop.ui.icons import icon

_UPDATE_MS = 100


class BatchPhase(Enum):
    """Where the batch stands."""

    NONE = auto()
    LOADING = auto()
    RUNNING = auto()
    PAUSING = auto()
    PAUSED = auto()
    CANCELLING = auto()
    FINISHED = auto()
    CANCELLED = auto()
    FAILED = auto()


HALTED_PHASES = {BatchPhase.PAUSING, BatchPhase.PAUSED}
RUNNING_PHASES = {BatchPhase.LOADING, BatchPhase.RUNNING, BatchPhase.CANCELLING} | HALTED_PHASES
ENDED_PHASES = {BatchPhase.FINISHED, BatchPhase.CANCELLED, BatchPhase.FAILED}


class BatchBar(QWidget):
    """One line: a bar, the counts, the speed, the time left, and the buttons that pause and cancel.

    Outcomes may come a hundred times a second; what is shown changes ten times a second at most.

    Args:
        cancel: asks the batch to stop.
        pause: asks it to stand still, and to go on.
        open_results: opens the folder with the results.
        parent: of the widget.
    """

    def __init__(
        self, cancel: QAction, pause: QAction, open_results: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._phase = BatchPhase.NONE
        self._counts: Counter[ImageState] = Counter()
        self._step = ""
        self._output: Path | None = None
        self._meter = ProgressMeter(time.monotonic())
        self._seconds = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_UPDATE_MS)
        self._rest.timeout.connect(self._on_rested)
        self._stale = False
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(180)
        self.counts = CountStrip()
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pause_button = QToolButton()
        self.pause_button.clicked.connect(pause.trigger)
        self._cancel = QToolButton()
        self._cancel.setDefaultAction(cancel)
        self._open_results = QToolButton()
        self._open_results.clicked.connect(open_results.trigger)
        self._lay_out()
        self._retranslate()

    def begin(self, output: Path) -> None:
        """Show that models are loaded, for a batch whose results go into this folder."""
        self._output = output
        self._counts = Counter()
        self._step = ""
        self.set_phase(BatchPhase.LOADING)

    def set_phase(self, phase: BatchPhase) -> None:
        """Show another phase."""
        now = time.monotonic()
        if phase is BatchPhase.PAUSED:
            self._meter.pause(now)
        elif self._phase in HALTED_PHASES:
            self._meter.resume(now)
        elif phase in {BatchPhase.LOADING, BatchPhase.RUNNING}:
            self._meter = ProgressMeter(now, self._done())
        if phase in ENDED_PHASES:
            self._seconds = self._meter.seconds_worked(now)
        self._phase = phase
        self._update_pause_button()
        self._update()

    def show_loading_step(self, step: str) -> None:
        """Say what the loading of the models is at, in a batch or before one."""
        self._step = step
        self._update()

    def hide_loading_step(self) -> None:
        """Say no more of the loading: it has ended."""
        self.show_loading_step("")

    def show_progress(self, counts: Counter[ImageState]) -> None:
        """Show how many images are in which state."""
        self._counts = Counter(counts)
        self._meter.update(self._done(), time.monotonic())
        if self._rest.isActive():
            self._stale = True
        else:
            self._update()
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        for widget in (self._progress, self.counts):
            layout.addWidget(widget)
        layout.addWidget(self.text, 1)
        for button in (self._open_results, self.pause_button, self._cancel):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            layout.addWidget(button)

    def _on_rested(self) -> None:
        if self._stale:
            self._update()
            self._rest.start()

    def _retranslate(self) -> None:
        self._progress.setAccessibleName(self.tr("Progress"))
        self._open_results.setText(self.tr("Open folder"))
        self._open_results.setIcon(icon("results-folder"))
        self._open_results.setToolTip(self.tr("Open the folder with the results"))
        self._update_pause_button()
        self._update()

    def _update(self) -> None:
        self._stale = False
        running = self._phase in RUNNING_PHASES
        self._progress.setVisible(running)
        self._cancel.setVisible(running)
        self._open_results.setVisible(self._phase in ENDED_PHASES and self._done() > 0)
        self.counts.setVisible(self._done() > 0 and self._phase is not BatchPhase.NONE)
        self.counts.show_counts(self._counts)
        # A maximum of 0 makes the bar move to and fro.
        loading = self._phase is BatchPhase.LOADING
        self._progress.setRange(0, 0 if loading else max(self._counts.total(), 1))
        self._progress.setValue(self._done())
        self.text.setText(self._sentence())
        self.text.setToolTip(str(self._output or ""))

    def _update_pause_button(self) -> None:
        halted = self._phase in HALTED_PHASES
        self.pause_button.setVisible(halted or self._phase is BatchPhase.RUNNING)
        self.pause_button.setText(self.tr("Resume") if halted else self.tr("Pause"))
        self.pause_button.setIcon(icon("run" if halted else "pause"))
        self.pause_button.setToolTip(
            self.tr("Go on with the inspection") if halted else self.tr("Wait after the current image")
        )

    def _done(self) -> int:
        return self._counts.total() - self._counts[ImageState.WAITING]

    def _sentence(self) -> str:
        if self._phase in ENDED_PHASES:
            return self._summary()
        sentences = {
            BatchPhase.RUNNING: self._speed(),
            BatchPhase.PAUSING: self.tr("Pausing: the current image is brought to an end…"),
            BatchPhase.PAUSED: "   ".join((self.tr("Paused"), self._place())),
            BatchPhase.CANCELLING: self.tr("Cancelling: the current image is brought to an end…"),
        }
        if self._phase in sentences:
            return sentences[self._phase]
        if self._phase is BatchPhase.LOADING or self._step:
            loading = self.tr("Loading the models…")
            return f"{loading} {self._step}".rstrip()
        return ""

    def _place(self) -> str:
        return self.tr("{done} of {total}").format(done=self._done(), total=self._counts.total())

    def _speed(self) -> str:
        left = self._meter.seconds_left(self._counts.total())
        if left is None:
            return self._place()
        speed = self.tr("{speed} images/s").format(speed=f"{self._meter.per_second():.1f}")
        return "   ".join((self._place(), speed, self.tr("{time} left").format(time=clock(left))))

    def _summary(self) -> str:
        ends = {
            BatchPhase.FINISHED: self.tr("Finished"),
            BatchPhase.CANCELLED: self.tr("Cancelled"),
            BatchPhase.FAILED: self.tr("Stopped"),
        }
        end = ends[self._phase]
        if not self._counts.total():
            return end
        return self.tr("{end}: {done} of {total} images in {time}. Results: {folder}").format(
            end=end,
            done=self._done(),
            total=self._counts.total(),
            time=clock(self._seconds),
            folder=self._output,
        )
