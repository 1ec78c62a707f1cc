"""The state of an image in the list: its icon, colour and word, which always come together."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from saa_desktop.domain.entries import ImageState
from saa_desktop.ui.icons import coloured_icon

COLOURS = {
    ImageState.WAITING: "#6b737c",
    ImageState.OK: "#0072B2",
    ImageState.REVIEW: "#E69F00",
    ImageState.NG: "#D55E00",
    ImageState.FAILED: "#7A4FA3",
}

TEXT_COLOURS = dict.fromkeys(ImageState, "#ffffff") | {ImageState.REVIEW: "#000000"}
"""What is readable on each of the colours."""


def state_icon(state: ImageState) -> QIcon:
    """Return the state's icon in its own colour."""
    return coloured_icon(state, COLOURS[state])


def state_word(state: ImageState) -> str:
    """Return what people call it; AI verdicts are the same words in every language."""
    if state is ImageState.WAITING:
        return QCoreApplication.translate("ImageState", "waiting")
    if state is ImageState.FAILED:
        return QCoreApplication.translate("ImageState", "failed")
    return state.name
