"""Stage 4, saliency prompt (P^S): how unlike the rest of the image a region looks re-weights its score.

arXiv 2305.10724, equations 5 to 7, with the distances and constants of the published code.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.domain.regions import Region
from saa_desktop.pipeline.matrix_products import linear
from saa_desktop.pipeline.protocols import FeatureExtractor, SaliencyMapper

ONE_OBJECT_SIDE = 256
"""Side to which an image of one product is resized, pixels: 64 x 64 positions."""
SEVERAL_OBJECTS_SIDE = 1024
"""Side to which an image of several products is resized, pixels: 256 x 256 positions."""
FARTHEST = 400
"""Number of the most distant positions whose mean distance is a position's saliency."""
FEWER_OBJECTS_NOTE = (
    "Fewer than two products could be told apart, so the saliency prompt compared the image with itself."
)

_CHUNK = 2048  # 2048 x 4096 similarities are 32 MB, and the features gathered for them about as much
_ROWS = 512  # image rows interpolated at once: 512 x 12,000 float32 are 25 MB


@dataclass(frozen=True, slots=True)
class SaliencyMap:
    """Saliency at the positions of a feature grid, readable at the pixels of the image.

    Attributes:
        grid: (h, w) float32, 0..1.
        height: H of the image, pixels.
        width: W of the image, pixels.
    """

    grid: MapArray
    height: int
    width: int

    def resized(self) -> MapArray:
        """Return the (H, W) float32 map, bilinear with half-pixel centres."""
        return self.values(slice(0, self.height), slice(0, self.width))

    def values(self, rows: slice, columns: slice) -> MapArray:
        """Return the map under a window of the image, without making the whole of it."""
        top, bottom, down = _taps(rows, self.height, self.grid.shape[0])
        left, right, across = _taps(columns, self.width, self.grid.shape[1])
        lines = self.grid[:, left] * (1 - across) + self.grid[:, right] * across
        below = down[:, None]
        values: MapArray = lines[top] * (1 - below) + lines[bottom] * below
        return values

    def mean_over(self, mask: Mask) -> float | None:
        """Return the mean saliency of a mask's pixels; ``None`` for an empty mask."""
        if mask.area == 0:
            return None
        crop, columns = mask.crop(), mask.window[1]
        total = 0.0
        for start in range(0, mask.height, _ROWS):
            block = crop[start : start + _ROWS]
            rows = slice(mask.y + start, mask.y + start + len(block))
            total += float(self.values(rows, columns)[block].sum(dtype=np.float64))
        return total / mask.area


def _taps(pixels: slice, size: int, grid_size: int) -> tuple[np.ndarray, np.ndarray, MapArray]:
    """Return, for a range of pixels, the two grid positions around each and the weight of the second."""
    at = (np.arange(pixels.start, pixels.stop) + 0.5) * (grid_size / size) - 0.5
    at = at.clip(0, grid_size - 1)
    first = np.floor(at).astype(np.intp)
    second = np.minimum(first + 1, grid_size - 1)
    return first, second, (at - first).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Saliency:
    """The outcome of the stage.

    Attributes:
        map: saliency over the image.
        note: a sentence when another rule than the profile's had to be used, else "".
    """

    map: SaliencyMap
    note: str = ""


def measure_saliency(
    image: ImageArray,
    prompts: HybridPrompts,
    object_masks: Sequence[Mask],
    extractor: FeatureExtractor | SaliencyMapper,
) -> Saliency:
    """Compute the saliency map by the rule for one product or for several.

    Args:
        image: (H, W, 3) uint8 in the extractor's channel order.
        prompts: says how many products the image shows.
        object_masks: the products' masks; used with several products only.
        extractor: who describes the positions, or says how salient they are.
    """
    height, width = image.shape[:2]
    if isinstance(extractor, SaliencyMapper):
        return Saliency(SaliencyMap(extractor.map_saliency(image), height, width))
    note = ""
    if prompts.compares_objects:
        grids = [_on_grid(mask, SEVERAL_OBJECTS_SIDE // 4) for mask in object_masks]
        if len(grids) >= 2 and all(bool(grid.any()) for grid in grids):
            features = extractor.extract(image, SEVERAL_OBJECTS_SIDE)
            return Saliency(SaliencyMap(several_objects_saliency(features, grids), height, width))
        note = FEWER_OBJECTS_NOTE
    features = extractor.extract(image, ONE_OBJECT_SIDE)
    return Saliency(SaliencyMap(one_object_saliency(features), height, width), note)


@torch.inference_mode()
def one_object_saliency(features: torch.Tensor) -> MapArray:
    """Return each position's mean distance to the 400 positions most unlike it.

    Args:
        features: (C, h, w) float32, of unit length at each position.

    Returns:
        (h, w) float32 of 0.5 * (1 - cosine similarity), 0..1.
    """
    flat = features.flatten(1).T.contiguous()
    count = len(flat)
    farthest = min(FARTHEST, count)
    saliency = torch.empty(count, dtype=flat.dtype, device=flat.device)
    for start in range(0, count, _CHUNK):
        similarity = linear(flat[start : start + _CHUNK], flat, None)
        saliency[start : start + _CHUNK] = 0.5 * (1 - _mean_of_smallest(similarity, farthest))
    return saliency.reshape(features.shape[1:]).cpu().numpy()


def _mean_of_smallest(values: torch.Tensor, count: int) -> torch.Tensor:
    """Return the mean of the smallest values of each row; their order is not needed. The rows are spoilt."""
    if values.device.type != "cpu":
        return values.topk(count, dim=1, largest=False, sorted=False).values.mean(dim=1)
    # NumPy's vectorised selection takes a sixth of the time of torch.topk (benchmarks/saliency.py).
    rows = values.numpy()
    rows.partition(count - 1, axis=1)
    return torch.from_numpy(rows[:, :count].mean(axis=1))


@torch.inference_mode()
def several_objects_saliency(features: torch.Tensor, object_grids: Sequence[torch.Tensor]) -> MapArray:
    """Return each product position's distance to the position most like it on the other products.

    A detector may find a product several times over, so that products overlap. Two positions are compared
    once, however many products they lie on; only then is it asked for which products the comparison counts.

    Args:
        features: (C, h, w) float32, of unit length at each position.
        object_grids: at least two (h, w) bool masks, none of them empty.

    Returns:
        (h, w) float32, 0..1; 0 off the products, the largest value where products overlap.
    """
    flat = features.flatten(1)
    on = torch.stack([grid.flatten().cpu() for grid in object_grids]).numpy()
    blocks = _blocks(on, flat.device)
    for index, first in enumerate(blocks):
        described = flat[:, first.positions].T.contiguous()
        for second in blocks[index:]:
            if first.counting(second).size or second.counting(first).size:
                similarity = linear(described, flat[:, second.positions].T, None)
                first.approach(second, similarity)
                second.approach(first, similarity.T)
    # The published code blanks a product's own positions on the others: similarity 0 there.
    blanked = torch.from_numpy((on & (on.sum(axis=0) > 1)).any(axis=1)).to(flat.device)
    saliency = torch.zeros(flat.shape[1], dtype=flat.dtype, device=flat.device)
    for block in blocks:
        block.nearest[blanked] = block.nearest[blanked].clamp(min=0)
        saliency[block.positions] = 0.5 * (1 - block.nearest.amin(dim=0))
    return saliency.reshape(features.shape[1:]).cpu().numpy()


@dataclass(frozen=True, slots=True)
class _Block:
    """Some of the grid positions on products, those on the same products side by side.

    Attributes:
        positions: (n,) int64, flat indices into the grid.
        runs: lengths of the g runs of positions on the same products.
        products: (g, N) bool, on which of the N products each run lies.
        nearest: (N, n), similarity of each position, taken as one of each product, to the nearest position
            off that product among those compared so far; infinite where it is not on the product.
    """

    positions: torch.Tensor
    runs: list[int]
    products: npt.NDArray[np.bool_]
    nearest: torch.Tensor

    def counting(self, other: "_Block") -> npt.NDArray[np.intp]:
        """Return those products of this block for which a comparison with another block counts."""
        return np.flatnonzero(self.products.any(axis=0) & ~other.products.all(axis=0))

    def approach(self, other: "_Block", similarity: torch.Tensor) -> None:
        """Take in the (n, m) similarities to the m positions of another block."""
        best = torch.stack([run.amax(dim=1) for run in torch.split(similarity, other.runs, dim=1)])
        for product in self.counting(other):
            off = torch.from_numpy(~other.products[:, product])
            torch.maximum(self.nearest[product], best[off].amax(dim=0), out=self.nearest[product])


def _blocks(on: npt.NDArray[np.bool_], device: torch.device) -> list[_Block]:
    """Return all positions on products, in blocks.

    Args:
        on: (N, h * w), which positions lie on each of the N products.
        device: where to compute.
    """
    inside = np.flatnonzero(on.any(axis=0))
    ordered = inside[np.lexsort(np.packbits(on[:, inside], axis=0))]
    blocks = []
    for start in range(0, len(ordered), _CHUNK):
        positions = ordered[start : start + _CHUNK]
        here = on[:, positions]
        changes = np.flatnonzero((here[:, 1:] != here[:, :-1]).any(axis=0)) + 1
        starts = np.concatenate([[0], changes])
        nearest = torch.where(torch.from_numpy(here), -math.inf, math.inf)
        blocks.append(
            _Block(
                torch.from_numpy(positions).to(device),
                np.diff(starts, append=len(positions)).tolist(),
                here[:, starts].T,
                nearest.to(device),
            )
        )
    return blocks


def _on_grid(mask: Mask, side: int) -> torch.Tensor:
    """Return a mask at (side, side) positions, each taking the nearest pixel up and left, as OpenCV does."""
    rows = np.arange(side) * mask.image_height // side
    columns = np.arange(side) * mask.image_width // side
    return torch.from_numpy(mask.to_array()[np.ix_(rows, columns)])


def rescore(regions: Iterable[Region], strength: float, saliency: SaliencyMap | None) -> list[Region]:
    """Return the regions with s' = s * exp(strength * mean saliency over the mask).

    Args:
        regions: candidates; dropped ones are passed through.
        strength: the 3 of the published exp(3 * saliency).
        saliency: ``None`` when the saliency prompt is off: then s' = s.
    """
    return [_rescored(region, strength, saliency) if region.kept else region for region in regions]


def _rescored(region: Region, strength: float, saliency: SaliencyMap | None) -> Region:
    """Return one region with its saliency, factor and score; an empty mask leaves the score as it is."""
    mean = saliency.mean_over(region.mask) if saliency and region.mask else None
    factor = math.exp(strength * mean) if mean is not None else 1.0
    return replace(region, saliency=mean, saliency_factor=factor, score=region.box_score * factor)
