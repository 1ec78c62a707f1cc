"""Uses the frozen application as operators do, and stops at the first thing that is not as it should be.

Standard library only, as smoke_station.py: smoke.py runs it where nothing else can be seen.
The last line of its output counts the steps.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from smoke_station import SmokeError, Station, check, check_errors, hand_over
from smoke_window import use_window

# Random weights give boxes of four sizes; those of one size, about 70, go on to the segmenter.
_PROFILE = """\
schema_version: 1
name: smoke
version: 1
title: {en: Smoke test, zh_CN: 冒烟测试}
description: {en: Random weights, zh_CN: 随机权重}
object: {prompt: cap, count: 1}
class_agnostic: {templates: [], exclude: ''}
class_specific: [{prompt: speck., exclude: cap}]
box_threshold: 0.1
text_threshold: 0.1
property_prompts:
  {min_area: 0.05, max_area: 0.2, min_object_overlap: 0.0, edge_margin: 0.0, region_of_interest: []}
saliency: {strength: 3.0}
confidence: {top_k: 5}
verdict: {review_at: 0.25, ng_at: 0.6}
images: {include: [], exclude: []}
as_published: false
"""


def show_version(station: Station, expected: str) -> str:
    """``--version`` names the version that was built."""
    said = station.run("--version").strip()
    check(said == f"saa-desktop {expected}", f"--version says {said!r}")
    return said


def run_checks(station: Station) -> str:
    """``checks`` finds every library, and its data in the application's folder."""
    said = station.run("checks")
    check("is not installed" not in said, said)
    check("shipped data" in said, said)
    return f"{sum(line.strip().startswith('ok') for line in said.splitlines())} lines ok"


def inspect_samples(station: Station) -> str:
    """``inspect`` finds defects on the samples, from a folder with a Chinese name."""
    samples = sorted(station.application.glob("**/resources/samples/*/images"))
    check(bool(samples), "the application has no samples")
    counts = []
    for images in samples:
        name = images.parent.name
        folder = copy_samples(station, name)
        results = station.home / f"结果 {name}"
        profile = f"sample_{name}"
        said = station.run(
            "inspect", folder, "--profile", profile, "--out", results, "--models", "lite", "--json"
        )
        summary = json.loads(said)
        table = (results / "results.csv").read_text("utf-8-sig").splitlines()
        check(len(table) == 1 + len(list(folder.iterdir())), f"{name}: {summary}")
        check(any(",NG," in line for line in table), f"{name}: no defect was found: {table}")
        check(
            len(list((results / "reports").iterdir())) == len(table) - 1,
            f"{name}: report pictures are missing",
        )
        counts.append(f"{name} {len(table) - 1}")
    return ", ".join(counts)


def copy_samples(station: Station, name: str) -> Path:
    """Return a folder of the user's own with the images of a sample product."""
    folder = station.home / f"样品 {name}"
    if not folder.exists():
        shutil.copytree(next(station.application.glob(f"**/resources/samples/{name}/images")), folder)
    return folder


def import_models(station: Station, pack: Path) -> str:
    """``models import`` takes a pack, and ``saa-plus`` runs on what was in it: every network once."""
    station.run("models", "import", pack)
    listing = station.run("models", "list")
    check("saa-plus runs on" in listing, listing)
    folder = station.home / "one image"
    folder.mkdir()
    sample = next(station.application.glob("**/resources/samples/cap/images/*"))
    shutil.copy(sample, folder)
    results = station.home / "saa-plus"
    profile = station.home / "smoke.yaml"
    profile.write_text(_PROFILE, "utf-8")
    command = ("inspect", folder, "--profile", profile, "--out", results, "--models", "saa-plus")
    said = json.loads(station.run(*command, "--device", "cpu", "--json"))
    with closing(sqlite3.connect(results / "session.sqlite")) as session:
        masks = session.execute("SELECT count(*) FROM regions WHERE mask_area IS NOT NULL").fetchone()[0]
    check(masks > 0, f"no box went on to the segmenter: {said}")
    return f"{listing.strip().splitlines()[-1]} {masks} boxes went on to the segmenter."


def start_window_offscreen(station: Station) -> str:
    """Without a screen to look at, the window at least starts, stays, and says nothing."""
    process = station.start("saa-desktop-gui", "-platform", "offscreen")
    try:
        _, errors = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        _, errors = process.communicate()
        check_errors(errors)
        return "stayed 20 s"
    raise SmokeError(f"the window ended by itself: {errors}")


def main() -> int:
    """Run every step that this machine allows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("application", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--screen", default="")
    parser.add_argument("--frame-buffer", type=Path, help="the file in which Xvfb keeps its screen")
    parser.add_argument("--as-nobody", action="store_true")
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    (options.home / "runtime").mkdir(mode=0o700, exist_ok=True)
    station = Station(options.application, options.home, options.screen, options.as_nobody)
    hand_over(station)

    def keep_screen(name: str) -> None:
        if options.frame_buffer:
            shutil.copy(options.frame_buffer, options.frame_buffer.with_name(f"{name}.xwd"))

    steps: list[tuple[str, Callable[[], str]]] = [
        ("--version", lambda: show_version(station, options.version)),
        ("checks", lambda: run_checks(station)),
        ("inspect the samples", lambda: inspect_samples(station)),
    ]
    if options.screen:
        steps.append(("window", lambda: use_window(station, keep_screen)))
    else:
        steps.append(("window without a screen", lambda: start_window_offscreen(station)))
    # Last: with saa-plus at hand, the window would take it for its batch.
    if options.pack:
        steps.append(("models import, saa-plus", lambda: import_models(station, options.pack)))
    for name, step in steps:
        hand_over(station)
        started = time.monotonic()
        try:
            said = step()
        except (SmokeError, subprocess.TimeoutExpired, OSError) as error:
            print(f"FAILED  {name}: {error}", flush=True)
            return 1
        print(f"ok  {time.monotonic() - started:6.1f} s  {name}: {said}", flush=True)
    print(f"{len(steps)} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
