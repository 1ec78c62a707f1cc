from pathlib import Path

import pytest

from saa_desktop.sources.native_paths import extended_windows_path, native_path

LONG = "\\".join(["folder"] * 60)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\short\\图像.png", "C:\\short\\图像.png"),
        (f"C:\\{LONG}\\a.png", f"\\\\?\\C:\\{LONG}\\a.png"),
        (f"\\\\server\\share\\{LONG}", f"\\\\?\\UNC\\server\\share\\{LONG}"),
        (f"\\\\?\\C:\\{LONG}", f"\\\\?\\C:\\{LONG}"),
    ],
)
def test_long_windows_paths_are_extended(path: str, expected: str) -> None:
    assert extended_windows_path(path) == expected


def test_native_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert native_path(Path("a/../b")) == str(tmp_path / "b")
