"""Defects. Each family changes a scene's picture and says where; none where it does not fit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.models.lite.marks import Kind
from training.noise import (
    Field,
    Picture,
    Rng,
    blob,
    cloudy,
    log_uniform,
    noise,
    soft,
    standardised,
    stroke,
    walk,
)
from training.scenes import Scene


class Drawn(NamedTuple):
    """A picture with one more defect.

    Attributes:
        picture: (H, W, 3).
        cover: (H, W) 0..1, where the defect is.
    """

    picture: Picture
    cover: Field


def _place(rng: Rng, scene: Scene) -> tuple[float, float]:
    """Return x and y of a random pixel of the products."""
    places = np.flatnonzero(scene.product > 0.5)
    place = int(rng.choice(places)) if places.size else 0
    return float(place % scene.product.shape[1]), float(place // scene.product.shape[1])


def _rim_place(rng: Rng, scene: Scene) -> tuple[float, float]:
    """Return x and y of a random pixel on the products' outline or, where they reach it, the frame."""
    inside = (scene.product > 0.5).astype(np.uint8)
    inner = cv2.erode(inside, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    places = np.flatnonzero(inside != inner)
    place = int(rng.choice(places)) if places.size else 0
    return float(place % inside.shape[1]), float(place // inside.shape[1])


def _blot(
    rng: Rng,
    side: int,
    centre: tuple[float, float],
    *,
    radii: tuple[float, float],
    stretch: float,
    rough: tuple[float, float],
) -> Field:
    """Return signed distances into a blob whose radius, stretch, from 1 on, and roughness lie in ranges."""
    radius = log_uniform(rng, *radii)
    return blob(rng, side, centre, radius, stretch=log_uniform(rng, 1, stretch), rough=rng.uniform(*rough))


def _tone(rng: Rng, dark: float = 0.65) -> float:
    """Return a factor for reflectance, below 1 for dark with the given probability; often hardly off 1."""
    strength = log_uniform(rng, 0.08, 0.95)
    return 1 - strength if rng.random() < dark else 1 + strength * rng.uniform(0.5, 1.5)


def _painted(scene: Scene, cover: Field, colour: npt.NDArray[np.floating] | Picture | float) -> Picture:
    """Return the picture with a colour over it, on the products only."""
    cover = cover[..., None]
    return (scene.picture + (colour - scene.picture) * cover).astype(np.float32)


def _toned(scene: Scene, cover: Field, factor: float | npt.NDArray[np.floating]) -> Picture:
    """Return the picture made darker or lighter, or tinted."""
    return (scene.picture * (1 + (factor - 1) * cover[..., None])).astype(np.float32)


def _hole(rng: Rng, scene: Scene) -> Drawn:
    """Blowholes, pores, pits, pinholes: dark and compact, sometimes with a bright rim."""
    side = scene.product.shape[0]
    radius = log_uniform(rng, 1.2, 14)
    shape = blob(
        rng, side, _place(rng, scene), radius, stretch=log_uniform(rng, 1, 2.2), rough=rng.uniform(0.05, 0.4)
    )
    cover = soft(shape, log_uniform(rng, 0.7, 1 + radius / 2)) * (scene.product > 0.5)
    picture = _toned(scene, cover, _tone(rng, dark=0.88))
    if rng.random() < 0.3:
        rim = np.exp(-np.square(shape / rng.uniform(0.8, 2.5))) * (1 - cover)
        picture = picture * (1 + rng.uniform(-0.2, 0.4) * rim[..., None])
    return Drawn(picture.astype(np.float32), cover)


def _speck(rng: Rng, scene: Scene) -> Drawn:
    """Dirt, particles, bubbles: small and of any colour."""
    side = scene.product.shape[0]
    radius = log_uniform(rng, 1.2, 9)
    shape = blob(
        rng, side, _place(rng, scene), radius, stretch=log_uniform(rng, 1, 3), rough=rng.uniform(0, 0.5)
    )
    cover = soft(shape, 1.2) * (scene.product > 0.5)
    colour = rng.uniform(0, 1, 3) if rng.random() < 0.3 else np.full(3, rng.uniform(0, 1))
    return Drawn(_painted(scene, cover * rng.uniform(0.3, 1), colour), cover)


def _crack(rng: Rng, scene: Scene) -> Drawn:
    """Cracks: jagged walks of changing width that branch."""
    side = scene.product.shape[0]
    start = _rim_place(rng, scene) if rng.random() < 0.4 else _place(rng, scene)
    heading = rng.choice([0, np.pi / 2, np.pi, 1.5 * np.pi]) + rng.normal(0, 0.2)
    if rng.random() < 0.5:
        heading = rng.uniform(0, 2 * np.pi)
    steps, step = int(rng.integers(6, 40)), rng.uniform(2, 7)
    width = log_uniform(rng, 0.5, 3.5)
    wander = rng.uniform(0.05, 0.45)
    points = walk(rng, start, heading, steps, step, wander)
    cover = stroke(side, points, width * rng.uniform(0.4, 1.2, steps))
    for _ in range(rng.integers(0, 4)):
        branch = int(rng.integers(1, steps))
        length = int(rng.integers(3, 14))
        arm = walk(
            rng,
            tuple(points[branch]),
            heading + rng.choice([-1, 1]) * rng.uniform(0.3, 1.2),
            length,
            step,
            wander,
        )
        cover = np.maximum(cover, stroke(side, arm, 0.7 * width * rng.uniform(0.4, 1.2, length)))
    cover = cover * (scene.product > 0.5)
    return Drawn(_toned(scene, cover, _tone(rng, dark=0.88)), cover)


def _scratch(rng: Rng, scene: Scene) -> Drawn:
    """Scratches: nearly straight, bright or dark, sometimes broken off and going on; sometimes several."""
    side = scene.product.shape[0]
    cover = np.zeros((side, side), np.float32)
    heading, width = rng.uniform(0, 2 * np.pi), log_uniform(rng, 0.5, 4)
    start = np.array(_place(rng, scene))
    for _ in range(int(rng.choice([1, 1, 1, 2, 4]))):
        steps = int(rng.integers(6, 30))
        points = walk(rng, tuple(start + rng.normal(0, 6, 2)), heading, steps, rng.uniform(2, 9), 0.04)
        fading = np.clip(
            np.interp(np.arange(steps), [0, steps / 2, steps], rng.uniform(0.3, 1.3, 3)), 0, None
        )
        cover = np.maximum(cover, stroke(side, points, width * fading))
    cover = cover * (scene.product > 0.5)
    return Drawn(_toned(scene, cover, _tone(rng, dark=0.4)), cover)


def _thread(rng: Rng, scene: Scene) -> Drawn:
    """Threads, hairs, fibres: smooth curves of even width and any colour."""
    side = scene.product.shape[0]
    steps = int(rng.integers(12, 50))
    bends = np.cumsum(np.repeat(rng.normal(0, 0.12, steps // 6 + 1), 6)[:steps])
    moves = np.stack([np.cos(bends), np.sin(bends)], axis=1) * rng.uniform(1.5, 5)
    turn = rng.uniform(0, 2 * np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = (
        np.array(_place(rng, scene)) + np.concatenate([np.zeros((1, 2)), moves.cumsum(axis=0)]) @ rotation.T
    )
    cover = stroke(side, points.astype(np.float32), np.full(steps, log_uniform(rng, 0.8, 4.5)))
    colour = (
        rng.uniform(0, 1, 3)
        if rng.random() < 0.4
        else np.full(3, rng.choice([0.05, 0.95, rng.uniform(0, 1)]))
    )
    return Drawn(_painted(scene, cover * rng.uniform(0.4, 1), colour), cover)


def _stain(rng: Rng, scene: Scene) -> Drawn:
    """Stains, oil, discolouration, burns: blots with soft or clear outlines, some darker along them."""
    side = scene.product.shape[0]
    shape = _blot(rng, side, _place(rng, scene), radii=(5, 60), stretch=3, rough=(0.1, 0.5))
    shape = shape + rng.choice([0, rng.uniform(0.5, 4)]) * noise(rng, side, 9)
    cover = soft(shape, log_uniform(rng, 1, 14)) * (scene.product > 0.5)
    ink = cover * (1 + rng.uniform(-0.3, 0.3) * cloudy(rng, side, 8)) if rng.random() < 0.4 else cover
    if rng.random() < 0.25:
        ink = ink * rng.uniform(0, 0.6) + 0.8 * cover * np.exp(-np.square(shape / rng.uniform(1, 4)))
    factor = np.full(3, _tone(rng, dark=0.65))
    if rng.random() < 0.45:
        factor = np.clip(factor + 0.35 * rng.standard_normal(3), 0.05, 2)
    return Drawn(_toned(scene, ink.astype(np.float32), factor), cover)


def _colour_blot(rng: Rng, scene: Scene) -> Drawn:
    """Paint, ink, melt, glue: a colour of its own, fully or half covering."""
    side = scene.product.shape[0]
    shape = _blot(rng, side, _place(rng, scene), radii=(3, 30), stretch=3, rough=(0.1, 0.6))
    cover = soft(shape, rng.uniform(1, 3)) * (scene.product > 0.5)
    return Drawn(_painted(scene, cover * rng.uniform(0.35, 1), rng.uniform(0, 1, 3)), cover)


def _uneven(rng: Rng, scene: Scene) -> Drawn | None:
    """Uneven finish: a large part whose brightness or texture is stronger or weaker than the rest."""
    side = scene.product.shape[0]
    area = _large_part(rng, scene)
    cover = soft(area, log_uniform(rng, 1, 12)) * (scene.product > 0.5)
    if not 0.01 < cover.mean() < 0.4:
        return None
    louder = rng.choice([-1, 1, 1]) * log_uniform(rng, 0.2, 3)
    relief = scene.relief if rng.random() < 0.6 else _streaks(rng, side)
    change = max(louder, -0.95) * relief[..., None] * scene.contrast
    brighter = rng.normal(0, 0.18) if rng.random() < 0.8 else 0.0
    picture = scene.picture * (1 + brighter * cover[..., None]) + change * cover[..., None]
    return Drawn(picture.astype(np.float32), cover)


def _streaks(rng: Rng, side: int) -> Field:
    width = log_uniform(rng, 1.5, 10)
    field = noise(rng, side, width * log_uniform(rng, 4, 60), width)
    return field if rng.random() < 0.6 else np.ascontiguousarray(field.T)


def _large_part(rng: Rng, scene: Scene) -> Field:
    """Return signed distances into a large part: beyond a line, within a band, a box or a blob, pixels."""
    side = scene.product.shape[0]
    kind = rng.integers(4)
    if kind == 3:
        centre = _place(rng, scene)
        return blob(
            rng, side, centre, rng.uniform(0.08, 0.35) * side, stretch=log_uniform(rng, 1, 4), rough=0.25
        )
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    slant = rng.choice([0.0, rng.normal(0, 0.15), rng.uniform(-0.8, 0.8)])
    wobble = rng.choice([0, 1, 4]) * noise(rng, side, 25)
    across = rows * np.cos(slant) + columns * np.sin(slant) + wobble
    across = across - across.min()
    length = float(across.max())
    depth = rng.uniform(0.06, 0.45) * length
    top = 0.0 if kind < 2 else rng.uniform(0.05, 0.9) * length
    distance = np.minimum(across - top, top + depth - across) if top else depth - across
    if kind == 1 or rng.random() < 0.25:
        left = rng.uniform(0, 0.6) * side
        distance = np.minimum(
            distance, np.minimum(columns - left, left + rng.uniform(0.2, 0.7) * side - columns)
        )
    distance = np.rot90(distance, int(rng.integers(4)))
    return np.ascontiguousarray(distance, dtype=np.float32)


def _chip(rng: Rng, scene: Scene) -> Drawn:
    """Breaks and chips: a bite out of the edge that shows what lies behind, or a rough fracture."""
    side = scene.product.shape[0]
    shape = _blot(rng, side, _rim_place(rng, scene), radii=(4, 45), stretch=3.5, rough=(0.1, 0.5))
    cover = soft(shape + rng.uniform(0, 1.5) * noise(rng, side, 4), 1.5) * (scene.product > 0.3)
    if rng.random() < 0.4:
        return Drawn(_painted(scene, cover, scene.behind), cover)
    return Drawn(_fractured(rng, scene, cover, shape), cover)


def _fractured(rng: Rng, scene: Scene, cover: Field, depth: Field) -> Picture:
    """Return the picture with the rough inside of a material laid open, bordered by light and shade."""
    side = cover.shape[0]
    rough = cloudy(rng, side, rng.uniform(1.5, 5), rng.uniform(0.6, 1.0))
    level = np.median(scene.picture[cover > 0.5], axis=0) if (cover > 0.5).any() else 0.5
    inside = level * _tone(rng) + rough[..., None] * log_uniform(rng, 0.01, 0.12)
    ridge = np.exp(-np.square(depth / rng.uniform(1, 4)))[..., None] * rng.uniform(-0.35, 0.35)
    open_to = rng.uniform(0.4, 1)
    return np.clip(_painted(scene, cover * open_to, inside) + ridge * cover[..., None], 0, 1.3).astype(
        np.float32
    )


def _fray(rng: Rng, scene: Scene) -> Drawn:
    """Frayed, torn or burred edges: a ragged strip along the outline."""
    side = scene.product.shape[0]
    inside = np.pad((scene.product > 0.5).astype(np.uint8), 1)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, 3)[1:-1, 1:-1]
    near = blob(rng, side, _rim_place(rng, scene), log_uniform(rng, 15, 110), stretch=1.5, rough=0.3)
    reach = log_uniform(rng, 3, 22)
    ragged = reach * (0.7 + 0.4 * noise(rng, side, rng.uniform(4, 20))) - depth
    cover = soft(np.minimum(ragged, near).astype(np.float32), 1.5) * (scene.product > 0.5)
    if rng.random() < 0.3:
        return Drawn(_painted(scene, cover, scene.behind), cover)
    return Drawn(_fractured(rng, scene, cover, ragged.astype(np.float32)), cover)


def _swapped(rng: Rng, scene: Scene) -> Drawn:
    """A patch of the product from elsewhere, turned: misplaced parts, wrong weave, mended places."""
    side = scene.product.shape[0]
    patch = np.rot90(scene.picture, int(rng.integers(1, 4)))
    patch = np.roll(patch, tuple(rng.integers(0, side, 2)), axis=(0, 1))
    return _patched(rng, scene, np.ascontiguousarray(patch))


def _foreign_texture(rng: Rng, scene: Scene) -> Drawn:
    """A patch with a texture of another kind: rough, folded or worn places, other materials."""
    side = scene.product.shape[0]
    kind = rng.integers(3)
    if kind == 0:
        field = cloudy(rng, side, rng.uniform(1, 5), rng.uniform(0.5, 1))
    elif kind == 1:
        field = _streaks(rng, side)
    else:
        field = standardised(
            (noise(rng, side, log_uniform(rng, 2, 8)) > rng.uniform(0, 1.5)).astype(np.float32)
        )
    centre = _place(rng, scene)
    level = scene.picture[int(centre[1]), int(centre[0])] * rng.uniform(0.7, 1.35)
    patch = level + field[..., None] * scene.contrast * log_uniform(rng, 0.3, 3)
    return _patched(rng, scene, patch.astype(np.float32), centre)


def _patched(rng: Rng, scene: Scene, patch: Picture, centre: tuple[float, float] | None = None) -> Drawn:
    side = scene.product.shape[0]
    shape = _blot(rng, side, centre or _place(rng, scene), radii=(6, 55), stretch=3, rough=(0, 0.5))
    cover = soft(shape, log_uniform(rng, 1, 6)) * (scene.product > 0.5)
    return Drawn(_painted(scene, cover, patch), cover)


def _foreign_body(rng: Rng, scene: Scene) -> Drawn:
    """Something that lies on the product, with a shadow."""
    side = scene.product.shape[0]
    centre = _place(rng, scene)
    seed, radius = int(rng.integers(1 << 31)), log_uniform(rng, 4, 28)
    stretch, rough = log_uniform(rng, 1, 4), rng.uniform(0, 0.4)
    shape = blob(np.random.default_rng(seed), side, centre, radius, stretch=stretch, rough=rough)
    cover = soft(shape, 1.5)
    fall = tuple(rng.normal(0, 3, 2) + centre)
    shadow = blob(np.random.default_rng(seed), side, (fall[0], fall[1]), radius, stretch=stretch, rough=rough)
    colour = _any_colour(rng)
    body = colour * (1 + rng.uniform(0, 0.4) * np.clip(shape / radius, -1, 1))[..., None]
    body = body + rng.uniform(0, 0.08) * cloudy(rng, side, 2)[..., None]
    picture = scene.picture * (1 - rng.uniform(0, 0.5) * soft(shadow, 5) * (1 - cover))[..., None]
    picture = picture + (body - picture) * cover[..., None]
    return Drawn(picture.astype(np.float32), cover)


def _any_colour(rng: Rng) -> npt.NDArray[np.float64]:
    return rng.uniform(0, 1, 3) if rng.random() < 0.5 else np.full(3, rng.uniform(0.02, 0.98))


def _dent(rng: Rng, scene: Scene) -> Drawn:
    """Dents, bumps and blisters: light on one side, shade on the other."""
    side = scene.product.shape[0]
    centre, radius = _place(rng, scene), log_uniform(rng, 4, 35)
    shape = blob(rng, side, centre, radius, stretch=log_uniform(rng, 1, 2.5), rough=rng.uniform(0, 0.3))
    height = np.square(np.clip(shape / radius, 0, 1)) if rng.random() < 0.5 else soft(shape, radius / 2)
    slope = (
        cv2.Sobel(height.astype(np.float32), cv2.CV_32F, 1, 0),
        cv2.Sobel(height.astype(np.float32), cv2.CV_32F, 0, 1),
    )
    sun = rng.uniform(0, 2 * np.pi)
    shade = np.cos(sun) * slope[0] + np.sin(sun) * slope[1]
    shade *= log_uniform(rng, 0.12, 0.9) / (np.abs(shade).max() + 1e-6)
    cover = soft(shape, 1.5) * (scene.product > 0.5)
    return Drawn(_toned(scene, shade * (scene.product > 0.5), 2.0), cover)


def _worn(rng: Rng, scene: Scene) -> Drawn:
    """Abrasion: a patch of many parallel short scratches."""
    side = scene.product.shape[0]
    centre = np.array(_place(rng, scene))
    radius, heading = log_uniform(rng, 8, 40), rng.uniform(0, np.pi)
    lines = np.zeros((side, side), np.float32)
    for _ in range(int(rng.integers(8, 30))):
        start = tuple(centre + rng.normal(0, radius / 2, 2))
        points = walk(rng, start, heading + rng.normal(0, 0.1), 5, rng.uniform(1, radius / 5), 0.05)
        lines = np.maximum(lines, stroke(side, points, np.full(5, rng.uniform(0.4, 1.5))))
    lines *= scene.product > 0.5
    closed = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    return Drawn(_toned(scene, lines, _tone(rng, dark=0.4)), closed)


def _bent(rng: Rng, scene: Scene) -> Drawn:
    """Bent, pulled or twisted structure: pixels moved within a patch."""
    side = scene.product.shape[0]
    shape = blob(rng, side, _place(rng, scene), log_uniform(rng, 10, 45), rough=0.2)
    weight = np.clip(shape / max(float(shape.max()), 1.0), 0, 1) ** 0.7
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    strength = rng.uniform(4, 16)
    shift = [weight * strength * (noise(rng, side, 20) * 0.5 + rng.normal(0, 0.8)) for _ in range(2)]
    picture = cv2.remap(
        scene.picture,
        (columns + shift[0]).astype(np.float32),
        (rows + shift[1]).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return Drawn(picture, soft(shape, 1.5))


def _missing(rng: Rng, scene: Scene) -> Drawn:
    """Missing structure: what was there is gone, the plain ground shows."""
    shape = blob(
        rng, scene.product.shape[0], _place(rng, scene), log_uniform(rng, 6, 40), rough=rng.uniform(0, 0.4)
    )
    cover = soft(shape, 2) * (scene.product > 0.5)
    plain = cv2.blur(scene.picture, (61, 61)) if rng.random() < 0.6 else scene.behind
    return Drawn(_painted(scene, cover, plain), cover)


def _smear(rng: Rng, scene: Scene) -> Drawn:
    """Smeared or blurred places."""
    shape = blob(rng, scene.product.shape[0], _place(rng, scene), log_uniform(rng, 8, 45), rough=0.3)
    cover = soft(shape, 4) * (scene.product > 0.5)
    size = (int(rng.integers(2, 12)) * 2 + 1, int(rng.integers(0, 6)) * 2 + 1)
    return Drawn(_painted(scene, cover, cv2.blur(scene.picture, size)), cover)


def _misprint(rng: Rng, scene: Scene) -> Drawn:
    """A glyph where none belongs."""
    side = scene.product.shape[0]
    canvas = np.zeros((side, side), np.uint8)
    at = tuple(int(value) for value in _place(rng, scene))
    scale = rng.uniform(0.4, 1.6)
    cv2.putText(
        canvas,
        str(rng.choice(list("QWXYZ6789@#&"))),
        at,
        3,
        scale,
        255,
        max(1, round(1.5 * scale)),
        cv2.LINE_AA,
    )
    cover = canvas.astype(np.float32) / 255 * (scene.product > 0.5)
    return Drawn(_painted(scene, cover * rng.uniform(0.4, 1), _any_colour(rng)), cover)


class Family(NamedTuple):
    """One kind of defect.

    Attributes:
        draw: adds one to a scene's picture.
        kind: what the words of a prompt can ask for.
        share: how often it is drawn beside the others.
    """

    draw: Callable[[Rng, Scene], Drawn | None]
    kind: Kind
    share: float = 1.0


DEFECTS: Mapping[str, Family] = MappingProxyType(
    {
        "hole": Family(_hole, Kind.SPOT, 2.0),
        "speck": Family(_speck, Kind.SPOT),
        "crack": Family(_crack, Kind.SPOT, 1.7),
        "scratch": Family(_scratch, Kind.SPOT, 1.2),
        "thread": Family(_thread, Kind.SPOT),
        "stain": Family(_stain, Kind.COLOUR, 1.5),
        "colour blot": Family(_colour_blot, Kind.COLOUR),
        "uneven": Family(_uneven, Kind.FINISH, 3.0),
        "chip": Family(_chip, Kind.OUTLINE, 1.8),
        "fray": Family(_fray, Kind.OUTLINE, 1.2),
        "swapped": Family(_swapped, Kind.FINISH, 0.7),
        "foreign texture": Family(_foreign_texture, Kind.FINISH),
        "foreign body": Family(_foreign_body, Kind.SPOT, 0.7),
        "bent": Family(_bent, Kind.FINISH, 0.6),
        "missing": Family(_missing, Kind.FINISH, 0.6),
        "dent": Family(_dent, Kind.SPOT, 0.8),
    }
)
"""Families that the network is trained on."""
HELD_OUT_DEFECTS: Mapping[str, Family] = MappingProxyType(
    {
        "worn": Family(_worn, Kind.FINISH),
        "smear": Family(_smear, Kind.FINISH),
        "misprint": Family(_misprint, Kind.SPOT),
    }
)
"""Families that it never sees."""
