"""The drawing half of a chart: what pyqtgraph is asked for, in the window's colours.

Everything that a person can do is left to ``chart.Chart``: the plot neither zooms nor takes the mouse.
"""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

Ticks = Sequence[tuple[float, str]]
"""Where a mark stands on its axis, and what it says."""

_FAINT = 60
"""Opacity of the band over the current bar, 0..255."""

_ROOM_AT_THE_RIGHT = 18
"""Pixels for the half of the last mark's words that lies beyond its axis."""


class PlotArea(QWidget):
    """Bars, lines, marks and words on one pair of axes.

    Args:
        rows: whether bars lie and stand below one another, instead of standing side by side.
        parent: of the widget.
    """

    def __init__(self, *, rows: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._plot = pg.PlotWidget(background=None, enableMenu=False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._plot.getPlotItem()
        self._item.hideButtons()
        self._item.layout.setContentsMargins(0, 2, _ROOM_AT_THE_RIGHT, 0)
        self._view = self._item.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.setDefaultPadding(0)
        self._view.invertY(rows)
        self._marked: object = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.follow_palette()

    def begin(self, across: tuple[float, float], along: tuple[float, float]) -> None:
        """Clear the plot and set its scales.

        Args:
            across: lowest and highest value of the bars' lengths.
            along: both ends of the axis along which the bars stand.
        """
        self._item.clear()
        self._marked = None
        x, y = (across, along) if self._rows else (along, across)
        self._view.setRange(xRange=x, yRange=y, padding=0)

    def set_ticks(self, *, across: Ticks, along: Ticks) -> None:
        """Put words on both axes; an axis without any is not drawn."""
        bottom, left = (across, along) if self._rows else (along, across)
        for name, ticks in (("bottom", bottom), ("left", left)):
            axis = self._item.getAxis(name)
            axis.setVisible(bool(ticks))
            axis.setTicks([list(ticks)])

    def add_bars(
        self,
        starts: Sequence[float],
        ends: Sequence[float],
        lengths: Sequence[float],
        colours: Sequence[QColor],
    ) -> None:
        """Draw bars from 0.

        Args:
            starts: where each begins on the axis along which they stand.
            ends: where each ends there.
            lengths: of the bars.
            colours: of each bar.
        """
        places, sizes = np.array(starts, float), np.array(ends, float) - np.array(starts, float)
        tops = np.array(lengths, float)
        sides = (
            {"x0": np.zeros_like(tops), "width": tops, "y0": places, "height": sizes}
            if self._rows
            else {"x0": places, "width": sizes, "y0": np.zeros_like(tops), "height": tops}
        )
        self._item.addItem(pg.BarGraphItem(**sides, pen=None, brushes=list(colours)))

    def add_line(self, along: Sequence[float], across: Sequence[float]) -> None:
        """Draw a line with a dot at each point; a value that is not a number leaves a gap."""
        x, y = (across, along) if self._rows else (along, across)
        ink = self._colour(QPalette.ColorRole.WindowText)
        self._item.plot(
            np.array(x, float),
            np.array(y, float),
            pen=QPen(ink, 0),
            symbol="o",
            symbolSize=5,
            symbolPen=None,
            symbolBrush=ink,
            connect="finite",
            antialias=True,
        )

    def add_spans(
        self, along: Sequence[float], low: Sequence[float], high: Sequence[float], cap: float
    ) -> None:
        """Draw from where to where the values of rows lie, as lines with a cap at each end.

        Args:
            along: where each stands.
            low: lower ends.
            high: upper ends.
            cap: height of the caps, in rows.
        """
        places, lows, highs = (np.array(each, float) for each in (along, low, high))
        halves = (highs - lows) / 2
        pen = QPen(self._colour(QPalette.ColorRole.WindowText), 0)
        spans = pg.ErrorBarItem(x=lows + halves, y=places, left=halves, right=halves, beam=cap, pen=pen)
        self._item.addItem(spans)

    def add_words(self, along: float, across: float, words: str) -> None:
        """Write behind the end of a row."""
        item = pg.TextItem(words, color=self._colour(QPalette.ColorRole.WindowText), anchor=(0, 0.5))
        item.setFont(self._small_font())
        item.setPos(across, along)
        self._item.addItem(item, ignoreBounds=True)

    def add_threshold(self, along: float, words: str) -> None:
        """Draw a line between bars that stand side by side, with its name at the upper end."""
        ink = self._colour(QPalette.ColorRole.WindowText)
        pen = QPen(ink, 0, Qt.PenStyle.DashLine)
        line = pg.InfiniteLine(
            along,
            angle=90,
            pen=pen,
            label=words,
            labelOpts={"position": 0.92, "color": ink, "anchors": [(0, 0.5), (0, 0.5)]},
        )
        line.label.setFont(self._small_font())
        self._item.addItem(line, ignoreBounds=True)

    def mark(self, stretch: tuple[float, float] | None) -> None:
        """Lay a faint band over one bar's stretch; ``None`` for none."""
        if self._marked is not None:
            self._item.removeItem(self._marked)
            self._marked = None
        if stretch is None:
            return
        colour = self._colour(QPalette.ColorRole.Highlight)
        edge = QPen(colour, 0)
        colour.setAlpha(_FAINT)
        self._marked = pg.LinearRegionItem(
            stretch,
            orientation="horizontal" if self._rows else "vertical",
            brush=colour,
            pen=edge,
            movable=False,
        )
        self._item.addItem(self._marked, ignoreBounds=True)

    def place_of(self, point: QPointF) -> float:
        """Return where a point of this widget lies on the axis along which the bars stand."""
        there = self._view.mapSceneToView(self._plot.mapToScene(point.toPoint()))
        return float(there.y() if self._rows else there.x())

    def point_of(self, along: float) -> QPointF:
        """Return the point of this widget that lies in the middle of the plot, at a place on that axis."""
        area: QRectF = self._view.viewRect()
        middle = area.center()
        there = QPointF(middle.x(), along) if self._rows else QPointF(along, middle.y())
        return QPointF(self._plot.mapFromScene(self._view.mapViewToScene(there)))

    def follow_palette(self) -> None:
        """Draw the axes in the colours of the theme; what stands between them is drawn again by the chart."""
        ink, faint = self._colour(QPalette.ColorRole.WindowText), self._colour(QPalette.ColorRole.Mid)
        for name in ("bottom", "left"):
            axis = self._item.getAxis(name)
            axis.setPen(QPen(faint, 0))
            axis.setTextPen(QPen(ink))
            font = self._small_font()
            axis.setStyle(tickFont=font, tickLength=0, tickTextOffset=3, hideOverlappingLabels=False)

    @staticmethod
    def _colour(role: QPalette.ColorRole) -> QColor:
        # The widget's own palette is the old one still when its parent hears of another theme.
        return QColor(QGuiApplication.palette().color(role))

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(0.85 * font.pointSizeF())
        return font
