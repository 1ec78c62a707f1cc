"""How the yield went over time."""

import math
from collections.abc import Sequence
from datetime import timedelta

from saa_desktop.domain.shift_figures import ShiftStatistics, TimeBin
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words, share_words

_STEP = 0.1
"""The scale begins at a multiple of this share below the lowest yield."""
_MOST_TIMES = 4
_DAY = timedelta(days=1)


class YieldChart(Chart):
    """A dot for each span of time; a span in which nothing is OK or NG has none."""

    def __init__(self) -> None:
        super().__init__(rows=False)

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw the line."""
        spans = statistics.trend
        shares = [span.good.share for span in spans]
        known = [share for share in shares if not math.isnan(share)]
        if not known:
            return ()
        lowest = max(0.0, math.floor(min(known) / _STEP - 0.5) * _STEP)
        # A little room above 100 %, where most dots lie.
        self.plot.begin((lowest, 1.0 + 0.04 * (1.0 - lowest)), (-0.5, len(spans) - 0.5))
        self.plot.add_line(range(len(spans)), shares)
        middle = (lowest + 1.0) / 2
        times = _time_format(spans)
        every = -(-len(spans) // _MOST_TIMES)
        self.plot.set_ticks(
            across=[(share, f"{share:.0%}") for share in (lowest, middle, 1.0)],
            along=[(n, f"{spans[n].start:{times}}") for n in range(every // 2, len(spans), every)],
        )
        return [
            self._bar(number, span, f"{span.start:{times}} – {span.end:{times}}")
            for number, span in enumerate(spans)
        ]

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("Yield over time")

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return the yield of the whole period."""
        good = statistics.good
        return self.tr("{share} OK ({count} of {total} that are OK or NG)").format(
            share=share_words(good.share), count=count_words(good.count), total=count_words(good.of)
        )

    def empty_words(self) -> str:
        """Return why there is no yield."""
        return self.tr("No image of this period is OK or NG.")

    def _bar(self, number: int, span: TimeBin, label: str) -> Bar:
        words = self.tr("{time}: {share} OK, images: {count}").format(
            time=label, share=share_words(span.good.share), count=count_words(len(span.images))
        )
        return Bar(words, label, span.images, number - 0.5, number + 0.5)


def _time_format(spans: Sequence[TimeBin]) -> str:
    """Return how the starts of spans are written: by the clock within a day, else with the day."""
    if spans[-1].end - spans[0].start <= _DAY:
        return "%H:%M"
    return "%m-%d %H:%M" if spans[0].end - spans[0].start < _DAY else "%Y-%m-%d"
