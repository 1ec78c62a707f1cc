"""Profile files through the front door: what loads, what is refused and with which words."""

import errno
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.errors import OutputError, ProfileError
from saa_desktop.domain.prompts import LanguagePrompt
from saa_desktop.profiles.record_file import LARGEST_FILE
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import load_profile, render_profile, save_profile

LID = """\
schema_version: 1
name: lid
version: 3
title:
  en: Tin lid
  zh_CN: 锡盖
object:
  prompt: lid
class_specific:
- prompt: scratch. dent.
  exclude: lid
confidence:
  top_k: 5
"""


def refusal(folder: Path, text: str | bytes) -> str:
    """Return what is said about lid.yaml with that content, with the folder taken out."""
    path = folder / "lid.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    return str(caught.value).replace(str(path), "lid.yaml")


def test_a_minimal_profile_loads_with_the_published_defaults(tmp_path: Path) -> None:
    (tmp_path / "lid.yaml").write_text(LID, encoding="utf-8-sig", newline="\r\n")
    profile = load_profile(tmp_path / "lid.yaml")
    assert profile.title.zh_CN == "锡盖"
    prompts = profile.prompts()
    assert (prompts.box_threshold, prompts.text_threshold, prompts.saliency_strength) == (0.1, 0.1, 3.0)
    assert [each.caption for each in prompts.language] == [
        "defect on lid.",
        "damage on lid.",
        "flaw on lid.",
        "scratch. dent.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("top_k: 5", "top_k: -3", "line 13, confidence.top_k: must be 0 or more, got -3."),
        ("top_k: 5", "top_k: five", 'line 13, confidence.top_k: must be a whole number, got "five".'),
        ("top_k: 5", "top_k: 5.5", "line 13, confidence.top_k: must be a whole number, got 5.5."),
        ("top_k: 5", "top_k: true", "line 13, confidence.top_k: must be a whole number, got true."),
        ("top_k: 5", "top_k:", "line 13, confidence.top_k: must be a whole number, got nothing."),
        (
            "top_k: 5",
            "topk: 5",
            "line 13, confidence.topk: is not a field of a product profile, perhaps top_k is meant.",
        ),
        (
            "exclude: lid",
            "colour: red",
            (
                "line 11, class_specific entry 1, colour: is not a field of a product profile, "
                "the fields here are prompt, exclude."
            ),
        ),
        (
            "  exclude: lid",
            "- {}",
            "line 11, class_specific entry 2, prompt: is missing.",
        ),
        ("  zh_CN: 锡盖\n", "", "line 4, title.zh_CN: is missing."),
        ("version: 3\n", "", "line 1, version: is missing."),
        ("en: Tin lid", "en: ''", 'line 5, title.en: must hold words, got "".'),
        (
            "en: Tin lid",
            'en: "two\\nlines"',
            'line 5, title.en: must be one line without control characters, got "two\\nlines".',
        ),
        (
            "name: lid",
            "name: Lid",
            'line 2, name: must be 1 to 64 lower-case letters a-z, digits, "_" and "-", got "Lid".',
        ),
        (
            "name: lid",
            "name: cap",
            'line 2, name: must be the name of the file, "lid", got "cap": rename one of them.',
        ),
        ("schema_version: 1\n", "", "line 1, schema_version: is missing: write schema_version: 1."),
        (
            "schema_version: 1",
            "schema_version: 2",
            (
                "line 1, schema_version: 2 was made by a newer SAA Desktop, this one knows up to 1: "
                "update SAA Desktop."
            ),
        ),
        (
            "schema_version: 1",
            "schema_version: one",
            "line 1, schema_version: must be a whole number from 1 to 1.",
        ),
        (
            "confidence:",
            "class_agnostic: {exclude: {}}\nconfidence:",
            "line 12, class_agnostic.exclude: must be text, got {}.",
        ),
        (
            "confidence:",
            "class_agnostic: {templates: [defect]}\nconfidence:",
            (
                "line 12, class_agnostic.templates entry 1: must hold {}, where the category goes, "
                'as in "defect on {}", got "defect".'
            ),
        ),
        (
            "confidence:",
            "images: {exclude: ['masks\\*.png']}\nconfidence:",
            (
                'line 12, images.exclude entry 1: must part folders with "/", not with "\\", '
                'got "masks\\\\*.png".'
            ),
        ),
        (
            "confidence:",
            "verdict: {review_at: 0.7, ng_at: 0.6}\nconfidence:",
            "line 12, verdict: review_at 0.7 must not be above ng_at 0.6.",
        ),
        (
            "confidence:",
            "property_prompts: {min_area: 0.5, max_area: 0.5}\nconfidence:",
            "line 12, property_prompts: min_area 0.5 must be below max_area 0.5.",
        ),
        (
            "confidence:",
            "property_prompts: {max_area: 1e999}\nconfidence:",
            "line 12, property_prompts.max_area: must be a finite number, got Infinity.",
        ),
        (
            "confidence:",
            "property_prompts: {region_of_interest: [[0, 0], [0.5, 0.5], [1, 1]]}\nconfidence:",
            (
                "line 12, property_prompts: region_of_interest must be a polygon of at least three corners "
                "with an area."
            ),
        ),
        (
            "confidence:",
            "property_prompts: {region_of_interest: [[0, 0], [1], [0, 1, 1], [0, 2]]}\nconfidence:",
            (
                "line 12, property_prompts.region_of_interest entry 2 entry 2: is missing.\n"
                "line 12, property_prompts.region_of_interest entry 3: must have 2 entries, not 3, "
                "got [0, 1, 1].\n"
                "line 12, property_prompts.region_of_interest entry 4 entry 2: must be 1 or less, got 2."
            ),
        ),
        (
            "class_specific:\n- prompt: scratch. dent.\n  exclude: lid",
            "class_agnostic: {templates: []}",
            "line 1: needs at least one caption in class_agnostic.templates or class_specific.",
        ),
        (
            "scratch. dent.",
            "Flaw on lid",
            'line 1: asks for the caption "flaw on lid." more than once, keep one of them.',
        ),
        (
            "title:\n  en: Tin lid\n  zh_CN: 锡盖",
            "title: Tin lid",
            ('line 4, title: must be a group of fields, got "Tin lid".'),
        ),
        (
            "class_specific:\n- prompt: scratch. dent.\n  exclude: lid",
            "class_specific: scratch",
            'line 9, class_specific: must be a list, got "scratch".',
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in LID
    said = refusal(tmp_path, LID.replace(old, new)).splitlines()
    assert all(line.startswith("lid.yaml, line ") for line in said)
    assert [line.removeprefix("lid.yaml, ") for line in said] == sentence.splitlines()


def test_all_problems_of_a_file_are_told_at_once_in_its_order(tmp_path: Path) -> None:
    text = LID.replace("version: 3", "version: 0").replace("top_k: 5", "top_k: -1") + "name: cap\n"
    assert refusal(tmp_path, text).splitlines() == [
        "lid.yaml, line 3, version: must be 1 or more, got 0.",
        "lid.yaml, line 13, confidence.top_k: must be 0 or more, got -1.",
        "lid.yaml, line 14, name: is already given in line 2, keep one of them.",
    ]


def test_the_manual_shows_every_field_and_the_true_messages(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "product-profiles.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    (messages,) = re.findall(r"```text\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "tin_lid.yaml").write_text(example, encoding="utf-8")
    profile = load_profile(tmp_path / "tin_lid.yaml")
    assert set(re.findall(r"\w+(?=:)", render_profile(profile))) == set(re.findall(r"\w+(?=:)", example))
    damaged = example.replace("top_k: 5", "top_k: -3").replace("review_at", "reveiw_at")
    (tmp_path / "my_lid.yaml").write_text(damaged, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "my_lid.yaml")
    assert str(caught.value).replace(str(tmp_path) + os.sep, "") == messages.strip()


def test_a_flood_of_problems_is_cut_short(tmp_path: Path) -> None:
    said = refusal(tmp_path, LID + "top: 1\n" * 1000).splitlines()
    assert len(said) == 21
    assert said[-1] == "lid.yaml: 980 more problems follow."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "lid.yaml, line 1: holds no fields such as schema_version: 1."),
        ("just words", "lid.yaml, line 1: holds no fields such as schema_version: 1."),
        (LID + "---\nname: b\n", "lid.yaml, line 14: a second document begins here, keep one."),
        (LID + "category\nas_published: true\n", "a space and its value."),
        (LID + "description: a: b\n", "put text that holds a colon in quotes."),
        (LID + "images:\n\tinclude: []\n", "indent with spaces instead of tabs."),
        (LID + "images: {include: [*.jpg]}\n", 'put text that begins with "*" in quotes.'),
        (LID + "images: {include: [*jpg]}\n", 'put text that begins with "&" or "*" in quotes.'),
        (LID + "category: &lid lid\n", 'put text that begins with "&" or "*" in quotes.'),
        (LID + "category: !lid lid\n", 'put text that begins with "!" in quotes.'),
        (LID + "? {a: b}\n: c\n", 'put text that begins with "{" in quotes.'),
        (LID + "category: a\x07b\n", "lid.yaml, line 14: the character U+0007 is not allowed, delete it."),
        (LID + "images: " + "[" * 10_000, "lid.yaml, line 14: is nested too deeply for a profile."),
        (LID.encode("gbk"), "lid.yaml, line 6: is not UTF-8 text: save the file as UTF-8."),
        (LID.encode("utf-16"), "lid.yaml, line 1: is not UTF-8 text: save the file as UTF-8."),
        (
            b"#" * (LARGEST_FILE + 1),
            "lid.yaml is larger than 256 KB: choose a product profile, not another file.",
        ),
    ],
)
def test_a_file_that_is_no_plain_yaml_gets_one_sentence(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    said = refusal(tmp_path, text)
    assert said.endswith(sentence)
    assert "\n" not in said


def test_nothing_in_a_file_is_executed(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    said = refusal(tmp_path, LID + f"category: !!python/object/apply:pathlib.Path.touch [{trace}]\n")
    assert "line 14" in said
    assert not trace.exists()


def test_words_that_other_yaml_readers_convert_stay_text(tmp_path: Path) -> None:
    text = LID.replace("en: Tin lid", "en: no").replace("zh_CN: 锡盖", "zh_CN: 2024-01-01")
    (tmp_path / "lid.yaml").write_text(text, encoding="utf-8")
    assert load_profile(tmp_path / "lid.yaml").title.model_dump() == {"en": "no", "zh_CN": "2024-01-01"}


@given(cut=st.integers(0, len(LID.encode())), inserted=st.binary(max_size=6))
def test_any_damage_is_either_harmless_or_explained(cut: int, inserted: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lid.yaml")
        path.write_bytes(LID.encode()[:cut] + inserted + LID.encode()[cut:])
        try:
            load_profile(path)
        except ProfileError as error:
            for line in str(error).splitlines():
                assert re.fullmatch(r".*lid\.yaml, line \d+.*: .+\.", line)


def caption(prompt: str | dict[str, str]) -> str:
    return LanguagePrompt.of(prompt if isinstance(prompt, str) else prompt["prompt"]).caption


line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
words = line.filter(lambda text: text.strip().strip(". ")) | st.sampled_from(
    ["no", "1e5", "0x1F", "12:30", "~", "*a"]
)
template = words.map(lambda text: f"{text} on {{}}")
specific = st.fixed_dictionaries({"prompt": words.map(lambda text: f"{text} of it"), "exclude": line})
localized = st.fixed_dictionaries({"en": words, "zh_CN": words})
share = st.floats(0, 1)
pattern = words.filter(lambda text: "\\" not in text)
corners = st.tuples(share, st.floats(0.1, 1)).map(lambda xy: [[0.0, 0.0], [1.0, 0.0], list(xy)])
profiles = st.fixed_dictionaries(
    {
        "name": st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True),
        "version": st.integers(1, 10**6),
        "title": localized,
        "object": st.fixed_dictionaries({"prompt": words}, optional={"count": st.integers(1, 100)}),
    },
    optional={
        "description": localized,
        "category": words,
        "class_agnostic": st.fixed_dictionaries(
            {
                "templates": st.lists(template, min_size=1, max_size=3, unique_by=caption),
                "exclude": line,
            }
        ),
        "class_specific": st.lists(specific, max_size=3, unique_by=caption),
        "box_threshold": share,
        "text_threshold": share,
        "property_prompts": st.fixed_dictionaries(
            {
                "min_area": share,
                "max_area": st.none() | st.floats(1.5, 1e300),
                "min_object_overlap": share,
                "edge_margin": st.floats(0, 0.499),
                "region_of_interest": st.just([]) | corners,
            }
        ),
        "saliency": st.fixed_dictionaries({"strength": st.floats(0, 20)}),
        "confidence": st.fixed_dictionaries({"top_k": st.integers(0, 1000)}),
        "verdict": st.fixed_dictionaries({"review_at": st.floats(1e-6, 1), "ng_at": st.floats(1, 1e6)}),
        "images": st.fixed_dictionaries(
            {"include": st.lists(pattern, max_size=2), "exclude": st.lists(pattern, max_size=2)}
        ),
        "as_published": st.booleans(),
    },
).map(ProductProfile.model_validate)


@given(profile=profiles)
def test_a_saved_profile_loads_as_it_was(profile: ProductProfile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "new folder", f"{profile.name}.yaml")
        save_profile(profile, path)
        loaded = load_profile(path)
        assert loaded == profile
        assert loaded.identity() == profile.identity()
        assert list(path.parent.iterdir()) == [path]


def test_a_file_must_be_named_after_its_profile(tmp_path: Path) -> None:
    profile = saved_lid(tmp_path)
    with pytest.raises(OutputError, match=r'cannot hold the profile "lid": name the file lid\.yaml\.$'):
        save_profile(profile, tmp_path / "cap.yaml")


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = saved_lid(tmp_path)

    def no_space(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OutputError, match=r"lid\.yaml"):
        save_profile(profile.model_copy(update={"version": 4}), tmp_path / "lid.yaml")
    assert load_profile(tmp_path / "lid.yaml") == profile
    assert [path.name for path in tmp_path.iterdir()] == ["lid.yaml"]


def saved_lid(folder: Path) -> ProductProfile:
    (folder / "lid.yaml").write_text(LID, encoding="utf-8")
    return load_profile(folder / "lid.yaml")
