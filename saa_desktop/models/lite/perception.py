"""What the network is given of an image: contrasts at several scales, measured by the image's own deviations.

A network could learn to compute all of this. Given it, the network needs neither the depth nor the weeks.
"""

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.models.lite.medians import medians

CHANNELS = 24
"""Values at each position."""
DARK_OFFSET = 0.04
"""Added to lightness before the logarithm: below it is the camera's noise that differs."""
SCALES = (2.0, 4.0, 8.0, 16.0)
"""Centres of the coarser contrast filters, pixels at half size; surrounds are 2.5 times as large."""
FLOOR = 0.008
"""Deviations smaller than this are not told from an even surface: 0.8 % of contrast."""
LARGEST = 5.0
"""Values are cut off at this many deviations."""


def perceive(image: ImageArray) -> npt.NDArray[np.float32]:
    """Return what the network sees.

    Args:
        image: (H, W, 3) uint8 RGB, H and W even.

    Returns:
        (``CHANNELS``, H / 2, W / 2) float32.
    """
    rgb = image.astype(np.float32) / 255
    lightness = np.log(rgb.mean(axis=2) + DARK_OFFSET)
    small = cv2.resize(rgb, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_AREA)
    tone = np.log(small.mean(axis=2) + DARK_OFFSET)
    sharp = lightness - _blurred(lightness, 2.5)
    texture = [np.log(_blurred(np.abs(sharp), width) + FLOOR) for width in (4.0, 12.0)]
    texture = [cv2.resize(one, tone.shape[::-1], interpolation=cv2.INTER_AREA) for one in texture]
    bright = small.mean(axis=2) + 0.1
    hues = [(small[..., 0] - small[..., 1]) / bright, (small[..., 2] - small[..., 1]) / bright]
    grain = np.full_like(tone, np.log(float(np.abs(sharp).mean()) + FLOOR) + 3.5)
    channels = [
        *_unshuffled(_standard(lightness)),
        *_unshuffled(_scaled(sharp, FLOOR)),
        *(_scaled(_blurred(tone, scale) - _blurred(tone, 2.5 * scale), FLOOR) for scale in SCALES),
        _scaled(tone - medians(tone, axis=0), FLOOR),
        _scaled(tone - medians(tone, axis=1), FLOOR),
        *(_standard(one) for one in texture),
        tone + 1.2,
        grain,
        *(2 * hue for hue in hues),
        *(_scaled(hue - np.median(hue), 3 * FLOOR) for hue in hues),
        *(_scaled(_blurred(hue, 2.0) - _blurred(hue, 8.0), FLOOR) for hue in hues),
    ]
    perceived: npt.NDArray[np.float32] = np.clip(np.stack(channels), -LARGEST, LARGEST).astype(np.float32)
    return perceived


def _blurred(channel: MapArray, scale: float) -> MapArray:
    """Return a channel blurred by two boxes that together spread as a Gaussian of that deviation."""
    size = 2 * round((6 * scale * scale + 1) ** 0.5 / 2) + 1
    once: MapArray = cv2.blur(channel, (size, size), borderType=cv2.BORDER_REFLECT)
    twice: MapArray = cv2.blur(once, (size, size), borderType=cv2.BORDER_REFLECT)
    return twice


def _scaled(channel: MapArray, floor: float) -> MapArray:
    """Return a channel in units of its own mean deviation, at least the floor."""
    scaled: MapArray = channel / (1.25 * np.float32(np.abs(channel).mean()) + np.float32(floor))
    return scaled


def _standard(channel: MapArray) -> MapArray:
    return _scaled(channel - channel.mean(), FLOOR)


def _unshuffled(channel: MapArray) -> list[MapArray]:
    """Return the four pixels of each square of two by two as channels."""
    return [channel[row::2, column::2] for row in (0, 1) for column in (0, 1)]
