"""Watches folders into which cameras drop files.

A periodic listing is the truth; events of the operating system only bring it forward. Originals are looked
at, never moved or changed.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from saa_desktop.domain.captures import CaptureState, FileStamp, WatchedFolder
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.sources.listing import Unreadable, find_images
from saa_desktop.sources.native_paths import native_path

Found = tuple[ImageReference, FileStamp]

_LISTING_EVERY_S = 5.0
_LISTING_SHARE = 0.2
"""Of the time at most; a share with 100,000 captures takes seconds to list."""
_SETTLING = 10_000
"""Files whose rest is timed at once; others wait for the next listing, so that a burst fits the memory."""
_NOTED_AT_ONCE = 500
_NOT_COMPLETE = {CaptureState.ARRIVING, CaptureState.REMOVED}


class CaptureNotes(Protocol):
    """Where the watcher keeps what it finds; it has no list of its own."""

    def known(self, path: Path) -> tuple[FileStamp, CaptureState] | None:
        """Return a file's content that was last seen, and what became of it."""
        ...

    def note(self, folder: WatchedFolder, found: Iterable[Found], state: CaptureState) -> None:
        """Keep files with their content of now."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """How to list a watched folder.

    Attributes:
        folder: the folder.
        include: patterns of file names, as ``sources.listing.find_images`` takes them.
        exclude_names: patterns of file names to pass over.
        exclude: folders to pass over.
    """

    folder: WatchedFolder
    include: Sequence[str] = ()
    exclude_names: Sequence[str] = ()
    exclude: Sequence[Path] = ()

    def files(self, unreadable: Unreadable) -> Iterable[Found]:
        """Yield the files that are there, by their names below the folder, one at a time.

        Args:
            unreadable: hears of folders within it that cannot be read.

        Raises:
            ImageError: the folder cannot be read.
        """
        return list_folder(
            self.folder.path,
            include=self.include,
            exclude_names=self.exclude_names,
            exclude=self.exclude,
            unreadable=unreadable,
        )


@dataclass(frozen=True, slots=True)
class _Rest:
    stamp: FileStamp
    since: float


class Watcher:
    """Finds complete new files, and new content of old ones, and notes them as waiting.

    A file is complete when its stamp has not changed for a set time, by a clock that never jumps. Belongs to
    one thread.

    Attributes:
        listings: of the folders.
        unreachable: keys of the folders that could not be read when they were last tried.
    """

    def __init__(
        self,
        listings: Sequence[Listing],
        notes: CaptureNotes,
        *,
        stable_s: float,
        say: Callable[[str], None],
        say_reach: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to watch.

        Args:
            listings: of the folders to watch.
            notes: where what is found is kept.
            stable_s: for how many seconds a file must rest.
            say: takes a sentence for people when a folder within a watched one cannot be read.
            say_reach: takes those on watched folders out of reach and back again; ``None`` for ``say``.
            clock: seconds that never jump.
        """
        self.listings = tuple(listings)
        self.unreachable: set[int] = set()
        self._notes = notes
        self._stable_s = stable_s
        self._say = say
        self._say_reach = say_reach or say
        self._clock = clock
        self._resting: dict[int, dict[Path, _Rest]] = {}
        self._unreadable: dict[int, set[Path]] = {}
        self._earliest = self._latest = clock()

    @property
    def reachable(self) -> list[int]:
        """Keys of the folders that can be read."""
        keys = (listing.folder.key for listing in self.listings)
        return [key for key in keys if key not in self.unreachable]

    def due_in(self, *, hinted: bool) -> float:
        """Return the seconds until it is time to look; with a hint of a change it is earlier."""
        return (self._earliest if hinted else self._latest) - self._clock()

    def look(self) -> None:
        """List the folders.

        Raises:
            SessionError: what was found could not be noted.
        """
        began = self._clock()
        for listing in self.listings:
            self._look_into(listing)
        ended = self._clock()
        pause = max((ended - began) / _LISTING_SHARE, self._stable_s / 4)
        settling = any(self._resting.values())
        self._earliest = ended + pause
        self._latest = ended + (pause if settling else max(pause, _LISTING_EVERY_S))

    def lost(self, folder: int, reason: str) -> None:
        """Say that a folder was found to be out of reach, until it can be listed again."""
        if folder not in self.unreachable:
            self.unreachable.add(folder)
            self._say_reach(
                f"The folder {self._path(folder)} is out of reach ({reason}): waiting for it to return."
            )

    def reaches(self, folder: int) -> bool:
        """Tell whether a folder can be read now; says so if it cannot."""
        try:
            with os.scandir(native_path(self._path(folder))):
                return True
        except OSError as error:
            self.lost(folder, error.strerror or type(error).__name__)
            return False

    def _path(self, folder: int) -> Path:
        return next(each.folder.path for each in self.listings if each.folder.key == folder)

    def _look_into(self, listing: Listing) -> None:
        folder = listing.folder
        if not self.reaches(folder.key):
            return
        before = self._resting.get(folder.key, {})
        resting: dict[Path, _Rest] = {}
        unreadable: dict[Path, OSError] = {}

        def note_unreadable(path: Path, error: OSError) -> None:
            if path not in unreadable and not self.reaches(folder.key):
                raise error
            unreadable[path] = error

        try:
            self._sort(listing.files(note_unreadable), folder, before, resting)
        except (ImageError, OSError) as error:
            # Gone while it was listed: what rested before is looked at again when it is back.
            self.lost(folder.key, str(error).rstrip("."))
            return
        self._resting[folder.key] = resting
        if folder.key in self.unreachable:
            self.unreachable.remove(folder.key)
            self._say_reach(f"The folder {folder.path} is back.")
        self._say_unreadable(folder.key, unreadable)

    def _say_unreadable(self, folder: int, unreadable: dict[Path, OSError]) -> None:
        """Say which folders within a watched one can no longer be read, and which can be again."""
        before = self._unreadable.get(folder, set())
        for path in sorted(unreadable.keys() - before):
            error = unreadable[path]
            reason = error.strerror or type(error).__name__
            self._say(
                f"The folder {path}, or a file in it, cannot be read ({reason}): ask for the right to read "
                "it; the others are watched meanwhile."
            )
        for path in sorted(before - unreadable.keys()):
            self._say(f"The folder {path} can be read again.")
        self._unreadable[folder] = set(unreadable)

    def _sort(
        self,
        files: Iterable[Found],
        folder: WatchedFolder,
        before: dict[Path, _Rest],
        resting: dict[Path, _Rest],
    ) -> None:
        """Note files that arrive and files that are complete; fill ``resting``."""
        arriving = _Batch(self._notes, folder, CaptureState.ARRIVING)
        complete = _Batch(self._notes, folder, CaptureState.WAITING)
        for reference, stamp in files:
            known, state = self._notes.known(reference.path) or (None, None)
            if known == stamp and state not in _NOT_COMPLETE:
                continue
            now = self._clock()
            rest = before.get(reference.path)
            if rest is None or rest.stamp != stamp:
                rest = _Rest(stamp, now)
            if now - rest.since >= self._stable_s:
                complete.add(reference, stamp)
            elif len(resting) < _SETTLING:
                resting[reference.path] = rest
                if known != stamp or state is not CaptureState.ARRIVING:
                    arriving.add(reference, stamp)
        arriving.write()
        complete.write()


class _Batch:
    """Notes files in few transactions, and few files at a time in memory."""

    def __init__(self, notes: CaptureNotes, folder: WatchedFolder, state: CaptureState) -> None:
        self._notes, self._folder, self._state = notes, folder, state
        self._found: list[Found] = []

    def add(self, reference: ImageReference, stamp: FileStamp) -> None:
        self._found.append((reference, stamp))
        if len(self._found) >= _NOTED_AT_ONCE:
            self.write()

    def write(self) -> None:
        if self._found:
            self._notes.note(self._folder, self._found, self._state)
            self._found = []


def list_folder(
    folder: Path,
    *,
    include: Sequence[str] = (),
    exclude_names: Sequence[str] = (),
    exclude: Sequence[Path] = (),
    unreadable: Unreadable,
) -> Iterable[Found]:
    """Yield the images of a folder and of those within it, with their stamps.

    Args:
        folder: the folder.
        include: see ``Listing``, as for the other two.
        exclude_names: see there.
        exclude: see there.
        unreadable: hears of folders within it that cannot be read, or that have a file that cannot be looked
            at.

    Raises:
        ImageError: the folder cannot be read.
    """
    for reference in find_images(
        [folder],
        recursive=True,
        include=include,
        exclude_names=exclude_names,
        exclude=exclude,
        unreadable=unreadable,
    ):
        try:
            stamp = stamp_of(reference.path)
        except OSError as error:
            unreadable(reference.path.parent, error)
            continue
        if stamp is not None:
            yield reference, stamp


def stamp_of(path: Path) -> FileStamp | None:
    """Return what changes with a file's content; ``None`` where there is no such file.

    Raises:
        OSError: the disk does not say.
    """
    try:
        status = os.stat(native_path(path))  # noqa: PTH116 - Path would normalize the extended form away
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
