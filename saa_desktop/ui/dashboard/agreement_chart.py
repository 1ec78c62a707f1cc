"""How often machine and operators differ, and how well that is known."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.shift_figures import ShiftStatistics
from saa_desktop.domain.wilson import CONFIDENCE
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words, interval_words, share_words
from saa_desktop.ui.dashboard.round_steps import round_steps
from saa_desktop.ui.states import COLOURS

_HALF = 0.2
_CAP = 0.16
_WORDS_ABOVE = 0.36
"""Words stand this much above the middle of their row, in rows."""
_LEAST_LIMIT = 0.05


class AgreementChart(Chart):
    """Two rows, each with the interval in which the true share lies."""

    def __init__(self) -> None:
        super().__init__(rows=True)

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw rates as bars, and their intervals; a rate of nothing has neither."""
        agreement = statistics.agreement
        rows = (
            (self.tr("False calls"), agreement.false_calls, agreement.false_call_images, ImageState.NG),
            (self.tr("Escapes"), agreement.escapes, agreement.escape_images, ImageState.OK),
        )
        known = [(row, rate) for row, (_, rate, _, _) in enumerate(rows) if rate.of]
        if not known:
            return ()
        limit = min(1.05, max(_LEAST_LIMIT, *(1.1 * rate.interval.high for _, rate in known)))
        self.plot.begin((0.0, limit), (-0.6, 1.5))
        self.plot.add_bars(
            [row - _HALF for row, _ in known],
            [row + _HALF for row, _ in known],
            [rate.share for _, rate in known],
            [QColor(COLOURS[rows[row][3]]) for row, _ in known],
        )
        intervals = [rate.interval for _, rate in known]
        self.plot.add_spans(
            [row for row, _ in known],
            [each.low for each in intervals],
            [each.high for each in intervals],
            _CAP,
        )
        bars = []
        for row, (label, rate, images, _) in enumerate(rows):
            count = self.tr("{count} of {total}").format(
                count=count_words(rate.count), total=count_words(rate.of)
            )
            words = f"{share_words(rate.share)} ({count})"
            self.plot.add_words(row - _WORDS_ABOVE, 0.0, words)
            if rate.of:
                words = f"{words}, {interval_words(rate)}"
            bars.append(Bar(f"{label}: {words}", label, images, row - 0.5, row + 0.5))
        self.plot.set_ticks(
            across=[(share, f"{100 * share:.3g}%") for share in round_steps(limit)],
            along=[(row, label) for row, (label, *_) in enumerate(rows)],
        )
        return bars

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("False calls and escapes")

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return on how many images that was counted."""
        counts = statistics.agreement.counts
        return self.tr("Against {count} operator verdicts; {confidence} intervals").format(
            count=count_words(counts.good + counts.defective), confidence=f"{CONFIDENCE:.0%}"
        )

    def empty_words(self) -> str:
        """Return what would change that."""
        return self.tr("Give OK or NG in the review: then AI and operators can be compared.")
