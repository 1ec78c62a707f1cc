"""Measure how smooth the window stays in a batch and its review, and whether it slows the batch down.

    python benchmarks/window_batch.py [FOLDER] [--profile NAME] [--images N]

Starts the application offscreen with the built-in models, opens FOLDER (else copies of the sample images) and
runs a batch, with a timer of 5 ms in the event loop: a stall is how much later than asked it comes. While the
models are loaded torch and OpenCV are imported. After the batch 1,000 verdicts are given by key, one every
20 ms, each followed by the next image. Then the command line inspects the same folder. Both write reports and
masks.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from throughput import inspect_command

from saa_desktop.data_files import data_path

TICK_MS = 5
VERDICTS = 1000
LOADING, RUNNING, REVIEWING = PHASES = ("loading the models", "running the batch", "giving verdicts")


def main() -> int:
    """Print the stalls of the window and both speeds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--profile", default="sample_plate")
    parser.add_argument("--images", type=int, default=200, help="how many copies of sample images to make")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        folder = options.folder or copies(home / "images", options.images)
        window = measure_window(home, folder.absolute(), options.profile)
        command = measure_command(home / "by command", folder, options.profile)
    print(f"{'':24} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
    for phase in PHASES:
        print(f"{phase:24} " + " ".join(f"{value:8.1f}" for value in window[phase]))
    print(f"images                   {window['images']:8}")
    print(f"images/s, window         {window['images_per_second']:8.1f}")
    print(f"images/s, command line   {command:8.1f}")
    print(f"memory at its most, MB   {window['memory']:8.0f}")
    print("memory after each 100 verdicts, MB: " + " ".join(f"{each:.0f}" for each in window["by_verdicts"]))
    return 0


def copies(folder: Path, count: int) -> Path:
    """Fill a folder with the sample images of all products, each several times."""
    folder.mkdir()
    samples = sorted(data_path("resources", "samples").glob("*/images/*"))
    for number, sample in zip(range(count), itertools.cycle(samples)):
        shutil.copy(sample, folder / f"{number:05} {sample.name}")
    return folder


def measure_window(home: Path, folder: Path, profile: str) -> dict:
    """Run the application in a process of its own and return what it measured of itself."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "SAA_DESKTOP_CONFIG": str(home / "config"),
        "XDG_DOCUMENTS_DIR": str(home / "documents"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
    }
    done = subprocess.run(
        [sys.executable, __file__, "--in-window", profile, str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure_command(out: Path, folder: Path, profile: str) -> float:
    """Return the images a second of the command line."""
    done = subprocess.run(
        inspect_command(folder, profile, out),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout)["images_per_second"])


def drive_window(profile: str, folder: str) -> int:
    """Start the application as a person does, run a batch, and print what was measured as JSON."""
    from PySide6.QtCore import QObject, Qt, QTimer  # noqa: PLC0415 - only this process has a window
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from saa_desktop import app  # noqa: PLC0415
    from saa_desktop.settings import Settings, save_settings, settings_path  # noqa: PLC0415
    from saa_desktop.ui.main_window.main_window import MainWindow  # noqa: PLC0415

    class Driver(QObject):
        """Presses Run once the folder is listed, then gives verdicts, then closes the window."""

        def __init__(self, window: MainWindow) -> None:
            super().__init__()
            self.phase = LOADING
            self.late: dict[str, list[float]] = {phase: [] for phase in PHASES}
            self.memory = 0.0
            self.by_verdicts: list[float] = []
            self._given = 0
            self._window = window
            self._process = psutil.Process()
            self._last = time.perf_counter()
            self._timer = QTimer(self)
            self._timer.setTimerType(Qt.TimerType.PreciseTimer)
            self._timer.timeout.connect(self._on_timeout)
            self._timer.start(TICK_MS)

        def _on_timeout(self) -> None:
            now = time.perf_counter()
            self.late[self.phase].append(max(0.0, 1000 * (now - self._last) - TICK_MS))
            self._last = now
            if len(self.late[self.phase]) % 20 == 0:
                self.memory = max(self.memory, self._megabytes())
            window = self._window
            if window.batch.output is None:
                if window.commands.run.isEnabled():
                    window.commands.run.trigger()
            elif not window.batch.running:
                self.phase = REVIEWING
                if len(self.late[REVIEWING]) % 4 == 0:
                    self._give_verdict()
            elif self.phase == LOADING and "/s" in window.bar.text.text():
                self.phase = RUNNING

        def _give_verdict(self) -> None:
            window = self._window
            if self._given % 100 == 0:
                self.by_verdicts.append(self._megabytes())
            if self._given == VERDICTS:
                self._timer.stop()
                window.close()
                return
            if not window.review.operator:
                window.review.operator = "benchmark"
            rows = window.images.model.rowCount()
            if self._given % rows == 0:
                window.images.select(0)
            # Another verdict in each round, so that each of them is stored.
            commands = (window.commands.ok, window.commands.ng, window.commands.recheck)
            commands[self._given // rows % 3].trigger()
            self._given += 1

        def _megabytes(self) -> float:
            return self._process.memory_info().rss / 1e6

    save_settings(Settings(language="en", profile=profile, models="lite"), settings_path())
    result = {}

    def drive() -> int:
        window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
        driver = Driver(window)
        code = run()
        summary = json.loads((window.batch.output / "summary.json").read_text(encoding="utf-8"))
        result.update(
            {phase: quantiles(late) for phase, late in driver.late.items()},
            images=summary["inspected"],
            images_per_second=summary["images_per_second"],
            memory=driver.memory,
            by_verdicts=driver.by_verdicts,
        )
        return code

    run, QApplication.exec = QApplication.exec, lambda *_: drive()
    sys.argv = [sys.argv[0], folder]
    app.main()
    print(json.dumps(result))
    return 0


def quantiles(values: list[float]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the maximum."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[int(0.99 * len(ordered))], ordered[-1]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in-window"]:
        sys.exit(drive_window(*sys.argv[2:4]))
    sys.exit(main())
