"""Uneven finish: a part of the surface whose lightness and texture change together along a line.

A worn tool, an interrupted grinding pass or a spill leaves a border across the surface. It is faint at each
point and long, so its evidence is gathered along the best path across the image by dynamic programming, the
way seam carving finds seams (Avidan and Shamir 2007). Smooth illumination has no border: the step filter is
blind to ramps. Stripes along the grain have none across it: each column's median is taken off first.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MapArray
from saa_desktop.models.lite.background import fill_background
from saa_desktop.models.lite.marks import Kind, LabOffset, Mark
from saa_desktop.models.lite.medians import medians, typical_size
from saa_desktop.models.lite.surface import Surface

STEP_SIGMA = 5.0
"""Reach of the step filter to either side, coarse pixels."""
ALONG_SIGMA = 4.0
"""Reach of the step filter along the border, coarse pixels."""
INDEPENDENT = 2.5 * ALONG_SIGMA
"""Neighbouring columns that share their noise, coarse pixels."""
LIGHTNESS_FLOOR = 0.02
"""Least step that can be told from an even surface: 2 % of contrast."""
TEXTURE_FLOOR = 0.1
"""... and 10 % of texture amplitude."""
EXPECTED_STEP = 2.0
"""Height of the step that the evidence is computed for, standard deviations."""
LARGEST_STEP = 6.0
"""Steps count up to this, so that one strong edge cannot stand for a long one."""
TURN_COST = 0.3
"""What a path pays to move one row up or down, standard deviations."""
GRAIN_RATIO = 1.5
"""Ratio of gradient energies across and along the grain from which a surface counts as grained."""
LEAST_PRODUCT = 0.6
"""Share of the image that the product must fill for its finish to be looked at."""
LEAST_DEPTH = 0.1
"""Nothing is looked for this near to the edge, as a share of the shorter side: bevels are there."""
MOST_BORDERS = 3
"""Borders looked for in each direction."""
LEAST_NATS = 6.0
"""Evidence below which a border is not worth a mark."""
_MOVES = (0, -1, 1)  # rows up or down to the column before


@dataclass(frozen=True, slots=True)
class Border:
    """A path along which the finish changes.

    Attributes:
        columns: (n,) consecutive coarse columns.
        rows: (n,) the coarse row of the border in each.
        sign: 1 when the finish is lighter or rougher below it, -1 above it.
        nats: log likelihood ratio of a border against none.
    """

    columns: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]
    sign: int
    nats: float


def find_finish_marks(surface: Surface) -> list[Mark]:
    """Return the parts of a product that fills the frame whose finish differs from the rest."""
    product = surface.coarse(surface.interior.astype(np.float32)) > 0.99
    if min(product.shape) < 8 * STEP_SIGMA or product.mean() < LEAST_PRODUCT:
        return []
    texture = surface.lightness - cv2.GaussianBlur(surface.lightness, (0, 0), 2.5)
    texture = cv2.GaussianBlur(texture * texture, (0, 0), 1.5)
    channels = [surface.coarse(surface.lightness), 0.5 * np.log(surface.coarse(texture) + 1e-4)]
    lightness, roughness = cv2.split(fill_background(np.dstack(channels), product))
    ratio = _grain_ratio(surface)
    marks: list[Mark] = []
    if ratio > 1 / GRAIN_RATIO:
        marks += _marks_below_and_above(surface, lightness, roughness, transposed=False)
    if ratio < GRAIN_RATIO:
        marks += _marks_below_and_above(surface, lightness.T, roughness.T, transposed=True)
    return marks


def _grain_ratio(surface: Surface) -> float:
    """Return the gradient energy along x over that along y: large for upright grain."""
    energies = []
    for dx, dy in ((1, 0), (0, 1)):
        gradient = cv2.Sobel(surface.lightness, cv2.CV_32F, dx, dy)
        energies.append(typical_size(gradient, surface.product) ** 2 + 1e-9)
    return energies[0] / energies[1]


def _marks_below_and_above(
    surface: Surface, lightness: MapArray, roughness: MapArray, *, transposed: bool
) -> list[Mark]:
    steps = (_steps(lightness, LIGHTNESS_FLOOR) + _steps(roughness, TEXTURE_FLOOR)) / np.sqrt(2)
    depth = max(3, round(LEAST_DEPTH * min(steps.shape)))
    steps[:depth] = steps[-depth:] = 0
    marks = []
    for _ in range(MOST_BORDERS):
        border = _best_border(steps)
        if border.nats < LEAST_NATS:
            break
        marks.append(_mark(surface, lightness, border, transposed=transposed))
        for column, row in zip(border.columns, border.rows, strict=True):
            steps[max(0, row - 8) : row + 9, column] = 0
    return marks


def _steps(channel: MapArray, floor: float) -> MapArray:
    """Return how far each place is a step from above to below, standard deviations of the whole channel."""
    stripeless = channel - medians(channel, axis=0)
    steps = cv2.sepFilter2D(
        stripeless, cv2.CV_32F, _along_kernel(), _step_kernel(), borderType=cv2.BORDER_REFLECT
    )
    noise = float(np.median(np.abs(steps))) * 1.4826
    scaled: MapArray = steps / np.float32(np.hypot(noise, floor))
    return scaled


def _step_kernel() -> npt.NDArray[np.float32]:
    """Return the smoothed difference of the two sides, made orthogonal to ramps."""
    at = np.arange(-3 * STEP_SIGMA, 3 * STEP_SIGMA + 1)
    window = np.exp(-0.5 * (at / STEP_SIGMA) ** 2)
    step = np.sign(at) * window
    ramp = at * window
    step -= ramp * (step @ at) / (ramp @ at)
    kernel: npt.NDArray[np.float32] = (2 * step / np.abs(step).sum()).astype(np.float32)
    return kernel


def _along_kernel() -> npt.NDArray[np.float32]:
    kernel: npt.NDArray[np.float32] = cv2.getGaussianKernel(
        2 * round(2.5 * ALONG_SIGMA) + 1, ALONG_SIGMA, cv2.CV_32F
    ).ravel()
    return kernel


def _best_border(steps: MapArray) -> Border:
    """Return the path of consecutive columns with the largest log likelihood ratio, of either sign.

    For a step of height m in unit noise the ratio of one independent column is m * z - m**2 / 2.

    Args:
        steps: (h, w) float32, standard deviations, positive where it is lighter or rougher below.
    """
    height, width = steps.shape
    signed = np.stack([steps, -steps]).transpose(2, 0, 1)
    gains = np.clip(signed, -1.0, LARGEST_STEP) - EXPECTED_STEP / 2
    totals = np.empty((width, 2, height))
    moves = np.empty((width, 2, height), dtype=np.int8)
    best = np.zeros((2, height))
    options = np.full((len(_MOVES) + 1, 2, height), -np.inf)
    options[-1] = 0  # a path starts here
    for column in range(width):
        options[0] = best
        options[1, :, 1:] = best[:, :-1] - TURN_COST
        options[2, :, :-1] = best[:, 1:] - TURN_COST
        moves[column] = options.argmax(axis=0)
        best = totals[column] = options.max(axis=0) + gains[column]
    end, side, row = (int(index) for index in np.unravel_index(int(totals.argmax()), totals.shape))
    rows, column = [row], end
    while column > 0 and moves[column, side, rows[-1]] < len(_MOVES):
        rows.append(rows[-1] + _MOVES[moves[column, side, rows[-1]]])
        column -= 1
    nats = float(totals[end, side, row]) * EXPECTED_STEP / INDEPENDENT
    return Border(np.arange(column, end + 1), np.array(rows[::-1]), 1 - 2 * side, nats)


def _mark(surface: Surface, lightness: MapArray, border: Border, *, transposed: bool) -> Mark:
    """Turn a border into the smaller of the two parts that it divides."""
    height = lightness.shape[0]
    row = int(np.median(border.rows))
    top, bottom = (0, row) if row < height / 2 else (row, height)
    left, right = int(border.columns[0]), int(border.columns[-1]) + 1
    x0, y0, x1, y1 = (top, left, bottom, right) if transposed else (left, top, right, bottom)
    lighter = border.sign if top == row else -border.sign
    to_working = 1 / surface.coarse_scale
    return Mark(
        kind=Kind.FINISH,
        x0=round(x0 * to_working),
        y0=round(y0 * to_working),
        x1=min(surface.lightness.shape[1], round(x1 * to_working)),
        y1=min(surface.lightness.shape[0], round(y1 * to_working)),
        nats=border.nats,
        offset=LabOffset(float(lighter), 0.0, 0.0),
        depth=0.5,
    )
