"""Finds, reads and writes profile files: the shipped ones and the user's own."""

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import OutputError, ProfileError
from saa_desktop.profiles.migrations import SCHEMA_VERSION
from saa_desktop.profiles.plain_yaml import write_yaml
from saa_desktop.profiles.record_file import read_record
from saa_desktop.profiles.schema import ProductProfile

FOLDER_VARIABLE = "SAA_DESKTOP_PROFILES"
"""Environment variable that names another folder for the user's profiles."""

SUFFIX = ".yaml"
"""A profile's file is named after it, with this at the end."""

GOLDEN_SUFFIX = ".golden.yaml"
"""The file of its golden set likewise."""

_HEADER = "# Product profile of SAA Desktop; docs/product-profiles.md explains every field.\n"


@dataclass(frozen=True, slots=True)
class ProfileListing:
    """All profiles at hand.

    Attributes:
        profiles: the valid ones, by name.
        errors: one for each file that is not valid, and for a folder that cannot be read.
    """

    profiles: tuple[ProductProfile, ...]
    errors: tuple[ProfileError, ...]


def user_folder() -> Path:
    """Return the folder of the user's own profiles, which need not exist yet."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    return platformdirs.user_data_path("saa-desktop", appauthor=False) / "product_profiles"


def list_profiles() -> ProfileListing:
    """Return all shipped and user's profiles; of two with the same name the user's.

    A user's file that is not valid still hides the shipped profile of its name: silently judging by other
    thresholds than the user wrote would be worse than an error.
    """
    profiles, errors = [], []
    try:
        paths = _paths_by_name()
    except ProfileError as error:
        return ProfileListing((), (error,))
    for _, path in sorted(paths.items()):
        try:
            profiles.append(load_profile(path))
        except ProfileError as error:
            errors.append(error)
    return ProfileListing(tuple(profiles), tuple(errors))


def find_profile(name_or_path: str) -> ProductProfile:
    """Return the profile of that name, or the one in that file.

    Args:
        name_or_path: a name such as ``bottle``; or a path, known by its ``.yaml`` or a folder in it.

    Raises:
        ProfileError: there is none, or it is not valid.
    """
    path = Path(name_or_path)
    if path.suffix.lower() == SUFFIX or path.name != name_or_path:
        return load_profile(path)
    paths = _paths_by_name()
    if name_or_path not in paths:
        close = difflib.get_close_matches(name_or_path, paths, n=3)
        remedy = (
            f"close names are {', '.join(close)}" if close else "saa-desktop profiles list shows them all"
        )
        raise ProfileError(f'There is no product profile "{name_or_path}": {remedy}.')
    return load_profile(paths[name_or_path])


def load_profile(path: Path) -> ProductProfile:
    """Read one profile file.

    Raises:
        ProfileError: the file cannot be read or is not valid; the text has one line for each problem, with
            file, line and field.
    """
    return read_record(path, ProductProfile, what="product profile", name=path.stem)


def save_profile(profile: ProductProfile, path: Path) -> None:
    """Write a profile so that ``load_profile`` returns an equal one; comments in an older file are lost.

    Args:
        profile: what to write.
        path: ``<folder>/<name of the profile>.yaml``; missing folders are made.

    Raises:
        OutputError: the file is not named after the profile or cannot be written.
    """
    if path.name != profile.name + SUFFIX:
        file_name = profile.name + SUFFIX
        raise OutputError(f'{path} cannot hold the profile "{profile.name}": name the file {file_name}.')
    atomic_write_bytes(path, render_profile(profile).encode())


def render_profile(profile: ProductProfile) -> str:
    """Return the text of a profile's file, with all its fields."""
    content = {"schema_version": SCHEMA_VERSION, **profile.model_dump(mode="json", exclude_none=True)}
    return _HEADER + write_yaml(content)


def _paths_by_name() -> dict[str, Path]:
    try:
        shipped = data_path("product_profiles")
    except FileNotFoundError as error:
        raise ProfileError(str(error)) from error
    return {path.stem: path for folder in (shipped, user_folder()) for path in _profile_files(folder)}


def _profile_files(folder: Path) -> list[Path]:
    """Return the profile files in a folder; none when it does not exist; hidden files are not ours."""
    try:
        entries = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ProfileError(
            f"The folder of profiles {folder} cannot be read ({error.strerror}): "
            f"check its permissions and {FOLDER_VARIABLE}."
        ) from error
    return [
        path
        for path in entries
        if path.suffix == SUFFIX and not path.name.startswith(".") and not path.name.endswith(GOLDEN_SUFFIX)
    ]
