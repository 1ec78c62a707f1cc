"""Measure judging a whole session again under other settings, as the what-if panel does.

    python benchmarks/rejudge.py [--images 1000 100000] [--candidates 30]

Writes a session with that many images, each with that many candidates (a third of them kept, the others
dropped by the box threshold and the area bounds), reads its candidates, and judges them twenty times.
The sessions are written without syncing, which is faster and leaves the same file.
"""

import argparse
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.review.rejudge import JudgeSettings, compare, rejudge, rejudge_session
from saa_desktop.sessions.candidate_columns import read_candidates
from saa_desktop.sessions.connection import connect
from saa_desktop.sessions.outcome_rows import insert_inspection

SETTINGS = JudgeSettings(0.1, 0.0005, 0.4, 3.0, 5, VerdictThresholds(0.6, 1.2))


def main() -> int:
    """Print one line a size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--candidates", type=int, default=30)
    options = parser.parse_args()
    print(f"{'images':>7} {'candidates':>10} {'read ms':>9} {'judge ms: median':>17} {'largest':>8}")
    for images in options.images:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder) / "session.sqlite", images, options.candidates)
    measure_one_image(900)
    return 0


def measure(path: Path, images: int, candidates: int) -> None:
    """Write, read and judge a session, and print its line."""
    write_session(path, images, candidates)
    started = time.perf_counter()
    columns = read_candidates(path)
    read = time.perf_counter() - started
    times = []
    for step in range(20):
        settings = replace(SETTINGS, saliency_strength=3.0 + 0.1 * step, box_threshold=0.1 + 0.01 * step)
        started = time.perf_counter()
        compare(columns, rejudge_session(columns, settings))
        times.append(time.perf_counter() - started)
    print(
        f"{images:>7,} {images * candidates:>10,} {1000 * read:>9.1f} {1000 * np.median(times):>17.2f} "
        f"{1000 * max(times):>8.2f}"
    )


def measure_one_image(candidates: int) -> None:
    """Judge the image on the screen again, which happens in the window's thread."""
    record = inspection("a.png", candidates, np.random.default_rng(0))
    times = []
    for _ in range(20):
        started = time.perf_counter()
        rejudge(record, replace(SETTINGS, box_threshold=0.3))
        times.append(time.perf_counter() - started)
    print(f"one image of {candidates} candidates: {1000 * np.median(times):.2f} ms")


def write_session(path: Path, images: int, candidates: int) -> None:
    """Write a session in one transaction."""
    generator = np.random.default_rng(0)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for number in range(images):
            insert_inspection(connection, inspection(f"{number}.png", candidates, generator))
        connection.execute("COMMIT")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def inspection(name: str, candidates: int, generator: np.random.Generator) -> Inspection:
    """Return an image with random candidates, judged by ``SETTINGS``."""
    stored = Inspection(
        image=ImageIdentity(name, Path("/in") / name, f"{hash(name):064x}", 640, 480),
        profile=ProfileIdentity("part", 1, "Part", "f" * 64),
        models=ModelIdentity("lite", "lite", "1", "cpu"),
        thresholds=SETTINGS.thresholds,
        findings=Findings(tuple(region(place, generator) for place in range(candidates))),
        duration_ms=300.0,
        inspected_at=datetime.now(UTC),
        application_version="0",
    )
    return rejudge(stored, SETTINGS).inspection


def region(place: int, generator: np.random.Generator) -> Region:
    """Return a candidate: kept, below the box threshold, or too large, in turns."""
    ratio = float(generator.uniform(0.001, 0.3))
    if place % 3 == 1:
        score = float(generator.uniform(0.05, 0.1))
        return Region(_BOX, "hole", "hole.", score, ratio, dropped=Drop(DropRule.BOX_THRESHOLD, score, 0.1))
    score = float(generator.uniform(0.1, 0.5))
    if place % 3 == 2:
        return Region(_BOX, "hole", "hole.", score, 0.5, dropped=Drop(DropRule.MAX_AREA, 0.5, 0.4))
    return Region(_BOX, "hole", "hole.", score, ratio, 1.0, _MASK, float(generator.uniform(0, 0.4)))


_BOX = Box(10, 10, 90, 90)
_MASK = Mask.from_crop(np.random.default_rng(1).random((60, 60)) > 0.5, 10, 10, 480, 640)

if __name__ == "__main__":
    raise SystemExit(main())
