"""Good images stopped over escapes: one point for each number of escapes, of which a person chooses one."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.results import Outcome, Tuning

_REACH = 18.0
"""Logical pixels around a point within which the mouse takes it."""

_TOPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where the upward axis may end."""

_SIGNS = 4
"""Rows of the legend."""

_LINE = "#0072B2"
_LEFT_OUT = "#D55E00"


class CurveView(QWidget):
    """Dots: good images stopped, with their 95 % interval; squares: false calls; rings: images left out."""

    chosen = Signal(int)
    """A person chose another point: its place in ``Tuning.points``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tuning: Tuning | None = None
        self._place = 0
        self._top = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(340, 260)
        self.setMouseTracking(True)
        self._retranslate()

    @property
    def place(self) -> int:
        """The chosen point's place in ``Tuning.points``."""
        return self._place

    def show_tuning(self, tuning: Tuning | None) -> None:
        """Show another search, its recommended point chosen; ``None`` for an empty chart."""
        self._tuning = tuning
        self._place = tuning.recommended if tuning else 0
        if tuning:
            outcomes = [tuning.present.outcome, *(point.outcome for point in tuning.points)]
            outcomes += [point.held_out for point in tuning.points]
            highest = max(each.stopped_rate for each in outcomes)
            self._top = next(top for top in _TOPS if top >= min(1.0, 1.1 * highest))
        self.update()

    def position(self, outcome: Outcome) -> QPointF:
        """Return where an outcome lies in the widget."""
        return self._at(outcome.counts.escape_rate, outcome.stopped_rate)

    def _at(self, across: float, up: float) -> QPointF:
        area = self._area()
        return QPointF(
            area.left() + area.width() * across, area.bottom() - area.height() * min(up / self._top, 1.0)
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size at which the legend does not cover the curve."""
        return QSize(460, 340)

    # -- choosing ------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the point under the mouse."""
        near = self._near(event.position())
        if event.button() is Qt.MouseButton.LeftButton and near is not None:
            self._choose(near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show where a point can be chosen."""
        near = self._near(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go along the curve with the arrow keys, Home and End."""
        last = len(self._tuning.points) - 1 if self._tuning else 0
        place = {
            Qt.Key.Key_Left: self._place - 1,
            Qt.Key.Key_Right: self._place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self._choose(max(0, min(place, last)))

    def event(self, event: QEvent) -> bool:
        """Tell the counts of the point under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = self._near(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if near is None else self._tip(near), self)
            return True
        return super().event(event)

    def _choose(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.chosen.emit(place)

    def _near(self, point: QPointF) -> int | None:
        """Return the place of the point under the mouse."""
        if self._tuning is None:
            return None
        distances = [
            (QPointF(self.position(each.outcome) - point).manhattanLength(), place)
            for place, each in enumerate(self._tuning.points)
        ]
        distance, place = min(distances)
        return place if distance <= _REACH else None

    def _tip(self, place: int) -> str:
        if self._tuning is None:
            return ""
        outcome = self._tuning.points[place].outcome
        counts = outcome.counts
        return self.tr(
            "escapes {escapes} of {defective}, good images stopped {stopped} of {good}, {calls} of them NG"
        ).format(
            escapes=counts.escapes,
            defective=counts.defective,
            stopped=outcome.stopped,
            good=counts.good,
            calls=counts.false_calls,
        )

    # -- painting ------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the arrow keys are heard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the arrow keys are not heard."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the axes, the curve, the images left out, the present settings and the chosen point."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        if self._tuning is None:
            return
        self._paint_left_out(painter, self._tuning)
        self._paint_curve(painter, self._tuning)
        self._paint_present(painter, self.position(self._tuning.present.outcome))
        ring = self.position(self._tuning.points[self._place].outcome)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        focused = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(focused if self.hasFocus() else self._ink(), 2.5))
        painter.drawEllipse(ring, 9, 9)
        self._paint_legend(painter)

    def _area(self) -> QRectF:
        """Return where the curve lies: below the legend, beside and above the names of the axes."""
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("100 %") + line + 10.0
        top = (_SIGNS + 1) * line
        right = self.fontMetrics().horizontalAdvance("100 %") / 2 + 2
        return QRectF(left, top, self.width() - left - right, self.height() - top - 2.5 * line - 4)

    def _ink(self) -> QColor:
        return self.palette().color(QPalette.ColorRole.WindowText)

    def _paint_axes(self, painter: QPainter) -> None:
        area, line = self._area(), self.fontMetrics().height()
        painter.fillRect(area, self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(area)
        painter.setPen(self._ink())
        for step in range(5):
            share = step / 4
            x = area.left() + share * area.width()
            y = area.bottom() - share * area.height()
            painter.drawText(
                QRectF(x - 40, area.bottom() + 3, 80, line),
                Qt.AlignmentFlag.AlignHCenter,
                f"{100 * share:.0f} %",
            )
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            number = f"{100 * share * self._top:.0f} %"
            painter.drawText(QRectF(0, y - line / 2, area.left() - 5, line), right, number)
        below = QRectF(area.left(), area.bottom() + 1.3 * line, area.width(), 1.2 * line)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignHCenter, self.tr("escapes: defective images that are OK")
        )
        painter.save()
        painter.translate(line * 0.1, area.center().y())
        painter.rotate(-90)
        across = QRectF(-area.height() / 2, 0, area.height(), line)
        painter.drawText(across, Qt.AlignmentFlag.AlignHCenter, self.tr("good images stopped"))
        painter.restore()

    def _paint_curve(self, painter: QPainter, tuning: Tuning) -> None:
        positions = [self.position(point.outcome) for point in tuning.points]
        painter.setPen(QPen(QColor(_LINE), 1.5))
        painter.drawPolyline(QPolygonF(positions))
        for point, at in zip(tuning.points, positions, strict=True):
            across, good = point.counts.escape_rate, point.counts.good
            low, high = wilson(point.outcome.stopped, good)
            bottom, top = self._at(across, low), self._at(across, high)
            painter.setPen(QPen(QColor(_LINE), 1))
            painter.drawLine(top, bottom)
            for end, share in ((bottom, low), (top, high)):
                if share <= self._top:
                    painter.drawLine(end - QPointF(3, 0), end + QPointF(3, 0))
            painter.setBrush(QColor(_LINE))
            painter.drawEllipse(at, 4.5, 4.5)
            self._paint_call(painter, self._at(across, point.counts.false_call_rate))

    def _paint_call(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._ink(), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(at.x() - 3, at.y() - 3, 6, 6))

    def _paint_left_out(self, painter: QPainter, tuning: Tuning) -> None:
        painter.setPen(QPen(QColor(_LEFT_OUT), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for point in tuning.points:
            painter.drawEllipse(self.position(point.held_out), 4.5, 4.5)
        chosen = tuning.points[self._place]
        painter.setPen(QPen(QColor(_LEFT_OUT), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(self.position(chosen.outcome), self.position(chosen.held_out))

    def _paint_present(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._ink(), 1.6))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        corners = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))

    def _paint_legend(self, painter: QPainter) -> None:
        """Name the signs above the curve."""
        left, line = self._area().left(), self.fontMetrics().height()
        names = (
            self.tr("stopped: NG or for review (95 % interval)"),
            self.tr("of these NG: false calls"),
            self.tr("stopped, each image left out in turn"),
            self.tr("present settings"),
        )
        for row, name in enumerate(names):
            self._paint_sign(painter, row, QPointF(left + 8, (row + 0.6) * line))
            painter.setPen(self._ink())
            text = QRectF(left + 20, (row + 0.1) * line, self.width() - left - 20, line)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_sign(self, painter: QPainter, row: int, at: QPointF) -> None:
        if row == 1:
            self._paint_call(painter, at)
        elif row == 3:
            self._paint_present(painter, at)
        else:
            painter.setPen(QPen(QColor(_LEFT_OUT if row else _LINE), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush if row else QColor(_LINE))
            painter.drawEllipse(at, 4.5, 4.5)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Good images stopped over escapes; the arrow keys go along the curve"))
        self.update()
