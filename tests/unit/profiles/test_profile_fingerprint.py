"""When two profiles count as the same."""

from typing import Any

import pytest

from saa_desktop.domain.prompts import PropertyPrompts
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.profiles.schema import ProductProfile

LID: dict[str, Any] = {
    "name": "lid",
    "version": 3,
    "title": {"en": "Tin lid", "zh_CN": "锡盖"},
    "object": {"prompt": "lid", "count": 2},
    "class_specific": [{"prompt": "Scratch", "exclude": "Lid"}],
    "box_threshold": 0.2,
    "text_threshold": 0.05,
    "property_prompts": {
        "min_area": 0.01,
        "max_area": 0.5,
        "min_object_overlap": 0.25,
        "edge_margin": 0.1,
        "region_of_interest": [[0, 0], [1, 0], [1, 0.5]],
    },
    "saliency": {"strength": 2},
    "confidence": {"top_k": 9},
    "verdict": {"review_at": 0.4, "ng_at": 0.7},
    "as_published": True,
}


def _fingerprint(**changes: Any) -> str:
    return ProductProfile.model_validate({**LID, **changes}).identity().fingerprint


def test_every_field_reaches_the_pipeline() -> None:
    profile = ProductProfile.model_validate(LID)
    prompts = profile.prompts()
    assert (prompts.object_prompt.caption, prompts.object_count) == ("lid.", 2)
    assert (prompts.language[-1].caption, prompts.language[-1].exclude) == ("scratch.", "lid")
    assert (prompts.box_threshold, prompts.text_threshold) == (0.2, 0.05)
    assert prompts.properties == PropertyPrompts(0.01, 0.5, 0.25, 0.1, ((0, 0), (1, 0), (1, 0.5)))
    assert (prompts.saliency_strength, prompts.top_k, prompts.as_published) == (2.0, 9, True)
    assert profile.thresholds() == VerdictThresholds(0.4, 0.7)
    identity = profile.identity()
    assert (identity.name, identity.version, identity.title) == ("lid", 3, "Tin lid")


@pytest.mark.parametrize(
    "changes",
    [
        {"object": {"prompt": "tin"}},
        {"object": {"prompt": "lid", "count": 3}},
        {"category": "tin"},
        {"class_agnostic": {"exclude": ""}},
        {"class_specific": [{"prompt": "Scratch"}]},
        {"box_threshold": 0.3},
        {"text_threshold": 0.06},
        {"property_prompts": {"max_area": 0.5}},
        {"saliency": {"strength": 0}},
        {"confidence": {"top_k": 8}},
        {"verdict": {"review_at": 0.4, "ng_at": 0.8}},
        {"as_published": False},
    ],
)
def test_whatever_changes_a_result_changes_the_fingerprint(changes: dict[str, Any]) -> None:
    assert _fingerprint(**changes) != _fingerprint()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {"en": "Lid", "zh_CN": "盖"}},
        {"version": 4},
        {"category": "lid"},
        {"class_specific": [{"prompt": "scratch.", "exclude": "lid"}]},
        {"images": {"include": ["*.png"]}},
    ],
)
def test_what_asks_for_the_same_keeps_the_fingerprint(changes: dict[str, Any]) -> None:
    assert _fingerprint(**changes) == _fingerprint()
