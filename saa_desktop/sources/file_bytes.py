"""Reads a file once, so that its hash and its pixels are of the same content."""

import os
import stat
from pathlib import Path

from saa_desktop.sources.limits import Limits, Refused
from saa_desktop.sources.native_paths import native_path


def read_file(path: Path, limits: Limits) -> bytes:
    """Return a file's content; the file is opened for reading only.

    Raises:
        Refused: it cannot be read, is no regular file, is empty or is too large.
    """
    native = native_path(path)
    try:
        status = os.stat(native)  # noqa: PTH116 - Path would normalize the extended form away
        _check_kind(status.st_mode)
        limits.check_bytes(status.st_size, "a file")
        with open(native, "rb") as file:  # noqa: PTH123
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        raise Refused("is no longer there: check whether it was moved or deleted") from None
    except PermissionError:
        raise Refused("may not be read by this user: ask for the right to read it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(
            f"cannot be read ({reason}): check its name, the disk and the network connection"
        ) from error
    if not data:
        raise Refused("is empty: copy it again from where it came from")
    return data


def _check_kind(mode: int) -> None:
    """Refuse what is no regular file: reading a pipe or a device may never end."""
    if stat.S_ISDIR(mode):
        raise Refused("is a folder, not an image: choose it as a folder, or name the images within")
    if not stat.S_ISREG(mode):
        raise Refused("is a device or a pipe, not an image file: choose a file")
