"""Starts the frozen application: two executables share it, and their names say which one runs."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    # A library that starts a process starts this file again; without this it would open another window.
    multiprocessing.freeze_support()
    if Path(sys.executable).stem.lower().endswith("-gui"):
        from saa_desktop.app import main
    else:
        from saa_desktop.cli import main
    sys.exit(main())
