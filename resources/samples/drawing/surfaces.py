"""Textures, shapes and shading from which the products are made. Lengths are in pixels of the picture."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from drawing.camera import SUPERSAMPLING, FloatArray


def noise(
    rng: np.random.Generator, shape: tuple[int, ...], across: float, down: float | None = None
) -> FloatArray:
    """Return (H, W) noise of zero mean and unit deviation that changes over ``across`` (and ``down``)."""
    height, width = shape[:2]
    steps = across * SUPERSAMPLING, (down or across) * SUPERSAMPLING
    coarse = rng.standard_normal((int(height / steps[1]) + 4, int(width / steps[0]) + 4), dtype=np.float32)
    size = int(coarse.shape[1] * steps[0]), int(coarse.shape[0] * steps[1])
    fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    top, left = (fine.shape[0] - height) // 2, (fine.shape[1] - width) // 2
    field = fine[top : top + height, left : left + width]
    return (field - field.mean()) / field.std()


def fractal(rng: np.random.Generator, shape: tuple[int, ...], coarsest: float, octaves: int) -> FloatArray:
    """Return (H, W) noise of unit deviation: each octave twice as fine and half as strong."""
    field = sum(noise(rng, shape, coarsest / 2**octave) / 2**octave for octave in range(octaves))
    return np.asarray(field / np.std(field), dtype=np.float32)


def carried(field: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return a texture that lies still on a product whose coordinates are x and y."""
    height, width = field.shape
    columns, rows = x * SUPERSAMPLING + width / 2, y * SUPERSAMPLING + height / 2
    return cv2.remap(field, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def blurred(field: FloatArray, sigma: float) -> FloatArray:
    """Return a Gaussian blur."""
    return cv2.GaussianBlur(field, (0, 0), sigma * SUPERSAMPLING)


def ramp(distance: FloatArray, width: float = 0.7) -> FloatArray:
    """Return 0..1, rising smoothly over ``width`` around distance 0."""
    part = np.clip(distance / width + 0.5, 0, 1)
    return part * part * (3 - 2 * part)


def rounded_box(x: FloatArray, y: FloatArray, half: tuple[float, float], radius: float) -> FloatArray:
    """Return the signed distance to a rounded rectangle around the origin, positive inside."""
    beyond_x, beyond_y = np.abs(x) - half[0] + radius, np.abs(y) - half[1] + radius
    outside = np.hypot(np.maximum(beyond_x, 0), np.maximum(beyond_y, 0))
    return radius - outside - np.minimum(np.maximum(beyond_x, beyond_y), 0)


def blob(
    x: FloatArray, y: FloatArray, rng: np.random.Generator, radius: float, *, ragged: float = 0.2
) -> FloatArray:
    """Return a signed distance, positive inside an irregular blob around the origin."""
    angle = np.arctan2(y, x)
    outline = np.full_like(x, radius)
    for order in range(2, 9):
        strength = radius * ragged * rng.normal() / order**1.3
        outline += np.float32(strength) * np.cos(order * angle + np.float32(rng.uniform(0, 2 * np.pi)))
    return outline - np.hypot(x, y)


def walk(
    rng: np.random.Generator,
    start: tuple[float, float],
    degrees: float,
    length: float,
    *,
    bend: float,
    step: float = 4.0,
) -> npt.NDArray[np.float64]:
    """Return (N, 2) points of a wandering line; ``bend`` is the deviation of its turns, degrees a step."""
    count = max(2, int(length / step))
    heading = np.deg2rad(degrees + np.cumsum(rng.normal(0, bend, count)))
    strides = step * np.stack([np.cos(heading), np.sin(heading)], axis=1)
    return np.vstack([start, start + np.cumsum(strides, axis=0)])


def distance_to_line(x: FloatArray, y: FloatArray, points: npt.NDArray[np.float64]) -> FloatArray:
    """Return the distance of every drawn point within reach to a line of (N, 2) points, in their frame.

    Points farther than 16 pixels get 16.
    """
    reach = 16.0
    distance = np.full_like(x, reach)
    for (xa, ya), (xb, yb) in itertools.pairwise(points):
        near = (np.abs(x - (xa + xb) / 2) < reach + abs(xb - xa) / 2) & (
            np.abs(y - (ya + yb) / 2) < reach + abs(yb - ya) / 2
        )
        dx, dy = x[near] - xa, y[near] - ya
        span = max((xb - xa) ** 2 + (yb - ya) ** 2, 1e-6)
        along = np.clip((dx * (xb - xa) + dy * (yb - ya)) / span, 0, 1)
        own = np.hypot(dx - along * (xb - xa), dy - along * (yb - ya))
        distance[near] = np.minimum(distance[near], own)
    return distance


def slopes(height: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how much a surface rises a pixel, to the right and downwards."""
    down, across = np.gradient(height)
    return across * SUPERSAMPLING, down * SUPERSAMPLING


def lambert(height: FloatArray, lamp: Sequence[float] = (-0.45, -0.55, 0.7)) -> FloatArray:
    """Return the light that a matt surface scatters, 1 where it is level.

    Args:
        height: (H, W), towards the camera.
        lamp: direction to the lamp: right, down, towards the camera.
    """
    across, down = slopes(height)
    facing = (lamp[2] - across * lamp[0] - down * lamp[1]) / np.sqrt(1 + across**2 + down**2)
    return (np.maximum(facing, 0) / lamp[2]).astype(np.float32)


def gloss(height: FloatArray, towards: Sequence[float], sharpness: float) -> FloatArray:
    """Return a highlight, 0..1, brightest where the surface faces ``towards`` (right, down, out)."""
    across, down = slopes(height)
    unit = np.asarray(towards) / np.linalg.norm(towards)
    facing = (unit[2] - across * unit[0] - down * unit[1]) / np.sqrt(1 + across**2 + down**2)
    return (np.maximum(facing, 0) ** sharpness).astype(np.float32)


def coloured(field: FloatArray, rgb: Sequence[float]) -> FloatArray:
    """Return (H, W, 3): the field times a linear colour."""
    return field[..., None] * np.asarray(rgb, dtype=np.float32)


def mixed(below: FloatArray, above: FloatArray, opacity: FloatArray) -> FloatArray:
    """Return (H, W, 3): ``above`` over ``below``, at (H, W) opacity 0..1."""
    share = opacity[..., None]
    return below + (above - below) * share
