"""Starts the frozen application: two executables share it, and their names say which one runs."""

import multiprocessing
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path


def restore_library_path(environment: MutableMapping[str, str]) -> None:
    """Take back what PyInstaller's bootloader tells the loader, which has read it by now.

    Programs that we start, such as a file manager, would run on our libraries instead of the system's.
    """
    original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if original is None:
        environment.pop("LD_LIBRARY_PATH", None)
    else:
        environment["LD_LIBRARY_PATH"] = original


if __name__ == "__main__":
    # A library that starts a process starts this file again; without this it would open another window.
    multiprocessing.freeze_support()
    restore_library_path(os.environ)
    if Path(sys.executable).stem.lower().endswith("-gui"):
        from saa_desktop.app import main
    else:
        from saa_desktop.cli import main
    sys.exit(main())
