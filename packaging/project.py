"""What all packaging scripts know of the project: its version, its date, where things go."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "saa-desktop"
TITLE = "SAA Desktop"


def version(root: Path = ROOT) -> str:
    """Return the version, which stands in ``saa_desktop/__init__.py`` and nowhere else."""
    found = re.search(
        r'^__version__ = "([^"]+)"$', (root / "saa_desktop" / "__init__.py").read_text("utf-8"), re.MULTILINE
    )
    if not found:
        raise SystemExit('saa_desktop/__init__.py has no line __version__ = "...".')
    return found[1]


@cache
def source_date() -> int:
    """Return when the source was committed, in seconds since 1970: archives carry no other date."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def output_folder() -> Path:
    """Return where builds go: ``build/package``, or what SAA_DESKTOP_PACKAGES names."""
    return Path(os.environ.get("SAA_DESKTOP_PACKAGES", ROOT / "build" / "package")).resolve()


def application() -> Path:
    """Return the frozen application's folder."""
    return output_folder() / NAME


def release_name(flavour: str) -> str:
    """Return how the files of a release begin, for example ``saa-desktop-0.1.0-linux-x86_64-cpu``."""
    system = "windows" if sys.platform == "win32" else "linux"
    return f"{NAME}-{version()}-{system}-x86_64-{flavour}"
