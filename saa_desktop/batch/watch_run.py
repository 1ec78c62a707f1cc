"""Inspects the captures of watched folders as they come, for as long as the station runs."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import BatchRun, Outcome, Recorder
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.captures import Capture, CaptureState
from saa_desktop.domain.errors import DiskFullError
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.watches import WatchSwitch
from saa_desktop.pipeline.memory_ladder import MemoryLadder
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources.watch import Watcher, stamp_of

_MOST_AT_ONCE = 16
_SPELL_S = 1.0
"""About so long captures are inspected before it is looked for new ones, and others may use the models."""
_SHORTEST_WAIT_S = 0.01
_LONGEST_WAIT_S = 0.5
_LONGEST_RETRY_S = 300.0
_DISK_FULL_PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class Held:
    """(image name, sha256) of all that a session holds, without a copy of it.

    Attributes:
        session: is asked each time.
        profile: whose inspections count.
        models: whose inspections count.
    """

    session: Session
    profile: ProfileIdentity
    models: ModelIdentity

    def __contains__(self, image: object) -> bool:
        match image:
            case (str(name), str(sha256)):
                return self.session.holds(name, sha256, self.profile, self.models)
        return False


class WatchRun:
    """Takes captures from the queue, inspects them, and notes what became of each.

    A capture leaves the queue only after its outcome is on the disk: one that a crash catches in between is
    looked at again, and what the session holds of it is not inspected twice.
    """

    def __init__(
        self,
        jobs: Mapping[int, BatchJob],
        models: ModelSet,
        recorder: Recorder,
        watcher: Watcher,
        queue: CaptureQueue,
        *,
        tries: int,
        retry_s: float,
        say: Callable[[str], None],
        newest_first: bool = False,
        hint: threading.Event | None = None,
        switch: WatchSwitch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to run.

        Args:
            jobs: how to inspect the captures of each folder, by its key; their references do not count.
            models: of all jobs.
            recorder: where outcomes go.
            watcher: fills the queue.
            queue: what to inspect.
            tries: after so many a file that cannot be decoded is a failure.
            retry_s: seconds until the second try; doubled each time.
            say: takes a sentence for people when the disk is full, and when there is space again.
            newest_first: whether the newest capture is next instead of the oldest.
            hint: set by whoever knows that a folder has changed.
            switch: holds the run up.
            clock: seconds that never jump.
        """
        self._jobs, self._recorder, self._watcher, self._queue = jobs, recorder, watcher, queue
        self._tries, self._retry_s, self._newest_first = tries, retry_s, newest_first
        self._ladder = MemoryLadder(models)
        self._say = say
        self._hint = hint or threading.Event()
        self._switch = switch or WatchSwitch()
        self._clock = clock
        self._at_once = 1
        self._found = False
        self._full_until: float | None = None
        self._retries: list[tuple[float, Capture]] = []

    @property
    def rest_s(self) -> float:
        """Seconds until the next step makes sense: 0 while there is more to inspect, and never long."""
        if self._found:
            return 0.0
        due = self._watcher.due_in(hinted=self._hint.is_set())
        return min(max(due, _SHORTEST_WAIT_S), _LONGEST_WAIT_S)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield each outcome after it has been recorded, until the run is stopped.

        Raises:
            SaaDesktopError: an outcome could not be recorded, and not for want of space.
        """
        while not self._switch.stop.is_set():
            yield from self.step()
            if rest := self.rest_s:
                (self._switch.stop if self._hint.is_set() else self._hint).wait(rest)

    def step(self) -> Iterator[Outcome]:
        """Look for new captures if it is time to, inspect some, and yield each outcome once it is recorded.

        Takes about ``_SPELL_S``, or one image where that takes longer. While the disk is full captures stay
        in the queue, and are tried again from time to time.

        Raises:
            SaaDesktopError: an outcome could not be recorded, and not for want of space.
        """
        self._found = False
        if self._full_until is not None and self._clock() < self._full_until:
            return
        try:
            yield from self._look_and_inspect()
        except DiskFullError as error:
            self._found = False
            if self._full_until is None:
                self._say(f"{error} Captures stay in the queue until then.")
            self._full_until = self._clock() + _DISK_FULL_PAUSE_S

    def _look_and_inspect(self) -> Iterator[Outcome]:
        if self._watcher.due_in(hinted=self._hint.is_set()) <= 0:
            self._hint.clear()
            self._watcher.look()
        self._requeue()
        if self._held_up():
            return
        taken = self._queue.take(self._at_once, self._watcher.reachable, newest_first=self._newest_first)
        self._found = bool(taken)
        captures = [capture for capture in taken if self._is_as_it_was(capture)]
        began = self._clock()
        for folder, group in groupby(sorted(captures, key=attrgetter("folder")), attrgetter("folder")):
            if not self._held_up():
                yield from self._inspect(self._jobs[folder], list(group))
        self._set_pace(len(captures), self._clock() - began)
        if captures and self._full_until is not None:
            self._full_until = None
            self._say("There is space on the disk again: the watch goes on.")

    def _held_up(self) -> bool:
        return self._switch.stop.is_set() or self._switch.pause.is_set()

    def _set_pace(self, number: int, seconds: float) -> None:
        """Take as many captures at once as fit into a spell, by what the last ones took."""
        fitting = int(number * _SPELL_S / seconds) if seconds > 0 else _MOST_AT_ONCE
        self._at_once = min(max(fitting, 1), _MOST_AT_ONCE)

    def _requeue(self) -> None:
        """Put captures back into the queue whose next try is due."""
        now = self._clock()
        due = [capture for time_due, capture in self._retries if time_due <= now]
        if due:
            # What has changed or gone meanwhile is no longer a matter of trying again.
            retrying = [each for each in due if self._state(each) is CaptureState.RETRYING]
            self._queue.mark(retrying, CaptureState.WAITING)
            self._retries = [each for each in self._retries if each[0] > now]

    def _state(self, capture: Capture) -> CaptureState | None:
        _, state = self._queue.known(capture.reference.path) or (None, None)
        return state

    def _is_as_it_was(self, capture: Capture) -> bool:
        """Tell whether a capture is still what was put into the queue; if not, note what it is now."""
        try:
            stamp = stamp_of(capture.reference.path)
        except OSError:
            if self._watcher.reaches(capture.folder):
                # Its own folder cannot be read: the listing finds it once it can be.
                self._queue.mark([capture], CaptureState.ARRIVING)
            return False
        if stamp == capture.stamp:
            return True
        if stamp is not None:
            self._queue.mark([capture], CaptureState.ARRIVING)
        elif self._watcher.reaches(capture.folder):
            self._queue.mark([capture], CaptureState.REMOVED)
        return False

    def _inspect(self, job: BatchJob, captures: list[Capture]) -> Iterator[Outcome]:
        """Inspect captures of one folder and note what became of those that were finished."""
        run = BatchRun(
            replace(job, references=tuple(capture.reference for capture in captures)),
            _Patient(self._recorder),
            self._switch.cancel,
            stop=self._held_up,
            ladder=self._ladder,
        )
        states: dict[str, CaptureState] = {}
        unreadable: dict[str, Failure] = {}
        for outcome in run.outcomes():
            if isinstance(outcome, Inspection):
                states.setdefault(_file_name(outcome), CaptureState.INSPECTED)
            elif outcome.sha256:
                states[outcome.reference.name] = CaptureState.FAILED
            else:
                unreadable[outcome.reference.name] = outcome
                continue
            yield outcome
        for capture in captures[: run.files_done]:
            name = capture.reference.name
            if name in unreadable:
                yield from self._try_again(capture, unreadable[name])
            else:
                # Without an outcome the session already held all of it.
                self._queue.mark([capture], states.get(name, CaptureState.INSPECTED))

    def _try_again(self, capture: Capture, failure: Failure) -> Iterator[Outcome]:
        """Put off a capture that could not be decoded, or make it a failure after its last try."""
        if not self._is_as_it_was(capture):
            return
        tries = capture.tries + 1
        if tries < self._tries:
            self._queue.retry([capture])
            pause = min(self._retry_s * 2 ** (tries - 1), _LONGEST_RETRY_S)
            self._retries.append((self._clock() + pause, capture))
            return
        sentence = f"{failure.sentence} It was tried {tries} times."
        failure = replace(failure, sentence=sentence)
        self._recorder.record_failure(failure)
        self._queue.mark([capture], CaptureState.QUARANTINED)
        yield failure


class _Patient:
    """Records everything but that a file could not be decoded: it may not be complete yet."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def record(self, inspection: Inspection, pixels: ImageArray) -> None:
        self._recorder.record(inspection, pixels)

    def record_failure(self, failure: Failure) -> None:
        if failure.sha256:
            self._recorder.record_failure(failure)


def _file_name(inspection: Inspection) -> str:
    """Return the name of an inspection's file, without its page."""
    return inspection.image.name.removesuffix(f"#{inspection.image.page}")
