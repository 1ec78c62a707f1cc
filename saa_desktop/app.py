"""Wires the desktop application together: ``saa-desktop-gui`` and ``main.py`` start it here."""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from saa_desktop import __version__, model_shop
from saa_desktop.crash_log import LOG_FILE, CrashLog
from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.report_requests import ReportRequest, ReportSummary
from saa_desktop.domain.requests import BatchRequest, WatchRequest
from saa_desktop.domain.watches import WatchSwitch
from saa_desktop.profiles.store import user_folder
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.smooth_loading import loading_smoothly
from saa_desktop.ui.crash_notice.crash_notice import CrashNotice
from saa_desktop.ui.fonts import provide_chinese
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.icons import application_icon
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.batch import Batch
from saa_desktop.workers.export import ExportRequest, ExportSummary
from saa_desktop.workers.opencv import load_opencv
from saa_desktop.workers.threads import Jobs, WorkerThreads
from saa_desktop.workers.watch import Watch
from saa_desktop.workers.workbench import Workbench

if TYPE_CHECKING:
    from saa_desktop.workbench import LoadedModels

_NAME = "saa-desktop"
_log = logging.getLogger(__name__)


def main() -> int:
    """Show the window until it is closed; paths on the command line are opened."""
    logs = platformdirs.user_log_path(_NAME, appauthor=False)
    crash_log = CrashLog(logs)
    # Before anything imports OpenCV: Qt then reads its own plug-ins and fonts (docs/decisions/016).
    application = QApplication(sys.argv)
    application.setApplicationName("SAA Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(_NAME)
    application.setWindowIcon(application_icon())
    application.setStyle("Fusion")
    provide_chinese()
    # Ctrl-C in the terminal ends the application at once; every inspected image is on the disk already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    path = settings_path()
    places = Places(
        results=platformdirs.user_documents_path() / "SAA Desktop",
        profiles=user_folder(),
        models=platformdirs.user_data_path(_NAME, appauthor=False),
        settings=path,
        log=logs / LOG_FILE,
    )
    thumbnails = platformdirs.user_cache_path(_NAME, appauthor=False) / "thumbnails"
    loaded = load_settings(path)
    window = MainWindow(application, WorkerThreads(real_jobs(), thumbnails), loaded, places)
    notice = CrashNotice(window)
    crash_log.crashed.connect(notice.show)
    signal.signal(signal.SIGTERM, lambda *_: window.end())
    window.show()
    window.open_paths([Path(argument) for argument in application.arguments()[1:]])
    if loaded.first_start:
        window.dialogs.show_welcome()
    QTimer.singleShot(0, window.models.prepare)
    return application.exec()


def real_jobs() -> Jobs:
    """Return what the workers do, on real models.

    Torch takes seconds to import, so the models' thread does it with its first job, and not before the window
    is there.
    """
    models = _Models()
    return Jobs(
        open_batch=models.open_batch,
        open_watch=models.open_watch,
        load_models=models.load,
        open_workbench=models.open_workbench,
        list_devices=model_shop.list_devices,
        export_review=_export_review,
        write_report=_write_report,
        shop=model_shop.StoreShop(),
    )


class _Models:
    """The models' thread's own: what it has loaded stays for its next job."""

    def __init__(self) -> None:
        self._loaded: LoadedModels | None = None

    def load(self, models: ModelChoice, say: Callable[[str], None]) -> ModelIdentity:
        """Load models; as ``workers.batch.LoadModels``."""
        if self._loaded is None:
            say("starting PyTorch")
        loaded = self._ready()
        say(f"loading the models ({models.models})")
        with loading_smoothly():
            return loaded.workbench(models).models.identity

    def open_workbench(self, models: ModelChoice) -> Workbench:
        """Return models for single images; as ``workers.workbench.OpenWorkbench``."""
        return self._ready().workbench(models)

    def open_batch(self, request: BatchRequest) -> AbstractContextManager[Batch]:
        """Open a batch; as ``workers.batch.OpenBatch``."""
        loaded = self._ready()
        from saa_desktop import wiring  # noqa: PLC0415 - imports torch

        return wiring.open_batch(request, loaded.get)

    def open_watch(
        self, request: WatchRequest, switch: WatchSwitch, say: Callable[[str], None]
    ) -> AbstractContextManager[Watch]:
        """Open a watch; as ``workers.watch.OpenWatch``."""
        loaded = self._ready()
        from saa_desktop import watching  # noqa: PLC0415 - imports torch

        # The window shows by itself for how long a folder has been out of reach.
        return watching.open_watch(request, switch, say, loaded.get, say_reach=_log.info)

    def _ready(self) -> "LoadedModels":
        if self._loaded is None:
            load_opencv()
            with loading_smoothly():
                from saa_desktop.workbench import LoadedModels  # noqa: PLC0415 - imports torch
            self._loaded = LoadedModels()
        return self._loaded


def _export_review(
    request: ExportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ExportSummary:
    """Write a review's reports; as ``workers.export.ExportReview``."""
    load_opencv()
    from saa_desktop.workers.review_export import export_review  # noqa: PLC0415 - imports OpenCV

    return export_review(request, progressed, cancel)


def _write_report(
    request: ReportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ReportSummary:
    """Write a shift report; as ``workers.reporter.WriteReport``."""
    load_opencv()
    from saa_desktop.reporting import write_shift_report  # noqa: PLC0415 - imports OpenCV

    return write_shift_report(request, progressed, cancel)
