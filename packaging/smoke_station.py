"""A workstation with the frozen application, as the smoke test uses it.

Standard library only and imports nothing of the project, as everything that runs where neither can be seen.
"""

import os
import re
import subprocess
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

    def seen(self, path: Path) -> str:
        """Return what the programs call a path."""
        return str(path)

    def environment(self) -> dict[str, str]:
        """Return a user's environment: nothing of the machine that built the application."""
        if os.name == "nt":
            kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP")
            return {name: os.environ[name] for name in kept if name in os.environ} | {
                "USERPROFILE": str(self.home),
                "APPDATA": str(self.home / "roaming"),
                "LOCALAPPDATA": str(self.home / "local"),
                "SAA_DESKTOP_CONFIG": str(self.home / "settings"),
            }
        return {
            "HOME": self.seen(self.home),
            "LANG": "C.UTF-8",
            "PATH": "/nonexistent",
            "DISPLAY": self.screen,
            "XDG_RUNTIME_DIR": self.seen(self.home / "runtime"),
            "SAA_DESKTOP_CONFIG": self.seen(self.home / "settings"),
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


def hand_over(station: Station) -> None:
    """Give the home folder to the user who runs the programs."""
    if station.as_nobody:
        for path in (station.home, *station.home.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
