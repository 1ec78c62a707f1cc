"""One watch over several folders, each with its own product profile, from the shell."""

import json
import signal
import subprocess
import sys
import time

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from saa_desktop.cli import app
from saa_desktop.domain.errors import SessionError
from saa_desktop.sessions.session import Session

LONGEST_S = 120


def picture(number):
    pixels = np.random.default_rng(number).normal(150, 2, (32, 32, 3)).clip(0, 255).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


@pytest.fixture
def station(tmp_path):
    return Station(tmp_path)


class Station:
    """Two cameras' folders, whose names are not the easiest, and the command that watches them."""

    def __init__(self, folder):
        self.plates, self.tiles, self.out = folder / "线 a=b", folder / "tiles", folder / "out"
        self.plates.mkdir()
        self.tiles.mkdir()

    def command(self, *arguments):
        return [
            *(sys.executable, "-m", "saa_desktop", "watch", *map(str, arguments), "--out", str(self.out)),
            *("--models", "lite", "--stable-seconds", "0.2", "--tries", "2", "--no-reports"),
        ]

    def refused(self, *arguments):
        """Return what is said of a watch that cannot be begun; in this process, which is quicker."""
        run = CliRunner().invoke(app, self.command(*arguments)[3:])
        assert run.exit_code == 2
        assert not self.out.exists()
        return run.stderr.replace("\n", " ")

    def watch_until(self, number, *arguments):
        """Watch until so many images are inspected, stop, and return what was said."""
        with subprocess.Popen(self.command(*arguments), stderr=subprocess.PIPE, text=True) as process:
            try:
                end = time.monotonic() + LONGEST_S
                while len(self.profiles()) < number:
                    assert process.poll() is None, process.stderr.read()
                    assert time.monotonic() < end, self.profiles()
                    time.sleep(0.1)
                process.send_signal(signal.SIGTERM)
                said = process.stderr.read()
                assert process.wait(LONGEST_S) == 0
            finally:
                process.kill()
        return said.replace("\n", " ")

    def profiles(self):
        """Return by which profile each image was judged."""
        try:
            with Session.open_read_only(self.out / "session.sqlite") as session:
                return {each.image.name: each.profile.name for each in session.inspections()}
        except SessionError:
            return {}


def test_each_folder_has_its_profile_and_may_get_another_one(station):
    for number in range(3):
        (station.plates / f"{number}.png").write_bytes(picture(number))
        (station.tiles / f"{number}.png").write_bytes(picture(number))
    said = station.watch_until(
        *(6, "--existing", station.tiles, "-p", "generic"),
        *("--folder-profile", f"{station.plates}=sample_plate"),
    )
    assert "was judged by" not in said
    by_plate = {f"线 a=b/{number}.png": "sample_plate" for number in range(3)}
    by_tile = {f"tiles/{number}.png": "generic" for number in range(3)}
    assert station.profiles() == by_plate | by_tile
    summary = json.loads((station.out / "summary.json").read_text("utf-8"))
    judges = [summary["profile"]["name"], *(each["name"] for each in summary["other_profiles"])]
    assert judges == ["generic", "sample_plate"]

    (station.plates / "new.png").write_bytes(picture(9))
    said = station.watch_until(7, station.plates, station.tiles, "--profile", "generic")
    assert f"{station.plates} was judged by the profile sample_plate, version 1 so far, and is by gen" in said
    assert f"{station.tiles} was judged" not in said
    assert station.profiles() == by_plate | by_tile | {"线 a=b/new.png": "generic"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("{tiles}/no", "-p", "generic"), "is no folder: check the spelling"),
        (("{tiles}", "-p", "no_such"), "no_such"),
        (("{tiles}",), "name a profile with --profile"),
        (("--folder-profile", "{tiles}"), "write --folder-profile FOLDER=PROFILE"),
        (("{tiles}", "{tiles}/day", "-p", "generic"), "name only one of them"),
        ((), "There is no folder to watch"),
    ],
)
def test_what_cannot_be_watched_leaves_no_session(station, arguments, sentence):
    assert sentence in station.refused(*(each.format(tiles=station.tiles) for each in arguments))
