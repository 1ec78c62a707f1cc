"""Drawn images with exact masks: sample ``index`` of ``seed`` is the same whenever it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.models.lite.marks import Kind
from training.camera import Camera, draw_light
from training.defects import DEFECTS, HELD_OUT_DEFECTS, Family
from training.noise import Picture, Rng
from training.scenes import Scene, draw_scene, normal_marks
from training.textures import HELD_OUT_TEXTURES, TEXTURES, Texture

KINDS = tuple(Kind)
"""Kinds of defects in the order of their numbers."""
GOOD_SHARE = 0.4
"""Share of the images that show no defect."""
LEAST_CONTRAST = 6.0
"""Mean change, grey levels, below which a drawn defect cannot be seen and is taken back."""
LEAST_RATIO = 0.6
"""... and as a share of the deviation of the product's own grey levels nearby."""
TRIES = 3
"""Defects drawn at most for each that is wanted: many cannot be seen."""
COVERED = 0.4
"""A pixel belongs to a defect that covers this much of it."""
LEAST_AREA = 3
"""Smaller defects are not drawn, pixels."""


@dataclass(frozen=True, slots=True)
class Families:
    """What is drawn from.

    Attributes:
        textures: of good products.
        defects: on them.
    """

    textures: Mapping[str, Texture]
    defects: Mapping[str, Family]


TRAINED = Families(TEXTURES, DEFECTS)
HELD_OUT = Families(HELD_OUT_TEXTURES, HELD_OUT_DEFECTS)


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawn image.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        labels: (H, W) uint8, 0 where nothing is wrong, else 1 + the index of the defect's kind in ``KINDS``.
        families: names of the defects.
    """

    image: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    families: tuple[str, ...]


def draw_sample(seed: int, index: int, families: Families, side: int = 256) -> Sample:
    """Draw one image.

    Args:
        seed: of the whole set.
        index: of the image in it.
        families: textures and defects to draw from.
        side: of the image, pixels.
    """
    rng = np.random.default_rng((seed, index))
    scene = draw_scene(rng, side, families.textures)
    if rng.random() < 0.4:
        normal_marks(rng, scene)
    light = draw_light(rng, side)
    camera = Camera(rng, side)
    sample = Sample(camera.shoot(scene.picture, light), np.zeros((side, side), np.uint8), ())
    if rng.random() >= GOOD_SHARE:
        wanted = int(rng.choice([1, 2, 3], p=[0.72, 0.2, 0.08]))
        for _ in range(TRIES * wanted):
            sample = _with_defect(
                rng, scene, families.defects, sample, lambda picture: camera.shoot(picture, light)
            )
            if len(sample.families) == wanted:
                break
    return sample


def _with_defect(
    rng: Rng,
    scene: Scene,
    defects: Mapping[str, Family],
    sample: Sample,
    shoot: Callable[[Picture], npt.NDArray[np.uint8]],
) -> Sample:
    """Return the sample with one more defect on its scene, or as it is where the defect could not be seen."""
    shares = np.array([family.share for family in defects.values()])
    name = str(rng.choice(list(defects), p=shares / shares.sum()))
    drawn = defects[name].draw(rng, scene)
    if drawn is None:
        return sample
    inside = drawn.cover > COVERED
    if np.count_nonzero(inside) < LEAST_AREA:
        return sample
    shot = shoot(drawn.picture)
    if not _visible(sample.image, shot, inside):
        return sample
    scene.picture = drawn.picture
    labels = np.where(inside, np.uint8(1 + KINDS.index(defects[name].kind)), sample.labels)
    return Sample(shot, labels, (*sample.families, name))


def _visible(
    before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8], inside: npt.NDArray[np.bool_]
) -> bool:
    """Return whether a defect changes the picture enough beside how much the picture changes anyhow."""
    change = cv2.absdiff(before, after)[inside].max(axis=1).mean()
    rows, columns = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    window = tuple(slice(max(0, at[0] - 12), at[-1] + 13) for at in (rows, columns))
    return bool(change > max(LEAST_CONTRAST, LEAST_RATIO * float(before[window].std(axis=(0, 1)).mean())))
