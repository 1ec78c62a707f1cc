"""The list of an application's files, by which two builds of one source are compared."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

CHUNK = 1 << 20


def file_list(folder: Path) -> Iterator[str]:
    """Yield one line a file or link, sorted by path: sha256 (or where a link leads), size, path."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield f"link to {path.readlink().as_posix()}  0  {name}"
        elif path.is_file():
            yield f"{sha256(path)}  {path.stat().st_size}  {name}"


def differences(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """Return the paths, sorted, that two lists do not agree on."""
    return sorted({line.split("  ", 2)[2] for line in set(first) ^ set(second)})


def sha256(path: Path) -> str:
    """Return a file's digest, as ``sha256sum`` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
