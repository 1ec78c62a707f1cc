"""Golden set files through the front door, and what a run of one says."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.errors import OutputError, ProfileError
from saa_desktop.domain.verdicts import AiVerdict
from saa_desktop.profiles.golden import (
    MOST_IMAGES,
    ExpectedVerdict,
    GoldenImage,
    GoldenSet,
    golden_path,
    load_golden_set,
    save_golden_set,
)
from saa_desktop.profiles.golden_results import Difference, GoldenComparison, GoldenResult, Judged
from saa_desktop.profiles.store import FOLDER_VARIABLE, list_profiles

SHA = "ab" * 32


def golden_image(path: Path, expected: ExpectedVerdict = ExpectedVerdict.NG, page: int = 1) -> GoldenImage:
    return GoldenImage(path, SHA, expected, page)


names = st.text(
    st.characters(categories=["L", "N"], include_characters=" .*#"), min_size=1, max_size=12
).filter(lambda text: text.strip(". "))


@given(
    entries=st.lists(
        st.tuples(names, st.sampled_from(ExpectedVerdict), st.integers(1, 9)),
        max_size=6,
        unique_by=lambda entry: (entry[0], entry[2]),
    ),
    place=st.sampled_from(["profiles", "images", "profiles/more", "."]),
)
def test_a_saved_set_loads_as_it_was(entries: list[tuple[str, ExpectedVerdict, int]], place: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        golden = GoldenSet()
        for name, expected, page in entries:
            golden = golden.with_image(golden_image(Path(folder).resolve() / place / name, expected, page))
        path = Path(folder).resolve() / "profiles" / "lid.golden.yaml"
        save_golden_set(golden, path)
        assert load_golden_set(path) == golden
        assert list(path.parent.iterdir()) == [path]


def test_images_beside_the_profiles_move_with_them(tmp_path: Path) -> None:
    near = tmp_path / "team" / "golden" / "a.png"
    far = tmp_path / "elsewhere" / "b.png"
    path = tmp_path / "team" / "profiles" / "lid.golden.yaml"
    save_golden_set(GoldenSet((golden_image(near), golden_image(far))), path)
    assert "path: ../golden/a.png\n" in path.read_text("utf-8")
    (tmp_path / "team").rename(tmp_path / "moved")
    moved = load_golden_set(tmp_path / "moved" / "profiles" / "lid.golden.yaml")
    assert [image.path for image in moved.images] == [tmp_path / "moved" / "golden" / "a.png", far]


def test_an_image_is_in_the_set_once_and_a_full_set_says_so() -> None:
    golden = GoldenSet()
    for number in range(MOST_IMAGES):
        golden = golden.with_image(golden_image(Path(f"/images/{number}.png")))
    flipped = golden.with_image(golden_image(Path("/images/3.png"), ExpectedVerdict.OK))
    assert len(flipped.images) == MOST_IMAGES
    assert flipped.images[3].expected is ExpectedVerdict.OK
    with pytest.raises(ProfileError, match=r"full with 200 images: remove one before adding more\.png\.$"):
        golden.with_image(golden_image(Path("/images/more.png")))
    assert len(golden.without(golden.images[0]).images) == MOST_IMAGES - 1


def test_without_a_file_the_set_is_empty(tmp_path: Path) -> None:
    assert load_golden_set(tmp_path / "lid.golden.yaml") == GoldenSet()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            f"images: [{{path: a.png, sha256: {SHA}, expected: ok}}]",
            "images entry 1, expected: must be 'OK' or 'NG', got \"ok\".",
        ),
        (
            "images: [{path: a.png, sha256: xyz, expected: OK}]",
            "images entry 1, sha256: must be 64 digits 0-9",
        ),
        (f"images: [{{path: a.png, sha256: {SHA}}}]", "images entry 1, expected: is missing."),
        ("pictures: []", "pictures: is not a field of a golden set"),
        ("images: 3", "images: must be a list, got 3."),
    ],
)
def test_a_damaged_set_is_explained_with_file_line_and_field(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "lid.golden.yaml"
    path.write_text(f"schema_version: 1\n{text}\n", encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_golden_set(path)
    assert f"{path}, line 2, {sentence}" in str(caught.value)


def test_a_set_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "lid.golden.yaml"
    with pytest.raises(ProfileError, match=r"rename the image without control characters\.$"):
        save_golden_set(GoldenSet((golden_image(tmp_path / "a\nb.png"),)), path)
    assert not path.exists()
    path.mkdir()
    with pytest.raises(OutputError, match=r"lid\.golden\.yaml could not be written"):
        save_golden_set(GoldenSet(), path)


def test_the_example_of_the_manual_loads(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "product-profiles.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yml\n(.*?)```", manual, re.DOTALL)
    path = tmp_path / "profiles" / "lid.golden.yaml"
    path.parent.mkdir()
    path.write_text(example, encoding="utf-8")
    images = load_golden_set(path).images
    assert [image.name for image in images] == ["lid_07.png", "lid.tif#2"]
    assert images[0].path == tmp_path / "golden" / "lid_07.png"


def test_golden_sets_are_not_taken_for_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    save_golden_set(GoldenSet(), golden_path("bottle"))
    assert golden_path("bottle") == tmp_path / "bottle.golden.yaml"
    assert list_profiles().errors == ()


def test_a_comparison_counts_escapes_and_false_calls_before_and_after() -> None:
    ok, review, ng = (Judged(verdict, 0.5) for verdict in AiVerdict)
    good = golden_image(Path("/good.png"), ExpectedVerdict.OK)
    bad = golden_image(Path("/bad.png"), ExpectedVerdict.NG)
    comparison = GoldenComparison(
        (
            GoldenResult(good, ok, ng),
            GoldenResult(good, ng, review),
            GoldenResult(bad, review, ok),
            GoldenResult(bad, ng, ng),
            GoldenResult(bad, error="It is gone."),
            GoldenResult(bad, None, ok),
        )
    )
    before, after = comparison.released, comparison.changed
    assert (before.right, before.review, before.escapes, before.false_calls) == (2, 1, 0, 1)
    assert (after.right, after.review, after.escapes, after.false_calls) == (1, 1, 2, 1)
    assert [each.difference for each in comparison.results] == [
        Difference.WORSE,
        Difference.BETTER,
        Difference.WORSE,
        Difference.SAME,
        Difference.SAME,
        Difference.SAME,
    ]
    assert comparison.worse == (comparison.results[0], comparison.results[2])
    assert comparison.failed == (comparison.results[4],)
