"""Compare ways to the distances of the saliency prompt.

python benchmarks/saliency.py             # one product: the mean of the 400 smallest of 4096 similarities
python benchmarks/saliency.py --several   # products that the detector found several times over
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import torch

from saa_desktop.pipeline.saliency_prompt import FARTHEST, one_object_saliency, several_objects_saliency

CHANNELS, ROUNDS = 48, 7
BACKBONE_CHANNELS, SIDE = 1792, 256


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--several", action="store_true")
    if parser.parse_args().several:
        compare_several()
    else:
        compare_one()


def compare_one() -> None:
    """Print the median of several rounds, the ways taking turns."""
    features = _features(CHANNELS, 64)

    def full_sort() -> None:
        _similarity(features).sort(dim=1).values[:, :FARTHEST].mean(dim=1)

    def topk() -> None:
        _similarity(features).topk(FARTHEST, dim=1, largest=False, sorted=False).values.mean(dim=1)

    def ours() -> None:
        one_object_saliency(features)

    ways: dict[str, Callable[[], None]] = {
        "full sort (as published)": full_sort,
        "torch.topk": topk,
        "ours": ours,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            times[name].append(_seconds(way))
    fastest = statistics.median(times["ours"])
    print(f"{'way':26} {'median ms':>9} {'ratio':>6}")
    for name, taken in times.items():
        print(f"{name:26} {1000 * statistics.median(taken):9.1f} {statistics.median(taken) / fastest:6.1f}")


def compare_several() -> None:
    """Print how long six products take that were each found once, three and six times.

    The published rule takes the products one by one, each against the pixels of all the others. It is timed
    on one product, for all of them take equally long, with the similarities in parts: they would not fit.
    """
    features = _features(BACKBONE_CHANNELS, SIDE)
    cases = {found: _products(found) for found in (1, 3, 6)}
    before = _peak_megabytes()
    ours = {
        found: _seconds(partial(several_objects_saliency, features, grids)) for found, grids in cases.items()
    }
    # Before the published way: a process's peak never falls.
    added = _peak_megabytes() - before
    print(f"{'found':>5} {'products':>8} {'published s':>11} {'ours s':>7} {'ratio':>6}")
    for found, grids in cases.items():
        plain = len(grids) * _seconds(partial(_published_product, features, grids, 0))
        print(
            f"{found:5} {len(grids):8} {plain:11.1f} {ours[found]:7.1f} {plain / ours[found]:6.1f}",
            flush=True,
        )
    print(f"ours adds {added:.0f} MB to the {features.nbytes / 2**20:.0f} MB of the features")


def _products(found: int) -> list[torch.Tensor]:
    """Return the masks of six products, each found that many times over, a position apart."""
    grids = []
    for top in (20, 140):
        for left in (15, 95, 175):
            for shift in range(found):
                grid = torch.zeros(SIDE, SIDE, dtype=torch.bool)
                grid[top + shift : top + 80, left : left + 60 + shift] = True
                grids.append(grid)
    return grids


def _published_product(features: torch.Tensor, grids: Sequence[torch.Tensor], index: int) -> None:
    """Compare one product with all the others, in the published way."""
    blanked = features.clone()
    blanked[:, grids[index]] = 0
    others = torch.cat([blanked[:, grid] for place, grid in enumerate(grids) if place != index], dim=1)
    for part in torch.split(features[:, grids[index]].T, 512):
        (part @ others).amax(dim=1)


def _features(channels: int, side: int) -> torch.Tensor:
    """Return (channels, side, side) of unit length at each position."""
    values = torch.rand(channels, side, side, generator=torch.Generator().manual_seed(0))
    return values.div_(values.norm(dim=0))


def _similarity(features: torch.Tensor) -> torch.Tensor:
    """Return that of all pairs of positions."""
    flat = features.flatten(1)
    return flat.T @ flat


def _seconds(work: Callable[[], object]) -> float:
    """Return how long it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    with torch.inference_mode():
        main()
