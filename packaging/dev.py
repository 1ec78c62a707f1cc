"""Sets up the project and runs its tasks: ``python packaging/dev.py demo|run|test|lint|bench``.

Standard library only. Makes a virtual environment in ``.venv`` and installs the project there, again only
when its dependencies have changed. The Makefile calls this; on Windows call it directly.
"""

import ctypes.util
import hashlib
import os
import platform
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


def main() -> int:
    """Run the task that the command line names."""
    if len(sys.argv) != 2 or sys.argv[1] not in TASKS:
        print(f"usage: python packaging/dev.py {'|'.join(TASKS)}", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    set_up()
    return TASKS[sys.argv[1]]()


def set_up() -> None:
    """Make the virtual environment and install the project, unless that is done already."""
    require_system_libraries()
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
    if subprocess.run([*pip, "--editable", ".[dev]"], check=False).returncode:
        sys.exit("The installation failed; pip's message above says why. Mend that and call this again.")
    STAMP.write_text(wanted)


def require_system_libraries() -> None:
    """Stop with the command that helps where a library that Qt needs is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in SYSTEM_LIBRARIES.items() if not ctypes.util.find_library(name)]
    if missing:
        names = " ".join(missing)
        sys.exit(f"System libraries are missing. On Debian and Ubuntu: sudo apt install {names}")


def call(*arguments: str | Path, **environment: str) -> int:
    """Run the environment's Python and return its exit code."""
    return subprocess.run([PYTHON, *arguments], env={**os.environ, **environment}, check=False).returncode


def demo() -> int:
    """Inspect the sample images."""
    return call("-m", "saa_desktop.commands.demo")


def run() -> int:
    """Start the desktop application."""
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


def bench() -> int:
    """Run every benchmark that needs nothing but the project."""
    return max(call(script) for script in sorted((ROOT / "benchmarks").glob("*.py")))


TASKS: dict[str, Callable[[], int]] = {task.__name__: task for task in (demo, run, test, lint, bench)}

if __name__ == "__main__":
    sys.exit(main())
