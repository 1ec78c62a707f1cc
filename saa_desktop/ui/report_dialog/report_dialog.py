"""Write a shift report: choose, watch, and see what came of it."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.report_requests import ReportRequest, ReportSummary
from saa_desktop.ui.dashboard.number_words import count_words
from saa_desktop.ui.report_dialog.report_form import ReportForm
from saa_desktop.workers.reporter import Reporter


class _Phase(Enum):
    """Where the report stands."""

    CHOOSING = auto()
    RUNNING = auto()
    CANCELLING = auto()
    FINISHED = auto()
    CANCELLED = auto()
    FAILED = auto()


class ReportDialog(QDialog):
    """One report at a time. Closing the dialog does not stop it; shown again, it shows how far it is.

    Args:
        reporter: does the work, in a thread of its own.
        parent: of the dialog.
    """

    def __init__(self, reporter: Reporter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reporter = reporter
        self._phase = _Phase.CHOOSING
        self._done = self._total = 0
        self._summary: ReportSummary | None = None
        self._failure = ""
        self.form = ReportForm()
        self.progress = QProgressBar()
        self.status = QLabel()
        self.write, self.cancel, self.open_folder = QPushButton(), QPushButton(), QPushButton()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self._retranslate()

    @property
    def running(self) -> bool:
        """Whether a report has begun and not ended."""
        return self._phase in {_Phase.RUNNING, _Phase.CANCELLING}

    def set_session(self, session: Path, language: str) -> None:
        """Offer a report on a session.

        Args:
            session: the session file.
            language: ``en`` or ``zh_CN``, to begin with.
        """
        self.form.set_session(session, language)
        if not self.running:
            self._set_phase(_Phase.CHOOSING)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self.progress.setTextVisible(False)
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        ended = QHBoxLayout()
        ended.addWidget(self.status, 1)
        ended.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.addButton(self.write, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.progress)
        layout.addLayout(ended)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.write.setDefault(True)
        self.setMinimumWidth(96 * self.fontMetrics().averageCharWidth())

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.write.clicked.connect(self._on_write_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.open_folder.clicked.connect(self._show_folder)
        self._buttons.rejected.connect(self.reject)
        self._reporter.progressed.connect(self._on_progressed)
        self._reporter.finished.connect(self._on_finished)
        self._reporter.failed.connect(self._on_failed)
        self._reporter.cancelled.connect(self._on_cancelled)

    # -- what a person does --------------------------------------------------------------------------------

    def _on_form_changed(self) -> None:
        if not self.running:
            self._set_phase(_Phase.CHOOSING)

    def _on_write_clicked(self) -> None:
        if request := self.form.request():
            self._done = self._total = 0
            self._reporter.write(request)
            self._set_phase(_Phase.RUNNING)

    def _on_cancel_clicked(self) -> None:
        self._set_phase(_Phase.CANCELLING)
        self._reporter.cancel()

    def _show_folder(self) -> None:
        if self._summary:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._summary.folder)))

    # -- what the reporter says ----------------------------------------------------------------------------

    def _on_progressed(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._show()

    def _on_finished(self, summary: ReportSummary) -> None:
        self._summary = summary
        self._set_phase(_Phase.FINISHED)
        if self.form.open_after.isChecked():
            self._show_folder()

    def _on_failed(self, _request: ReportRequest, sentence: str) -> None:
        self._failure = sentence
        self._set_phase(_Phase.FAILED)

    def _on_cancelled(self) -> None:
        self._set_phase(_Phase.CANCELLED)

    # -- showing -------------------------------------------------------------------------------------------

    def _set_phase(self, phase: _Phase) -> None:
        self._phase = phase
        self._show()
        if self.isVisible() and not self.isMaximized():
            self.adjustSize()

    def _show(self) -> None:
        self.form.setEnabled(not self.running)
        self.progress.setVisible(self.running)
        # A maximum of 0 makes the bar move to and fro.
        self.progress.setRange(0, self._total)
        self.progress.setValue(self._done)
        self.cancel.setVisible(self.running)
        self.cancel.setEnabled(self._phase is _Phase.RUNNING)
        self.write.setVisible(not self.running)
        self.write.setEnabled(self.form.request() is not None)
        self.open_folder.setVisible(self._phase is _Phase.FINISHED)
        self.status.setText(self._sentence())
        self.status.setVisible(bool(self.status.text()))

    def _sentence(self) -> str:
        if self._phase is _Phase.RUNNING:
            return self._progress_words()
        if self._phase is _Phase.CANCELLING:
            return self.tr("Cancelling: the current image is brought to an end…")
        if self._phase is _Phase.CANCELLED:
            return self.tr("Cancelled: nothing was written.")
        if self._phase is _Phase.FINISHED and self._summary:
            return self._result(self._summary)
        return self._failure if self._phase is _Phase.FAILED else self.form.problem()

    def _progress_words(self) -> str:
        if self._total == 0:
            return self.tr("Reading the session…")
        if self._done == self._total:
            return self.tr("Writing the files…")
        return self.tr("{done} of {total}").format(
            done=count_words(self._done), total=count_words(self._total)
        )

    def _result(self, summary: ReportSummary) -> str:
        sentences = [
            self.tr("The report lies in {folder}. Images: {count}.").format(
                folder=summary.folder, count=count_words(summary.images)
            )
        ]
        if summary.without_picture:
            missing = self.tr(
                "NG images without a picture, because their originals are gone or changed: {count}."
            )
            sentences.append(missing.format(count=count_words(summary.without_picture)))
        return "\n".join(sentences)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Shift report"))
        self.write.setText(self.tr("Write report"))
        self.cancel.setText(self.tr("Cancel"))
        self.open_folder.setText(self.tr("Open folder"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self._show()
