"""Where the two thresholds stand best, given the scores of labelled images.

A cut parts sorted scores; images above the first cut are stopped (REVIEW or NG), above the second one NG. The
cost of a pair of cuts is what false calls and looks cost, in looks: each image left to a person is one look,
each false call as many as a person says. Without a cost of its own, REVIEW would take all images, and no
setting could be told from another.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.tuning.labels import Flags

Scores = npt.NDArray[np.float64]
Costs = npt.NDArray[np.int64]

UNREACHABLE = int(np.iinfo(np.int64).max // 4)
"""Cost of what no thresholds can reach: an image without a region scores 0 and is always OK."""

_LEAST_GAP = 1e-6
"""Scores closer than this share of themselves are not parted: a threshold between them would be chance."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cuts:
    """All cuts of G rows of N sorted scores; cut j lies below the j-th score.

    Attributes:
        scores: (G, N) ascending.
        stopped: (G, N + 1), images above each cut.
        escapes: (G, N + 1), defective images below each cut.
        ng: (G, N + 1), what NG above each cut costs over REVIEW; ``UNREACHABLE`` where there is no cut.
        cost: (G, N + 1), with the best second cut at or above this one.
    """

    scores: Scores
    stopped: Costs
    escapes: Costs
    ng: Costs
    cost: Costs

    @classmethod
    def of(cls, scores: Scores, defective: Flags, looks: int) -> "_Cuts":
        order = np.argsort(scores, axis=1, kind="stable")
        ordered, bad = np.take_along_axis(scores, order, axis=1), defective[order]
        count = scores.shape[1]
        below = np.zeros((len(scores), count + 1), dtype=np.int64)
        np.cumsum(bad, axis=1, out=below[:, 1:])
        stopped = np.broadcast_to(count - np.arange(count + 1), below.shape)
        bad_above = below[:, -1:] - below
        before = np.concatenate([np.zeros((len(scores), 1)), ordered[:, :-1]], axis=1)
        parted = np.ones(below.shape, dtype=np.bool_)
        parted[:, :-1] = ordered > before + _LEAST_GAP * ordered
        # A good image that is NG costs a false call instead of a look, a defective one saves the look.
        ng = np.where(parted, (looks - 1) * (stopped - bad_above) - bad_above, UNREACHABLE)
        best_ng = np.minimum.accumulate(ng[:, ::-1], axis=1)[:, ::-1]
        return cls(ordered, stopped, below, ng, np.where(parted, stopped + best_ng, UNREACHABLE))


def lowest_costs(scores: Scores, defective: Flags, looks: int) -> Costs:
    """Return (G, D + 1): the lowest cost in each row with at most 0, 1, ... D escapes.

    Args:
        scores: (G, N), each row the images' scores under other settings.
        defective: (N,), D of them true.
        looks: how many images left to a person cost as much as one false call, >= 1.
    """
    cuts = _Cuts.of(scores, defective, looks)
    below = np.minimum.accumulate(cuts.cost, axis=1)
    # The last cut with at most e escapes lies below the defective image number e.
    allowed = np.arange(int(defective.sum()) + 1)
    last = np.stack([np.searchsorted(row, allowed, side="right") for row in cuts.escapes]) - 1
    return np.take_along_axis(below, last, axis=1)


def place_thresholds(
    scores: Scores, defective: Flags, allowed: int, present: VerdictThresholds, looks: int
) -> VerdictThresholds:
    """Return thresholds of the lowest cost with at most so many escapes, the nearest to the present ones.

    A present threshold stays where it does as well as any other. Others stand in the middle between the two
    scores that they part, rounded to as few digits as fit there.

    Args:
        scores: (N,) of the images.
        defective: (N,).
        allowed: escapes; for this many the cost must be reachable.
        present: the profile's.
        looks: as for ``lowest_costs``.
    """
    cuts = _Cuts.of(scores[None], defective, looks)
    ordered, ng, cost = cuts.scores[0], cuts.ng[0], cuts.cost[0]
    wanted = np.where(cuts.escapes[0] <= allowed, cost, UNREACHABLE)
    best: VerdictThresholds | None = None
    for first in np.flatnonzero(wanted == wanted.min()):
        rest = cost[first] - cuts.stopped[0, first]
        for second in first + np.flatnonzero(ng[first:] == rest):
            pair = _pair(_gap(ordered, int(first)), _gap(ordered, int(second)), present)
            if best is None or _distance(pair, present) < _distance(best, present):
                best = pair
    if best is None:
        raise ValueError(f"expected a reachable number of escapes, got {allowed}")
    return best


def _gap(ordered: Scores, cut: int) -> tuple[float, float]:
    """Return between which scores a threshold may stand to part there; infinite above the highest."""
    low = float(ordered[cut - 1]) if cut else 0.0
    return low, float(ordered[cut]) if cut < len(ordered) else math.inf


def _pair(
    review: tuple[float, float], ng: tuple[float, float], present: VerdictThresholds
) -> VerdictThresholds:
    review_at, ng_at = _within(review, present.review_at), _within(ng, present.ng_at)
    if review_at > ng_at:  # both in the same gap: there is room for either value
        review_at = ng_at = review_at if review_at == present.review_at else ng_at
    return VerdictThresholds(review_at, ng_at)


def _within(gap: tuple[float, float], present: float) -> float:
    low, high = gap
    if low < present <= high:
        return present
    if math.isinf(high):
        high = 1.2 * low
    middle = (low + high) / 2
    roundings = (float(f"{middle:.{digits}g}") for digits in range(2, 17))
    return next((value for value in roundings if low < value < high), middle)


def _distance(pair: VerdictThresholds, present: VerdictThresholds) -> float:
    return abs(math.log(pair.review_at / present.review_at)) + abs(math.log(pair.ng_at / present.ng_at))
