"""What is found on an image: the detectors' marks as far as the network agrees, and its own regions.

A detector measures a contrast exactly, but cannot know that a bevel or a print belongs to the product. The
network has seen good products in their variety, but draws coarsely. Where both agree a mark counts in full.
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
OWN_SHARE = 0.5
"""Share that the network's regions keep which no detector sees."""


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
    supported = [_supported(_in_image(mark, surface, size), look, size) for mark in seen]
    own = network_regions(image, look)
    weighed = [replace(region.mark, nats=nats_of(OWN_SHARE * region.mark.confidence)) for region in own]
    masks = {
        (mark.x0, mark.y0, mark.x1, mark.y1): region.mask for mark, region in zip(weighed, own, strict=True)
    }
    return Found(surface, distinct([*supported, *weighed]), masks)


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
        share = UNSUPPORTED + (1 - UNSUPPORTED) * float(np.max(look.defect[rows, columns]))
    return replace(mark, nats=nats_of(share * mark.confidence), depth=1.0)
