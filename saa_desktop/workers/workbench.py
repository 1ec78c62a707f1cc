"""Single jobs for the models: a preview of one image, a mask at a person's mark; beside the batches."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import Cancelled, SaaDesktopError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.profiles.schema import ProductProfile

_log = logging.getLogger(__name__)


class Workbench(Protocol):
    """One model set, ready to look at single images. Used from one thread."""

    def inspect(self, image: DecodedImage, profile: ProductProfile, cancel: threading.Event) -> Inspection:
        """Inspect one image; nothing is recorded.

        Raises:
            Cancelled: ``cancel`` was set; it is looked at between the stages.
            SaaDesktopError: the image cannot be inspected.
        """
        ...

    def segment(self, image: DecodedImage, box: Box) -> Mask:
        """Cut out what lies in a box.

        Raises:
            SaaDesktopError: the models cannot do it.
        """
        ...

    def segment_at(
        self, image: DecodedImage, points: Sequence[tuple[float, float]], inside: Sequence[bool]
    ) -> Mask:
        """Cut out what lies at points.

        Args:
            image: where to look.
            points: N >= 1 positions x, y in pixels of the image.
            inside: for each point whether it belongs to the mask; at least one does.

        Raises:
            SaaDesktopError: the models cannot do it.
        """
        ...


OpenWorkbench = Callable[[ModelChoice], Workbench]
"""Loads the chosen models, or returns those that are loaded already.

Raises SaaDesktopError with a sentence for people."""


@dataclass(frozen=True, slots=True, eq=False)
class PreviewRequest:
    """An image to inspect without recording it. Each request is equal to itself only.

    Attributes:
        image: what to inspect.
        profile: by which profile, saved or not.
        models: who looks.
    """

    image: DecodedImage
    profile: ProductProfile
    models: ModelChoice


@dataclass(frozen=True, slots=True, eq=False)
class SegmentRequest:
    """A region to cut out at a person's mark. Each request is equal to itself only.

    Attributes:
        image: where it lies.
        models: who looks.
        box: what to cut out; ``None`` to go by points.
        points: positions x, y in pixels of the image; empty to go by the box.
        inside: for each point whether it belongs to the region; at least one does.

    Raises:
        ValueError: there is not exactly one of a box and points, or no point lies inside.
    """

    image: DecodedImage
    models: ModelChoice
    box: Box | None = None
    points: tuple[tuple[float, float], ...] = ()
    inside: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        if len(self.points) != len(self.inside):
            raise ValueError(f"expected one word a point, got {len(self.inside)} for {len(self.points)}")
        if (self.box is None) != any(self.inside) or (self.box is not None and self.points):
            raise ValueError("expected a box, or points of which at least one lies inside")


class WorkbenchWorker(QObject):
    """Lives in the batch worker's thread, so that a job waits for a running batch.

    Each request ends in its own signal or in ``failed``; one that was cancelled, or replaced by a newer one
    of its kind, ends in silence.
    """

    previewed = Signal(object, object)
    """PreviewRequest, Inspection."""

    segmented = Signal(object, object)
    """SegmentRequest, Mask."""

    failed = Signal(object, str)
    """PreviewRequest or SegmentRequest, the sentence for people."""

    _preview_requested = Signal(object, object)
    _segment_requested = Signal(object, object)

    def __init__(self, open_workbench: OpenWorkbench) -> None:
        super().__init__()
        self._open_workbench = open_workbench
        self._preview_cancel = threading.Event()
        self._segment_cancel = threading.Event()
        self._preview_requested.connect(self._on_preview_requested)
        self._segment_requested.connect(self._on_segment_requested)

    def preview(self, request: PreviewRequest) -> None:
        """Queue a preview in place of the one before."""
        self.cancel_preview()
        self._preview_cancel = threading.Event()
        self._preview_requested.emit(request, self._preview_cancel)

    def segment(self, request: SegmentRequest) -> None:
        """Queue a region to cut out in place of the one before."""
        self.cancel_segment()
        self._segment_cancel = threading.Event()
        self._segment_requested.emit(request, self._segment_cancel)

    def cancel_preview(self) -> None:
        """Forget the last preview; a running one stops between two stages."""
        self._preview_cancel.set()

    def cancel_segment(self) -> None:
        """Forget the last region to cut out; a running one goes on, unheard."""
        self._segment_cancel.set()

    @Slot(object, object)
    def _on_preview_requested(self, request: PreviewRequest, cancel: threading.Event) -> None:
        def inspect() -> None:
            workbench = self._open_workbench(request.models)
            inspection = workbench.inspect(request.image, request.profile, cancel)
            if not cancel.is_set():
                self.previewed.emit(request, inspection)

        self._run(request, cancel, inspect)

    @Slot(object, object)
    def _on_segment_requested(self, request: SegmentRequest, cancel: threading.Event) -> None:
        def segment() -> None:
            workbench = self._open_workbench(request.models)
            if request.box is not None:
                mask = workbench.segment(request.image, request.box)
            else:
                mask = workbench.segment_at(request.image, request.points, request.inside)
            if not cancel.is_set():
                self.segmented.emit(request, mask)

        self._run(request, cancel, segment)

    def _run(
        self, request: PreviewRequest | SegmentRequest, cancel: threading.Event, job: Callable[[], None]
    ) -> None:
        """Do a job that is still wanted, and turn what goes wrong into a sentence."""
        if cancel.is_set():
            return
        try:
            job()
        except Cancelled:
            return
        except SaaDesktopError as error:
            sentence = str(error)
        except Exception as error:  # noqa: BLE001 - networks and drivers raise anything
            name = request.image.identity.name
            _log.exception("unexpected error on %s", name)
            sentence = (
                f"{name} could not be looked at ({type(error).__name__}: {error}); "
                "the log holds the details for a report of this fault."
            )
        else:
            return
        if not cancel.is_set():
            self.failed.emit(request, sentence)
