"""The frozen application's window on an X11 screen, from the first start to the first verdict.

Standard library only, as smoke_station.py.
"""

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from smoke_station import PATIENCE_S, SmokeError, Station, check, check_errors, hand_over

OPERATOR = "Wang Wei"
ASKING = r"(Operator|操作员)"
"""Title of the window that asks who reviews."""
PAINTING_S = 2
"""After which a window has surely painted what it shows."""


class Window:
    """The application's window on an X11 screen, used through xdotool.

    Attributes:
        process: the application.
        seconds: from its start to the window on the screen.
    """

    def __init__(self, station: Station) -> None:
        self.environment = {"DISPLAY": station.screen, "PATH": os.defpath, "HOME": str(station.home)}
        started = time.monotonic()
        self.process = station.start("saa-desktop-gui")
        self.find("SAA Desktop")
        self.seconds = time.monotonic() - started

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
    """A person's first start: welcome, samples, one batch, one verdict, quit.

    Args:
        station: whose user has never started the application.
        keep_screen: keeps a picture of the screen under a name.

    Raises:
        SmokeError: something did not come, or what was done does not lie on the disk afterwards.
    """
    settings = station.home / "settings" / "settings.json"
    check(not settings.exists(), f"{settings} is there before the first start")
    hand_over(station)
    forget_files(station.application)
    window = Window(station)
    try:
        answer_welcome(window, keep_screen)
        session = inspect_samples(window, station.home, keep_screen)
        give_verdict(window, session)
        keep_screen("verdict")
        window.close()
    finally:
        window.process.kill()
    chosen = json.loads(settings.read_text("utf-8"))
    check(chosen["language"] == "zh_CN" and chosen["operators"] == [OPERATOR], f"not kept: {chosen}")
    given = decisions(session)
    check(given == [(OPERATOR, "NG")], f"decided: {given}")
    return (
        f"on the screen after {window.seconds:.1f} s, cold; welcome answered, samples open, decided: {given}"
    )


def answer_welcome(window: Window, keep_screen: Callable[[str], None]) -> None:
    """Choose Chinese, give a name, ask for the samples."""
    window.focus("Welcome")
    time.sleep(PAINTING_S)
    keep_screen("welcome")
    window.press("alt+l", "End")
    window.focus("欢迎")
    window.press("alt+o")
    window.write(OPERATOR)
    time.sleep(PAINTING_S)
    keep_screen("welcome-zh_CN")
    window.press("alt+s")


def inspect_samples(window: Window, home: Path, keep_screen: Callable[[str], None]) -> Path:
    """Run a batch on what the welcome has opened; return its session file."""
    thumbnails = home / ".cache" / "saa-desktop" / "thumbnails"
    wait_for("the thumbnails", lambda: list(thumbnails.glob("*/*")), window.process)
    time.sleep(PAINTING_S)
    keep_screen("samples")
    window.focus("SAA Desktop")
    window.press("F5")
    done = wait_for("the batch", lambda: list(home.glob("*/SAA Desktop/*/summary.json")), window.process)
    return done[0].with_name("session.sqlite")


def give_verdict(window: Window, session: Path) -> None:
    """Say NG to the third image, which is, as whom the welcome was told."""
    window.focus("SAA Desktop")
    window.press("d", "d")
    wait_for("the question for the operator", lambda: say_ng(window), window.process)
    wait_for("the decision", lambda: decisions(session) or sign(window), window.process)
    time.sleep(PAINTING_S)


def say_ng(window: Window) -> list[str]:
    """Press the key; return the window that asks who says so, once the batch has ended for the window too."""
    if not (asking := window.windows(ASKING)):
        window.press("2")
        time.sleep(PAINTING_S)
    return asking


def sign(window: Window) -> list[tuple[str, str]]:
    """Accept the name that is offered, wherever it is asked for; no decision has come of it yet."""
    for asking in window.windows(ASKING):
        window.tool("windowfocus", "--sync", asking)
        window.press("Return")
        time.sleep(PAINTING_S)
    return []


def decisions(database: Path) -> list[tuple[str, str]]:
    """Return who decided what, from a session file."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(
            "SELECT operator, json_extract(review, '$.verdict') FROM decisions"
        ).fetchall()


def forget_files(application: Path) -> None:
    """Have the system forget what it has read of the application, so that the next start is a cold one."""
    if hasattr(os, "posix_fadvise"):
        for path in application.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
