"""Looks which files and folders are still there; a dead network drive takes its time to answer."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot


class PlaceChecker(QObject):
    """One look at a time."""

    checked = Signal(object)
    """frozenset[Path]: those that are not there."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._requested.connect(self._on_requested)

    def check(self, places: Iterable[Path]) -> None:
        """Queue a look at files and folders."""
        self._requested.emit(tuple(places))

    @Slot(object)
    def _on_requested(self, places: tuple[Path, ...]) -> None:
        self.checked.emit(frozenset(place for place in places if not _is_there(place)))


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:
        return False
