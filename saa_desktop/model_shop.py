"""Wires the window's models dialog to the model store."""

import os
from collections.abc import Callable

from saa_desktop.domain.errors import ModelError
from saa_desktop.model_folder import open_model_store
from saa_desktop.models.download import download
from saa_desktop.models.http_failures import Patience
from saa_desktop.models.importing import UnrecognisedWeightsError, import_path
from saa_desktop.models.packs import write_pack
from saa_desktop.models.store import MODELS_VARIABLE, ModelStore, StoredFile
from saa_desktop.models.weight_files import Watch
from saa_desktop.smooth_loading import loading_smoothly
from saa_desktop.workers.model_choices import ComputeDevice
from saa_desktop.workers.model_shop import (
    FileState,
    ShopAction,
    ShopFile,
    ShopJob,
    ShopListing,
    ShopProgress,
    ShopWatch,
    UnrecognisedFileError,
)

PATIENCE = Patience(connect_seconds=5.0, read_seconds=5.0, retry_delays=(1.0, 1.0, 2.0, 2.0, 3.0, 3.0))
"""Short waits and more of them than on the command line: a wait cannot be cancelled."""


class StoreShop:
    """A ``workers.model_shop.ModelShop`` over the store in the folder that the settings name at that time."""

    def __init__(
        self, open_store: Callable[[], ModelStore] = open_model_store, patience: Patience = PATIENCE
    ) -> None:
        self._open_store = open_store
        self._patience = patience

    def listing(self) -> ShopListing:
        """Return what is there; reads no weights."""
        store = self._open_store()
        chosen = {record.name for record in store.default_records()}
        try:
            files = store.saa_plus_files()
        except ModelError as error:
            ready, sentence = False, str(error)
        else:
            ready = True
            sentence = (
                f"saa-plus runs on {files.detector.record.variant} and {files.segmenter.record.variant}."
            )
        return ShopListing(
            folder=store.folder,
            folder_fixed=MODELS_VARIABLE if os.environ.get(MODELS_VARIABLE) else "",
            files=tuple(_shop_file(stored, chosen) for stored in store.listing()),
            ready=ready,
            sentence=sentence,
        )

    def run(self, action: ShopAction, name: str, job: ShopJob, watch: ShopWatch) -> None:
        """Do a job for one of its files, as ``ModelShop`` asks.

        Raises:
            UnrecognisedFileError: what to import is none of the published files.
            SaaDesktopError: it cannot be done.
        """
        store = self._open_store()
        told = Watch(lambda label, done, total: watch.progress(_progress(label, done, total)), watch.note)
        if action is ShopAction.VERIFY:
            stored = store.verify(store.find(name), told.progress)
            if FileState(stored.state) is not FileState.VERIFIED:
                raise ModelError(f"{stored.record.variant} is {stored.state}: download or import it again.")
        elif action is ShopAction.DOWNLOAD:
            mirrors = (job.mirror,) if job.mirror else ()
            download(store, store.find(name), watch=told, mirrors=mirrors, patience=self._patience)
        elif action is ShopAction.PACK:
            write_pack(store, job.path, [store.find(each) for each in job.names], told.progress)
        else:
            _import(store, job, told)


def list_devices() -> list[ComputeDevice]:
    """Return the CUDA devices that PyTorch finds; imports it, which takes seconds."""
    with loading_smoothly():
        import torch  # noqa: PLC0415 - see above

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    found = [torch.cuda.get_device_properties(index) for index in range(count)]
    return [
        ComputeDevice(f"cuda:{index}", device.name, device.total_memory) for index, device in enumerate(found)
    ]


def _import(store: ModelStore, job: ShopJob, watch: Watch) -> None:
    try:
        if job.as_name:
            # Looking at the structure of a file of another content imports torch.
            with loading_smoothly():
                import_path(store, job.path, watch, job.as_name)
        else:
            import_path(store, job.path, watch)
    except UnrecognisedWeightsError as error:
        raise UnrecognisedFileError(str(error)) from error


def _shop_file(stored: StoredFile, chosen: set[str]) -> ShopFile:
    record = stored.record
    return ShopFile(
        name=record.name,
        role=record.role,
        variant=record.variant,
        file_name=stored.path.name,
        size=record.size,
        licence=record.licence,
        publisher=record.publisher,
        state=FileState(stored.state),
        present=stored.size,
        official=stored.official,
        published_choice=record.name in chosen,
    )


def _progress(label: str, done: int, total: int) -> ShopProgress:
    """Take a label such as ``check sam_vit_b.pth`` apart."""
    step, _, file_name = label.partition(" ")
    return ShopProgress(step, file_name, done, total)
