from pathlib import Path

import platformdirs
import pytest

from saa_desktop.domain.errors import OutputError
from saa_desktop.settings import LoadedSettings, Settings, load_settings, save_settings, settings_path


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    settings = Settings(language="zh_CN", theme="dark", profile="mtd", last_folder="D:\\图像 3")
    save_settings(settings, path)
    assert load_settings(path) == LoadedSettings(settings)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == LoadedSettings(Settings(), first_start=True)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"version": 2}', b'{"theme": "pink"}', b'{"colour": "red"}', b"\xff\xfe\x00", b"[]"],
)
def test_a_file_that_is_not_valid_is_kept_beside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert loaded.set_aside is not None
    assert loaded.set_aside.read_bytes() == content
    assert not path.exists()


def test_a_file_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        save_settings(Settings(), tmp_path / "file" / "settings.json")


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAA_DESKTOP_CONFIG", str(tmp_path))
    assert settings_path() == tmp_path / "settings.json"
    monkeypatch.delenv("SAA_DESKTOP_CONFIG")
    assert settings_path().parent == platformdirs.user_config_path("saa-desktop", appauthor=False)
