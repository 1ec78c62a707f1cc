"""Writes a file whole or not at all, whatever happens in between."""

import errno
import os
import secrets
import sys
from pathlib import Path

from saa_desktop.domain.errors import DiskFullError, OutputError

DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""Numbers of the errors of a file system without space."""
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def atomic_write_bytes(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it; a reader sees the old file or the new one.

    Missing parent folders are made. Once this returns, the bytes have been flushed to the disk.

    Raises:
        OutputError: the file cannot be written (``DiskFullError``: for want of space); an older file of that
            name is untouched.
    """
    target = _extended(path)
    # Not built from the file's own name, which may be as long as the file system allows.
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        kind = DiskFullError if error.errno in DISK_FULL else OutputError
        raise kind(_sentence(path, error)) from error


def _extended(path: Path) -> Path:
    """Return a path that Windows accepts beyond 260 characters."""
    if sys.platform == "win32":
        # Not Path.absolute, which keeps "..": extended paths are not parsed.
        absolute = os.path.abspath(path)  # noqa: PTH100
        if absolute.startswith("\\\\?\\"):
            return path
        return Path("\\\\?\\UNC" + absolute[1:] if absolute.startswith("\\\\") else "\\\\?\\" + absolute)
    else:  # noqa: RET505 - mypy checks either branch on its own platform only
        return path


def _sentence(path: Path, error: OSError) -> str:
    """Say what is wrong with a file that could not be written, and what to do."""
    if error.errno in DISK_FULL:
        return f"{path} could not be written: the disk is full; free some space and run this again."
    if error.errno in _REFUSED:
        return (
            f"{path} could not be written: access was denied; close the file in other programs, "
            "check the folder's permissions, or choose another folder."
        )
    if error.errno == errno.ENAMETOOLONG:
        return f"{path} could not be written: its name is too long; shorten the image's name or the folder's."
    reason = error.strerror or type(error).__name__
    return f"{path} could not be written ({reason}); check the folder, or choose another one."
