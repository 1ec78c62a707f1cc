"""The image with what was found on it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import Review
from saa_desktop.ui.image_view.heat_scale import HEAT_COLOURS, HeatLegend
from saa_desktop.ui.image_view.minimap import Minimap
from saa_desktop.ui.image_view.picture_view import PictureView
from saa_desktop.ui.image_view.plate import Plate
from saa_desktop.ui.image_view.pyramid_item import PyramidItem
from saa_desktop.ui.image_view.region_layer import RegionLayer
from saa_desktop.ui.image_view.ruler import Ruler
from saa_desktop.ui.image_view.tool import Tool
from saa_desktop.workers.view_loader import View

_CLICK_TOLERANCE = 6.0
_CORNER = 10
_BELOW_REGIONS = -2.0
_LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True, slots=True)
class PixelReading:
    """What lies under the mouse.

    Attributes:
        x: column, from 0.
        y: row, from 0.
        rgb: red, green and blue, 0 to 255.
        anomaly: the anomaly map's value; ``None`` without an inspection.
    """

    x: int
    y: int
    rgb: tuple[int, int, int]
    anomaly: float | None


class ImageView(PictureView):
    """The photograph, the heat map and the regions are layers that are shown and hidden without new work.

    Attributes:
        shown: what is on the screen; ``None`` for nothing.
        legend: explains the heat map's colours.
        minimap: shows where one is, when not all of the image shows.
        reading: says what lies under the mouse.
        ruler: measures, while ``set_measuring`` is on.
    """

    region_chosen = Signal(int)
    """A person clicked on a region: its number."""

    pixel_read = Signal(object)
    """PixelReading of what lies under the mouse; ``None`` when it leaves the image."""

    measuring_changed = Signal(bool)
    """The ruler is taken up or put down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: View | None = None
        self.legend = HeatLegend(self)
        self.minimap = Minimap(self)
        self.reading = Plate(self)
        self.ruler = Ruler(self)
        self._regions = RegionLayer(self.scene())
        self._heat: PyramidItem | None = None
        self._heat_opacity = 0.8
        self._heat_shown = False
        self._bare = False
        self._tool: Tool | None = None
        self._tool_button: Qt.MouseButton | None = None
        self._clicked_at: QPoint | None = None
        self.viewport().setMouseTracking(True)
        self.ruler.changed.connect(self.refresh_tool)
        self.ruler.ended.connect(lambda: self.set_measuring(False))
        self.minimap.pointed.connect(self.centerOn)
        self.looked.connect(self._on_view_looked)
        self._retranslate()
        self._show_layers()

    # -- what is shown -------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Show another image."""
        self.shown = view
        self.reading.show_words("")
        self._regions.clear()
        self.show_picture(view.photograph)
        self._heat = None
        self._show_heat(view)
        self._regions.show_regions(view)
        self.ruler.clear()
        self._show_layers()
        assert self.photograph is not None  # noqa: S101 - just shown
        self.minimap.show_picture(self.photograph.painter)
        self._on_view_looked()

    def show_review(self, review: Review) -> None:
        """Lay other words of a person over the same image."""
        if self.shown is not None and self.shown.request.entry.review != review:
            self.shown = self.shown.with_review(review)
            self._regions.show_regions(self.shown)

    def show_inspection(self, inspection: Inspection) -> None:
        """Lay over the same image what other values make of its candidates."""
        if self.shown is not None:
            self.shown = self.shown.with_inspection(inspection)
            if self._heat is not None:
                self.scene().removeItem(self._heat)
                self._heat = None
            self._show_heat(self.shown)
            self._regions.show_regions(self.shown)
            self._show_layers()

    def clear(self) -> None:
        """Show nothing."""
        self.shown = None
        self._regions.clear()
        self._heat = None
        super().clear()
        self.minimap.hide()
        self.reading.show_words("")
        self._show_layers()

    def set_layers(self, *, masks: bool, heat_map: bool) -> None:
        """Show or hide the regions, and the heat map with its legend."""
        self._regions.set_shown(masks)
        self._heat_shown = heat_map
        self._show_layers()

    def set_bare(self, bare: bool) -> None:
        """Hide all layers over the photograph for a moment; meanwhile the left button pans despite a tool."""
        self._bare = bare
        self._regions.set_bare(bare)
        self._show_layers()
        self._update_cursor()
        self.refresh_tool()

    def set_dropped_shown(self, shown: bool) -> None:
        """Show or hide the boxes of the regions that the machine dropped."""
        self._regions.set_dropped_shown(shown)

    def set_heat_opacity(self, opacity: float) -> None:
        """Set how much the heat map covers, 0 to 1."""
        self._heat_opacity = opacity
        if self._heat is not None:
            self._heat.setOpacity(opacity)

    def set_mask_opacity(self, opacity: float) -> None:
        """Set how much the fill of the regions covers, 0 to 1; their outlines stay as they are."""
        self._regions.set_fill_opacity(opacity)

    def highlight(self, number: int | None) -> None:
        """Make one region stand out, a dropped one too; ``None`` for none."""
        self._regions.highlight(number)

    def zoom_to(self, number: int) -> None:
        """Bring a region to the middle."""
        area = self._regions.area_of(number)
        if area is not None:
            self.look_at(area)

    # -- tools ---------------------------------------------------------------------------------------------

    def set_tool(self, tool: Tool | None) -> None:
        """Give the mouse to a tool; ``None`` lets it pan and choose regions again."""
        if tool is self._tool:
            return
        measured = self._tool is self.ruler
        self._tool, self._tool_button = tool, None
        self.ruler.clear()
        self._update_cursor()
        self.refresh_tool()
        if measured is not (tool is self.ruler):
            self.measuring_changed.emit(tool is self.ruler)

    def refresh_tool(self, area: QRectF | None = None) -> None:
        """Paint the tool again.

        Args:
            area: where it changed, in the image's pixels; without it all is painted.
        """
        if area is None:
            self.viewport().update()
        else:
            self.viewport().update(self.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2))

    def set_measuring(self, measuring: bool) -> None:
        """Take the ruler up, or put it down."""
        if measuring:
            self.set_tool(self.ruler)
        elif self._tool is self.ruler:
            self.set_tool(None)

    def set_mm_per_pixel(self, mm_per_pixel: float | None) -> None:
        """Say how large a pixel is; ``None`` where the profile does not say."""
        self.ruler.set_mm_per_pixel(mm_per_pixel)

    # -- Qt ------------------------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """Let the tool paint above all layers."""
        super().drawForeground(painter, rect)
        if self._tool is not None and self.shown is not None and not self._bare:
            painter.save()
            self._tool.paint(painter, self.zoom())
            painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Give the button to the tool, or take hold of the image."""
        self._clicked_at = event.position().toPoint()
        if self._tool and self._goes_to_tool(event.button()):
            self._tool_button = event.button()
            self._tool.pressed(self._point(event), event.modifiers(), event.button())
            self._update_cursor()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the tool, or treat the second click like the first."""
        if self._tool and self._goes_to_tool(event.button()) and event.button() is _LEFT:
            self._tool_button = event.button()
            self._tool.double_clicked(self._point(event))
            self._update_cursor()
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read the pixel, and move what is held."""
        super().mouseMoveEvent(event)
        self._read(self._point(event))
        if self._tool and not self.panning and self.shown is not None:
            self._tool.moved(self._point(event), event.modifiers())
            self._update_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go; without a drag, that was a click on a region."""
        if self._tool and self._tool_button is event.button():
            self._tool_button = None
            self._tool.released(self._point(event))
            self._update_cursor()
            return
        super().mouseReleaseEvent(event)
        if event.button() is _LEFT and self._is_click(event) and self._tool is None:
            number = self._regions.number_at(self._point(event), _CLICK_TOLERANCE / self.zoom())
            if number is not None:
                self.region_chosen.emit(number)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Read nothing once the mouse has left."""
        if event.type() == QEvent.Type.Leave:
            self._read(QPointF(-1, -1))
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcuts while there is a tool to cancel."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._tool is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let Esc cancel the tool."""
        if event.key() == Qt.Key.Key_Escape and self._tool is not None:
            self._tool.cancelled()
            self._update_cursor()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep everything in its corner."""
        super().resizeEvent(event)
        self.legend.move(_CORNER, self.height() - self.legend.height() - _CORNER)
        self._place_reading()
        self._on_view_looked()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def resting_cursor(self) -> QCursor:
        """Return the tool's cursor, or a hand."""
        if self._tool is not None and not self._bare:
            return self._tool.cursor()
        return super().resting_cursor()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Image with the regions found"))

    # -- parts ---------------------------------------------------------------------------------------------

    def _show_heat(self, view: View) -> None:
        if view.heat is None:
            return
        self.legend.set_limit(view.heat.limit)
        if view.heat.pixels is not None:
            self._heat = PyramidItem(view.heat.pixels, HEAT_COLOURS)
            self._heat.setOpacity(self._heat_opacity)
            self._heat.setZValue(_BELOW_REGIONS)
            self.scene().addItem(self._heat)

    def _show_layers(self) -> None:
        heat_shown = self._heat_shown and not self._bare
        if self._heat is not None:
            self._heat.setVisible(heat_shown)
        self.legend.setVisible(heat_shown and self.shown is not None and self.shown.heat is not None)

    def _on_view_looked(self) -> None:
        """Bring the minimap up to date; it goes when all of the image shows."""
        seen = self.seen()
        hidden = self.shown is not None and not seen.adjusted(-1, -1, 1, 1).contains(self.sceneRect())
        self.minimap.setVisible(hidden)
        if hidden:
            self.minimap.show_seen(seen)
            self.minimap.move(self.width() - self.minimap.width() - _CORNER, _CORNER)

    def _update_cursor(self) -> None:
        if not self.panning:
            self.viewport().setCursor(self.resting_cursor())

    def _goes_to_tool(self, button: Qt.MouseButton) -> bool:
        return self.shown is not None and not self._bare and button in {_LEFT, Qt.MouseButton.RightButton}

    def _is_click(self, event: QMouseEvent) -> bool:
        if self._clicked_at is None:
            return False
        way = event.position().toPoint() - self._clicked_at
        return way.manhattanLength() < QApplication.startDragDistance()

    def _point(self, event: QMouseEvent) -> QPointF:
        """Return where the mouse is, in the image's pixels, finer than whole pixels of the screen."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(event.position())

    def _read(self, point: QPointF) -> None:
        """Say what lies at a point of the image."""
        reading = self._reading_at(point)
        self.pixel_read.emit(reading)
        if reading is None:
            self.reading.show_words("")
            return
        words = "x {}   y {}   RGB {} {} {}".format(reading.x, reading.y, *reading.rgb)
        if reading.anomaly is not None:
            words += "   " + self.tr("anomaly {value}").format(value=f"{reading.anomaly:.3f}")
        self.reading.show_words(words)
        self._place_reading()

    def _reading_at(self, point: QPointF) -> PixelReading | None:
        if self.shown is None or not self.sceneRect().contains(point):
            return None
        pixels = self.shown.image.pixels
        x, y = min(int(point.x()), pixels.shape[1] - 1), min(int(point.y()), pixels.shape[0] - 1)
        red, green, blue = pixels[y, x].tolist()
        anomaly = self.shown.heat.value_at(x, y) if self.shown.heat else None
        return PixelReading(x, y, (red, green, blue), anomaly)

    def _place_reading(self) -> None:
        self.reading.move(
            self.width() - self.reading.width() - _CORNER, self.height() - self.reading.height() - _CORNER
        )
