"""Measure saa-plus at every speed against a plain reading of the method, in one run, with agreement.

    python benchmarks/speed.py ../shared/reference [--case NAME]... [--sam vit_b|vit_l|vit_h] [--repeat 3]
                               [--speeds exact balanced fast] [--device cpu|cuda] [--threads 2]

Writes weights made from their names as official files (benchmarks/parity.py), or takes those of
``--weights``, and inspects the image of each stored case with its prompts. All ways take turns on the same
image, and the medians count. On a busy machine the ratio of processor times (cpu) says more than that of wall
times. Memory is what one pass adds at most to what the process held before it (Linux).

A line with ``*`` tells how a speed agrees when its detector takes the positions as queries that it takes at
``exact``, in the same ranks: weights made from their names give nearly equal scores, which rounding reorders,
and the ranks decide which boxes there are (query_ranks.py). What then differs is the rounding itself.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from parity import case_inputs, write_seeded_files
from plain_saa import PlainFindings, build_plain_saa
from query_ranks import fixed_positions, recorded_positions
from scipy.optimize import linear_sum_assignment

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.inspections import Findings
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.domain.speed import Speed
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.models.device import choose_device
from saa_desktop.models.saa_plus import SaaPlusWeights, WeightsFile, build_saa_plus
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.pipeline.saa import inspect

PLAIN = "plain"
THRESHOLDS = VerdictThresholds(review_at=0.3, ng_at=0.5)
STAGES = ("region proposal", "mask refinement", "saliency prompt")


@dataclass(frozen=True)
class Pass:
    """One inspection.

    Attributes:
        wall: seconds.
        processor: seconds of all cores.
        added: bytes held at most beyond those before it.
        stages: seconds by name.
        found: what was found.
    """

    wall: float
    processor: float
    added: int
    stages: dict[str, float]
    found: Findings | PlainFindings


def main() -> None:
    """Print a table a case."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path, help="folder with the stored outputs")
    parser.add_argument("--case", action="append", help="name of a stored case; uneven_single_rgb without")
    parser.add_argument("--weights", type=Path, help="folder with the official files")
    parser.add_argument("--sam", default="vit_b", choices=("vit_b", "vit_l", "vit_h"))
    parser.add_argument("--speeds", nargs="+", default=list(Speed), choices=list(Speed))
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    device = choose_device(options.device)
    with tempfile.TemporaryDirectory() as folder:
        if options.weights:
            weights = _official(options.weights, options.sam, options.reference)
        else:
            weights = write_seeded_files(options.reference, Path(folder), options.sam)
        plain = build_plain_saa(weights, options.sam, device)
        sets = {speed: build_saa_plus(weights, device, Speed(speed)) for speed in options.speeds}
    print(f"{options.sam} on {device}, {options.threads} threads, {options.repeat} passes each")
    for case in options.case or ["uneven_single_rgb"]:
        image, prompts = case_inputs(options.reference / f"{case}.npz")
        ways: dict[str, Callable[[ImageArray, HybridPrompts], Findings | PlainFindings]] = {
            PLAIN: plain.inspect
        }
        for speed, models in sets.items():
            ways[speed] = lambda image, prompts, models=models: inspect(image, prompts, models)
        print(f"\n{case}: {image.shape[1]} x {image.shape[0]}, {len(prompts.language)} defect captions")
        reference = _print_case(ways, image, prompts, device, options.repeat)
        if Speed.EXACT in sets:
            _print_with_queries_of_exact(sets, image, prompts, reference)


def _official(folder: Path, sam: str, reference: Path) -> SaaPlusWeights:
    """Return the files of a model folder."""
    patterns = ("groundingdino_swint*.pth", f"sam_{sam}*.pth", "wide_resnet50_2*.bin")
    files = [WeightsFile(next(folder.glob(pattern)), sha256="") for pattern in patterns]
    return SaaPlusWeights(*files, WeightsFile(reference / "bert_vocab" / "vocab.txt", sha256=""))


def _print_case(
    ways: dict[str, Callable[[ImageArray, HybridPrompts], Findings | PlainFindings]],
    image: ImageArray,
    prompts: HybridPrompts,
    device: torch.device,
    repeat: int,
) -> PlainFindings:
    """Run all ways in turn, print what they took and how they agree, and return the plain one's findings."""
    passes: dict[str, list[Pass]] = {name: [] for name in ways}
    for round_ in range(repeat + (device.type == "cuda")):  # the first pass on a GPU warms up
        for name, way in ways.items():
            # A copy: SAM's adapter would know the same image again.
            measured = _measure(way, image.copy(), prompts, device)
            if round_ or device.type != "cuda":
                passes[name].append(measured)
    print(
        f"{'':9} {'wall s':>7} {'cpu s':>7} {'images/s':>8} {'ratio':>6} {'cpu':>5} {'added MB':>8}", end=""
    )
    print("".join(f" {stage.split()[0]:>10}" for stage in STAGES))
    medians = {name: _medians(taken) for name, taken in passes.items()}
    for name, (wall, processor) in medians.items():
        taken = passes[name]
        added = statistics.median(one.added for one in taken) / 2**20
        ratios = medians[PLAIN][0] / wall, medians[PLAIN][1] / processor
        print(
            f"{name:9} {wall:7.2f} {processor:7.2f} {1 / wall:8.2f} {ratios[0]:6.1f} {ratios[1]:5.1f}", end=""
        )
        print(f" {added:8.0f}", end="")
        print("".join(f" {statistics.median(one.stages[stage] for one in taken):10.2f}" for stage in STAGES))
    reference = passes[PLAIN][0].found
    print(
        f"{'':9} {'boxes':>12} {'off by px':>9} {'score by':>8} {'IoU mean':>8} {'worst':>6} {'map by':>7}"
        "  verdict"
    )
    for name in list(ways)[1:]:
        print(f"{name:9} {_agreement(passes[name][0].found, reference, image.shape[:2])}")
    assert isinstance(reference, PlainFindings)
    return reference


def _print_with_queries_of_exact(
    sets: dict[str, ModelSet], image: ImageArray, prompts: HybridPrompts, reference: PlainFindings
) -> None:
    """Print how the other speeds agree with the plain way when they have the queries of ``exact``."""
    with recorded_positions() as chosen:
        inspect(image, prompts, sets[Speed.EXACT])
    for speed in [speed for speed in sets if speed != Speed.EXACT]:
        with fixed_positions(chosen):
            found = inspect(image, prompts, sets[speed])
        print(f"{speed + ' *':9} {_agreement(found, reference, image.shape[:2])}")


def _medians(taken: list[Pass]) -> tuple[float, float]:
    """Return the medians of wall and processor time."""
    return statistics.median(one.wall for one in taken), statistics.median(one.processor for one in taken)


def _measure(
    way: Callable[[ImageArray, HybridPrompts], Findings | PlainFindings],
    image: ImageArray,
    prompts: HybridPrompts,
    device: torch.device,
) -> Pass:
    """Inspect once."""
    gpu = device.type == "cuda"
    if gpu:
        torch.cuda.synchronize(device)
        torch.cuda.reset_peak_memory_stats(device)
        held = torch.cuda.memory_allocated(device)
    with _highest_resident() as highest:
        wall, processor = time.perf_counter(), time.process_time()
        found = way(image, prompts)
        if gpu:
            torch.cuda.synchronize(device)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    added = torch.cuda.max_memory_allocated(device) - held if gpu else highest[0]
    if isinstance(found, Findings):
        stages = {timing.stage: timing.milliseconds / 1000 for timing in found.timings}
    else:
        stages = found.stages
    return Pass(wall, processor, added, stages, found)


@contextmanager
def _highest_resident() -> Iterator[list[int]]:
    """Give a list whose entry is, afterwards, the most memory beyond that at the beginning, bytes."""
    highest, done = [0], threading.Event()
    before = _resident()

    def watch() -> None:
        while not done.wait(0.02):
            highest[0] = max(highest[0], _resident() - before)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield highest
    finally:
        done.set()
        watcher.join()


def _resident() -> int:
    """Return this process's resident memory, bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _agreement(
    found: Findings | PlainFindings, reference: Findings | PlainFindings, size: tuple[int, int]
) -> str:
    """Return how far findings are from the plain ones, their boxes matched at best."""
    assert isinstance(found, Findings)
    assert isinstance(reference, PlainFindings)
    regions = [region for region in found.regions if region.mask is not None]
    boxes = np.array(
        [(b.x0, b.y0, b.x1, b.y1) for b in (region.box for region in regions)], np.float32
    ).reshape(-1, 4)
    apart = np.abs(boxes[:, None] - reference.boxes[None]).max(axis=2)
    rows, columns = linear_sum_assignment(apart)
    overlaps, scores = [], []
    for row, column in zip(rows, columns, strict=True):
        ours, theirs = regions[row].mask.to_array(), reference.masks[column]
        union = np.count_nonzero(ours | theirs)
        overlaps.append(np.count_nonzero(ours & theirs) / union if union else 1.0)
        scores.append(abs(regions[row].box_score - reference.scores[column]))
    ours_map = compose_anomaly_map(found.regions, *size)
    map_apart = np.abs(ours_map - reference.anomaly_map).mean()
    best = max((region.score or 0.0 for region in found.regions if region.kept), default=0.0)
    verdicts = THRESHOLDS.judge(best), THRESHOLDS.judge(reference.score)
    return (
        f"{len(regions):4} of {len(reference.boxes):4} {np.median(apart[rows, columns]):9.3f} "
        f"{np.max(scores):8.4f} {np.mean(overlaps):8.4f} {np.min(overlaps):6.3f} {map_apart:7.0e}  "
        f"{verdicts[0]} for {verdicts[1]} ({best:.3f} for {reference.score:.3f})"
    )


if __name__ == "__main__":
    main()
