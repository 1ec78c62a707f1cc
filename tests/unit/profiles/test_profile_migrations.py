"""The chain that brings older profile files up to date, tried with formats that never were."""

import pytest

from saa_desktop.profiles.migrations import Content, migrate


def _rename_caption(content: Content) -> Content:
    return {("prompt" if name == "caption" else name): value for name, value in content.items()}


def _list_prompts(content: Content) -> Content:
    return {**content, "prompt": [content["prompt"]]}


CHAIN = (_rename_caption, _list_prompts)


@pytest.mark.parametrize(
    "content",
    [
        {"schema_version": 1, "caption": "crack"},
        {"schema_version": 2, "prompt": "crack"},
        {"schema_version": 3, "prompt": ["crack"]},
    ],
)
def test_every_older_version_arrives_at_the_present_one(content: Content) -> None:
    before = dict(content)
    assert migrate(content, CHAIN) == {"prompt": ["crack"]}
    assert content == before


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "is missing: write schema_version: 3"),
        (4, "4 was made by a newer SAA Desktop, this one knows up to 3: update SAA Desktop"),
        (0, "must be a whole number from 1 to 3"),
        (True, "must be a whole number from 1 to 3"),
        ("2", "must be a whole number from 1 to 3"),
        (2.0, "must be a whole number from 1 to 3"),
    ],
)
def test_a_version_that_is_not_known_is_refused(version: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        migrate({"schema_version": version, "caption": "crack"}, CHAIN)
