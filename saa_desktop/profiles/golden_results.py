"""What running a golden set says of a changed profile beside the released one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenImage

_SEVERITY = {AiVerdict.OK: 0, AiVerdict.REVIEW: 1, AiVerdict.NG: 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a profile says of an image.

    Attributes:
        verdict: the AI verdict.
        score: from which it follows.
    """

    verdict: AiVerdict
    score: float

    def distance(self, expected: ExpectedVerdict) -> int:
        """Return how far the verdict is from the expected one: 0 right, 1 left to a person, 2 wrong."""
        return abs(_SEVERITY[self.verdict] - _SEVERITY[AiVerdict[expected.name]])


class Difference(Enum):
    """What a change of the profile does to one image."""

    BETTER = auto()
    SAME = auto()
    WORSE = auto()


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """One image of the set under both profiles.

    Attributes:
        image: with the verdict that it should get.
        released: what the profile in use says; ``None`` without one, or when ``error`` tells why not.
        changed: what the changed profile says; ``None`` when ``error`` tells why not.
        error: why the image could not be inspected, for people; "" when it could.
    """

    image: GoldenImage
    released: Judged | None = None
    changed: Judged | None = None
    error: str = ""

    @property
    def difference(self) -> Difference:
        """Whether the verdict comes nearer to the expected one."""
        if self.released is None or self.changed is None:
            return Difference.SAME
        before = self.released.distance(self.image.expected)
        after = self.changed.distance(self.image.expected)
        if before == after:
            return Difference.SAME
        return Difference.BETTER if after < before else Difference.WORSE


@dataclass(frozen=True, slots=True)
class GoldenComparison:
    """All results of one run."""

    results: tuple[GoldenResult, ...]

    @property
    def released(self) -> VerdictCounts:
        """How the profile in use does."""
        return _count((each.image, each.released) for each in self.results)

    @property
    def changed(self) -> VerdictCounts:
        """How the changed profile does."""
        return _count((each.image, each.changed) for each in self.results)

    @property
    def worse(self) -> tuple[GoldenResult, ...]:
        """The images that a release would judge worse than before."""
        return tuple(each for each in self.results if each.difference is Difference.WORSE)

    @property
    def failed(self) -> tuple[GoldenResult, ...]:
        """The images that could not be inspected."""
        return tuple(each for each in self.results if each.error)


def _count(judged: Iterable[tuple[GoldenImage, Judged | None]]) -> VerdictCounts:
    """Count what came of the images that could be inspected."""
    return VerdictCounts.of(
        (image.expected is ExpectedVerdict.NG, result.verdict) for image, result in judged if result
    )
