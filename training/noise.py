"""Random fields and random shapes: what textures and defects are drawn from."""

import cv2
import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
"""(H, W) float32."""
Picture = npt.NDArray[np.float32]
"""(H, W, 3) float32, about 0..1."""
Rng = np.random.Generator


def log_uniform(rng: Rng, low: float, high: float) -> float:
    """Return a number whose logarithm is evenly spread over the range."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def noise(rng: Rng, side: int, cell_y: float, cell_x: float | None = None) -> Field:
    """Return (side, side) noise of unit deviation whose bumps are about so many pixels high and wide."""
    cells = max(cell_y, 1.0), max(cell_y if cell_x is None else cell_x, 1.0)
    rows, columns = (int(np.ceil(side / cell)) + 4 for cell in cells)
    grid = rng.standard_normal((rows, columns), dtype=np.float32)
    to_grid = np.array([[1 / cells[1], 0, 1 + rng.random()], [0, 1 / cells[0], 1 + rng.random()]])
    flags = cv2.INTER_LINEAR if max(cells) < 2 else cv2.INTER_CUBIC
    return standardised(cv2.warpAffine(grid, to_grid, (side, side), flags=flags | cv2.WARP_INVERSE_MAP))


def cloudy(rng: Rng, side: int, finest: float = 2.0, roughness: float = 0.6) -> Field:
    """Return noise whose bumps of each size are ``1 / roughness`` times as strong as those half as large."""
    total = np.zeros((side, side), np.float32)
    strength, cell = 1.0, side / 2.0
    while cell >= finest:
        total += strength * noise(rng, side, cell)
        strength *= roughness
        cell /= 2
    return standardised(total)


def standardised(field: Field) -> Field:
    """Return a field of zero mean and unit deviation."""
    return (field - field.mean()) / (field.std() + np.float32(1e-6))


def coordinates(rng: Rng, side: int, angle: float | None = None, warp: float = 0.0) -> tuple[Field, Field]:
    """Return pixel coordinates along turned axes, bent by up to about ``warp`` pixels."""
    angle = rng.uniform(0, np.pi) if angle is None else angle
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    across = np.cos(angle) * columns + np.sin(angle) * rows
    along = np.cos(angle) * rows - np.sin(angle) * columns
    if warp > 0:
        across = across + np.float32(warp) * noise(rng, side, side / 3)
        along = along + np.float32(warp) * noise(rng, side, side / 3)
    return across.astype(np.float32), along.astype(np.float32)


def turned(field: npt.NDArray[np.float32], angle: float) -> npt.NDArray[np.float32]:
    """Return an array turned by an angle (radians) about its middle, mirrored beyond its border."""
    side = field.shape[0]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), float(np.degrees(angle)), 1.0)
    out: npt.NDArray[np.float32] = cv2.warpAffine(
        field, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return out


def blob(
    rng: Rng,
    side: int,
    centre: tuple[float, float],
    radius: float,
    *,
    stretch: float = 1.0,
    rough: float = 0.2,
) -> Field:
    """Return signed distance-like values, positive inside a closed irregular shape, in pixels.

    Args:
        rng: random numbers.
        side: of the field, pixels.
        centre: x and y, pixels.
        radius: mean radius, pixels.
        stretch: length over width.
        rough: how far the outline wanders, as a share of the radius.
    """
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    dx, dy = columns - centre[0], rows - centre[1]
    u = (np.cos(angle) * dx + np.sin(angle) * dy) / np.sqrt(stretch)
    v = (np.cos(angle) * dy - np.sin(angle) * dx) * np.sqrt(stretch)
    turn = np.linspace(0, 2 * np.pi, 720, dtype=np.float32)
    outline = np.ones_like(turn)
    for order in range(2, 8):
        outline += rough / order * 2 * rng.standard_normal() * np.cos(order * turn + rng.uniform(0, 6.3))
    distance, heading = cv2.cartToPolar(u.astype(np.float32), v.astype(np.float32))
    reach = (radius * np.clip(outline, 0.3, 2.0)).astype(np.float32)
    return reach[(heading * (719 / (2 * np.pi))).astype(np.int32).clip(0, 719)] - distance


def soft(distance: Field, width: float) -> Field:
    """Return 0..1 from signed distances in pixels, going over ``width`` pixels."""
    return np.clip(distance / max(width, 0.5) + 0.5, 0, 1).astype(np.float32)


def walk(
    rng: Rng, start: tuple[float, float], heading: float, steps: int, step: float, wander: float
) -> Field:
    """Return (steps + 1, 2) points of a random walk that turns by about ``wander`` radians a step."""
    headings = heading + np.cumsum(rng.standard_normal(steps) * wander)
    moves = np.stack([np.cos(headings), np.sin(headings)], axis=1) * step
    return (np.array(start) + np.concatenate([np.zeros((1, 2)), moves.cumsum(axis=0)])).astype(np.float32)


def stroke(side: int, points: Field, widths: npt.NDArray[np.floating]) -> Field:
    """Return 0..1 coverage of a line of changing width; below one pixel it grows fainter, not thinner."""
    canvas = np.zeros((side, side), np.uint8)
    shift = 4  # binary places of the coordinates that OpenCV draws with
    fixed = np.round(points * (1 << shift)).astype(int)
    for first, second, width in zip(fixed[:-1], fixed[1:], widths, strict=False):
        level = int(np.clip(255 * min(width, 1.0), 0, 255))
        cv2.line(
            canvas,
            (int(first[0]), int(first[1])),
            (int(second[0]), int(second[1])),
            level,
            max(1, round(float(width))),
            cv2.LINE_AA,
            shift,
        )
    return canvas.astype(np.float32) / 255
