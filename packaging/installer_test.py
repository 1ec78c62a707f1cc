"""Tries the Windows installer with a stand-in: ``python packaging/installer_test.py``.

The stand-in is a few files in the shape of the application, so this tests installing, upgrading and removing,
and nothing of what is installed. Needs makensis. On Windows it installs for the current user and for all
users (as administrator); elsewhere ``--wine`` and ``--drive-c`` name a Wine with 32 and 64 bits.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import project
import windows_installer

_UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SAA Desktop"
_PATIENCE_S = 120


@dataclass(frozen=True)
class Machine:
    """A Windows, or a Wine: how programs run there, and where its disk is."""

    command: list[str]
    drive_c: Path

    def run(self, *arguments: str) -> int:
        """Run a program to its end; return its exit code."""
        done = subprocess.run(
            [*self.command, *arguments], stderr=subprocess.DEVNULL, timeout=_PATIENCE_S, check=False
        )
        return done.returncode

    def registered(self, hive: str, name: str) -> str:
        """Return a value of the uninstall key; "" if it is not there."""
        command = [*self.command, "reg", "query", rf"{hive}\{_UNINSTALL_KEY}", "/v", name, "/reg:64"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
        lines = [line.split(None, 2) for line in done.stdout.splitlines() if line.strip().startswith(name)]
        return lines[0][2].strip() if lines else ""

    def find(self, pattern: str) -> list[Path]:
        """Return what matches a pattern on the disk."""
        return sorted(self.drive_c.glob(pattern))


@dataclass(frozen=True)
class Scope:
    """For whom it is installed: the setup's switch, the registry's hive, where programs lie on the disk."""

    switch: str
    hive: str
    programs: str


def main() -> int:
    """Try every way to install and to remove."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wine", default="", help="what to put before a Windows program, for example 'wine'")
    parser.add_argument("--drive-c", type=Path, default=Path("C:/"))
    options = parser.parse_args()
    machine = Machine(shlex.split(options.wine), options.drive_c)
    project.output_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stand_in = Path(folder)
        write_stand_in(stand_in, "first.txt")
        (first,) = windows_installer.make(stand_in, "cpu", "0.0.1")
        (stand_in / "_internal" / "first.txt").rename(stand_in / "_internal" / "second.txt")
        second = windows_installer.make(stand_in, "cpu", "0.0.2", part_bytes=400_000)
    steps = [
        (
            "current user",
            lambda: try_all(
                machine, first, second, Scope("/CurrentUser", "HKCU", "users/*/AppData/Local/Programs")
            ),
        ),
        ("all users", lambda: try_all(machine, first, second, Scope("/AllUsers", "HKLM", "Program Files"))),
        ("a folder of one's own", lambda: try_folder(machine, first)),
        ("a side file is missing", lambda: try_missing_part(machine, second)),
    ]
    for name, step in steps:
        step()
        print(f"ok  {name}", flush=True)
    for path in (first, *second):
        path.unlink()
    print(f"{len(steps)} passed, 0 failed")
    return 0


def write_stand_in(folder: Path, extra: str) -> None:
    """Write files in the shape of the application, a Chinese name and a deep path among them."""
    deep = folder / "_internal" / "包" / "/".join(["deep"] * 20)
    deep.mkdir(parents=True)
    (deep / "样品 1.txt").write_text("sample")
    for number in range(4):
        (folder / "_internal" / f"library{number}.dll").write_bytes(os.urandom(250_000))
    (folder / "_internal" / extra).write_text(extra)
    (folder / "flavour.txt").write_text("cpu\n")
    for name in ("saa-desktop.exe", "saa-desktop-gui.exe"):
        (folder / name).write_bytes(b"MZ stand-in")


def try_all(machine: Machine, first: Path, second: list[Path], scope: Scope) -> None:
    """Install, upgrade to a version in several parts, remove; what others put into the folder stays."""
    expect(machine.run(str(first), "/S", scope.switch) == 0, "the first version was not installed")
    (folder,) = machine.find(f"{scope.programs}/SAA Desktop")
    expect(len(list(folder.rglob("样品 1.txt"))) == 1, "a file with a Chinese name is missing")
    expect((folder / "_internal" / "first.txt").is_file(), "a file is missing")
    expect(machine.registered(scope.hive, "DisplayVersion") == "0.0.1", "the version is not registered")
    expect(len(start_menu(machine)) == 1, "the Start menu lacks the application")
    (folder / "_internal" / "operator's notes.txt").write_text("mine")

    expect(machine.run(str(second[0]), "/S", scope.switch) == 0, "the second version was not installed")
    expect(machine.registered(scope.hive, "DisplayVersion") == "0.0.2", "the new version is not registered")
    expect((folder / "_internal" / "second.txt").is_file(), "a file of the new version is missing")
    expect(not (folder / "_internal" / "first.txt").exists(), "a file of the old version is left")
    expect(len(list(folder.glob("_internal/library*.dll"))) == 4, "files of the side files are missing")

    # It runs from a copy of itself, so that it can delete itself, and does not wait for that.
    machine.run(str(windows_path(machine, folder / "uninstall.exe")), "/S", scope.switch)
    expect_soon(lambda: not (folder / "uninstall.exe").exists(), "the uninstaller is left")
    left = [path.name for path in folder.rglob("*") if path.is_file()]
    expect(left == ["operator's notes.txt"], f"left behind: {left}")
    expect(not machine.registered(scope.hive, "DisplayVersion"), "the version is still registered")
    expect(not start_menu(machine), "the Start menu still has the application")
    (folder / "_internal" / "operator's notes.txt").unlink()
    (folder / "_internal").rmdir()
    folder.rmdir()


def try_folder(machine: Machine, setup: Path) -> None:
    """``/D=`` decides where; a blank would need a command line that Python does not make."""
    machine.run(str(setup), "/S", "/CurrentUser", r"/D=C:\质检\SAA")
    folder = machine.drive_c / "质检" / "SAA"
    expect((folder / "saa-desktop.exe").is_file(), "/D= was not obeyed")
    machine.run(str(windows_path(machine, folder / "uninstall.exe")), "/S", "/CurrentUser")
    expect_soon(lambda: not folder.exists(), "the folder is left")


def try_missing_part(machine: Machine, setup: list[Path]) -> None:
    """Without a side file nothing is registered, and the exit code says so."""
    hidden = setup[1].with_suffix(".hidden")
    setup[1].rename(hidden)
    try:
        expect(machine.run(str(setup[0]), "/S", "/CurrentUser") == 2, "the exit code is not 2")
        expect(not machine.registered("HKCU", "DisplayVersion"), "registered all the same")
        expect(not machine.find("users/*/AppData/Local/Programs/SAA Desktop"), "something was written")
    finally:
        hidden.rename(setup[1])


def windows_path(machine: Machine, path: Path) -> str:
    """Return how Windows calls a file on its disk."""
    return "C:\\" + str(path.relative_to(machine.drive_c)).replace("/", "\\")


def start_menu(machine: Machine) -> list[Path]:
    """Return the application's entries in the Start menus."""
    return [
        *machine.find("ProgramData/Microsoft/Windows/Start Menu/Programs/SAA Desktop.lnk"),
        *machine.find("users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/SAA Desktop.lnk"),
    ]


def expect(good: bool, otherwise: str) -> None:
    """Stop unless something is as it should be."""
    if not good:
        raise SystemExit(f"FAILED  {otherwise}")


def expect_soon(ask: Callable[[], bool], otherwise: str) -> None:
    """Stop unless something becomes as it should be within ten seconds."""
    end = time.monotonic() + 10
    while not ask() and time.monotonic() < end:
        time.sleep(0.1)
    expect(ask(), otherwise)


if __name__ == "__main__":
    sys.exit(main())
