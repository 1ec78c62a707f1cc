"""Train the network of ``lite`` on drawn images.

    python -m training.train --out RUN --steps 6000

The learning rate rises, stays, and falls over the last ``--decay`` steps. A run that was stopped goes on
where it was; one whose learning rate has not begun to fall can be made longer with a larger ``--steps``.
"""

import argparse
import math
import os
import time
from pathlib import Path

import torch
import torch.multiprocessing
from safetensors.torch import save_file
from torch import distributed
from torch.utils.data import DataLoader

from saa_desktop.models.lite.network import DefectNetwork
from training.data import DrawnImages, Steps
from training.loss import defect_loss

WARM_UP = 200
"""Steps over which the learning rate rises."""
SAVE_EVERY = 100
"""Steps between checkpoints."""


def learning_rate(step: int, steps: int, decay: int, peak: float) -> float:
    """Return the learning rate of a step: it rises, stays and falls like a half cosine."""
    rising = min(1.0, (step + 1) / WARM_UP)
    left = min(1.0, (steps - step) / max(decay, 1))
    return peak * rising * (0.5 - 0.5 * math.cos(math.pi * left))


def average_into(average: DefectNetwork, network: DefectNetwork, step: int) -> None:
    """Move the averaged weights towards the trained ones."""
    keep = min(0.998, (step + 1) / (step + 10))
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - keep)
            else:
                kept.copy_(new)


def save_weights(network: DefectNetwork, path: Path) -> None:
    """Write half-precision weights that the application loads."""
    state = network.state_dict().items()
    half = {name: value.half().contiguous() for name, value in state if "num_batches" not in name}
    save_file(half, path)


def share_gradients(network: DefectNetwork, processes: int) -> None:
    """Replace the gradients of each process by their mean over all."""
    if processes == 1:
        return
    gradients = [weight.grad for weight in network.parameters() if weight.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(flat)
    flat /= processes
    for gradient, part in zip(gradients, flat.split([one.numel() for one in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


def train(rank: int, options: argparse.Namespace) -> None:
    """Run the training, from its last checkpoint if there is one.

    Args:
        rank: of this process among those that train together on their shares of each batch.
        options: of the command line.
    """
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    if options.processes > 1:
        meeting = (options.out / f"meeting-{os.getppid()}").resolve().as_uri()
        distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    device = torch.device(options.device)
    network = DefectNetwork().to(device, memory_format=torch.channels_last)
    average = DefectNetwork().to(device)
    average.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.peak, weight_decay=0.02)
    checkpoint = options.out / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = int(state["step"])
    batches = DataLoader(
        DrawnImages(options.seed, options.side),
        batch_sampler=Steps(
            options.seed,
            range(first, options.steps),
            options.batch,
            slice(rank, None, options.processes),
        ),
        num_workers=options.workers,
        prefetch_factor=6 if options.workers else None,
    )
    network.train()
    run = torch.compile(network) if options.compile else network
    sums: dict[str, float] = {}
    started = time.perf_counter()
    for step, (perceived, labels) in enumerate(batches, start=first):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options.steps, options.decay, options.peak)
        seen = perceived.to(device, memory_format=torch.channels_last).float()
        with torch.autocast(device.type, torch.bfloat16):
            outputs = run(seen)
        loss, parts = defect_loss(outputs, labels.to(device).long())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        share_gradients(network, options.processes)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        if rank > 0:
            continue
        average_into(average, network, step)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + value
        done = step + 1
        if done % SAVE_EVERY == 0 or done == options.steps:
            count = (done - first - 1) % SAVE_EVERY + 1
            losses = " ".join(f"{name} {value / count:.4f}" for name, value in sums.items())
            rate = (done - first) * options.batch / (time.perf_counter() - started)
            print(f"{done} {losses} {rate:.1f} images/s", flush=True)
            sums = {}
            state = {
                "network": network.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": done,
            }
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            save_weights(average, options.out / "lite.safetensors")


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint and the weights")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--decay", type=int, default=1500, help="steps over which the learning rate falls")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--side", type=int, default=256, help="of the images, pixels")
    parser.add_argument("--peak", type=float, default=2e-3, help="largest learning rate")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument(
        "--workers", type=int, default=1, help="processes that draw images, for each that trains"
    )
    parser.add_argument("--processes", type=int, default=1, help="processes that share the batches")
    parser.add_argument("--threads", type=int, default=1, help="threads of each that train")
    parser.add_argument(
        "--compile", action="store_true", help="compile the network first (needs a C++ compiler)"
    )
    parser.add_argument("--device", default="cpu")
    return parser.parse_args(arguments)


def main(options: argparse.Namespace) -> None:
    """Run the training in as many processes as were asked for."""
    options.out.mkdir(parents=True, exist_ok=True)
    if options.processes == 1:
        train(0, options)
    else:
        torch.multiprocessing.spawn(train, (options,), options.processes)


if __name__ == "__main__":
    main(parse())
