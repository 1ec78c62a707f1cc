"""What the installers are made of, and what the smoke test takes for the application's own words."""

import struct
from pathlib import Path

import icons
import pytest
import smoke_steps
import windows_installer
import windows_version
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 60))
def test_parts_hold_every_file_once_and_not_too_much(sizes: list[int], limit: int) -> None:
    files = [(Path(str(number)), size) for number, size in enumerate(sizes)]
    parts = windows_installer.split(files, limit)
    assert [path for part in parts for path in part] == [path for path, _ in files]
    by_path = dict(files)
    assert all(len(part) == 1 or sum(by_path[path] for path in part) <= limit for part in parts)


def test_the_uninstaller_deletes_what_was_installed_and_inner_folders_first() -> None:
    files = [Path("a.exe"), Path("x/样品.txt"), Path("x/y/z/b.dll")]
    assert list(windows_installer.uninstall_lines(files)) == [
        'Delete "$INSTDIR\\a.exe"',
        'Delete "$INSTDIR\\x\\样品.txt"',
        'Delete "$INSTDIR\\x\\y\\z\\b.dll"',
        'RMDir "$INSTDIR\\x\\y\\z"',
        'RMDir "$INSTDIR\\x\\y"',
        'RMDir "$INSTDIR\\x"',
    ]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("0.10", (0, 10, 0, 0)),
        ("2.0.1rc3", (2, 0, 1, 0)),
        ("1.2.3.dev4", (1, 2, 3, 0)),
    ],
)
def test_windows_counts_versions_by_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert windows_version.numbers(version) == numbers


def test_windows_icon_file_points_to_its_pictures() -> None:
    data = icons.ico({16: b"sixteen", 256: b"large"})
    assert struct.unpack_from("<HHH", data) == (0, 1, 2)
    for entry, side, content in ((6, 16, b"sixteen"), (22, 0, b"large")):
        size, offset = struct.unpack_from("<II", data, entry + 8)
        assert data[entry] == side
        assert data[offset : offset + size] == content


def test_only_the_applications_own_words_may_stand_on_standard_error() -> None:
    smoke_steps.check_errors(
        "Loading the models ...\n4 files, lite (built in, no neural networks) on cpu\n"
        "━━━━━━━━━━ 4/4 2.4 images/s time left 0:00:00 NG 2  OK 2\r\n"
        "2026-11-23 14:36:03,890 INFO saa_desktop.workers.meter: no figures of graphics cards\n"
    )
    for foreign in (
        "/opt/torch/functional.py:513: UserWarning: meshgrid",
        "2026-11-23 14:36:03,766 WARNING qt: default: Detected locale C",
        "libGL error: failed to load driver",
        "Traceback (most recent call last):",
    ):
        with pytest.raises(smoke_steps.SmokeError, match="not ours"):
            smoke_steps.check_errors(f"Loading the models ...\n{foreign}\n")
