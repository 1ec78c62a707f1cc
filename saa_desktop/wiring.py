"""Puts a batch together from profile, images, models and folder, for the window and the command line."""

import logging
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from saa_desktop import __version__
from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.recorder import FolderRecorder
from saa_desktop.batch.runner import BatchRun, Outcome
from saa_desktop.domain.errors import ImageError, OutputError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.domain.speed import Speed
from saa_desktop.model_folder import open_model_store
from saa_desktop.models.loading import load_model_set
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.reports.files import PICTURE_FOLDERS
from saa_desktop.reports.summary import Summary
from saa_desktop.sessions.session import Session
from saa_desktop.sources.listing import list_images

LOG_FILE = "errors.log"

_PACKAGES = ("torch", "torchvision", "transformers", "timm", "opencv-python", "numpy")
VERSIONS = {
    "saa-desktop": __version__,
    "python": platform.python_version(),
    **{package: version(package) for package in _PACKAGES},
}
"""What a result may depend on, for the session's log and the summary."""


class OpenBatch:
    """A batch that is ready to run: its models are loaded and its session is open."""

    def __init__(self, job: BatchJob, recorder: FolderRecorder) -> None:
        self.references = job.references
        self.models = job.models.identity
        self._job = job
        self._recorder = recorder
        self._run: BatchRun | None = None

    @property
    def files_done(self) -> int:
        """How many of the files are inspected, failed, or were done before."""
        return self._run.files_done if self._run else 0

    def run(self, cancel: threading.Event, gate: threading.Event | None = None) -> Iterator[Outcome]:
        """Inspect the images and yield each outcome once it is on the disk.

        Args:
            cancel: set by another thread, or a signal handler, to stop between two stages.
            gate: while it is not set, no further image is begun; who sets ``cancel`` sets it too.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        self._run = BatchRun(self._job, self._recorder, cancel, gate)
        return self._run.outcomes()

    def finish(self, *, interrupted: bool = False) -> Summary:
        """Write the tables and the summary from all that the session holds, after a cancel too."""
        return self._recorder.write_tables(interrupted=interrupted)


def load_models(name: str, device: str, speed: Speed = Speed.EXACT) -> ModelSet:
    """Return a model set from this installation's store.

    Raises:
        ModelError: it is not there, or does not run on that device.
    """
    return load_model_set(name, device, open_model_store(), speed)


@contextmanager
def open_batch(
    request: BatchRequest, load_models: Callable[[str, str, Speed], ModelSet] = load_models
) -> Iterator[OpenBatch]:
    """Find the images, load profile and models, and open the session.

    Args:
        request: what to do.
        load_models: takes a model set's name, a device and a speed; may return a set that is loaded already.

    Raises:
        SaaDesktopError: one of them is not there or not valid; nothing has been written then.
    """
    profile = _profile(request)
    references = _references(request, profile)
    models = load_models(request.models, request.device, request.speed)
    path = request.session_path
    if path.exists() and not request.resume:
        raise OutputError(
            f"{request.output} already holds a session: go on with it (--resume), or choose another folder."
        )
    with Session.open_or_create(path) as session, log_file(request.output):
        identity = profile.identity()
        job = BatchJob(
            references=references,
            profile=identity,
            prompts=profile.prompts(),
            thresholds=profile.thresholds(),
            models=models,
            max_megapixels=request.max_megapixels,
            done=session.done(identity, models.identity),
        )
        recorder = FolderRecorder(session, request.output, job, reports=request.reports, maps=request.maps)
        recorder.begin(arguments=request.as_arguments(), versions=VERSIONS)
        yield OpenBatch(job, recorder)


def _profile(request: BatchRequest) -> ProductProfile:
    """Return the profile as this batch wants it."""
    profile = find_profile(request.profile)
    if request.plain:
        profile = profile.plain()
    if request.as_published:
        profile = profile.model_copy(update={"as_published": True})
    return profile


def _references(request: BatchRequest, profile: ProductProfile) -> tuple[ImageReference, ...]:
    """List the images.

    Raises:
        ImageError: a path does not exist, or there are no images.
    """
    references = list_images(
        request.paths,
        recursive=request.recursive,
        include=request.patterns or profile.images.include,
        exclude=[request.output, *(request.output / folder for folder in PICTURE_FOLDERS)],
        exclude_names=() if request.patterns else profile.images.exclude,
    )
    if not references:
        paths = ", ".join(map(str, request.paths))
        raise ImageError(
            f"There are no images in {paths} that the profile {profile.name} looks at: check the folder, "
            "look into folders within folders (--recursive), or name a --pattern."
        )
    return tuple(references)


@contextmanager
def log_file(folder: Path) -> Iterator[None]:
    """Write what a report of an unexpected error needs to a file that is made by the first one."""
    handler = logging.FileHandler(folder / LOG_FILE, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("saa_desktop")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
