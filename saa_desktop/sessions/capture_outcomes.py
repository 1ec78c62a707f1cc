"""What came of the captures of watched folders, where queue and outcomes have to be read together."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from saa_desktop.domain.captures import CaptureState, WatchedFolder
from saa_desktop.domain.inspections import ProfileIdentity
from saa_desktop.domain.watches import GivenUp
from saa_desktop.sessions.connection import encoded
from saa_desktop.sessions.session import Session


def given_up(session: Session) -> list[GivenUp]:
    """Return the captures that could not be decoded or inspected, the latest first.

    Raises:
        SessionError: the file is damaged.
    """
    rows = session.read(
        lambda connection: connection.execute(
            """
            SELECT captures.path, captures.name, watched_folders.path, state, sentence, failed_at
            FROM captures
            JOIN watched_folders ON watched_folders.id = folder_id
            JOIN outcomes ON file = captures.name AND superseded_by IS NULL
            JOIN failures ON failures.id = outcomes.id
            WHERE state IN (?, ?)
            ORDER BY outcomes.id DESC
            """,
            (CaptureState.QUARANTINED, CaptureState.FAILED),
        ).fetchall()
    )
    return [
        GivenUp(Path(path), name, Path(folder), CaptureState(state), sentence, datetime.fromisoformat(at))
        for path, name, folder, state, sentence, at in rows
    ]


def try_again(session: Session, paths: Iterable[Path]) -> None:
    """Put captures that were given up back into the queue, with all their tries.

    Raises:
        SessionError: the session is open for reading only, or cannot be written to.
    """
    with session.writing() as connection:
        connection.executemany(
            "UPDATE captures SET state = ?, tries = 0 WHERE path = CAST(? AS TEXT) AND state IN (?, ?)",
            [
                (CaptureState.WAITING, encoded(str(path)), CaptureState.QUARANTINED, CaptureState.FAILED)
                for path in paths
            ],
        )


def latest_profile(session: Session, folder: WatchedFolder) -> ProfileIdentity | None:
    """Return what judged the newest inspected capture of a folder; ``None`` without one.

    Raises:
        SessionError: the file is damaged.
    """
    row = session.read(
        # Without its index on the states SQLite stops at the first that it finds.
        lambda connection: connection.execute(
            """
            SELECT profiles.name, profiles.version, profiles.title, profiles.fingerprint
            FROM captures
            JOIN outcomes ON file = captures.name AND superseded_by IS NULL
            JOIN inspections ON inspections.id = outcomes.id
            JOIN profiles ON profiles.id = profile_id
            WHERE folder_id = ? AND +state = ?
            ORDER BY captures.id DESC LIMIT 1
            """,
            (folder.key, CaptureState.INSPECTED),
        ).fetchone()
    )
    return row and ProfileIdentity(*row)
