"""Computes the figures of a shift from its rows."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.reviews import RegionVerdict
from saa_desktop.domain.shift_figures import (
    OUTCOMES,
    Agreement,
    DurationBin,
    InspectionTimes,
    ParetoBar,
    Places,
    ScoreBin,
    Share,
    ShiftStatistics,
    TimeBin,
)
from saa_desktop.domain.shift_rows import FinalVerdict, ShiftRow
from saa_desktop.domain.time_bins import time_bins
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict, VerdictCounts

_SCORE_BINS = 40
_ROOM_ABOVE_NG = 1.2
_DURATION_BINS = 24
_ROOM_ABOVE_P95 = 1.5
_K = TypeVar("_K", bound=Hashable)


def shift_statistics(rows: Sequence[ShiftRow]) -> ShiftStatistics:
    """Compute the figures of a shift.

    Args:
        rows: one an image; the places in the result are theirs.
    """
    outcomes = _grouped((row.entry.state for row in rows), OUTCOMES)
    finals = _grouped((row.final_verdict for row in rows), FinalVerdict)
    ended = np.array([row.ended_at.timestamp() for row in rows])
    took = np.array([row.duration_ms or 0.0 for row in rows])
    timed = _places([place for place, row in enumerate(rows) if row.duration_ms is not None])
    durations = took[timed]
    times = InspectionTimes(*np.percentile(durations, (50, 95, 100)).tolist()) if len(timed) else None
    return ShiftStatistics(
        total=len(rows),
        started_at=rows[int((ended - took / 1000).argmin())].started_at if rows else None,
        ended_at=rows[int(ended.argmax())].ended_at if rows else None,
        outcomes=outcomes,
        operator_verdicts=_grouped((row.entry.review.verdict for row in rows), (*OperatorVerdict, None)),
        finals=finals,
        operators=_shares(row.operator or None for row in rows),
        profiles=_shares(row.profile for row in rows),
        models=_shares(row.models for row in rows),
        thresholds=_shares(row.entry.thresholds for row in rows),
        trend=_trend(rows, ended, outcomes, finals),
        phrases=_phrases(rows),
        defect_classes=_defect_classes(rows),
        scores=_scores(rows),
        agreement=_agreement(rows),
        times=times,
        durations=_durations(timed, durations, times) if times else (),
    )


def _places(places: Sequence[int]) -> Places:
    return np.array(places, dtype=np.intp)


def _groups(keys: Iterable[_K]) -> dict[_K, list[int]]:
    """Return the places of each key."""
    groups: defaultdict[_K, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    return groups


def _grouped(keys: Iterable[_K], wanted: Iterable[_K]) -> dict[_K, Places]:
    """Return the places of each wanted key."""
    groups = _groups(keys)
    return {key: _places(groups.get(key, ())) for key in wanted}


def _shares(keys: Iterable[_K | None]) -> tuple[Share[_K], ...]:
    """Return the places of each key but ``None``, by falling number."""
    shares = [Share(key, _places(places)) for key, places in _groups(keys).items() if key is not None]
    return tuple(sorted(shares, key=lambda share: -len(share.images)))


def _trend(
    rows: Sequence[ShiftRow],
    ended: npt.NDArray[np.float64],
    outcomes: Mapping[ImageState, Places],
    finals: Mapping[FinalVerdict, Places],
) -> tuple[TimeBin, ...]:
    """Count the images of each span of the period; ``ended`` has their times as seconds of the Unix epoch."""
    if not rows:
        return ()
    latest = rows[int(ended.argmax())].ended_at
    bins = time_bins(ended, latest.utcoffset() or timedelta())
    spans = len(bins.edges) - 1
    return tuple(
        TimeBin(*edges, images=images, outcomes=of_outcomes, finals=of_finals)
        for edges, images, of_outcomes, of_finals in zip(
            pairwise(bins.edges),
            _split(bins.span_of, spans),
            _counts(bins.span_of, spans, outcomes),
            _counts(bins.span_of, spans, finals),
            strict=True,
        )
    )


def _counts(bin_of: npt.NDArray[np.intp], bins: int, groups: Mapping[_K, Places]) -> list[dict[_K, int]]:
    """Return for each bin how many places of each group it holds."""
    columns = [np.bincount(bin_of[places], minlength=bins).tolist() for places in groups.values()]
    return [dict(zip(groups, counts, strict=True)) for counts in zip(*columns, strict=True)]


def _split(bin_of: npt.NDArray[np.intp], bins: int) -> list[Places]:
    """Return the places of each bin, rising."""
    order = np.argsort(bin_of, kind="stable")
    return np.split(order, np.searchsorted(bin_of[order], np.arange(1, bins)))


def _phrases(rows: Sequence[ShiftRow]) -> tuple[ParetoBar, ...]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        review = row.entry.review
        if not row.regions or review.verdict is OperatorVerdict.OK:
            continue
        rejected = {each.region for each in review.regions if each.verdict is RegionVerdict.REJECTED}
        for region in row.regions:
            if region.number not in rejected:
                found[region.phrase].append(place)
    return _pareto(found)


def _defect_classes(rows: Sequence[ShiftRow]) -> tuple[ParetoBar, ...]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        review = row.entry.review
        if review.defect_class or review.verdict is OperatorVerdict.NG:
            found[review.defect_class].append(place)
    return _pareto(found)


def _pareto(found: Mapping[str, list[int]]) -> tuple[ParetoBar, ...]:
    """Return bars by falling count, the name deciding between equals."""
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    sums = np.cumsum([len(places) for _, places in ordered])
    return tuple(
        ParetoBar(name, len(places), float(upto / sums[-1]), np.unique(_places(places)))
        for (name, places), upto in zip(ordered, sums, strict=True)
    )


def _scores(rows: Sequence[ShiftRow]) -> tuple[ScoreBin, ...]:
    """Return bins of equal width from 0 to beyond the highest score and threshold."""
    inspected = [place for place, row in enumerate(rows) if row.entry.inspected]
    if not inspected:
        return ()
    entries = [rows[place].entry for place in inspected]
    scores = np.array([entry.score for entry in entries])
    highest_ng = max(entry.thresholds.ng_at for entry in entries if entry.thresholds)
    edges = np.linspace(0.0, max(scores.max(), _ROOM_ABOVE_NG * highest_ng), _SCORE_BINS + 1)
    bin_of = np.clip(np.searchsorted(edges, scores, side="right") - 1, 0, _SCORE_BINS - 1)
    reviewed = _grouped((entry.review.verdict for entry in entries), OperatorVerdict)
    return tuple(
        ScoreBin(*bounds, images, counts[OperatorVerdict.OK], counts[OperatorVerdict.NG])
        for bounds, images, counts in zip(
            pairwise(edges.tolist()),
            (_places(inspected)[places] for places in _split(bin_of, _SCORE_BINS)),
            _counts(bin_of, _SCORE_BINS, reviewed),
            strict=True,
        )
    )


def _durations(
    images: Places, durations: npt.NDArray[np.float64], times: InspectionTimes
) -> tuple[DurationBin, ...]:
    """Return bins of equal width; the few that took very long share the last one."""
    edges = np.linspace(0.0, min(times.longest, _ROOM_ABOVE_P95 * times.p95) or 1.0, _DURATION_BINS + 1)
    bin_of = np.clip(np.searchsorted(edges, durations, side="right") - 1, 0, _DURATION_BINS - 1)
    return tuple(
        DurationBin(*bounds, images[places])
        for bounds, places in zip(pairwise(edges.tolist()), _split(bin_of, _DURATION_BINS), strict=True)
    )


def _agreement(rows: Sequence[ShiftRow]) -> Agreement:
    pairs = [(row.entry.review.verdict, row.entry.ai_verdict) for row in rows]
    groups = _groups(pairs)
    judged = [
        (verdict is OperatorVerdict.NG, ai_verdict)
        for verdict, ai_verdict in pairs
        if ai_verdict is not None and verdict in {OperatorVerdict.OK, OperatorVerdict.NG}
    ]
    return Agreement(
        VerdictCounts.of(judged),
        false_call_images=_places(groups.get((OperatorVerdict.OK, AiVerdict.NG), ())),
        escape_images=_places(groups.get((OperatorVerdict.NG, AiVerdict.OK), ())),
    )
