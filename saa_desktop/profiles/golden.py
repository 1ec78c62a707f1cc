"""Golden sets: images with the verdicts that a profile should come to, kept beside the user's profile.

The file is ``<name of the profile>.golden.yaml``. It only names images; they are never copied or changed.
"""

import os
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.errors import ProfileError
from saa_desktop.profiles.image_paths import path_from_text, path_to_text
from saa_desktop.profiles.migrations import SCHEMA_VERSION
from saa_desktop.profiles.plain_yaml import write_yaml
from saa_desktop.profiles.record_file import read_record
from saa_desktop.profiles.schema import Words
from saa_desktop.profiles.store import GOLDEN_SUFFIX, user_folder

MOST_IMAGES = 200
"""More would take too long to be run before each release."""

_HEADER = "# Golden set of SAA Desktop; docs/product-profiles.md explains every field.\n"


class ExpectedVerdict(StrEnum):
    """What the machine should say of an image."""

    OK = "OK"
    NG = "NG"


@dataclass(frozen=True, slots=True)
class GoldenImage:
    """One image, or one page of a file, with the verdict that it should get.

    Attributes:
        path: absolute.
        sha256: of the file when it was added; other content under that name is not this image.
        expected: the verdict.
        page: within the file, from 1.
    """

    path: Path
    sha256: str
    expected: ExpectedVerdict
    page: int = 1

    @property
    def name(self) -> str:
        """What lists call it: the file's name, with the page where it is not the first."""
        return self.path.name if self.page == 1 else f"{self.path.name}#{self.page}"


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """Images with expected verdicts, each page of a file once, in the order in which they were added."""

    images: tuple[GoldenImage, ...] = ()

    def with_image(self, image: GoldenImage) -> Self:
        """Return the set with an image; one of the same file and page gives up its place to it.

        Raises:
            ProfileError: the set is full.
        """
        places = [(each.path, each.page) for each in self.images]
        if (image.path, image.page) in places:
            place = places.index((image.path, image.page))
            return replace(self, images=(*self.images[:place], image, *self.images[place + 1 :]))
        if len(self.images) >= MOST_IMAGES:
            raise ProfileError(
                f"The golden set is full with {MOST_IMAGES} images: remove one before adding {image.name}."
            )
        return replace(self, images=(*self.images, image))

    def without(self, image: GoldenImage) -> Self:
        """Return the set without an image."""
        return replace(self, images=tuple(each for each in self.images if each != image))


def _sha256(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise PydanticCustomError("sha256", "must be 64 digits 0-9 and a-f, as sha256sum prints them")
    return text


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: Words
    sha256: Annotated[str, AfterValidator(_sha256)]
    expected: Annotated[ExpectedVerdict, Field(strict=False)]
    page: int = Field(default=1, ge=1)


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    images: Annotated[tuple[_Entry, ...], Field(strict=False, max_length=MOST_IMAGES)] = ()


def golden_path(profile_name: str) -> Path:
    """Return where the golden set of a profile lies, which need not exist yet."""
    return user_folder() / f"{profile_name}{GOLDEN_SUFFIX}"


def load_golden_set(path: Path) -> GoldenSet:
    """Read a golden set; an empty one when there is no such file.

    The images need not be there: whoever runs the set says which ones are missing.

    Raises:
        ProfileError: the file cannot be read or is not valid; the text has one line for each problem, with
            file, line and field.
    """
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises where a folder is closed
        return GoldenSet()
    content = read_record(path, _Content, what="golden set")
    golden = GoldenSet()
    for entry in content.images:
        image_path = path_from_text(entry.path, path.parent)
        golden = golden.with_image(GoldenImage(image_path, entry.sha256, entry.expected, entry.page))
    return golden


def save_golden_set(golden: GoldenSet, path: Path) -> None:
    """Write a golden set so that ``load_golden_set`` returns an equal one.

    Raises:
        ProfileError: the name of an image cannot be written down.
        OutputError: the file cannot be written; an older one is untouched.
    """
    entries = [_entry(image, path.parent) for image in golden.images]
    text = _HEADER + write_yaml({"schema_version": SCHEMA_VERSION, "images": entries})
    atomic_write_bytes(path, text.encode())


def _entry(image: GoldenImage, folder: Path) -> dict[str, object]:
    text = path_to_text(image.path, folder)
    if not text.isprintable():
        raise ProfileError(
            f"The golden set cannot name {image.name!a}: rename the image without control characters."
        )
    entry: dict[str, object] = {"path": text, "sha256": image.sha256, "expected": str(image.expected)}
    return entry if image.page == 1 else {**entry, "page": image.page}
