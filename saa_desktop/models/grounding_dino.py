"""The proposer: GroundingDINO, asked in words for boxes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from timm.data.constants import IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD
from transformers import BertConfig, BertTokenizerFast

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.checkpoints import building, fill, read_weights, recognise_variant
from saa_desktop.models.grounding_dino_network import (
    CaptionFeatures,
    GroundingDinoNetwork,
    published_configuration,
)
from saa_desktop.models.placement import Placement
from saa_desktop.pipeline.matrix_products import use_fast_linears
from saa_desktop.pipeline.protocols import Proposals

VARIANTS = {96: "swin_t", 128: "swin_b"}
"""Name of each variant by the width of its backbone."""
TITLES = {"swin_t": "GroundingDINO Swin-T", "swin_b": "GroundingDINO Swin-B"}

SHORTER_SIDE = 800
LONGEST_SIDE = 1333
LEAST_SIDE = 40
"""A strip is widened to this, pixels, or it has fewer positions than the detector has queries."""
MOST_TOKENS = 256
CAPTIONS_REMEMBERED = 256
MANY_CAPTIONS = 4
"""Captions looked for at once on a GPU: about 150 MB each in the transformer. On the processor it is one: its
arrays are small enough to be used again, instead of fetched from the system each time."""


def load_grounding_dino(path: Path) -> tuple[GroundingDinoNetwork, str]:
    """Return GroundingDINO, on the CPU, and the name of its variant, from one of the official files.

    Raises:
        ModelError: the file is not one of this network.
    """
    weights = read_weights(path)
    variant = recognise_variant(
        weights, "backbone.0.patch_embed.proj.weight", VARIANTS, path, "GroundingDINO"
    )
    network = build_grounding_dino(variant)
    # The official files keep the label embedding that only training uses.
    fill(network, weights, path, TITLES[variant], ignored=("label_enc.",))
    return network, variant


def build_grounding_dino(variant: str) -> GroundingDinoNetwork:
    """Return GroundingDINO, unfilled."""
    with building():
        network = GroundingDinoNetwork(published_configuration(variant), BertConfig())
    use_fast_linears(network)
    return network.eval()


def load_tokenizer(vocabulary: Path) -> BertTokenizerFast:
    """Return BERT's tokenizer from its ``vocab.txt``; no network, no cache folder.

    Raises:
        ModelError: the file cannot be read or is not the vocabulary of BERT-base uncased.
    """
    try:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The vocabulary {vocabulary} cannot be read: {error}.") from error
    if len(lines) != BertConfig().vocab_size or not {"[CLS]", "[SEP]", "[UNK]", "."} <= set(lines):
        raise ModelError(
            f"The file {vocabulary.name} is not the vocabulary of BERT-base uncased (30522 lines): get the "
            "official vocab.txt."
        )
    return BertTokenizerFast(vocab_file=str(vocabulary))


class GroundingDinoProposer:
    """A ``RegionProposer``. Remembers the features of the captions it was asked."""

    def __init__(
        self,
        network: GroundingDinoNetwork,
        tokenizer: BertTokenizerFast,
        placement: Placement,
        captions_at_once: int = MANY_CAPTIONS,
    ) -> None:
        """Take a filled network.

        Args:
            network: in eval mode.
            tokenizer: BERT's.
            placement: where it computes.
            captions_at_once: bounds the memory of the transformer.
        """
        self._network = network
        self._captions_at_once = 1 if placement.device.type == "cpu" else captions_at_once
        self._tokenizer = tokenizer
        self._placement = placement
        self._captions: dict[str, CaptionFeatures] = {}
        self._separators: list[int] = tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]", ".", "?"])

    def propose(
        self, image: ImageArray, captions: Sequence[str], *, floor: float, text_threshold: float
    ) -> list[Proposals]:
        """Return one ``Proposals`` for each caption, in order.

        Args:
            image: (H, W, 3) uint8 RGB.
            captions: in caption form.
            floor: boxes must score above it.
            text_threshold: a token must score above it to enter a phrase.

        Raises:
            ModelError: a caption is too long for the detector.
        """
        height, width = image.shape[:2]
        asked = list(dict.fromkeys(captions))
        answers = {}
        with self._placement.computing(self._network):
            seen = self._network.encode_image(detector_pixels(image).to(self._placement.device))
            encoded = [self._encoded(caption) for caption in asked]
            for start in range(0, len(asked), self._captions_at_once):
                part = encoded[start : start + self._captions_at_once]
                for caption, features, found in zip(
                    asked[start:], part, self._network.detect(seen, part), strict=False
                ):
                    boxes, scores, tokens = _above(*found, floor, text_threshold)
                    phrases = self._phrases(features.token_ids, tokens)
                    answers[caption] = Proposals(_corners(boxes, height, width), scores, phrases)
        return [answers[caption] for caption in captions]

    def _encoded(self, caption: str) -> CaptionFeatures:
        """Return a caption's features, computed the first time it is asked."""
        if caption not in self._captions:
            token_ids = tuple(self._tokenizer(caption)["input_ids"])
            if len(token_ids) > MOST_TOKENS:
                raise ModelError(
                    f'The language prompt "{caption[:40]}..." is too long for GroundingDINO '
                    f"({len(token_ids)} tokens, {MOST_TOKENS} at most): split it into several prompts."
                )
            while len(self._captions) >= CAPTIONS_REMEMBERED:
                self._captions.pop(next(iter(self._captions)))
            self._captions[caption] = self._network.encode_caption(token_ids, self._separators)
        return self._captions[caption]

    def _phrases(self, token_ids: tuple[int, ...], tokens: np.ndarray) -> tuple[str, ...]:
        """Return the words of each box; boxes share few sets of tokens, so each set is decoded once."""
        words: dict[bytes, str] = {}
        for row in tokens:
            if row.tobytes() not in words:
                chosen = [token for token, above in zip(token_ids, row, strict=True) if above]
                decoded = self._tokenizer.decode(chosen, skip_special_tokens=True)
                words[row.tobytes()] = decoded.strip(" .?")
        return tuple(words[row.tobytes()] for row in tokens)


def _above(
    boxes: torch.Tensor, logits: torch.Tensor, floor: float, text_threshold: float
) -> tuple[torch.Tensor, np.ndarray, np.ndarray]:
    """Return the boxes above the floor, their scores, and which tokens each answers to."""
    token_scores = logits.sigmoid()
    scores = token_scores.amax(dim=1)
    kept = scores > floor
    tokens = token_scores[kept] > text_threshold
    return boxes[kept].cpu(), scores[kept].cpu().numpy(), tokens.cpu().numpy()


def detector_pixels(image: ImageArray) -> torch.Tensor:
    """Return (1, 3, h, w) float32: shorter side 800, longer side at most 1333, ImageNet's mean and std.

    Args:
        image: (H, W, 3) uint8 RGB.
    """
    height, width = image.shape[:2]
    resized = Image.fromarray(image).resize(_detector_size(width, height), Image.Resampling.BILINEAR)
    pixels = torch.from_numpy(np.array(resized)).permute(2, 0, 1).contiguous().float().div(255)
    mean, std = (
        torch.tensor(values)[:, None, None] for values in (IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD)
    )
    return ((pixels - mean) / std)[None]


def _detector_size(width: int, height: int) -> tuple[int, int]:
    """Return the width and height that the detector gets, rounded as the published transform does."""
    shorter, longer = min(width, height), max(width, height)
    side = SHORTER_SIDE
    if longer / shorter * side > LONGEST_SIDE:
        side = round(LONGEST_SIDE * shorter / longer)
    other = int(side * longer / shorter)
    if side < LEAST_SIDE:
        side, other = LEAST_SIDE, LONGEST_SIDE
    return (side, other) if width < height else (other, side)


def _corners(boxes: torch.Tensor, height: int, width: int) -> BoxArray:
    """Return (N, 4) float32 xyxy in pixels from cxcywh in fractions of the image."""
    pixels = boxes * boxes.new_tensor([width, height, width, height])
    sides = pixels[:, 2:]
    low = pixels[:, :2] - sides / 2
    corners: BoxArray = torch.cat([low, low + sides], dim=1).numpy()
    return corners
