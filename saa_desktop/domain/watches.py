"""A watch that runs: where it stands, and how it is held up."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from saa_desktop.domain.captures import CaptureState

_QUEUED = (CaptureState.ARRIVING, CaptureState.WAITING, CaptureState.RETRYING)


@dataclass(frozen=True, slots=True)
class LostFolder:
    """A watched folder that is out of reach.

    Attributes:
        path: of the folder.
        since: when that was found out, with its zone.
    """

    path: Path
    since: datetime


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """Where a watch stands.

    Attributes:
        counts: how many captures of its session stand where; without those of which there are none.
        lost: the folders that are out of reach, the longest first.
    """

    counts: Mapping[CaptureState, int]
    lost: tuple[LostFolder, ...] = ()

    @property
    def queued(self) -> int:
        """How many captures are still to be inspected, or to be tried again."""
        return sum(self.counts.get(state, 0) for state in _QUEUED)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A capture that could not be inspected.

    Attributes:
        path: of the file, which lies where it lay.
        name: in the session.
        folder: that is watched.
        state: quarantined or failed.
        reason: the sentence for people.
        at: when, with its zone.
    """

    path: Path
    name: str
    folder: Path
    state: CaptureState
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WatchSwitch:
    """How other threads, and signal handlers, hold up a watch.

    Attributes:
        stop: set to end after the image at hand.
        cancel: set, with ``stop``, to give the image at hand up; it stays in the queue.
        pause: set to begin no further image; captures that arrive are noted all the same.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    cancel: threading.Event = field(default_factory=threading.Event)
    pause: threading.Event = field(default_factory=threading.Event)
