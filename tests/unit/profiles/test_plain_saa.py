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
