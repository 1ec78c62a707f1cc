"""Finds damage in a session when it is opened, and puts a damaged one out of the way."""

import sqlite3
from datetime import datetime
from pathlib import Path

_SIDE_FILES = ("", "-wal", "-shm")
# A candidate's mask is found to be damaged when it is read: looking through all of them takes minutes.
_TOO_LARGE = "regions"


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether the file has all its pages, and each table but the candidates' is sound.

    Takes some 50 ms for 100,000 inspections, of pages that are needed anyway to list them.

    Raises:
        sqlite3.DatabaseError: the damage is such that SQLite cannot look.
    """
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> ?", (_TOO_LARGE,)
    ).fetchall()
    return all(
        connection.execute("SELECT * FROM pragma_quick_check(?)", (table,)).fetchone() == ("ok",)
        for (table,) in tables
    )


def claims_to_be(path: Path, application_id: int) -> bool:
    """Tell whether the head of a file that SQLite cannot read names an application (its file format, 1.3)."""
    with path.open("rb") as file:
        head = file.read(72)
    return int.from_bytes(head[68:], "big") == application_id


def set_aside(path: Path) -> Path:
    """Rename a session that nobody has open, with what belongs to it, and return its new path.

    Raises:
        OSError: it cannot be renamed.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for suffix in _SIDE_FILES:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside
