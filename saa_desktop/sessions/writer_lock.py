"""Lets one process at a time write to a session."""

from pathlib import Path

import filelock

from saa_desktop.domain.errors import SessionError

_WAIT_SECONDS = 1.0
"""For the process before to end: a station restarts its watch at once."""


class SessionInUseError(SessionError):
    """Another process writes to the session; it can still be read."""


def acquire(session: Path) -> filelock.BaseFileLock:
    """Take the right to write to a session; ``release`` it for each time that it was taken.

    The system holds it on a file beside the session and takes it back when the process ends, however it ends.
    Within one process any number may have it: they take turns at the database.

    Raises:
        SessionInUseError: another process has it.
        SessionError: the disk knows no such locks.
        OSError: the file cannot be made.
    """
    path = session.resolve()
    lock = filelock.FileLock(
        path.with_name(f"{path.name}.lock"),
        timeout=_WAIT_SECONDS,
        thread_local=False,
        is_singleton=True,
    )
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise SessionInUseError(
            f"Another SAA Desktop is writing to the session {session}: close that one, then try again."
        ) from error
    except NotImplementedError as error:
        raise SessionError(
            f"The disk that holds {session.parent} cannot lock files, so two programs might write to one "
            "session: choose an output folder on another disk."
        ) from error
    return lock


def is_shared(lock: filelock.BaseFileLock) -> bool:
    """Tell whether this process took the right more than once."""
    return lock.lock_counter > 1
