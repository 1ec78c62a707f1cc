"""Asks before an export touches what a person may not want to be touched."""

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from saa_desktop.ui.icons import icon
from saa_desktop.workers.export import ExportConcern, ExportQuestion


class QuestionPanel(QFrame):
    """A sentence for each concern, and two ways out."""

    agreed = Signal()
    """Export all the same."""

    declined = Signal()
    """Take another folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: ExportQuestion | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._sign = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.agree, self.decline = QPushButton(), QPushButton()
        for button in (self.agree, self.decline):
            button.setAutoDefault(False)
        self.agree.clicked.connect(self.agreed)
        self.decline.clicked.connect(self.declined)
        sentence = QHBoxLayout()
        sentence.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        sentence.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.decline)
        buttons.addWidget(self.agree)
        layout = QVBoxLayout(self)
        layout.addLayout(sentence)
        layout.addLayout(buttons)
        self.hide()

    def ask(self, question: ExportQuestion) -> None:
        """Show a question; the safe way out has the focus."""
        self._question = question
        self._retranslate()
        self.show()
        self.decline.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._sign.setPixmap(icon("notice").pixmap(QSize(24, 24)))
        self.agree.setText(self.tr("Export all the same"))
        self.decline.setText(self.tr("Another folder…"))
        if self._question:
            self.text.setText("\n".join(self._sentences(self._question)))

    def _sentences(self, question: ExportQuestion) -> list[str]:
        sentences = {
            ExportConcern.ORIGINALS_FOLDER: self.tr(
                "This folder lies among your original images. They will not be changed, but the exported "
                "pictures will lie between them and may be taken for images to inspect later."
            ),
            ExportConcern.EXISTING_FILES: self.tr(
                "This folder already holds exported files: those of the same name will be replaced, the "
                "others stay."
            ),
            ExportConcern.LITTLE_SPACE: self.tr(
                "The disk may become full: about {needed} are needed, and {free} are free."
            ).format(needed=_size(question.needed_bytes), free=_size(question.free_bytes)),
        }
        return [sentence for concern, sentence in sentences.items() if concern in question.concerns]


def _size(count: int) -> str:
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
