"""Changed profiles, the user's own files, and the fields that judge nothing."""

from pathlib import Path

import pytest

from saa_desktop.domain.errors import OutputError, ProfileError
from saa_desktop.profiles.changes import duplicate, new_profile, raised, with_judge_settings
from saa_desktop.profiles.checking import check_profile
from saa_desktop.profiles.own_profiles import (
    delete_own,
    golden_image_path,
    golden_image_text,
    is_own,
    is_shipped,
    save_own,
    unused_name,
)
from saa_desktop.profiles.store import FOLDER_VARIABLE, find_profile, load_profile, save_profile


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


SAME = {
    "box_threshold": 0.1,
    "min_area": 0.0,
    "max_area": 0.3,
    "saliency_strength": 3.0,
    "top_k": 5,
    "review_at": 0.2,
    "ng_at": 0.25,
}
"""What sample_plate has."""


def test_judge_settings_make_the_next_version() -> None:
    plate = find_profile("sample_plate")
    changed = with_judge_settings(
        plate,
        box_threshold=0.2,
        min_area=0.01,
        max_area=None,
        saliency_strength=0.0,
        top_k=0,
        review_at=0.5,
        ng_at=0.7,
    )
    assert changed.version == plate.version + 1
    assert (changed.box_threshold, changed.saliency.strength, changed.confidence.top_k) == (0.2, 0.0, 0)
    assert (changed.property_prompts.min_area, changed.property_prompts.max_area) == (0.01, None)
    assert (changed.verdict.review_at, changed.verdict.ng_at) == (0.5, 0.7)
    assert changed.property_prompts.region_of_interest == plate.property_prompts.region_of_interest
    assert with_judge_settings(plate, **SAME) == plate


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"top_k": -1}, r"^confidence\.top_k: must be 0 or more, got -1\.$"),
        ({"review_at": 0.7}, r"^verdict: review_at 0\.7 must not be above ng_at 0\.25\.$"),
    ],
)
def test_judge_settings_out_of_range_are_refused(changes: dict[str, float], sentence: str) -> None:
    with pytest.raises(ProfileError, match=sentence):
        with_judge_settings(find_profile("sample_plate"), **{**SAME, **changes})


def test_a_duplicate_asks_for_the_same_under_another_name() -> None:
    bottle = find_profile("bottle")
    copy = duplicate(bottle.model_copy(update={"version": 4}), "flask")
    assert (copy.name, copy.version) == ("flask", 1)
    assert copy.identity().fingerprint == bottle.identity().fingerprint
    assert copy.title.zh_CN == f"{bottle.title.zh_CN}（副本）"


def test_only_a_change_raises_the_version() -> None:
    bottle = find_profile("bottle")
    assert raised(bottle.model_copy(update={"version": 9}), bottle) == bottle
    assert raised(bottle.model_copy(update={"mm_per_pixel": 0.05}), bottle).version == bottle.version + 1


def test_own_profiles_are_saved_and_deleted_beside_the_shipped_ones(own_folder: Path) -> None:
    assert is_shipped("bottle")
    assert not is_own("bottle")
    assert unused_name("bottle") == "bottle_2"
    save_own(
        raised(find_profile("bottle").model_copy(update={"text_threshold": 0.3}), find_profile("bottle"))
    )
    assert is_own("bottle")
    assert find_profile("bottle").version == 2
    delete_own("bottle")
    assert find_profile("bottle").version == 1
    save_own(new_profile("flask"))
    assert unused_name("flask") == "flask_2"
    assert len(unused_name("x" * 64)) <= 64
    delete_own("flask")
    delete_own("flask")
    assert list(own_folder.iterdir()) == []
    (own_folder / "pan.yaml").mkdir()
    with pytest.raises(OutputError, match=r"pan\.yaml could not be deleted"):
        delete_own("pan")


def test_the_scale_and_the_golden_image_are_kept_and_judge_nothing(own_folder: Path) -> None:
    bottle = find_profile("bottle")
    image = own_folder.parent / "golden" / "good.png"
    text = golden_image_text(image)
    assert text == "../golden/good.png"
    changed = bottle.model_copy(update={"mm_per_pixel": 0.02, "golden_image": text})
    assert changed.identity().fingerprint == bottle.identity().fingerprint
    save_profile(changed, own_folder / "bottle.yaml")
    loaded = load_profile(own_folder / "bottle.yaml")
    assert loaded == changed
    assert golden_image_path(loaded) == image
    assert golden_image_path(bottle) is None


def test_problems_are_told_by_field_with_what_their_sentence_needs() -> None:
    content = find_profile("bottle").model_dump(mode="json")
    profile, problems = check_profile(content)
    assert profile == find_profile("bottle")
    assert problems == ()
    content["mm_per_pixel"] = 0
    content["class_agnostic"]["templates"] = ["flaw"]
    profile, problems = check_profile(content)
    assert profile is None
    assert [(problem.path, problem.kind) for problem in problems] == [
        (("class_agnostic", "templates", 0), "placeholder"),
        (("mm_per_pixel",), "greater_than"),
    ]
    assert problems[1].values["gt"] == 0
