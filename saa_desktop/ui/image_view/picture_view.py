"""A picture that one can zoom and move."""

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from saa_desktop.ui.image_view.pyramid_item import PyramidItem
from saa_desktop.workers.pyramid import Pyramid

_ZOOM_STEP = 1.25
_LARGEST_ZOOM = 64.0
_CLOSEST_LOOK = 8.0
_SHARE_OF_A_LOOK = 0.4
_BELOW_ALL = -10.0


class PictureView(QGraphicsView):
    """Zooms to the cursor, pans with the mouse, and keeps zoom and place from picture to picture."""

    looked = Signal()
    """Another part of the picture shows, or the same one at another size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Midlight)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAcceptDrops(False)  # the window takes drops
        self.photograph: PyramidItem | None = None
        self._fits = True
        self._panned_from: QPoint | None = None
        self._following = False
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._on_looked)

    def show_picture(self, photograph: Pyramid) -> None:
        """Show another picture and nothing over it."""
        self.scene().clear()
        self.photograph = PyramidItem(photograph)
        self.photograph.setZValue(_BELOW_ALL)
        self.scene().addItem(self.photograph)
        self.scene().setSceneRect(self.photograph.boundingRect())
        if self._fits:
            self.fit()

    def clear(self) -> None:
        """Show nothing."""
        self.photograph = None
        self.scene().clear()

    def fit(self) -> None:
        """Show the whole picture, and that of each following one, until a person zooms."""
        self._fits = True
        if self.photograph is not None:
            self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
            self._on_looked()

    def actual_size(self) -> None:
        """Show one pixel of the picture as one of the screen."""
        self._set_zoom(1.0 / self.devicePixelRatioF(), self._middle())

    def zoom_in(self) -> None:
        """Enlarge about the middle."""
        self._set_zoom(self.zoom() * _ZOOM_STEP, self._middle())

    def zoom_out(self) -> None:
        """Reduce about the middle."""
        self._set_zoom(self.zoom() / _ZOOM_STEP, self._middle())

    @property
    def panning(self) -> bool:
        """Whether a person holds the picture with the mouse."""
        return self._panned_from is not None

    def zoom(self) -> float:
        """Return how many logical pixels of the screen one of the picture takes."""
        return self.transform().m11()

    def look_at(self, area: QRectF) -> None:
        """Bring a part of the picture to the middle, large but with its surroundings."""
        if self.photograph is None:
            return
        size = self.viewport().size()
        zoom = _SHARE_OF_A_LOOK * min(
            size.width() / max(area.width(), 1.0), size.height() / max(area.height(), 1.0)
        )
        self._set_zoom(min(zoom, _CLOSEST_LOOK), self._middle())
        self.centerOn(area.center())

    def resting_cursor(self) -> QCursor:
        """Return the cursor while no mouse button is down."""
        return QCursor(Qt.CursorShape.OpenHandCursor)

    def seen(self) -> QRectF:
        """Return the part of the picture's plane that shows, in its pixels."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def follow(self, other: "PictureView") -> None:
        """Show the same place at the same zoom as another view, without saying so."""
        self._following = True
        self._fits = other._fits
        self.scene().setSceneRect(other.sceneRect())
        self.setTransform(other.transform())
        self.centerOn(other.seen().center())
        self._following = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom to the cursor."""
        self._set_zoom(self.zoom() * _ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._panned_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move what was taken hold of."""
        if self._panned_from is not None:
            here = event.position().toPoint()
            by = here - self._panned_from
            self._panned_from = here
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - by.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        del event
        self._panned_from = None
        self.viewport().setCursor(self.resting_cursor())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Treat the second click like the first."""
        self.mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self._on_looked()

    def _set_zoom(self, zoom: float, fixed: QPointF) -> None:
        """Zoom so that the picture stays where it is at one place of the viewport."""
        if self.photograph is None:
            return
        self._fits = False
        zoom = min(max(zoom, 0.5 * self._fitting_zoom()), _LARGEST_ZOOM)
        point = self.mapToScene(fixed.toPoint())
        factor = zoom / self.zoom()
        self.scale(factor, factor)
        moved = self.mapFromScene(point) - fixed.toPoint()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved.y())
        self._on_looked()

    def _fitting_zoom(self) -> float:
        """Return the zoom that shows the whole picture, at most 1."""
        scene = self.sceneRect()
        view = self.viewport().rect()
        return min(view.width() / scene.width(), view.height() / scene.height(), 1.0)

    def _middle(self) -> QPointF:
        return QRectF(self.viewport().rect()).center()

    def _on_looked(self) -> None:
        if not self._following:
            self.looked.emit()
