"""What is found on an image: the detectors' marks as far as the network agrees, and its own regions.

A detector measures a contrast exactly, but cannot know that a bevel or a print belongs to the product. The
network has seen good products in their variety, but draws coarsely. Where both agree a mark counts in full.
Of products that lie on an even background the detectors know the outline, and the network, as far as it has
been trained, takes bevels for defects: it is not asked there.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.models.lite.finish import find_finish_marks
from saa_desktop.models.lite.looking import Eye, Look
from saa_desktop.models.lite.marks import Kind, Mark, distinct, nats_of
from saa_desktop.models.lite.outline import find_outline_marks
from saa_desktop.models.lite.regions import network_regions
from saa_desktop.models.lite.spots import find_spot_marks
from saa_desktop.models.lite.surface import Surface, prepare

UNSUPPORTED = 0.1
"""Share of its confidence that a mark keeps where the network sees nothing at all."""
FINISH_SHARE = 0.8
"""Share that a border across the surface keeps: it is too long and too faint for the network to judge."""
UNSUSPECTED = 0.4
"""Share that it keeps where the network holds the image as a whole to be good."""
OWN_SHARE = 0.65
"""Share that the network's regions keep which no detector sees."""
SAME = 0.2
"""Intersection over union from which a mark's box and a region's bound the same thing."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """All that is found on one image.

    Attributes:
        surface: the image, prepared.
        marks: by falling evidence, none covering another; pixels of the image.
        masks: (height, width) bool of the marks that are the network's, by their box x0 y0 x1 y1.
    """

    surface: Surface
    marks: list[Mark]
    masks: dict[tuple[int, int, int, int], MaskArray]


class Finder:
    """Looks at images. It remembers the last one, because who proposes and who refines ask for the same."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._last: tuple[ImageArray, Found] | None = None

    def find(self, image: ImageArray) -> Found:
        """Return what is found on an (H, W, 3) uint8 RGB image."""
        last = self._last
        if last is None or last[0] is not image:
            last = image, _found(image, self._eye.look(image))
            self._last = last
        return last[1]


def _found(image: ImageArray, look: Look) -> Found:
    surface = prepare(image)
    detectors = (find_finish_marks, find_outline_marks, find_spot_marks)
    seen = distinct(mark for detector in detectors for mark in detector(surface))
    size = image.shape[1], image.shape[0]
    if surface.lies_on_background:
        return Found(surface, [_in_image(mark, surface, size) for mark in seen], {})
    regions = network_regions(image, look)
    own = [region.mark for region in regions]
    marks = [_outlined(_supported(_in_image(mark, surface, size), look, size), own) for mark in seen]
    marks += [replace(mark, nats=nats_of(OWN_SHARE * mark.confidence)) for mark in own]
    return Found(surface, distinct(marks), {region.mark.box: region.mask for region in regions})


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


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """Return the intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (one, other))
    return width * height / (areas - width * height)


def _in_image(mark: Mark, surface: Surface, size: tuple[int, int]) -> Mark:
    """Return a mark whose box is in pixels of the image instead of the surface."""
    across, down = surface.scale
    return replace(
        mark,
        x0=math.floor(mark.x0 / across),
        y0=math.floor(mark.y0 / down),
        x1=min(size[0], math.ceil(mark.x1 / across)),
        y1=min(size[1], math.ceil(mark.y1 / down)),
    )


def _supported(mark: Mark, look: Look, size: tuple[int, int]) -> Mark:
    """Return a mark that counts as much as the network supports it.

    Args:
        mark: pixels of the image.
        look: the network's.
        size: width and height of the image.
    """
    if mark.kind is Kind.FINISH:
        share = FINISH_SHARE
    else:
        height, width = look.defect.shape
        rows = slice(mark.y0 * height // size[1], math.ceil(mark.y1 * height / size[1]))
        columns = slice(mark.x0 * width // size[0], math.ceil(mark.x1 * width / size[0]))
        here = UNSUPPORTED + (1 - UNSUPPORTED) * float(np.max(look.defect[rows, columns]))
        share = here * (UNSUSPECTED + (1 - UNSUSPECTED) * look.whole)
    return replace(mark, nats=nats_of(share * mark.confidence), depth=1.0)
