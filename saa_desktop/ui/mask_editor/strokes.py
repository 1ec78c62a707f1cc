"""How the tools draw on the image: readable on anything, and never by colour alone."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

ADDED = QColor(255, 0, 255, 110)
TAKEN_AWAY = QColor(0, 0, 0, 130)

_SIGN = 5.0  # arm of a plus or minus, logical pixels of the screen
_DOT = 8.0


def preview_colour(*, subtract: bool) -> QColor:
    """Return the fill of what is about to be added, or taken away."""
    return TAKEN_AWAY if subtract else ADDED


def draw_outline(painter: QPainter, path: QPainterPath, *, dashed: bool = False) -> None:
    """Draw a line of constant width on the screen, white with a black halo."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor("black"), 3.4), (QColor("white"), 1.4)):
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        if dashed and colour == QColor("white"):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(path)


def draw_sign(painter: QPainter, at: QPointF, zoom: float, *, minus: bool) -> None:
    """Draw a plus or a minus of constant size on the screen."""
    arm = _SIGN / zoom
    path = QPainterPath(at - QPointF(arm, 0))
    path.lineTo(at + QPointF(arm, 0))
    if not minus:
        path.moveTo(at - QPointF(0, arm))
        path.lineTo(at + QPointF(0, arm))
    draw_outline(painter, path)


def draw_point(painter: QPainter, at: QPointF, zoom: float, *, minus: bool) -> None:
    """Draw a white disc with a plus or a black one with a minus, of constant size on the screen."""
    disc, sign = QColor("black" if minus else "white"), QColor("white" if minus else "black")
    pen = QPen(sign, 2.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(disc)
    painter.drawEllipse(at, _DOT / zoom, _DOT / zoom)
    arm = _SIGN / zoom
    lines = [QLineF(at - QPointF(arm, 0), at + QPointF(arm, 0))]
    if not minus:
        lines.append(QLineF(at - QPointF(0, arm), at + QPointF(0, arm)))
    painter.drawLines(lines)


def draw_corners(painter: QPainter, corners: Sequence[QPointF], zoom: float) -> None:
    """Draw a polygon's corners as squares of constant size on the screen."""
    pen = QPen(QColor("black"), 1.2)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QColor("white"))
    half = 3.5 / zoom
    painter.drawRects([QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half) for at in corners])
