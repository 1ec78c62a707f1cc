"""Computes the figures of a session, away from the window's thread."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.shift_figures import Places, ShiftStatistics
from saa_desktop.domain.shift_rows import within
from saa_desktop.domain.shift_statistics import shift_statistics
from saa_desktop.sessions.session import Session
from saa_desktop.workers.chart_library import load_chart_library
from saa_desktop.workers.quiet_collector import collector_paused

_ROWS_FREED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, eq=False)
class StatisticsRequest:
    """Which figures. Each request is equal to itself only.

    Attributes:
        session: the session file.
        edition: of the session, as far as who asks has heard of changes.
        since: images that ended before do not count, with its zone; ``None`` for all from the first on.
        until: images that ended then or later do not count, with its zone; ``None`` for all up to the last.
    """

    session: Path
    edition: int
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SessionStatistics:
    """The figures, and the images that they speak of.

    Attributes:
        figures: of the period.
        names: of the images, by their places.
    """

    figures: ShiftStatistics
    names: tuple[str, ...]

    def names_of(self, places: Places) -> tuple[str, ...]:
        """Return the names of images at places."""
        return tuple(map(self.names.__getitem__, places.tolist()))


class StatisticsReader(QObject):
    """One computation at a time; of several that wait only the last one is made."""

    computed = Signal(object, object)
    """StatisticsRequest, SessionStatistics."""

    failed = Signal(object, str)
    """StatisticsRequest, the sentence for people."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: StatisticsRequest | None = None
        self._requested.connect(self._on_requested)

    def compute(self, request: StatisticsRequest) -> None:
        """Queue a computation in place of those that wait."""
        self._newest = request
        self._requested.emit(request)

    @Slot(object)
    def _on_requested(self, request: StatisticsRequest) -> None:
        if request is not self._newest:
            return
        load_chart_library()
        try:
            with collector_paused():
                answer = _statistics(request)
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
        else:
            self.computed.emit(request, answer)


def _statistics(request: StatisticsRequest) -> SessionStatistics:
    """Read a session and compute its figures; one whose file is yet to be made has no images.

    Raises:
        SessionError: the session cannot be read.
    """
    if not request.session.exists():
        return SessionStatistics(shift_statistics(()), ())
    with Session.open_read_only(request.session) as session:
        rows = session.shift_rows(by_name=False)
    chosen = within(rows, request.since, request.until)
    answer = SessionStatistics(shift_statistics(chosen), tuple([row.entry.name for row in chosen]))
    del chosen
    # Freed at once, 100,000 rows would hold up the other threads for a tenth of a second.
    while rows:
        del rows[-_ROWS_FREED_AT_ONCE:]
    return answer
