"""Judges stored candidates again under other settings, without running a model.

The rules and their order are those of the pipeline (property, saliency and confidence prompts). What the
pipeline measured stays as it was: the product's own boxes, the phrases, the place of each region.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.candidate_columns import CandidateColumns
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.domain.regions import Drop, DropRule, Region
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict, VerdictThresholds

BOUND_RULES = frozenset({DropRule.BOX_THRESHOLD, DropRule.MIN_AREA, DropRule.MAX_AREA})
"""Rules that other settings can turn; a candidate that one of them dropped was measured no further."""

STORED_SHARE = 0.5
"""The pipeline returns no candidates below this share of the box threshold that it ran with."""

_AI = tuple(AiVerdict)
_OPERATOR = tuple(OperatorVerdict)


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """All that decides a verdict once the candidates are measured.

    Attributes:
        box_threshold: a box must score above this, 0..1.
        min_area: a region's box area over the object's must be above this.
        max_area: ... and below this; ``None`` is off.
        saliency_strength: the 3 of s' = s * exp(3 * saliency); 0 switches the saliency prompt off.
        top_k: the number of regions that form the anomaly map; 0 keeps all.
        thresholds: where a score stops being OK, and where it becomes NG.

    Raises:
        ValueError: a value is out of its range.
    """

    box_threshold: float
    min_area: float
    max_area: float | None
    saliency_strength: float
    top_k: int
    thresholds: VerdictThresholds

    def __post_init__(self) -> None:
        if self.top_k < 0 or self.saliency_strength < 0 or self.min_area < 0:
            raise ValueError(
                "expected top_k >= 0, saliency_strength >= 0 and min_area >= 0, got "
                f"{self.top_k}, {self.saliency_strength} and {self.min_area}"
            )
        if self.max_area is not None and self.max_area <= self.min_area:
            raise ValueError(f"expected min_area < max_area, got {self.min_area} and {self.max_area}")

    @classmethod
    def of(cls, prompts: HybridPrompts, thresholds: VerdictThresholds) -> Self:
        """Return what a profile asks for."""
        bounds = prompts.properties
        return cls(
            prompts.box_threshold,
            bounds.min_area,
            bounds.max_area,
            prompts.saliency_strength,
            prompts.top_k,
            thresholds,
        )


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One image under other settings.

    Attributes:
        inspection: each region at its old place, with its new drop rule, score and rank.
        unmeasured: candidates whose fate cannot be known without the models: those that the new bounds let
            through though they were never measured stay dropped; kept ones without a saliency get no factor.
    """

    inspection: Inspection
    unmeasured: int


def rejudge(inspection: Inspection, settings: JudgeSettings) -> Rejudged:
    """Judge one image again.

    The regions stay in their order, so that their numbers mean the same; ``Inspection.kept`` is therefore not
    in the order of the new ranks.

    Args:
        inspection: as the pipeline made it, with its dropped regions.
        settings: what to judge by.
    """
    unmeasured = 0
    regions: list[Region] = []
    for region in inspection.findings.regions:
        judged, known = _judge(region, settings)
        unmeasured += not known
        regions.append(judged)
    return Rejudged(
        replace(
            inspection,
            thresholds=settings.thresholds,
            findings=replace(inspection.findings, regions=_ranked(regions, settings.top_k)),
        ),
        unmeasured,
    )


def _judge(region: Region, settings: JudgeSettings) -> tuple[Region, bool]:
    """Return a region without a rank, dropped or scored, and whether that is what the pipeline would say."""
    rule = region.dropped.rule if region.dropped else None
    dropped = _drop_by_bounds(region, settings)
    if dropped is not None:
        return _without_score(region, dropped), True
    if rule in BOUND_RULES:
        return region, False
    if rule not in {None, DropRule.TOP_K}:
        return region, True
    empty = region.mask is not None and region.mask.area == 0
    known = settings.saliency_strength == 0 or region.saliency is not None or empty
    factor = math.exp(settings.saliency_strength * (region.saliency or 0.0))
    score = region.box_score * factor
    return replace(region, saliency_factor=factor, score=score, rank=None, dropped=None), known


def _drop_by_bounds(region: Region, settings: JudgeSettings) -> Drop | None:
    """Return the first bound that a candidate fails.

    An excluded phrase comes between the box threshold and the areas: it stays the reason for the regions that
    it dropped, which the areas did not decide on.
    """
    if not region.box_score > settings.box_threshold:
        return Drop(DropRule.BOX_THRESHOLD, region.box_score, settings.box_threshold)
    if region.dropped and region.dropped.rule is DropRule.EXCLUDED_PHRASE:
        return region.dropped
    if not region.area_ratio > settings.min_area:
        return Drop(DropRule.MIN_AREA, region.area_ratio, settings.min_area)
    if settings.max_area is not None and not region.area_ratio < settings.max_area:
        return Drop(DropRule.MAX_AREA, region.area_ratio, settings.max_area)
    return None


def _without_score(region: Region, dropped: Drop) -> Region:
    return replace(region, saliency_factor=None, score=None, rank=None, dropped=dropped)


def _ranked(regions: Sequence[Region], top_k: int) -> tuple[Region, ...]:
    """Return the regions in their order with their ranks; those beyond the K largest are dropped."""
    ranked = list(regions)
    kept = [place for place, region in enumerate(regions) if region.kept]
    for rank, place in enumerate(sorted(kept, key=lambda place: -(regions[place].score or 0.0)), start=1):
        beyond = Drop(DropRule.TOP_K, rank, top_k) if top_k and rank > top_k else None
        ranked[place] = replace(regions[place], rank=rank, dropped=beyond)
    return tuple(ranked)


@dataclass(frozen=True, slots=True, eq=False)
class SessionJudgement:
    """All images of a session under other settings.

    Attributes:
        scores: (N,) float64, the score of each image.
        verdicts: (N,) int8, places in ``tuple(AiVerdict)``.
        unmeasured: (N,) intp, candidates of each image whose fate cannot be known without the models.
    """

    scores: npt.NDArray[np.float64]
    verdicts: npt.NDArray[np.int8]
    unmeasured: npt.NDArray[np.intp]


def rejudge_session(columns: CandidateColumns, settings: JudgeSettings) -> SessionJudgement:
    """Judge all images again. ``top_k`` has no say: the largest score is always among the K largest."""
    passes = (columns.box_score > settings.box_threshold) & (columns.area_ratio > settings.min_area)
    if settings.max_area is not None:
        passes &= columns.area_ratio < settings.max_area
    unknown = passes & ~columns.scored
    scored = np.flatnonzero(passes & columns.scored)
    images, scores = columns.image[scored], columns.box_score[scored]
    count = len(columns.names)
    unmeasured = np.bincount(columns.image[unknown], minlength=count)
    if settings.saliency_strength > 0:
        saliency = columns.saliency[scored]
        missing = np.isnan(saliency)
        unmeasured += np.bincount(images[missing], minlength=count)
        scores = scores * np.exp(settings.saliency_strength * np.where(missing, 0.0, saliency))
    best = np.zeros(count)
    np.maximum.at(best, images, scores)
    thresholds = settings.thresholds
    # The number of thresholds reached is the verdict's place: OK, REVIEW, NG.
    reached = (best >= thresholds.review_at).astype(np.int8) + (best >= thresholds.ng_at)
    return SessionJudgement(best, reached, unmeasured)


@dataclass(frozen=True, slots=True)
class Flips:
    """What other settings would change.

    Attributes:
        images: names of the images whose AI verdict would be another one.
        moves: how many images go from one AI verdict to another; only what happens.
        judged: how many images an operator has called OK or NG.
        false_calls: AI says NG, operator OK: before and after.
        escapes: AI says OK, operator NG: before and after.
    """

    images: tuple[str, ...]
    moves: Mapping[tuple[AiVerdict, AiVerdict], int]
    judged: int
    false_calls: tuple[int, int]
    escapes: tuple[int, int]


def compare(columns: CandidateColumns, judgement: SessionJudgement) -> Flips:
    """Compare a judgement with the AI verdicts in the session, and both with the operators'."""
    before, after, said = columns.ai_verdicts, judgement.verdicts, columns.operator_verdicts
    moves = np.bincount(len(_AI) * before.astype(np.intp) + after, minlength=len(_AI) ** 2)
    moves = moves.reshape(len(_AI), len(_AI))
    ok, ng = (said == _OPERATOR.index(verdict) for verdict in (OperatorVerdict.OK, OperatorVerdict.NG))

    def disagreements(verdict: AiVerdict, operator: npt.NDArray[np.bool_]) -> tuple[int, int]:
        place = _AI.index(verdict)
        return int(np.sum((before == place) & operator)), int(np.sum((after == place) & operator))

    return Flips(
        images=tuple(columns.names[place] for place in np.flatnonzero(before != after)),
        moves={
            (_AI[old], _AI[new]): int(moves[old, new])
            for old, new in zip(*np.nonzero(moves), strict=True)
            if old != new
        },
        judged=int(np.sum(ok | ng)),
        false_calls=disagreements(AiVerdict.NG, ok),
        escapes=disagreements(AiVerdict.OK, ng),
    )
