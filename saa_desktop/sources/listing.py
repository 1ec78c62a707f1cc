"""Finds the images in files and folders that a person names."""

import fnmatch
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.natural_order import natural_key
from saa_desktop.sources.native_paths import native_path

IMAGE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp"}
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def list_images(
    paths: Sequence[Path],
    *,
    recursive: bool,
    include: Sequence[str] = (),
    exclude: Sequence[Path] = (),
    exclude_names: Sequence[str] = (),
) -> list[ImageReference]:
    """List images as people count ("img2" before "img10"), a folder's own before those of its subfolders.

    A file that is named itself is always listed, whatever its name. In folders, hidden files and folders are
    passed over, and links that lead in a circle are followed once. A file reached twice is listed once.

    Args:
        paths: files and folders.
        recursive: whether to look into folders within folders.
        include: glob patterns, without regard to case; a file is listed when its name or its path below the
            named folder, parts divided by "/", matches one of them. Without patterns ``IMAGE_SUFFIXES``
            count.
        exclude: folders to pass over when they are found below a named one.
        exclude_names: patterns like ``include`` of files to pass over.

    Returns:
        Absolute paths, and unique names: relative to the one named folder; for several named paths with the
        folder's own name before them, as in "line 1/a.png" and "line 1 (2)/a.png".

    Raises:
        ImageError: a path does not exist, or a folder cannot be read.
    """
    walk = _Walk(
        recursive=recursive,
        include=_pattern(include),
        exclude_names=_pattern(exclude_names),
        skipped={_real(native_path(folder)) for folder in exclude},
    )
    roots = _resolved(paths)
    references: list[ImageReference] = []
    file_names: dict[str, int] = {}
    folder_names: dict[str, int] = {}
    for real, root in roots.items():
        prefix, found = "", walk.single_file(root, real)
        if _is_folder(root):
            found = walk.files(root)
            if len(roots) > 1:
                prefix = _unique(_printable(root.name or "root"), folder_names, suffixed=False) + "/"
        for path, name in found:
            references.append(ImageReference(path, _unique(prefix + _printable(name), file_names)))
    return references


@dataclass(frozen=True, slots=True)
class _Walk:
    """What to list, and what has been seen so far.

    Attributes:
        recursive: whether to look into folders within folders.
        include: what files must match; ``None`` for the known suffixes.
        exclude_names: what files must not match.
        skipped: folders not to enter, resolved.
        seen: folders and files listed so far, resolved.
    """

    recursive: bool
    include: re.Pattern[str] | None
    exclude_names: re.Pattern[str] | None
    skipped: set[str]
    seen: set[str] = field(default_factory=set)

    def single_file(self, path: Path, real: str) -> Iterator[tuple[Path, str]]:
        """Yield a file that was named itself."""
        if self._is_new(real):
            yield path, path.name

    def files(self, root: Path) -> Iterator[tuple[Path, str]]:
        """Yield the images of a folder, with their paths below it."""
        waiting = [(root, "")]
        while waiting:
            folder, prefix = waiting.pop()
            real = _real(native_path(folder))
            if not self._is_new(real):
                continue
            entries = sorted(_entries(folder), key=lambda entry: natural_key(entry.name))
            for entry in entries:
                if self._is_wanted(entry, prefix + entry.name) and self._is_new(_real_entry(real, entry)):
                    yield folder / entry.name, prefix + entry.name
            if self.recursive:
                folders = [entry for entry in entries if self._is_entered(real, entry)]
                waiting += [(folder / entry.name, f"{prefix}{entry.name}/") for entry in reversed(folders)]

    def _is_new(self, real: str) -> bool:
        if real in self.seen:
            return False
        self.seen.add(real)
        return True

    def _is_wanted(self, entry: os.DirEntry[str], relative: str) -> bool:
        names = entry.name, relative
        if self.include is None:
            wanted = os.path.splitext(entry.name)[1].lower() in IMAGE_SUFFIXES  # noqa: PTH122 - 10 times faster
        else:
            wanted = any(map(self.include.match, names))
        if wanted and self.exclude_names is not None:
            wanted = not any(map(self.exclude_names.match, names))
        return wanted and entry.is_file()

    def _is_entered(self, real: str, entry: os.DirEntry[str]) -> bool:
        return entry.is_dir() and _real_entry(real, entry) not in self.skipped


def _pattern(globs: Sequence[str]) -> re.Pattern[str] | None:
    if not globs:
        return None
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs), re.IGNORECASE)


def _is_folder(path: Path) -> bool:
    """Say whether a named path is a folder; raise where there is nothing."""
    native = native_path(path)
    if not os.path.exists(native):  # noqa: PTH110 - Path would normalize the extended form away
        raise ImageError(f"{path} does not exist: check the spelling, or whether its drive is connected.")
    return os.path.isdir(native)  # noqa: PTH112


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder and not hidden."""
    try:
        with os.scandir(native_path(folder)) as entries:
            return [entry for entry in entries if not _is_hidden(entry)]
    except OSError as error:
        raise ImageError(
            f"The folder {folder} cannot be read ({error.strerror}): "
            "ask for the right to read it, or choose folders without it."
        ) from error


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    return bool(
        getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
    )


def _resolved(paths: Sequence[Path]) -> dict[str, Path]:
    """Return the named paths, absolute, each once, by their resolved paths; folders are resolved once."""
    real_folder = lru_cache(maxsize=None)(os.path.realpath)
    roots: dict[str, Path] = {}
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps ".."
        folder, name = os.path.split(native_path(absolute))
        real = os.path.join(real_folder(folder), name)  # noqa: PTH118
        roots.setdefault(_real(real) if os.path.islink(real) else os.path.normcase(real), absolute)  # noqa: PTH114
    return roots


def _real(native: str) -> str:
    """Return a path by which the same file or folder is recognised."""
    return os.path.normcase(os.path.realpath(native))


def _real_entry(real_folder: str, entry: os.DirEntry[str]) -> str:
    """Return the same for an entry of a resolved folder, without asking the disk about each file."""
    if entry.is_symlink():
        return _real(entry.path)
    return os.path.normcase(os.path.join(real_folder, entry.name))  # noqa: PTH118 - 10 times faster


def _printable(name: str) -> str:
    """Return a name that every file, table and terminal can hold."""
    return _UNPRINTABLE.sub("\ufffd", name)


def _unique(name: str, taken: dict[str, int], *, suffixed: bool = True) -> str:
    """Return the name, with a number if it is taken (before its suffix if it has one), and take it.

    Args:
        name: what to be called.
        taken: the names so far, each with the last number that was tried for it.
        suffixed: whether what follows the last "." is a suffix.
    """
    unique = name
    if name in taken:
        stem, suffix = os.path.splitext(name) if suffixed else (name, "")  # noqa: PTH122 - 10 times faster
        while unique in taken:
            taken[name] += 1
            unique = f"{stem} ({taken[name]}){suffix}"
    taken[unique] = 1
    return unique
