"""Finds the images in files and folders that a person names."""

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.natural_order import in_natural_order
from saa_desktop.sources.native_paths import native_path

IMAGE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp"}
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_Item = TypeVar("_Item")
Unreadable = Callable[[Path, OSError], None]
"""Takes a folder that cannot be read, and why; may raise to end the search."""
_PAUSE_EVERY = 100
"""Entries of a folder; a tenth of a millisecond of work on a slow computer."""


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
    return list(
        find_images(paths, recursive=recursive, include=include, exclude=exclude, exclude_names=exclude_names)
    )


def find_images(
    paths: Sequence[Path],
    *,
    recursive: bool,
    include: Sequence[str] = (),
    exclude: Sequence[Path] = (),
    exclude_names: Sequence[str] = (),
    pause: Callable[[], None] = lambda: None,
    unreadable: Unreadable | None = None,
) -> Iterator[ImageReference]:
    """Yield the same images in the same order, the first ones while the others are not yet looked for.

    Args:
        paths: see ``list_images``, as for the others.
        recursive: see there.
        include: see there.
        exclude: see there.
        exclude_names: see there.
        pause: called after each short piece of work; may raise to end the search.
        unreadable: hears of folders below a named one that cannot be read, which then end nothing.

    Raises:
        ImageError: see there.
    """
    walk = _Walk(
        recursive=recursive,
        include=_pattern(include),
        exclude_names=_pattern(exclude_names),
        skipped={_real(native_path(folder)) for folder in exclude},
        pause=pause,
        unreadable=unreadable,
    )
    roots = _resolved(paths)
    file_names: dict[str, int] = {}
    folder_names: dict[str, int] = {}
    for real, root in roots.items():
        prefix, found = "", walk.single_file(root, real)
        if _is_folder(root):
            found = walk.files(root)
            if len(roots) > 1:
                prefix = _unique(_printable(root.name or "root"), folder_names, suffixed=False) + "/"
        for path, name in found:
            yield ImageReference(path, _unique(prefix + _printable(name), file_names))


@dataclass(frozen=True, slots=True)
class _Walk:
    """What to list, and what has been seen so far.

    Attributes:
        recursive: whether to look into folders within folders.
        include: what files must match; ``None`` for the known suffixes.
        exclude_names: what files must not match.
        skipped: folders not to enter, resolved.
        pause: called after each short piece of work.
        unreadable: hears of folders within folders that cannot be read; ``None`` makes them errors.
        seen: folders and files listed so far, resolved.
    """

    recursive: bool
    include: re.Pattern[str] | None
    exclude_names: re.Pattern[str] | None
    skipped: set[str]
    pause: Callable[[], None]
    unreadable: Unreadable | None
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
            try:
                files, folders, links = self._sorted_out(folder, prefix)
            except OSError as error:
                if not (prefix and self.unreadable):
                    raise _unreadable_folder(folder, error) from error
                self.unreadable(folder, error)
                continue
            base = os.path.join(real, "")  # noqa: PTH118 - 10 times faster, as for the others below
            for name in self._pausing(in_natural_order(files)):
                if self._is_new(_real_entry(base, name, links)):
                    yield folder / name, prefix + name
            entered = (
                (folder / name, f"{prefix}{name}/")
                for name in in_natural_order(folders)
                if _real_entry(base, name, links) not in self.skipped
            )
            waiting += reversed(list(entered))

    def _sorted_out(self, folder: Path, prefix: str) -> tuple[list[str], list[str], set[str]]:
        """Return the names of a folder's images, of the folders to enter, and of the links among both.

        Raises:
            OSError: the folder cannot be read.
        """
        files, folders, links = [], [], set()
        with os.scandir(native_path(folder)) as entries:
            for entry in self._pausing(entries):
                name = entry.name
                if _is_hidden(entry, name):
                    continue
                if self._is_wanted(name, prefix) and _is_file(entry):
                    files.append(name)
                elif self.recursive and _is_folder_entry(entry):
                    folders.append(name)
                if entry.is_symlink():
                    links.add(name)
        return files, folders, links

    def _pausing(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for count, item in enumerate(items):
            if count % _PAUSE_EVERY == 0:
                self.pause()
            yield item

    def _is_new(self, real: str) -> bool:
        if real in self.seen:
            return False
        self.seen.add(real)
        return True

    def _is_wanted(self, name: str, prefix: str) -> bool:
        if self.include is None:
            wanted = name[name.rfind(".") :].lower() in IMAGE_SUFFIXES
        else:
            wanted = any(map(self.include.match, (name, prefix + name)))
        if wanted and self.exclude_names is not None:
            return not any(map(self.exclude_names.match, (name, prefix + name)))
        return wanted


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


def _unreadable_folder(folder: Path, error: OSError) -> ImageError:
    return ImageError(
        f"The folder {folder} cannot be read ({error.strerror}): "
        "ask for the right to read it, or choose folders without it."
    )


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file; a link that cannot be followed gets its sentence as one."""
    try:
        return entry.is_file()
    except OSError:
        return True


def _is_folder_entry(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_hidden(entry: os.DirEntry[str], name: str) -> bool:
    if name.startswith("."):
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


def _real_entry(base: str, name: str, links: Container[str]) -> str:
    """Return the same for an entry of a resolved folder, without asking the disk about each file.

    Args:
        base: the folder, with a separator at its end.
        name: the entry's.
        links: names of the entries that are links.
    """
    return _real(base + name) if name in links else os.path.normcase(base + name)


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
