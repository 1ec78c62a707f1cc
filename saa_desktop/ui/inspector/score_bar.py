"""The score on a scale with the two thresholds."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.ui.states import COLOURS


class ScoreBar(QWidget):
    """OK, REVIEW and NG as three stretches from 0 to twice the NG threshold, and a mark at the score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thresholds = VerdictThresholds(0.5, 0.5)
        self._score = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: float, thresholds: VerdictThresholds) -> None:
        """Show another score."""
        self._score, self._thresholds = score, thresholds
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that fits a narrow panel."""
        return QSize(160, 22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the stretches and the mark; a score beyond the scale stands at its end."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        limit = 2 * self._thresholds.ng_at
        left, width = 6.0, self.width() - 12.0
        ends = (self._thresholds.review_at / limit, self._thresholds.ng_at / limit, 1.0)
        start = 0.0
        for end, state in zip(ends, (ImageState.OK, ImageState.REVIEW, ImageState.NG), strict=True):
            painter.fillRect(
                QRectF(left + start * width, 8, (end - start) * width - 1, 7), QColor(COLOURS[state])
            )
            start = end
        mark = left + width * min(self._score / limit, 1.0)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Window), 1.5))
        painter.setBrush(text)
        painter.drawRoundedRect(QRectF(mark - 3, 2, 6, 19), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
