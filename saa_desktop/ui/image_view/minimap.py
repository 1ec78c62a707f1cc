"""The whole image in a corner, with the part that shows."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from saa_desktop.ui.image_view.pyramid_item import PyramidPainter

_LARGEST = QSize(180, 150)


class Minimap(QWidget):
    """Click or drag on it to move."""

    pointed = Signal(QPointF)
    """A person wants to see this point of the image, in its pixels."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._thumbnail = QImage()
        self._area = QRectF(0, 0, 1, 1)
        self._seen = QRectF()
        self._retranslate()
        self.hide()

    def show_picture(self, picture: PyramidPainter) -> None:
        """Show another image."""
        self._area = picture.area
        size = picture.area.size().toSize().scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(size.expandedTo(QSize(24, 24)))
        ratio = self.devicePixelRatioF()
        detailed = picture.thumbnail(round(max(size.width(), size.height()) * ratio))
        self._thumbnail = detailed.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.update()

    def show_seen(self, seen: QRectF) -> None:
        """Frame the part that shows, in the image's pixels."""
        self._seen = seen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the image and the frame."""
        del event
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._thumbnail)
        scale_x, scale_y = self.width() / self._area.width(), self.height() / self._area.height()
        seen = self._seen.intersected(self._area)
        frame = QRectF(
            seen.x() * scale_x, seen.y() * scale_y, seen.width() * scale_x, seen.height() * scale_y
        )
        frame = frame.united(QRectF(frame.center() - QPointF(2, 2), frame.center() + QPointF(2, 2)))
        painter.setPen(QPen(QColor("black"), 4))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor("white"), 2))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor("black"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go there."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go along."""
        place = event.position()
        self.pointed.emit(
            QPointF(
                place.x() / self.width() * self._area.width(), place.y() / self.height() * self._area.height()
            )
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setToolTip(self.tr("The whole image: click or drag to move"))
        self.setAccessibleName(self.tr("Overview of the image"))
