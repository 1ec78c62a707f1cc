"""The two long-lived threads of the window."""

from PySide6.QtCore import QObject, QThread

from saa_desktop.workers.batch import OpenBatch
from saa_desktop.workers.batch_worker import BatchWorker
from saa_desktop.workers.folder_lister import FolderLister
from saa_desktop.workers.view_loader import ViewLoader


class WorkerThreads:
    """Workers in running threads: the batch in one, whatever reads files for the window in the other.

    Attributes:
        batch: inspects images.
        lister: lists folders.
        loader: reads images for the view.
    """

    def __init__(self, open_batch: OpenBatch) -> None:
        self.batch = BatchWorker(open_batch)
        self.lister = FolderLister()
        self.loader = ViewLoader()
        self._threads = (_start("batch", self.batch), _start("files", self.lister, self.loader))

    def stop(self) -> None:
        """Cancel what runs and wait until both threads have ended."""
        self.batch.cancel()
        for thread in self._threads:
            thread.quit()
        for thread in self._threads:
            thread.wait()


def _start(name: str, *workers: QObject) -> QThread:
    thread = QThread()
    thread.setObjectName(name)
    for worker in workers:
        worker.moveToThread(thread)
    thread.start()
    return thread
