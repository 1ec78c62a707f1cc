"""Puts a watch together from profile, folders, models and session."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.recorder import FolderRecorder
from saa_desktop.batch.runner import Outcome
from saa_desktop.batch.watch_run import Held, WatchRun
from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.requests import WatchRequest
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.reports.files import PICTURE_FOLDERS
from saa_desktop.reports.summary import Summary
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources.folder_events import folder_events
from saa_desktop.sources.watch import Listing, Watcher, list_folder
from saa_desktop.wiring import VERSIONS, load_models, log_file


class OpenWatch:
    """A watch that is ready to run: its models are loaded and its session is open."""

    def __init__(
        self,
        request: WatchRequest,
        job: BatchJob,
        recorder: FolderRecorder,
        queue: CaptureQueue,
        watcher: Watcher,
    ) -> None:
        self.models = job.models.identity
        self._request, self._job, self._recorder = request, job, recorder
        self._queue, self._watcher = queue, watcher

    def run(self, stop: threading.Event) -> Iterator[Outcome]:
        """Inspect captures as they come and yield each outcome once it is on the disk.

        Args:
            stop: set by another thread, or a signal handler, to end after the image at hand.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        with folder_events(listing.folder.path for listing in self._watcher.listings) as hint:
            run = WatchRun(
                self._job,
                self._recorder,
                self._watcher,
                self._queue,
                tries=self._request.tries,
                retry_s=self._request.stable_s,
                newest_first=self._request.newest_first,
                hint=hint,
                stop=stop,
            )
            yield from run.outcomes()

    def counts(self) -> dict[CaptureState, int]:
        """Return how many files of the folders stand where."""
        return self._queue.counts()

    def finish(self) -> Summary:
        """Write the tables and the summary from all that the session holds."""
        return self._recorder.write_tables(interrupted=False)


@contextmanager
def open_watch(request: WatchRequest, say: Callable[[str], None]) -> Iterator[OpenWatch]:
    """Load profile and models, open the session, and note what lies in folders that are new to it.

    Args:
        request: what to do.
        say: takes a sentence for people when a folder goes out of reach, and when it is back.

    Raises:
        SaaDesktopError: one of them is not there or not valid, or another process has the session.
    """
    profile = find_profile(request.profile)
    models = load_models(request.models, request.device, request.speed)
    with Session.open_or_create(request.session_path) as session, log_file(request.output):
        identity = profile.identity()
        job = BatchJob(
            references=(),
            profile=identity,
            prompts=profile.prompts(),
            thresholds=profile.thresholds(),
            models=models,
            max_megapixels=request.max_megapixels,
            done=Held(session, identity, models.identity),
        )
        queue = CaptureQueue(session)
        listings = _listings(request, profile, queue)
        watcher = Watcher(listings, queue, stable_s=request.stable_s, say=say)
        recorder = FolderRecorder(session, request.output, job, reports=request.reports, maps=request.maps)
        recorder.begin(arguments=request.as_arguments(), versions=VERSIONS)
        yield OpenWatch(request, job, recorder, queue, watcher)


def _listings(request: WatchRequest, profile: ProductProfile, queue: CaptureQueue) -> list[Listing]:
    """Have the session watch the folders.

    Raises:
        ImageError: a folder that it has not watched before cannot be read.
    """
    include = request.patterns or profile.images.include
    exclude_names = () if request.patterns else profile.images.exclude
    exclude = [request.output, *(request.output / name for name in PICTURE_FOLDERS)]
    known = {folder.path for folder in queue.folders()}
    paths = dict.fromkeys(Path(os.path.abspath(folder)) for folder in request.folders)  # noqa: PTH100
    listings = []
    for path in paths:
        passed_over = []
        if path not in known:
            if not path.is_dir():
                raise ImageError(
                    f"{path} is no folder: check the spelling, or whether its drive is connected."
                )
            found = list_folder(path, include=include, exclude_names=exclude_names, exclude=exclude)
            passed_over = [] if request.existing else list(found)
        folder = queue.watch(
            path,
            prefix="" if len(paths) == 1 and not known else f"{path.name}/",
            include=include,
            exclude_names=exclude_names,
            passed_over=passed_over,
        )
        queue.begin(folder, existing=request.existing)
        listings.append(Listing(folder, include, exclude_names, exclude))
    return listings
