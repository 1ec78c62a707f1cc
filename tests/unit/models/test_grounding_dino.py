import warnings

import numpy as np
import pytest
import torch
from groundingdino.datasets import transforms
from groundingdino.models.GroundingDINO import groundingdino as package
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from transformers import BertModel

from saa_desktop.domain.errors import ModelError
from saa_desktop.models import grounding_dino
from saa_desktop.models.grounding_dino import GroundingDinoProposer, detector_pixels
from saa_desktop.models.placement import Placement

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def image():
    return np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)


def test_boxes_and_logits_are_those_of_the_package(detector, configuration, bert, tokenizer, monkeypatch):
    monkeypatch.setattr(package.get_tokenlizer, "get_tokenlizer", lambda _: tokenizer)
    monkeypatch.setattr(package.get_tokenlizer, "get_pretrained_language_model", lambda _: BertModel(bert))
    caption = "black hole. crack on candle. dent."
    pixels = torch.randn(1, 3, 70, 101, generator=torch.Generator().manual_seed(8))
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        theirs = package.build_groundingdino(configuration).eval()
        assert set(theirs.state_dict()) == set(detector.state_dict())
        theirs.load_state_dict(detector.state_dict())
        expected = theirs(pixels, captions=[caption])
    with torch.inference_mode():
        token_ids = tuple(tokenizer(caption)["input_ids"])
        seen = detector.encode_image(pixels)
        asked = detector.encode_caption(
            token_ids, tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]", ".", "?"])
        )
        detector.detect(seen, [asked])
        [(boxes, logits)] = detector.detect(seen, [asked])  # the first pass must not have changed its inputs
    torch.testing.assert_close(boxes, expected["pred_boxes"][0], atol=2e-5, rtol=0)
    expected_logits = expected["pred_logits"][0, :, : len(token_ids)]
    torch.testing.assert_close(logits, expected_logits, atol=2e-4, rtol=2e-5)
    assert boxes.std(dim=0).min() > 0.01


def test_captions_looked_for_together_find_what_each_finds_alone(detector, tokenizer):
    separators = tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]", ".", "?"])
    pixels = torch.randn(1, 3, 70, 101, generator=torch.Generator().manual_seed(8))
    with torch.inference_mode():
        seen = detector.encode_image(pixels)
        captions = [
            detector.encode_caption(tuple(tokenizer(caption)["input_ids"]), separators)
            for caption in ("black hole. crack on candle. dent.", "crack.", "black hole.")
        ]
        together = detector.detect(seen, captions)
        for caption, found in zip(captions, together, strict=True):
            [alone] = detector.detect(seen, [caption])
            for ours, theirs in zip(found, alone, strict=True):
                torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=2e-5)


@pytest.mark.usefixtures("small_input")
def test_an_inspection_neither_warns_nor_prints_nor_reaches_for_a_hub(detector, tokenizer, image, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        GroundingDinoProposer(detector, tokenizer, Placement(CPU)).propose(
            image, ["crack."], floor=0.0, text_threshold=0.1
        )
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("small_input")
def test_boxes_are_pixels_and_scores_and_phrases_those_of_the_tokens(detector, tokenizer, image):
    caption = "black hole. crack."
    separators = tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]", ".", "?"])
    token_ids = tuple(tokenizer(caption)["input_ids"])
    with torch.inference_mode():
        [(boxes, logits)] = detector.detect(
            detector.encode_image(detector_pixels(image)), [detector.encode_caption(token_ids, separators)]
        )
    token_scores = logits.sigmoid()
    floor, threshold = float(token_scores.amax(dim=1).median()), float(token_scores.median())
    answer = GroundingDinoProposer(detector, tokenizer, Placement(CPU)).propose(
        image, [caption], floor=floor, text_threshold=threshold
    )[0]

    kept = token_scores.amax(dim=1) > floor
    assert 0 < len(answer.scores) == int(kept.sum()) < len(detector.transformer.tgt_embed.weight)
    np.testing.assert_array_equal(answer.scores, token_scores[kept].amax(dim=1).numpy())
    centre_x, centre_y, width, height = boxes[kept].numpy().T
    np.testing.assert_allclose(answer.boxes[:, 0], (centre_x - width / 2) * 80, atol=1e-4)
    np.testing.assert_allclose(answer.boxes[:, 3], (centre_y + height / 2) * 60, atol=1e-4)
    for phrase, row in zip(answer.phrases, token_scores[kept] > threshold, strict=True):
        words = {"black", "hole", "crack"} & {
            tokenizer.decode([t]) for t, r in zip(token_ids, row, strict=True) if r
        }
        assert set(phrase.replace(".", " ").split()) == words


@pytest.mark.usefixtures("small_input")
def test_image_and_caption_are_encoded_once(detector, tokenizer, image, monkeypatch):
    images, texts = [], []
    backbone, encode_caption = detector.backbone.forward, detector.encode_caption
    monkeypatch.setattr(detector.backbone, "forward", lambda x: images.append(1) or backbone(x))
    monkeypatch.setattr(
        detector,
        "encode_caption",
        lambda ids, separators: texts.append(ids) or encode_caption(ids, separators),
    )
    monkeypatch.setattr(grounding_dino, "CAPTIONS_REMEMBERED", 2)
    proposer = GroundingDinoProposer(detector, tokenizer, Placement(CPU))
    first = proposer.propose(image, ["crack.", "hole.", "crack."], floor=0.0, text_threshold=0.1)
    again = proposer.propose(image, ["crack.", "hole."], floor=0.0, text_threshold=0.1)
    assert (len(images), len(texts)) == (2, 2)
    np.testing.assert_array_equal(first[0].boxes, again[0].boxes)
    np.testing.assert_array_equal(first[0].boxes, first[2].boxes)
    proposer.propose(image, ["candle.", "hole.", "crack."], floor=0.0, text_threshold=0.1)
    assert len(texts) == 4  # "candle." took the place of "crack."


@pytest.mark.usefixtures("small_input")
def test_a_caption_beyond_the_detector_gets_a_sentence(detector, tokenizer, image):
    with pytest.raises(
        ModelError, match=r'"hole hole .*" is too long for GroundingDINO \(303 tokens, 256 at most\)'
    ):
        GroundingDinoProposer(detector, tokenizer, Placement(CPU)).propose(
            image, ["hole " * 300 + "."], floor=0.0, text_threshold=0.1
        )


@pytest.mark.usefixtures("small_input")
def test_reduced_precision_computes(detector, tokenizer, image):
    answers = [
        GroundingDinoProposer(detector, tokenizer, Placement(CPU, reduced_precision=reduced)).propose(
            image, ["black hole."], floor=0.0, text_threshold=0.1
        )[0]
        for reduced in (False, True)
    ]
    assert len(answers[0].scores) == len(answers[1].scores) == len(detector.transformer.tgt_embed.weight)
    assert np.isfinite(answers[1].boxes).all()
    assert np.median(abs(np.sort(answers[0].scores) - np.sort(answers[1].scores))) < 0.05


@settings(max_examples=40, deadline=None)
@given(st.integers(8, 300), st.integers(8, 300))
def test_the_detector_gets_the_published_size_and_pixels(width, height):
    if not 1 / 30 < width / height < 30:
        return
    pixels = np.random.default_rng(width).integers(0, 255, (height, width, 3), dtype=np.uint8)
    published = transforms.Compose(
        [
            transforms.RandomResize([800], max_size=1333),
            transforms.ToTensor(),
            transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    expected, _ = published(Image.fromarray(pixels), None)
    assert torch.equal(detector_pixels(pixels)[0], expected)


@pytest.mark.parametrize("shape", [(1, 3000), (5000, 2), (1, 1), (30, 1333)])
def test_a_strip_still_fills_the_detectors_queries(shape):
    height, width = detector_pixels(np.zeros((*shape, 3), dtype=np.uint8)).shape[-2:]
    assert max(height, width) <= 1333
    assert sum(-(-height // step) * -(-width // step) for step in (8, 16, 32, 64)) >= 900
