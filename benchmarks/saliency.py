"""Compare ways to the saliency prompt's mean of the 400 smallest of 4096 similarities.

python benchmarks/saliency.py
"""

import statistics
import time
from collections.abc import Callable

import torch

from saa_desktop.pipeline.saliency_prompt import FARTHEST, one_object_saliency

POSITIONS, CHANNELS, ROUNDS = 4096, 48, 7


def main() -> None:
    """Print the median of several rounds, the ways taking turns."""
    generator = torch.Generator().manual_seed(0)
    values = torch.rand(CHANNELS, 64, 64, generator=generator)
    features = torch.nn.functional.normalize(values, dim=0)

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
            started = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - started)
    fastest = statistics.median(times["ours"])
    print(f"{'way':26} {'median ms':>9} {'ratio':>6}")
    for name, taken in times.items():
        print(f"{name:26} {1000 * statistics.median(taken):9.1f} {statistics.median(taken) / fastest:6.1f}")


def _similarity(features: torch.Tensor) -> torch.Tensor:
    flat = features.flatten(1)
    return flat.T @ flat


if __name__ == "__main__":
    with torch.inference_mode():
        main()
