"""Paths as the operating system takes them."""

import os
from pathlib import Path

_LONGEST_PLAIN_WINDOWS_PATH = 240


def native_path(path: Path) -> str:
    """Return an absolute path to hand to the operating system, whatever its length."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.absolute() keeps "..", which extended paths forbid
    return extended_windows_path(absolute) if os.name == "nt" else absolute


def extended_windows_path(absolute: str) -> str:
    r"""Return a long Windows path in its ``\\?\`` form, which Windows does not cut at 260 characters.

    Args:
        absolute: a normalized absolute path: ``C:\folder\file`` or ``\\server\share\file``.
    """
    if len(absolute) < _LONGEST_PLAIN_WINDOWS_PATH or absolute.startswith("\\\\?\\"):
        return absolute
    if absolute.startswith("\\\\"):
        return "\\\\?\\UNC\\" + absolute[2:]
    return "\\\\?\\" + absolute
