"""The image with what was found on it."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from saa_desktop.ui.image_view.heat_scale import HeatLegend, heat_image
from saa_desktop.ui.image_view.region_item import RegionItem, rank_item
from saa_desktop.workers.view_loader import View

_ZOOM_STEP = 1.25
_LARGEST_ZOOM = 64.0
_PIXELS_VISIBLE_FROM = 2.0


class ImageView(QGraphicsView):
    """Zooms to the cursor, pans with the mouse, and keeps zoom and place from image to image.

    The photograph, the heat map and the regions are layers that are shown and hidden without new work.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Midlight)
        self._legend = HeatLegend(self.viewport())
        self._photograph: QGraphicsPixmapItem | None = None
        self._heat: QGraphicsItem | None = None
        self._regions: list[QGraphicsItem] = []
        self._fits = True
        self._masks_shown = True
        self._heat_shown = False
        self._bare = False
        self._retranslate()

    def show_view(self, view: View) -> None:
        """Show another image."""
        self.scene().clear()
        self._photograph = self.scene().addPixmap(_photograph(view))
        self._heat = None
        if view.heat is not None:
            self._heat = self.scene().addPixmap(QPixmap.fromImage(heat_image(view)))
            self._legend.set_limit(view.heat_limit)
        # The most confident region lies on top, and the numbers above all regions.
        self._regions = [RegionItem(mask, segments) for _, mask, segments in reversed(view.regions)]
        self._regions += [rank_item(rank, mask.x, mask.y) for rank, mask, _ in view.regions]
        for item in self._regions:
            self.scene().addItem(item)
        self.scene().setSceneRect(self._photograph.boundingRect())
        self._show_layers()
        if self._fits:
            self.fit()

    def clear(self) -> None:
        """Show nothing."""
        self.scene().clear()
        self._photograph, self._heat, self._regions = None, None, []
        self._show_layers()

    def set_layers(self, *, masks: bool, heat_map: bool) -> None:
        """Show or hide the outlines, and the heat map with its legend."""
        self._masks_shown, self._heat_shown = masks, heat_map
        self._show_layers()

    def set_bare(self, bare: bool) -> None:
        """Hide all layers over the photograph for a moment."""
        self._bare = bare
        self._show_layers()

    def fit(self) -> None:
        """Show the whole image, and that of each following one, until a person zooms."""
        self._fits = True
        if self._photograph is not None:
            self.fitInView(self._photograph, Qt.AspectRatioMode.KeepAspectRatio)
            self._after_zoom()

    def actual_size(self) -> None:
        """Show one pixel of the image as one of the screen."""
        self._zoom_to(1.0 / self.devicePixelRatioF())

    def zoom(self) -> float:
        """Return how many logical pixels of the screen one of the image takes."""
        return self.transform().m11()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom to the cursor."""
        self._zoom_to(self.zoom() * _ZOOM_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep a fitted image fitted, and the legend in its corner."""
        super().resizeEvent(event)
        self._legend.move(10, self.viewport().height() - self._legend.height() - 10)
        if self._fits:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Image with the regions found"))

    def _show_layers(self) -> None:
        for item in self._regions:
            item.setVisible(self._masks_shown and not self._bare)
        heat_shown = self._heat is not None and self._heat_shown and not self._bare
        if self._heat is not None:
            self._heat.setVisible(heat_shown)
        self._legend.setVisible(heat_shown)

    def _zoom_to(self, zoom: float) -> None:
        if self._photograph is None:
            return
        self._fits = False
        zoom = min(max(zoom, 0.5 * self._fitting_zoom()), _LARGEST_ZOOM)
        factor = zoom / self.zoom()
        self.scale(factor, factor)
        self._after_zoom()

    def _fitting_zoom(self) -> float:
        """Return the zoom that shows the whole image, at most 1."""
        scene: QRectF = self.sceneRect()
        view = self.viewport().rect()
        return min(view.width() / scene.width(), view.height() / scene.height(), 1.0)

    def _after_zoom(self) -> None:
        """Show single pixels as squares from where a person would look for them."""
        if self._photograph is not None:
            fast = self.zoom() >= _PIXELS_VISIBLE_FROM
            self._photograph.setTransformationMode(
                Qt.TransformationMode.FastTransformation
                if fast
                else Qt.TransformationMode.SmoothTransformation
            )


def _photograph(view: View) -> QPixmap:
    pixels = view.image.pixels
    height, width = pixels.shape[:2]
    return QPixmap.fromImage(QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888))
