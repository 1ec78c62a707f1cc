"""Uses the frozen application as operators do, and stops at the first thing that is not as it should be.

Standard library only and imports nothing of the project: smoke.py runs it where neither can be seen.
The last line of its output counts the steps.
"""

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 600
_NOBODY = 65534
# What the application itself says on standard error.
_OURS = re.compile(
    r"""^\s*$
    | ^Loading\ the\ models
    | ^\d+\ files?,\ .+\ on\ \w+
    | ^[━╸╺\s]*\d+/\d+
    | ^\w+:$
    | ^\S+\ INFO\ |^[-\d]+\ [:,\d]+\ INFO\ saa_desktop\.
    | ^[a-z_0-9]+:\ verified
    """,
    re.VERBOSE,
)


# Random weights give boxes of four sizes; those of one size, about 70, go on to the segmenter.
_PROFILE = """\
schema_version: 1
name: smoke
version: 1
title: {en: Smoke test, zh_CN: 冒烟测试}
description: {en: Random weights, zh_CN: 随机权重}
object: {prompt: cap, count: 1}
class_agnostic: {templates: [], exclude: ''}
class_specific: [{prompt: speck., exclude: cap}]
box_threshold: 0.1
text_threshold: 0.1
property_prompts:
  {min_area: 0.05, max_area: 0.2, min_object_overlap: 0.0, edge_margin: 0.0, region_of_interest: []}
saliency: {strength: 3.0}
confidence: {top_k: 5}
verdict: {review_at: 0.25, ng_at: 0.6}
images: {include: [], exclude: []}
as_published: false
"""


class SmokeError(Exception):
    """The application did something other than it should."""


@dataclass
class Station:
    """A workstation: the application, a user's home, and how programs are started there.

    Attributes:
        application: folder with the executables.
        home: the user's home folder, writable.
        screen: X11 display, "" without one.
        as_nobody: whether programs run as a user without rights.
    """

    application: Path
    home: Path
    screen: str
    as_nobody: bool

    def executable(self, name: str) -> Path:
        """Return the path of one of the two programs."""
        return self.application / (f"{name}.exe" if os.name == "nt" else name)

    def environment(self) -> dict[str, str]:
        """Return a user's environment: nothing of the machine that built the application."""
        if os.name == "nt":
            kept = {
                name: os.environ[name]
                for name in ("SYSTEMROOT", "WINDIR", "TEMP", "TMP")
                if name in os.environ
            }
            folders = {
                "USERPROFILE": self.home,
                "APPDATA": self.home / "roaming",
                "LOCALAPPDATA": self.home / "local",
            }
            return (
                kept
                | {name: str(path) for name, path in folders.items()}
                | {"SAA_DESKTOP_CONFIG": str(self.home)}
            )
        return {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": "/nonexistent",
            "DISPLAY": self.screen,
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
            "SAA_DESKTOP_CONFIG": str(self.home / "settings"),
        }

    def start(self, program: str, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Start one of the two programs."""
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if self.as_nobody else {}
        return subprocess.Popen(
            [self.executable(program), *arguments],
            env=self.environment(),
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **user,
        )

    def run(self, *arguments: str | Path) -> str:
        """Run the command line to its end; return its standard output.

        Raises:
            SmokeError: it failed, or wrote something to standard error that is not the application's own.
        """
        process = self.start("saa-desktop", *arguments)
        try:
            output, errors = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
        check(process.returncode == 0, f"{arguments} ended with {process.returncode}: {output}{errors}")
        check_errors(errors)
        return output


def check(good: bool, otherwise: str) -> None:
    """Stop unless something is as it should be."""
    if not good:
        raise SmokeError(otherwise)


def check_errors(errors: str) -> None:
    """Stop if standard error holds a line that the application did not write."""
    foreign = [line for line in re.split(r"[\r\n]+", errors) if not _OURS.search(line)]
    check(not foreign, "on standard error, and not ours: " + "\n".join(foreign))


def show_version(station: Station, expected: str) -> str:
    """``--version`` names the version that was built."""
    said = station.run("--version").strip()
    check(said == f"saa-desktop {expected}", f"--version says {said!r}")
    return said


def run_checks(station: Station) -> str:
    """``checks`` finds every library, and its data in the application's folder."""
    said = station.run("checks")
    check("is not installed" not in said, said)
    check("shipped data" in said, said)
    return f"{sum(line.strip().startswith('ok') for line in said.splitlines())} lines ok"


def inspect_samples(station: Station) -> str:
    """``inspect`` finds defects on the samples, from a folder with a Chinese name."""
    samples = sorted(station.application.glob("**/resources/samples/*/images"))
    check(bool(samples), "the application has no samples")
    counts = []
    for images in samples:
        name = images.parent.name
        folder = copy_samples(station, name)
        results = station.home / f"结果 {name}"
        profile = f"sample_{name}"
        said = station.run(
            "inspect", folder, "--profile", profile, "--out", results, "--models", "lite", "--json"
        )
        summary = json.loads(said)
        table = (results / "results.csv").read_text("utf-8-sig").splitlines()
        check(len(table) == 1 + len(list(folder.iterdir())), f"{name}: {summary}")
        check(any(",NG," in line for line in table), f"{name}: no defect was found: {table}")
        check(
            len(list((results / "reports").iterdir())) == len(table) - 1,
            f"{name}: report pictures are missing",
        )
        counts.append(f"{name} {len(table) - 1}")
    return ", ".join(counts)


def copy_samples(station: Station, name: str) -> Path:
    """Return a folder of the user's own with the images of a sample product."""
    folder = station.home / f"样品 {name}"
    if not folder.exists():
        shutil.copytree(next(station.application.glob(f"**/resources/samples/{name}/images")), folder)
    return folder


def import_models(station: Station, pack: Path) -> str:
    """``models import`` takes a pack, and ``saa-plus`` runs on what was in it: every network once."""
    station.run("models", "import", pack)
    listing = station.run("models", "list")
    check("saa-plus runs on" in listing, listing)
    folder = station.home / "one image"
    folder.mkdir()
    sample = next(station.application.glob("**/resources/samples/cap/images/*"))
    shutil.copy(sample, folder)
    results = station.home / "saa-plus"
    profile = station.home / "smoke.yaml"
    profile.write_text(_PROFILE, "utf-8")
    command = ("inspect", folder, "--profile", profile, "--out", results, "--models", "saa-plus")
    said = json.loads(station.run(*command, "--device", "cpu", "--json"))
    with closing(sqlite3.connect(results / "session.sqlite")) as session:
        masks = session.execute("SELECT count(*) FROM regions WHERE mask_area IS NOT NULL").fetchone()[0]
    check(masks > 0, f"no box went on to the segmenter: {said}")
    return f"{listing.strip().splitlines()[-1]} {masks} boxes went on to the segmenter."


class Window:
    """The application's window on an X11 screen, used through xdotool."""

    def __init__(self, station: Station, *paths: Path) -> None:
        self.environment = {"DISPLAY": station.screen, "PATH": os.defpath, "HOME": str(station.home)}
        self.started = time.monotonic()
        self.process = station.start("saa-desktop-gui", *paths)
        self.number = self.find("SAA Desktop")
        self.seconds = time.monotonic() - self.started

    def find(self, title: str) -> str:
        """Return the number of the window with a title, as soon as it is there."""
        return wait_for(f"the window {title!r}", lambda: self.windows(title), self.process)[0]

    def windows(self, title: str) -> list[str]:
        """Return the numbers of the visible windows with a title."""
        return self.tool("search", "--onlyvisible", "--name", f"^{title}$").split()

    def focus(self, title: str) -> None:
        """Give a window the keyboard, as a click on it would."""
        self.tool("windowfocus", "--sync", self.find(title))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self.tool("key", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self.tool("type", "--delay", "20", text)

    def tool(self, *arguments: str) -> str:
        """Run xdotool; return what it says."""
        command = ["xdotool", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        ).stdout

    def close(self) -> None:
        """Quit as operators do, and check how the process ends."""
        self.focus("SAA Desktop")
        self.press("ctrl+q")
        _, errors = self.process.communicate(timeout=PATIENCE_S)
        check(self.process.returncode == 0, f"the window ended with {self.process.returncode}: {errors}")
        check_errors(errors)


def wait_for(what: str, ask: Callable[[], list], process: "subprocess.Popen[str]") -> list:
    """Return the first answer that is not empty."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := ask()):
        if process.poll() is not None:
            raise SmokeError(f"the window has gone: {process.communicate()[1]}")
        check(time.monotonic() < end, f"waited in vain for {what}")
        time.sleep(0.05)
    return answer


def use_window(station: Station, keep_screen: Callable[[str], None]) -> str:
    """The window opens a sample, runs it, takes a verdict, quits; the decision lies in the session."""
    (station.home / "settings").mkdir(exist_ok=True)
    settings = {"version": 1, "language": "zh_CN", "models": "lite", "profile": "sample_plate"}
    (station.home / "settings" / "settings.json").write_text(json.dumps(settings))
    images = copy_samples(station, "plate")
    hand_over(station)
    forget_files(station.application)
    window = Window(station, images)
    try:
        seconds = window.seconds
        wait_for(
            "the thumbnails",
            lambda: list(station.home.glob(".cache/saa-desktop/thumbnails/*/*")),
            window.process,
        )
        time.sleep(2)
        keep_screen("started")
        window.focus("SAA Desktop")
        window.press("F5")
        session = wait_for(
            "the session", lambda: list(station.home.glob("*/SAA Desktop/*/summary.json")), window.process
        )
        database = session[0].with_name("session.sqlite")
        operator = wait_for("the question for the operator", lambda: ask_operator(window), window.process)
        window.tool("windowfocus", "--sync", operator[0])
        window.write("Wang Wei")
        window.press("Return")
        wait_for("the decision", lambda: decisions(database), window.process)
        time.sleep(2)
        keep_screen("verdict")
        window.close()
    finally:
        window.process.kill()
    return f"window on the screen after {seconds:.1f} s, cold; decisions: {decisions(database)}"


def ask_operator(window: Window) -> list[str]:
    """Say NG; return the window that asks who says so, once the batch has ended for the window too."""
    if not (asking := window.windows(r"(Operator|操作员)")):
        window.press("2")
        time.sleep(2)
    return asking


def decisions(database: Path) -> list[tuple[str, str]]:
    """Return who decided what, from a session file."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(
            "SELECT operator, json_extract(review, '$.verdict') FROM decisions"
        ).fetchall()


def start_window_offscreen(station: Station) -> str:
    """Without a screen to look at, the window at least starts, stays, and says nothing."""
    process = station.start("saa-desktop-gui", "-platform", "offscreen")
    try:
        _, errors = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        _, errors = process.communicate()
        check_errors(errors)
        return "stayed 20 s"
    raise SmokeError(f"the window ended by itself: {errors}")


def forget_files(application: Path) -> None:
    """Have the system forget what it has read of the application, so that the next start is a cold one."""
    if hasattr(os, "posix_fadvise"):
        for path in application.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def hand_over(station: Station) -> None:
    """Give the home folder to the user who runs the programs."""
    if station.as_nobody:
        for path in (station.home, *station.home.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def main() -> int:
    """Run every step that this machine allows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("application", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--screen", default="")
    parser.add_argument("--frame-buffer", type=Path, help="the file in which Xvfb keeps its screen")
    parser.add_argument("--as-nobody", action="store_true")
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    (options.home / "runtime").mkdir(mode=0o700, exist_ok=True)
    station = Station(options.application, options.home, options.screen, options.as_nobody)
    hand_over(station)

    def keep_screen(name: str) -> None:
        if options.frame_buffer:
            shutil.copy(options.frame_buffer, options.frame_buffer.with_name(f"{name}.xwd"))

    steps: list[tuple[str, Callable[[], str]]] = [
        ("--version", lambda: show_version(station, options.version)),
        ("checks", lambda: run_checks(station)),
        ("inspect the samples", lambda: inspect_samples(station)),
    ]
    if options.pack:
        steps.append(("models import, saa-plus", lambda: import_models(station, options.pack)))
    if options.screen:
        steps.append(("window", lambda: use_window(station, keep_screen)))
    else:
        steps.append(("window without a screen", lambda: start_window_offscreen(station)))
    for name, step in steps:
        hand_over(station)
        started = time.monotonic()
        try:
            said = step()
        except (SmokeError, subprocess.TimeoutExpired, OSError) as error:
            print(f"FAILED  {name}: {error}", flush=True)
            return 1
        print(f"ok  {time.monotonic() - started:6.1f} s  {name}: {said}", flush=True)
    print(f"{len(steps)} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
