import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.natural_order import natural_key
from saa_desktop.sources.listing import find_images, list_images

links = pytest.mark.skipif(sys.platform == "win32", reason="making links needs special rights on Windows")


def names(*paths: Path, recursive: bool = True, **options: object) -> list[str]:
    return [reference.name for reference in list_images(paths, recursive=recursive, **options)]


def make(folder: Path, *files: str) -> Path:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def test_a_folder_is_listed_as_people_count(tmp_path: Path) -> None:
    make(
        tmp_path,
        "img10.png",
        "img2.PNG",
        "b/1.tif",
        "a 10/x.jpg",
        "a 9/x.jpeg",
        "批次/图 2.webp",
        "notes.txt",
    )
    expected = ["img2.PNG", "img10.png", "a 9/x.jpeg", "a 10/x.jpg", "b/1.tif", "批次/图 2.webp"]
    assert names(tmp_path) == expected
    assert names(tmp_path, recursive=False) == expected[:2]
    for reference in list_images([tmp_path], recursive=True):
        assert reference.path == tmp_path / reference.name


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.png", ".cache/a.png", "._a.png", "a.png")
    assert names(tmp_path) == ["a.png"]


def test_patterns_replace_the_suffixes(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "a.png", "b.JPG", "raw.dat", "good/c.jpg", "good/c_mask.jpg")
    assert names(tmp_path, include=["*.jpg"]) == ["a.jpg", "b.JPG", "good/c.jpg", "good/c_mask.jpg"]
    assert names(tmp_path, include=["good/*", "*.dat"]) == ["raw.dat", "good/c.jpg", "good/c_mask.jpg"]
    assert names(tmp_path, include=["*.jpg"], exclude_names=["*_mask.*", "a*"]) == ["b.JPG", "good/c.jpg"]


def test_a_file_that_is_named_itself_is_always_listed(tmp_path: Path) -> None:
    make(tmp_path, "frame.dat", ".b.png")
    assert names(tmp_path / "frame.dat", include=["*.png"]) == ["frame.dat"]
    assert names(tmp_path / ".b.png", tmp_path / "frame.dat") == [".b.png", "frame.dat"]


def test_excluded_folders_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.png", "out/reports/a.png", "outside/b.png")
    assert names(tmp_path, exclude=[tmp_path / "out", tmp_path / "missing"]) == ["a.png", "outside/b.png"]
    assert names(tmp_path / "out", exclude=[tmp_path / "out"]) == ["reports/a.png"]


def test_several_folders_go_before_their_files_and_clashes_are_numbered(tmp_path: Path) -> None:
    make(tmp_path, "x/line.1/a.png", "y/line.1/a.png", "z/a.png")
    listed = names(
        tmp_path / "x" / "line.1",
        tmp_path / "y" / "line.1",
        tmp_path / "z/a.png",
        tmp_path / "x/line.1/a.png",
    )
    assert listed == ["line.1/a.png", "line.1 (2)/a.png", "a.png"]


def test_files_of_the_same_name_are_numbered(tmp_path: Path) -> None:
    make(tmp_path, "x/a.png", "y/a.png", "z/a (2).png", "w/a.png")
    files = [tmp_path / "x/a.png", tmp_path / "z/a (2).png", tmp_path / "y/a.png", tmp_path / "w/a.png"]
    assert names(*files) == ["a.png", "a (2).png", "a (3).png", "a (4).png"]


def test_what_is_named_twice_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.png", "in/b/c.png")
    monkeypatch.chdir(tmp_path)
    assert names(Path("in"), tmp_path / "in", Path("in/../in")) == ["a.png", "b/c.png"]
    assert names(Path("in/a.png"), Path("in")) == ["a.png", "in/b/c.png"]
    assert names(Path()) == ["in/a.png", "in/b/c.png"]


@links
def test_links_are_followed_once(tmp_path: Path) -> None:
    make(tmp_path, "a/x.png", "elsewhere/y.png")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "same.png").symlink_to(tmp_path / "a" / "x.png")
    (tmp_path / "a" / "broken.png").symlink_to(tmp_path / "missing.png")
    listed = list_images([tmp_path / "a"], recursive=True)
    assert len({reference.path.resolve() for reference in listed}) == len(listed) == 2
    assert {reference.path.resolve().name for reference in listed} == {"x.png", "y.png"}


@links
def test_folders_and_pipes_with_the_name_of_an_image_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "folder.png/a.png")
    os.mkfifo(tmp_path / "pipe.png")
    assert names(tmp_path) == ["folder.png/a.png"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps such file names")
def test_names_can_be_written_wherever_results_go(tmp_path: Path) -> None:
    for name in (b"\xff.png", b"\xfe.png", b"two\nlines.png"):
        (tmp_path / os.fsdecode(name)).touch()
    listed = names(tmp_path)
    assert len(set(listed)) == 3
    for name in listed:
        assert name.encode("utf-8")
        assert name.splitlines() == [name]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_itself_is_left_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to("a.png")
    (tmp_path / "folder").symlink_to("folder")
    assert names(tmp_path) == ["a.png"]


def test_what_cannot_be_listed_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"missing does not exist: .*\.$"):
        names(tmp_path / "missing")
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        (tmp_path / "closed").mkdir(mode=0)
        with pytest.raises(ImageError, match=r"^The folder .*closed cannot be read \(.*\): .*\.$"):
            names(tmp_path)


def test_the_first_images_come_before_the_others_are_looked_for(tmp_path: Path) -> None:
    make(tmp_path / "now", "2.png", "10.png")
    found = find_images([tmp_path / "now", tmp_path / "later"], recursive=True)
    assert [next(found).name, next(found).name] == ["now/2.png", "now/10.png"]
    make(tmp_path / "later", "1.png")
    assert [reference.name for reference in found] == ["later/1.png"]


def test_a_search_can_be_ended_after_each_short_step(tmp_path: Path) -> None:
    make(tmp_path, *(f"{number}.png" for number in range(1000)))
    steps = [1, 2, 3, 4, 5]
    with pytest.raises(IndexError):
        list(find_images([tmp_path], recursive=True, pause=lambda: steps.pop() and None))


def test_an_empty_folder_has_no_images(tmp_path: Path) -> None:
    assert names(tmp_path) == []


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6))
def test_numbers_in_names_sort_as_numbers(numbers: list[int]) -> None:
    made = [f"Part {number} of 7.png" for number in numbers]
    by_number = [f"Part {number} of 7.png" for number in sorted(numbers)]
    assert sorted(made, key=natural_key) == by_number


@given(st.lists(st.text(max_size=8), min_size=2, max_size=6))
def test_any_names_can_be_sorted(made: list[str]) -> None:
    keys = [natural_key(name) for name in made]
    assert sorted(keys, reverse=True)[::-1] == sorted(keys)
