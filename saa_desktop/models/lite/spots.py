"""Spots, lines and stains: local contrast of either sign, from the scale of a pixel to a tenth of the image.

Each level of a pyramid is filtered with a difference of Gaussians; lines gather their evidence along eight
directions as well. What runs straight through the whole image along its rows or columns belongs to the design
or the grain and is taken off. The rest is measured against the noise of its neighbourhood, so that a busy
surface asks for more contrast than a calm one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MapArray, MaskArray
from saa_desktop.models.lite.background import fill_background
from saa_desktop.models.lite.marks import Kind, LabOffset, Mark, elongation
from saa_desktop.models.lite.medians import medians, typical_size
from saa_desktop.models.lite.surface import Surface

CENTRE_SIGMA = 1.2
"""Scale of the filter's centre at each level, pixels of that level."""
SURROUND_SIGMA = 3.0
"""Scale of the filter's surround, pixels of that level."""
LEAST_SIDE = 24
"""A level's shorter side is at least this, pixels: a spot then spans at most a tenth of the image."""
NEIGHBOURHOOD = 33
"""Side of the square in which the local noise is measured, pixels of the level."""
LIGHTNESS_FLOOR = 0.015
"""Noise is taken to be at least this: a contrast below 9 % is never six deviations."""
FLOOR_GROWTH = 1.4
"""... and grows with each level, as uneven light does."""
COLOUR_FLOOR = 0.8
"""The same for hue, CIELAB units."""
LINE_LENGTH = 15
"""Length over which lines gather their evidence, pixels of the level."""
LINE_LEVELS = (1, 2)
"""Levels on which lines are looked for: twice and four times the pixel."""
SEED = 4.5
"""Standard deviations that start a mark..."""
GROW = 2.5
"""... and those that belong to it when they touch."""
CORE = 0.35
"""A mark's box bounds what reaches this share of its peak: the filter blurs it beyond its outline."""
OUTLINE_DEPTH = 0.04
"""Marks no deeper in the product, as a share of the image's shorter side, belong to its outline."""
MOST_MARKS = 40
"""Marks kept a level, the strongest ones."""


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of the pyramid: channels with the background filled, and where the inner product is."""

    channels: MapArray
    interior: MaskArray


def find_spot_marks(surface: Surface) -> list[Mark]:
    """Return spots, lines and stains of lightness and, on coloured images, of colour."""
    return [
        mark for index, level in enumerate(_levels(surface)) for mark in _level_marks(surface, level, index)
    ]


def _levels(surface: Surface) -> Iterator[_Level]:
    channels = [surface.lightness]
    if surface.coloured:
        channels += [surface.lab[..., 1], surface.lab[..., 2]]
    filled = fill_background(np.dstack(channels), surface.interior)
    interior = surface.interior
    while min(filled.shape[:2]) >= LEAST_SIDE:
        filled = filled.reshape(*filled.shape[:2], -1)
        yield _Level(filled, interior)
        filled = cv2.pyrDown(filled)
        size = filled.shape[1], filled.shape[0]
        interior = cv2.resize(interior.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0


def _level_marks(surface: Surface, level: _Level, index: int) -> list[Mark]:
    inside = level.interior
    if not inside.any():
        return []
    full_frame = not surface.lies_on_background
    floor = LIGHTNESS_FLOOR * FLOOR_GROWTH**index
    contrast = _contrast(level.channels[..., 0], full_frame=full_frame)
    noise = _noise(contrast, inside, floor)
    views = [(Kind.SPOT, contrast / noise), (Kind.SPOT, -contrast / noise)]
    if index in LINE_LEVELS:
        views += [(Kind.SPOT, z) for z in _lines(contrast, noise, inside, floor)]
    if surface.coloured:
        hue = [_contrast(level.channels[..., channel], full_frame=full_frame) for channel in (1, 2)]
        squares = [(channel / _noise(channel, inside, COLOUR_FLOOR)) ** 2 for channel in hue]
        views.append((Kind.COLOUR, np.sqrt(squares[0] + squares[1])))
    return [mark for kind, z in views for mark in _marks(surface, level, np.where(inside, z, 0), kind)]


def _contrast(channel: MapArray, *, full_frame: bool) -> MapArray:
    """Return centre minus surround; in a full frame less what runs through it along rows and columns."""
    centre = cv2.GaussianBlur(channel, (0, 0), CENTRE_SIGMA)
    contrast: MapArray = centre - cv2.GaussianBlur(channel, (0, 0), SURROUND_SIGMA)
    if not full_frame:
        return contrast
    step = max(1, min(contrast.shape) // 100)
    contrast -= medians(contrast[::step], axis=0)
    contrast -= medians(contrast[:, ::step], axis=1)
    return contrast


def _deviation(values: MapArray, inside: MaskArray) -> float:
    """Return the standard deviation that the middle half of the product's values suggests."""
    return 1.4826 * typical_size(values, inside)


def _noise(contrast: MapArray, inside: MaskArray, floor: float) -> MapArray:
    """Return the standard deviation of each place's neighbourhood, with outliers bounded, above the floor."""
    overall = _deviation(contrast, inside)
    bound = 3 * max(overall, floor)
    clipped = np.where(inside, np.clip(contrast, -bound, bound), 0)
    size = (NEIGHBOURHOOD, NEIGHBOURHOOD)
    local = cv2.blur(clipped * clipped, size)
    if not inside.all():
        local /= np.maximum(cv2.blur(inside.astype(np.float32), size), 1e-3)
    noise: MapArray = np.sqrt(np.maximum(local, overall**2) + floor**2)
    return noise


def _lines(contrast: MapArray, noise: MapArray, inside: MaskArray, floor: float) -> tuple[MapArray, MapArray]:
    """Return how light and how dark a line through each place is, its best direction, standard deviations."""
    light = np.zeros_like(contrast)
    dark = np.zeros_like(contrast)
    restlessness = noise / np.hypot(_deviation(contrast, inside), floor)
    for kernel in _LINE_KERNELS:
        along = cv2.filter2D(contrast, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT)
        # Independent places average out, and with them the floor.
        along /= np.hypot(_deviation(along, inside), floor / 2)
        np.maximum(light, along, out=light)
        np.maximum(dark, -along, out=dark)
    return light / restlessness, dark / restlessness


def _line_kernels() -> tuple[npt.NDArray[np.float32], ...]:
    kernels = []
    middle = LINE_LENGTH // 2
    for angle in np.arange(8) * np.pi / 8:
        kernel = np.zeros((LINE_LENGTH, LINE_LENGTH), np.float32)
        reach = middle * np.array([np.cos(angle), np.sin(angle)])
        ends = [tuple(np.round(middle + side * reach).astype(int).tolist()) for side in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        kernels.append(kernel / kernel.sum())
    return tuple(kernels)


_LINE_KERNELS = _line_kernels()


def _marks(surface: Surface, level: _Level, z: MapArray, kind: Kind) -> list[Mark]:
    """Return the connected places above ``GROW`` that hold one above ``SEED``."""
    seeds = np.flatnonzero(z > SEED)
    if not len(seeds):
        return []
    _, labels, stats, _ = cv2.connectedComponentsWithStats((z > GROW).astype(np.uint8), connectivity=8)
    peaks = np.zeros(len(stats))
    np.maximum.at(peaks, labels.ravel()[seeds], z.ravel()[seeds])
    strongest = np.argsort(-peaks, kind="stable")[:MOST_MARKS]
    marks = []
    for index in strongest[peaks[strongest] > 0]:
        x, y, width, height = stats[index, :4].tolist()
        window = slice(y, y + height), slice(x, x + width)
        pixels = (labels[window] == index) & (z[window] > CORE * peaks[index])
        marks.append(_mark(surface, level, pixels, (x, y), (kind, float(peaks[index]))))
    return marks


def _mark(
    surface: Surface, level: _Level, pixels: MaskArray, corner: tuple[int, int], seen: tuple[Kind, float]
) -> Mark:
    """Describe a mark whose pixels, from a corner on, and whose kind and peak were seen on a level."""
    kind, peak = seen
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    x, y = corner[0] + int(columns[0]), corner[1] + int(rows[0])
    height, width = pixels.shape
    around = level.channels[max(0, y - 6) : y + height + 6, max(0, x - 6) : x + width + 6]
    inner = level.channels[y : y + height, x : x + width][pixels].mean(axis=0)
    offset = inner - np.median(around.reshape(-1, around.shape[2]), axis=0)
    down, across = (
        full / size for full, size in zip(surface.interior.shape, level.interior.shape, strict=True)
    )
    x0, x1 = int(x * across), math.ceil((x + width) * across)
    y0, y1 = int(y * down), math.ceil((y + height) * down)
    down_to, right_to = np.nonzero(pixels)
    depth = surface.depth_of(down_to + y, right_to + x, level.interior.shape)
    return Mark(
        kind=Kind.OUTLINE if depth < OUTLINE_DEPTH else kind,
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        nats=peak * peak / 2,
        offset=LabOffset(*offset.tolist()) if len(offset) == 3 else LabOffset(float(offset[0]), 0.0, 0.0),
        depth=depth,
        elongation=elongation(pixels),
    )
