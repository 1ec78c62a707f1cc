"""Lets a person correct the masks of the current image."""

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviews import FIRST_DRAWN
from saa_desktop.ui.image_view.image_view import ImageView
from saa_desktop.ui.main_window.review_control import ReviewControl
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.mask_editor.mask_editor import MaskEditor
from saa_desktop.ui.mask_editor.mask_editor_strip import MaskEditorStrip
from saa_desktop.ui.mask_editor.mask_segmenting import MaskSegmenting
from saa_desktop.workers.view_loader import View
from saa_desktop.workers.workbench import WorkbenchWorker


class MaskControl(QObject):
    """Connects the mask editor with the current view, the review and the models."""

    said = Signal(str)
    """A sentence that a person should read."""

    def __init__(
        self,
        image_view: ImageView,
        strip: MaskEditorStrip,
        review: ReviewControl,
        workbench: WorkbenchWorker,
        settings: SettingsKeeper,
    ) -> None:
        super().__init__(review)
        self._image_view = image_view
        self._review = review
        self._settings = settings
        self._view: View | None = None
        self._number: int | None = None
        self.editor = MaskEditor(image_view, strip)
        self.editor.mask_edited.connect(self._on_mask_edited)
        self.editor.mask_restored.connect(self._on_mask_restored)
        self.editor.target_chosen.connect(self._on_target_chosen)
        self.editor.noticed.connect(self.said)
        self._segmenting = MaskSegmenting(self.editor, workbench)

    def show_view(self, view: View | None) -> None:
        """Edit the masks of another image, or of the same one after its review has changed."""
        self._segmenting.set_models(self._settings.model_choice())
        self._segmenting.set_image(view.image if view else None)
        same = self._view and view and self._view.request.same_content(view.request)
        self._view = view
        if not same:
            self._number = None
        self._aim()

    def select_region(self, number: int | None) -> None:
        """Edit this region; without one, a new region is drawn."""
        self._number = number
        self._aim()

    def _aim(self) -> None:
        """Tell the editor what it works on now."""
        view = self._view
        if view is None or view.inspection is None or view.changed:
            self.editor.clear_target()
            return
        image, review = view.inspection.image, view.request.entry.review
        if self._number is not None and self._number >= FIRST_DRAWN:
            known = review.of_region(self._number).mask is not None
            self._number = self._number if known else None
        if self._number is None:
            self.editor.set_target(review.next_drawn(), None, image.height, image.width)
            return
        own = review.of_region(self._number).mask
        regions = view.inspection.findings.regions
        shown = own or (regions[self._number].mask if self._number < len(regions) else None)
        self.editor.set_target(self._number, shown, image.height, image.width, corrected=own is not None)

    def _on_mask_edited(self, number: int, mask: Mask) -> None:
        self._number = number
        self._review.set_mask(number, mask)

    def _on_mask_restored(self, number: int) -> None:
        self._review.set_mask(number, None)

    def _on_target_chosen(self, new: bool) -> None:
        if new:
            self._number = None
            self._image_view.highlight(None)
        self._aim()
