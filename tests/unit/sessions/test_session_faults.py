"""Each statement of all that a session records fails once: nothing of it stays, and the next try works."""

import functools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from saa_desktop.domain.captures import CaptureState, FileStamp
from saa_desktop.domain.errors import DiskFullError, SessionError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.reviews import Decision
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from tests.reviewed_session import NOON, REGIONS, REVIEW, Shift


class FaultyConnection(sqlite3.Connection):
    """Raises at the n-th statement from now on."""

    left = 0
    code = sqlite3.SQLITE_IOERR

    def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        self._count()
        return super().execute(statement, *arguments)

    def executemany(self, statement: str, rows: Any) -> sqlite3.Cursor:
        self._count()
        return super().executemany(statement, rows)

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            error = sqlite3.OperationalError("the disk broke")
            error.sqlite_errorcode = self.code
            raise error


@pytest.fixture
def shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shift]:
    monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=FaultyConnection))
    shift = Shift(tmp_path)
    monkeypatch.undo()
    yield shift
    shift.session.close()


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def steps(shift: Shift) -> Sequence[Callable[[], object]]:
    """Return all that is ever recorded, one transaction each."""
    session, queue = shift.session, CaptureQueue(shift.session)
    shift.add("a.png", *REGIONS)
    [inspection] = session.inspections()
    reference = ImageReference(Path("/in/b.png"), "b.png")
    decision = Decision("a.png", inspection.image.sha256, REVIEW, "王伟", NOON)
    return (
        lambda: session.begin_run(["all"], {"saa-desktop": "1"}, NOON),
        lambda: session.record(inspection),
        lambda: session.record_failure(Failure(reference, "b.png is empty.", NOON)),
        lambda: session.record_decision(decision),
        lambda: queue.watch(Path("/in"), prefix="", include=("*.png",), exclude_names=()),
        lambda: queue.note(queue.folders()[0], [(reference, FileStamp(1, 2, 3))], CaptureState.WAITING),
        lambda: queue.retry(queue.captures(queue.folders()[0])),
        lambda: queue.mark(queue.captures(queue.folders()[0]), CaptureState.INSPECTED),
        lambda: queue.begin(queue.folders()[0], existing=True),
        lambda: session.end_run(1, NOON),
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [(sqlite3.SQLITE_IOERR, SessionError), (sqlite3.SQLITE_FULL, DiskFullError)],
    ids=["broken", "full"],
)
def test_what_fails_at_any_statement_leaves_the_session_as_it_was(
    shift: Shift, code: int, kind: type[Exception]
) -> None:
    database = shift.session._connection
    assert isinstance(database, FaultyConnection)
    database.code = code
    failed = 0
    for step in steps(shift):
        before = content(shift.path)
        for statement in count(1):
            database.left = statement
            try:
                step()
                break
            except kind:
                failed += 1
                assert content(shift.path) == before
    assert failed > 40
    database.left = 0
    [found] = shift.session.decisions("a.png")
    assert found.review == REVIEW
    assert shift.session.verify_decisions() == 1


def test_a_session_that_fails_at_any_statement_of_its_opening_can_be_opened_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "session.sqlite"
    failed = 0
    for statement in count(1):
        with monkeypatch.context() as patch:
            patch.setattr(FaultyConnection, "left", statement)
            patch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=FaultyConnection))
            try:
                Session.open_or_create(path).close()
                break
            except SessionError:
                failed += 1
    assert failed > 20
    with Session.open_or_create(path) as session:
        assert session.entries() == []
