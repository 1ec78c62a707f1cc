"""Let a camera write thousands of captures while the watch is killed again and again; account for each.

    python benchmarks/watch_soak.py [--files N] [--rate PER_SECOND] [--damaged SHARE] [--kills N]

A process of its own writes small captures with random pauses into folders of the day: a third at once, a
third in parts, a third under another name and then renamed; a share of them is damaged. The watch is killed
with SIGKILL at random moments and started again. In the end the fates by ``saa-desktop reconcile``, whether
an image was inspected twice or an original changed, and the watch's memory over time are printed. Exits with
1 if a file is lost, inspected twice or changed.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import psutil

PICTURES = 50
SIDE = 48
STATES_AT_REST = ("inspected", "failed", "quarantined")


def main() -> int:
    """Run the soak and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rate", type=float, default=30.0, help="captures a second")
    parser.add_argument("--damaged", type=float, default=0.02, help="share that cannot be decoded")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument(
        "--folder", type=Path, help="where to work and leave the results; else a temporary one"
    )
    parser.add_argument("--longest", type=float, default=3600.0, help="seconds after which to give up")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_captures(options.write, options.files, options.rate, options.damaged)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        home = options.folder or Path(scratch)
        return soak(home.absolute(), options)


def soak(home: Path, options: argparse.Namespace) -> int:
    """Write, watch, kill and account."""
    captures, out = home / "captures", home / "results"
    captures.mkdir(parents=True)
    began = time.monotonic()
    numbers = [f"--{name}={getattr(options, name)}" for name in ("files", "rate", "damaged")]
    # Fast cameras on a busy machine: the writer must keep its pace.
    writer = subprocess.Popen([sys.executable, __file__, *numbers, "--write", str(captures)])
    expected = options.files / options.rate
    generator = random.Random(1)
    kills = sorted(generator.uniform(0.05, 0.95) * expected for _ in range(options.kills))
    watch, memory = start(captures, out), [[]]
    while time.monotonic() - began < options.longest:
        time.sleep(1)
        now = time.monotonic() - began
        memory[-1].append((now, megabytes(watch)))
        if kills and now >= kills[0] and (out / "session.sqlite").exists():
            kills.pop(0)
            watch.kill()
            watch.wait()
            watch = start(captures, out)
            memory.append([])
        if watch.poll() is not None:
            raise SystemExit(f"the watch ended by itself with {watch.returncode}")
        if not kills and writer.poll() is not None and at_rest(out) >= options.files:
            break
    writer.wait()
    watch.send_signal(signal.SIGTERM)
    stopped = watch.wait(timeout=300)
    print(f"{options.files} captures in {time.monotonic() - began:.0f} s, {options.kills} kills")
    print_memory(memory)
    return report(captures, out, stopped)


def start(captures: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start the watch."""
    arguments = ["watch", captures, "--profile", "generic", "--out", out, "--models", "lite", "--existing"]
    arguments += ["--no-reports", "--stable-seconds", "1", "--tries", "4"]
    command = [sys.executable, "-m", "saa_desktop", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """Return the memory that a process holds."""
    try:
        return psutil.Process(process.pid).memory_info().rss / 2**20
    except psutil.Error:
        return 0.0


def at_rest(out: Path) -> int:
    """Count the captures with an outcome."""
    marks = ", ".join("?" * len(STATES_AT_REST))
    try:
        with closing(sqlite3.connect(out / "session.sqlite")) as database:
            query = f"SELECT count(*) FROM captures WHERE state IN ({marks})"
            return int(database.execute(query, STATES_AT_REST).fetchone()[0])
    except sqlite3.Error:
        return 0


def print_memory(memory: list[list[tuple[float, float]]]) -> None:
    """Print a line of points for each life of the watch, from one kill to the next."""
    print("memory of the watch, MB, by second, a line for each life:")
    for life in memory:
        print("  ".join(f"{at:.0f}: {size:.0f}" for at, size in life[:: max(1, len(life) // 12)]))


def report(captures: Path, out: Path, stopped: int) -> int:
    """Print what became of the captures, and return the exit code."""
    command = [sys.executable, "-m", "saa_desktop", "reconcile", str(out)]
    reconciled = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    print(reconciled.stdout[reconciled.stdout.index(" fate") :], reconciled.stderr)
    with closing(sqlite3.connect(out / "session.sqlite")) as database:
        query = "SELECT count(*) FROM (SELECT 1 FROM outcomes GROUP BY image_id HAVING count(*) > 1)"
        twice = database.execute(query).fetchone()[0]
    # A digest for each capture, written by the camera beside the folder.
    written = dict(map(json.loads, (captures.parent / "written.jsonl").read_text().splitlines()))
    there = {str(path.relative_to(captures)): digest(path.read_bytes()) for path in files(captures)}
    changed = len(written.items() ^ there.items())
    print(f"images with two outcomes: {twice}; originals changed or gone: {changed}")
    print(f"exit code of the watch: {stopped}, of reconcile: {reconciled.returncode}")
    return int(bool(twice or written != there or reconciled.returncode or stopped))


def files(folder: Path) -> Iterator[Path]:
    """Yield all files of a folder."""
    return (path for path in folder.rglob("*") if path.is_file())


def digest(content: bytes) -> str:
    """Return the sha256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def write_captures(folder: Path, count: int, rate: float, damaged: float) -> None:
    """Play the camera."""
    generator = random.Random(0)
    pictures = [picture(number) for number in range(PICTURES)]
    began = time.monotonic()
    with (folder.parent / "written.jsonl").open("w") as log:
        for number in range(count):
            # Each capture differs: bytes after the end of a PNG are not looked at.
            content = pictures[number % PICTURES] + str(number).encode()
            if generator.random() < damaged:
                content = content[: generator.randint(1, len(content) // 2)] + str(number).encode()
            name = f"day {number * 5 // count}/part_{number}.png"
            (folder / name).parent.mkdir(exist_ok=True)
            write(folder / name, content, generator)
            log.write(json.dumps([name, digest(content)]) + "\n")
            late = began + number / rate - time.monotonic()
            time.sleep(max(0.0, late + generator.uniform(0, 1 / rate)))


def write(path: Path, content: bytes, generator: random.Random) -> None:
    """Write a capture in one of three ways."""
    way = generator.randrange(3)
    if way == 0:
        path.write_bytes(content)
    elif way == 1:
        middle = generator.randrange(len(content))
        with path.open("wb") as file:
            file.write(content[:middle])
            file.flush()
            time.sleep(generator.uniform(0, 0.05))
            file.write(content[middle:])
    else:
        path.with_suffix(".part").write_bytes(content)
        os.replace(path.with_suffix(".part"), path)  # noqa: PTH105 - as cameras do it


def picture(number: int) -> bytes:
    """Return a small grey plate with noise as PNG; every tenth with a dark spot."""
    rng = np.random.default_rng(number)
    pixels = np.full((SIDE, SIDE), 150.0)
    if number % 10 == 0:
        cv2.circle(pixels, (SIDE // 2, SIDE // 2), 5, 40.0, -1)
    noisy = (pixels + rng.normal(0, 2, pixels.shape)).clip(0, 255).astype(np.uint8)
    return cv2.imencode(".png", noisy)[1].tobytes()


if __name__ == "__main__":
    sys.exit(main())
