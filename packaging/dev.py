"""Sets up the project and runs its tasks: ``python packaging/dev.py TASK``.

Standard library only. Makes a virtual environment in ``.venv`` and installs the project there, again only
when its dependencies have changed. The Makefile calls this; on Windows call it directly.
"""

import ctypes.util
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"

# What Qt's platform plugins link to and a bare Debian lacks: library -> package.
SYSTEM_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "glib-2.0": "libglib2.0-0",
}
# What only a window on an X11 screen needs.
WINDOW_LIBRARIES = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
# What the test needs that uses the window on a screen of its own: program -> package.
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
# Benchmarks and their options, about three minutes on two cores.
BENCHMARKS = (
    ("saliency.py",),
    ("throughput.py",),
    ("rejudge.py", "--images", "1000"),
    ("window_start.py", "--repeat", "3"),
    ("window_folder.py", "--images", "20000"),
    ("window_image.py", "--quick"),
    ("window_review.py", "--session", "500", "--verdicts", "500", "--images", "20000"),
    ("window_batch.py", "--images", "50"),
    ("window_statistics.py", "--images", "20000", "--decisions", "30"),
)


def main() -> int:
    """Run the task that the command line names."""
    if len(sys.argv) != 2 or sys.argv[1] not in TASKS:
        print(f"usage: python packaging/dev.py {'|'.join(TASKS)}", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything has checked the version
        print(f"Python 3.11 or newer is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    if sys.argv[1] != "missing-packages":
        set_up()
    return TASKS[sys.argv[1]]()


def set_up() -> None:
    """Make the virtual environment and install the project, unless that is done already."""
    require(SYSTEM_LIBRARIES)
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not PYTHON.exists():
        print("Making a virtual environment in .venv ...", flush=True)
        try:
            venv.create(VENV, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            sys.exit(
                "Python's venv module is incomplete. On Debian and Ubuntu: sudo apt install python3-venv"
            )
    print("Installing the project and its dependencies (several GB the first time) ...", flush=True)
    # Compiling 60,000 files to bytecode takes longer than it saves.
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    if subprocess.run([*pip, "--editable", ".[dev,package]"], check=False).returncode:
        sys.exit("The installation failed; pip's message above says why. Mend that and call this again.")
    STAMP.write_text(wanted)


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of the system libraries that are not here."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in libraries.items() if not ctypes.util.find_library(name)]


def require(libraries: dict[str, str]) -> None:
    """Stop with the command that helps where a system library is missing."""
    if missing := missing_packages(libraries):
        sys.exit(f"System libraries are missing. On Debian and Ubuntu: sudo apt install {' '.join(missing)}")


def call(*arguments: str | Path, **environment: str) -> int:
    """Run the environment's Python and return its exit code."""
    return subprocess.run([PYTHON, *arguments], env={**os.environ, **environment}, check=False).returncode


def demo() -> int:
    """Inspect the sample images."""
    return call("-m", "saa_desktop", "demo")


def run() -> int:
    """Start the desktop application."""
    require(WINDOW_LIBRARIES)
    return call("main.py")


def test() -> int:
    """Run the tests, without a screen."""
    return call("-m", "pytest", QT_QPA_PLATFORM="offscreen")


def lint() -> int:
    """Check style, types, and the directions of the imports."""
    checks = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    )
    return max(call(*check) for check in checks)


def print_missing_packages() -> int:
    """Print the Debian packages to install first, for a machine that sets itself up and runs every test."""
    programs = [package for name, package in SCREEN_PROGRAMS.items() if not shutil.which(name)]
    print(*missing_packages(SYSTEM_LIBRARIES | WINDOW_LIBRARIES), *programs)
    return 0


def bench() -> int:
    """Run the benchmarks that need nothing but the project, smaller than they run by themselves."""
    codes = []
    for script, *options in BENCHMARKS:
        print(f"\n{script} {' '.join(options)}".rstrip(), flush=True)
        codes.append(call(ROOT / "benchmarks" / script, *options))
    return max(codes)


def package() -> int:
    """Freeze the application, and use what came out."""
    return call(ROOT / "packaging" / "freeze.py") or call(ROOT / "packaging" / "smoke.py")


def package_test() -> int:
    """Use what was frozen last once more, and install, use and remove it as a package."""
    if code := call(ROOT / "packaging" / "smoke.py"):
        return code
    if not sys.platform.startswith("linux"):
        return 0
    return call(ROOT / "packaging" / "deb.py") or call(ROOT / "packaging" / "deb_test.py")


def package_compare() -> int:
    """Freeze once more, and compare with what was frozen last."""
    return call(ROOT / "packaging" / "compare.py")


def release() -> int:
    """Freeze, test, pack, and write checksums."""
    return call(ROOT / "packaging" / "release.py")


TASKS: dict[str, Callable[[], int]] = {
    "demo": demo,
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "package": package,
    "package-test": package_test,
    "package-compare": package_compare,
    "release": release,
    "missing-packages": print_missing_packages,
}

if __name__ == "__main__":
    sys.exit(main())
