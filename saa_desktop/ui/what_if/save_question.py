"""Asks once more before a profile changes."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def confirms_save(parent: QWidget, title: str, consequences: Sequence[str]) -> bool:
    """Ask whether to save other values to a profile.

    Args:
        parent: the panel.
        title: the profile's.
        consequences: what the values would change, one sentence a line.
    """
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle(QCoreApplication.translate("WhatIf", "Save to the profile"))
    question.setText(
        QCoreApplication.translate("WhatIf", "Save these values to the profile “{title}”?").format(
            title=title
        )
    )
    stays = QCoreApplication.translate("WhatIf", "Verdicts that are stored already stay until you run again.")
    question.setInformativeText("\n".join([*consequences, stays]))
    save = question.addButton(QCoreApplication.translate("WhatIf", "Save"), QMessageBox.ButtonRole.AcceptRole)
    cancel = question.addButton(
        QCoreApplication.translate("WhatIf", "Cancel"), QMessageBox.ButtonRole.RejectRole
    )
    question.setDefaultButton(cancel)
    question.exec()
    saved = question.clickedButton() is save
    question.deleteLater()
    return saved
