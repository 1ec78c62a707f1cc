"""Time the stages of ``saa-plus`` on one image, on weights made from their names.

    python benchmarks/saa_plus_stages.py ../shared/reference uneven_single_rgb

writes the weights as official-format files, loads them, inspects the image of a stored case with its prompts
(benchmarks/parity.py), and prints what each stage took. Random weights compute as long as trained ones.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import torch
from parity import case_inputs, write_seeded_files

from saa_desktop.models.device import choose_device
from saa_desktop.models.saa_plus import build_saa_plus
from saa_desktop.pipeline.memory_ladder import MemoryLadder


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path, help="folder with the stored outputs")
    parser.add_argument("case", help="name of a stored case")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    parser.add_argument("--sam", default="vit_b", choices=("vit_b", "vit_l", "vit_h"))
    parser.add_argument("--repeat", type=int, default=2, help="the first time warms up")
    options = parser.parse_args()
    device = choose_device(options.device)
    with tempfile.TemporaryDirectory() as folder:
        weights = write_seeded_files(options.reference, Path(folder), options.sam)
        started = time.perf_counter()
        models = build_saa_plus(weights, device)
        print(f"load {time.perf_counter() - started:.1f} s: {models.identity.title} on {device}")
    image, prompts = case_inputs(options.reference / f"{options.case}.npz")
    ladder = MemoryLadder(models)
    print(f"{image.shape[1]} x {image.shape[0]} pixels, {len(prompts.language)} captions")
    for _ in range(options.repeat):
        findings = ladder.inspect(image, prompts)
        regions = sum(region.mask is not None for region in findings.regions)
        stages = "   ".join(f"{timing.stage} {timing.milliseconds:.0f} ms" for timing in findings.timings)
        total = sum(timing.milliseconds for timing in findings.timings)
        print(f"{stages}   total {total:.0f} ms   ({regions} masks)")
        print(*findings.notes, sep="\n", end="")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB", end="")
    print(f", GPU {torch.cuda.max_memory_allocated(device) / 2**30:.1f} GiB" if device.type == "cuda" else "")


if __name__ == "__main__":
    main()
