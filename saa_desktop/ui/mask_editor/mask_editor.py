"""Edits the mask of one region with the mouse: brings the view, the tools and the strip together."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box
from saa_desktop.domain.reviews import FIRST_DRAWN
from saa_desktop.review.mask_editing import Points, empty_mask, polygon, stroke, subtracted, united
from saa_desktop.ui.image_view.image_view import ImageView
from saa_desktop.ui.mask_editor.box_tool import BoxTool
from saa_desktop.ui.mask_editor.brush_tool import BrushTool
from saa_desktop.ui.mask_editor.click_tool import ClickTool
from saa_desktop.ui.mask_editor.mask_editor_strip import MaskEditorStrip
from saa_desktop.ui.mask_editor.mask_tool import MaskTool
from saa_desktop.ui.mask_editor.polygon_tool import PolygonTool
from saa_desktop.ui.mask_editor.tool_kind import ToolKind

_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace}


class MaskEditor(QObject):
    """Turns what a person draws into masks. Keeps no history: undo comes back through ``set_target``."""

    mask_edited = Signal(int, object)
    """An edit is finished: the region's number, its new Mask, which may be empty."""

    mask_restored = Signal(int)
    """The region's own mask is to be forgotten: the machine's counts again, or a drawn region goes."""

    target_chosen = Signal(bool)
    """A person wants to draw a new region (true), or to edit the selected one; answer with ``set_target``."""

    segment_requested = Signal(object)
    """The models are to cut out what lies in a Box; answer with ``show_segmented`` or ``show_failed``."""

    points_requested = Signal(object, object)
    """The same at points: tuple of (x, y), tuple of bool (inside), one at least true."""

    segment_cancelled = Signal()
    """The models' answer is no longer wanted."""

    noticed = Signal(str)
    """Something that a person should read."""

    def __init__(self, view: ImageView, strip: MaskEditorStrip) -> None:
        super().__init__(view)
        self._view = view
        self._strip = strip
        self._brush, self._eraser = BrushTool(self), BrushTool(self)
        self._polygon, self._box, self._click = PolygonTool(self), BoxTool(self), ClickTool(self)
        self._tools: dict[ToolKind, MaskTool] = {
            ToolKind.BRUSH: self._brush,
            ToolKind.ERASER: self._eraser,
            ToolKind.POLYGON: self._polygon,
            ToolKind.BOX: self._box,
            ToolKind.CLICK: self._click,
        }
        self._given: MaskTool | None = None
        self._image: ImageIdentity | None = None
        self._number: int | None = None
        self._mask = empty_mask(1, 1)
        self._before_clicks: Mask | None = None
        self._subtract = False
        self._waits = False
        self._models_busy = False
        self._connect()
        self._on_brush_size_changed(strip.brush_size)
        self._on_subtracting_changed(strip.subtracting)

    def set_target(
        self, number: int, mask: Mask | None, height: int, width: int, *, corrected: bool = False
    ) -> None:
        """Edit a region of the image in the view, or go on with it.

        Args:
            number: the region's, or ``Review.next_drawn()`` for one that is about to be drawn.
            mask: its pixels as they show now; ``None`` for a region that is about to be drawn.
            height: H of the image, pixels.
            width: W of the image, pixels.
            corrected: whether the mask is a person's, so that there is something to go back to.
        """
        image = self._view.shown.image.identity if self._view.shown else None
        before = mask or empty_mask(height, width)
        if (image, number, before) != (self._image, self._number, self._mask):
            self._forget()
            self._image, self._number, self._mask = image, number, before
        for tool in self._tools.values():
            tool.bounds = QRectF(0, 0, width, height)
        drawn = number >= FIRST_DRAWN
        self._strip.show_target(new=mask is None and drawn, drawn=drawn, corrected=corrected)
        self._strip.setEnabled(True)
        self._give_tool()

    def clear_target(self) -> None:
        """Edit nothing; the strip is disabled."""
        self._forget()
        self._number = None
        self._strip.setEnabled(False)
        self._give_tool()

    def show_segmented(self, mask: Mask) -> None:
        """Take the models' answer into the region; without a request it is ignored."""
        if not self._waits:
            return
        self._set_waits(waits=False)
        if mask.area == 0:
            self._forget()
            self.noticed.emit(self.tr("The models found nothing there: try another place, or use the brush."))
        elif self._before_clicks is None:
            self._box.forget()
            self._edit(mask, subtract=self._subtract)
        else:
            self._replace(self._combined(self._before_clicks, mask, subtract=self._subtract))

    def show_failed(self, sentence: str) -> None:
        """Say why the models have no answer; without a request it is ignored."""
        if self._waits:
            self._forget()
            self.noticed.emit(sentence)

    def set_models_busy(self, busy: bool) -> None:
        """Tell whether a batch is running, which the models finish first."""
        self._models_busy = busy
        self._strip.show_wait(waits=self._waits, models_busy=busy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take Enter and Backspace for a shape that is begun, before the window's own keys."""
        if not isinstance(event, QKeyEvent) or event.key() not in _KEYS:
            return super().eventFilter(watched, event)
        tool = self._tool
        if tool is None or not tool.busy():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace:
                tool.step_back()
            else:
                tool.finish()
        event.accept()
        return True

    @property
    def _tool(self) -> MaskTool | None:
        kind = self._strip.tool
        return self._tools[kind] if kind and self._number is not None else None

    def _connect(self) -> None:
        strip = self._strip
        strip.tool_chosen.connect(self._on_tool_chosen)
        strip.subtracting_changed.connect(self._on_subtracting_changed)
        strip.brush_size_changed.connect(self._on_brush_size_changed)
        strip.target_chosen.connect(self._on_target_chosen)
        strip.restore.triggered.connect(self._on_restore_triggered)
        for tool in self._tools.values():
            tool.refreshed.connect(self._view.refresh_tool)
            tool.noticed.connect(self.noticed)
            tool.gave_up.connect(self._forget)
            tool.ended.connect(strip.put_down)
        for brush in (self._brush, self._eraser):
            brush.stroked.connect(self._on_stroked)
        self._polygon.closed.connect(self._on_closed)
        self._box.boxed.connect(self._on_boxed)
        self._click.pointed.connect(self._on_pointed)
        self._view.measuring_changed.connect(self._on_measuring_changed)
        self._view.installEventFilter(self)

    def _give_tool(self) -> None:
        """Give the mouse to the chosen tool, or back to the view where it was ours."""
        given, self._given = self._given, self._tool
        if self._given is not None or given is not None:
            self._view.set_tool(self._given)

    def _forget(self) -> None:
        """Forget whatever is begun, the models' work too."""
        if self._waits:
            self._set_waits(waits=False)
            self.segment_cancelled.emit()
        self._before_clicks = None
        for tool in self._tools.values():
            tool.forget()

    def _set_waits(self, *, waits: bool) -> None:
        self._waits = waits
        for tool in self._tools.values():
            tool.waiting = waits
        self._strip.show_wait(waits=waits, models_busy=self._models_busy)

    def _on_tool_chosen(self) -> None:
        self._forget()
        self._give_tool()

    def _on_measuring_changed(self, measuring: bool) -> None:
        if measuring:
            self._given = None  # the view has taken the mouse back
            self._strip.put_down()

    def _on_subtracting_changed(self, subtracting: bool) -> None:
        for tool in self._tools.values():
            tool.subtracts = subtracting
        self._eraser.subtracts = True

    def _on_brush_size_changed(self, diameter: int) -> None:
        self._brush.set_diameter(diameter)
        self._eraser.set_diameter(diameter)

    def _on_target_chosen(self, new: bool) -> None:
        self._forget()
        self.target_chosen.emit(new)

    def _on_restore_triggered(self) -> None:
        if self._number is not None:
            self._forget()
            self.mask_restored.emit(self._number)

    def _on_stroked(self, line: Points, radius: float, subtract: bool) -> None:
        shape = stroke(line, radius, self._mask.image_height, self._mask.image_width)
        self._edit(shape, subtract=subtract)

    def _on_closed(self, corners: Points, subtract: bool) -> None:
        shape = polygon(corners, self._mask.image_height, self._mask.image_width)
        self._edit(shape, subtract=subtract)

    def _on_boxed(self, box: Box, subtract: bool) -> None:
        self._before_clicks = None
        self._subtract = subtract
        self._set_waits(waits=True)
        self.segment_requested.emit(box)

    def _on_pointed(
        self, points: tuple[tuple[float, float], ...], inside: tuple[bool, ...], subtract: bool
    ) -> None:
        if len(points) == 1 or self._before_clicks is None:
            self._before_clicks = self._mask
        self._subtract = subtract
        self._set_waits(waits=True)
        self.points_requested.emit(points, inside)

    def _edit(self, shape: Mask, *, subtract: bool) -> None:
        self._replace(self._combined(self._mask, shape, subtract=subtract))

    @staticmethod
    def _combined(mask: Mask, shape: Mask, *, subtract: bool) -> Mask:
        return subtracted(mask, shape) if subtract else united(mask, shape)

    def _replace(self, mask: Mask) -> None:
        """Tell of the region's new mask, if it is one."""
        if self._number is not None and mask != self._mask:
            self._mask = mask
            self.mask_edited.emit(self._number, mask)
