"""Searches better settings for a profile, in the thread that owns the models."""

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from saa_desktop.domain.errors import Cancelled, SaaDesktopError
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenSet
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.sessions.session import Session
from saa_desktop.tuning.labels import LabelledInspection
from saa_desktop.tuning.proposal import areas_known, judge_settings, opened
from saa_desktop.tuning.reviews import label_by_reviews
from saa_desktop.tuning.search import tune
from saa_desktop.workers.golden_runner import decode_golden
from saa_desktop.workers.job_worker import JobWorker
from saa_desktop.workers.workbench import OpenWorkbench


@dataclass(frozen=True, slots=True, eq=False)
class SearchRequest:
    """A search to make. Each request is equal to itself only.

    Attributes:
        profile: the released one.
        labelled: the golden set, whose images are inspected first; or a session that operators have reviewed,
            which needs no models.
        tolerated: share of the defective images that may escape, 0..1.
        looks: how many images left to a person cost as much as one false call.
        models: who looks.
    """

    profile: ProductProfile
    labelled: GoldenSet | Path
    tolerated: float
    looks: int
    models: ModelChoice


class Tuner(JobWorker):
    """Lives in the batch worker's thread, so that a search waits for a running batch.

    Each request ends in exactly one of ``found``, ``failed`` and ``cancelled``.
    """

    progressed = Signal(object, int, int)
    """SearchRequest, images looked at, all images; both 0 once the search itself begins."""

    found = Signal(object, object, object)
    """SearchRequest, Tuning, tuple[str, ...]: a sentence for each image that was left out."""

    def __init__(self, open_workbench: OpenWorkbench) -> None:
        super().__init__("The search")
        self._open_workbench = open_workbench

    def search(self, request: SearchRequest) -> None:
        """Queue a search in place of the one before."""
        self.cancel()
        self._queue(request)

    def _do(self, request: SearchRequest, cancel: threading.Event) -> None:
        left_out: list[str] = []
        if isinstance(request.labelled, Path):
            areas = areas_known(request.profile)
            images = _reviewed(request.labelled, request.profile)
        else:
            areas = True
            images = self._inspected(request, request.labelled, cancel, left_out)
        self.progressed.emit(request, 0, 0)
        tuning = tune(
            images,
            judge_settings(request.profile),
            tolerated=request.tolerated,
            looks=request.looks,
            areas=areas,
            cancel=cancel,
        )
        self.found.emit(request, tuning, tuple(left_out))

    def _inspected(
        self, request: SearchRequest, golden: GoldenSet, cancel: threading.Event, left_out: list[str]
    ) -> list[LabelledInspection]:
        """Inspect the golden set with all bounds open; why images are missing goes into ``left_out``.

        Raises:
            Cancelled: ``cancel`` was set.
            SaaDesktopError: the models cannot be loaded.
        """
        workbench, profile = self._open_workbench(request.models), opened(request.profile)
        images = []
        for number, image in enumerate(golden.images):
            self.progressed.emit(request, number, len(golden.images))
            try:
                inspection = workbench.inspect(decode_golden(image), profile, cancel)
            except SaaDesktopError as error:
                left_out.append(str(error))
            else:
                images.append(LabelledInspection(inspection, image.expected is ExpectedVerdict.NG))
            if cancel.is_set():
                raise Cancelled
        return images


def _reviewed(path: Path, profile: ProductProfile) -> list[LabelledInspection]:
    """Return the images of a session that operators have judged.

    Raises:
        SessionError: the session cannot be read, or says nothing about this profile.
    """
    with Session.open_read_only(path) as session:
        return label_by_reviews(session.latest_decisions(), session.inspection, profile.identity())
