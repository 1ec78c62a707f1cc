"""Measure a whole batch from the outside: images a second, and memory over the run.

    python benchmarks/throughput.py [FOLDER] [--profile NAME] [--repeat N]

Runs ``saa-desktop inspect FOLDER --recursive`` in a process of its own, reports and masks included, and
samples its memory ten times a second. Without a folder some sample images are inspected. Linux only
(reads /proc).
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from saa_desktop.data_files import data_path


def main() -> int:
    """Run and print one line a run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=data_path("resources", "samples", "plate"))
    parser.add_argument("--profile", default="sample_plate")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    print(f"{'images':>7} {'images/s':>9} {'median ms':>10} {'peak MB':>8}   memory by tenth of the run, MB")
    for _ in range(options.repeat):
        with tempfile.TemporaryDirectory() as folder:
            measure(options.folder, options.profile, Path(folder) / "out")
    return 0


def inspect_command(folder: Path, profile: str, out: Path) -> list[str]:
    """Return the command that inspects a folder with the built-in models and prints its summary."""
    options = ("--recursive", "--profile", profile, "--models", "lite", "--out", out, "--json")
    return [sys.executable, "-m", "saa_desktop", "inspect", str(folder), *map(str, options)]


def measure(folder: Path, profile: str, out: Path) -> None:
    """Run one batch and print its line."""
    process = subprocess.Popen(
        inspect_command(folder, profile, out),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    memory = []
    while process.poll() is None:
        memory.append(resident_megabytes(process.pid))
        time.sleep(0.1)
    summary = json.loads(process.stdout.read()) if process.stdout else {}
    # The first seconds import libraries; the tenths show whether memory grows while images pass.
    tenths = [max(part) for part in _split(memory, 10)]
    print(
        f"{summary['inspected']:7} {summary['images_per_second']:9.1f} {summary['median_duration_ms']:10.1f} "
        f"{max(memory):8.0f}   {' '.join(f'{value:.0f}' for value in tenths)}"
    )


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process; 0 when it has just ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / 1e6


def _split(values: list[float], parts: int) -> list[list[float]]:
    """Split a list into runs of about the same length; none of them empty for long lists."""
    bounds = [round(index * len(values) / parts) for index in range(parts + 1)]
    return [values[start:end] for start, end in itertools.pairwise(bounds) if end > start]


if __name__ == "__main__":
    sys.exit(main())
