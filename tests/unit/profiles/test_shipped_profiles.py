"""The profiles in product_profiles/: complete, in both languages, and exactly as published."""

import re
from pathlib import Path

import pytest
import yaml

from saa_desktop.data_files import data_path
from saa_desktop.domain.prompts import LanguagePrompt
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import load_profile, render_profile

SHIPPED = sorted(data_path("product_profiles").glob("*.yaml"))
PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "reference" / "published_prompts.yaml"
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_profile_is_complete(path: Path) -> None:
    profile = load_profile(path)
    assert profile.description is not None
    for text in (profile.title, profile.description):
        assert not CJK.search(text.en)
        assert CJK.search(text.zh_CN)
    assert profile.prompts().language
    assert profile.thresholds().review_at < profile.thresholds().ng_at
    assert path.read_text(encoding="utf-8") == render_profile(profile)


def test_the_published_categories_and_a_generic_one_are_shipped() -> None:
    names = {path.stem for path in SHIPPED}
    assert {"generic", "ksdd2", "mtd", "bottle", "zipper", "candle", "pipe_fryum"} <= names
    assert len(names) >= 1 + 15 + 12 + 2


def test_masks_beside_the_images_are_not_taken_for_images() -> None:
    assert _shipped("mtd").images.include == ("*.jpg",)
    assert _shipped("ksdd2").images.exclude == ("*_GT.png",)
    assert _shipped("bottle").images.exclude == ("*_mask.png",)
    assert _shipped("candle").images.exclude == ("*Masks/*", "*ground_truth/*")


def test_the_category_fills_templates_and_exclude_phrase_as_written() -> None:
    language = _shipped("metal_nut").prompts().language
    assert language == (
        LanguagePrompt("defect on metal_nut.", "metal_nut"),
        LanguagePrompt("damage on metal_nut.", "metal_nut"),
        LanguagePrompt("flaw on metal_nut.", "metal_nut"),
        LanguagePrompt("blue defect. black defect. red defect. scratch.", "nut"),
    )


def test_the_generic_profile_names_its_category() -> None:
    assert _shipped("generic").prompts().language[0] == LanguagePrompt("defect on object.", "object")


def _shipped(name: str) -> ProductProfile:
    return load_profile(data_path("product_profiles", f"{name}.yaml"))


@pytest.mark.skipif(not PUBLISHED.exists(), reason="needs ../shared/reference/published_prompts.yaml")
def test_shipped_profiles_equal_the_published_prompts() -> None:
    published = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    categories = {
        name: values for data_set in published["datasets"].values() for name, values in data_set.items()
    }
    assert len(categories) == 29
    for name, values in categories.items():
        profile = _shipped(name)
        assert profile.category is None
        assert list(profile.class_agnostic.templates) == published["class_agnostic"]
        assert profile.class_agnostic.exclude == published["class_agnostic_exclude"]
        assert [entry.model_dump() for entry in profile.class_specific] == values["class_specific"]
        assert (profile.box_threshold, profile.text_threshold) == (
            published["box_threshold"],
            published["text_threshold"],
        )
        assert profile.object.prompt == values["object_prompt"]
        assert profile.object.count == values["object_count"]
        assert profile.confidence.top_k == values["top_k"]
        assert profile.property_prompts.model_dump(exclude={"max_area"}) == {
            "min_area": 0.0,
            "min_object_overlap": 0.0,
            "edge_margin": 0.0,
            "region_of_interest": (),
        }
        assert profile.property_prompts.max_area == values["max_area"]
        assert profile.saliency.strength == 3.0
        assert profile.as_published is False
