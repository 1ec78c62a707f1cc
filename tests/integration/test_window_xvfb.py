"""The application in a process of its own on an X11 screen, used by keyboard as a person does.

Needs the Debian packages xvfb and xdotool, and what Qt's windows link to there.
"""

import csv
import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PIL import Image

from saa_desktop.data_files import data_path
from saa_desktop.domain import masks
from saa_desktop.domain.errors import SessionError
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.sessions.session import Session
from saa_desktop.settings import Settings

MAIN = Path(__file__).resolve().parents[2] / "main.py"
SAMPLES = data_path("resources", "samples", "plate", "images")
OPERATOR = "Wang Wei"
GIVEN = [OperatorVerdict.OK, OperatorVerdict.NG, OperatorVerdict.RECHECK, OperatorVerdict.OK]
KEYS = {OperatorVerdict.OK: "1", OperatorVerdict.NG: "2", OperatorVerdict.RECHECK: "3"}
PATIENCE_S = 60

_T = TypeVar("_T")


def missing_packages() -> str:
    """Return the Debian packages that this test lacks."""
    needed = {
        "xvfb": shutil.which("Xvfb"),
        "xdotool": shutil.which("xdotool"),
        "libxcb-cursor0": ctypes.util.find_library("xcb-cursor"),
    }
    return " ".join(package for package, found in needed.items() if not found)


def wait_for(what: str, ask: Callable[[], _T]) -> _T:
    """Return the first answer that is not empty."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := ask()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
    return answer


class Desk:
    """A screen, a home folder, and the application started there.

    Attributes:
        images: a folder with copies of sample images.
        exported: where the last export went, as the settings know.
    """

    def __init__(self, home: Path, display: str) -> None:
        self.images = home / "images"
        self.exported = home / "exported"
        shutil.copytree(SAMPLES, self.images)
        self._home = home
        config = home / "config"
        settings = Settings(
            language="en", models="lite", profile="sample_plate", export_folder=str(self.exported)
        )
        config.mkdir()
        (config / "settings.json").write_text(settings.model_dump_json())
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        # Desktop settings of whoever runs the tests could bring other dialogs.
        foreign = ("QT_", "XDG_", "WAYLAND_", "KDE_", "GNOME_", "DESKTOP_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self._environment = kept | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "SAA_DESKTOP_CONFIG": str(config),
            "SAA_DESKTOP_PROFILES": str(home / "profiles"),
            "XDG_CONFIG_HOME": str(config),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DOCUMENTS_DIR": str(home / "documents"),
        }
        self._errors = home / "stderr.txt"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen([sys.executable, MAIN], env=self._environment, stderr=errors)

    def errors(self) -> str:
        return self._errors.read_text()

    def session(self) -> Path | None:
        return next(self._home.glob("documents/SAA Desktop/*/session.sqlite"), None)

    def thumbnails(self) -> list[Path]:
        return [path for path in (self._home / "cache" / "saa-desktop").rglob("*") if path.is_file()]

    def focus(self, title: str) -> None:
        """Give a window the keyboard, as a click on it would; wait for the window if need be."""
        assert self.process.poll() is None, self.errors()
        window = wait_for(f"the window {title!r}", lambda: self._windows(title))[0]
        self._xdotool("windowfocus", "--sync", window)

    def press(self, *keys: str) -> None:
        self._xdotool("key", *keys)

    def write(self, text: str) -> None:
        self._xdotool("type", "--delay", "5", text)

    def wait_closed(self, title: str) -> None:
        wait_for(f"the end of {title!r}", lambda: not self._windows(title))

    def _windows(self, title: str) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()

    def _xdotool(self, *arguments: str) -> str:
        # Its search ends with 1 where it finds nothing.
        command = ["xdotool", *arguments]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0 or arguments[0] == "search", done.stderr
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    if packages := missing_packages():
        pytest.skip(f"needs the Debian packages {packages}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    desk = None
    try:
        desk = Desk(tmp_path, display)
        yield desk
    finally:
        for process in (desk and desk.process, screen):
            if process:
                process.kill()
                process.wait()


def test_a_folder_is_opened_run_reviewed_and_exported_by_keyboard(desk: Desk) -> None:
    originals = {path.name: path.read_bytes() for path in desk.images.iterdir()}
    open_folder(desk, len(originals))
    path = run(desk)
    began = datetime.now().astimezone()
    review(desk, path)
    export(desk)
    desk.focus("SAA Desktop")
    desk.press("ctrl+q")
    assert desk.process.wait(PATIENCE_S) == 0
    assert [line for line in desk.errors().splitlines() if " INFO " not in line] == []

    assert {path.name: path.read_bytes() for path in desk.images.iterdir()} == originals
    with Session.open_read_only(path) as session:
        assert session.verify_decisions() == len(GIVEN)
        decisions = session.latest_decisions()
        inspections = {each.image.name: each for each in session.inspections()}
    assert [decisions[name].review.verdict for name in sorted(originals)] == GIVEN
    assert {decision.operator for decision in decisions.values()} == {OPERATOR}
    assert all(began <= decision.decided_at <= datetime.now().astimezone() for decision in decisions.values())
    assert any(inspection.ai_verdict is AiVerdict.NG for inspection in inspections.values())
    compare_tables(desk.exported, path.parent, decisions)
    compare_masks(desk.exported / "masks", inspections)


def open_folder(desk: Desk, count: int) -> None:
    desk.focus("SAA Desktop")
    desk.press("ctrl+u")
    desk.focus("Open folder")
    desk.write(str(desk.images))
    desk.press("Return")
    desk.wait_closed("Open folder")
    wait_for("the images in the list", lambda: len(desk.thumbnails()) == count)


def run(desk: Desk) -> Path:
    """Inspect the images and return the session file."""
    desk.focus("SAA Desktop")
    desk.press("F5")
    path = wait_for("the session", desk.session)

    def ended() -> bool:
        # Until the application has made its tables it is no session yet.
        with suppress(SessionError), Session.open_read_only(path) as session:
            return any(run.ended_at for run in session.runs())
        return False

    wait_for("the end of the batch", ended)
    return path


def review(desk: Desk, path: Path) -> None:
    """Give each image its verdict, as soon as the one before is on the disk."""

    def decided() -> int:
        with Session.open_read_only(path) as session:
            return len(session.latest_decisions())

    for count, verdict in enumerate(GIVEN, start=1):
        desk.press(KEYS[verdict])
        if count == 1:
            desk.focus("Operator")
            desk.write(OPERATOR)
            desk.press("Return")
            desk.wait_closed("Operator")
            desk.focus("SAA Desktop")
        wait_for(f"verdict {count} in the session", lambda count=count: decided() == count)


def export(desk: Desk) -> None:
    desk.press("ctrl+e")
    desk.focus("Export the review")
    desk.press("Return")
    wait_for("the export", (desk.exported / "summary.json").is_file)
    desk.press("Escape")
    desk.wait_closed("Export the review")


def compare_tables(exported: Path, output: Path, decisions: Mapping[str, Decision]) -> None:
    """Check that the exported table is the batch's with what was said, and with nothing else."""
    said = {
        name: {
            "operator_verdict": decision.review.verdict,
            "operator": OPERATOR,
            "reviewed_at": decision.decided_at.isoformat(timespec="milliseconds"),
            "defect_class": "",
            "note": "",
            "flagged": "no",
        }
        for name, decision in decisions.items()
    }
    assert rows(exported / "results.csv") == [
        row | said[row["image"]] for row in rows(output / "results.csv")
    ]


def compare_masks(folder: Path, inspections: Mapping[str, Inspection]) -> None:
    """Check that each mask is the union of the regions that the session holds."""
    for name, inspection in inspections.items():
        found = [region.mask for region in inspection.findings.regions if region.kept and region.mask]
        union = masks.union(found, inspection.image.height, inspection.image.width)
        with Image.open(folder / f"{name}.png") as mask:
            assert np.array_equal(np.asarray(mask) > 0, union)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
