"""Measure the statistics in the whole window, on a session of many images, offscreen.

    python benchmarks/window_statistics.py [--images N] [--decisions N]

The session has N inspections of 8 hours with one region each, and a verdict on every fifth. "until all
charts are drawn" runs from the key; the first time imports pyqtgraph. "click" is a bar that holds most of
the images, until the list shows them. While verdicts are given with the panel open, the figures are
computed again and again. A stall is how much later than asked a timer of 5 ms comes; those while the panel
is closed say what the window does without it. The files are in the disk cache.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_review import Bench, line, megabytes

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.profiles.store import find_profile
from saa_desktop.sessions import decision_rows, outcome_rows
from saa_desktop.sessions.session import Session

SHIFT = timedelta(hours=8)
PHRASES = ("scratch", "dent", "crack", "stain", "burr", "hole", "glue", "fibre", "bent lead", "chip")
THRESHOLDS = VerdictThresholds(0.4, 0.8)
PAUSE_MS, TIMES_COMPUTED = 200, 2


def main() -> int:
    """Write the session and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "session"
        write_session(folder / SESSION_FILE, options.images)
        application = QApplication([])
        application.setStyle("Fusion")
        bench = Bench(application, Path(scratch))
        measure(bench, folder, options.images, options.decisions)
        bench.window.close()
    return 0


def write_session(path: Path, count: int) -> None:
    """Write a shift: most scores are low, some parts are defective."""
    chance = random.Random(1)
    region = Region(
        Box(1, 1, 9, 9),
        "",
        "dent.",
        0.0,
        0.1,
        mask=Mask.from_array(np.ones((8, 8), bool)),
        saliency=0.2,
        rank=1,
    )
    start = datetime.now().astimezone() - SHIFT
    pattern = Inspection(
        ImageIdentity("", Path(), "", 64, 64),
        find_profile("generic").identity(),
        ModelIdentity("lite", "lite", "1", "cpu"),
        THRESHOLDS,
        Findings(()),
        0.0,
        start,
        "0",
    )
    with Session.open_or_create(path) as session, session.writing() as connection:
        for number in range(count):
            name, sha256 = f"part_{number:06}.jpg", f"{number:064}"
            score = abs(chance.gauss(0.15, 0.1)) if chance.random() < 0.95 else chance.uniform(0.3, 1.3)
            found = replace(region, phrase=chance.choice(PHRASES), box_score=min(score, 1.0), score=score)
            at = start + SHIFT * number / count
            inspection = replace(
                pattern,
                image=ImageIdentity(name, path.parent / name, sha256, 64, 64),
                findings=Findings((found,)),
                duration_ms=abs(chance.gauss(180, 30)),
                inspected_at=at,
            )
            outcome_rows.insert_inspection(connection, inspection)
            if number % 5 == 0:
                verdict = OperatorVerdict.NG if score > 0.7 else OperatorVerdict.OK
                decision_rows.insert_decision(
                    connection, Decision(name, sha256, Review(verdict), "benchmark", at)
                )


def measure(bench: Bench, folder: Path, images: int, decisions: int) -> None:
    """Open the session, show the statistics, click a bar, and give verdicts."""
    window = bench.window
    print(f"{'':32} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
    window.open_session(folder)
    bench.wait_for(lambda: len(window.images.model.entries) == images and window.opened.complete)
    window.review.operator = "benchmark"
    QTest.qWait(2000)
    bench.take_stalls()
    QTest.qWait(2000)
    line("panel closed, nothing happens", bench.take_stalls())
    before = megabytes()
    for what in ("first", "second"):
        taken = until(bench, window.commands.statistics.trigger, lambda: drawn(bench))
        line(f"until all charts are drawn, {what}", [taken])
        line("... stalls", bench.take_stalls())
        QTest.qWait(1000)
        if what == "first":
            window.commands.statistics.trigger()
            window.dashboard.refresh()
            bench.take_stalls()
    print(f"... memory, MB: {before:.0f} before, {megabytes():.0f} after")
    grid = window.dashboard.grid
    assert grid is not None
    verdicts = grid.charts[0]
    fullest = max(range(len(verdicts.bars)), key=lambda number: len(verdicts.bars[number].images))
    QTest.qWait(1000)
    bench.take_stalls()
    taken = until(
        bench,
        lambda: QTest.mouseClick(verdicts, Qt.MouseButton.LeftButton, pos=verdicts.point_of(fullest)),
        window.images.filters.chip.isVisible,
    )
    line(f"click, {len(verdicts.bars[fullest].images):,} images", [taken])
    QTest.qWait(500)
    line("... stalls", bench.take_stalls())
    window.images.filters.clear()
    QTest.qWait(1000)
    bench.take_stalls()
    computed: list[object] = []
    window.dashboard._reader.computed.connect(lambda *answer: computed.append(answer[0]))
    keys = (Qt.Key.Key_1, Qt.Key.Key_2)
    number = 0
    while number < decisions or len(computed) < TIMES_COMPUTED:
        QTest.keyClick(window.images.view, keys[number % 2])
        QTest.qWait(PAUSE_MS)
        number += 1
    line(f"{number} verdicts, stalls", bench.take_stalls())
    print(f"... figures computed {len(computed)} times meanwhile")


def until(bench: Bench, act: Callable[[], object], there: Callable[[], bool]) -> float:
    """Do something and return the milliseconds until something is so."""
    start = time.perf_counter()
    act()
    bench.wait_for(there)
    return 1000 * (time.perf_counter() - start)


def drawn(bench: Bench) -> bool:
    """Whether all charts show the figures of the latest request."""
    panel = bench.window.dashboard
    return panel.grid is not None and panel.grid.complete and panel.up_to_date


if __name__ == "__main__":
    sys.exit(main())
