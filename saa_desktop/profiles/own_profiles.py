"""The user's own profiles: where they lie, how they are saved and deleted. Shipped files stay as they are."""

import os
from itertools import count
from pathlib import Path

from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import OutputError
from saa_desktop.profiles.image_paths import path_from_text, path_to_text
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import SUFFIX, save_profile, user_folder


def own_path(name: str) -> Path:
    """Return where the user's profile of that name lies, or would."""
    return user_folder() / f"{name}{SUFFIX}"


def is_own(name: str) -> bool:
    """Return whether the user has a profile of that name."""
    return os.path.exists(own_path(name))  # noqa: PTH110 - Path.exists raises where a folder is closed


def is_shipped(name: str) -> bool:
    """Return whether a profile of that name ships with the application, hidden by the user's or not."""
    return (data_path("product_profiles") / f"{name}{SUFFIX}").exists()


def taken_names() -> frozenset[str]:
    """Return the names of all shipped and user's profiles, valid or not."""
    folders = (data_path("product_profiles"), user_folder())
    return frozenset(path.stem for folder in folders for path in folder.glob(f"*{SUFFIX}"))


def unused_name(wish: str) -> str:
    """Return the wished name, or the first of ``wish_2``, ``wish_3``, ... that no profile has."""
    stem = wish[:58]
    names = (wish if number == 1 else f"{stem}_{number}" for number in count(1))
    taken = taken_names()
    return next(name for name in names if name not in taken)


def save_own(profile: ProductProfile) -> None:
    """Write a profile to the user's folder.

    Raises:
        OutputError: it cannot be written; an older file is untouched.
    """
    save_profile(profile, own_path(profile.name))


def delete_own(name: str) -> None:
    """Delete the user's profile of that name; a shipped one that it hid is in use again.

    Its golden set stays, since a person made it.

    Raises:
        OutputError: the file cannot be deleted.
    """
    path = own_path(name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} could not be deleted ({error.strerror}): check the permissions of its folder."
        ) from error


def golden_image_path(profile: ProductProfile) -> Path | None:
    """Return the absolute path of the profile's golden image; ``None`` if it names none."""
    return path_from_text(profile.golden_image, user_folder()) if profile.golden_image else None


def golden_image_text(path: Path) -> str:
    """Return what a profile's ``golden_image`` holds for this file."""
    return path_to_text(path, user_folder())
