"""The long-lived threads of the window, and the workers that live in them."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from saa_desktop.sources.thumbnails import ThumbnailCache
from saa_desktop.workers.batch import LoadModels, OpenBatch
from saa_desktop.workers.batch_worker import BatchWorker
from saa_desktop.workers.export import ExportReview
from saa_desktop.workers.exporter import Exporter
from saa_desktop.workers.folder_lister import FolderLister
from saa_desktop.workers.golden_files import GoldenFiles
from saa_desktop.workers.golden_runner import GoldenRunner
from saa_desktop.workers.meter import Meter
from saa_desktop.workers.model_choices import DeviceLister, ListDevices
from saa_desktop.workers.model_shop import ModelShop, ShopWorker
from saa_desktop.workers.place_checker import PlaceChecker
from saa_desktop.workers.quarantine import QuarantineKeeper
from saa_desktop.workers.rejudger import Rejudger
from saa_desktop.workers.reporter import Reporter, WriteReport
from saa_desktop.workers.session_store import SessionStore
from saa_desktop.workers.statistics_reader import StatisticsReader
from saa_desktop.workers.thumbnail_maker import ThumbnailMaker
from saa_desktop.workers.tuner import Tuner
from saa_desktop.workers.view_loader import ViewLoader
from saa_desktop.workers.watch import OpenWatch
from saa_desktop.workers.watch_worker import WatchWorker
from saa_desktop.workers.workbench import OpenWorkbench, WorkbenchWorker


@dataclass(frozen=True, slots=True)
class Jobs:
    """What the workers do that needs more than the domain; ``saa_desktop.app`` injects the real ones.

    Attributes:
        open_batch: opens a batch.
        open_watch: opens a watch over folders.
        load_models: loads a model set.
        open_workbench: gives a model set for single images.
        list_devices: asks for the graphics cards.
        export_review: writes a review's reports.
        write_report: writes a shift report.
        shop: looks after the models' files.
    """

    open_batch: OpenBatch
    open_watch: OpenWatch
    load_models: LoadModels
    open_workbench: OpenWorkbench
    list_devices: ListDevices
    export_review: ExportReview
    write_report: WriteReport
    shop: ModelShop


class WorkerThreads:
    """Workers in running threads.

    One thread owns the models and the device; the others read and write files, each for what must not wait
    for the rest: images for the view, the session under review, exports, and the models' files.

    Attributes:
        batch: inspects images.
        watcher: inspects captures as they come.
        workbench: looks at single images.
        golden: runs golden sets.
        tuner: searches better settings for profiles.
        devices: asks for the graphics cards.
        lister: lists folders.
        places: looks whether files and folders are still there.
        golden_files: reads the files that join a golden set.
        loader: reads images for the view.
        store: reads and writes the session under review.
        quarantine: lists the captures that were given up.
        rejudger: judges a session again under other settings.
        statistics: computes the figures of a session.
        exporter: writes what comes of a review.
        reporter: writes shift reports.
        shop: looks after the models' files.
        meter: samples processor, memory and graphics cards, in a thread of its own.
        thumbnails: makes the list's small pictures, in a pool of its own.
    """

    def __init__(self, jobs: Jobs, thumbnail_folder: Path) -> None:
        self.batch = BatchWorker(jobs.open_batch, jobs.load_models)
        self.watcher = WatchWorker(jobs.open_watch)
        self.workbench = WorkbenchWorker(jobs.open_workbench)
        self.golden = GoldenRunner(jobs.open_workbench)
        self.tuner = Tuner(jobs.open_workbench)
        self.devices = DeviceLister(jobs.list_devices)
        self.lister = FolderLister()
        self.places = PlaceChecker()
        self.golden_files = GoldenFiles()
        self.loader = ViewLoader()
        self.store = SessionStore()
        self.quarantine = QuarantineKeeper()
        self.rejudger = Rejudger()
        self.statistics = StatisticsReader()
        self.exporter = Exporter(jobs.export_review)
        self.reporter = Reporter(jobs.write_report)
        self.shop = ShopWorker(jobs.shop)
        self.thumbnails = ThumbnailMaker(ThumbnailCache(thumbnail_folder))
        self.meter = Meter()
        self.meter.start()
        self._threads = (
            _start("models", self.batch, self.watcher, self.workbench, self.golden, self.tuner, self.devices),
            _start("list", self.lister),
            _start("places", self.places, self.golden_files),
            _start("view", self.loader),
            _start("session", self.store, self.quarantine),
            _start("what if", self.rejudger),
            _start("statistics", self.statistics),
            _start("export", self.exporter),
            _start("report", self.reporter),
            _start("model files", self.shop),
        )

    def cancel_looks(self) -> None:
        """Cancel what keeps the models busy beside a batch or a watch."""
        self.workbench.cancel_preview()
        self.workbench.cancel_segment()
        self.golden.cancel()
        self.tuner.cancel()

    def stop(self) -> None:
        """Cancel what runs, let every decision reach the disk, and wait until all threads have ended."""
        self.batch.cancel()
        self.cancel_looks()
        self.lister.cancel()
        self.exporter.cancel()
        self.reporter.cancel()
        self.shop.cancel()
        self.watcher.end()
        self.store.end()
        for thread in self._threads:
            thread.requestInterruption()
            thread.quit()
        for thread in self._threads:
            thread.wait()
        self.thumbnails.stop()
        self.meter.stop()
        self.loader.close()


def _start(name: str, *workers: QObject) -> QThread:
    thread = QThread()
    thread.setObjectName(name)
    for worker in workers:
        worker.moveToThread(thread)
    thread.start()
    return thread
