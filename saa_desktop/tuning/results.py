"""What a search for better settings has found."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts
from saa_desktop.review.rejudge import JudgeSettings

LOOKS = 5
"""How many images left to a person cost as much as one false call, unless somebody says otherwise."""

FEW = 10
"""Below so many images of a label one image more or less changes what is found."""


class Scope(StrEnum):
    """What was allowed to change."""

    THRESHOLDS = "thresholds"
    ALL = "all"


class Caution(StrEnum):
    """What a person should know before believing the figures."""

    FEW_GOOD = "few good images"
    FEW_DEFECTIVE = "few defective images"
    UNREACHABLE = "tolerated escapes not reachable"
    NO_BETTER = "no better on images left out"
    AREAS_FIXED = "area bounds could not be tried"
    STRENGTH_FIXED = "saliency strength could not be tried"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all images come to.

    Attributes:
        verdicts: of each image.
        counts: of the verdicts against the labels.
        stopped: how many good images are NG or left to a person.
    """

    verdicts: tuple[AiVerdict, ...]
    counts: VerdictCounts
    stopped: int

    @classmethod
    def of(cls, defective: Sequence[bool], verdicts: Sequence[AiVerdict]) -> Self:
        """Count the verdicts of images of which some are defective."""
        pairs = list(zip(defective, verdicts, strict=True))
        stopped = sum(not bad and verdict is not AiVerdict.OK for bad, verdict in pairs)
        return cls(tuple(verdicts), VerdictCounts.of(pairs), stopped)

    @property
    def stopped_rate(self) -> float:
        """Share of the good images that are stopped, 0..1."""
        return self.stopped / self.counts.good


@dataclass(frozen=True, slots=True)
class Judged:
    """All images under one choice of settings.

    Attributes:
        settings: by which they were judged.
        outcome: what they came to.
        overlap: mean intersection over union of kept regions and true defects, 0..1; ``None`` where no
            defect's pixels are known.
    """

    settings: JudgeSettings
    outcome: Outcome
    overlap: float | None

    @property
    def counts(self) -> VerdictCounts:
        """Counts of the verdicts."""
        return self.outcome.counts


@dataclass(frozen=True, slots=True)
class CurvePoint(Judged):
    """The settings of the lowest cost for one number of escapes, and the images they were chosen on.

    Attributes:
        held_out: what the images come to when each is judged by settings that were chosen without it.
    """

    held_out: Outcome


@dataclass(frozen=True, slots=True)
class Flip:
    """An image whose verdict other settings would change.

    Attributes:
        name: of the image.
        defective: whether it has a defect.
        before: verdict by the present settings.
        after: verdict by the other ones.
    """

    name: str
    defective: bool
    before: AiVerdict
    after: AiVerdict

    @property
    def better(self) -> bool:
        """Whether the verdict comes nearer to the true one."""
        order = tuple(AiVerdict)
        right = order.index(AiVerdict.NG if self.defective else AiVerdict.OK)
        return abs(order.index(self.after) - right) < abs(order.index(self.before) - right)


@dataclass(frozen=True, slots=True)
class Tuning:
    """The outcome of a search.

    Attributes:
        names: of the images.
        defective: which of them have a defect.
        present: the images under the profile's own settings.
        points: by rising escapes and falling cost; never empty.
        recommended: place in ``points`` of the one that the tolerated escapes ask for.
        scope: what was allowed to change.
        folds: into how many parts the images were divided for the figures on images left out.
        looks: how many images left to a person counted as much as one false call.
        tried: how many combinations of area bounds and saliency strength were looked at.
        cautions: what to know before believing the figures.
    """

    names: tuple[str, ...]
    defective: tuple[bool, ...]
    present: Judged
    points: tuple[CurvePoint, ...]
    recommended: int
    scope: Scope
    folds: int
    looks: int
    tried: int
    cautions: tuple[Caution, ...]

    def flips(self, point: CurvePoint) -> tuple[Flip, ...]:
        """Return the images whose verdict a point of the curve would change."""
        rows = zip(
            self.names, self.defective, self.present.outcome.verdicts, point.outcome.verdicts, strict=True
        )
        return tuple(Flip(*row) for row in rows if row[2] is not row[3])


def cost(counts: VerdictCounts, looks: int) -> int:
    """Return what false calls and images left to a person cost: what the search keeps low.

    Args:
        counts: of verdicts.
        looks: how many images left to a person cost as much as one false call.
    """
    return looks * counts.false_calls + counts.review


def allowed_escapes(rate: float, defective: int) -> int:
    """Return how many of so many defective images may escape at a tolerated rate, 0..1."""
    return math.floor(rate * defective + 1e-9)
