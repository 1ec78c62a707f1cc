"""Carries what the mask editor asks of the models to their thread, and the answer back."""

from PySide6.QtCore import QObject

from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.ui.mask_editor.mask_editor import MaskEditor
from saa_desktop.workers.workbench import SegmentRequest, WorkbenchWorker


class MaskSegmenting(QObject):
    """Only the answer to the last request, on the image that is still shown, reaches the editor."""

    def __init__(self, editor: MaskEditor, worker: WorkbenchWorker) -> None:
        super().__init__(editor)
        self._editor = editor
        self._worker = worker
        self._image: DecodedImage | None = None
        self._models = ModelChoice()
        self._request: SegmentRequest | None = None
        editor.segment_requested.connect(self._on_segment_requested)
        editor.points_requested.connect(self._on_points_requested)
        editor.segment_cancelled.connect(self._cancel)
        worker.segmented.connect(self._on_segmented)
        worker.failed.connect(self._on_failed)

    def set_image(self, image: DecodedImage | None) -> None:
        """Say on which image the editor works."""
        if image is not self._image:
            self._cancel()
            self._image = image

    def set_models(self, models: ModelChoice) -> None:
        """Choose who cuts out."""
        self._models = models

    def _on_segment_requested(self, box: Box) -> None:
        if self._image is not None:
            self._ask(SegmentRequest(self._image, self._models, box=box))

    def _on_points_requested(self, points: tuple[tuple[float, float], ...], inside: tuple[bool, ...]) -> None:
        if self._image is not None:
            self._ask(SegmentRequest(self._image, self._models, points=points, inside=inside))

    def _ask(self, request: SegmentRequest) -> None:
        self._request = request
        self._worker.segment(request)

    def _cancel(self) -> None:
        self._request = None
        self._worker.cancel_segment()

    def _on_segmented(self, request: SegmentRequest, mask: Mask) -> None:
        if request is self._request:
            self._request = None
            self._editor.show_segmented(mask)

    def _on_failed(self, request: object, sentence: str) -> None:
        if request is self._request:
            self._request = None
            self._editor.show_failed(sentence)
