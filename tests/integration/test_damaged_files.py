"""Damaged and hostile files, read as a batch reads them."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.sources.decoding import decode_pages
from tests.damaged_files import valid_files, write_damaged_files, write_flipped_files

_MEBIBYTE = 2**20
_MOST_MEMORY = 250 * _MEBIBYTE


@pytest.fixture(autouse=True)
def silence(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Nothing but the sentence may reach a person: no warnings, no chatter of the decoders."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    assert [str(warning.message) for warning in caught] == []
    assert capfd.readouterr() == ("", "")


def outcome(path: Path) -> int | str:
    """Return the number of pages, or the sentence."""
    try:
        return sum(1 for _ in decode_pages(ImageReference(path, path.name)))
    except ImageError as error:
        return str(error)


def assert_is_one_sentence(sentence: int | str, name: str) -> None:
    assert isinstance(sentence, str), f"{name} was decoded"
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert ": " in sentence.removeprefix(name), "no remedy"
    assert len(sentence.removeprefix(name)) < 200
    assert "\n" not in sentence


def test_each_of_200_damaged_files_ends_in_one_sentence(tmp_path: Path) -> None:
    paths = write_damaged_files(tmp_path)
    assert len(paths) == 200
    with ThreadPoolExecutor(4) as pool:
        for path, result in zip(paths, pool.map(outcome, paths), strict=True):
            assert_is_one_sentence(result, path.name)


def test_intact_files_are_decoded(tmp_path: Path) -> None:
    for name, data in valid_files().items():
        (tmp_path / name).write_bytes(data)
        assert outcome(tmp_path / name) == (2 if name == "pages.tif" else 1)


@pytest.mark.parametrize("seed", range(3))
def test_files_with_flipped_bits_give_pixels_or_one_sentence(tmp_path: Path, seed: int) -> None:
    for path in write_flipped_files(tmp_path, seed=seed):
        result = outcome(path)
        if not isinstance(result, int):
            assert_is_one_sentence(result.replace("#1", "").replace("#2", ""), path.name)


def test_what_is_no_file_ends_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "folder.png"
    folder.mkdir()
    for path in (
        folder,
        tmp_path / "vanished.png",
        folder / "in folder.png",
        tmp_path / ("n" * 300 + ".png"),
    ):
        assert_is_one_sentence(outcome(path), path.name)
    (tmp_path / "file.png").write_bytes(b"x")
    assert_is_one_sentence(outcome(tmp_path / "file.png" / "below.png"), "below.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path / "pipe.png", Path("/dev/zero")):
        assert_is_one_sentence(outcome(path), path.name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read every file")
def test_a_forbidden_file_ends_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "forbidden.png"
    path.write_bytes(valid_files()["rgb.png"])
    path.chmod(0)
    assert_is_one_sentence(outcome(path), path.name)


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is read with resource")
def test_no_header_makes_the_process_grow(tmp_path: Path) -> None:
    paths = [
        str(path) for path in write_damaged_files(tmp_path) if "bomb" in path.name or "tile" in path.name
    ]
    script = """
import json, resource, sys
from pathlib import Path
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.sources.decoding import decode_pages
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in json.load(sys.stdin):
    try:
        list(decode_pages(ImageReference(Path(path), path)))
    except ImageError:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""
    child = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(paths), capture_output=True, text=True, check=True
    )
    assert child.stderr == ""
    assert int(child.stdout) < _MOST_MEMORY
