"""Puts an evaluation together: a data set, its profiles, the models, the session and the figures."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import numpy as np

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import BatchRun, Outcome
from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.domain.errors import Cancelled, ImageError, OutputError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.domain.speed import Speed
from saa_desktop.evaluation.evaluator import Evaluation, Evaluator, ImageResult, MapExtremes
from saa_desktop.evaluation.layouts import LabelledImage, find_labelled_images
from saa_desktop.evaluation.map_values import BINS, SIDE, STEPS
from saa_desktop.evaluation.page import render_page
from saa_desktop.evaluation.pictures import Picture, draw_picture, worst_false_calls, worst_misses
from saa_desktop.evaluation.request import AUTO_PROFILE, EVALUATION, EvaluationRequest
from saa_desktop.evaluation.tables import write_metrics_csv, write_metrics_json
from saa_desktop.evaluation.tallies import IOU_OF_A_HIT, PRO_LIMIT
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.store import find_profile
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.sources.listing import IMAGE_SUFFIXES
from saa_desktop.wiring import VERSIONS, load_models, log_file

_MAX_MEGAPIXELS = 400.0


class OpenEvaluation:
    """An evaluation that is ready to run: its models are loaded and its session is open."""

    def __init__(
        self,
        request: EvaluationRequest,
        images: list[LabelledImage],
        jobs: Mapping[str, BatchJob],
        session: Session,
    ) -> None:
        self.references = tuple(image.reference for image in images)
        self.models = next(iter(jobs.values())).models.identity
        self.failures: list[Failure] = []
        self._request = request
        self._images = {image.reference.name: image for image in images}
        self._jobs = jobs
        self._session = session
        self._finished = 0
        self._run: BatchRun | None = None

    @property
    def files_done(self) -> int:
        """How many of the files are inspected, failed, or were done before."""
        return self._finished + (self._run.files_done if self._run else 0)

    def run(self, cancel: threading.Event) -> Iterator[Outcome]:
        """Inspect what the session does not hold yet, and yield each outcome once it is on the disk.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        started = datetime.now().astimezone()
        number = self._session.begin_run(self._request.as_arguments(), VERSIONS, started)
        for job in self._jobs.values():
            self._finished = self.files_done
            self._run = BatchRun(job, SessionRecorder(self._session), cancel)
            yield from self._run.outcomes()
            if cancel.is_set():
                return
        self._session.end_run(number, datetime.now().astimezone())

    def measure(self, cancel: threading.Event, progress: Callable[[int, int], None]) -> Evaluation:
        """Measure what the session holds of the images, and note in ``failures`` which could not be.

        Args:
            cancel: set by another thread, or a signal handler, to stop.
            progress: gets the steps done and all steps.

        Raises:
            Cancelled: ``cancel`` was set.
            ImageError: no image at all could be measured.
        """
        self.failures = self._failed_inspections()
        steps = 2 * (len(self._images) - len(self.failures))
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            progress(done, steps)
            if cancel.is_set():
                raise Cancelled

        extremes = MapExtremes()
        for labelled, inspection in self._inspections():
            extremes.add(labelled.category, inspection)
            step()
        evaluator = Evaluator(extremes)
        for labelled, inspection in self._inspections():
            try:
                truth = read_truth(labelled, inspection.image.height, inspection.image.width)
            except ImageError as error:
                self.failures.append(_failure(labelled.reference, str(error)))
            else:
                evaluator.add(labelled, inspection, truth)
            step()
        if len(self.failures) == len(self._images):
            raise ImageError(
                f"None of the {len(self._images)} images could be measured; the first one: "
                f"{self.failures[0].sentence}"
            )
        return evaluator.evaluation()

    def write(self, evaluation: Evaluation) -> None:
        """Write metrics.json, metrics.csv and evaluation.html.

        Raises:
            OutputError: a file cannot be written.
        """
        folder = self._request.output
        write_metrics_csv(folder / "metrics.csv", evaluation)
        write_metrics_json(folder / "metrics.json", evaluation, self._facts())
        page = render_page(
            evaluation,
            self._facts_in_words(),
            self.failures,
            self._pictures(worst_misses(evaluation.images)),
            self._pictures(worst_false_calls(evaluation.images)),
        )
        atomic_write_bytes(folder / "evaluation.html", page.encode("utf-8", "xmlcharrefreplace"))

    def _inspections(self) -> Iterator[tuple[LabelledImage, Inspection]]:
        """Yield the images that the session holds an inspection of."""
        for inspection in self._session.inspections(dropped=False):
            labelled = self._images.get(inspection.image.name)
            if labelled is not None:
                yield labelled, inspection

    def _failed_inspections(self) -> list[Failure]:
        """Return a failure for each image that the session holds no inspection of."""
        failures = {each.reference.name: each for each in self._session.failures()}
        inspected = {entry.name for entry in self._session.entries()} - failures.keys()
        pages = (
            "{name} was not measured because it holds several pages: export the one that its mask belongs to."
        )
        return [
            failures.get(name) or _failure(image.reference, pages.format(name=name))
            for name, image in self._images.items()
            if name not in inspected
        ]

    def _pictures(self, results: list[ImageResult]) -> list[Picture]:
        """Draw those images that are still as they were inspected."""
        pictures = []
        for result in results:
            inspection = self._session.inspection(result.labelled.reference.name)
            pixels = _pixels(result.labelled.reference)
            if inspection is None or pixels is None:
                continue
            truth = read_truth(result.labelled, inspection.image.height, inspection.image.width)
            pictures.append(draw_picture(result, pixels, truth, inspection.union_mask()))
        return pictures

    def _facts(self) -> dict[str, object]:
        models = self.models
        return {
            "application": dict(VERSIONS),
            "data_set": {
                "root": str(self._request.root.absolute()),
                "layout": str(self._request.layout),
                "images": len(self._images),
                "limit": self._request.limit,
            },
            "without": list(self._request.without),
            "profiles": {category: asdict(job.profile) for category, job in self._jobs.items()},
            "models": {
                "name": models.name,
                "title": models.title,
                "version": models.version,
                "device": models.device,
                "weights": dict(models.weights),
            },
            "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "settings": {
                "side_px": SIDE,
                "value_bins": BINS,
                "region_thresholds": STEPS,
                "region_iou": IOU_OF_A_HIT,
                "pro_false_positive_rate": PRO_LIMIT,
            },
            "failed": [{"image": each.reference.name, "sentence": each.sentence} for each in self.failures],
        }

    def _facts_in_words(self) -> dict[str, str]:
        request = self._request
        limit = f", at most {request.limit} images of each type" if request.limit else ""
        profiles = sorted(
            {f"{job.profile.name} version {job.profile.version}" for job in self._jobs.values()}
        )
        return {
            "data set": f"{request.root.absolute()} ({request.layout}{limit})",
            "images": f"{len(self._images) - len(self.failures)} measured, {len(self.failures)} failed",
            "profile": ", ".join(profiles)
            + (f", without the prompts: {', '.join(request.without)}" if request.without else ""),
            "models": f"{self.models.title} {self.models.version} on {self.models.device}",
            "application": f"SAA Desktop {VERSIONS['saa-desktop']}",
            "measured": datetime.now().astimezone().isoformat(sep=" ", timespec="minutes"),
        }


class SessionRecorder:
    """Records into a session only; neither evaluations nor tunings make pictures of single images."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, inspection: Inspection, _pixels: ImageArray) -> None:
        """Keep one inspection."""
        self._session.record(inspection)

    def record_failure(self, failure: Failure) -> None:
        """Keep one failure."""
        self._session.record_failure(failure)


@contextmanager
def open_evaluation(
    request: EvaluationRequest, load_models: Callable[[str, str, Speed], ModelSet] = load_models
) -> Iterator[OpenEvaluation]:
    """Find the images, load profiles and models, and open the session, which may hold finished work.

    Args:
        request: what to do.
        load_models: takes a model set's name, a device and a speed.

    Raises:
        SaaDesktopError: one of them is not there or not valid; nothing has been written then.
    """
    images = find_labelled_images(
        request.root, request.layout, IMAGE_SUFFIXES, categories=request.categories, limit=request.limit
    )
    categories = list(dict.fromkeys(image.category for image in images))
    profiles = {
        category: find_profile(category if request.profile == AUTO_PROFILE else request.profile).without(
            *request.without
        )
        for category in categories
    }
    models = load_models(request.models, request.device, request.speed)
    with _open_session(request.output) as session, log_file(request.output):
        jobs = {
            category: BatchJob(
                references=tuple(image.reference for image in images if image.category == category),
                profile=profile.identity(),
                prompts=profile.prompts(),
                thresholds=profile.thresholds(),
                models=models,
                max_megapixels=_MAX_MEGAPIXELS,
                done=session.done(profile.identity(), models.identity),
            )
            for category, profile in profiles.items()
        }
        yield OpenEvaluation(request, images, jobs, session)


def _open_session(folder: Path) -> Session:
    """Open the folder's session.

    Raises:
        OutputError: it is one of people's batches, which evaluations must not be mixed with.
    """
    path = folder / SESSION_FILE
    if path.exists():
        with Session.open_read_only(path) as session:
            runs = session.runs()
        if runs and runs[0].arguments[:1] != (EVALUATION,):
            raise OutputError(f"{folder} holds the session of a batch: choose another folder for --out.")
    return Session.open_or_create(path)


def read_truth(labelled: LabelledImage, height: int, width: int) -> MaskArray:
    """Return the (height, width) bool ground truth of an image of that size.

    Raises:
        ImageError: the mask cannot be read or is of another size.
    """
    if labelled.mask is None:
        return np.zeros((height, width), dtype=np.bool_)
    name = labelled.reference.name
    pixels = next(
        decode_pages(
            ImageReference(labelled.mask, f"The mask {labelled.mask.name} of {name}"),
            max_megapixels=_MAX_MEGAPIXELS,
        )
    ).pixels
    if pixels.shape[:2] != (height, width):
        raise ImageError(
            f"{name} was not measured: it has {width} x {height} pixels and its mask {labelled.mask.name} "
            f"{pixels.shape[1]} x {pixels.shape[0]}; put the right mask in its place."
        )
    return np.asarray(pixels.any(axis=2))


def _pixels(reference: ImageReference) -> ImageArray | None:
    """Return an image's pixels; ``None`` when it cannot be read any more."""
    try:
        return next(decode_pages(reference, max_megapixels=_MAX_MEGAPIXELS)).pixels
    except ImageError:
        return None


def _failure(reference: ImageReference, sentence: str) -> Failure:
    return Failure(reference, sentence, datetime.now().astimezone())
