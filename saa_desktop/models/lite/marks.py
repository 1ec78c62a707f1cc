"""What the detectors hand over: places that stand out, described in words that captions can ask for."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

import cv2
import numpy as np

from saa_desktop.domain.arrays import MaskArray

NATS_AT_EVEN_ODDS = 18.0
"""Evidence at which a mark is as likely a defect as not: a peak of six standard deviations, 6**2 / 2."""
STEEPNESS = 1.5
"""Exponent of the log-logistic curve: twice six standard deviations score 0.89, half of them 0.11."""


TRUSTED_DEPTH = 0.1
"""Depth in the product, as a share of the image's shorter side, from which evidence counts in full: nearer to
the outline the product's own edge, its bevels and its shade differ from the rest as well."""
MOST_COVERED = 0.6
"""Share of the smaller of two boxes inside the other from which both show the same mark."""


class Kind(Enum):
    """How a mark was seen."""

    SPOT = auto()
    """Local contrast of lightness, on the scale of the grain up to a tenth of the image."""
    COLOUR = auto()
    """Local contrast of hue or saturation."""
    FINISH = auto()
    """A part of the surface whose lightness and texture change abruptly together."""
    OUTLINE = auto()
    """Local contrast on the very edge of the product: a chip, a bite, a burr."""


class LabOffset(NamedTuple):
    """Colour of a mark less that of its surroundings; a and b in CIELAB units."""

    lightness: float
    """Logarithmic: 0.1 is a tenth lighter. Of a finish only its sign counts."""
    a: float
    b: float

    @property
    def chroma(self) -> float:
        """How far the hues are apart, CIELAB units."""
        return math.hypot(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Mark:
    """One place that stands out.

    Attributes:
        kind: the detector that saw it.
        x0: left, working pixels; right and bottom are exclusive.
        y0: top.
        x1: right.
        y1: bottom.
        nats: evidence against an ordinary place, a log likelihood ratio; comparable between kinds and images.
        offset: how its colour differs from its surroundings.
        depth: how far into the product it reaches, as a share of the image's shorter side.
        elongation: length over width of its pixels, >= 1.
    """

    kind: Kind
    x0: int
    y0: int
    x1: int
    y1: int
    nats: float
    offset: LabOffset
    depth: float
    elongation: float = 1.0

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom; right and bottom are exclusive."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def area(self) -> int:
        """Pixels of the box."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def trusted_nats(self) -> float:
        """The evidence that remains once the outline's own contrast is allowed for."""
        return self.nats * min(1.0, self.depth / TRUSTED_DEPTH)

    @property
    def confidence(self) -> float:
        """Evidence on a fixed scale of 0..1 that knows nothing of the rest of the image."""
        odds = (self.trusted_nats / NATS_AT_EVEN_ODDS) ** STEEPNESS
        return float(odds / (1.0 + odds))


def nats_of(confidence: float) -> float:
    """Return the evidence whose confidence this is, deep inside a product.

    Args:
        confidence: 0..1; beyond 0.999 it counts as 0.999.
    """
    sure = min(max(confidence, 1e-6), 0.999)
    return NATS_AT_EVEN_ODDS * float((sure / (1 - sure)) ** (1 / STEEPNESS))


def elongation(pixels: MaskArray) -> float:
    """Return a shape's length over its width, about 1 for a disc, also when it is bent.

    Args:
        pixels: (h, w) bool, at least one true.
    """
    width = 2 * float(cv2.distanceTransform(np.pad(pixels.astype(np.uint8), 1), cv2.DIST_L2, 3).max())
    return max(1.0, float(np.count_nonzero(pixels)) / (math.pi / 4 * width * width))


def distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks by falling evidence, without those that a stronger one of their class covers.

    A spot is seen at several scales, with a halo of the opposite sign; a finish lies under the spots on it.
    """
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: -mark.trusted_nats):
        finish = mark.kind is Kind.FINISH
        rivals = (other for other in kept if (other.kind is Kind.FINISH) == finish)
        if all(_covered(mark, other) < MOST_COVERED for other in rivals):
            kept.append(mark)
    return kept


def _covered(mark: Mark, other: Mark) -> float:
    """Return the share of the smaller box that lies in the other one."""
    return shared_area(mark, other) / min(mark.area, other.area)


def shared_area(mark: Mark, other: Mark) -> int:
    """Return how many pixels lie in both boxes."""
    width = min(mark.x1, other.x1) - max(mark.x0, other.x0)
    height = min(mark.y1, other.y1) - max(mark.y0, other.y0)
    return max(width, 0) * max(height, 0)
