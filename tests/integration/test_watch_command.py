"""``saa-desktop watch`` and ``reconcile`` from the shell, on real files with the built-in models."""

import contextlib
import csv
import hashlib
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import cv2
import numpy as np
import pytest

LONGEST_S = 120


def picture(number):
    pixels = np.random.default_rng(number).normal(150, 2, (32, 32, 3)).clip(0, 255).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


def command(*arguments):
    return [sys.executable, "-m", "saa_desktop", *map(str, arguments)]


def reconcile(out):
    """Return the exit code, and the fates with their numbers of files."""
    run = subprocess.run(
        command("reconcile", out),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST_S,
    )
    rows = (line.rsplit(maxsplit=1) for line in run.stdout.splitlines() if line.strip()[-1:].isdigit())
    return run.returncode, {fate.strip(): int(number) for fate, number in rows if int(number)}


class Line:
    """A camera's folder and the command that watches it."""

    def __init__(self, folder):
        self.captures, self.out = folder / "line 1", folder / "结果"
        self.captures.mkdir()
        self.errors = folder / "errors.txt"

    @contextmanager
    def watching(self, *options):
        arguments = command(
            *("watch", self.captures, "--profile", "generic", "--out", self.out, "--models", "lite"),
            *("--stable-seconds", "0.4", "--tries", "2", "--no-reports", *options),
        )
        with self.errors.open("a") as errors, subprocess.Popen(arguments, stderr=errors) as process:
            try:
                self.wait(lambda: "Watching" in self.errors.read_text(), process)
                self.errors.write_text("")
                yield process
            finally:
                process.kill()

    def wait(self, reached, process):
        for _ in range(LONGEST_S * 10):
            if reached():
                return
            assert process.poll() is None, self.errors.read_text()
            time.sleep(0.1)
        pytest.fail(f"not reached in {LONGEST_S} s: {self.states()}")

    def states(self):
        with closing(sqlite3.connect(self.out / "session.sqlite")) as database:
            return dict(database.execute("SELECT state, count(*) FROM captures GROUP BY state").fetchall())

    def done(self, number):
        """Whether so many captures are inspected or given up."""
        states = self.states()
        return sum(states.get(state, 0) for state in ("inspected", "failed", "quarantined")) >= number


@pytest.fixture
def line(tmp_path):
    return Line(tmp_path)


def test_captures_of_every_kind_are_inspected_and_accounted_for(line):
    (line.captures / "before.png").write_bytes(picture(999))
    with line.watching() as process:
        for number in range(30):
            (line.captures / f"burst {number}.png").write_bytes(picture(number))
        day = line.captures / "2026" / "03-01"
        day.mkdir(parents=True)
        for number in range(30, 35):
            (day / f"{number}.tmp").write_bytes(picture(number))
            (day / f"{number}.tmp").rename(day / f"{number}.png")
        whole = picture(36)
        with (line.captures / "slow.png").open("wb") as file:
            for start in range(0, len(whole), len(whole) // 3 + 1):
                file.write(whole[start : start + len(whole) // 3 + 1])
                file.flush()
                time.sleep(0.6)
        (line.captures / "damaged.png").write_bytes(picture(37)[:-30])
        line.wait(lambda: line.done(37), process)
        (line.captures / "burst 0.png").write_bytes(picture(100))
        line.wait(lambda: inspections(line.out, "burst 0.png") == 2, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_S) == 0
    code, fates = reconcile(line.out)
    assert code == 0
    assert fates == {"inspected": 36, "quarantined": 1, "there before the watch": 1, "all": 38}
    with (line.out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["image"]: row for row in csv.DictReader(file)}
    assert len(rows) == 37
    assert rows["burst 0.png"]["sha256"] == hashlib.sha256(picture(100)).hexdigest()
    assert rows["damaged.png"]["error"]
    assert len([path for path in line.captures.rglob("*") if path.is_file()]) == 38


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(path):
    """Write a file until its disk is full."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1000))


def test_a_full_disk_holds_the_watch_up_until_there_is_space(line, small_disk):
    line.out = small_disk / "out"
    ballast = small_disk / "ballast"
    with line.watching() as process:
        for number in range(3):
            (line.captures / f"{number}.png").write_bytes(picture(number))
        line.wait(lambda: line.done(3), process)
        fill(ballast)
        for number in range(3, 40):
            (line.captures / f"{number}.png").write_bytes(picture(number))
        line.wait(lambda: "is full" in line.errors.read_text(), process)
        assert "free some space" in line.errors.read_text()
        assert not line.done(40)
        ballast.unlink()
        line.wait(lambda: line.done(40), process)
        assert "There is space on the disk again" in line.errors.read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_S) == 0
    assert reconcile(line.out) == (0, {"inspected": 40, "all": 40})
    assert len(list((line.out / "masks").iterdir())) == 40


def inspections(out, name):
    with closing(sqlite3.connect(out / "session.sqlite")) as database:
        query = "SELECT count(*) FROM inspections JOIN outcomes USING (id) WHERE file = ?"
        return database.execute(query, (name,)).fetchone()[0]


def test_a_watch_that_is_killed_loses_nothing_and_inspects_nothing_twice(line):
    for start in range(3):
        for number in range(start * 30, start * 30 + 30):
            (line.captures / f"{number}.png").write_bytes(picture(number))
        with line.watching("--existing") as process:
            line.wait(lambda past=start * 30: line.done(past + 5), process)
            process.kill()
            process.wait()
    (line.captures / "0.png").unlink()
    code, fates = reconcile(line.out)
    assert fates["all"] == 90
    with line.watching("--newest-first") as process:
        line.wait(lambda: line.done(90), process)
        process.send_signal(signal.SIGINT)
        assert process.wait(LONGEST_S) == 0
    code, fates = reconcile(line.out)
    assert (code, fates) == (0, {"inspected": 90, "all": 90})
    with closing(sqlite3.connect(line.out / "session.sqlite")) as database:
        twice = "SELECT image_id FROM outcomes GROUP BY image_id HAVING count(*) > 1"
        assert database.execute(twice).fetchall() == []


def test_wrong_folders_and_a_session_in_use_are_sentences(line):
    missing = subprocess.run(
        command("watch", line.captures / "no", "-p", "generic", "-o", line.out, "--models", "lite"),
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
    )
    assert missing.returncode == 2
    assert "is no folder: check the spelling" in missing.stderr
    with line.watching():
        again = subprocess.run(
            command("watch", line.captures, "-p", "generic", "-o", line.out, "--models", "lite"),
            check=False,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
    assert again.returncode == 2
    assert "Another SAA Desktop is writing to the session" in again.stderr.replace("\n", " ")
    (line.captures / "unseen.png").write_bytes(picture(1))
    assert reconcile(line.out) == (1, {"unaccounted for": 1, "all": 1})
