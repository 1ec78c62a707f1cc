"""Searches the settings of the lowest cost, and says how they do on images that they were not chosen on."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.candidate_columns import CandidateColumns
from saa_desktop.domain.errors import Cancelled, ImageError
from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts
from saa_desktop.review.rejudge import JudgeSettings, rejudge_session
from saa_desktop.tuning.cuts import UNREACHABLE, Costs, Scores, lowest_costs, place_thresholds
from saa_desktop.tuning.grid import TOP_KS, settings_grid
from saa_desktop.tuning.labels import (
    Flags,
    LabelledInspection,
    candidate_columns,
    defective_flags,
    thinned,
)
from saa_desktop.tuning.overlap import Overlap
from saa_desktop.tuning.results import (
    FEW,
    LOOKS,
    Caution,
    CurvePoint,
    Judged,
    Outcome,
    Scope,
    Tuning,
    allowed_escapes,
    cost,
)

LEAST_OF_A_LABEL = 2
"""Good and defective images each, so that one can be left out."""

MOST_POINTS = 20
"""Of a curve; more cannot be told apart."""

_ONE_BY_ONE = 60
"""Up to so many images each one is left out on its own; of more, a tenth at a time."""

_AI = tuple(AiVerdict)


def tune(
    images: Sequence[LabelledInspection],
    present: JudgeSettings,
    *,
    tolerated: float = 0.0,
    looks: int = LOOKS,
    areas: bool = True,
    cancel: threading.Event | None = None,
) -> Tuning:
    """Find settings with the fewest false calls for each number of escapes.

    Args:
        images: with their labels; inspected by one profile and one set of models.
        present: the settings of the profile.
        tolerated: share of the defective images that may escape, 0..1.
        looks: how many images left to a person cost as much as one false call, >= 1.
        areas: whether the candidates' areas are shares of the product's box, so that bounds can be tried.
        cancel: set by another thread to stop.

    Raises:
        ImageError: there are fewer than two images of a label.
        Cancelled: ``cancel`` was set.
    """
    _check_labels(images)
    images = thinned(images, [image.defective for image in images])
    search = _Search.of(images, present, looks, areas=areas)
    defective = search.defective
    folds = _folds(defective)
    allowed = allowed_escapes(tolerated, int(defective.sum()))
    curves = {scope: _curve(search, search.rows(scope), allowed, folds, cancel) for scope in Scope}
    # Of scopes that do as well the first one, which changes less.
    scope = min(
        Scope, key=lambda each: _objective(_asked_for(curves[each], allowed).held_out.counts, allowed, looks)
    )
    chosen = _asked_for(curves[scope], allowed)
    judged_now = search.judge(present)
    return Tuning(
        names=search.columns.names,
        defective=tuple(defective.tolist()),
        present=judged_now,
        points=curves[scope],
        recommended=curves[scope].index(chosen),
        scope=scope,
        folds=len(folds),
        looks=looks,
        tried=len(search.grid),
        cautions=_cautions(search, judged_now, chosen, allowed, areas=areas),
    )


def _check_labels(images: Sequence[LabelledInspection]) -> None:
    """Refuse what cannot be searched on.

    Raises:
        ImageError: there are too few images of a label.
    """
    defective = sum(image.defective for image in images)
    good = len(images) - defective
    if min(good, defective) < LEAST_OF_A_LABEL:
        raise ImageError(
            f"Tuning needs at least {LEAST_OF_A_LABEL} good and {LEAST_OF_A_LABEL} defective images, got "
            f"{good} good and {defective} defective: label more images."
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What has been computed once for all choices.

    Attributes:
        columns: the candidates.
        defective: (N,).
        overlap: of kept regions with true defects.
        grid: G settings, simplest first.
        scores: (G, N) of the images under each of them.
        looks: that cost as much as a false call.
    """

    columns: CandidateColumns
    defective: Flags
    overlap: Overlap
    grid: list[JudgeSettings]
    scores: Scores
    looks: int

    @classmethod
    def of(
        cls, images: Sequence[LabelledInspection], present: JudgeSettings, looks: int, *, areas: bool
    ) -> "_Search":
        columns = candidate_columns(images)
        grid, scores = [], []
        for settings in settings_grid(present, areas=areas):
            judgement = rejudge_session(columns, settings)
            # Where a candidate would pass that was never measured, the verdict cannot be known.
            if settings == present or not judgement.unmeasured.any():
                grid.append(settings)
                scores.append(judgement.scores)
        return cls(columns, defective_flags(images), Overlap(images), grid, np.array(scores), looks)

    def rows(self, scope: Scope) -> npt.NDArray[np.intp]:
        return np.arange(1 if scope is Scope.THRESHOLDS else len(self.grid))

    def costs(self, rows: npt.NDArray[np.intp], without: npt.NDArray[np.intp] | None = None) -> Costs:
        """Return (rows, D + 1), the lowest cost by escapes."""
        kept = self._kept(without)
        return lowest_costs(self.scores[rows][:, kept], self.defective[kept], self.looks)

    def choose(
        self,
        rows: npt.NDArray[np.intp],
        escapes: int,
        costs: Costs,
        without: npt.NDArray[np.intp] | None = None,
    ) -> JudgeSettings:
        """Return the settings of the lowest cost with at most so many escapes.

        Among equal ones those whose regions cover the defects best count, in steps of one point of a hundred;
        among these the simplest.

        Args:
            rows: places in the grid to choose from.
            escapes: how many are allowed.
            costs: of these rows.
            without: images that take no part.
        """
        of_rows = costs[:, escapes]
        kept = self._kept(without)
        settings = self._best_covering([self.grid[row] for row in rows[of_rows == of_rows.min()]], kept)
        row = self.grid.index(settings)
        thresholds = place_thresholds(
            self.scores[row, kept], self.defective[kept], escapes, settings.thresholds, self.looks
        )
        top_ks = sorted({settings.top_k, *TOP_KS}, key=lambda top_k: abs(top_k - settings.top_k))
        best = self._best_covering([replace(settings, top_k=top_k) for top_k in top_ks], kept)
        return replace(best, thresholds=thresholds)

    def judge(self, settings: JudgeSettings) -> Judged:
        judged = rejudge_session(self.columns, settings)
        outcome = Outcome.of(self.defective.tolist(), [_AI[place] for place in judged.verdicts])
        covered = self.overlap.values(replace(settings, thresholds=self.grid[0].thresholds))
        return Judged(settings, outcome, float(covered.mean()) if covered.size else None)

    def _kept(self, without: npt.NDArray[np.intp] | None) -> npt.NDArray[np.intp]:
        everything = np.arange(len(self.defective))
        return everything if without is None else np.setdiff1d(everything, without)

    def _best_covering(self, choices: Sequence[JudgeSettings], kept: npt.NDArray[np.intp]) -> JudgeSettings:
        """Return the first of the choices whose regions cover the defects of the kept images best."""
        counted = np.isin(self.overlap.places, kept)
        if len(choices) == 1 or not counted.any():
            return choices[0]
        values = np.stack([self.overlap.values(settings) for settings in choices])
        return choices[int(values[:, counted].mean(axis=1).round(2).argmax())]


def _curve(
    search: _Search,
    rows: npt.NDArray[np.intp],
    allowed: int,
    folds: Sequence[npt.NDArray[np.intp]],
    cancel: threading.Event | None,
) -> tuple[CurvePoint, ...]:
    """Return the best settings among some rows for each number of escapes that saves something.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    costs = search.costs(rows)
    steps = _shown(_steps(costs.min(axis=0)), allowed)
    judged = [search.judge(search.choose(rows, escapes, costs)) for escapes in steps]
    held_out = _held_out(search, rows, steps, folds, cancel)
    return tuple(
        CurvePoint(each.settings, each.outcome, each.overlap, out)
        for each, out in zip(judged, held_out, strict=True)
    )


def _asked_for(curve: Sequence[CurvePoint], allowed: int) -> CurvePoint:
    return curve[_last_within([point.counts.escapes for point in curve], allowed)]


def _steps(costs: Costs) -> list[int]:
    """Return the numbers of escapes that each save something over one escape fewer."""
    reachable = [(int(value), escapes) for escapes, value in enumerate(costs) if value < UNREACHABLE]
    return [
        escapes
        for place, (value, escapes) in enumerate(reachable)
        if place == 0 or value < reachable[place - 1][0]
    ]


def _shown(steps: list[int], allowed: int) -> list[int]:
    """Return at most ``MOST_POINTS`` evenly spread steps, the recommended one among them."""
    if len(steps) <= MOST_POINTS:
        return steps
    spread = {steps[place * (len(steps) - 1) // (MOST_POINTS - 2)] for place in range(MOST_POINTS - 1)}
    return sorted({*spread, steps[_last_within(steps, allowed)]})


def _last_within(steps: Sequence[int], allowed: int) -> int:
    """Return the place of the last step within what is allowed; of the first one where none is."""
    return max((place for place, escapes in enumerate(steps) if escapes <= allowed), default=0)


def _folds(defective: Flags) -> list[npt.NDArray[np.intp]]:
    """Return which images are left out together; each label is spread evenly over the parts."""
    if len(defective) <= _ONE_BY_ONE:
        return [np.array([place]) for place in range(len(defective))]
    parts: list[list[int]] = [[] for _ in range(10)]
    for label in (False, True):
        for rank, place in enumerate(np.flatnonzero(defective == label)):
            parts[rank % len(parts)].append(int(place))
    return [np.array(sorted(part)) for part in parts]


def _held_out(
    search: _Search,
    rows: npt.NDArray[np.intp],
    steps: Sequence[int],
    folds: Sequence[npt.NDArray[np.intp]],
    cancel: threading.Event | None,
) -> list[Outcome]:
    """Return for each step what settings make of images that took no part in choosing them."""
    total = int(search.defective.sum())
    judged = [[AiVerdict.OK] * len(search.defective) for _ in steps]
    for fold in folds:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        costs = search.costs(rows, fold)
        reachable = _steps(costs.min(axis=0))
        chosen: dict[int, JudgeSettings] = {}
        for place, escapes in enumerate(steps):
            allowed = allowed_escapes(escapes / total, costs.shape[1] - 1)
            within = reachable[_last_within(reachable, allowed)]
            if within not in chosen:
                chosen[within] = search.choose(rows, within, costs, fold)
            verdicts = rejudge_session(search.columns, chosen[within]).verdicts
            for image in fold:
                judged[place][image] = _AI[verdicts[image]]
    return [Outcome.of(search.defective.tolist(), verdicts) for verdicts in judged]


def _objective(counts: VerdictCounts, allowed: int, looks: int) -> tuple[int, int]:
    return max(0, counts.escapes - allowed), cost(counts, looks)


def _cautions(
    search: _Search, present: Judged, chosen: CurvePoint, allowed: int, *, areas: bool
) -> tuple[Caution, ...]:
    strengths = {settings.saliency_strength for settings in search.grid}
    counts = chosen.counts
    holds = {
        Caution.FEW_GOOD: counts.good < FEW,
        Caution.FEW_DEFECTIVE: counts.defective < FEW,
        Caution.UNREACHABLE: counts.escapes > allowed,
        Caution.NO_BETTER: chosen.settings != present.settings
        and _objective(chosen.held_out.counts, allowed, search.looks)
        >= _objective(present.counts, allowed, search.looks),
        Caution.AREAS_FIXED: not areas,
        Caution.STRENGTH_FIXED: len(strengths) == 1,
    }
    return tuple(caution for caution, true in holds.items() if true)
