"""Files that a camera drops into a watched folder, and what became of each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from saa_desktop.domain.images import ImageReference


class CaptureState(StrEnum):
    """Where a capture stands; every file of a watched folder is in one of these."""

    ARRIVING = "arriving"
    """Not yet the same for long enough."""
    WAITING = "waiting"
    """Complete, and in the queue."""
    RETRYING = "retrying"
    """Could not be decoded, and will be tried again."""
    INSPECTED = "inspected"
    FAILED = "failed"
    """Could be decoded but not inspected."""
    QUARANTINED = "quarantined"
    """Could not be decoded in all its tries; it lies where it lay."""
    REMOVED = "removed"
    """Gone from its folder before it was inspected."""
    PASSED_OVER = "passed over"
    """Lay in the folder before it was watched."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What changes when a file's content does.

    Attributes:
        size: in bytes.
        modified_ns: time of the last change of its content, by the clock of its disk.
        changed_ns: time of the last change of its entry, so that an old file that was moved in place
            of another one counts as new content.
    """

    size: int
    modified_ns: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder that a session watches.

    Attributes:
        key: its number in the session.
        path: absolute.
        prefix: what the names of its captures begin with.
    """

    key: int
    path: Path
    prefix: str


@dataclass(frozen=True, slots=True)
class Capture:
    """One file of a watched folder.

    Attributes:
        folder: key of its folder.
        reference: the file, by a name that is unique in the session.
        stamp: of the content that was last seen.
        state: what became of that content.
        tries: how often it could not be decoded.
    """

    folder: int
    reference: ImageReference
    stamp: FileStamp
    state: CaptureState
    tries: int = 0
