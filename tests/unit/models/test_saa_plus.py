import dataclasses
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import timm
import torch

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.domain.speed import Speed
from saa_desktop.models import grounding_dino, saa_plus, segment_anything, wide_resnet
from saa_desktop.models.placement import Placement
from saa_desktop.models.saa_plus import Networks, SaaPlusWeights, WeightsFile
from saa_desktop.models.speed import Placements, knows_bfloat16, placements, possible_speed
from saa_desktop.pipeline.memory_ladder import MemoryLadder
from saa_desktop.pipeline.saa import inspect

CPU = torch.device("cpu")
ON_CPU = Placements.alike(Placement(CPU))
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


@pytest.fixture
def bfloat16(monkeypatch):
    """Let the processor count as one that knows bfloat16."""
    monkeypatch.setattr(saa_plus, "knows_bfloat16", lambda _: True)


def models_with_steps(networks, load_smaller):
    """The set as on a GPU whose memory runs out; the steps are real, the device is the processor."""
    models = saa_plus.assemble(networks, IDENTITY, ON_CPU)
    steps = saa_plus.steps_down(networks, IDENTITY, ON_CPU, load_smaller)
    return dataclasses.replace(models, fallbacks=steps)


def outlines(findings):
    return [(region.box, region.score, region.mask) for region in findings.regions]


@pytest.mark.usefixtures("small_input", "bfloat16")
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


@pytest.mark.usefixtures("small_input", "bfloat16")
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


@pytest.mark.usefixtures("bfloat16")
@pytest.mark.parametrize(("load", "notes"), [(None, (0, 1, 3)), (lambda: None, (0, 1, 2, 3))])
def test_a_smaller_sam_is_a_step_only_where_there_is_one(networks, load, notes):
    steps = saa_plus.steps_down(networks, IDENTITY, ON_CPU, load)
    assert [step.note for step in steps] == [NOTES[index] for index in notes]


@pytest.mark.parametrize("wish", Speed)
def test_a_device_without_bfloat16_is_exact_and_says_so(monkeypatch, wish):
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: type("Properties", (), {"major": 7}))
    assert possible_speed(wish, torch.device("cuda:0")) is Speed.EXACT
    for question in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.setattr(torch.cpu, question, lambda: False, raising=False)
    assert not knows_bfloat16(CPU)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: True, raising=False)
    assert possible_speed(wish, CPU) is wish


@pytest.mark.usefixtures("small_input")
def test_balanced_keeps_the_boxes_of_exact_and_fast_nearly(networks, image):
    found = {}
    for speed in Speed:
        models = saa_plus.assemble(networks, IDENTITY, placements(CPU, speed))
        found[speed] = inspect(image, PROMPTS, models).regions
    exact = {region.box: region for region in found[Speed.EXACT]}
    assert {region.box for region in found[Speed.BALANCED]} == set(exact)
    for region in found[Speed.BALANCED]:
        if region.mask:
            ours, theirs = region.mask.to_array(), exact[region.box].mask.to_array()
            assert np.mean(ours != theirs) < 0.1
    fast = sorted(region.box_score for region in found[Speed.FAST])
    expected = sorted(region.box_score for region in found[Speed.EXACT])
    assert len(fast) == pytest.approx(len(expected), rel=0.2)
    assert fast != expected
    assert np.mean(fast) == pytest.approx(np.mean(expected), abs=0.05)


def test_the_gpus_products_are_rounded_only_where_a_speed_says_so(monkeypatch):
    asked = []
    monkeypatch.setattr(torch, "set_float32_matmul_precision", asked.append)
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    gpu = torch.device("cuda:0")
    for placement in (placements(gpu, Speed.EXACT).detector, placements(gpu, Speed.BALANCED).detector):
        with placement.computing():
            pass
    assert asked == ["highest", "highest", "high", "highest"]


def test_old_gpus_skip_bfloat16(networks, monkeypatch):
    old = type("Properties", (), {"major": 7})
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: old)
    steps = saa_plus.steps_down(networks, IDENTITY, Placements.alike(Placement(torch.device("cuda:0"))))
    assert [step.note for step in steps] == [NOTES[0], NOTES[3]]


@pytest.mark.parametrize(
    ("device", "speed", "steps"),
    [
        ("cpu", Speed.EXACT, 0),
        ("cuda:1", Speed.EXACT, 4),
        ("cuda:1", Speed.BALANCED, 4),
        ("cuda:1", Speed.FAST, 3),
    ],
)
def test_the_set_says_who_plays_how_and_from_which_files(networks, monkeypatch, device, speed, steps):
    monkeypatch.setattr(grounding_dino, "load_grounding_dino", lambda _: (networks.detector, "swin_b"))
    monkeypatch.setattr(grounding_dino, "load_tokenizer", lambda _: networks.tokenizer)
    monkeypatch.setattr(segment_anything, "load_segment_anything", lambda _: (networks.segmenter, "vit_l"))
    monkeypatch.setattr(wide_resnet, "load_wide_resnet", lambda _: networks.backbone)
    new = type("Properties", (), {"major": 8})
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: new)
    files = [
        WeightsFile(Path("/models") / name, name * 2) for name in ("dino", "sam", "wrn", "vocab", "small")
    ]
    models = saa_plus.build_saa_plus(SaaPlusWeights(*files), torch.device(device), speed)
    exact = speed is Speed.EXACT
    assert models.identity == ModelIdentity(
        "saa-plus",
        "SAA+ (GroundingDINO Swin-B, SAM ViT-L, WideResNet-50-2)"
        + ("" if exact else f", {speed} in bfloat16"),
        "3" if exact else f"3-{speed}",
        device,
        (("dino", "dinodino"), ("sam", "samsam"), ("wrn", "wrnwrn"), ("vocab", "vocabvocab")),
    )
    assert len(models.fallbacks) == steps


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
@pytest.mark.usefixtures("small_input")
def test_a_gpu_finds_what_the_processor_finds(networks, image):
    found = [
        MemoryLadder(
            saa_plus.assemble(networks, IDENTITY, Placements.alike(Placement(torch.device(device))))
        ).inspect(image, PROMPTS)
        for device in ("cpu", "cuda", "cpu")
    ]
    scores = [[region.box_score for region in findings.regions] for findings in found]
    np.testing.assert_allclose(scores[1], scores[0], atol=1e-2)
    assert outlines(found[0]) == outlines(found[2])
