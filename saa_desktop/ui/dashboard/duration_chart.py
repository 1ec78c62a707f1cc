"""How long inspections took."""

from collections.abc import Sequence

from PySide6.QtGui import QPalette

from saa_desktop.domain.shift_figures import ShiftStatistics
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words, duration_words
from saa_desktop.ui.dashboard.round_steps import round_steps

_TOP = 1.12


class DurationChart(Chart):
    """A histogram; the few that took very long stand in its last bar."""

    def __init__(self) -> None:
        super().__init__(rows=False)

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw the bars and the median."""
        bins, times = statistics.durations, statistics.times
        if not bins or times is None:
            return ()
        tallest = max(len(each.images) for each in bins)
        limit = bins[-1].high
        self.plot.begin((0.0, _TOP * tallest), (0.0, limit))
        gap = 0.06 * limit / len(bins)
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        self.plot.add_bars(
            [each.low + gap for each in bins],
            [each.high - gap for each in bins],
            [len(each.images) for each in bins],
            [colour] * len(bins),
        )
        self.plot.add_threshold(times.median, self.tr("median"))
        self.plot.set_ticks(
            across=[(share * tallest, count_words(round(share * tallest))) for share in (0.0, 0.5, 1.0)],
            along=[(time, duration_words(time)) for time in round_steps(limit)],
        )
        bars = []
        for each in bins:
            label = f"{duration_words(each.low)} – {duration_words(each.high)}"
            if each is bins[-1] and times.longest > each.high:
                label = self.tr("{low} and longer").format(low=duration_words(each.low))
            words = self.tr("{label}: images: {count}").format(
                label=label, count=count_words(len(each.images))
            )
            bars.append(Bar(words, label, each.images, each.low, each.high))
        return bars

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("Inspection times")

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return the median and the slow end."""
        times = statistics.times
        if times is None:
            return ""
        return self.tr("Median {median}, 95 of 100 within {p95}, longest {longest}").format(
            median=duration_words(times.median),
            p95=duration_words(times.p95),
            longest=duration_words(times.longest),
        )

    def empty_words(self) -> str:
        """Return what would change that."""
        return self.tr("No image of this period is inspected.")
