"""A plain reading of the method, for comparison alone: one pass a caption, float32, nothing shared.

Puts the packages' own classes together in the straightforward way: the detector encodes the image again for
each caption, SAM upscales every mask to the image's size, the saliency prompt sorts whole rows, and scores
are means over full maps. ``benchmarks/speed.py`` measures the application against it.
"""

import contextlib
import io
import math
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

import cv2
import numpy as np
import segment_anything
import timm
import torch
from groundingdino.models.GroundingDINO import groundingdino
from timm.data.constants import IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD
from torch.nn import functional
from transformers import BertConfig, BertModel

from saa_desktop.domain.arrays import BoxArray, ImageArray, MapArray, MaskArray
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.models.checkpoints import COMPUTED_BUFFERS, building, read_weights
from saa_desktop.models.grounding_dino import detector_pixels, load_tokenizer
from saa_desktop.models.grounding_dino_network import published_configuration
from saa_desktop.models.saa_plus import SaaPlusWeights

_POSITIONS_AT_ONCE = 512  # the published code takes all at once, for which several products leave no memory


@dataclass(frozen=True)
class PlainFindings:
    """What it found.

    Attributes:
        boxes: (N, 4) float32 xyxy in pixels, those that SAM cut out.
        scores: (N,) the detector's.
        masks: (N, H, W) bool.
        rescored: (N,) after the saliency prompt.
        anomaly_map: (H, W) float32 of the K best.
        score: the best of them; 0 without one.
        stages: seconds by the application's names of the stages.
    """

    boxes: BoxArray
    scores: np.ndarray
    masks: MaskArray
    rescored: np.ndarray
    anomaly_map: MapArray
    score: float
    stages: dict[str, float]


@dataclass
class PlainSaa:
    """The packages' networks.

    Attributes:
        detector: GroundingDINO, which tokenizes and encodes the caption itself.
        segmenter: SAM behind its predictor.
        backbone: WideResNet.
        device: where they compute.
    """

    detector: torch.nn.Module
    segmenter: segment_anything.SamPredictor
    backbone: torch.nn.Module
    device: torch.device
    _stages: dict[str, float] = field(default_factory=dict)

    @torch.inference_mode()
    def inspect(self, image: ImageArray, prompts: HybridPrompts) -> PlainFindings:
        """Find the anomalies of one image as METHOD's steps say, each by itself."""
        self._stages = {}
        height, width = image.shape[:2]
        with self._timed("region proposal"):
            boxes, scores, objects = self._propose(image, prompts)
        with self._timed("mask refinement"):
            cut = np.concatenate([boxes, objects]) if prompts.needs_object_masks else boxes
            masks = self._cut_out(image, cut)
            masks, object_masks = masks[: len(boxes)], masks[len(boxes) :]
        with self._timed("saliency prompt"):
            saliency = self._saliency(image, prompts, object_masks)
            saliency = cv2.resize(saliency, (width, height), interpolation=cv2.INTER_LINEAR)
            strength = prompts.saliency_strength
            rescored = np.array(
                [
                    score * (math.exp(strength * float(saliency[mask].mean())) if mask.any() else 1.0)
                    for score, mask in zip(scores, masks, strict=True)
                ]
            )
        with self._timed("confidence prompt"):
            best = np.argsort(-rescored, kind="stable")[: prompts.top_k or None]
            total = np.zeros((height, width), np.float32)
            count = np.zeros((height, width), np.float32)
            for index in best:
                total += masks[index] * np.float32(rescored[index])
                count += masks[index]
            anomaly_map = total / (1 + count)
        score = float(rescored[best[0]]) if len(best) else 0.0
        return PlainFindings(boxes, scores, masks, rescored, anomaly_map, score, self._stages)

    def _propose(self, image: ImageArray, prompts: HybridPrompts) -> tuple[BoxArray, np.ndarray, BoxArray]:
        """Return the candidates' boxes and scores, and the products' boxes."""
        height, width = image.shape[:2]
        scale = np.array([width, height, width, height], np.float32)
        area, objects = 1.0, np.zeros((0, 4), np.float32)
        if prompts.needs_objects:
            found, scores, _ = self._detect(image, prompts.object_prompt.caption, prompts.text_threshold)
            sizes = found[:, 2] * found[:, 3]
            kept = (scores > prompts.box_threshold) & (sizes > 0) & (sizes < 1 / prompts.object_count)
            objects = _corners(found[kept]) * scale
            area = float(sizes[kept].max()) if kept.any() else 1.0
        bounds = prompts.properties
        largest = area * (bounds.max_area if bounds.max_area is not None else math.inf)
        boxes, confidences = [], []
        for prompt in prompts.language:
            found, scores, phrases = self._detect(image, prompt.caption, prompts.text_threshold)
            sizes = found[:, 2] * found[:, 3]
            named = [not (prompt.exclude and prompt.exclude in phrase) for phrase in phrases]
            kept = (
                (scores > prompts.box_threshold)
                & (sizes > bounds.min_area * area)
                & (sizes < largest)
                & named
            )
            boxes.append(_corners(found[kept]) * scale)
            confidences.append(scores[kept])
        return np.concatenate(boxes), np.concatenate(confidences), objects

    def _detect(
        self, image: ImageArray, caption: str, text_threshold: float
    ) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """Return (N, 4) cxcywh fractions, scores and phrases of one pass."""
        with contextlib.redirect_stdout(io.StringIO()):
            answer = self.detector(detector_pixels(image).to(self.device), captions=[caption])
        logits = answer["pred_logits"][0].sigmoid().cpu()
        tokenizer = self.detector.tokenizer
        ids = tokenizer(caption)["input_ids"]
        phrases = [
            tokenizer.decode(
                [token for token, score in zip(ids, row, strict=False) if score > text_threshold],
                skip_special_tokens=True,
            ).strip(" .?")
            for row in logits
        ]
        return answer["pred_boxes"][0].cpu().numpy(), logits.amax(dim=1).numpy(), phrases

    def _cut_out(self, image: ImageArray, boxes: BoxArray) -> MaskArray:
        """Return (N, H, W) masks."""
        if not len(boxes):
            return np.zeros((0, *image.shape[:2]), np.bool_)
        self.segmenter.set_image(image)
        at_scale = self.segmenter.transform.apply_boxes_torch(torch.from_numpy(boxes), image.shape[:2])
        parts = [
            self.segmenter.predict_torch(None, None, boxes=part, multimask_output=False)[0][:, 0]
            .cpu()
            .numpy()
            for part in at_scale.to(self.device).split(16)
        ]
        return np.concatenate(parts)

    def _saliency(self, image: ImageArray, prompts: HybridPrompts, object_masks: MaskArray) -> MapArray:
        """Return the saliency of each position by the rule for one product or for several."""
        grids = [cv2.resize(mask.astype(np.uint8), (256, 256), interpolation=0) > 0 for mask in object_masks]
        if prompts.compares_objects and len(grids) >= 2 and all(grid.any() for grid in grids):
            return several_products(self._features(image, 1024), grids)
        flat = self._features(image, 256).flatten(1)
        distances = 0.5 * (1 - flat.T @ flat)
        largest = distances.sort(dim=1, descending=True).values[:, :400]
        return largest.mean(dim=1).reshape(64, 64).cpu().numpy()

    def _features(self, image: ImageArray, side: int) -> torch.Tensor:
        """Return (C, side / 4, side / 4) of unit length at each position."""
        pixels = torch.from_numpy(cv2.resize(image, (side, side))).permute(2, 0, 1)[None].float() / 255
        mean, std = (torch.tensor(v)[:, None, None] for v in (IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD))
        stages = self.backbone(((pixels - mean) / std).to(self.device))
        stacked = torch.cat([functional.interpolate(stage, stages[0].shape[-2:]) for stage in stages], dim=1)
        return functional.normalize(stacked, dim=1)[0]

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self._stages[name] = time.perf_counter() - started


def several_products(features: torch.Tensor, grids: list[MaskArray]) -> MapArray:
    """Return the distance of each product's positions to the nearest one on the other products.

    Args:
        features: (C, h, w) of unit length.
        grids: (h, w) bool, one a product.
    """
    result = torch.zeros(features.shape[1:], device=features.device)
    masks = [torch.from_numpy(grid).to(features.device) for grid in grids]
    for index, mask in enumerate(masks):
        blanked = features.clone()
        blanked[:, mask] = 0
        others = torch.cat([blanked[:, other] for place, other in enumerate(masks) if place != index], dim=1)
        nearest = [
            (0.5 * (1 - part @ others)).amin(dim=1) for part in features[:, mask].T.split(_POSITIONS_AT_ONCE)
        ]
        result[mask] = torch.maximum(result[mask], torch.cat(nearest))
    return result.cpu().numpy()


def _corners(boxes: np.ndarray) -> np.ndarray:
    """Return xyxy from cxcywh."""
    return np.hstack([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2])


def build_plain_saa(weights: SaaPlusWeights, variant: str, device: torch.device) -> PlainSaa:
    """Fill the packages' networks from the official files.

    Args:
        weights: the files.
        variant: of SAM: ``vit_b``, ``vit_l`` or ``vit_h``.
        device: where to compute.
    """
    tokenizer = load_tokenizer(weights.vocabulary.path)
    names = groundingdino.get_tokenlizer
    with warnings.catch_warnings(), building():
        warnings.simplefilter("ignore")
        with (
            mock.patch.object(names, "get_tokenlizer", return_value=tokenizer),
            mock.patch.object(names, "get_pretrained_language_model", return_value=BertModel(BertConfig())),
        ):
            detector = groundingdino.build_groundingdino(published_configuration("swin_t"))
        sam = segment_anything.sam_model_registry[variant]()
        backbone = timm.create_model(
            "wide_resnet50_2", pretrained=False, features_only=True, out_indices=(1, 2, 3)
        )
    for network, file in (
        (detector, weights.detector),
        (sam, weights.segmenter),
        (backbone, weights.backbone),
    ):
        _fill(network, file.path)
    warnings.filterwarnings("ignore", module="groundingdino")
    warnings.filterwarnings("ignore", message=".*torch.cuda.amp.autocast.*")
    return PlainSaa(
        detector.eval().to(device),
        segment_anything.SamPredictor(sam.eval().to(device)),
        backbone.eval().to(device),
        device,
    )


def _fill(network: torch.nn.Module, path: object) -> None:
    """Copy a file's weights; whatever the network has must be there."""
    weights = read_weights(path)  # type: ignore[arg-type]
    wanted = network.state_dict()
    missing = [key for key in wanted if key not in weights and not key.endswith(COMPUTED_BUFFERS)]
    if missing:
        raise ValueError(f"{path} lacks {missing[:3]}")
    network.load_state_dict({key: weights[key] for key in wanted if key in weights}, strict=False)
