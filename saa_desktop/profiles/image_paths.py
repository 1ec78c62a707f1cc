"""How a file beside the profiles names images, so that a folder that is moved as a whole keeps them."""

import os
from pathlib import Path, PurePath


def path_to_text(path: Path, folder: Path) -> str:
    """Return a path as a file in this folder names it.

    Images in the folder, beside it and below either are named by a relative path with "/" between its parts;
    all others by their absolute one, since a long way up and down again would break more easily.
    """
    absolute, base = _absolute(path), _absolute(folder)
    if not absolute.is_relative_to(base.parent) or base.parent == base.parent.parent:
        return str(absolute)
    return PurePath(os.path.relpath(absolute, base)).as_posix()


def path_from_text(text: str, folder: Path) -> Path:
    """Return the absolute path that a file in this folder means."""
    return _absolute(folder / text)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps ".."
