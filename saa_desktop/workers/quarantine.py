"""Lists the captures that were given up, and has them tried again."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.sessions.capture_outcomes import given_up, try_again
from saa_desktop.sessions.session import Session


class QuarantineKeeper(QObject):
    """Opens the session for each job, so that it never stands in the way of who has it for longer."""

    listed = Signal(object, object)
    """Path of the session, list[GivenUp], the latest first."""

    requeued = Signal(object, int)
    """Path of the session, how many captures will be tried again by its watch."""

    failed = Signal(object, str)
    """Path of the session, the sentence for people."""

    _read_requested = Signal(object)
    _try_again_requested = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._read_requested.connect(self._on_read_requested)
        self._try_again_requested.connect(self._on_try_again_requested)

    def read(self, session: Path) -> None:
        """Queue: list what was given up."""
        self._read_requested.emit(session)

    def try_again(self, session: Path, captures: Sequence[Path]) -> None:
        """Queue: put captures back into the queue, then list what is left."""
        self._try_again_requested.emit(session, captures)

    @Slot(object)
    def _on_read_requested(self, path: Path) -> None:
        try:
            with Session.open_read_only(path) as session:
                self.listed.emit(path, given_up(session))
        except SaaDesktopError as error:
            self.failed.emit(path, str(error))

    @Slot(object, object)
    def _on_try_again_requested(self, path: Path, captures: Sequence[Path]) -> None:
        try:
            with Session.open_or_create(path) as session:
                try_again(session, captures)
                left = given_up(session)
        except SaaDesktopError as error:
            self.failed.emit(path, str(error))
        else:
            self.requeued.emit(path, len(captures))
            self.listed.emit(path, left)
