"""A batch without models: it reads real images and finds one bright region in each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.sources.listing import list_images

MODELS = ModelIdentity("stand-in", "stand-in (finds what is bright)", "1", "cpu")


@dataclass
class StandIn:
    """Opens batches, remembers them, and lets a test hold one up or break it.

    Attributes:
        gate: a batch waits for it before each image but the first.
        open_error: raised when a batch is opened.
        run_error: raised after the first image.
        requests: what was asked for.
        finishes: for each batch that wrote its tables, whether it was interrupted.
    """

    gate: threading.Event = field(default_factory=threading.Event)
    open_error: Exception | None = None
    run_error: Exception | None = None
    requests: list[BatchRequest] = field(default_factory=list)
    finishes: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    @contextmanager
    def open_batch(self, request: BatchRequest) -> Iterator["StandInBatch"]:
        self.requests.append(request)
        if self.open_error:
            raise self.open_error
        with Session.open_or_create(request.output / "session.sqlite") as session:
            session.begin_run(request.as_arguments(), {}, datetime.now().astimezone())
            yield StandInBatch(self, request, session)


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

    def run(self, cancel: threading.Event) -> Iterator[Inspection | Failure]:
        for position, reference in enumerate(self.references):
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
