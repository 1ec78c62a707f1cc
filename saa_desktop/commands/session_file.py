"""Which session a person means by a path."""

from pathlib import Path

from saa_desktop.domain.requests import SESSION_FILE


def session_file(path: Path) -> Path:
    """Return the session that lies in a folder; the path itself where it is no folder."""
    return path / SESSION_FILE if path.is_dir() else path
