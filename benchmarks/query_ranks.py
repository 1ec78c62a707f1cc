"""The detector's answer with its nearly equal queries ranked as in a stored answer of the published code.

GroundingDINO ranks the positions of the image by their best score, takes 900 as queries, and gives each rank
an embedding of its own. Two positions whose scores differ by less than rounding may stand in either order,
and the order decides which boxes come of them (docs/decisions/022). Rounding differs between processors, so a
stored answer can be reached only with its own order, which was not stored. It shows in the answer, though:
two neighbours in rank whose scores are that close, and neither of whose boxes is among the stored ones, have
changed places. ``published_ranks`` puts them back and decodes again; nothing else is allowed for.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment

from saa_desktop.models import grounding_dino_transformer
from saa_desktop.models.grounding_dino_transformer import Decoder, best_positions, token_logits

SCORES_APART = 1e-4
"""Largest difference of two scores (logits of 1 to 4) that may have changed places: the score of one position
differs by up to 5e-5 between one thread and two."""

MOST_EXCHANGES = 18
"""Pairs a caption and round: one in fifty queries."""

MISSING = (2e-3, 2e-4, 2e-4)
"""A query is missing from an answer when its box or score differs this much from everything in it, by round.
A wrong rank moves all boxes a little through the queries' attention: the large differences come first."""


@dataclass(frozen=True)
class Exchange:
    """Two neighbours in rank that changed places.

    Attributes:
        rank: of the first, from 0.
        apart: difference of their scores.
    """

    rank: int
    apart: float


@dataclass(frozen=True)
class RankedAnswer:
    """What the detector answers to one caption when its queries are ranked as the stored ones.

    Attributes:
        queries: (Q, 5) boxes, cxcywh in fractions of the image, and scores.
        exchanges: what had to change places for that.
    """

    queries: np.ndarray
    exchanges: tuple[Exchange, ...]


def find_exchanges(scores: np.ndarray, missing: np.ndarray) -> list[Exchange]:
    """Return the neighbours in rank that are both missing and nearly equal, each query once at most.

    Args:
        scores: (Q,) by rank.
        missing: (Q,) bool.
    """
    exchanges: list[Exchange] = []
    for rank, apart in enumerate(np.abs(np.diff(scores)).tolist()):
        free = not exchanges or exchanges[-1].rank + 1 < rank
        if free and missing[rank] and missing[rank + 1] and apart <= SCORES_APART:
            exchanges.append(Exchange(rank, apart))
    return exchanges[:MOST_EXCHANGES]


def set_distance(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the largest difference between the members of two sets of vectors, matched at best."""
    if len(ours) != len(theirs):
        return np.inf
    if not len(ours):
        return 0.0
    distances = _distances(ours, theirs)
    return float(distances[linear_sum_assignment(distances)].max())


def _distances(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    distances: np.ndarray = np.abs(ours[:, None] - theirs[None]).max(axis=2)
    return distances


@contextmanager
def published_ranks(stored: Sequence[np.ndarray]) -> Iterator[list[RankedAnswer]]:
    """Let the detector rank its queries as in stored answers while the context lasts.

    Args:
        stored: (Q, 5) boxes, cxcywh in fractions of the image, and scores, in the order in which the
            captions will be asked.

    Yields:
        A list that grows by each caption that the detector answers.
    """
    ranked: list[RankedAnswer] = []
    scores: list[torch.Tensor] = []

    def choose(best: torch.Tensor, count: int) -> torch.Tensor:
        chosen = best_positions(best, count)
        scores.extend(best.gather(1, chosen))
        return chosen

    plain_decode = Decoder.forward

    def decode(
        self: Decoder, queries: torch.Tensor, proposals: torch.Tensor, **seen: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        asked = slice(len(ranked), len(ranked) + len(proposals))
        falling, expected = [one.cpu().numpy() for one in scores[asked]], stored[asked]
        orders = [np.arange(len(one)) for one in falling]
        exchanged: list[tuple[Exchange, ...]] = [()] * len(orders)
        answer = plain_decode(self, queries, proposals, **seen)
        for limit in MISSING:
            found = [
                find_exchanges(of_caption[order], _distances(ours, theirs).min(axis=1) > limit)
                for of_caption, order, ours, theirs in zip(
                    falling, orders, _answers(*answer, **seen), expected, strict=True
                )
            ]
            if not any(found):
                break
            exchanged = [(*before, *now) for before, now in zip(exchanged, found, strict=True)]
            orders = [_exchange(order, now) for order, now in zip(orders, found, strict=True)]
            ordered = torch.stack([one[order] for one, order in zip(proposals, orders, strict=True)])
            answer = plain_decode(self, queries, ordered, **seen)
        ranked.extend(map(RankedAnswer, _answers(*answer, **seen), exchanged))
        return answer

    with (
        mock.patch.object(grounding_dino_transformer, "best_positions", choose),
        mock.patch.object(Decoder, "forward", decode),
    ):
        yield ranked


@contextmanager
def recorded_positions() -> Iterator[list[torch.Tensor]]:
    """Yield a list that grows by the positions, by rank, that become queries of each caption."""
    chosen: list[torch.Tensor] = []

    def choose(best: torch.Tensor, count: int) -> torch.Tensor:
        positions = best_positions(best, count)
        chosen.extend(positions)
        return positions

    with mock.patch.object(grounding_dino_transformer, "best_positions", choose):
        yield chosen


@contextmanager
def fixed_positions(chosen: Sequence[torch.Tensor]) -> Iterator[None]:
    """Let the detector take these positions as queries, whatever their scores, while the context lasts.

    Args:
        chosen: as recorded, in the order in which the captions will be asked.
    """
    remaining = list(chosen)

    def choose(best: torch.Tensor, _: int) -> torch.Tensor:
        positions = torch.stack(remaining[: len(best)])
        del remaining[: len(best)]
        return positions

    with mock.patch.object(grounding_dino_transformer, "best_positions", choose):
        yield


def _exchange(order: np.ndarray, exchanges: Sequence[Exchange]) -> np.ndarray:
    """Return an order of ranks in which neighbours have changed places."""
    changed = order.copy()
    for first in (exchange.rank for exchange in exchanges):
        changed[[first, first + 1]] = order[[first + 1, first]]
    return changed


def _answers(
    boxes: torch.Tensor, queries: torch.Tensor, *, text: torch.Tensor, token_mask: torch.Tensor, **_: Any
) -> list[np.ndarray]:
    """Return (Q, 5) boxes and scores a caption from what the decoder returns and got."""
    scores = token_logits(queries, text, token_mask).sigmoid().amax(dim=-1, keepdim=True)
    return list(torch.cat([boxes, scores], dim=-1).cpu().numpy())
