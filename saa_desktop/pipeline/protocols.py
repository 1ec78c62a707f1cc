"""The three model roles of SAA+, as the pipeline needs them, and the set that plays them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
import torch

from saa_desktop.domain.arrays import BoxArray, ImageArray, MapArray, ScoreArray
from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.masks import Mask


@dataclass(frozen=True, slots=True)
class Proposals:
    """What one caption found.

    Attributes:
        boxes: (N, 4) float32, x0 y0 x1 y1 in pixels of the original image.
        scores: (N,) float32, 0..1, the same meaning on every image.
        phrases: N phrases: the caption's words that each box answers to; may be empty strings.
    """

    boxes: BoxArray
    scores: ScoreArray
    phrases: tuple[str, ...]

    def __post_init__(self) -> None:
        count = len(self.phrases)
        if self.boxes.shape != (count, 4) or self.boxes.dtype != np.float32:
            raise ValueError(
                f"expected ({count}, 4) float32 boxes, got {self.boxes.dtype} {self.boxes.shape}"
            )
        if self.scores.shape != (count,) or self.scores.dtype != np.float32:
            raise ValueError(
                f"expected ({count},) float32 scores, got {self.scores.dtype} {self.scores.shape}"
            )


class RegionProposer(Protocol):
    """Finds boxes that answer to words (the Generator's detector; GroundingDINO in the paper)."""

    def propose(
        self, image: ImageArray, captions: Sequence[str], *, floor: float, text_threshold: float
    ) -> list[Proposals]:
        """Return one ``Proposals`` for each caption, in order; the image is encoded once for all of them.

        Args:
            image: (H, W, 3) uint8 RGB.
            captions: in caption form (``domain.prompts.LanguagePrompt``).
            floor: boxes that score at or below it need not be returned.
            text_threshold: a token must score above it to enter a phrase.
        """
        ...


class RegionRefiner(Protocol):
    """Cuts out the mask of what lies in a box (the Refiner; SAM in the paper)."""

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Return one mask a box, in order; the image is encoded once for all of them.

        Args:
            image: (H, W, 3) uint8, the channel order that the pipeline chose.
            boxes: (N, 4) float32 xyxy in pixels; N may be 0.
        """
        ...


class PointRefiner(Protocol):
    """Cuts out the mask of what a person points at (SAM's other prompt)."""

    def refine_at(
        self, image: ImageArray, points: npt.NDArray[np.float32], inside: npt.NDArray[np.bool_]
    ) -> Mask:
        """Return the mask of the one thing that the points tell of.

        Args:
            image: (H, W, 3) uint8 RGB, not written to: what was learned of it may be kept for the next call.
            points: (N, 2) float32 x y in pixels, N >= 1.
            inside: (N,) bool, whether each point belongs to it; at least one does.
        """
        ...


class Refiner(RegionRefiner, PointRefiner, Protocol):
    """Cuts masks at a detector's boxes, and at a person's points."""


class FeatureExtractor(Protocol):
    """Describes each position of an image (an ImageNet backbone in the paper)."""

    def extract(self, image: ImageArray, side: int) -> torch.Tensor:
        """Return (C, side / 4, side / 4) float32 features, of unit length at each position.

        Args:
            image: (H, W, 3) uint8, the channel order that the pipeline chose.
            side: the image is resized to side x side first; 256 or 1024.
        """
        ...


@runtime_checkable
class SaliencyMapper(Protocol):
    """Says itself how unlike the rest of the image each place is, by another rule than the paper's."""

    def map_saliency(self, image: ImageArray) -> MapArray:
        """Return saliency, 0..1, on a (h, w) float32 grid of any size.

        Args:
            image: (H, W, 3) uint8, the channel order that the pipeline chose.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fallback:
    """The same roles played in less memory.

    Attributes:
        note: a sentence for the result that was found this way.
        build: returns the set; called when memory has run out, and each time it is needed.
    """

    note: str
    build: "Callable[[], ModelSet]"


@dataclass(frozen=True, slots=True)
class ModelSet:
    """The three roles, played together, and who plays them.

    Attributes:
        identity: name, version, device and weights, for the results.
        proposer: finds boxes.
        refiner: cuts masks, for the pipeline and for people.
        extractor: describes positions for the saliency prompt, or says how salient they are.
        fallbacks: what to use instead, in order, when the device's memory runs out.
        at_once: how many images it inspects side by side, in as many threads, to use the machine well.
    """

    identity: ModelIdentity
    proposer: RegionProposer
    refiner: Refiner
    extractor: FeatureExtractor | SaliencyMapper
    fallbacks: tuple[Fallback, ...] = ()
    at_once: int = 1
