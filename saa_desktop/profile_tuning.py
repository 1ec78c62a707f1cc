"""Puts a tuning together: labelled images, the one inspection of their candidates, the search, its files."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import BatchRun, Outcome
from saa_desktop.domain.errors import ImageError, OutputError, ProfileError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.domain.speed import Speed
from saa_desktop.evaluating import SessionRecorder, read_truth
from saa_desktop.evaluation.evaluator import true_type
from saa_desktop.evaluation.layouts import GOOD, LabelledImage, Layout, find_labelled_images
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenImage, golden_path, load_golden_set
from saa_desktop.profiles.schema import LocalizedText, ProductProfile
from saa_desktop.profiles.store import SUFFIX, find_profile, save_profile, user_folder
from saa_desktop.sessions.session import Session
from saa_desktop.sources.listing import IMAGE_SUFFIXES
from saa_desktop.tuning.labels import LabelledInspection, thinned
from saa_desktop.tuning.page import render_tuning_page, tuning_content
from saa_desktop.tuning.proposal import (
    GOLDEN_SET,
    areas_known,
    judge_settings,
    named_source,
    opened,
    propose,
)
from saa_desktop.tuning.request import TUNING, FolderSource, SessionSource, TuneRequest
from saa_desktop.tuning.results import Tuning
from saa_desktop.tuning.reviews import label_by_reviews
from saa_desktop.tuning.search import tune
from saa_desktop.wiring import VERSIONS, load_models, log_file

_MAX_MEGAPIXELS = 400.0

_Label = Callable[[Inspection], LabelledInspection | None]
"""Gives an inspection its label; ``None`` for a page that is not one of the labelled images.

Raises ImageError where the label does not fit the image."""


@dataclass(frozen=True, slots=True)
class _Unlabelled:
    """Images that are to be inspected for the tuning.

    Attributes:
        job: how.
        label: what is known of them.
    """

    job: BatchJob
    label: _Label


class OpenTuning:
    """A tuning that is ready to run.

    Attributes:
        profile: the one to tune.
        references: the files to inspect; none where operators have judged a session.
        failures: why images were left out, a sentence each; known after ``tune``.
    """

    def __init__(
        self, request: TuneRequest, profile: ProductProfile, session: Session, work: _Unlabelled | None
    ) -> None:
        self.profile = profile
        self.references = work.job.references if work else ()
        self.failures: list[str] = []
        self._request = request
        self._session = session
        self._work = work
        self._run: BatchRun | None = None

    @property
    def models_title(self) -> str:
        """Which models look, and on what; "" where nobody has to."""
        if self._work is None:
            return ""
        models = self._work.job.models.identity
        return f"{models.title} on {models.device}"

    @property
    def files_done(self) -> int:
        """How many of the files are inspected, failed, or were done before."""
        return self._run.files_done if self._run else 0

    def run(self, cancel: threading.Event) -> Iterator[Outcome]:
        """Inspect what the session does not hold yet, and yield each outcome once it is on the disk.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        if self._work is None:
            return
        started = datetime.now().astimezone()
        number = self._session.begin_run(self._request.as_arguments(), VERSIONS, started)
        self._run = BatchRun(self._work.job, SessionRecorder(self._session), cancel)
        yield from self._run.outcomes()
        if not cancel.is_set():
            self._session.end_run(number, datetime.now().astimezone())

    def tune(self, cancel: threading.Event) -> Tuning:
        """Search, and note in ``failures`` which images were left out.

        Raises:
            SaaDesktopError: there are too few labelled images.
            Cancelled: ``cancel`` was set.
        """
        images = self.images()
        areas = self._work is not None or areas_known(self.profile)
        return tune(
            images,
            judge_settings(self.profile),
            tolerated=self._request.tolerated,
            looks=self._request.looks,
            areas=areas,
            cancel=cancel,
        )

    def write(self, tuning: Tuning) -> ProductProfile:
        """Write the proposed profile, tuning.json and tuning.html, and return the proposal.

        Raises:
            SaaDesktopError: the proposal is not valid, or a file cannot be written.
        """
        point = tuning.points[tuning.recommended]
        now = datetime.now().astimezone()
        proposal = propose(
            self.profile, point.settings, counts=point.counts, source=self._source(), on=now.date()
        )
        folder = self._request.output
        facts = {
            "profile": f"{self.profile.name} version {self.profile.version}",
            "proposal": f"version {proposal.version}" if proposal != self.profile else "no change",
            "labelled images": self._source().en,
            "images": f"{point.counts.good} good, {point.counts.defective} defective",
            "left out": str(len(self.failures)),
            "tolerated escapes": f"{100 * self._request.tolerated:g} %",
            "one false call": f"costs as much as {self._request.looks} images left to a person",
            "application": f"SAA Desktop {VERSIONS['saa-desktop']}",
            "tuned": now.isoformat(sep=" ", timespec="minutes"),
        }
        content = {**facts, "failures": self.failures, **tuning_content(tuning)}
        save_profile(proposal, folder / f"{proposal.name}{SUFFIX}")
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        atomic_write_bytes(folder / "tuning.json", text.encode("utf-8", "backslashreplace"))
        page = render_tuning_page(tuning, facts)
        atomic_write_bytes(folder / "tuning.html", page.encode("utf-8", "xmlcharrefreplace"))
        return proposal

    def images(self) -> list[LabelledInspection]:
        """Return the inspected images with their labels, and note in ``failures`` which were left out.

        Raises:
            SaaDesktopError: operators have judged none of the session.
        """
        if self._work is None:
            session = self._session
            return label_by_reviews(session.latest_decisions(), session.inspection, self.profile.identity())
        names = {reference.name for reference in self.references}
        self.failures = [
            failure.sentence
            for failure in self._session.failures()
            if names & {failure.reference.name, failure.reference.name.rpartition("#")[0]}
        ]
        images = []
        for inspection in self._session.inspections():
            if inspection.profile.fingerprint != self._work.job.profile.fingerprint:
                continue
            try:
                labelled = self._work.label(inspection)
            except ImageError as error:
                self.failures.append(str(error))
                continue
            if labelled is not None:
                images.append(labelled)
        return images

    def _source(self) -> LocalizedText:
        source = self._request.source
        if isinstance(source, FolderSource):
            return named_source(source.root, session=False)
        return named_source(source.path, session=True) if isinstance(source, SessionSource) else GOLDEN_SET


@contextmanager
def open_tuning(
    request: TuneRequest, load_models: Callable[[str, str, Speed], ModelSet] = load_models
) -> Iterator[OpenTuning]:
    """Find profile and images, load the models where images are to be inspected, and open the session.

    Args:
        request: what to do.
        load_models: takes a model set's name, a device and a speed.

    Raises:
        SaaDesktopError: one of them is not there or not valid; nothing has been written then.
    """
    profile = find_profile(request.profile)
    if request.output.absolute() == user_folder().absolute():
        raise OutputError(
            f"{request.output} is the folder of your profiles, where the proposal would replace one "
            "unasked: choose another folder for --out."
        )
    if isinstance(request.source, SessionSource):
        with Session.open_read_only(request.source.path) as session:
            yield OpenTuning(request, profile, session, None)
        return
    if isinstance(request.source, FolderSource):
        references, label = _of_folder(request.source)
    else:
        references, label = _of_golden_set(profile.name)
    models = load_models(request.models, request.device, request.speed)
    measured = opened(profile)
    with _open_session(request.output) as session, log_file(request.output):
        job = BatchJob(
            references=references,
            profile=measured.identity(),
            prompts=measured.prompts(),
            thresholds=measured.thresholds(),
            models=models,
            max_megapixels=_MAX_MEGAPIXELS,
            done=session.done(measured.identity(), models.identity),
        )
        yield OpenTuning(request, profile, session, _Unlabelled(job, label))


def _open_session(folder: Path) -> Session:
    """Open the folder's session.

    Raises:
        OutputError: it is not one that tunings have made.
    """
    path = folder / SESSION_FILE
    if path.exists():
        with Session.open_read_only(path) as session:
            runs = session.runs()
        if runs and runs[0].arguments[:1] != (TUNING,):
            raise OutputError(
                f"{folder} holds a session of something else: choose another folder for --out; to tune on "
                "what operators said of that session, name it with --session."
            )
    return Session.open_or_create(path)


def _of_folder(source: FolderSource) -> tuple[tuple[ImageReference, ...], _Label]:
    """Return the files of a data set, or an even choice of many, and what is known of them.

    Raises:
        ImageError: there is no such data set, or it has several categories to choose from.
    """
    categories = (source.category,) if source.category else ()
    found = find_labelled_images(
        source.root, Layout(source.layout), IMAGE_SUFFIXES, categories=categories, limit=source.limit
    )
    known = list(dict.fromkeys(image.category for image in found))
    if len(known) > 1:
        raise ImageError(
            f"{source.root} holds several categories, and a profile is tuned on one product: choose one of "
            f"{', '.join(known)} with --category."
        )
    chosen = thinned(found, [image.defect_type != GOOD for image in found])
    images = {image.reference.name: image for image in chosen}

    def label(inspection: Inspection) -> LabelledInspection | None:
        image = images.get(inspection.image.name)
        return None if image is None else _with_truth(image, inspection)

    return tuple(image.reference for image in chosen), label


def _with_truth(image: LabelledImage, inspection: Inspection) -> LabelledInspection:
    """Label an inspection by its ground truth.

    Raises:
        ImageError: the mask cannot be read or is of another size.
    """
    truth = read_truth(image, inspection.image.height, inspection.image.width)
    return LabelledInspection(inspection, true_type(image, truth) != GOOD, Mask.from_array(truth))


def _of_golden_set(profile_name: str) -> tuple[tuple[ImageReference, ...], _Label]:
    """Return the files of a profile's golden set, and the verdicts that their pages should get.

    Raises:
        ProfileError: the set is empty or cannot be read.
    """
    golden = load_golden_set(golden_path(profile_name)).images
    if not golden:
        raise ProfileError(
            f"The profile {profile_name} has no golden set: add images to it in the profile editor, or name "
            "a labelled folder (--folder, --layout) or a reviewed session (--session)."
        )
    paths = list(dict.fromkeys(image.path for image in golden))
    names = {path: f"{number:03d} {path.name}" for number, path in enumerate(paths, start=1)}
    wanted = {name: image for image in golden for name in _page_names(names[image.path], image)}

    def label(inspection: Inspection) -> LabelledInspection | None:
        image = wanted.get(inspection.image.name)
        if image is None or image.page != inspection.image.page:
            return None
        if inspection.image.sha256 != image.sha256:
            raise ImageError(
                f"{image.name} has changed since it was added to the golden set: remove it there and add it "
                "again."
            )
        return LabelledInspection(inspection, image.expected is ExpectedVerdict.NG)

    return tuple(ImageReference(path, name) for path, name in names.items()), label


def _page_names(name: str, image: GoldenImage) -> tuple[str, ...]:
    """Return what results may call a page: files of one page have no number behind their name."""
    numbered = f"{name}#{image.page}"
    return (name, numbered) if image.page == 1 else (numbered,)
