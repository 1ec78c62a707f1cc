"""Brings samples of any depth to 8 bits by one rule (docs/decisions/011-image-decoding.md).

Black is 0 and white is the top of a fixed range; nothing is stretched to an image's own extremes, so that a
score means the same on every image. Cameras often store 8, 10 or 12 bits in 16-bit samples without declaring
it. Therefore white is the top of the smallest range, of 8, 12, 16, 32 or 64 bits, that holds the page's
brightest sample. Neighbouring ranges differ by 16 or more: only a frame that stays below 1/16 of its camera's
range is taken for a narrower one.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from saa_desktop.sources.row_blocks import row_blocks

Samples = npt.NDArray[Any]
"""(H, W) or (H, W, S) integers or floats as the file holds them."""

_RANGES = tuple(float(2**bits - 1) for bits in (8, 12, 16, 32, 64))
_FLOAT_OVERSHOOT = 1.5


def full_white(samples: Samples, bits: int) -> float:
    """Return the top of the declared range: 2**bits - 1, if signed 2**(bits - 1) - 1, for floats 1."""
    if samples.dtype.kind == "f":
        return 1.0
    return float(2 ** (bits - 1 if samples.dtype.kind == "i" else bits) - 1)


def white_of(samples: Samples, bits: int) -> float:
    """Return the value that becomes 255.

    - up to 8 bits, and depths that are no whole number of bytes (10, 12, 14): the declared range;
    - 16, 32 and 64 bits: the smallest range of 8, 12, 16, 32 or 64 bits that holds the brightest sample;
    - floats: the smallest of 1 and these ranges of which the brightest finite sample does not exceed 1.5
      times the top, because filters overshoot.
    """
    full = full_white(samples, bits)
    if samples.dtype.kind == "f":
        brightest = float(np.max(samples, where=np.isfinite(samples), initial=0.0))
        return next(
            (white for white in (full, *_RANGES) if brightest <= white * _FLOAT_OVERSHOOT), _RANGES[-1]
        )
    if bits not in {16, 32, 64}:
        return full
    brightest = float(samples.max())
    return next((white for white in _RANGES if brightest <= white < full), full)


def to_uint8(samples: Samples, white: float) -> npt.NDArray[np.uint8]:
    """Return floor(255 * sample / white + 0.5), clipped to 0..255; NaN and -inf become 0, +inf 255."""
    if samples.dtype == np.bool_:
        samples = samples.view(np.uint8)
    if samples.dtype == np.uint8 and white == 255:
        return samples
    scaled = np.empty(samples.shape, dtype=np.uint8)
    if samples.dtype.kind == "u" and samples.dtype.itemsize <= 2:
        table = _scale(np.arange(2 ** (8 * samples.dtype.itemsize)), white)
        for rows in row_blocks(samples.shape):
            scaled[rows] = table[samples[rows]]
    else:
        for rows in row_blocks(samples.shape):
            scaled[rows] = _scale(samples[rows], white)
    return scaled


def _scale(samples: Samples, white: float) -> npt.NDArray[np.uint8]:
    shares = samples.astype(np.float64) * (255 / white)
    np.nan_to_num(shares, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
    return np.clip(np.floor(shares + 0.5), 0, 255).astype(np.uint8)
