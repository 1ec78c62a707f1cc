"""Asks before the window is closed on work that is not done."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def confirms_stop(parent: QWidget, *, watching: bool, inspecting: bool) -> bool:
    """Ask whether to stop what runs.

    Args:
        parent: the window.
        watching: whether folders are watched.
        inspecting: whether a batch runs; if neither is so, an export does.
    """
    translate = QCoreApplication.translate
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle("SAA Desktop")
    if watching:
        text = translate("MainWindow", "Folders are being watched. Stop that and close the window?")
    elif inspecting:
        text = translate("MainWindow", "The inspection is still running. Stop it and close the window?")
    else:
        text = translate("MainWindow", "An export is still running. Stop it and close the window?")
    question.setText(text)
    question.setInformativeText(
        translate("MainWindow", "Captures that arrive meanwhile are inspected when the watch goes on.")
        if watching
        else translate("MainWindow", "All images that are inspected already are kept.")
    )
    stop = question.addButton(translate("MainWindow", "Stop and close"), QMessageBox.ButtonRole.AcceptRole)
    stay = question.addButton(translate("MainWindow", "Keep running"), QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(stay)
    question.exec()
    return question.clickedButton() is stop
