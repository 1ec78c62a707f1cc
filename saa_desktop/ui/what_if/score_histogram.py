"""How the scores of a session lie to the two thresholds, which can be dragged."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.ui.states import COLOURS

BINS = 60
"""Bars of the histogram."""

_REACH = 7.0
"""Pixels around a line within which the mouse takes hold of it."""

_Line = Literal["review", "ng"]


class ScoreHistogram(QWidget):
    """Bars in the verdicts' colours, as high as the roots of the counts: few NG beside many OK show."""

    dragged = Signal(float, float)
    """A person dragged a line: review_at, ng_at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: npt.NDArray[np.float64] = np.zeros(0)
        self._counts: npt.NDArray[np.intp] = np.zeros(BINS, dtype=np.intp)
        self._thresholds = self._base = VerdictThresholds(0.5, 1.0)
        self._limit = 2.0
        self._held: _Line | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_scores(self, scores: npt.NDArray[np.float64]) -> None:
        """Show the scores of other images, (N,) float64."""
        self._scores = scores
        self._scale()

    def set_base(self, thresholds: VerdictThresholds) -> None:
        """Mark the thresholds that are in force with dashes."""
        self._base = thresholds
        self._scale()

    def set_thresholds(self, thresholds: VerdictThresholds) -> None:
        """Show the lines elsewhere."""
        self._thresholds = thresholds
        self.update()

    def x_of(self, score: float) -> float:
        """Return where a score lies, pixels; beyond the scale at its end."""
        area = self._area()
        return area.left() + area.width() * min(score / self._limit, 1.0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that fits a narrow panel."""
        return QSize(200, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw bars, scale and lines."""
        del event
        painter = QPainter(self)
        area = self._area()
        painter.fillRect(area, self.palette().color(QPalette.ColorRole.Base))
        self._paint_bars(painter, area)
        self._paint_scale(painter, area)
        self._paint_line(painter, self._base.review_at, Qt.PenStyle.DashLine)
        self._paint_line(painter, self._base.ng_at, Qt.PenStyle.DashLine)
        self._paint_line(painter, self._thresholds.review_at, Qt.PenStyle.SolidLine)
        self._paint_line(painter, self._thresholds.ng_at, Qt.PenStyle.SolidLine)
        self._paint_names(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the line under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._line_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the line, which pushes the other one before it; show where one can be taken hold of."""
        if self._held is None:
            near = self._line_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
            return
        area = self._area()
        share = min(max((event.position().x() - area.left()) / area.width(), 0.001), 1.0)
        score = float(f"{share * self._limit:.3g}")
        review_at, ng_at = self._thresholds.review_at, self._thresholds.ng_at
        moved = (score, max(score, ng_at)) if self._held == "review" else (min(score, review_at), score)
        self.set_thresholds(VerdictThresholds(*moved))
        self.dragged.emit(*moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the line."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = None

    def _scale(self) -> None:
        """Fit the scale to the scores and the thresholds in force, never to a line that is being dragged."""
        highest = float(self._scores.max(initial=0.0))
        self._limit = max(1.05 * highest, 2 * self._base.ng_at)
        self._counts = np.histogram(self._scores, bins=BINS, range=(0.0, self._limit))[0]
        self.update()

    def _area(self) -> QRectF:
        """Return where the bars stand: below the names of the lines, above the numbers of the scale."""
        line = self.fontMetrics().height()
        return QRectF(6, line + 4, self.width() - 12, self.height() - 2 * line - 8)

    def _line_at(self, point: QPointF) -> _Line | None:
        """Return the nearer line within reach; of two in one place the one on the mouse's side."""
        review, ng = self.x_of(self._thresholds.review_at), self.x_of(self._thresholds.ng_at)
        to_review, to_ng = abs(point.x() - review), abs(point.x() - ng)
        if min(to_review, to_ng) > _REACH:
            return None
        if to_review == to_ng:
            return "review" if point.x() < review else "ng"
        return "review" if to_review < to_ng else "ng"

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        tallest = max(int(self._counts.max()), 1)
        width = area.width() / BINS
        for place in np.flatnonzero(self._counts):
            height = max(2.0, (area.height() - 4) * float(np.sqrt(self._counts[place] / tallest)))
            verdict = self._thresholds.judge((float(place) + 0.5) / BINS * self._limit)
            bar = QRectF(area.left() + place * width, area.bottom() - height, max(width - 1, 1), height)
            painter.fillRect(bar, QColor(COLOURS[ImageState[verdict.name]]))

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        row = QRectF(area.left(), area.bottom() + 2, area.width(), self.fontMetrics().height())
        for share, side in (
            (0.0, Qt.AlignmentFlag.AlignLeft),
            (0.5, Qt.AlignmentFlag.AlignHCenter),
            (1.0, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(row, side, f"{share * self._limit:.2f}")

    def _paint_line(self, painter: QPainter, score: float, style: Qt.PenStyle) -> None:
        solid = style is Qt.PenStyle.SolidLine
        role = QPalette.ColorRole.WindowText if solid else QPalette.ColorRole.PlaceholderText
        painter.setPen(QPen(self.palette().color(role), 2 if solid else 1, style))
        area, x = self._area(), self.x_of(score)
        painter.drawLine(QPointF(x, area.top() - (3 if solid else 0)), QPointF(x, area.bottom()))

    def _paint_names(self, painter: QPainter) -> None:
        """Write what begins at each line: REVIEW to the left of its line, NG to the right."""
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        height, width = self.fontMetrics().height(), self.width()
        review, ng = self.x_of(self._thresholds.review_at), self.x_of(self._thresholds.ng_at)
        left = max(review, float(self.fontMetrics().horizontalAdvance("REVIEW ▸") + 6))
        painter.drawText(QRectF(0, 0, left, height), Qt.AlignmentFlag.AlignRight, "REVIEW ▸")
        start = min(ng, width - float(self.fontMetrics().horizontalAdvance("NG ▸") + 6))
        start = max(start, left + 6)
        painter.drawText(QRectF(start, 0, width - start, height), Qt.AlignmentFlag.AlignLeft, "NG ▸")
