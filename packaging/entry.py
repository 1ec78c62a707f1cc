"""Starts the frozen application: window or command line, by the name that it is called by."""

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


def is_window(program: str) -> bool:
    """Return whether a program's name, with or without folder and suffix, is the window's."""
    return Path(program).stem.lower().endswith("-gui")


if __name__ == "__main__":
    # A library that starts a process starts this file again; without this it would open another window.
    multiprocessing.freeze_support()
    restore_library_path(os.environ)
    # Not sys.executable, in which links are followed.
    if is_window(sys.argv[0]):
        from saa_desktop.app import main
    else:
        from saa_desktop.cli import main
    sys.exit(main())
