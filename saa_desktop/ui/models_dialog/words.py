"""What people call the models' files, their states and the steps of a job."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from saa_desktop.ui.icons import coloured_icon
from saa_desktop.workers.model_shop import FileState, ShopFile, ShopProgress

translate = QCoreApplication.translate

_SIGNS = {
    FileState.MISSING: ("file-missing", "#7a828b"),
    FileState.PARTIAL: ("file-partial", "#B07A00"),
    FileState.UNVERIFIED: ("file-unverified", "#B07A00"),
    FileState.VERIFIED: ("file-verified", "#2389C7"),
    FileState.DAMAGED: ("file-damaged", "#D55E00"),
}


def state_sign(state: FileState) -> QIcon:
    """Return a state's icon."""
    return coloured_icon(*_SIGNS[state])


def state_words(file: ShopFile) -> str:
    """Return what is known of a file."""
    words = {
        FileState.MISSING: translate("ModelFiles", "missing"),
        FileState.PARTIAL: translate("ModelFiles", "partly downloaded, {size}"),
        FileState.UNVERIFIED: translate("ModelFiles", "present, not verified"),
        FileState.VERIFIED: translate("ModelFiles", "present, verified"),
        FileState.DAMAGED: translate("ModelFiles", "damaged"),
    }[file.state].format(size=megabytes(file.present))
    return (
        words
        if file.official
        else translate("ModelFiles", "{state}, not the published file").format(state=words)
    )


def role_word(role: str) -> str:
    """Return what a file does in the model set."""
    words = {
        "detector": translate("ModelFiles", "detector"),
        "segmenter": translate("ModelFiles", "segmenter"),
        "backbone": translate("ModelFiles", "feature network"),
        "vocabulary": translate("ModelFiles", "vocabulary"),
    }
    return words.get(role, role)


def step_words(progress: ShopProgress) -> str:
    """Return what a job is at."""
    sentences = {
        "download": translate("ModelFiles", "Downloading {file}"),
        "check": translate("ModelFiles", "Verifying {file}"),
        "copy": translate("ModelFiles", "Copying {file}"),
        "pack": translate("ModelFiles", "Packing {file}"),
    }
    return sentences.get(progress.step, "{file}").format(file=progress.file_name)


def megabytes(size: float) -> str:
    """Return a size in units of a million bytes, or a thousand million for large ones."""
    if size >= 1e9:
        return f"{size / 1e9:.2f} GB"
    return f"{size / 1e6:.1f} MB" if size < 1e7 else f"{size / 1e6:.0f} MB"
