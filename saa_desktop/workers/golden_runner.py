"""Runs a golden set through the released profile and a changed one, in the thread that owns the models."""

import logging
import threading
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from saa_desktop.domain.errors import Cancelled, ImageError, SaaDesktopError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.profiles.golden import GoldenImage, GoldenSet
from saa_desktop.profiles.golden_results import GoldenComparison, GoldenResult, Judged
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.workers.job_worker import JobWorker
from saa_desktop.workers.workbench import OpenWorkbench, Workbench

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class GoldenRequest:
    """A golden set to run. Each request is equal to itself only.

    Attributes:
        golden: the images with their expected verdicts.
        released: the profile in use; ``None`` while there is none.
        changed: the profile that should take its place.
        models: who looks.
    """

    golden: GoldenSet
    released: ProductProfile | None
    changed: ProductProfile
    models: ModelChoice


class GoldenRunner(JobWorker):
    """Lives in the batch worker's thread, so that a run waits for a running batch.

    Each request ends in exactly one of ``finished``, ``failed`` and ``cancelled``.
    """

    started = Signal(object)
    """The models are loaded: GoldenRequest."""

    judged = Signal(object, object)
    """One image is done: GoldenRequest, GoldenResult."""

    finished = Signal(object, object)
    """All images are done: GoldenRequest, GoldenComparison."""

    def __init__(self, open_workbench: OpenWorkbench) -> None:
        super().__init__("The golden set")
        self._open_workbench = open_workbench

    def run(self, request: GoldenRequest) -> None:
        """Queue a run in place of the one before."""
        self.cancel()
        self._queue(request)

    def _do(self, request: GoldenRequest, cancel: threading.Event) -> None:
        workbench = self._open_workbench(request.models)
        self.started.emit(request)
        results = []
        for image in request.golden.images:
            result = _judge(workbench, image, request, cancel)
            if cancel.is_set():
                raise Cancelled
            results.append(result)
            self.judged.emit(request, result)
        self.finished.emit(request, GoldenComparison(tuple(results)))


def _judge(
    workbench: Workbench, image: GoldenImage, request: GoldenRequest, cancel: threading.Event
) -> GoldenResult:
    """Return what both profiles say of an image, or why it cannot be inspected.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    try:
        pixels = decode_golden(image)
        changed = workbench.inspect(pixels, request.changed, cancel)
        released = _inspect_released(workbench, pixels, request, changed, cancel)
    except SaaDesktopError as error:
        return GoldenResult(image, error=str(error))
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - networks and drivers raise anything
        _log.exception("unexpected error on %s", image.path)
        sentence = f"{image.name} could not be looked at ({type(error).__name__}: {error})."
        return GoldenResult(image, error=sentence)
    return GoldenResult(image, _judged(released) if released else None, _judged(changed))


def _inspect_released(
    workbench: Workbench,
    pixels: DecodedImage,
    request: GoldenRequest,
    changed: Inspection,
    cancel: threading.Event,
) -> Inspection | None:
    released = request.released
    if released is None:
        return None
    if released.prompts() == request.changed.prompts():
        # Only the thresholds differ, so the models would find the same again.
        return replace(changed, thresholds=released.thresholds())
    return workbench.inspect(pixels, released, cancel)


def decode_golden(image: GoldenImage) -> DecodedImage:
    """Return the page of the file.

    Raises:
        ImageError: it cannot be read, or is no longer what was added to the set.
    """
    reference = ImageReference(image.path, image.path.name)
    names = {reference.name, f"{reference.name}#{image.page}"}
    for decoded in decode_pages(reference, wanted=lambda name, _: name in names):
        if decoded.identity.sha256 == image.sha256:
            return decoded
    raise ImageError(
        f"{image.name} has changed since it was added to the golden set: remove it there and add it again."
    )


def _judged(inspection: Inspection) -> Judged:
    return Judged(inspection.ai_verdict, inspection.score)
