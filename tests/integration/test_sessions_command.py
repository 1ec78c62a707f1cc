"""``saa-desktop sessions verify`` on a session that was reviewed."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.sessions.session import Session

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Session.open_or_create(tmp_path / "session.sqlite") as session:
        session.record_failure(Failure(ImageReference(tmp_path / "a.png", "a.png"), "Broken.", NOW, "1" * 64))
        for verdict in OperatorVerdict:
            session.record_decision(Decision("a.png", "1" * 64, Review(verdict), "王伟", NOW))
    return tmp_path


def verify(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "saa_desktop", "sessions", "verify", path],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def test_an_untouched_session_passes(folder: Path) -> None:
    done = verify(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 decisions, all as they were made" in done.stdout


def test_a_changed_decision_is_named(folder: Path) -> None:
    database = sqlite3.connect(folder / "session.sqlite")
    database.execute("DROP TRIGGER decisions_are_not_changed")
    database.execute("UPDATE decisions SET operator = 'nobody' WHERE id = 2")
    database.commit()
    database.close()
    done = verify(folder / "session.sqlite")
    assert done.returncode == 2
    assert "Decision 2 of 3" in done.stderr
    assert "Traceback" not in done.stderr
