"""Which profile a name means, with the user's folder beside the shipped one."""

from pathlib import Path

import pytest

from saa_desktop.domain.errors import ProfileError
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import FOLDER_VARIABLE, find_profile, list_profiles, save_profile, user_folder


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def _own(name: str) -> ProductProfile:
    return ProductProfile.model_validate(
        {
            "name": name,
            "version": 7,
            "title": {"en": "My own", "zh_CN": "自己的"},
            "object": {"prompt": "thing"},
        }
    )


def test_the_users_folder_lies_with_the_users_data_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(Path.home() / "somewhere"))
    assert user_folder().is_relative_to(Path.home())
    assert user_folder().name == "product_profiles"


def test_without_a_users_folder_the_shipped_profiles_are_listed_by_name(own_folder: Path) -> None:
    listing = list_profiles()
    names = [profile.name for profile in listing.profiles]
    assert {"generic", "bottle", "mtd"} <= set(names)
    assert names == sorted(names)
    assert listing.errors == ()
    assert not own_folder.exists()


def test_a_users_profile_replaces_the_shipped_one_of_its_name(own_folder: Path) -> None:
    save_profile(_own("bottle"), own_folder / "bottle.yaml")
    save_profile(_own("spoon"), own_folder / "spoon.yaml")
    assert find_profile("bottle").version == 7
    versions = {profile.name: profile.version for profile in list_profiles().profiles}
    assert versions["bottle"] == versions["spoon"] == 7
    assert versions["cable"] == 1


def test_a_broken_file_is_reported_and_does_not_hide_the_others(own_folder: Path) -> None:
    save_profile(_own("spoon"), own_folder / "spoon.yaml")
    (own_folder / "bottle.yaml").write_text("schema_version: 1\n", encoding="utf-8")
    (own_folder / "._fork.yaml").write_bytes(b"\x00\x05\x16\x07")
    (own_folder / "notes.txt").write_text("nothing", encoding="utf-8")
    listing = list_profiles()
    names = [profile.name for profile in listing.profiles]
    assert "spoon" in names
    assert "cable" in names
    assert "bottle" not in names
    (error,) = listing.errors
    assert "bottle.yaml, line 1, name: is missing." in str(error)
    with pytest.raises(ProfileError, match=r"bottle\.yaml, line 1, title: is missing"):
        find_profile("bottle")


def test_a_users_folder_that_cannot_be_read_is_reported(own_folder: Path) -> None:
    own_folder.write_text("not a folder", encoding="utf-8")
    (error,) = list_profiles().errors
    assert str(own_folder) in str(error)
    assert FOLDER_VARIABLE in str(error)


def test_a_path_means_that_file(own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_profile(_own("bottle"), tmp_path / "elsewhere" / "bottle.yaml")
    assert find_profile(str(tmp_path / "elsewhere" / "bottle.yaml")).version == 7
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert find_profile("bottle.yaml").version == 7
    assert find_profile("bottle").version == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("botle", r'^There is no product profile "botle": close names are bottle'),
        ("zzz", r'^There is no product profile "zzz": saa-desktop profiles list shows them all\.$'),
        ("", r'^There is no product profile "": '),
        (
            ".",
            r"^The product profile \. cannot be read \(Is a directory\): check the path and",
        ),
        ("no/such.yaml", r"such\.yaml cannot be read \(No such file or directory\)"),
        ("../bottle", r"bottle cannot be read \("),
    ],
)
def test_what_cannot_be_found_is_said_in_one_sentence(own_folder: Path, asked: str, sentence: str) -> None:
    with pytest.raises(ProfileError, match=sentence):
        find_profile(asked)
