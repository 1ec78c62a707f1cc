"""Compares watched folders with their session: what became of each file."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from saa_desktop.domain.captures import Capture, CaptureState, FileStamp
from saa_desktop.domain.errors import SessionError
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources.watch import Listing


class Fate(StrEnum):
    """What became of a file."""

    INSPECTED = "inspected"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    WAITING = "waiting"
    REMOVED = "removed before it was inspected"
    PASSED_OVER = "there before the watch"
    UNACCOUNTED = "unaccounted for"


@dataclass(frozen=True, slots=True)
class FileFate:
    """One file's fate.

    Attributes:
        path: of the file.
        fate: what became of it.
        reason: why it is unaccounted for; "" otherwise.
    """

    path: Path
    fate: Fate
    reason: str = ""


_FATES = {
    CaptureState.ARRIVING: Fate.WAITING,
    CaptureState.WAITING: Fate.WAITING,
    CaptureState.RETRYING: Fate.WAITING,
    CaptureState.INSPECTED: Fate.INSPECTED,
    CaptureState.FAILED: Fate.FAILED,
    CaptureState.QUARANTINED: Fate.QUARANTINED,
    CaptureState.REMOVED: Fate.REMOVED,
    CaptureState.PASSED_OVER: Fate.PASSED_OVER,
}


def reconcile(session: Session, exclude: list[Path]) -> list[FileFate]:
    """Return the fate of every file that is or ever was in the session's watched folders, by path.

    Args:
        session: open for reading or writing.
        exclude: folders with results.

    Raises:
        SessionError: the session watches no folder.
        ImageError: a watched folder cannot be read, so that nothing can be said of its files.
    """
    queue = CaptureQueue(session)
    folders = queue.folders()
    if not folders:
        raise SessionError(
            f"The session {session.path} watches no folder: name the output folder of saa-desktop watch."
        )
    inspected, failed = _outcomes(session)
    fates: list[FileFate] = []
    for folder in folders:
        include, exclude_names = queue.patterns(folder)
        unreadable: dict[Path, OSError] = {}
        files = Listing(folder, include, exclude_names, exclude).files(unreadable.__setitem__)
        there = {reference.path: stamp for reference, stamp in files}
        # After the listing: what the watch noted meanwhile is known here.
        known = {capture.reference.path: capture for capture in queue.captures(folder)}
        fates += _fates_of(there, known, unreadable, inspected, failed)
    return sorted(fates, key=lambda fate: fate.path)


def _outcomes(session: Session) -> tuple[set[str], set[str]]:
    """Return the names of the files with inspections, and of those with failures."""
    inspected: set[str] = set()
    failed: set[str] = set()
    for entry in session.entries():
        (failed if entry.error else inspected).add(entry.reference.name)
    return inspected, failed


def _fates_of(
    there: dict[Path, FileStamp],
    known: dict[Path, Capture],
    unreadable: dict[Path, OSError],
    inspected: set[str],
    failed: set[str],
) -> Iterator[FileFate]:
    for path, error in unreadable.items():
        reason = error.strerror or type(error).__name__
        yield FileFate(path, Fate.UNACCOUNTED, f"cannot be read, or a file in it ({reason})")
    for path in there.keys() - known.keys():
        yield FileFate(path, Fate.UNACCOUNTED, "not seen yet: start the watch")
    for path, capture in known.items():
        fate = _FATES[capture.state]
        name = capture.reference.name
        if path not in there:
            if not unreadable.keys().isdisjoint(path.parents):
                yield FileFate(path, fate)
                continue
            # Also what the watch has not noticed yet; a file that was passed over is nobody's concern.
            fate = Fate.REMOVED if fate is Fate.WAITING else fate
        elif capture.stamp != there[path] or fate is Fate.REMOVED:
            yield FileFate(path, Fate.UNACCOUNTED, "has new content that was not seen yet: start the watch")
            continue
        if (fate is Fate.INSPECTED and name not in inspected) or (
            fate in {Fate.FAILED, Fate.QUARANTINED} and name not in failed
        ):
            yield FileFate(path, Fate.UNACCOUNTED, f"noted as {fate}, but the session holds no outcome")
        else:
            yield FileFate(path, fate)
