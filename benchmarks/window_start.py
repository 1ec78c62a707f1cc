"""Measure how long the window takes to stand on the screen, from a new process, offscreen.

    python benchmarks/window_start.py [--repeat N]

The time runs from the start of the process until the window is shown and its events are handled. The first
line may be slower: the files are not in the disk cache then.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

CHILD = """
import sys, time
started = float(sys.argv.pop())
from PySide6.QtWidgets import QApplication
from saa_desktop import app

def exec_(*_):
    early = {"torch", "pyqtgraph"} & sys.modules.keys()
    QApplication.processEvents()
    print(time.monotonic() - started, *early)
    for window in QApplication.topLevelWidgets():
        window.close()
    return 0

QApplication.exec = exec_
app.main()
"""


def main() -> int:
    """Print one line a start, and the median."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    seconds = [start() for _ in range(options.repeat)]
    for each in seconds:
        print(f"window after {each:.2f} s")
    print(f"median {statistics.median(seconds):.2f} s (goal: under 2 s)")
    return 0


def start() -> float:
    """Return the seconds until the window of a new process is there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "SAA_DESKTOP_CONFIG": folder,
            "XDG_STATE_HOME": folder,
            "XDG_CACHE_HOME": folder,
        }
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(time.monotonic())],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    seconds, *early = done.stdout.split()
    assert not early, f"the window has imported {early}"
    return float(seconds)


if __name__ == "__main__":
    sys.exit(main())
