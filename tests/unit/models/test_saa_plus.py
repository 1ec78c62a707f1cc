import dataclasses
from pathlib import Path

import numpy as np
import pytest
import timm
import torch

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.models import grounding_dino, saa_plus, segment_anything, wide_resnet
from saa_desktop.models.placement import Placement
from saa_desktop.models.saa_plus import Networks, SaaPlusWeights, WeightsFile
from saa_desktop.pipeline.memory_ladder import MemoryLadder

CPU = torch.device("cpu")
IDENTITY = ModelIdentity("saa-plus", "SAA+", "1", "cpu")
PROMPTS = HybridPrompts(LanguagePrompt.of("candle"), (LanguagePrompt.of("black hole"),), box_threshold=0.5)
NOTES = (saa_plus.FEW_BOXES_NOTE, saa_plus.REDUCED_NOTE, saa_plus.SMALLER_NOTE, saa_plus.CPU_NOTE)


@pytest.fixture(scope="module")
def backbone():
    torch.manual_seed(4)
    return timm.create_model(
        "wide_resnet50_2", pretrained=False, features_only=True, out_indices=(1, 2, 3)
    ).eval()


@pytest.fixture
def networks(detector, tokenizer, segmenter, backbone):
    return Networks(detector, tokenizer, segmenter, backbone)


@pytest.fixture(scope="module")
def image():
    return np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)


def models_with_steps(networks, load_smaller):
    """The set as on a GPU whose memory runs out; the steps are real, the device is the processor."""
    models = saa_plus.assemble(networks, IDENTITY, Placement(CPU))
    steps = saa_plus.steps_down(networks, IDENTITY, CPU, load_smaller)
    return dataclasses.replace(models, fallbacks=steps)


def outlines(findings):
    return [(region.box, region.score, region.mask) for region in findings.regions]


@pytest.mark.usefixtures("small_input")
@pytest.mark.parametrize(
    ("point", "failures"),
    [
        ("detector.backbone", 4),
        ("segmenter.mask_decoder", 1),
        ("segmenter.image_encoder", 2),
        ("backbone", 3),
    ],
)
def test_memory_that_runs_out_anywhere_costs_steps_but_no_image(
    networks, image, monkeypatch, point, failures
):
    reference = MemoryLadder(models_with_steps(networks, lambda: networks.segmenter)).inspect(image, PROMPTS)
    assert reference.notes == ()
    assert any(region.mask and region.mask.area for region in reference.regions)
    module = networks
    for name in point.split("."):
        module = getattr(module, name)
    forward, calls = module.forward, []

    def fail_at_first(*args, **kwargs):
        calls.append(1)
        if len(calls) <= failures:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return forward(*args, **kwargs)

    monkeypatch.setattr(module, "forward", fail_at_first)
    findings = MemoryLadder(models_with_steps(networks, lambda: networks.segmenter)).inspect(image, PROMPTS)
    assert findings.notes == NOTES[:failures]
    if failures == 4:
        assert outlines(findings) == outlines(reference)
    else:
        assert len(findings.regions) == len(reference.regions)


@pytest.mark.usefixtures("small_input")
def test_the_first_step_cuts_out_few_boxes_at_once(networks, image, monkeypatch):
    forward, sizes = networks.segmenter.mask_decoder.forward, []

    def remember(**kwargs):
        sizes.append(len(kwargs["sparse_prompt_embeddings"]))
        if sizes[-1] > saa_plus.FEW_BOXES:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return forward(**kwargs)

    monkeypatch.setattr(networks.segmenter.mask_decoder, "forward", remember)
    findings = MemoryLadder(models_with_steps(networks, None)).inspect(image, PROMPTS)
    assert findings.notes == NOTES[:1]
    assert sizes[0] > saa_plus.FEW_BOXES
    assert max(sizes[1:]) == saa_plus.FEW_BOXES


@pytest.mark.parametrize(("load", "notes"), [(None, (0, 1, 3)), (lambda: None, (0, 1, 2, 3))])
def test_a_smaller_sam_is_a_step_only_where_there_is_one(networks, load, notes):
    steps = saa_plus.steps_down(networks, IDENTITY, CPU, load)
    assert [step.note for step in steps] == [NOTES[index] for index in notes]


def test_old_gpus_skip_bfloat16(networks, monkeypatch):
    old = type("Properties", (), {"major": 7})
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: old)
    steps = saa_plus.steps_down(networks, IDENTITY, torch.device("cuda:0"))
    assert [step.note for step in steps] == [NOTES[0], NOTES[3]]


@pytest.mark.parametrize(("device", "steps"), [("cpu", 0), ("cuda:1", 4)])
def test_the_set_says_who_plays_and_from_which_files(networks, monkeypatch, device, steps):
    monkeypatch.setattr(grounding_dino, "load_grounding_dino", lambda _: (networks.detector, "swin_b"))
    monkeypatch.setattr(grounding_dino, "load_tokenizer", lambda _: networks.tokenizer)
    monkeypatch.setattr(segment_anything, "load_segment_anything", lambda _: (networks.segmenter, "vit_l"))
    monkeypatch.setattr(wide_resnet, "load_wide_resnet", lambda _: networks.backbone)
    new = type("Properties", (), {"major": 8})
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: new)
    files = [
        WeightsFile(Path("/models") / name, name * 2) for name in ("dino", "sam", "wrn", "vocab", "small")
    ]
    models = saa_plus.build_saa_plus(SaaPlusWeights(*files), torch.device(device))
    assert models.identity == ModelIdentity(
        "saa-plus",
        "SAA+ (GroundingDINO Swin-B, SAM ViT-L, WideResNet-50-2)",
        "1",
        device,
        (("dino", "dinodino"), ("sam", "samsam"), ("wrn", "wrnwrn"), ("vocab", "vocabvocab")),
    )
    assert len(models.fallbacks) == steps


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
@pytest.mark.usefixtures("small_input")
def test_a_gpu_finds_what_the_processor_finds(networks, image):
    found = [
        MemoryLadder(saa_plus.assemble(networks, IDENTITY, Placement(torch.device(device)))).inspect(
            image, PROMPTS
        )
        for device in ("cpu", "cuda", "cpu")
    ]
    scores = [[region.box_score for region in findings.regions] for findings in found]
    np.testing.assert_allclose(scores[1], scores[0], atol=1e-2)
    assert outlines(found[0]) == outlines(found[2])
