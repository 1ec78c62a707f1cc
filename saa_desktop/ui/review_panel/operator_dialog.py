"""Asks who reviews."""

import unicodedata
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

LONGEST_NAME = 80


class OperatorDialog(QDialog):
    """A name, typed or chosen from earlier ones; it goes into every decision.

    Args:
        names: earlier ones, the latest first.
        parent: the window.
    """

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Operator"))
        question = QLabel(self.tr("Who reviews? The name is stored with every decision."))
        question.setWordWrap(True)
        self.name = QComboBox()
        line = QLineEdit()
        line.setMaxLength(LONGEST_NAME)
        line.setPlaceholderText(self.tr("Your name"))
        self.name.setEditable(True)
        self.name.setLineEdit(line)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems(list(names))
        self.name.setAccessibleName(self.tr("Operator's name"))
        line.selectAll()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Review as this operator"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(question)
        layout.addWidget(self.name)
        layout.addWidget(self.buttons)
        self.name.editTextChanged.connect(self._on_text_changed)
        self.name.setFocus()
        self._on_text_changed()

    def operator(self) -> str:
        """Return the name without spaces around it; "" while it is not one."""
        name = unicodedata.normalize("NFC", " ".join(self.name.currentText().split()))
        return name if name.isprintable() else ""

    def _on_text_changed(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.operator()))


def ask(parent: QWidget | None, names: Sequence[str]) -> str | None:
    """Ask for the operator's name; ``None`` when nobody gave one.

    Args:
        parent: the window.
        names: earlier ones, the latest first.
    """
    dialog = OperatorDialog(names, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.operator() if accepted else None
