"""The queue of a watched folder, in the session, so that it outlives every crash and fits into no memory."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from saa_desktop.domain.captures import Capture, CaptureState, FileStamp, WatchedFolder
from saa_desktop.domain.images import ImageReference
from saa_desktop.sessions.connection import encoded
from saa_desktop.sessions.session import Session

_COLUMNS = "folder_id, path, name, size, modified_ns, changed_ns, state, tries"


class CaptureQueue:
    """Every file that was ever seen in a session's watched folders, and what became of it.

    What is noted is on the disk when the call returns. Raises ``SessionError`` where the session does.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def folders(self) -> list[WatchedFolder]:
        """Return the folders that the session watches, those before included; none in a session of old."""
        rows = self._session.read(
            lambda connection: (
                connection.execute("SELECT id, path, prefix FROM watched_folders ORDER BY id").fetchall()
                if _watches(connection)
                else []
            )
        )
        return [WatchedFolder(key, Path(path), prefix) for key, path, prefix in rows]

    def patterns(self, folder: WatchedFolder) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what files of a folder must match, and what they must not."""
        include, exclude = self._session.read(
            lambda connection: connection.execute(
                "SELECT include, exclude_names FROM watched_folders WHERE id = ?", (folder.key,)
            ).fetchone()
        )
        return tuple(json.loads(include)), tuple(json.loads(exclude))

    def watch(
        self,
        path: Path,
        *,
        prefix: str,
        include: Sequence[str],
        exclude_names: Sequence[str],
        passed_over: Iterable[tuple[ImageReference, FileStamp]] = (),
    ) -> WatchedFolder:
        """Begin to watch a folder, or go on with other patterns.

        Args:
            path: of the folder, absolute.
            prefix: what its captures' names begin with, if it is new; made unique.
            include: what files must match.
            exclude_names: what files must not match.
            passed_over: what lies there already and is not to be inspected.
        """
        with self._session.writing() as connection:
            for wanted in _numbered(prefix):
                connection.execute(
                    "INSERT INTO watched_folders (path, prefix, include, exclude_names) "
                    "VALUES (CAST(? AS TEXT), CAST(? AS TEXT), '', '') ON CONFLICT DO NOTHING",
                    (encoded(str(path)), encoded(wanted)),
                )
                row = connection.execute(
                    "UPDATE watched_folders SET include = ?, exclude_names = ? "
                    "WHERE path = CAST(? AS TEXT) RETURNING id, prefix",
                    (json.dumps(include), json.dumps(exclude_names), encoded(str(path))),
                ).fetchone()
                if row is not None:
                    break
            folder = WatchedFolder(row[0], path, row[1])
            for reference, stamp in passed_over:
                _note(connection, folder, reference, stamp, CaptureState.PASSED_OVER)
        return folder

    def begin(self, folder: WatchedFolder, *, existing: bool) -> None:
        """Have what waited for its next try, and if asked what was passed over, looked at again."""
        states = [CaptureState.RETRYING, *([CaptureState.PASSED_OVER] if existing else [])]
        with self._session.writing() as connection:
            connection.executemany(
                "UPDATE captures SET state = ? WHERE folder_id = ? AND state = ?",
                [(CaptureState.ARRIVING, folder.key, state) for state in states],
            )

    def known(self, path: Path) -> tuple[FileStamp, CaptureState] | None:
        """Return what is known of a file: asked for each file of each listing, it makes no more than that."""
        row = self._session.read(
            lambda connection: connection.execute(
                "SELECT size, modified_ns, changed_ns, state FROM captures WHERE path = CAST(? AS TEXT)",
                (encoded(os.fspath(path)),),
            ).fetchone()
        )
        return row and (FileStamp(*row[:3]), CaptureState(row[3]))

    def note(
        self, folder: WatchedFolder, found: Iterable[tuple[ImageReference, FileStamp]], state: CaptureState
    ) -> None:
        """Note files with their content of now, new ones and known ones, in one transaction."""
        with self._session.writing() as connection:
            for reference, stamp in found:
                _note(connection, folder, reference, stamp, state)

    def take(self, limit: int, folders: Iterable[int], *, newest_first: bool = False) -> list[Capture]:
        """Return the captures whose turn it is; they stay in the queue until they are marked.

        Args:
            limit: at most so many.
            folders: keys of the folders that can be read.
            newest_first: whether the turn goes by falling age.
        """
        order = "DESC" if newest_first else "ASC"
        rows = self._session.read(
            lambda connection: connection.execute(
                f"SELECT {_COLUMNS} FROM captures WHERE state = ? "  # noqa: S608 - our own names
                "AND folder_id IN (SELECT value FROM json_each(?)) "
                f"ORDER BY modified_ns {order}, id {order} LIMIT ?",
                (CaptureState.WAITING, json.dumps(list(folders)), limit),
            ).fetchall()
        )
        return list(map(_capture, rows))

    def mark(self, captures: Iterable[Capture], state: CaptureState) -> None:
        """Say what became of captures."""
        self._update("UPDATE captures SET state = ? WHERE path = CAST(? AS TEXT)", captures, state)

    def retry(self, captures: Iterable[Capture]) -> None:
        """Count one try more, and keep captures out of turn until they are marked as waiting."""
        self._update(
            "UPDATE captures SET state = ?, tries = tries + 1 WHERE path = CAST(? AS TEXT)",
            captures,
            CaptureState.RETRYING,
        )

    def counts(self) -> dict[CaptureState, int]:
        """Return how many captures there are of each state that has any."""
        rows = self._session.read(
            lambda connection: connection.execute(
                "SELECT state, count(*) FROM captures GROUP BY state"
            ).fetchall()
        )
        return {CaptureState(state): number for state, number in rows}

    def captures(self, folder: WatchedFolder) -> list[Capture]:
        """Return all captures of a folder."""
        rows = self._session.read(
            lambda connection: connection.execute(
                f"SELECT {_COLUMNS} FROM captures WHERE folder_id = ?",  # noqa: S608 - our own names
                (folder.key,),
            ).fetchall()
        )
        return list(map(_capture, rows))

    def _update(self, statement: str, captures: Iterable[Capture], state: CaptureState) -> None:
        with self._session.writing() as connection:
            connection.executemany(
                statement, [(state, encoded(os.fspath(capture.reference.path))) for capture in captures]
            )


def _watches(connection: sqlite3.Connection) -> bool:
    """Tell whether a session that is open for reading has the tables."""
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'watched_folders'").fetchone()
    return row is not None


def _note(
    connection: sqlite3.Connection,
    folder: WatchedFolder,
    reference: ImageReference,
    stamp: FileStamp,
    state: CaptureState,
) -> None:
    """Update a file's row, or add one under a name that is free."""
    path = encoded(os.fspath(reference.path))
    values = (stamp.size, stamp.modified_ns, stamp.changed_ns, state)
    updated = connection.execute(
        "UPDATE captures SET size = ?, modified_ns = ?, changed_ns = ?, state = ?, tries = 0 "
        "WHERE path = CAST(? AS TEXT)",
        (*values, path),
    )
    if updated.rowcount:
        return
    for name in _numbered(folder.prefix + reference.name):
        inserted = connection.execute(
            "INSERT INTO captures (folder_id, path, name, size, modified_ns, changed_ns, state) "
            "VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
            (folder.key, path, encoded(name), *values),
        )
        if inserted.rowcount:
            return


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, then with 2, 3, ... before its suffix or its last "/"."""
    yield name
    slash = "/" if name.endswith("/") else ""
    stem, suffix = os.path.splitext(name.removesuffix("/"))  # noqa: PTH122 - names, not paths
    yield from (f"{stem} ({number}){suffix}{slash}" for number in count(2))


def _capture(row: tuple[int, str, str, int, int, int, str, int]) -> Capture:
    folder, path, name, *stamp, state, tries = row
    return Capture(folder, ImageReference(Path(path), name), FileStamp(*stamp), CaptureState(state), tries)
