"""Defect-free surfaces. Each family returns a field of about unit deviation; colours are given later."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np

from training.noise import Field, Rng, cloudy, coordinates, log_uniform, noise, standardised, turned


def _smooth(rng: Rng, side: int) -> Field:
    """Moulded plastic, lacquer, glass: hardly anything but grain."""
    return standardised(cloudy(rng, side, 16) * rng.uniform(0, 0.6) + noise(rng, side, rng.uniform(1, 2.5)))


def _clouds(rng: Rng, side: int) -> Field:
    """Rubber, paper, cast metal, food."""
    return cloudy(rng, side, rng.uniform(1, 4), rng.uniform(0.45, 0.95))


def _brushed(rng: Rng, side: int) -> Field:
    """Ground, brushed or rolled metal: streaks of many lengths along one direction."""
    field = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(2, 5)):
        width = log_uniform(rng, 1, 12)
        field += rng.uniform(0.3, 1) * noise(rng, side, width * log_uniform(rng, 5, 200), width)
    field += rng.uniform(0, 0.7) * noise(rng, side, log_uniform(rng, 1, 3))
    strong = 1 + rng.uniform(0, 0.8) * noise(rng, side, side / 3)
    if rng.random() < 0.5:  # here and there the grinding went deeper, or shines
        width = log_uniform(rng, 1, 4)
        streaks = np.maximum(noise(rng, side, width * log_uniform(rng, 10, 100), width), 0)
        where = np.maximum(noise(rng, side, side / rng.uniform(1.5, 5)) - rng.uniform(0, 1), 0)
        field += rng.choice([-1, 1, 1]) * rng.uniform(0.5, 3) * streaks * where
    upright = rng.random() < 0.5
    field = standardised(field * strong)
    return field if upright else turned(field, rng.choice([np.pi / 2, rng.uniform(0, np.pi)]))


def _speckle(rng: Rng, side: int) -> Field:
    """Granite, terrazzo, foam, plywood chips: grains of a few tones."""
    field = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(1, 4)):
        grains = noise(rng, side, log_uniform(rng, 1.5, 9), log_uniform(rng, 1.5, 9))
        field += rng.uniform(-1.5, 1.5) * (grains > rng.uniform(0.3, 1.8))
    return standardised(cv2.GaussianBlur(field, (0, 0), rng.uniform(0.4, 1.2)) + 0.1 * noise(rng, side, 1))


def _weave(rng: Rng, side: int) -> Field:
    """Cloth, carpet, mesh: two crossing threads."""
    across, along = coordinates(rng, side, warp=rng.uniform(0, 4))
    period = log_uniform(rng, 3.5, 24)
    ratio = rng.choice([1.0, rng.uniform(0.5, 2)])
    warp, weft = np.sin(2 * np.pi * across / period), np.sin(2 * np.pi * along / (period * ratio))
    style = rng.integers(4)
    if style == 0:
        field = warp * weft
    elif style == 1:
        field = np.maximum(warp, weft)
    elif style == 2:
        field = warp + weft + 0.5 * np.sin(2 * np.pi * (across + along) / period)
    else:
        field = np.sin(2 * np.pi * (across + along / 2) / period) * (0.6 + 0.4 * weft)
    return standardised(field + rng.uniform(0.1, 0.8) * noise(rng, side, rng.uniform(1, 3)))


def _grid(rng: Rng, side: int) -> Field:
    """Wire grids, perforated sheet: thin bars or holes at a regular distance."""
    across, along = coordinates(rng, side, angle=rng.choice([0.0, np.pi / 4, rng.uniform(0, np.pi)]))
    period = log_uniform(rng, 14, 60)
    u, v = (np.abs((axis / period + rng.random()) % 1 - 0.5) * 2 for axis in (across, along))
    share = rng.uniform(0.55, 0.9)
    bars = rng.random() < 0.5
    field = np.maximum(u, v) > share if bars else np.hypot(u, v) < rng.uniform(0.4, 0.85)
    blurred = cv2.GaussianBlur(field.astype(np.float32), (0, 0), rng.uniform(0.5, 1.5))
    return standardised(blurred + rng.uniform(0.02, 0.15) * noise(rng, side, 1.5))


def _stripes(rng: Rng, side: int) -> Field:
    """Turned grooves, ribs, corrugation, threads of a screw."""
    across, _ = coordinates(rng, side, warp=rng.choice([0, rng.uniform(0, 6)]))
    phase = across / log_uniform(rng, 4, 50)
    wave = np.sin(2 * np.pi * phase)
    if rng.random() < 0.4:
        wave = np.tanh(rng.uniform(1, 6) * wave)
    return standardised(wave + rng.uniform(0.1, 0.7) * noise(rng, side, rng.uniform(1, 4)))


def _wood(rng: Rng, side: int) -> Field:
    """Wood, marble, agate: bent bands of uneven width, with fine pores along them."""
    across, _ = coordinates(rng, side, warp=rng.uniform(2, 25))
    bands = np.interp(across.ravel(), np.arange(-2 * side, 3 * side), _rough_line(rng, 5 * side)).reshape(
        side, side
    )
    angle = rng.uniform(-0.1, 0.1)
    pores = turned(noise(rng, side, log_uniform(rng, 10, 60), rng.uniform(1, 2)), angle)
    return standardised(bands.astype(np.float32) + rng.uniform(0.1, 0.6) * pores)


def _rough_line(rng: Rng, length: int) -> Field:
    line = np.zeros(length)
    for cell in (3, 7, 15, 40):
        knots = rng.standard_normal(length // cell + 2)
        line += rng.uniform(0.2, 1) * np.interp(np.arange(length) / cell, np.arange(knots.size), knots)
    return line.astype(np.float32)


def _rings(rng: Rng, side: int) -> Field:
    """Face-turned metal, end grain, lids: circles about a point."""
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    centre = rng.uniform(-0.3, 1.3, 2) * side if rng.random() < 0.5 else np.full(2, side / 2)
    radius = np.hypot(rows - centre[0], columns - centre[1]) + rng.choice([0, 4]) * noise(rng, side, side / 4)
    line = (
        _rough_line(rng, 4 * side)
        if rng.random() < 0.6
        else np.sin(np.arange(4 * side) / log_uniform(rng, 1.5, 8))
    )
    field = np.interp(radius.ravel(), np.arange(4 * side), line).reshape(side, side).astype(np.float32)
    return standardised(standardised(field) + rng.uniform(0.1, 0.6) * noise(rng, side, rng.uniform(1, 3)))


def _crystals(rng: Rng, side: int) -> Field:
    """Polycrystalline silicon, galvanised sheet: grains of different shade, with straight conductors."""
    seeds = rng.uniform(0, side, (int(rng.integers(10, 120)), 2)).astype(np.float32)
    labels = _nearest(seeds, side)
    field = rng.standard_normal(len(seeds)).astype(np.float32)[labels] * rng.uniform(0.2, 1)
    field = standardised(field + rng.uniform(0.1, 0.6) * cloudy(rng, side, 2))
    return cv2.GaussianBlur(field, (0, 0), rng.uniform(0.5, 1.5))


def _nearest(seeds: Field, side: int) -> np.ndarray:
    """Return (side, side) the number of the nearest seed, by flooding."""
    empty = np.full((side, side), 255, np.uint8)
    at = seeds.astype(int).clip(0, side - 1)
    empty[at[:, 1], at[:, 0]] = 0
    _, labels = cv2.distanceTransformWithLabels(empty, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    return labels % len(seeds)


def _pebbles(rng: Rng, side: int) -> Field:
    """Leather, hammered lacquer, granulate: rounded cells parted by furrows."""
    step = log_uniform(rng, 5, 28)
    at = np.mgrid[0:side:step, 0:side:step].reshape(2, -1).T
    seeds = (at + rng.uniform(-0.45, 0.45, at.shape) * step + step / 2).astype(int).clip(0, side - 1)
    empty = np.full((side, side), 255, np.uint8)
    empty[seeds[:, 1], seeds[:, 0]] = 0
    distance = cv2.distanceTransform(empty, cv2.DIST_L2, 5)
    return standardised(-(np.minimum(distance, step) ** 2) / step + 0.15 * step * noise(rng, side, 1.5))


def _mosaic(rng: Rng, side: int) -> Field:
    """Bricks, parquet, sets of tiles: rectangles of slightly different shade in courses."""
    across, along = coordinates(rng, side, angle=rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)]))
    height, width = log_uniform(rng, 12, 60), log_uniform(rng, 16, 90)
    course = np.floor(along / height).astype(int)
    place = across / width + 0.5 * (course % 2)
    shade = rng.standard_normal((97, 97)).astype(np.float32)[course % 97, np.floor(place).astype(int) % 97]
    joint = np.minimum(along % height, (place % 1) * width) < rng.uniform(1, 3)
    field = shade * rng.uniform(0, 0.6) - rng.choice([-1, 1]) * 1.5 * joint
    return standardised(
        cv2.GaussianBlur(field.astype(np.float32), (0, 0), 0.7) + 0.25 * noise(rng, side, 1.5)
    )


Texture = Callable[[Rng, int], Field]

TEXTURES: Mapping[str, Texture] = MappingProxyType(
    {
        "smooth": _smooth,
        "clouds": _clouds,
        "brushed": _brushed,
        "speckle": _speckle,
        "weave": _weave,
        "grid": _grid,
        "stripes": _stripes,
        "wood": _wood,
        "rings": _rings,
        "crystals": _crystals,
    }
)
"""Families that the network is trained on."""
HELD_OUT_TEXTURES: Mapping[str, Texture] = MappingProxyType({"pebbles": _pebbles, "mosaic": _mosaic})
"""Families that it never sees."""
