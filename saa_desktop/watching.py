"""Puts a watch together from profiles, folders, models and session, for the window and the command line."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.recorder import FolderRecorder
from saa_desktop.batch.runner import Outcome
from saa_desktop.batch.watch_run import Held, WatchRun
from saa_desktop.domain.captures import WatchedFolder
from saa_desktop.domain.errors import ImageError, OutputError
from saa_desktop.domain.inspections import ProfileIdentity
from saa_desktop.domain.requests import FolderRequest, WatchRequest, is_within, overlapping
from saa_desktop.domain.speed import Speed
from saa_desktop.domain.watches import LostFolder, WatchStatus, WatchSwitch
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.reports.files import PICTURE_FOLDERS
from saa_desktop.reports.summary import Summary
from saa_desktop.sessions.capture_outcomes import latest_profile
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources.folder_events import folder_events
from saa_desktop.sources.native_paths import native_path
from saa_desktop.sources.watch import Listing, Watcher, list_folder
from saa_desktop.wiring import VERSIONS, load_models, log_file


class OpenWatch:
    """A watch that is ready to run: its models are loaded and its session is open."""

    def __init__(
        self, run: WatchRun, models: ModelSet, recorder: FolderRecorder, queue: CaptureQueue, watcher: Watcher
    ) -> None:
        self.models = models.identity
        self._run, self._recorder, self._queue, self._watcher = run, recorder, queue, watcher
        self._lost: dict[int, LostFolder] = {}

    @property
    def rest_s(self) -> float:
        """Seconds until the next step makes sense: 0 while there is more to inspect, and never long."""
        return self._run.rest_s

    def outcomes(self) -> Iterator[Outcome]:
        """Inspect captures as they come and yield each outcome once it is on the disk, until it is stopped.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        return self._run.outcomes()

    def step(self) -> Iterator[Outcome]:
        """Do some of what there is to do, for about a second; yield each outcome once it is on the disk.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        return self._run.step()

    def status(self) -> WatchStatus:
        """Return where the watch stands.

        Raises:
            SessionError: the session cannot be read.
        """
        now = datetime.now().astimezone()
        paths = {listing.folder.key: listing.folder.path for listing in self._watcher.listings}
        self._lost = {
            key: self._lost.get(key, LostFolder(path, now))
            for key, path in paths.items()
            if key in self._watcher.unreachable
        }
        return WatchStatus(
            self._queue.counts(), tuple(sorted(self._lost.values(), key=lambda lost: lost.since))
        )

    def finish(self) -> Summary:
        """Write the tables and the summary from all that the session holds.

        Raises:
            SaaDesktopError: they cannot be written.
        """
        return self._recorder.write_tables(interrupted=False)

    def leave(self) -> None:
        """End without tables, which take a while for a long session.

        Raises:
            SaaDesktopError: the session cannot be written to.
        """
        self._recorder.end()


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder to watch, with the profile that judges its captures."""

    path: Path
    profile: ProductProfile
    include: Sequence[str]
    exclude_names: Sequence[str]


@contextmanager
def open_watch(
    request: WatchRequest,
    switch: WatchSwitch,
    say: Callable[[str], None],
    load_models: Callable[[str, str, Speed], ModelSet] = load_models,
    say_reach: Callable[[str], None] | None = None,
) -> Iterator[OpenWatch]:
    """Load profiles and models, open the session, and note what lies in folders that are new to it.

    Args:
        request: what to do.
        switch: holds the watch up.
        say: takes a sentence that a person should read, for example when another profile than before judges
            the captures of a folder, or the disk is full.
        load_models: takes a model set's name, a device and a speed; may return a set that is loaded already.
        say_reach: takes those on folders that go out of reach and come back; ``None`` for ``say``.

    Raises:
        SaaDesktopError: one of them is not there or not valid, or another process has the session. No session
            is made then.
    """
    places = _places(request)
    if not request.session_path.exists():
        _check_there(place.path for place in places)
    models = load_models(request.models, request.device, request.speed)
    with Session.open_or_create(request.session_path) as session, log_file(request.output):
        queue = CaptureQueue(session)
        listings = _listings(request, places, queue)
        jobs: dict[int, BatchJob] = {}
        for listing, place in zip(listings, places, strict=True):
            identity = place.profile.identity()
            _say_other_profile(session, listing.folder, identity, say)
            jobs[listing.folder.key] = BatchJob(
                references=(),
                profile=identity,
                prompts=place.profile.prompts(),
                thresholds=place.profile.thresholds(),
                models=models,
                max_megapixels=request.max_megapixels,
                done=Held(session, identity, models.identity),
            )
        watcher = Watcher(listings, queue, stable_s=request.stable_s, say=say, say_reach=say_reach)
        first = next(iter(jobs.values()))
        recorder = FolderRecorder(session, request.output, first, reports=request.reports, maps=request.maps)
        recorder.begin(arguments=request.as_arguments(), versions=VERSIONS)
        with folder_events(place.path for place in places) as hint:
            run = WatchRun(
                *(jobs, models, recorder, watcher, queue),
                tries=request.tries,
                retry_s=request.stable_s,
                say=say,
                newest_first=request.newest_first,
                hint=hint,
                switch=switch,
            )
            yield OpenWatch(run, models, recorder, queue, watcher)


def _places(request: WatchRequest) -> list[_Place]:
    """Find the profiles, and see that each capture will belong to one folder.

    Raises:
        ProfileError: a profile is not there or not valid.
        ImageError: there is no folder, or one is or lies in another.
        OutputError: a folder is or lies in the output folder, which is passed over.
    """
    if not request.folders:
        raise ImageError("There is no folder to watch: name one.")
    if both := overlapping([folder.path for folder in request.folders]):
        outer, inner = both
        raise ImageError(
            f"{inner} is or lies in {outer}, which is watched with all that is in it: name only one of them."
        )
    for folder in request.folders:
        if is_within(folder.path, request.output):
            raise OutputError(
                f"{folder.path} is or lies in the output folder {request.output}: name another output."
            )
    return [_place(folder) for folder in request.folders]


def _place(folder: FolderRequest) -> _Place:
    profile = find_profile(folder.profile)
    return _Place(
        Path(os.path.abspath(folder.path)),  # noqa: PTH100 - links stay as they are
        profile,
        folder.patterns or profile.images.include,
        () if folder.patterns else profile.images.exclude,
    )


def _check_there(paths: Iterable[Path]) -> None:
    """See that folders can be read.

    Raises:
        ImageError: one of them cannot.
    """
    for path in paths:
        try:
            with os.scandir(native_path(path)):
                pass
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ImageError(
                f"{path} is no folder: check the spelling, or whether its drive is connected."
            ) from error
        except OSError as error:
            raise ImageError(
                f"{path} cannot be read ({error.strerror or type(error).__name__}): check its permissions."
            ) from error


def _listings(request: WatchRequest, places: Sequence[_Place], queue: CaptureQueue) -> list[Listing]:
    """Have the session watch the folders.

    Raises:
        ImageError: a folder that it has not watched before cannot be read.
    """
    exclude = [request.output, *(request.output / name for name in PICTURE_FOLDERS)]
    known = {folder.path for folder in queue.folders()}
    # Before any of them is noted; one that was watched before may come back later.
    _check_there(place.path for place in places if place.path not in known)
    listings = []
    for place in places:
        passed_over = []
        if place.path not in known:
            found = list_folder(
                place.path,
                include=place.include,
                exclude_names=place.exclude_names,
                exclude=exclude,
                unreadable=lambda _path, _error: None,
            )
            passed_over = [] if request.existing else list(found)
        folder = queue.watch(
            place.path,
            prefix="" if len(places) == 1 and not known else f"{place.path.name}/",
            include=place.include,
            exclude_names=place.exclude_names,
            passed_over=passed_over,
        )
        queue.begin(folder, existing=request.existing)
        listings.append(Listing(folder, place.include, place.exclude_names, exclude))
    return listings


def _say_other_profile(
    session: Session, folder: WatchedFolder, profile: ProfileIdentity, say: Callable[[str], None]
) -> None:
    """Say so where another profile than before judges the captures of a folder."""
    before = latest_profile(session, folder)
    if before is None or before == profile:
        return
    then, now = _words(before), _words(profile)
    now = f"{now} (edited since)" if then == now else now
    say(
        f"{folder.path} was judged by the profile {then} so far, and is by {now} from now on; "
        "what is inspected already keeps its result."
    )


def _words(profile: ProfileIdentity) -> str:
    return f"{profile.name}, version {profile.version}"
