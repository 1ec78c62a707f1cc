"""Brings the current image into all panels, and what a person does there to where it belongs."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import Decision, RegionVerdict
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.review.queue import ReviewMark
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import Comparison, ImagePage
from saa_desktop.ui.inspector.inspector import Inspector
from saa_desktop.ui.main_window.actions import WindowActions
from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.ui.main_window.mask_control import MaskControl
from saa_desktop.ui.main_window.review_control import ReviewControl
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.mask_editor.mask_editor_strip import MaskEditorStrip
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.ui.review_panel.review_panel import ReviewPanel
from saa_desktop.ui.what_if.what_if_panel import WhatIfPanel
from saa_desktop.workers.session_store import SessionStore
from saa_desktop.workers.view_loader import View

_COUNT_MS = 300
_FILL_SHARE = 0.25
"""A mask's fill is this much weaker than the heat map: one looks through it at the defect."""
_STRENGTH_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Panels:
    """The window's panels that follow the current image."""

    images: ImageListPanel
    page: ImagePage
    strip: MaskEditorStrip
    inspector: Inspector
    review: ReviewPanel
    what_if: WhatIfPanel
    profiles: ProfilePicker


class ShownImageControl(QObject):
    """What is known of an image comes in two steps: its entry at once, its regions with the view."""

    def __init__(
        self,
        panels: Panels,
        *,
        commands: WindowActions,
        settings: SettingsKeeper,
        batch: BatchControl,
        review: ReviewControl,
        masks: MaskControl,
        store: SessionStore,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panels = panels
        self._commands = commands
        self._settings = settings
        self._batch = batch
        self._review = review
        self._masks = masks
        self._store = store
        self._entry: ImageEntry | None = None
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._show_progress)
        self._connect_image()
        self._connect_review()
        self._connect_layers()

    def show_current(self) -> None:
        """Bring the current image into the panels again."""
        self._on_current_changed(self._panels.images.current())

    def show_layers(self) -> None:
        """Show the layers that the settings ask for."""
        settings = self._settings.now
        view = self._panels.page.view
        view.set_layers(masks=settings.show_masks, heat_map=settings.show_heat_map)
        view.set_heat_opacity(settings.layer_strength)
        view.set_mask_opacity(_FILL_SHARE * settings.layer_strength)

    # -- connections ---------------------------------------------------------------------------------------

    def _connect_image(self) -> None:
        panels = self._panels
        panels.images.current_changed.connect(self._on_current_changed)
        panels.images.model.entry_changed.connect(self._count_soon)
        panels.images.model.modelReset.connect(self._count_soon)
        panels.images.model.rowsInserted.connect(self._count_soon)
        panels.page.loaded.connect(self._on_loaded)
        panels.page.view.region_chosen.connect(self._on_region_chosen)
        panels.inspector.region_chosen.connect(self._on_region_chosen)
        panels.inspector.region_zoomed.connect(panels.page.view.zoom_to)
        panels.what_if.rejudged.connect(self._on_rejudged)
        panels.what_if.flipped_chosen.connect(self._on_flipped_chosen)
        commands = self._commands
        commands.previous.triggered.connect(lambda: panels.images.step(-1))
        commands.next.triggered.connect(lambda: panels.images.step(1))
        commands.next_unreviewed.triggered.connect(self._on_next_unreviewed_triggered)
        commands.search.triggered.connect(panels.images.focus_search)

    def _connect_review(self) -> None:
        panels, commands, review = self._panels, self._commands, self._review
        for action, verdict in (
            (commands.ok, OperatorVerdict.OK),
            (commands.ng, OperatorVerdict.NG),
            (commands.recheck, OperatorVerdict.RECHECK),
            (commands.take_back, None),
        ):
            action.triggered.connect(lambda _=False, verdict=verdict: self._give_verdict(verdict))
        commands.flag.triggered.connect(review.toggle_flag)
        commands.write_note.triggered.connect(self._on_write_note_triggered)
        commands.undo.triggered.connect(review.undo)
        commands.redo.triggered.connect(review.redo)
        commands.operator.triggered.connect(review.ask_for_operator)
        panels.review.verdict_given.connect(self._give_verdict)
        panels.review.defect_class_given.connect(review.set_defect_class)
        panels.review.note_given.connect(review.set_note)
        panels.review.flagged.connect(review.set_flag)
        panels.review.operator_change_requested.connect(review.ask_for_operator)
        panels.inspector.region_judged.connect(self._on_region_judged)
        review.changed.connect(self._on_review_changed)
        review.operator_chosen.connect(panels.review.set_operator)
        self._store.history_read.connect(self._on_history_read)
        self._store.recorded.connect(self._on_recorded)

    def _connect_layers(self) -> None:
        panels, commands = self._panels, self._commands
        view = panels.page.view
        commands.masks.toggled.connect(self._on_layers_toggled)
        commands.heat_map.toggled.connect(self._on_layers_toggled)
        commands.dropped.toggled.connect(view.set_dropped_shown)
        commands.compare.toggled.connect(self._on_compare_toggled)
        commands.compare_golden.toggled.connect(self._on_compare_golden_toggled)
        commands.fit.triggered.connect(view.fit)
        commands.actual_size.triggered.connect(view.actual_size)
        commands.zoom_in.triggered.connect(view.zoom_in)
        commands.zoom_out.triggered.connect(view.zoom_out)
        commands.stronger_layers.triggered.connect(lambda: self._change_strength(_STRENGTH_STEP))
        commands.weaker_layers.triggered.connect(lambda: self._change_strength(-_STRENGTH_STEP))
        commands.ruler.toggled.connect(view.set_measuring)
        view.measuring_changed.connect(commands.ruler.setChecked)
        commands.edit_masks.toggled.connect(self._on_edit_masks_toggled)
        commands.smaller_brush.triggered.connect(panels.strip.make_brush_smaller)
        commands.larger_brush.triggered.connect(panels.strip.make_brush_larger)
        for watched in (panels.images.view, view, panels.inspector.regions.table):
            watched.installEventFilter(self)

    # -- the current image ---------------------------------------------------------------------------------

    def _on_current_changed(self, entry: ImageEntry | None) -> None:
        another = not (entry and self._entry and entry.name == self._entry.name)
        self._entry = entry
        panels, session = self._panels, self._batch.session
        panels.inspector.show_entry(entry, self._title_of(entry))
        panels.review.show_entry(entry)
        panels.page.show_entry(entry, session)
        if entry is None:
            self._show_regions(None)
            return
        if another:
            # The image before stays on the screen until this one is read: nothing drawn on it may count here.
            self._masks.show_view(None)
            panels.review.show_decisions(())
        if another and session:
            self._store.read_history(entry.name)
        shown = panels.page.view.shown
        if not another and shown and shown.request.entry.name == entry.name:
            self._masks.show_view(shown)

    def _title_of(self, entry: ImageEntry | None) -> str:
        """Return the title of the product profile that judged an image, where one is known."""
        if entry is None or not entry.inspected or self._batch.request is None:
            return ""
        name = self._batch.request.profile
        shown = self._panels.page.view.shown
        if shown and shown.inspection and shown.request.entry.name == entry.name:
            name = shown.inspection.profile.name  # the folders of a watch may have a profile each
        return self._panels.profiles.title_of(name)

    def _prefetch(self) -> None:
        """Have the neighbours ready, the next one first."""
        images = self._panels.images
        place = images.view.currentIndex().row()
        places = (place + 1, place - 1, place + 2)
        near = [images.model.entry_at(each) for each in places if 0 <= each < images.model.rowCount()]
        self._panels.page.prefetch(near, self._batch.session)

    def _on_loaded(self, view: View) -> None:
        self._panels.inspector.show_entry(self._entry, self._title_of(self._entry))
        self._show_regions(view)
        self._prefetch()

    def _show_regions(self, view: View | None) -> None:
        inspection = view.inspection if view and not view.changed else None
        self._panels.inspector.show_inspection(inspection)
        self._panels.what_if.show_inspection(inspection)
        self._masks.show_view(view)

    def _on_region_chosen(self, number: int) -> None:
        self._panels.page.view.highlight(number)
        self._panels.inspector.select_region(number)
        self._masks.select_region(number)

    def _on_rejudged(self, inspection: Inspection, tried: bool) -> None:
        self._panels.inspector.show_inspection(inspection, what_if=tried)
        self._panels.page.view.show_inspection(inspection)

    def _on_flipped_chosen(self, names: list[str]) -> None:
        self._panels.images.show_names(names)

    def _on_next_unreviewed_triggered(self) -> None:
        if not self._panels.images.next_unreviewed():
            self._review.said.emit(self.tr("Every inspected image in this list has its verdict."))

    # -- the review ----------------------------------------------------------------------------------------

    def _give_verdict(self, verdict: OperatorVerdict | None) -> None:
        self._panels.review.commit()
        self._review.give_verdict(verdict)

    def _on_region_judged(self, number: int, verdict: RegionVerdict | None) -> None:
        self._review.judge_region(number, verdict)

    def _on_write_note_triggered(self) -> None:
        self._panels.review.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_review_changed(self) -> None:
        history = self._review.history
        self._commands.undo.setEnabled(history.can_undo)
        self._commands.redo.setEnabled(history.can_redo)
        self._panels.review.set_operator(self._review.operator)
        self._panels.what_if.refresh()

    def _on_recorded(self, decision: Decision) -> None:
        if self._entry and decision.image_name == self._entry.name:
            self._store.read_history(decision.image_name)

    def _on_history_read(self, name: str, decisions: list[Decision]) -> None:
        if self._entry and self._entry.name == name:
            self._panels.review.show_decisions(decisions)

    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _show_progress(self) -> None:
        marks, states = self._panels.images.model.mark_counts, self._panels.images.model.counts
        reviewed = marks[ReviewMark.OK] + marks[ReviewMark.NG] + marks[ReviewMark.RECHECK]
        self._panels.review.show_progress(reviewed, sum(states.values()), marks[ReviewMark.NG])

    # -- layers --------------------------------------------------------------------------------------------

    def _on_layers_toggled(self) -> None:
        self._settings.change(
            show_masks=self._commands.masks.isChecked(), show_heat_map=self._commands.heat_map.isChecked()
        )
        self.show_layers()

    def _change_strength(self, by: float) -> None:
        strength = round(self._settings.now.layer_strength + by, 1)
        self._settings.change(layer_strength=min(max(strength, 0.2), 1.0))
        self.show_layers()

    def _on_compare_toggled(self, on: bool) -> None:
        if on:
            self._commands.compare_golden.setChecked(False)
        self._compare()

    def _on_compare_golden_toggled(self, on: bool) -> None:
        if on:
            self._commands.compare.setChecked(False)
        self._compare()

    def _compare(self) -> None:
        golden, bare = self._commands.compare_golden.isChecked(), self._commands.compare.isChecked()
        beside = Comparison.GOLDEN if golden else Comparison.BARE if bare else Comparison.OFF
        self._panels.page.set_comparison(beside)

    def _on_edit_masks_toggled(self, on: bool) -> None:
        if not on:
            self._panels.strip.put_down()
        self._panels.strip.setVisible(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the bare image while Space is held in the list, the image or the regions."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._panels.page.view.set_bare(event.type() == QEvent.Type.KeyPress)
            return event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
        if event.type() == QEvent.Type.FocusOut:
            self._panels.page.view.set_bare(False)
        return super().eventFilter(watched, event)
