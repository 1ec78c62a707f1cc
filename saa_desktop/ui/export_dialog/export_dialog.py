"""Export a review: choose, watch, and see what came of it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.batch_bar.progress import ProgressMeter
from saa_desktop.ui.export_dialog.export_form import ExportForm
from saa_desktop.ui.export_dialog.question_panel import QuestionPanel
from saa_desktop.workers.export import ExportContent, ExportQuestion, ExportRequest, ExportSummary
from saa_desktop.workers.exporter import Exporter


class _Phase(Enum):
    """Where the export stands."""

    CHOOSING = auto()
    RUNNING = auto()
    CANCELLING = auto()
    ASKING = auto()
    FINISHED = auto()
    CANCELLED = auto()
    FAILED = auto()


class ExportDialog(QDialog):
    """One export at a time. Closing the dialog does not stop it; shown again, it shows how far it is.

    Args:
        exporter: does the work, in a thread of its own.
        folder: where the last export went; ``None`` for nowhere yet.
        contents: what was chosen last.
        parent: of the dialog.
    """

    folder_chosen = Signal(object)
    """Path: an export into this folder has begun."""

    contents_chosen = Signal(object)
    """frozenset[ExportContent]: an export of these has begun."""

    ended = Signal(str)
    """An export has come to its end, and how: the sentence for people."""

    def __init__(
        self,
        exporter: Exporter,
        folder: Path | None,
        contents: frozenset[ExportContent],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exporter = exporter
        self._phase = _Phase.CHOOSING
        self._request: ExportRequest | None = None
        self._done = self._total = 0
        self._meter = ProgressMeter(time.monotonic())
        self._summary: ExportSummary | None = None
        self._failure = ""
        self.form = ExportForm(folder, contents)
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.question = QuestionPanel()
        self.progress = QProgressBar()
        self.status = QLabel()
        self.problems = QPlainTextEdit()
        self.export, self.cancel, self.open_folder = QPushButton(), QPushButton(), QPushButton()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self._retranslate()

    @property
    def running(self) -> bool:
        """Whether an export has begun and not ended."""
        return self._phase in {_Phase.RUNNING, _Phase.CANCELLING}

    def set_review(self, session: Path, total: int, listed: Sequence[str]) -> None:
        """Take what can be exported from now on.

        Args:
            session: the session file under review.
            total: how many images it has.
            listed: names of the images that the list shows, in its order.
        """
        self.form.set_review(session, total, listed)
        if not self.running:
            self._set_phase(_Phase.CHOOSING)

    def _lay_out(self) -> None:
        self.progress.setTextVisible(False)
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.problems.setMinimumHeight(6 * self.fontMetrics().lineSpacing())
        ended = QHBoxLayout()
        ended.addWidget(self.status, 1)
        ended.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.addButton(self.export, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.question)
        layout.addWidget(self.progress)
        layout.addLayout(ended)
        layout.addWidget(self.problems, 1)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.export.setDefault(True)
        self.setMinimumWidth(96 * self.fontMetrics().averageCharWidth())

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.export.clicked.connect(self._on_export_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.open_folder.clicked.connect(self._on_open_folder_clicked)
        self.question.agreed.connect(self._on_agreed)
        self.question.declined.connect(self._on_declined)
        self._buttons.rejected.connect(self.reject)
        self._exporter.progressed.connect(self._on_progressed)
        self._exporter.questioned.connect(self._on_questioned)
        self._exporter.finished.connect(self._on_finished)
        self._exporter.failed.connect(self._on_failed)
        self._exporter.cancelled.connect(self._on_cancelled)

    # -- what a person does --------------------------------------------------------------------------------

    def _on_form_changed(self) -> None:
        if not self.running:
            self._set_phase(_Phase.CHOOSING)

    def _on_export_clicked(self) -> None:
        if request := self.form.request():
            self.folder_chosen.emit(request.folder)
            self.contents_chosen.emit(request.contents)
            self._start(request)

    def _on_agreed(self) -> None:
        if self._request:
            self._start(self._request)

    def _on_declined(self) -> None:
        self._set_phase(_Phase.CHOOSING)
        self.form.choose_folder()

    def _on_cancel_clicked(self) -> None:
        self._set_phase(_Phase.CANCELLING)
        self._exporter.cancel()

    def _on_open_folder_clicked(self) -> None:
        if self._request:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._request.folder)))

    def _start(self, request: ExportRequest) -> None:
        self._request = request
        self._done = self._total = 0
        self._meter = ProgressMeter(time.monotonic())
        self._exporter.export(request)
        self._set_phase(_Phase.RUNNING)

    # -- what the exporter says ----------------------------------------------------------------------------

    def _on_progressed(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._meter.update(done, time.monotonic())
        self._show()

    def _on_questioned(self, request: ExportRequest, question: ExportQuestion) -> None:
        self._request = replace(request, accepted=request.accepted | question.concerns)
        self.question.ask(question)
        self._set_phase(_Phase.ASKING)

    def _on_finished(self, summary: ExportSummary) -> None:
        self._summary = summary
        self._end(_Phase.FINISHED)

    def _on_failed(self, _request: ExportRequest, sentence: str) -> None:
        self._failure = sentence
        self._end(_Phase.FAILED)

    def _on_cancelled(self) -> None:
        self._end(_Phase.CANCELLED)

    def _end(self, phase: _Phase) -> None:
        self._set_phase(phase)
        self.ended.emit(self.status.text())

    # -- showing -------------------------------------------------------------------------------------------

    def _set_phase(self, phase: _Phase) -> None:
        self._phase = phase
        self._show()
        if self.isVisible() and not self.isMaximized():
            self.adjustSize()

    def _show(self) -> None:
        phase = self._phase
        problems = self._summary.problems if self._summary and phase is _Phase.FINISHED else ()
        self.form.setEnabled(not self.running)
        self.question.setVisible(phase is _Phase.ASKING)
        self.progress.setVisible(self.running)
        # A maximum of 0 makes the bar move to and fro.
        self.progress.setRange(0, self._total)
        self.progress.setValue(self._done)
        self.cancel.setVisible(self.running)
        self.cancel.setEnabled(phase is _Phase.RUNNING)
        self.export.setVisible(not self.running)
        self.export.setEnabled(phase is not _Phase.ASKING and self.form.request() is not None)
        self.open_folder.setVisible(phase in {_Phase.FINISHED, _Phase.CANCELLED})
        self.status.setText(self._sentence())
        self.status.setVisible(bool(self.status.text()))
        self.problems.setVisible(bool(problems))
        self.problems.setPlainText("\n".join(problems))

    def _sentence(self) -> str:
        if self._phase is _Phase.RUNNING:
            return self._speed()
        if self._phase is _Phase.CANCELLING:
            return self.tr("Cancelling: the current image is brought to an end…")
        if self._phase is _Phase.FINISHED and self._summary:
            return self._result(self._summary)
        if self._phase is _Phase.CANCELLED:
            return self.tr(
                "Cancelled after {done} of {total} images: what was written stays, but there are no tables."
            ).format(done=self._done, total=self._total)
        return self._failure if self._phase is _Phase.FAILED else ""

    def _speed(self) -> str:
        if self._total == 0:
            return self.tr("Reading the session…")
        place = self.tr("{done} of {total}").format(done=self._done, total=self._total)
        left = self._meter.seconds_left(self._total)
        if left is None:
            return place
        minutes, seconds = divmod(round(left), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return "   ".join((place, self.tr("{time} left").format(time=clock)))

    def _result(self, summary: ExportSummary) -> str:
        sentences = [
            self.tr("Exported to {folder}. Images: {count}.").format(
                folder=summary.folder, count=summary.images
            )
        ]
        if self._request and ExportContent.LABELS in self._request.contents:
            sentences.append(
                self.tr("Images with labels: {count}, defects on them: {defects}.").format(
                    count=summary.labelled, defects=summary.defects
                )
            )
        if summary.not_inspected:
            sentences.append(
                self.tr("Not inspected yet, and so left out: {count}.").format(count=summary.not_inspected)
            )
        if summary.problems:
            sentences.append(
                self.tr("Files that had to be left out: {count}.").format(count=len(summary.problems))
            )
        return "\n".join(sentences)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export the review"))
        self.export.setText(self.tr("Export"))
        self.cancel.setText(self.tr("Cancel"))
        self.open_folder.setText(self.tr("Open folder"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.problems.setAccessibleName(self.tr("Files that had to be left out"))
        self._show()
