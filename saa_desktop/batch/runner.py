"""Runs a batch from the first file to the last, whatever the files hold."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from itertools import chain
from typing import Protocol

from saa_desktop import __version__
from saa_desktop.batch.decode_ahead import decode_ahead
from saa_desktop.batch.job import BatchJob
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import Cancelled, DiskFullError, OutputError, SaaDesktopError
from saa_desktop.domain.images import DecodedImage, ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.pipeline.memory_ladder import MemoryLadder

_BEHIND = 3

Outcome = Inspection | Failure
_Found = tuple[Outcome, ImageArray | None]
"""What is to be recorded, and the pixels it was found on."""

_log = logging.getLogger(__name__)


class Recorder(Protocol):
    """Keeps outcomes. Called from one thread, which is not the one that runs the models."""

    def record(self, inspection: Inspection, pixels: ImageArray) -> None:
        """Keep one inspection; once this returns, no crash may lose it.

        Raises:
            OutputError: this image's files cannot be written; it is recorded as failed instead.
            DiskFullError: nothing can be recorded until there is space.
            SaaDesktopError: nothing can be recorded any more.
        """
        ...

    def record_failure(self, failure: Failure) -> None:
        """Keep one failure."""
        ...


class BatchRun:
    """One pass over a job. One bad image never ends it: whatever an image raises becomes its failure.

    Attributes:
        files_done: how many of the job's files are behind it, those passed over included.
    """

    def __init__(
        self,
        job: BatchJob,
        recorder: Recorder,
        cancel: threading.Event | None = None,
        gate: threading.Event | None = None,
        *,
        stop: Callable[[], bool] | None = None,
        ladder: MemoryLadder | None = None,
    ) -> None:
        """Prepare to run.

        Args:
            job: what to do.
            recorder: where outcomes go.
            cancel: set by another thread, or a signal handler, to stop between two stages.
            gate: while it is not set, no further image is begun; who sets ``cancel`` sets it too.
            stop: asked before each image; the run ends once it says so.
            ladder: holds the job's models, and what earlier runs learnt of the device's memory.
        """
        self.files_done = 0
        self._cut_short = False
        self._job = job
        self._recorder = recorder
        self._cancel = cancel or threading.Event()
        self._gate = gate or _open_gate()
        self._stop = stop or (lambda: False)
        self._ladder = ladder or MemoryLadder(job.models)

    def outcomes(self) -> Iterator[Outcome]:
        """Inspect the images and yield each outcome after it has been recorded.

        Ends early, with all that was inspected recorded, when the run is cancelled.

        Raises:
            SaaDesktopError: an outcome could not be recorded (disk full, session locked).
        """
        writer = ThreadPoolExecutor(1, thread_name_prefix="record")
        behind: deque[Future[Outcome]] = deque()
        try:
            for outcome, pixels in self._inspected():
                behind.append(writer.submit(_record, self._recorder, outcome, pixels))
                # Before a pause all that was inspected is recorded and yielded.
                while behind and (len(behind) > _BEHIND or behind[0].done() or not self._gate.is_set()):
                    yield behind.popleft().result()
            while behind:
                yield behind.popleft().result()
        finally:
            writer.shutdown()

    def _inspected(self) -> Iterator[_Found]:
        """Yield each outcome, and the pixels it was found on; some images are inspected side by side."""
        under_way: deque[Future[_Found | None] | None] = deque()
        at_once = self._job.models.at_once
        with (
            closing(decode_ahead(self._job)) as files,
            ThreadPoolExecutor(at_once, thread_name_prefix="inspect") as pool,
        ):
            for page in (page for pages in files for page in chain(pages, (None,))):
                if page is None:
                    under_way.append(None)
                    continue
                if not self._gate.is_set():
                    yield from self._ended(under_way, leave=0)
                    self._gate.wait()
                if self._cancel.is_set() or self._stop():
                    break
                under_way.append(pool.submit(self._outcome, page))
                yield from self._ended(under_way, leave=at_once - 1)
            yield from self._ended(under_way, leave=0)

    def _ended(self, under_way: deque[Future[_Found | None] | None], *, leave: int) -> Iterator[_Found]:
        """Wait for the oldest inspections until only so many are left, and count the files that are complete.

        Args:
            under_way: inspections in the order of their images, ``None`` behind the last one of each file.
                One that was cancelled ends the counting: its file and those after it are not behind the run.
            leave: how many inspections may go on.
        """
        while under_way and (under_way[0] is None or len(under_way) - under_way.count(None) > leave):
            inspection = under_way.popleft()
            if inspection is None:
                self.files_done += not self._cut_short
                continue
            found = inspection.result()
            if found is None:
                self._cut_short = True
            else:
                yield found

    def _outcome(self, page: DecodedImage | Failure) -> _Found | None:
        """Inspect one page, whatever comes of it; ``None`` when the batch was asked to stop meanwhile."""
        if isinstance(page, Failure):
            return page, None
        try:
            return inspect_image(page, self._job, self._ladder, self._cancel), page.pixels
        except Cancelled:
            return None
        except Exception as error:  # noqa: BLE001 - networks and codecs raise anything; the batch goes on
            return _failure(page.identity, error), page.pixels


def _open_gate() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


def inspect_image(
    image: DecodedImage, job: BatchJob, ladder: MemoryLadder, cancel: threading.Event
) -> Inspection:
    """Inspect one image as a job asks; nothing is recorded.

    Args:
        image: need not be one of the job's references.
        job: what to look for.
        ladder: holds the job's models.
        cancel: looked at between the stages.

    Raises:
        Cancelled: ``cancel`` was set.
        Exception: whatever the models raise.
    """
    started = time.perf_counter()
    findings = ladder.inspect(image.pixels, job.prompts, cancel)
    return Inspection(
        image=image.identity,
        profile=job.profile,
        models=job.models.identity,
        thresholds=job.thresholds,
        findings=findings,
        duration_ms=1000 * (time.perf_counter() - started),
        inspected_at=datetime.now().astimezone(),
        application_version=__version__,
    )


def _failure(image: ImageIdentity, error: Exception) -> Failure:
    """Explain why an image that could be read could not be inspected."""
    name = image.name
    if isinstance(error, SaaDesktopError):
        sentence = str(error)
    else:
        _log.error("unexpected error on %s", name, exc_info=error)
        sentence = (
            f"{name} could not be inspected ({type(error).__name__}: {error}); "
            "the log holds the details for a report of this fault."
        )
    return Failure(ImageReference(image.path, name), sentence, datetime.now().astimezone(), image.sha256)


def _record(recorder: Recorder, outcome: Outcome, pixels: ImageArray | None) -> Outcome:
    """Keep an outcome, in the writer's thread; return what was kept."""
    if isinstance(outcome, Inspection) and pixels is not None:
        try:
            recorder.record(outcome, pixels)
        except DiskFullError:
            raise
        except OutputError as error:
            # One name may be too long for the disk.
            outcome = _failure(outcome.image, error)
    if isinstance(outcome, Failure):
        recorder.record_failure(outcome)
    return outcome
