"""What the shop is doing, how far it has come, and how the last job ended."""

import time

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.batch_bar.progress import ProgressMeter, clock
from saa_desktop.ui.icons import icon
from saa_desktop.ui.models_dialog.words import megabytes, step_words
from saa_desktop.workers.model_shop import ShopProgress


class JobPanel(QWidget):
    """A bar with speed and time left, a button that cancels, and sentences."""

    cancelled = Signal()
    """A person wants the job to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: ShopProgress | None = None
        self._meter = ProgressMeter(time.monotonic())
        self._step = QLabel()
        self._step.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._figures = QLabel()
        self._cancel = QPushButton()
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._at_work = QWidget()
        line = QHBoxLayout(self._at_work)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._step, 3)
        line.addWidget(self._bar, 3)
        line.addWidget(self._figures, 3)
        line.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._at_work)
        layout.addWidget(self.text)
        self._at_work.hide()
        self._retranslate()

    def begin(self) -> None:
        """Show that a job is under way."""
        self._progress = None
        self._step.clear()
        self._figures.clear()
        self._bar.setRange(0, 0)
        self.text.clear()
        self._cancel.setEnabled(True)
        self._at_work.show()

    def show_progress(self, progress: ShopProgress) -> None:
        """Show how far a step has come."""
        now = time.monotonic()
        before, self._progress = self._progress, progress
        if before is None or (before.step, before.file_name) != (progress.step, progress.file_name):
            self._meter = ProgressMeter(now, progress.done)
            self._step.setText(step_words(progress))
        self._meter.update(progress.done, now)
        # In thousandths, since a bar counts in 32 bits and files have more bytes.
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * progress.done // max(progress.total, 1))
        self._show_figures()

    def end(self, sentence: str) -> None:
        """Say how the job ended."""
        self._at_work.hide()
        self.text.setText(sentence)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._figures.setText(self.tr("Cancelling…"))
        self.cancelled.emit()

    def _show_figures(self) -> None:
        if self._progress is None or not self._cancel.isEnabled():
            return
        figures = [
            self.tr("{done} of {total}").format(
                done=megabytes(self._progress.done), total=megabytes(self._progress.total)
            )
        ]
        left = self._meter.seconds_left(self._progress.total)
        if left is not None:
            figures.append(f"{megabytes(self._meter.per_second())}/s")
            figures.append(self.tr("{time} left").format(time=clock(left)))
        self._figures.setText("   ".join(figures))

    def _retranslate(self) -> None:
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setIcon(icon("cancel"))
        if self._progress:
            self._step.setText(step_words(self._progress))
        self._show_figures()
