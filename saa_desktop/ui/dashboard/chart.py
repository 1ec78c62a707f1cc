"""A chart whose bars can be pointed at, walked through with the keyboard, and chosen."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionFocusRect,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.shift_figures import ShiftStatistics
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.elided_label import ElidedLabel
from saa_desktop.ui.dashboard.plot_area import PlotArea
from saa_desktop.workers.statistics_reader import SessionStatistics

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Chart(QWidget):
    """A title, a line of words, and a plot. The words are those of the current bar, if there is one.

    Args:
        rows: whether the bars lie and stand below one another.
        parent: of the widget.
    """

    images_chosen = Signal(object, str)
    """tuple[str, ...], words: the names of a bar's images, at least one, and what they have in common."""

    def __init__(self, *, rows: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statistics: SessionStatistics | None = None
        self._bars: Sequence[Bar] = ()
        self._current = -1
        self._left_at = 0
        self._summary = ""
        self.title = QLabel()
        bold = QFont()
        bold.setBold(True)
        self.title.setFont(bold)
        self.words = ElidedLabel()
        self.plot = PlotArea(rows=rows)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.plot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(1)
        for widget in (self.title, self.words):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget)
        layout.addWidget(self._pages, 1)
        for child in (self.title, self.words, self._pages):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def bars(self) -> Sequence[Bar]:
        """What can be chosen now."""
        return self._bars

    @property
    def current(self) -> Bar | None:
        """The bar that the words speak of."""
        return self._bars[self._current] if self._current >= 0 else None

    def show_statistics(self, statistics: SessionStatistics | None) -> None:
        """Show other figures; the current bar stays where it is among the new ones."""
        self._statistics = statistics
        self._redraw()

    def point_of(self, number: int) -> QPoint:
        """Return a point on a bar, in this widget."""
        bar = self._bars[number]
        return self.plot.mapTo(self, self.plot.point_of((bar.start + bar.end) / 2).toPoint())

    # -- what each chart says ------------------------------------------------------------------------------

    @abstractmethod
    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw the figures on the plot and return what can be chosen; without any bar the plot is hidden."""

    @abstractmethod
    def title_words(self) -> str:
        """Return what the chart shows."""

    @abstractmethod
    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return the figure that matters most, for the line below the title; "" for none."""

    @abstractmethod
    def empty_words(self) -> str:
        """Return why there is nothing to see, and what would change that."""

    # -- what a person does --------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Make the bar under the mouse current."""
        self._make_current(self._number_at(event.position()))
        hand = self._current >= 0 and len(self._bars[self._current].images)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the bar under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._make_current(self._number_at(event.position()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Show the summary again, unless the keyboard holds a bar."""
        if not self.hasFocus():
            self._make_current(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk through the bars with the arrows, Home and End; choose with Enter."""
        last = len(self._bars) - 1
        if event.key() in _CHOOSING:
            self._choose()
        elif self._bars and event.key() in _STEPS:
            start = (
                self._current if self._current >= 0 else (-1 if _STEPS[Qt.Key(event.key())] > 0 else last + 1)
            )
            self._make_current(min(max(start + _STEPS[Qt.Key(event.key())], 0), last))
        elif self._bars and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._make_current(0 if event.key() == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard is here, at the bar where it was before."""
        super().focusInEvent(event)
        if self._bars and self._current < 0 and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._make_current(min(self._left_at, len(self._bars) - 1))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the summary again."""
        super().focusOutEvent(event)
        self._left_at = max(self._current, 0)
        self._make_current(-1)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the words of the bar under the mouse in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(QPointF(event.pos()))
            words = self._bars[number].words if number >= 0 else self.words.toolTip()
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame the chart that has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = self.rect().adjusted(1, 1, -1, -1)
            painter = QPainter(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language, theme and font."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.plot.follow_palette()
            self._redraw()
        elif event.type() == QEvent.Type.LanguageChange:
            self._redraw()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size at which all words can be read."""
        return QSize(300, 210)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size at which bars can be told apart."""
        return QSize(240, 160)

    # -- showing -------------------------------------------------------------------------------------------

    def _redraw(self) -> None:
        figures = self._statistics.figures if self._statistics else None
        self._bars = self.draw(figures) if figures and figures.total else ()
        self._summary = self.summary_words(figures) if figures and self._bars else ""
        self.title.setText(self.title_words())
        self.empty.setText(self.empty_words())
        self._pages.setCurrentWidget(self.plot if self._bars else self.empty)
        self.setAccessibleName(self.title_words())
        current, self._current = min(self._current, len(self._bars) - 1), -1
        self._make_current(current)
        self._say()

    def _make_current(self, number: int) -> None:
        if number != self._current:
            self._current = number
            bar = self.current
            self.plot.mark((bar.start, bar.end) if bar else None)
            self._say()

    def _say(self) -> None:
        bar = self.current
        words = bar.words if bar else self._summary
        self.words.setText(words)
        self.setAccessibleDescription(words or self.empty.text())
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _number_at(self, point: QPointF) -> int:
        """Return the number of the bar whose stretch holds a point; -1 for none."""
        inside = self.plot.mapFrom(self, point.toPoint())
        if not self._bars or not self.plot.rect().contains(inside):
            return -1
        place = self.plot.place_of(QPointF(inside))
        return next((n for n, bar in enumerate(self._bars) if bar.start <= place < bar.end), -1)

    def _choose(self) -> None:
        bar = self.current
        if bar is not None and len(bar.images) and self._statistics:
            words = self.tr("{chart}: {bar}").format(chart=self.title.text(), bar=bar.label)
            self.images_chosen.emit(self._statistics.names_of(bar.images), words)
