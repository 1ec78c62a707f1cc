"""What a search for better settings has found."""

import math
from dataclasses import dataclass
from enum import StrEnum

from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts
from saa_desktop.review.rejudge import JudgeSettings

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
class Judged:
    """All images under one choice of settings.

    Attributes:
        settings: by which they were judged.
        verdicts: of each image.
        counts: of the verdicts against the labels.
        overlap: mean intersection over union of kept regions and true defects, 0..1; ``None`` where no
            defect's pixels are known.
    """

    settings: JudgeSettings
    verdicts: tuple[AiVerdict, ...]
    counts: VerdictCounts
    overlap: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The settings of the lowest cost for one number of escapes.

    Attributes:
        judged: the images under these settings, which were chosen on the same images.
        held_out: counts where each image is judged by settings that were chosen without it.
    """

    judged: Judged
    held_out: VerdictCounts

    @property
    def settings(self) -> JudgeSettings:
        """The settings."""
        return self.judged.settings

    @property
    def counts(self) -> VerdictCounts:
        """Counts on the images that the settings were chosen on."""
        return self.judged.counts


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
    tried: int
    cautions: tuple[Caution, ...]

    def stopped_good(self, judged: Judged) -> int:
        """Return how many good images are NG or left to a person."""
        rows = zip(self.defective, judged.verdicts, strict=True)
        return sum(not defective and verdict is not AiVerdict.OK for defective, verdict in rows)

    def flips(self, point: CurvePoint) -> tuple[Flip, ...]:
        """Return the images whose verdict a point of the curve would change."""
        rows = zip(self.names, self.defective, self.present.verdicts, point.judged.verdicts, strict=True)
        return tuple(Flip(*row) for row in rows if row[2] is not row[3])


def cost(counts: VerdictCounts) -> int:
    """Return twice the false calls plus the images left to a person: what the search keeps low."""
    return 2 * counts.false_calls + counts.review


def allowed_escapes(rate: float, defective: int) -> int:
    """Return how many of so many defective images may escape at a tolerated rate, 0..1."""
    return math.floor(rate * defective + 1e-9)
