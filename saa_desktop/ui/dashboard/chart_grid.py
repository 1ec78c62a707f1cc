"""All charts, in as many columns as there is room for."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from saa_desktop.ui.dashboard.agreement_chart import AgreementChart
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.counts_chart import CountsChart
from saa_desktop.ui.dashboard.duration_chart import DurationChart
from saa_desktop.ui.dashboard.pareto_chart import DefectClassChart, PhraseChart
from saa_desktop.ui.dashboard.score_chart import ScoreChart
from saa_desktop.ui.dashboard.yield_chart import YieldChart
from saa_desktop.workers.statistics_reader import SessionStatistics

_KINDS: tuple[Callable[[], Chart], ...] = (
    CountsChart,
    YieldChart,
    PhraseChart,
    DefectClassChart,
    ScoreChart,
    AgreementChart,
    DurationChart,
)


class ChartGrid(QWidget):
    """Makes one chart at a time and draws one at a time, so that the window never stands still."""

    images_chosen = Signal(object, str)
    """As ``Chart.images_chosen``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.charts: list[Chart] = []
        self._statistics: SessionStatistics | None = None
        self._stale: Iterator[Chart] = iter(())
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        # The layout must not hold the width of many columns against one who makes the panel narrow.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._columns = 0
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        self._turn.start()

    @property
    def complete(self) -> bool:
        """Whether all charts are there and show the latest figures."""
        return not self._turn.isActive()

    def show_statistics(self, statistics: SessionStatistics | None) -> None:
        """Show other figures, chart by chart."""
        self._statistics = statistics
        self._stale = iter(list(self.charts))
        self._turn.start()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room that all rows need, one column wide."""
        if not self.charts:
            return QSize()
        least = self.charts[0].minimumSizeHint()
        return QSize(least.width(), -(-len(_KINDS) // max(self._columns, 1)) * least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use another number of columns where the width asks for it."""
        super().resizeEvent(event)
        self._arrange()

    def _on_turn(self) -> None:
        """Make the next chart that is missing, else draw the next one that is out of date."""
        if len(self.charts) < len(_KINDS):
            chart = _KINDS[len(self.charts)]()
            chart.images_chosen.connect(self.images_chosen)
            if not self.charts:
                self.setFocusProxy(chart)
            self.charts.append(chart)
            self._columns = 0
            self._arrange()
            chart.show_statistics(self._statistics)
            return
        stale = next(self._stale, None)
        if stale is None:
            self._turn.stop()
        else:
            stale.show_statistics(self._statistics)

    def _arrange(self) -> None:
        if not self.charts:
            return
        room = max(1, self.width() // self.charts[0].minimumSizeHint().width())
        rows = -(-len(_KINDS) // room)
        columns = -(-len(_KINDS) // rows)
        if columns == self._columns:
            return
        self._columns = columns
        for number, chart in enumerate(self.charts):
            self._layout.addWidget(chart, *divmod(number, columns))
        for column in range(len(_KINDS)):
            self._layout.setColumnStretch(column, int(column < columns))
        for row in range(len(_KINDS)):
            self._layout.setRowStretch(row, int(row < rows))
        self.updateGeometry()
