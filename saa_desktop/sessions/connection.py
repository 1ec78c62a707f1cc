"""Opens a session file safely, and puts what SQLite says into sentences."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from filelock import BaseFileLock

from saa_desktop.atomic_file import DISK_FULL
from saa_desktop.domain.errors import DiskFullError, SaaDesktopError, SessionError
from saa_desktop.sessions import integrity, writer_lock
from saa_desktop.sessions.schema import APPLICATION_ID, MIGRATIONS, upgrade

BUSY_SECONDS = 5.0
"""How long a write waits for another program that is writing to the same session."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_MAY_BE_FULL = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_SIDE_FILE_BYTES = 65_536
"""What the log and its index take at least."""

_READ_AHEAD_BYTES = 256 * 2**20
"""Of a larger session the rest is read when it is needed: most of it are candidates of single images."""
_READ_AT_ONCE = 2**20
_SQLITE_HEADER = b"SQLite format 3\x00"


def connect(path: Path) -> tuple[sqlite3.Connection, BaseFileLock]:
    """Open a session for reading and writing; a missing or empty file becomes a new one.

    Returns:
        The connection, and the right to write; release it after the connection is closed.

    Raises:
        SessionInUseError: another process is writing to it.
        SessionError: the file is newer than this version or not a session (then it is left as it is), is
            damaged (then it is set aside), or the folder cannot be written to.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_header(path)
        _read_ahead(path)
        whole = _is_whole(path)
        lock = writer_lock.acquire(path)
        try:
            # Again: what was damaged a moment ago may have been set aside by who had the lock.
            if not whole and not _is_whole(path):
                _set_aside(path, lock)
            return _open_for_writing(path), lock
        except BaseException:
            lock.release()
            raise


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing session for reading, also while another program writes to it.

    Raises:
        SessionError: there is no such file, or it is not a session that this version reads.
    """
    with explained(path):
        if not path.is_file():
            raise SessionError(f"{path} does not exist; check the path of the session.")
        _check_header(path)
        _read_ahead(path)
        connection = _open(_read_only_address(path), uri=True)
        try:
            _check_identity(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make everything within one transaction: all of it is in the file afterwards, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise about a session into an error with its sentence.

    Raises:
        SessionError: the session cannot be used.
        DiskFullError: it cannot be written to before there is space on its disk.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _error(path, error) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise _disk_full(path) from error
        raise SessionError(
            f"The session {path} cannot be opened ({error.strerror or type(error).__name__}); "
            "check the path and the permissions."
        ) from error


def damaged(path: Path) -> SessionError:
    """Return the error for a session whose content cannot be right."""
    return SessionError(
        f"The session {path} is damaged; it was left as it is: "
        "restore a backup, or inspect into another output folder."
    )


def encoded(text: str) -> bytes:
    """Return a name or path for ``CAST (? AS TEXT)``: on Linux it may hold bytes that are not text."""
    return text.encode("utf-8", "surrogatepass")


def decoded(text: bytes) -> str:
    """Undo ``encoded``."""
    return text.decode("utf-8", "surrogatepass")


def _open(address: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    """Connect; the caller keeps threads apart and begins transactions itself."""
    connection = sqlite3.connect(
        address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri
    )
    connection.text_factory = decoded
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # A session may come from anywhere; what its schema would call is not run.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _open_for_writing(path: Path) -> sqlite3.Connection:
    """Connect, and make or upgrade the tables."""
    connection = _open(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        with transaction(connection):
            upgrade(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_whole(path: Path) -> bool:
    """Look for damage, without writing to the file what a crash left in the log.

    Raises:
        SessionError: it is not a session that this version knows, or too damaged to tell.
    """
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        with closing(_open(_read_only_address(path), uri=True)) as connection:
            if _is_empty(connection):
                return True
            _check_identity(connection, path)
            return integrity.is_whole(connection)
    except sqlite3.DatabaseError as error:
        if _was_killed_while_made(error):
            # Nothing is in it yet, and opening it for writing mends it.
            return True
        if _code(error) in _DAMAGED and integrity.claims_to_be(path, APPLICATION_ID):
            return False
        raise


def _set_aside(path: Path, lock: BaseFileLock) -> NoReturn:
    """Put a damaged session out of the way, unless this process has it open already, and say so.

    Raises:
        SessionError: always.
    """
    if writer_lock.is_shared(lock):
        raise damaged(path)
    aside = integrity.set_aside(path)
    raise SessionError(
        f"The session {path} is damaged; it was set aside as {aside}: "
        "restore a backup in its place, or start again to begin a new one."
    )


def _read_only_address(path: Path) -> str:
    absolute = path.absolute().as_posix()
    root = "" if absolute.startswith("/") else "/"
    return f"file://{root}{quote(os.fsencode(absolute), safe='/:')}?mode=ro"


def _check_header(path: Path) -> None:
    """Refuse a file that is no database, before SQLite sees it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(len(_SQLITE_HEADER))
    if header not in {b"", _SQLITE_HEADER}:
        raise _foreign(path)


def _read_ahead(path: Path) -> None:
    """Have the system hold a session that was not used for a while, from one long read.

    Page by page, as SQLite asks for what is checked and listed at every opening, it takes ten times as long.
    """
    if not path.exists():
        return
    buffer = memoryview(bytearray(_READ_AT_ONCE))
    with path.open("rb", buffering=0) as file:
        while file.tell() < _READ_AHEAD_BYTES and file.readinto(buffer):
            pass


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Tell a file in which nothing has been made yet: new, or left by a crash just after it was."""
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse another program's database and a newer session."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _foreign(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise SessionError(
            f"The session {path} was written by a newer SAA Desktop (its format {version}, known up to "
            f"{len(MIGRATIONS)}); update SAA Desktop, or choose another output folder."
        )


def _foreign(path: Path) -> SessionError:
    return SessionError(
        f"{path} is not a session of SAA Desktop, or is damaged; it was left as it is: "
        "move it away, or choose another output folder."
    )


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary code of an error."""
    return _extended_code(error) & 0xFF


def _extended_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)


def _was_killed_while_made(error: sqlite3.Error) -> bool:
    """Tell whether a file could not be read for a change that was not finished before it got its log."""
    return _extended_code(error) == sqlite3.SQLITE_READONLY_ROLLBACK


def _error(path: Path, error: sqlite3.Error) -> SaaDesktopError:
    """Return the error that says what is wrong with a session."""
    code = _code(error)
    # For its side files SQLite names the full disk as it names a broken one.
    if code == sqlite3.SQLITE_FULL or (code in _MAY_BE_FULL and _has_no_space(path.parent)):
        return _disk_full(path)
    return SessionError(_sentence(path, error, code))


def _has_no_space(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _SIDE_FILE_BYTES
    except OSError:
        return False


def _disk_full(path: Path) -> DiskFullError:
    return DiskFullError(
        f"The disk that holds the session {path} is full; free some space, then resume: "
        "nothing that was recorded is lost."
    )


def _sentence(path: Path, error: sqlite3.Error, code: int) -> str:
    """Say what is wrong with a session, and what to do."""
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return f"The session {path} is in use by another program; close that one, then try again."
    if code in _DAMAGED:
        return str(damaged(path))
    if _was_killed_while_made(error):
        return f"The session {path} was left unfinished by a crash; start what wrote to it again."
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return f"The session {path} cannot be opened or written; check the permissions of its folder."
    if code == sqlite3.SQLITE_IOERR:
        return f"The disk failed while the session {path} was in use ({error}); check the disk, then resume."
    return f"The session {path} cannot be used ({error}); restore a backup, or choose another output folder."
