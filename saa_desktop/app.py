"""Wires the desktop application together: ``saa-desktop-gui`` and ``main.py`` start it here."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QApplication

from saa_desktop import __version__
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.icons import application_icon
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.batch import Batch
from saa_desktop.workers.threads import WorkerThreads

_log = logging.getLogger(__name__)

# What opencv-python sets on import, for the Qt within it.
_OPENCV_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def main() -> int:
    """Show the window until it is closed; paths on the command line are opened."""
    _log_to_file()
    # Before anything imports OpenCV: Qt then reads its own plug-ins and fonts (docs/decisions/016).
    application = QApplication(sys.argv)
    application.setApplicationName("SAA Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("saa-desktop")
    application.setWindowIcon(application_icon())
    application.setStyle("Fusion")
    # Ctrl-C in the terminal ends the application at once; every inspected image is on the disk already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    path = settings_path()
    results_root = platformdirs.user_documents_path() / "SAA Desktop"
    window = MainWindow(application, WorkerThreads(open_batch), load_settings(path), path, results_root)
    window.show()
    window.open_paths([Path(argument) for argument in application.arguments()[1:]])
    return application.exec()


def open_batch(request: BatchRequest) -> AbstractContextManager[Batch]:
    """Open a batch with the real models; for the batch worker, in its thread.

    Torch takes seconds to import, so this happens with the first batch and not before the window is there.
    """
    with _environment_kept():
        import cv2  # noqa: F401, PLC0415 - now, so that no later import changes the environment

        from saa_desktop import wiring  # noqa: PLC0415
    return wiring.open_batch(request)


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Undo what importing OpenCV does to Qt's variables: programs that we start would get them."""
    before = {name: os.environ.get(name) for name in _OPENCV_VARIABLES}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _log_to_file() -> None:
    """Keep warnings and unexpected errors in a file; a window has no terminal."""
    path = platformdirs.user_log_path("saa-desktop", appauthor=False) / "saa-desktop.log"
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8"))
    except OSError as error:
        _log.warning("no log file: %s", error)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers
    )
    sys.excepthook = lambda *error: _log.critical("unexpected error", exc_info=error)
