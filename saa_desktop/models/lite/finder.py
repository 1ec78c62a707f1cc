"""What is found on an image: the detectors' marks and the network's own regions, each with its probability.

A detector measures a contrast exactly, but cannot know that a bevel or a print belongs to the product. The
network has seen good products in their variety, but draws coarsely. Both are asked, and a judge weighs them.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.models.lite.finish import find_finish_marks
from saa_desktop.models.lite.judging import Evidence, Judge, evidence_of
from saa_desktop.models.lite.looking import Eye
from saa_desktop.models.lite.marks import Kind, Mark, distinct, nats_of
from saa_desktop.models.lite.outline import find_outline_marks
from saa_desktop.models.lite.regions import network_regions
from saa_desktop.models.lite.spots import find_spot_marks
from saa_desktop.models.lite.surface import Surface, prepare

DETECTORS = (find_finish_marks, find_outline_marks, find_spot_marks)
SAME = 0.2
"""Intersection over union from which a mark's box and a region's bound the same thing."""

Box = tuple[int, int, int, int]
"""x0 y0 x1 y1, pixels of the image."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One place that may be a defect.

    Attributes:
        mark: pixels of the image; its evidence is that of who saw it.
        source: the detector's kind, or ``None`` where the network saw it.
        evidence: what speaks for and against it.
    """

    mark: Mark
    source: Kind | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """All that detectors and network see on one image.

    Attributes:
        surface: the image, prepared.
        candidates: in no order.
        masks: (height, width) bool, the network's masks by their box.
    """

    surface: Surface
    candidates: list[Candidate]
    masks: dict[Box, MaskArray]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """All that is found on one image.

    Attributes:
        surface: the image, prepared.
        marks: by falling probability, which is their confidence, none covering another; pixels of the image.
        masks: (height, width) bool, the network's masks by their box.
    """

    surface: Surface
    marks: list[Mark]
    masks: dict[Box, MaskArray]


def look_for_defects(image: ImageArray, eye: Eye) -> Seen:
    """Return what detectors and network see on an (H, W, 3) uint8 RGB image."""
    surface, look = prepare(image), eye.look(image)
    size = image.shape[0], image.shape[1]
    regions = network_regions(image, look)
    own = [region.mark for region in regions]
    detected = distinct(mark for detector in DETECTORS for mark in detector(surface))
    marks: list[tuple[Kind | None, Mark]] = [(None, mark) for mark in own]
    marks += [(mark.kind, _outlined(_in_image(mark, surface, size), own)) for mark in detected]
    candidates = [
        Candidate(mark, source, evidence_of(mark, look, size, on_background=surface.lies_on_background))
        for source, mark in marks
    ]
    return Seen(surface, candidates, {region.mark.box: region.mask for region in regions})


class Finder:
    """Looks at images. It remembers the last one, because who proposes and who refines ask for the same."""

    def __init__(self, eye: Eye, judge: Judge) -> None:
        self._eye = eye
        self._judge = judge
        self._last: tuple[ImageArray, Found] | None = None

    def find(self, image: ImageArray) -> Found:
        """Return what is found on an (H, W, 3) uint8 RGB image."""
        last = self._last
        if last is None or last[0] is not image:
            seen = look_for_defects(image, self._eye)
            judged = distinct(map(self._judged, seen.candidates))
            last = image, Found(seen.surface, judged, seen.masks)
            self._last = last
        return last[1]

    def _judged(self, candidate: Candidate) -> Mark:
        probability = self._judge.probability(candidate.source, candidate.evidence)
        return replace(candidate.mark, nats=nats_of(probability), depth=1.0)


def _in_image(mark: Mark, surface: Surface, size: tuple[int, int]) -> Mark:
    """Return a mark whose box is in pixels of the image, of that height and width, instead of the surface."""
    across, down = surface.scale
    return replace(
        mark,
        x0=math.floor(mark.x0 / across),
        y0=math.floor(mark.y0 / down),
        x1=min(size[1], math.ceil(mark.x1 / across)),
        y1=min(size[0], math.ceil(mark.y1 / down)),
    )


def _outlined(mark: Mark, own: list[Mark]) -> Mark:
    """Return a mark with the box of the network's region that shows the same thing, if there is one."""
    if mark.kind is Kind.FINISH or not own:
        return mark
    overlaps = [_overlap(mark.box, other.box) for other in own]
    best = int(np.argmax(overlaps))
    if overlaps[best] < SAME:
        return mark
    x0, y0, x1, y1 = own[best].box
    return replace(mark, x0=x0, y0=y0, x1=x1, y1=y1)


def _overlap(one: Box, other: Box) -> float:
    """Return the intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (one, other))
    return width * height / (areas - width * height)
