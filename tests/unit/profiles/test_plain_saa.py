import pytest

from saa_desktop.domain.prompts import HybridPrompt, PropertyPrompts
from saa_desktop.profiles.store import find_profile


def test_plain_saa_has_every_hybrid_prompt_off():
    profile = find_profile("candle")

    plain = profile.plain()

    prompts = plain.prompts()
    assert [(prompt.caption, prompt.exclude) for prompt in prompts.language] == [("anomaly.", "")]
    assert (prompts.saliency_strength, prompts.top_k, prompts.properties.max_area) == (0.0, 0, None)
    assert not prompts.needs_objects
    assert plain.identity().fingerprint != profile.identity().fingerprint
    assert "plain SAA" in plain.identity().title


@pytest.mark.parametrize(
    ("prompt", "field", "off"),
    [
        (HybridPrompt.PROPERTY, "properties", PropertyPrompts()),
        (HybridPrompt.SALIENCY, "saliency_strength", 0.0),
        (HybridPrompt.CONFIDENCE, "top_k", 0),
    ],
)
def test_one_prompt_off_leaves_the_others(prompt, field, off):
    profile = find_profile("candle")
    changed = profile.without(prompt).prompts()
    assert getattr(changed, field) == off != getattr(profile.prompts(), field)
    others = {"language", "properties", "saliency_strength", "top_k", "object_count"} - {field}
    assert all(getattr(changed, each) == getattr(profile.prompts(), each) for each in others)
    assert profile.without() == profile
