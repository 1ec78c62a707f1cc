"""Defect-free products: surfaces with colours, normal structure and an outline, before light and camera."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from training.noise import (
    Field,
    Picture,
    Rng,
    blob,
    cloudy,
    coordinates,
    log_uniform,
    noise,
    soft,
    stroke,
    walk,
)
from training.textures import Texture

PLAIN_SHARE = 0.65
"""Share of products whose surface is even or finely textured, with little else to see, as most are."""


@dataclass
class Scene:
    """A product in the making.

    Attributes:
        picture: (H, W, 3) reflectance, about 0..1.
        product: (H, W) 0..1 coverage by products; 0 is what lies behind them.
        behind: (H, W, 3) what lies behind the products.
        relief: (H, W) the texture's field, of about unit deviation, in units of which texture is changed.
        contrast: reflectance of one unit of the relief, for each colour.
    """

    picture: Picture
    product: Field
    behind: Picture
    relief: Field
    contrast: npt.NDArray[np.float32]


def draw_scene(rng: Rng, side: int, textures: Mapping[str, Texture]) -> Scene:
    """Draw a product without defects.

    Args:
        rng: random numbers.
        side: of the picture, pixels.
        textures: families to choose the surfaces from.
    """
    grey = rng.random() < 0.5
    plain = rng.random() < PLAIN_SHARE
    strongest = 0.06 if plain else 0.16
    relief = _texture(rng, side, textures)
    base = _colour(rng, grey)
    contrast = _contrast(rng, base, grey, strongest)
    picture = base + relief[..., None] * contrast
    if rng.random() < (0.1 if plain else 0.25):  # a second, slower component of its own colour
        slow = _contrast(rng, base, grey, strongest) * np.float32(0.5)
        picture = picture + cloudy(rng, side, 8)[..., None] * slow
    if rng.random() < (0.12 if plain else 0.5):
        picture = _with_structure(rng, picture, grey)
    product, behind = _outline(rng, side, textures, base, grey)
    if rng.random() < 0.5:
        picture = _with_bevel(rng, picture, product)
    picture = behind + (picture - behind) * product[..., None]
    return Scene(picture.astype(np.float32), product, behind, relief, contrast)


def _texture(rng: Rng, side: int, textures: Mapping[str, Texture]) -> Field:
    return textures[str(rng.choice(list(textures)))](rng, side)


def _colour(rng: Rng, grey: bool) -> npt.NDArray[np.float32]:
    value = rng.uniform(0.12, 0.85)
    if grey:
        return np.full(3, value, np.float32)
    tint = rng.standard_normal(3) * rng.choice([0.02, 0.06, 0.15])
    return np.clip(value + tint - tint.mean(), 0.03, 0.97).astype(np.float32)


def _contrast(
    rng: Rng, base: npt.NDArray[np.float32], grey: bool, strongest: float
) -> npt.NDArray[np.float32]:
    strength = log_uniform(rng, 0.006, strongest)
    direction = base / base.mean()
    if not grey:
        direction = direction + 0.3 * rng.standard_normal(3)
    return (strength * direction).astype(np.float32)


def _with_structure(rng: Rng, picture: Picture, grey: bool) -> Picture:
    """Add what belongs to the product and looks striking."""
    cover = STRUCTURES[int(rng.integers(len(STRUCTURES)))](rng, picture.shape[0])
    strength = rng.uniform(0.15, 1.0)
    return (picture + (_colour(rng, grey) - picture) * (strength * cover[..., None])).astype(np.float32)


def _bars(rng: Rng, side: int) -> Field:
    """Straight bars across, evenly spaced: busbars, seams."""
    across, _ = coordinates(rng, side, angle=rng.choice([0.0, np.pi / 2]))
    distance = rng.uniform(25, 120)
    at = np.abs((across + rng.uniform(0, distance)) % distance - distance / 2)
    return soft((rng.uniform(1, 6) - at).astype(np.float32), 1.5)


def _print(rng: Rng, side: int) -> Field:
    canvas = np.zeros((side, side), np.uint8)
    text = "".join(rng.choice(list("ABCDEFGHKLMNPRSTXYZ0123456789"), rng.integers(1, 7)))
    scale = rng.uniform(0.5, 2.5)
    at = int(rng.uniform(0, 0.6) * side), int(rng.uniform(0.2, 0.95) * side)
    width = max(1, int(scale * 1.5))
    cv2.putText(canvas, text, at, int(rng.integers(0, 8)), scale, 255, width, cv2.LINE_AA)
    return canvas.astype(np.float32) / 255


def _bores(rng: Rng, side: int) -> Field:
    """Equal bores or pads in a regular layout."""
    columns, rows = rng.integers(1, 6, 2)
    radius = rng.uniform(3, 0.3 * side / max(columns, rows))
    yy, xx = np.mgrid[:side, :side].astype(np.float32)
    u = np.abs((xx / side * columns) % 1 - 0.5) * side / columns
    v = np.abs((yy / side * rows) % 1 - 0.5) * side / rows
    distance = np.maximum(u, v) if rng.random() < 0.4 else np.hypot(u, v)
    return soft((radius - distance).astype(np.float32), 1.5)


def _grooves(rng: Rng, side: int) -> Field:
    """Rings about a point near the middle."""
    centre = rng.uniform(0.3, 0.7, 2) * side
    yy, xx = np.mgrid[:side, :side].astype(np.float32)
    distance = np.hypot(xx - centre[0], yy - centre[1])
    cover = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(1, 4)):
        ring = rng.uniform(1, 8) - np.abs(distance - rng.uniform(10, 0.6 * side))
        cover = np.maximum(cover, soft(ring, 2))
    return cover


def _band(rng: Rng, side: int) -> Field:
    """A band or a half in another shade, with a straight border right across."""
    across, _ = coordinates(rng, side, angle=rng.choice([0.0, np.pi / 2]))
    middle = rng.uniform(0.2, 0.8) * side
    width = rng.choice([rng.uniform(8, 50), 2 * side])
    return soft(np.minimum(across - middle, middle + width - across), rng.uniform(1, 30))


def _steps(rng: Rng, side: int) -> Field:
    """Steps and bevels along one or more of the sides."""
    rows = np.mgrid[:side, :side][0].astype(np.float32)
    cover = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(1, 4)):
        step = np.rot90(rows, int(rng.integers(4))) - rng.uniform(0.02, 0.2) * side
        width = rng.choice([rng.uniform(1, 5), rng.uniform(5, 30), side])
        line = soft(np.minimum(-step, step + width).astype(np.float32), rng.uniform(0.8, 6))
        cover = np.maximum(cover, rng.uniform(0.3, 1) * line)
    return cover


def _circuit(rng: Rng, side: int) -> Field:
    """Many rectangles and lines."""
    canvas = np.zeros((side, side), np.uint8)
    for _ in range(rng.integers(5, 30)):
        x, y = rng.integers(0, side, 2)
        w, h = rng.integers(3, 45, 2)
        if rng.random() < 0.4:
            w, h = (w * 3, 2) if rng.random() < 0.5 else (2, h * 3)
        level = int(rng.integers(60, 255))
        cv2.rectangle(canvas, (int(x), int(y)), (int(x + w), int(y + h)), level, -1)
    return cv2.GaussianBlur(canvas.astype(np.float32) / 255, (0, 0), 0.6)


STRUCTURES = (_bars, _print, _bores, _grooves, _band, _steps, _circuit)
"""Where there is print, bars, bores, seams, rings: (side, side) 0..1 coverage."""


def _outline(
    rng: Rng, side: int, textures: Mapping[str, Texture], base: npt.NDArray[np.float32], grey: bool
) -> tuple[Field, Picture]:
    """Return the coverage by products and what lies behind them."""
    shade = _colour(rng, grey)
    if np.abs(shade - base).max() < 0.15:
        shade = np.full(3, rng.choice([0.03, 0.95]), np.float32)
    behind = np.broadcast_to(shade, (side, side, 3)).astype(np.float32)
    fate = rng.random()
    if fate < 0.45:
        return np.ones((side, side), np.float32), behind
    if rng.random() < 0.3:
        behind = behind + _texture(rng, side, textures)[..., None] * np.float32(log_uniform(rng, 0.005, 0.08))
    cover = _slab(rng, side) if fate < 0.7 else _pieces(rng, side)
    return cover, behind


def _slab(rng: Rng, side: int) -> Field:
    """A product that nearly fills the frame: one to four of its edges show, straight, slanted or bowed."""
    cover = np.ones((side, side), np.float32)
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    width = rng.uniform(0.5, 2.5)
    for axis, other in ((rows, columns), (side - rows, columns), (columns, rows), (side - columns, rows)):
        if rng.random() < 0.55:
            margin = abs(rng.standard_normal()) * rng.choice([4, 15])
            bow = rng.standard_normal() * 4 * ((other / side - 0.5) ** 2 * 4 - 1)
            slant = rng.standard_normal() * rng.choice([1, 5, 15]) * (other / side - 0.5)
            cover *= soft((axis - margin + bow + slant).astype(np.float32), width)
    return cover


def _pieces(rng: Rng, side: int) -> Field:
    """One product in the middle, or several alike."""
    cover = np.zeros((side, side), np.float32)
    count = int(rng.choice([1, 1, 1, 2, 3, 4]))
    layout = [(x, y) for y in range(count) for x in range(count)]
    cell = side / count
    radius = cell * rng.uniform(0.28, 0.47)
    stretch, rough = rng.choice([1.0, rng.uniform(1, 2.2)]), rng.choice([0.0, 0.0, rng.uniform(0, 0.25)])
    corners = int(rng.choice([0, 0, 4, 4, 6]))
    seed = int(rng.integers(1 << 31))
    scatter = rng.choice([0.0, 0.15])
    for x, y in layout:
        centre = (
            (x + 0.5 + scatter * rng.standard_normal()) * cell,
            (y + 0.5 + scatter * rng.standard_normal()) * cell,
        )
        if corners:
            shape = _polygon(side, centre, radius, corners, stretch, seed)
        else:
            shape = blob(np.random.default_rng(seed), side, centre, radius, stretch=stretch, rough=rough)
        cover = np.maximum(cover, soft(shape, rng.uniform(0.8, 2)))
    return cover


def _polygon(
    side: int, centre: tuple[float, float], radius: float, corners: int, stretch: float, seed: int
) -> Field:
    """Return signed distances to a rounded regular polygon, pixels."""
    rng = np.random.default_rng(seed)
    turn = rng.choice([np.pi / corners, rng.uniform(0, np.pi)])
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    dx, dy = (columns - centre[0]) / np.sqrt(stretch), (rows - centre[1]) * np.sqrt(stretch)
    faces = [
        np.cos(2 * np.pi * face / corners + turn) * dx + np.sin(2 * np.pi * face / corners + turn) * dy
        for face in range(corners)
    ]
    return (radius * np.cos(np.pi / corners) - np.max(faces, axis=0)).astype(np.float32)


def _with_bevel(rng: Rng, picture: Picture, product: Field) -> Picture:
    """Shade the product towards its outline."""
    if product.min() > 0.5:
        return picture
    depth = cv2.distanceTransform((product > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    reach = log_uniform(rng, 2, 40)
    shade = 1 + rng.uniform(-0.5, 0.5) * np.exp(-depth / reach)
    return (picture * shade[..., None]).astype(np.float32)


def normal_marks(rng: Rng, scene: Scene) -> None:
    """Strew the faint marks over a scene that good products show as well: many, weak, everywhere alike."""
    side = scene.product.shape[0]
    field = np.zeros((side, side), np.float32)
    kind = rng.integers(4)
    if kind == 0:  # dust
        grains = noise(rng, side, rng.uniform(1.5, 3))
        field = (grains > rng.uniform(2.5, 3.5)).astype(np.float32)
    elif kind == 1:  # faint scratches
        for _ in range(rng.integers(8, 40)):
            points = walk(
                rng, tuple(rng.uniform(0, side, 2)), rng.uniform(0, 6.3), 12, rng.uniform(2, 15), 0.05
            )
            field = np.maximum(field, stroke(side, points, np.full(12, rng.uniform(0.4, 1.2))))
    elif kind == 2:  # blotches
        field = np.tanh(2 * np.maximum(cloudy(rng, side, 12), 0)).astype(np.float32)
    else:  # wandering contour lines, such as dried liquid leaves
        field = np.exp(-np.square(cloudy(rng, side, 20) * rng.uniform(4, 12))).astype(np.float32)
    strength = rng.choice([-1, 1]) * log_uniform(rng, 0.01, 0.07)
    scene.picture *= 1 + strength * (field * scene.product)[..., None]
