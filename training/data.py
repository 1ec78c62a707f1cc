"""The order of the drawn images: a pure function of seed and step, so that a run can be taken up again."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch.utils.data import Dataset, Sampler

from saa_desktop.models.lite.perception import perceive
from training.generator import TRAINED, Sample, draw_sample

FRESH_SHARE = 0.25
"""Share of a batch that was never seen; the rest was drawn lately and comes again, turned and recoloured."""
REMEMBERED = 2048
"""Images that are kept to come again."""


class Turn(NamedTuple):
    """A drawn image, and the seed of how it is turned.

    Attributes:
        index: of the image.
        seed: of the turn.
    """

    index: int
    seed: int


class Steps(Sampler[list[Turn]]):
    """Batches from one step to another, or one process's share of each."""

    def __init__(self, seed: int, steps: range, batch: int, share: slice = slice(None)) -> None:
        """Choose the steps, the images of each, and which of these are this process's."""
        self._seed, self._steps, self._batch, self._share = seed, steps, batch, share

    def __iter__(self) -> Iterator[list[Turn]]:
        """Yield a batch for each step."""
        fresh = max(1, round(FRESH_SHARE * self._batch))
        for step in self._steps:
            rng = np.random.default_rng((self._seed, 1, step))
            new = list(range(step * fresh, (step + 1) * fresh))
            # A whole number of batches back, so that the process that drew an image sees it again.
            back = fresh * rng.integers(0, min(step, REMEMBERED // fresh) + 1, self._batch - fresh)
            known = np.resize(new, self._batch - fresh) - back
            turns = rng.integers(0, 1 << 31, self._batch).tolist()
            whole = [Turn(int(index), turn) for index, turn in zip([*new, *known], turns, strict=True)]
            yield whole[self._share]

    def __len__(self) -> int:
        return len(self._steps)


class DrawnImages(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Draws images when they are asked for, and remembers the last ones."""

    def __init__(self, seed: int, side: int) -> None:
        self._seed, self._side = seed, side
        self._remembered: OrderedDict[int, Sample] = OrderedDict()

    def __getitem__(self, turn: Turn) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the network sees, (C, H / 2, W / 2) float16, and (H, W) uint8 labels."""
        cv2.setNumThreads(1)
        sample = self._remembered.get(turn.index)
        if sample is None:
            sample = draw_sample(self._seed, turn.index, TRAINED, self._side)
            self._remembered[turn.index] = sample
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        rng = np.random.default_rng(turn.seed)
        quarter, mirrored = int(rng.integers(4)), rng.random() < 0.5
        image, labels = np.rot90(sample.image, quarter), np.rot90(sample.labels, quarter)
        if mirrored:
            image, labels = image[:, ::-1], labels[:, ::-1]
        image = image[..., rng.permutation(3)]
        seen = perceive(np.ascontiguousarray(image)).astype(np.float16)
        return torch.from_numpy(seen), torch.from_numpy(labels.copy())
