"""What a person asks for, before anything is looked up."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import permutations
from pathlib import Path
from typing import Any, Self

from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.speed import Speed

SESSION_FILE = "session.sqlite"
"""Name of the session file in an output folder."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A batch as the window or the command line takes it from a person.

    Attributes:
        paths: files and folders of images.
        profile: a product profile's name, or the path of a profile file.
        output: the folder for session, tables and reports.
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: of saa-plus.
        recursive: whether folders within folders count.
        resume: whether to go on with the session that the output folder holds.
        patterns: file name patterns that say which files are images; empty leaves it to the profile.
        plain: run plain SAA, without the hybrid prompts.
        as_published: reproduce the published code's quirks, whatever the profile says.
        reports: whether each image gets its report picture.
        maps: whether each image gets its anomaly map.
        max_megapixels: larger images are refused.
    """

    paths: tuple[Path, ...]
    profile: str
    output: Path
    models: str = "auto"
    device: str = "auto"
    speed: Speed = Speed.EXACT
    recursive: bool = False
    resume: bool = False
    patterns: tuple[str, ...] = ()
    plain: bool = False
    as_published: bool = False
    reports: bool = True
    maps: bool = False
    max_megapixels: float = 100.0

    @property
    def model_choice(self) -> ModelChoice:
        """Who looks."""
        return ModelChoice(self.models, self.device, self.speed)

    @property
    def session_path(self) -> Path:
        """Where the session file lies, or will lie."""
        return self.output / SESSION_FILE

    def as_arguments(self) -> tuple[str, ...]:
        """Return the request as a session logs it: ``name=value`` each, the value in JSON."""
        return _arguments(self)

    @classmethod
    def from_arguments(cls, arguments: Iterable[str]) -> Self:
        """Undo ``as_arguments``.

        Raises:
            ValueError: they are not those of a request.
        """
        values = _values(arguments)
        try:
            paths, patterns, output = values.pop("paths"), values.pop("patterns"), values.pop("output")
            return cls(paths=tuple(map(Path, paths)), patterns=tuple(patterns), output=Path(output), **values)
        except (KeyError, TypeError) as error:
            raise ValueError(f"expected the arguments of a batch, got {sorted(values)}") from error


@dataclass(frozen=True, slots=True)
class FolderRequest:
    """A folder to watch, and by what its captures are judged.

    Attributes:
        path: where captures arrive.
        profile: a product profile's name, or the path of a profile file.
        patterns: file name patterns that say which files are captures; empty leaves it to the profile.
    """

    path: Path
    profile: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """A watch as the window or the command line takes it from a person.

    Attributes:
        folders: where captures arrive; no two of them the same.
        output: the folder for session, tables and reports; goes on with the session that it holds.
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: of saa-plus.
        existing: whether what lies in the folders when they are first watched is inspected too.
        newest_first: whether the newest capture is next instead of the oldest.
        stable_s: for how many seconds a file must rest before it is taken.
        tries: after so many a file that cannot be decoded is a failure.
        reports: whether each image gets its report picture.
        maps: whether each image gets its anomaly map.
        max_megapixels: larger images are refused.
    """

    folders: tuple[FolderRequest, ...]
    output: Path
    models: str = "auto"
    device: str = "auto"
    speed: Speed = Speed.EXACT
    existing: bool = False
    newest_first: bool = False
    stable_s: float = 2.0
    tries: int = 5
    reports: bool = True
    maps: bool = False
    max_megapixels: float = 100.0

    @property
    def model_choice(self) -> ModelChoice:
        """Who looks."""
        return ModelChoice(self.models, self.device, self.speed)

    @property
    def session_path(self) -> Path:
        """Where the session file lies, or will lie."""
        return self.output / SESSION_FILE

    def as_arguments(self) -> tuple[str, ...]:
        """Return the request as a session logs it: ``name=value`` each, the value in JSON."""
        return _arguments(self)

    @classmethod
    def from_arguments(cls, arguments: Iterable[str]) -> Self:
        """Undo ``as_arguments``.

        Raises:
            ValueError: they are not those of a request.
        """
        values = _values(arguments)
        try:
            folders = tuple(
                FolderRequest(Path(each["path"]), each["profile"], tuple(each["patterns"]))
                for each in values.pop("folders")
            )
            return cls(folders, Path(values.pop("output")), **values)
        except (KeyError, TypeError) as error:
            raise ValueError(f"expected the arguments of a watch, got {sorted(values)}") from error


def overlapping(folders: Sequence[Path]) -> tuple[Path, Path] | None:
    """Return two folders of which the second is, or lies in, the first; ``None`` if there are none."""
    return next(
        ((outer, inner) for inner, outer in permutations(folders, 2) if is_within(inner, outer)), None
    )


def is_within(inner: Path, outer: Path) -> bool:
    """Tell whether a folder is, or lies in, another one, by their names alone."""
    place, other = (Path(os.path.normcase(os.path.abspath(each))) for each in (inner, outer))  # noqa: PTH100
    return other == place or other in place.parents


def _arguments(request: BatchRequest | WatchRequest) -> tuple[str, ...]:
    return tuple(f"{name}={json.dumps(value, default=str)}" for name, value in asdict(request).items())


def _values(arguments: Iterable[str]) -> dict[str, Any]:
    """Return the values by name.

    Raises:
        ValueError: one of them is no JSON, or the speed is not known.
    """
    values = {name: json.loads(value) for name, _, value in (each.partition("=") for each in arguments)}
    if "speed" in values:
        values["speed"] = Speed(values["speed"])
    return values
