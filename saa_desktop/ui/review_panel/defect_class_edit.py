"""A field for the defect class: chosen from those in use, or typed."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget


class DefectClassEdit(QComboBox):
    """Says when a person has chosen a class or finished typing one."""

    committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.activated.connect(self.committed)
        self.line.editingFinished.connect(self.committed)

    def text(self) -> str:
        """Return the class without spaces around it; "" for none."""
        return " ".join(self.currentText().split())

    def set_text(self, text: str) -> None:
        """Show a class without telling."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchExactly))
            self.setEditText(text)

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer these classes; the text stays."""
        text = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(classes))
        self.set_text(text)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel alone: passing over the field must not change what is said of an image."""
        event.ignore()
