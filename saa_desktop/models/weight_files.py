"""Large files on disk: hashing and copying with progress, and what the system says when it refuses."""

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.errors import ModelError

Progress = Callable[[str, int, int], None]
"""Told what is being done, the bytes done and the bytes in all, often. It may raise to stop the work."""

Note = Callable[[str], None]
"""Told one sentence about something that people should know while the work goes on."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches long work.

    Attributes:
        progress: told the bytes.
        note: told sentences.
    """

    progress: Progress
    note: Note


CHUNK = 1 << 20
_SPARE_BYTES = 32 << 20
_REASONS = {
    errno.ENOSPC: "the disk is full: free some space and run the same command again",
    errno.EDQUOT: "your disk quota is used up: free some space and run the same command again",
    errno.EFBIG: "files that large do not fit there (FAT32 stops at 4 GB): use exFAT or NTFS, or fewer files",
    errno.EACCES: "permission was denied: ask for access or choose another folder",
    errno.EPERM: "permission was denied: ask for access or choose another folder",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.ENOENT: "there is no such file or folder: check the path",
}


def refused(action: str, path: Path, error: OSError) -> ModelError:
    """Return the sentence for a file operation that the system refused, for example ``"write"``."""
    reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}: check the disk and try again")
    return ModelError(f"Cannot {action} {path}: {reason}.")


def hash_file(path: Path, progress: Progress) -> str:
    """Return the sha256 of a file's bytes, lower-case hex.

    Raises:
        ModelError: the file cannot be read.
    """
    digest = hashlib.sha256()
    done = 0
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                done += len(chunk)
                progress(f"check {path.name}", done, size)
    except OSError as error:
        raise refused("read", path, error) from error
    return digest.hexdigest()


def copy_and_hash(source: IO[bytes], origin: Path, target: Path, size: int, progress: Progress) -> str:
    """Write exactly ``size`` bytes of a stream to ``target`` and return their sha256.

    Args:
        source: read to its end; it must hold ``size`` bytes.
        origin: where the stream comes from, for the sentences.
        target: replaced.
        size: bytes.
        progress: told the bytes.

    Raises:
        ModelError: the stream has another length, or cannot be read, or the target cannot be written.
    """
    try:
        with target.open("wb") as file:
            digest = hashlib.sha256()
            for chunk, done in _chunks(source, origin, size):
                digest.update(chunk)
                file.write(chunk)
                progress(f"copy {origin.name}", done, size)
    except OSError as error:
        raise refused("write", target, error) from error
    return digest.hexdigest()


def _chunks(source: IO[bytes], origin: Path, size: int) -> Iterator[tuple[bytes, int]]:
    """Yield the chunks of a stream, each with the bytes read so far."""
    done = 0
    try:
        while chunk := source.read(CHUNK):
            done += len(chunk)
            yield chunk, done
    except OSError as error:
        raise refused("read", origin, error) from error
    if done != size:
        raise ModelError(f"{origin} holds {done} bytes where {size} are due: copy it again.")


def discard(path: Path) -> None:
    """Remove a file of our own making; one that is absent or held by the system is passed over."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def need_space(folder: Path, size: int) -> None:
    """Make sure that ``size`` more bytes fit into a folder's disk, with a little to spare.

    Raises:
        ModelError: they do not.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise refused("use", folder, error) from error
    needed = size + _SPARE_BYTES
    if free < needed:
        raise ModelError(
            f"{folder} has {megabytes(free)} free where {megabytes(needed)} are needed: free some space, or "
            "choose another folder with SAA_DESKTOP_MODELS."
        )


def megabytes(size: int) -> str:
    """Return a size for people, in units of a million bytes."""
    return f"{size / 1e6:,.1f} MB" if size < 1e7 else f"{size / 1e6:,.0f} MB"


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small JSON file of our own in one step.

    Raises:
        OutputError: it cannot be written.
    """
    atomic_write_bytes(path, json.dumps(content, indent=1).encode())


def read_json(path: Path) -> dict[str, Any]:
    """Return the content of a small JSON file of our own; empty when it is absent or damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
