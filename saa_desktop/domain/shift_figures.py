"""The figures of a shift, for its report and for the window's dashboard.

Every figure can tell which images it holds: as places in the rows that it was computed from, so that a click
on a bar can show them.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.inspections import ModelIdentity, ProfileIdentity
from saa_desktop.domain.shift_rows import FinalVerdict
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictCounts, VerdictThresholds
from saa_desktop.domain.wilson import Rate

Places = npt.NDArray[np.intp]
"""(N,) images as places in the rows, rising."""

OUTCOMES = (ImageState.OK, ImageState.REVIEW, ImageState.NG, ImageState.FAILED)
"""Where an image of a shift can stand with the machine."""

_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Share(Generic[_K]):
    """The images that have something in common.

    Attributes:
        of: what they have in common.
        images: which they are.
    """

    of: _K
    images: Places


@dataclass(frozen=True, slots=True, eq=False)
class ParetoBar:
    """One kind of defect.

    Attributes:
        name: a phrase or a defect class; "" where none was given.
        count: how often it was found: regions of a phrase, images of a class.
        cumulative: share of all counts that this bar and those before it make up, 0..1.
        images: on which it was found.
    """

    name: str
    count: int
    cumulative: float
    images: Places


@dataclass(frozen=True, slots=True, eq=False)
class TimeBin:
    """The images that ended within a span of time.

    Attributes:
        start: first moment, with its zone.
        end: first moment after it.
        images: which they are.
        outcomes: how many stand where with the machine; every one of ``OUTCOMES`` is there.
        finals: how many count as what; every verdict is there.
    """

    start: datetime
    end: datetime
    images: Places
    outcomes: Mapping[ImageState, int]
    finals: Mapping[FinalVerdict, int]

    @property
    def good(self) -> Rate:
        """The yield: OK images among those that are OK or NG; open ones are left out."""
        return _yield(self.finals)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreBin:
    """The inspected images whose score lies within bounds.

    Attributes:
        low: lowest score.
        high: lowest score above it; the last bin holds it too.
        images: which they are.
        operator_ok: how many of them the operator calls OK.
        operator_ng: how many of them the operator calls NG.
    """

    low: float
    high: float
    images: Places
    operator_ok: int
    operator_ng: int


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How the machine agrees with the operator, on the inspected images that the operator calls OK or NG.

    Attributes:
        counts: by what the operator says: good is OK, defective is NG.
        false_call_images: the operator says OK, the machine NG.
        escape_images: the operator says NG, the machine OK.
    """

    counts: VerdictCounts
    false_call_images: Places
    escape_images: Places

    @property
    def false_calls(self) -> Rate:
        """Among the images that the operator calls OK."""
        return Rate(self.counts.false_calls, self.counts.good)

    @property
    def escapes(self) -> Rate:
        """Among the images that the operator calls NG."""
        return Rate(self.counts.escapes, self.counts.defective)


@dataclass(frozen=True, slots=True, eq=False)
class DurationBin:
    """The images whose inspection took a time within bounds.

    Attributes:
        low: shortest time, milliseconds.
        high: shortest time above it; the last bin holds all that took longer too.
        images: which they are.
    """

    low: float
    high: float
    images: Places


@dataclass(frozen=True, slots=True)
class InspectionTimes:
    """How long inspections took, milliseconds.

    Attributes:
        median: half took no longer.
        p95: 95 of 100 took no longer (linear between neighbours).
        longest: none took longer.
    """

    median: float
    p95: float
    longest: float


@dataclass(frozen=True, slots=True, eq=False)
class ShiftStatistics:
    """The figures of a shift. Shares and bars stand by falling number of images, or counts.

    Attributes:
        total: number of rows.
        started_at: when the first inspection began; ``None`` without rows.
        ended_at: when the last one ended; ``None`` without rows.
        outcomes: which images stand where with the machine; every one of ``OUTCOMES`` is there.
        operator_verdicts: which images the operator calls what; ``None`` for unreviewed. Every key is there.
        finals: which images count as what; every verdict is there.
        operators: who reviewed which images.
        profiles: what judged which images.
        models: what looked at which images.
        thresholds: by which thresholds which images were judged.
        trend: the period in spans of equal length; empty without rows.
        phrases: of the marked regions, but for those that the operator rejected and those on images that the
            operator calls OK.
        defect_classes: of the images that the operator calls NG or gave a class.
        scores: of all inspected images; empty without one.
        agreement: with the operator.
        times: ``None`` without an inspection.
        durations: bins of equal width from 0 to a little beyond ``times.p95``; empty without an inspection.
    """

    total: int
    started_at: datetime | None
    ended_at: datetime | None
    outcomes: Mapping[ImageState, Places]
    operator_verdicts: Mapping[OperatorVerdict | None, Places]
    finals: Mapping[FinalVerdict, Places]
    operators: tuple[Share[str], ...]
    profiles: tuple[Share[ProfileIdentity], ...]
    models: tuple[Share[ModelIdentity], ...]
    thresholds: tuple[Share[VerdictThresholds], ...]
    trend: tuple[TimeBin, ...]
    phrases: tuple[ParetoBar, ...]
    defect_classes: tuple[ParetoBar, ...]
    scores: tuple[ScoreBin, ...]
    agreement: Agreement
    times: InspectionTimes | None
    durations: tuple[DurationBin, ...]

    @property
    def good(self) -> Rate:
        """The yield: OK images among those that are OK or NG; open ones are left out."""
        return _yield({verdict: len(images) for verdict, images in self.finals.items()})


def _yield(finals: Mapping[FinalVerdict, int]) -> Rate:
    return Rate(finals[FinalVerdict.OK], finals[FinalVerdict.OK] + finals[FinalVerdict.NG])
