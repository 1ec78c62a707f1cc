"""Tune a profile on a few images of a labelled data set, and judge all the others by the proposal.

saa-desktop tune mtd --folder DATA/mtd --layout mtd --models lite --out tuned     # inspects all images once
python benchmarks/tuning.py mtd DATA/mtd mtd tuned --images 20 --splits 20

Each split draws half of its images from the good ones and the other half evenly from the defect types.
"""

import argparse
import threading
from pathlib import Path

import numpy as np

from saa_desktop.domain.verdicts import AiVerdict
from saa_desktop.evaluation.layouts import Layout
from saa_desktop.profile_tuning import open_tuning
from saa_desktop.review.rejudge import JudgeSettings, rejudge_session
from saa_desktop.tuning.labels import LabelledInspection, candidate_columns
from saa_desktop.tuning.proposal import judge_settings
from saa_desktop.tuning.request import FolderSource, TuneRequest
from saa_desktop.tuning.results import LOOKS, Outcome
from saa_desktop.tuning.search import tune

RATES = ("escapes", "good stopped", "false calls")


def main() -> None:
    """Print the mean rates over the splits, in percent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("profile")
    parser.add_argument("root", type=Path)
    parser.add_argument("layout", type=Layout)
    parser.add_argument("tuned", type=Path, help="folder that the tune command has filled")
    parser.add_argument("--images", type=int, nargs="+", default=[20])
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--looks", type=int, default=LOOKS)
    parser.add_argument("--escapes", type=float, nargs="+", default=[0.0])
    given = parser.parse_args()
    request = TuneRequest(given.profile, FolderSource(given.root, given.layout), given.tuned)
    with open_tuning(request) as opened:
        for _ in opened.run(threading.Event()):
            pass
        images, present = opened.images(), judge_settings(opened.profile)
    for count in given.images:
        for tolerated in given.escapes:
            compare(
                images,
                present,
                count=count,
                splits=given.splits,
                tolerated=tolerated,
                looks=given.looks,
            )


def compare(
    images: list[LabelledInspection],
    present: JudgeSettings,
    *,
    count: int,
    splits: int,
    tolerated: float,
    looks: int,
) -> None:
    """Print what tuning on ``count`` images does to the others."""
    rows: dict[str, list[Outcome]] = {"present, others": [], "tuned, same": [], "tuned, left out": []}
    rows["tuned, others"] = []
    for seed in range(splits):
        chosen = draw(images, count, np.random.default_rng(seed))
        others = [image for place, image in enumerate(images) if place not in chosen]
        tuning = tune([images[place] for place in sorted(chosen)], present, tolerated=tolerated, looks=looks)
        point = tuning.points[tuning.recommended]
        rows["present, others"].append(judge(others, present))
        rows["tuned, same"].append(point.outcome)
        rows["tuned, left out"].append(point.held_out)
        rows["tuned, others"].append(judge(others, point.settings))
    print(f"{count} images, {splits} splits, tolerated escapes {100 * tolerated:g} %")
    print(f"{'':18}" + "".join(f"{rate:>26}" for rate in RATES))
    for name, outcomes in rows.items():
        shares = np.array(
            [(each.counts.escape_rate, each.stopped_rate, each.counts.false_call_rate) for each in outcomes]
        )
        cells = [
            f"{column.mean():8.1f} ({column.min():.1f} to {column.max():.1f})" for column in 100 * shares.T
        ]
        print(f"{name:18}" + "".join(f"{cell:>26}" for cell in cells))


def draw(images: list[LabelledInspection], count: int, rng: np.random.Generator) -> set[int]:
    """Return which images to tune on."""
    by_folder: dict[str, list[int]] = {}
    for place, image in enumerate(images):
        folder = image.inspection.image.name.split("/")[0] if image.defective else ""
        by_folder.setdefault(folder, []).append(place)
    good, types = by_folder.pop(""), list(by_folder.values())
    chosen = set(rng.choice(good, count - count // 2, replace=False).tolist())
    for number, places in enumerate(types):
        share = (count // 2 + number) // len(types)
        chosen |= set(rng.choice(places, share, replace=False).tolist())
    return chosen


def judge(images: list[LabelledInspection], settings: JudgeSettings) -> Outcome:
    """Return how settings do on images."""
    ai = tuple(AiVerdict)
    verdicts = rejudge_session(candidate_columns(images), settings).verdicts
    return Outcome.of([image.defective for image in images], [ai[verdict] for verdict in verdicts])


if __name__ == "__main__":
    main()
