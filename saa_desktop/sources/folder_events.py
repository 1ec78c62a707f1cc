"""Hints of the operating system that a folder has changed. They may be late, wrong or missing."""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Not the events of a file that is opened or read: the inspection itself does that.
_CHANGES = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileClosedEvent]
_log = logging.getLogger(__name__)


class _Hint(FileSystemEventHandler):
    def __init__(self, changed: threading.Event) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - where is seen by listing
        self._changed.set()


@contextmanager
def folder_events(folders: Iterable[Path]) -> Iterator[threading.Event]:
    """Yield an event that is set when a file in or below a folder was made, changed or moved.

    Where the system gives no such hints (a network share, too many folders, a folder out of reach), it is
    never set; the log says why.
    """
    changed = threading.Event()
    observer = Observer()
    observer.daemon = True
    # Before the folders: one that cannot be watched would end it for all.
    observer.start()
    try:
        for folder in folders:
            try:
                observer.schedule(_Hint(changed), str(folder), recursive=True, event_filter=_CHANGES)
            except OSError as error:
                _log.info("no events for %s: %s", folder, error)
        yield changed
    finally:
        observer.stop()
        observer.join()
