"""Measures how long the frozen window takes to be on the screen: ``python packaging/start_time.py [FOLDER]``.

Each start is a first one, by a user with an empty home, after the system has forgotten every file that it has
read (as root; else only the application's). Needs Xvfb and xdotool, and a machine with nothing else to do.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

import project
import smoke
from smoke_station import Station
from smoke_window import Window, forget_files


def main() -> int:
    """Print one line a start, and the median."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("application", type=Path, nargs="?", default=project.application())
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, smoke.screen(Path(folder)) as display:
        if not display:
            return 1
        seconds = [
            start(options.application.resolve(), Path(folder, str(number)), display)
            for number in range(options.repeat)
        ]
    print(f"median {statistics.median(seconds):.1f} s (goal: under 5 s)")
    return 0


def start(application: Path, home: Path, display: str) -> float:
    """Return the seconds from a cold start until the window is on the screen."""
    (home / "runtime").mkdir(parents=True, mode=0o700)
    forget_everything(application)
    window = Window(Station(application, home, display, as_nobody=False))
    window.process.kill()
    window.process.communicate()
    print(f"window after {window.seconds:.1f} s", flush=True)
    return window.seconds


def forget_everything(application: Path) -> None:
    """Have the system forget what it has read, of every file where that is allowed."""
    forget_files(application)
    switch = Path("/proc/sys/vm/drop_caches")
    if os.access(switch, os.W_OK):
        os.sync()
        switch.write_text("3")


if __name__ == "__main__":
    sys.exit(main())
