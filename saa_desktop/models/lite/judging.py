"""How sure it is that a mark is a defect: what the detectors and the network say of it, added up as evidence.

Evidence adds up as logarithms of odds where its sources know of different things, as in a naive Bayes
classifier: a detector knows contrasts and their noise, the network what products look like. The confidence
that comes of it goes down by a constant factor for each nat of evidence.
"""

import math
from enum import Enum, auto

import numpy as np

from saa_desktop.domain.arrays import MapArray
from saa_desktop.models.lite.looking import Look
from saa_desktop.models.lite.marks import NATS_AT_EVEN_ODDS, Mark


class Source(Enum):
    """Who saw a mark."""

    NETWORK = auto()
    BOTH = auto()
    """A detector knows how strong a contrast is, the network whether such a contrast is usual."""
    DETECTOR = auto()
    """Borders of a finish, bites out of an outline, and what lies on whole products: the network sees them
    badly and is not asked."""


STEEPNESS = 5.0
"""Nats for a factor of e in a detector's evidence, which counts by its logarithm: real surfaces have more
outliers than normally distributed noise."""
WHOLE_WEIGHT = 2.0
"""How much the network's judgement of the image as a whole weighs beside that of a region it sees there."""
MOST_FROM_NETWORK = 4.0
"""The network is never surer than this, nats: it was trained on drawn images."""
MOST_FROM_CONTRAST = 3.0
"""However strong a contrast is, it says no more than this, nats: prints and bores are strong as well."""
MOST_FROM_DETECTOR = 7.0
"""The same where the network is not asked."""
ALONE = -6.0
"""What speaks against a region that no detector confirms, nats."""
RARE = -9.0
"""What speaks against any contrast, nats: most of them belong to the product. The network must be sure."""
CERTAIN = 2.5
"""Evidence whose confidence is 1, nats."""
DECAY = 3.0
"""Nats of evidence for a factor of e in confidence."""
GRADE = 1.4
"""Factor between one grade and the next lower. Interpolation makes a map overshoot along a region's outline
by up to a sixth: regions whose scores lie nearer to each other than that would show each other's rims."""
WITHIN_GRADE = 0.03
"""What is left of the differences within a grade, so that they still rank images."""


def confidence(mark: Mark, source: Source, look: Look, size: tuple[int, int]) -> float:
    """Return how sure it is that a mark is a defect, 0..1.

    Args:
        mark: pixels of the image; its nats are those of who saw it.
        source: who saw it.
        look: the network's at that image.
        size: height and width of the image.
    """
    return min(1.0, math.exp((evidence(mark, source, look, size) - CERTAIN) / DECAY))


def graded(value: float) -> float:
    """Return the grade that a score reaches, and a little more the nearer it is to the next; 0 stays 0."""
    if value <= 0:
        return 0.0
    grade, beyond = divmod(math.log(value) / math.log(GRADE) + 1e-6, 1)
    return float(GRADE**grade * (1 + WITHIN_GRADE * beyond))


def evidence(mark: Mark, source: Source, look: Look, size: tuple[int, int]) -> float:
    """Return the logarithm of the odds that a mark is a defect."""
    seen = STEEPNESS * math.log(max(mark.trusted_nats, 1e-3) / NATS_AT_EVEN_ODDS)
    if source is Source.DETECTOR:
        return min(seen, MOST_FROM_DETECTOR)
    here, whole = _under(mark, look, size), _log_odds(look.whole)
    if source is Source.NETWORK:
        return _log_odds(float(here[here >= here.max() / 2].mean())) + WHOLE_WEIGHT * whole + ALONE
    return min(seen, MOST_FROM_CONTRAST) + _log_odds(float(here.max())) + whole + RARE


def _under(mark: Mark, look: Look, size: tuple[int, int]) -> MapArray:
    """Return the network's map in a mark's box, at least one pixel."""
    height, width = look.defect.shape
    rows = slice(mark.y0 * height // size[0], math.ceil(mark.y1 * height / size[0]))
    columns = slice(mark.x0 * width // size[1], math.ceil(mark.x1 * width / size[1]))
    here: MapArray = look.defect[rows, columns]
    return here


def _log_odds(likelihood: float) -> float:
    sure = min(max(likelihood, 1e-6), 1 - 1e-6)
    return float(np.clip(math.log(sure / (1 - sure)), -MOST_FROM_NETWORK, MOST_FROM_NETWORK))
