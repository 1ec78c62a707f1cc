"""How the scores lie to the two thresholds."""

import math
from collections.abc import Sequence

from PySide6.QtGui import QColor

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.shift_figures import ScoreBin, ShiftStatistics
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words
from saa_desktop.ui.dashboard.round_steps import round_steps
from saa_desktop.ui.states import COLOURS

_TOP = 1.12
_HALF_HEIGHT = 0.5


class ScoreChart(Chart):
    """Bars in the verdicts' colours, as high as the roots of the counts: few NG beside many OK show.

    Where images were judged by several thresholds, colours and lines are those of most images.
    """

    def __init__(self) -> None:
        super().__init__(rows=False)

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw bars and thresholds."""
        bins = statistics.scores
        if not bins:
            return ()
        thresholds = statistics.thresholds[0].of
        tallest = max(len(each.images) for each in bins)
        self.plot.begin((0.0, _TOP * math.sqrt(tallest)), (0.0, bins[-1].high))
        gap = 0.06 * (bins[0].high - bins[0].low)
        verdicts = [thresholds.judge((each.low + each.high) / 2) for each in bins]
        self.plot.add_bars(
            [each.low + gap for each in bins],
            [each.high - gap for each in bins],
            [math.sqrt(len(each.images)) for each in bins],
            [QColor(COLOURS[ImageState[verdict.name]]) for verdict in verdicts],
        )
        self.plot.add_threshold(thresholds.review_at, "REVIEW ▸")
        self.plot.add_threshold(thresholds.ng_at, "NG ▸")
        self.plot.set_ticks(
            across=[
                (root, count_words(round(root * root)))
                for root in (0.0, _HALF_HEIGHT * math.sqrt(tallest), math.sqrt(tallest))
            ],
            along=[(score, f"{score:.3g}") for score in round_steps(bins[-1].high)],
        )
        return [self._bar(each) for each in bins]

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("Scores")

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return the thresholds."""
        thresholds = statistics.thresholds[0].of
        words = self.tr("REVIEW from {review}, NG from {ng}").format(
            review=f"{thresholds.review_at:.3g}", ng=f"{thresholds.ng_at:.3g}"
        )
        others = statistics.thresholds[1:]
        if not others:
            return words
        return self.tr("{thresholds}; images judged by other thresholds: {count}").format(
            thresholds=words, count=count_words(sum(len(each.images) for each in others))
        )

    def empty_words(self) -> str:
        """Return what would change that."""
        return self.tr("No image of this period is inspected.")

    def _bar(self, each: ScoreBin) -> Bar:
        label = self.tr("score {low} – {high}").format(low=f"{each.low:.2f}", high=f"{each.high:.2f}")
        words = self.tr("{label}: images: {count} (operator: OK {ok}, NG {ng})").format(
            label=label,
            count=count_words(len(each.images)),
            ok=count_words(each.operator_ok),
            ng=count_words(each.operator_ng),
        )
        return Bar(words, label, each.images, each.low, each.high)
