"""Who may open a session, and what happens to a damaged one."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saa_desktop.domain.errors import SessionError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.sessions import schema
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sessions.writer_lock import SessionInUseError

WRITER = """
import sys
from pathlib import Path
from saa_desktop.sessions import schema
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
session = Session.open_or_create(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def failure(name: str) -> Failure:
    return Failure(ImageReference(Path("/in") / name, name), "broken; copy it again.", datetime.now(UTC))


@contextmanager
def other_process_writing(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline().strip() == b"open"
            yield process
        finally:
            process.kill()


def fill(path: Path) -> None:
    with Session.open_or_create(path) as session:
        for number in range(200):
            session.record_failure(failure(f"{number}.png"))


def test_a_second_process_is_refused_reads_and_takes_over_when_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    with other_process_writing(path):
        with pytest.raises(SessionInUseError, match=r"Another SAA Desktop is writing to the session .*close"):
            Session.open_or_create(path)
        with Session.open_or_read(path) as reader:
            assert reader.read_only
            assert reader.entries() == []
            with pytest.raises(SessionError, match="open for reading only: close the other"):
                reader.record_failure(failure("a.png"))
    with Session.open_or_read(path) as session:
        assert not session.read_only
        session.record_failure(failure("a.png"))
        assert [each.reference.name for each in session.failures()] == ["a.png"]


def test_batch_and_review_of_one_process_share_a_session_until_both_have_closed_it(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    batch, review = Session.open_or_create(path), Session.open_or_create(path)
    batch.record_failure(failure("a.png"))
    batch.close()
    review.record_failure(failure("b.png"))
    script = WRITER.replace("sys.stdin.read()", "")
    command = [sys.executable, "-c", script, str(path)]
    refused = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert "SessionInUseError" in refused.stderr
    review.close()
    assert subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0


@pytest.mark.parametrize("damage", ["cut short", "overwritten"])
def test_a_damaged_session_is_set_aside_whole_and_a_new_one_can_begin(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "session.sqlite"
    fill(path)
    content = path.read_bytes()
    half = len(content) // 4096 // 2 * 4096
    changed = content[:half] + (b"" if damage == "cut short" else b"\xa5" * (len(content) - half))
    path.write_bytes(changed)
    with pytest.raises(SessionError, match=r"damaged; it was set aside as .*start again") as caught:
        Session.open_or_create(path)
    assert not path.exists()
    [aside] = tmp_path.glob("session.damaged-*.sqlite")
    assert aside.read_bytes() == changed
    assert str(path) in str(caught.value)
    assert str(aside) in str(caught.value)
    with Session.open_or_create(path) as session:
        assert session.entries() == []


def test_what_a_crash_left_in_the_log_is_kept_when_a_session_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    fill(path)
    with Session.open_or_create(path) as session:
        session.record_failure(failure("last.png"))
        whole, log = path.read_bytes(), (tmp_path / "session.sqlite-wal").read_bytes()
    (tmp_path / "killed").mkdir()
    path = tmp_path / "killed" / "session.sqlite"
    path.write_bytes(whole[: len(whole) // 4096 // 2 * 4096] + b"\xa5" * 4096 * 9)
    path.with_name("session.sqlite-wal").write_bytes(log)
    with pytest.raises(SessionError, match="set aside"):
        Session.open_or_create(path)
    [aside] = path.parent.glob("session.damaged-*.sqlite-wal")
    assert aside.read_bytes() == log


def test_damage_found_by_a_reader_moves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    fill(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 4096 // 2 * 4096])
    with pytest.raises(SessionError, match="damaged"), Session.open_read_only(path) as session:
        session.entries()
    assert path.exists()


def test_a_session_that_lost_rows_to_a_crash_opens_with_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    with other_process_writing(path) as process, closing(sqlite3.connect(path)) as database:
        process.kill()
        process.wait()
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Session.open_or_create(path) as session:
        assert session.entries() == []


def test_a_session_of_the_first_version_is_read_as_it_is_and_upgraded_for_writing(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    with closing(sqlite3.connect(path)) as database:
        for statement in schema.MIGRATIONS[0]:
            database.execute(statement)
        database.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        database.execute("PRAGMA user_version = 1")
        database.execute("INSERT INTO images VALUES (1, 'a.png', '')")
        database.execute("INSERT INTO outcomes VALUES (1, 1, 'a.png', NULL)")
        database.execute("INSERT INTO failures VALUES (1, 'a.png', 'broken', '2026-03-01T12:00:00+08:00')")
        database.commit()
    with Session.open_read_only(path) as session:
        assert CaptureQueue(session).folders() == []
    with Session.open_or_create(path) as session:
        assert [entry.name for entry in session.entries()] == ["a.png"]
        folder = CaptureQueue(session).watch(tmp_path, prefix="", include=("*.png",), exclude_names=())
        assert CaptureQueue(session).folders() == [folder]
