"""What running a golden set says of a changed profile beside the released one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from saa_desktop.domain.verdicts import AiVerdict
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
class GoldenCounts:
    """How one profile does on the set.

    Attributes:
        right: verdicts as expected.
        review: left to a person.
        escapes: OK where NG is expected.
        false_calls: NG where OK is expected.
    """

    right: int
    review: int
    escapes: int
    false_calls: int


def count(results: Sequence[tuple[ExpectedVerdict, Judged]]) -> GoldenCounts:
    """Count what came of the images, given with their expected verdicts."""
    distances = [(expected, judged.distance(expected)) for expected, judged in results]
    return GoldenCounts(
        right=sum(distance == 0 for _, distance in distances),
        review=sum(distance == 1 for _, distance in distances),
        escapes=distances.count((ExpectedVerdict.NG, 2)),
        false_calls=distances.count((ExpectedVerdict.OK, 2)),
    )


@dataclass(frozen=True, slots=True)
class GoldenComparison:
    """All results of one run."""

    results: tuple[GoldenResult, ...]

    @property
    def released(self) -> GoldenCounts:
        """How the profile in use does."""
        return count([(each.image.expected, each.released) for each in self.results if each.released])

    @property
    def changed(self) -> GoldenCounts:
        """How the changed profile does."""
        return count([(each.image.expected, each.changed) for each in self.results if each.changed])

    @property
    def worse(self) -> tuple[GoldenResult, ...]:
        """The images that a release would judge worse than before."""
        return tuple(each for each in self.results if each.difference is Difference.WORSE)

    @property
    def failed(self) -> tuple[GoldenResult, ...]:
        """The images that could not be inspected."""
        return tuple(each for each in self.results if each.error)
