"""One dialog after an unexpected error: what happened, that results are kept, and where the log is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from saa_desktop.crash_log import Crash
from saa_desktop.ui.icons import coloured_icon, icon


class CrashNotice(QObject):
    """Shows one dialog at a time, and each error once; further ones are in the log.

    Args:
        window: that the dialog belongs to.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._told: set[str] = set()
        self.dialog: CrashDialog | None = None

    def show(self, crash: Crash) -> None:
        """Tell of an error, unless one is being told or this one was."""
        if self.dialog is not None or crash.summary in self._told:
            return
        self._told.add(crash.summary)
        self.dialog = CrashDialog(crash, self._window)
        self.dialog.finished.connect(self._on_finished)
        # Not waited for: the error may have struck anywhere.
        self.dialog.show()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


class CrashDialog(QDialog):
    """Stays open while its buttons open the folder and copy the details."""

    def __init__(self, crash: Crash, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crash = crash
        self._sign = QLabel()
        self._sign.setPixmap(coloured_icon("notice", "#D55E00").pixmap(QSize(40, 40)))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self._details = QPlainTextEdit(crash.details)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self.open_folder = self._button(self._on_open_folder_clicked)
        self.open_folder.setEnabled(crash.folder is not None)
        self.copy_details = self._button(self._on_copy_details_clicked)
        self.close_button = self._button(self.close)
        self.close_button.setDefault(True)
        self._lay_out()
        self._retranslate()
        self.close_button.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _button(self, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_folder)
        buttons.addWidget(self.copy_details)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QGridLayout(self)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(1, 1)
        layout.setHorizontalSpacing(12)
        layout.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 0, 1)
        layout.addWidget(self._details, 1, 0, 1, 2)
        layout.addLayout(buttons, 2, 0, 1, 2)
        self.resize(620, 400)

    def _on_open_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._crash.folder)))

    def _on_copy_details_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._crash.details)

    def _retranslate(self) -> None:
        self.setWindowTitle("SAA Desktop")
        where = (
            self.tr("The log with the details lies in {folder}.").format(folder=self._crash.folder)
            if self._crash.folder
            else self.tr("No log could be written; copy the details.")
        )
        paragraphs = (
            self.tr("Something went wrong that SAA Desktop did not expect: {error}").format(
                error=self._crash.summary
            ),
            self.tr(
                "All results and all decisions up to now are kept. You can go on working; if something looks "
                "odd, close the window and start it again."
            ),
            where,
        )
        self.text.setText("\n\n".join(paragraphs))
        self._details.setAccessibleName(self.tr("Details"))
        self.open_folder.setText(self.tr("Open folder"))
        self.open_folder.setIcon(icon("open-folder"))
        self.copy_details.setText(self.tr("Copy details"))
        self.close_button.setText(self.tr("Close"))
