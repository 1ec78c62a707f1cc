"""Installs the Debian package in a clean root, uses it there, removes it: ``python packaging/deb_test.py``.

Needs root, debootstrap (or ``--root``, a folder that it has made), Xvfb and xdotool. The root holds a minimal
Debian and what the package declares, nothing else; programs run there as the user nobody.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import project
import smoke
import smoke_station
import smoke_steps
import smoke_window

# Mounted from outside, or what apt writes for itself whenever it runs.
_NOT_COUNTED = ("proc", "dev", "mnt", "tmp", "home", "var/lib/apt", "var/cache", "var/lib/dpkg", "var/log")


class CleanRoot(smoke_station.Station):
    """A minimal Debian in a folder; the application runs inside."""

    def __init__(self, root: Path, display: str) -> None:
        super().__init__(root / "opt" / project.NAME, root / "home" / "operator", display, as_nobody=True)
        self.root = root

    def seen(self, path: Path) -> str:
        """Return what the programs call a path: the root is all they see."""
        return f"/{path.relative_to(self.root)}"

    def start(self, program: str, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Start one of the programs by the link that the package puts on the path."""
        inside = [self.seen(each) if isinstance(each, Path) else each for each in arguments]
        return subprocess.Popen(
            ["/usr/sbin/chroot", "--userspec=65534:65534", self.root, f"/usr/bin/{program}", *inside],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def call(self, *command: str) -> None:
        """Run a command of the root as its administrator."""
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            ["/usr/sbin/chroot", self.root, *command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        smoke_station.check(
            done.returncode == 0, f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        )

    def files(self) -> set[str]:
        """Return every file and folder, but for the operator's and what apt keeps for itself."""
        found = set()
        for parent, folders, names in os.walk(self.root):
            place = Path(parent).relative_to(self.root)
            folders[:] = [name for name in folders if (place / name).as_posix() not in _NOT_COUNTED]
            found.update((place / name).as_posix() for name in (*folders, *names))
        return found

    def packages(self) -> set[str]:
        """Return the names of the packages that are installed."""
        status = (self.root / "var/lib/dpkg/status").read_text("utf-8")
        entries = [entry for entry in status.split("\n\n") if "Status: install ok installed" in entry]
        return {entry.splitlines()[0].removeprefix("Package: ") for entry in entries}


def main(arguments: list[str] | None = None) -> int:
    """Test the newest package, and print what happened."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, nargs="?", default=None)
    parser.add_argument("--root", type=Path, help="a clean root to copy, instead of making one")
    options = parser.parse_args(arguments)
    package = options.package or max(
        project.output_folder().glob("*.deb"), key=lambda path: path.stat().st_mtime
    )
    if os.geteuid() != 0:
        print("Not root: a clean root cannot be made, and the package is not tested.")
        return 0
    results = project.output_folder() / "deb-test"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=project.output_folder()) as folder, smoke.screen(results) as display:
        root = Path(folder, "root")
        _make_root(root, options.root)
        with mounted(root, package):
            try:
                lines = list(_install_use_remove(CleanRoot(root, display), results))
            except smoke_station.SmokeError as error:
                print(f"FAILED  {error}")
                return 1
    for picture in results.glob("*.xwd"):
        smoke.convert_screen(picture, picture.with_suffix(".png"))
        picture.unlink()
    (results / "deb-test.log").write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def _make_root(root: Path, model: Path | None) -> None:
    """Copy a clean root, or make one of the system that the package was built on, whose packages it names."""
    system = platform.freedesktop_os_release()["VERSION_CODENAME"]
    command = ["cp", "-a", model, root] if model else ["debootstrap", "--variant=minbase", system, root]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _install_use_remove(station: CleanRoot, results: Path) -> Iterator[str]:
    def tell(line: str) -> str:
        print(line, flush=True)
        return line

    station.call("apt-get", "update", "-qq")
    bare, files = station.packages(), station.files()
    started = time.monotonic()
    station.call("apt-get", "install", "-y", "-qq", "--no-install-recommends", "/mnt/package.deb")
    brought = sorted(station.packages() - bare - {project.NAME})
    yield tell(f"ok  installed in {time.monotonic() - started:.0f} s; dependencies: {' '.join(brought)}")
    (station.home / "runtime").mkdir(parents=True, mode=0o700)
    smoke_station.hand_over(station)
    yield tell(f"ok  --version: {smoke_steps.show_version(station, project.version())}")
    yield tell(f"ok  checks: {smoke_steps.run_checks(station)}")
    station.run("demo", "--out", station.home / "demo")
    yield tell("ok  demo")
    if station.screen:
        said = smoke_window.use_window(
            station, lambda name: shutil.copy(results / smoke.FRAME_BUFFER, results / f"{name}.xwd")
        )
        yield tell(f"ok  window: {said}")
    station.call("apt-get", "purge", "-y", "-qq", "--auto-remove", project.NAME)
    left = sorted(station.files() - files)
    foreign = [path for path in left if project.NAME in path]
    smoke_station.check(not foreign, f"left behind: {foreign}")
    kept = sum(path.is_file() for path in station.home.rglob("*"))
    yield tell(f"ok  removed; nothing of the package is left, the operator's {kept} files are")
    yield tell(f"    left by its dependencies: {left or 'nothing'}")


@contextmanager
def mounted(root: Path, package: Path) -> Iterator[None]:
    """Within it, the root has devices, processes, the screen's socket, name servers, and the package."""
    target = root / "mnt" / "package.deb"
    target.touch()
    sockets = root / "tmp" / ".X11-unix"
    sockets.mkdir(parents=True, exist_ok=True)
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(Path("/etc", name), root / "etc" / name)
    places = [(Path("/proc"), root / "proc"), (Path("/dev"), root / "dev"), (package, target)]
    places.append((Path("/tmp/.X11-unix"), sockets))
    done: list[Path] = []
    try:
        for source, place in places:
            subprocess.run(["mount", "--bind", source, place], check=True)
            done.append(place)
        yield
    finally:
        for place in reversed(done):
            subprocess.run(["umount", place], check=True)


if __name__ == "__main__":
    sys.exit(main())
