"""How many images came out as what."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.shift_figures import OUTCOMES, Places, ShiftStatistics
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words, share_words
from saa_desktop.ui.image_list.entry_words import verdict_word
from saa_desktop.ui.image_list.image_delegate import VERDICT_STATES
from saa_desktop.ui.states import COLOURS, state_word

_THICKNESS = 0.72
_GAP = 0.5
"""Between what the machine says and what people say, in rows."""
_ROOM_FOR_WORDS = 1.9


class CountsChart(Chart):
    """A row for each AI verdict, below them one for each operator verdict."""

    def __init__(self) -> None:
        super().__init__(rows=True)

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw the rows; their lengths are shares of all images."""
        rows = [*self._machine_rows(statistics), *self._operator_rows(statistics)]
        middles = [row + (_GAP if row >= len(OUTCOMES) else 0.0) for row in range(len(rows))]
        shares = [len(images) / statistics.total for _, images, _ in rows]
        self.plot.begin((0.0, _ROOM_FOR_WORDS * max(shares)), (-0.5, middles[-1] + 0.5))
        half = _THICKNESS / 2
        self.plot.add_bars(
            [middle - half for middle in middles],
            [middle + half for middle in middles],
            shares,
            [QColor(colour) for _, _, colour in rows],
        )
        bars = []
        for (label, images, _), middle, share in zip(rows, middles, shares, strict=True):
            words = f"{count_words(len(images))} ({share_words(share)})"
            self.plot.add_words(middle, share, words)
            bars.append(Bar(f"{label}: {words}", label, images, middle - 0.5, middle + 0.5))
        self.plot.set_ticks(
            across=(), along=[(middle, row[0]) for middle, row in zip(middles, rows, strict=True)]
        )
        return bars

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("Verdicts")

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return how many images there are and how many of them are reviewed."""
        reviewed = statistics.total - len(statistics.operator_verdicts[None])
        return self.tr("Images: {count}, reviewed: {share}").format(
            count=count_words(statistics.total), share=share_words(reviewed / statistics.total)
        )

    def empty_words(self) -> str:
        """Return what would change that."""
        return self.tr("No image of this period is inspected.")

    def _machine_rows(self, statistics: ShiftStatistics) -> list[tuple[str, Places, str]]:
        return [
            (
                state_word(state)
                if state is ImageState.FAILED
                else self.tr("AI: {verdict}").format(verdict=state_word(state)),
                statistics.outcomes[state],
                COLOURS[state],
            )
            for state in OUTCOMES
        ]

    def _operator_rows(self, statistics: ShiftStatistics) -> list[tuple[str, Places, str]]:
        rows = [
            (
                self.tr("operator: {verdict}").format(verdict=verdict_word(verdict)),
                statistics.operator_verdicts[verdict],
                COLOURS[VERDICT_STATES[verdict]],
            )
            for verdict in OperatorVerdict
        ]
        unreviewed = statistics.operator_verdicts[None]
        return [*rows, (self.tr("unreviewed"), unreviewed, COLOURS[ImageState.WAITING])]
