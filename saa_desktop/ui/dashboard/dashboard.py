"""The panel with the figures of the session under review."""

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.dashboard.number_words import count_words
from saa_desktop.ui.dashboard.period_bar import PeriodBar
from saa_desktop.workers.statistics_reader import SessionStatistics, StatisticsReader, StatisticsRequest

if TYPE_CHECKING:
    from saa_desktop.ui.dashboard.chart_grid import ChartGrid

_LEAST_REST_S = 1.0
_REST_SHARE = 4.0
"""Between two computations the other threads have this many times as long as one takes."""


class Dashboard(QWidget):
    """Follows the session while it is on the screen; hidden, it costs nothing.

    Args:
        reader: computes the figures, in a thread of its own.
        parent: of the widget.
    """

    images_chosen = Signal(object, str)
    """tuple[str, ...], words: the names of a bar's images, and what they have in common; to be listed."""

    report_requested = Signal()
    """A person wants these figures on paper."""

    def __init__(self, reader: StatisticsReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._session: Path | None = None
        self._edition = 0
        self._request: StatisticsRequest | None = None
        self._asked_at = 0.0
        self._waiting = False
        self._shown: SessionStatistics | None = None
        self._failure = ""
        self.grid: ChartGrid | None = None
        self.period = PeriodBar()
        self.range = QLabel()
        self.report = QPushButton()
        self.message = QLabel()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._lay_out()
        self._rest.timeout.connect(self._compute_soon)
        self.period.changed.connect(self._on_period_changed)
        self.report.clicked.connect(self.report_requested)
        reader.computed.connect(self._on_computed)
        reader.failed.connect(self._on_failed)
        self._retranslate()

    @property
    def up_to_date(self) -> bool:
        """Whether the figures are those of the session as far as the panel has heard of it."""
        return not self._waiting and self._request is not None and self._request.edition == self._edition

    def set_session(self, session: Path | None) -> None:
        """Show the figures of another session; ``None`` without one."""
        if session != self._session:
            self._session, self._request, self._shown, self._failure = session, None, None, ""
            self._waiting = False
            self._rest.stop()
            self.refresh()
            self._fill()

    def refresh(self) -> None:
        """Read the session again soon: it has new outcomes or verdicts."""
        self._edition += 1
        self._compute_soon()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Compute what was missed."""
        super().showEvent(event)
        if not event.spontaneous():
            self._compute_soon()
            self._fill()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop following."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._rest.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size at which two rows of charts can be read."""
        return QSize(1000, 420)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.range.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self._area)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 0)
        line.addWidget(self.period)
        line.addWidget(self.range, 1)
        line.addWidget(self.report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self.period.choice)

    # -- computing -----------------------------------------------------------------------------------------

    def _compute_soon(self) -> None:
        """Have the figures computed, unless that is under way, has to rest, or nobody looks."""
        if self._session is None or not self.isVisible() or self._waiting or self._rest.isActive():
            return
        if self._request is not None and self._request.edition == self._edition:
            return
        self._compute()

    def _compute(self) -> None:
        if self._session is None:
            return
        self._request = StatisticsRequest(self._session, self._edition, *self.period.bounds())
        self._asked_at = time.monotonic()
        self._waiting = True
        self._reader.compute(self._request)

    def _on_period_changed(self) -> None:
        if self.isVisible():
            self._compute()

    def _on_computed(self, request: StatisticsRequest, statistics: SessionStatistics) -> None:
        if request is self._request:
            self._shown, self._failure = statistics, ""
            self._answered()

    def _on_failed(self, request: StatisticsRequest, sentence: str) -> None:
        if request is self._request:
            self._shown, self._failure = None, sentence
            self._answered()

    def _answered(self) -> None:
        """Show the answer, and let the other threads have their time before the next question."""
        self._waiting = False
        taken = time.monotonic() - self._asked_at
        self._rest.start(round(1000 * max(_LEAST_REST_S, _REST_SHARE * taken)))
        self._fill()

    # -- showing -------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        figures = self._shown.figures if self._shown else None
        self.report.setEnabled(self._session is not None)
        self.range.setText("")
        if figures is not None and figures.started_at and figures.ended_at:
            self.period.offer(figures.started_at, figures.ended_at)
            self.range.setText(
                self.tr("Images: {count}, {start} – {end}").format(
                    count=count_words(figures.total),
                    start=_clock(figures.started_at),
                    end=_clock(figures.ended_at, figures.started_at),
                )
            )
        self.message.setText(self._message_words())
        self._pages.setCurrentWidget(self._area if figures and figures.total else self.message)
        if figures and figures.total:
            self._charts().show_statistics(self._shown)

    def _message_words(self) -> str:
        if self._failure:
            return self._failure
        if self._session is None:
            return self.tr("Inspect images or open a session: its figures are shown here.")
        if self._shown is None:
            return self.tr("Reading the session…")
        return "" if self._shown.figures.total else self.tr("No image was inspected in this period.")

    def _charts(self) -> "ChartGrid":
        """Return the charts, made when there is first something to show: the reader has loaded pyqtgraph."""
        if self.grid is None:
            from saa_desktop.ui.dashboard.chart_grid import ChartGrid  # noqa: PLC0415 - imports pyqtgraph

            self.grid = ChartGrid()
            self.grid.images_chosen.connect(self.images_chosen)
            self._area.setWidget(self.grid)
            self.setFocusProxy(self.grid)
        return self.grid

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Statistics"))
        self.report.setText(self.tr("Shift report…"))
        self.report.setToolTip(self.tr("Write these figures as a report (HTML, PDF) with tables"))
        self._fill()


def _clock(moment: datetime, before: datetime | None = None) -> str:
    """Return a moment by the clock on the wall; without the day if that is the same as another's."""
    local = moment.astimezone()
    same_day = before is not None and before.astimezone().date() == local.date()
    return f"{local:%H:%M}" if same_day else f"{local:%Y-%m-%d %H:%M}"
