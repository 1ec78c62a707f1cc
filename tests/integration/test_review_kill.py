"""The window is killed in the middle of a review, again and again: no verdict that it had stored is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from saa_desktop.sessions.session import Session
from tests.reviewed_session import Shift, candidate, spot

ROOT = Path(__file__).resolve().parents[2]
IMAGES, KILLS = 40, 10

Recorded = tuple[str, str]


def review_and_kill(folder: Path, home: Path, seconds: float) -> tuple[int, list[Recorded]]:
    """Let the window review for a while, and kill it.

    Returns:
        How many verdicts were given, and the time and image of those that the window said are stored.
    """
    command = [sys.executable, "-m", "tests.review_until_killed", str(folder), str(home)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = [first, *process.stdout]
    assert process.returncode == -signal.SIGKILL
    words = [line.split(maxsplit=2) for line in lines]
    recorded = [(each[1], each[2].rstrip()) for each in words if each[0] == "recorded"]
    return len(words) - len(recorded), recorded


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_no_stored_verdict_is_lost_to_kill_9(tmp_path: Path) -> None:
    shift = Shift(tmp_path)
    names = [f"{number}.png" for number in range(IMAGES)]
    for name in names:
        shift.add(name, candidate(spot(2, 2), 0.9, 1))
    shift.session.close()
    given, recorded = 0, set[Recorded]()
    for _ in range(KILLS):
        more, said = review_and_kill(shift.path.parent, tmp_path / "home", random.uniform(0, 0.5))
        given += more
        recorded.update(said)
        with closing(sqlite3.connect(shift.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with Session.open_or_create(shift.path) as session:
            stored = {
                (decision.decided_at.isoformat(), name)
                for name in names
                for decision in session.decisions(name)
            }
            assert session.verify_decisions() == len(stored) <= given
        assert recorded - stored == set()
    assert recorded
    figures = f"{given} verdicts given, {len(stored)} stored, {len(recorded)} said to be"
    sys.stdout.write(f"{KILLS} kills: {figures}, 0 of them lost\n")
