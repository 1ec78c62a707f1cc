"""Brings the weights of the networks onto this machine in a thread of its own; the real shop is injected."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError

_log = logging.getLogger(__name__)

_TELL_SECONDS = 0.1


class FileState(StrEnum):
    """What is known of one file; the values are also the words of the command line."""

    MISSING = "missing"
    PARTIAL = "partly downloaded"
    UNVERIFIED = "not verified"
    VERIFIED = "verified"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ShopFile:
    """One published file.

    Attributes:
        name: stable id.
        role: what it does in the model set: ``detector``, ``segmenter``, ``backbone`` or ``vocabulary``.
        variant: which architecture it holds, for people.
        file_name: its name in the models folder.
        size: bytes when complete.
        licence: SPDX identifier.
        publisher: whom the licence names.
        state: what is known of it.
        present: bytes that lie in the folder.
        official: whether it is the published file, as opposed to one of the same structure.
        published_choice: whether saa-plus was published with it.
    """

    name: str
    role: str
    variant: str
    file_name: str
    size: int
    licence: str
    publisher: str
    state: FileState
    present: int
    official: bool
    published_choice: bool


@dataclass(frozen=True, slots=True)
class ShopListing:
    """What the shop has.

    Attributes:
        folder: where the files lie.
        folder_fixed: what fixes the folder, so that a choice of another one has no effect; "" for nothing.
        files: in the order of preference within their roles.
        ready: whether the model set ``saa-plus`` can run.
        sentence: what it runs on, or what it lacks and what to do.
    """

    folder: Path
    folder_fixed: str
    files: tuple[ShopFile, ...]
    ready: bool
    sentence: str


class ShopAction(StrEnum):
    """What can be done in the shop."""

    VERIFY = "verify"
    DOWNLOAD = "download"
    IMPORT = "import"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class ShopJob:
    """One thing to do.

    Attributes:
        action: what.
        names: of the files that it is about; for a pack, none means all that are verified.
        path: what to import, or the pack to write.
        as_name: which file the imported one stands for, whose content is none of the published ones.
        mirror: address to try before the public ones; "" for none.
    """

    action: ShopAction
    names: tuple[str, ...] = ()
    path: Path = Path()
    as_name: str = ""
    mirror: str = ""


@dataclass(frozen=True, slots=True)
class ShopProgress:
    """How far a step has come.

    Attributes:
        step: ``download``, ``check``, ``copy`` or ``pack``.
        file_name: of which file.
        done: bytes.
        total: bytes.
    """

    step: str
    file_name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ShopWatch:
    """Who watches a job. Either function raises Cancelled once the job is to stop.

    Attributes:
        progress: told the bytes, often.
        note: told sentences for people while the job goes on.
    """

    progress: Callable[[ShopProgress], None]
    note: Callable[[str], None]


class UnrecognisedFileError(SaaDesktopError):
    """A file to import is none of the published ones; it may be taken as one whose structure it has."""


class ModelShop(Protocol):
    """What the worker asks of the weights on this machine."""

    def listing(self) -> ShopListing:
        """Return what is there; reads no weights."""
        ...

    def run(self, action: ShopAction, name: str, job: ShopJob, watch: ShopWatch) -> None:
        """Do a job for one of its files.

        Args:
            action: the job's.
            name: of the file; "" for an import or a pack, which are done in one go.
            job: the rest.
            watch: told how it goes.

        Raises:
            Cancelled: ``watch`` asked for it; what was downloaded is kept, for the download to go on.
            UnrecognisedFileError: what to import is none of the published files.
            SaaDesktopError: it cannot be done: the sentence for people.
        """
        ...


class ShopWorker(QObject):
    """One job at a time. Each ends in exactly one of ``finished``, ``failed`` and ``cancelled``."""

    listed = Signal(object)
    """What lies in the folder, when it was asked for and after each file of a job: ShopListing."""

    listing_failed = Signal(str)
    """The folder cannot be looked at: the sentence for people."""

    started = Signal(object)
    """ShopJob."""

    progressed = Signal(object)
    """ShopProgress, ten times a second at most."""

    noted = Signal(str)
    """A sentence for people about the job under way."""

    finished = Signal(object)
    """ShopJob."""

    failed = Signal(object, str, bool)
    """ShopJob, a sentence for people on each line, whether it is a file to import that is not recognised."""

    cancelled = Signal(object)
    """ShopJob; a download goes on from where it was cancelled."""

    _refresh_requested = Signal()
    _requested = Signal(object, object)

    def __init__(self, shop: ModelShop) -> None:
        super().__init__()
        self._shop = shop
        self._cancel = threading.Event()
        self._told = 0.0
        self._refresh_requested.connect(self._on_refresh_requested)
        self._requested.connect(self._on_requested)

    def refresh(self) -> None:
        """Queue a look at the folder."""
        self._refresh_requested.emit()

    def start(self, job: ShopJob) -> None:
        """Queue a job."""
        self._cancel = threading.Event()
        self._requested.emit(job, self._cancel)

    def cancel(self) -> None:
        """Ask the job that was started last to stop."""
        self._cancel.set()

    @Slot()
    def _on_refresh_requested(self) -> None:
        try:
            self.listed.emit(self._shop.listing())
        except (SaaDesktopError, OSError) as error:
            self.listing_failed.emit(str(error))

    @Slot(object, object)
    def _on_requested(self, job: ShopJob, cancel: threading.Event) -> None:
        self.started.emit(job)
        try:
            sentences = self._run(job, self._watch(cancel))
        except Cancelled:
            self._on_refresh_requested()
            self.cancelled.emit(job)
        except UnrecognisedFileError as error:
            self.failed.emit(job, str(error), True)
        else:
            if sentences:
                self.failed.emit(job, "\n".join(sentences), False)
            else:
                self.finished.emit(job)

    def _run(self, job: ShopJob, watch: ShopWatch) -> list[str]:
        """Do the job for each of its files, whatever happens to the others; return what went wrong.

        Raises:
            Cancelled: it is to stop.
            UnrecognisedFileError: what to import is none of the published files.
        """
        in_one_go = job.action in {ShopAction.IMPORT, ShopAction.PACK}
        sentences = []
        for name in ("",) if in_one_go else job.names:
            try:
                self._shop.run(job.action, name, job, watch)
            except (Cancelled, UnrecognisedFileError):
                raise
            except SaaDesktopError as error:
                sentences.append(str(error))
            except Exception as error:  # noqa: BLE001 - whatever happens is told
                _log.exception("a job with the models' files ended unexpectedly")
                sentences.append(
                    f"This could not be done ({type(error).__name__}: {error}); the log holds the details "
                    "for a report of this fault."
                )
            self._on_refresh_requested()
        return sentences

    def _watch(self, cancel: threading.Event) -> ShopWatch:
        def progress(step: ShopProgress) -> None:
            if cancel.is_set():
                raise Cancelled
            now = time.monotonic()
            if step.done >= step.total or now - self._told >= _TELL_SECONDS:
                self._told = now
                self.progressed.emit(step)

        def note(sentence: str) -> None:
            if cancel.is_set():
                raise Cancelled
            self.noted.emit(sentence)

        return ShopWatch(progress, note)
