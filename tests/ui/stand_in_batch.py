"""What the window's workers do, without models: real images and sessions, and a finder of bright spots."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.report_requests import ReportRequest, ReportSummary
from saa_desktop.domain.requests import BatchRequest, WatchRequest
from saa_desktop.domain.watches import WatchSwitch
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.sources.listing import list_images
from saa_desktop.workers.export import ExportRequest, ExportSummary
from saa_desktop.workers.model_choices import ComputeDevice
from saa_desktop.workers.model_shop import ShopAction, ShopJob, ShopListing, ShopWatch
from saa_desktop.workers.opencv import load_opencv
from saa_desktop.workers.threads import Jobs
from saa_desktop.workers.watch import Watch

if TYPE_CHECKING:  # they import torch
    from saa_desktop.domain.arrays import ImageArray
    from saa_desktop.pipeline.protocols import Proposals, Proposer

MODELS = ModelIdentity("stand-in", "stand-in (finds what is bright)", "1", "cpu")


@dataclass
class StandIn:
    """Does the jobs, remembers them, and lets a test hold one up or break it.

    Attributes:
        gate: a batch waits for it before each image but the first, a watch within each.
        looking: set once a watch inspects an image.
        load_error: raised when models are loaded.
        open_error: raised when a batch is opened.
        run_error: raised after the first image.
        loaded: which models were asked for in advance or for a batch.
        opened: which models were asked for to look at single images.
        requests: which batches were asked for.
        watches: which watches were asked for.
        finishes: for each batch that wrote its tables, whether it was interrupted.
    """

    gate: threading.Event = field(default_factory=threading.Event)
    looking: threading.Event = field(default_factory=threading.Event)
    load_error: Exception | None = None
    open_error: Exception | None = None
    run_error: Exception | None = None
    loaded: list[ModelChoice] = field(default_factory=list)
    opened: list[ModelChoice] = field(default_factory=list)
    requests: list[BatchRequest] = field(default_factory=list)
    watches: list[WatchRequest] = field(default_factory=list)
    finishes: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def jobs(self, models_folder: Path) -> Jobs:
        """Return what a window's workers do; the models' files are not there."""
        return Jobs(
            open_batch=self.open_batch,
            open_watch=self.open_watch,
            load_models=self.load_models,
            open_workbench=self.open_workbench,
            list_devices=list_no_devices,
            export_review=export_review,
            write_report=write_report,
            shop=EmptyShop(models_folder),
        )

    def open_workbench(self, models: ModelChoice) -> "StandInWorkbench":
        self.opened.append(models)
        return StandInWorkbench()

    def load_models(self, models: ModelChoice, _say: Callable[[str], None]) -> ModelIdentity:
        self.loaded.append(models)
        if self.load_error:
            raise self.load_error
        return MODELS

    @contextmanager
    def open_batch(self, request: BatchRequest) -> Iterator["StandInBatch"]:
        self.requests.append(request)
        if self.open_error:
            raise self.open_error
        with Session.open_or_create(request.output / "session.sqlite") as session:
            session.begin_run(request.as_arguments(), {}, datetime.now().astimezone())
            yield StandInBatch(self, request, session)

    def open_watch(
        self, request: WatchRequest, switch: WatchSwitch, say: Callable[[str], None]
    ) -> AbstractContextManager[Watch]:
        """Open a real watch with the built-in models, which wait at the gate as a batch does."""
        self.watches.append(request)
        if self.open_error:
            raise self.open_error
        load_opencv()
        from saa_desktop import watching  # imports torch
        from saa_desktop.models.lite.build import build_lite

        models = build_lite()
        gated = replace(models, proposer=GatedProposer(models.proposer, self, switch.cancel))
        return watching.open_watch(
            request, switch, say, lambda _models, _device, _speed: gated, say_reach=lambda _: None
        )


class StandInBatch:
    """Satisfies ``workers.batch.Batch``."""

    def __init__(self, stand_in: StandIn, request: BatchRequest, session: Session) -> None:
        profile = find_profile(request.profile)
        self._session = session
        self._done = session.done(profile.identity(), MODELS)
        self._stand_in = stand_in
        self._profile = profile
        self.models = MODELS
        self.references = list_images(
            request.paths,
            recursive=request.recursive,
            include=profile.images.include,
            exclude_names=profile.images.exclude,
        )

    def run(self, cancel: threading.Event, gate: threading.Event) -> Iterator[Inspection | Failure]:
        for position, reference in enumerate(self.references):
            gate.wait()
            if position > 0:
                if self._stand_in.run_error:
                    raise self._stand_in.run_error
                while not self._stand_in.gate.wait(0.01) and not cancel.is_set():
                    pass
            if cancel.is_set():
                return
            try:
                pages = decode_pages(reference, wanted=lambda name, sha256: (name, sha256) not in self._done)
                for page in pages:
                    inspection = inspect(page, self._profile)
                    self._session.record(inspection)
                    yield inspection
            except ImageError as error:
                failure = Failure(reference, str(error), datetime.now().astimezone())
                self._session.record_failure(failure)
                yield failure

    def finish(self, *, interrupted: bool) -> None:
        self._stand_in.finishes.append(interrupted)


@dataclass
class GatedProposer:
    """Satisfies ``pipeline.protocols.Proposer``; waits before it looks, as a large network does."""

    proposer: "Proposer"
    stand_in: StandIn
    cancel: threading.Event

    def propose(
        self, image: "ImageArray", captions: Sequence[str], *, floor: float, text_threshold: float
    ) -> "list[Proposals]":
        self.stand_in.looking.set()
        while not self.stand_in.gate.wait(0.01) and not self.cancel.is_set():
            pass
        return self.proposer.propose(image, captions, floor=floor, text_threshold=text_threshold)


def inspect(image: DecodedImage, profile: ProductProfile) -> Inspection:
    """Find the pixels above 100 of red; they score as high as they are bright, 0..1."""
    bright = image.pixels[..., 0] > 100
    mask = Mask.from_array(bright)
    score = float(image.pixels[..., 0].max()) / 255
    region = Region(
        box=Box(mask.x, mask.y, mask.x + mask.width, mask.y + mask.height),
        phrase="bright spot",
        prompt="bright spot.",
        box_score=score,
        area_ratio=mask.area / bright.size,
        mask=mask,
        score=score,
        rank=1,
    )
    return Inspection(
        image=image.identity,
        profile=profile.identity(),
        models=MODELS,
        thresholds=profile.thresholds(),
        findings=Findings((region,) if mask.area else ()),
        duration_ms=12.0,
        inspected_at=datetime.now().astimezone(),
        application_version="0",
    )


class StandInWorkbench:
    """Satisfies ``workers.workbench.Workbench``."""

    def inspect(self, image: DecodedImage, profile: ProductProfile, _cancel: threading.Event) -> Inspection:
        return inspect(image, profile)

    def segment(self, image: DecodedImage, box: Box) -> Mask:
        """Return the bright pixels in the box."""
        height, width = image.pixels.shape[:2]
        rows, columns = np.mgrid[:height, :width]
        inside = (columns >= box.x0) & (columns < box.x1) & (rows >= box.y0) & (rows < box.y1)
        return Mask.from_array(inside & (image.pixels[..., 0] > 100))

    def segment_at(
        self, image: DecodedImage, points: Sequence[tuple[float, float]], inside: Sequence[bool]
    ) -> Mask:
        """Return what hangs together with a point inside and is as bright, or as dark."""
        parts = np.zeros(image.pixels.shape[:2], dtype=bool)
        for level in (image.pixels[..., 0] > 100, image.pixels[..., 0] <= 100):
            labels, _ = ndimage.label(level)
            for (x, y), counts in zip(points, inside, strict=True):
                if counts and labels[int(y), int(x)]:
                    parts |= labels == labels[int(y), int(x)]
        return Mask.from_array(parts)


@dataclass
class EmptyShop:
    """Satisfies ``workers.model_shop.ModelShop``; it has no files."""

    folder: Path

    def listing(self) -> ShopListing:
        return ShopListing(self.folder, "", (), False, "saa-plus lacks its weights.")

    def run(self, action: ShopAction, name: str, job: ShopJob, watch: ShopWatch) -> None:
        raise AssertionError(f"nobody asked for {action} {name}")


def list_no_devices() -> Sequence[ComputeDevice]:
    return ()


def export_review(
    request: ExportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ExportSummary:
    """Export as the application does, in a process that has a QApplication."""
    load_opencv()
    from saa_desktop.workers import review_export  # imports OpenCV

    return review_export.export_review(request, progressed, cancel)


def write_report(
    request: ReportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
) -> ReportSummary:
    """Write a shift report as the application does."""
    load_opencv()
    from saa_desktop.reporting import write_shift_report  # imports OpenCV

    return write_shift_report(request, progressed, cancel)
