"""Which defects are the most frequent ones."""

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from saa_desktop.domain.shift_figures import ParetoBar, ShiftStatistics
from saa_desktop.ui.dashboard.bar import Bar
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.number_words import count_words, share_words

_MOST_ROWS = 8
_FEW = 3
_HALF = 0.36
_LABEL_SHARE = 0.36
"""How much of the chart's width a name may take."""


class ParetoChart(Chart):
    """A row for each kind of defect, the most frequent one first, and a line that sums them up to 100 %."""

    def __init__(self) -> None:
        super().__init__(rows=True)

    @abstractmethod
    def kinds(self, statistics: ShiftStatistics) -> Sequence[ParetoBar]:
        """Return the kinds of defects."""

    @abstractmethod
    def unnamed_words(self) -> str:
        """Return what a kind without a name is called."""

    @abstractmethod
    def bar_words(self, name: str, count: int, share: float, images: int) -> str:
        """Return what a row says."""

    def draw(self, statistics: ShiftStatistics) -> Sequence[Bar]:
        """Draw rows and line; what is rare shares the last row."""
        kinds = self._with_others(self.kinds(statistics))
        if not kinds:
            return ()
        rows = range(len(kinds))
        total = sum(kind.count for kind in kinds)
        self.plot.begin((0.0, 1.04 * total), (-0.5, max(len(kinds), 3) - 0.5))
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        self.plot.add_bars(
            [row - _HALF for row in rows],
            [row + _HALF for row in rows],
            [kind.count for kind in kinds],
            [colour] * len(kinds),
        )
        self.plot.add_line(rows, [kind.cumulative * total for kind in kinds])
        self.plot.set_ticks(
            across=[(share * total, f"{share:.0%}") for share in (0.0, 0.5, 1.0)],
            along=[(row, self._label(kind)) for row, kind in enumerate(kinds)],
        )
        return [
            Bar(
                self.bar_words(kind.name, kind.count, kind.count / total, len(kind.images)),
                kind.name,
                kind.images,
                row - 0.5,
                row + 0.5,
            )
            for row, kind in enumerate(kinds)
        ]

    def summary_words(self, statistics: ShiftStatistics) -> str:
        """Return what the kinds shown first make up."""
        kinds = self.kinds(statistics)
        if len(kinds) <= _FEW:
            return self.tr("Kinds: {count}").format(count=len(kinds))
        return self.tr("The first {few} of {all} kinds make up {share}").format(
            few=_FEW, all=len(kinds), share=share_words(kinds[_FEW - 1].cumulative)
        )

    def _with_others(self, kinds: Sequence[ParetoBar]) -> list[ParetoBar]:
        """Return the kinds with their names for people, the rare ones as one."""
        named = [
            ParetoBar(kind.name or self.unnamed_words(), kind.count, kind.cumulative, kind.images)
            for kind in kinds
        ]
        if len(named) <= _MOST_ROWS:
            return named
        rare = named[_MOST_ROWS - 1 :]
        images = np.unique(np.concatenate([kind.images for kind in rare]))
        count = sum(kind.count for kind in rare)
        others = ParetoBar(self.tr("others ({count})").format(count=len(rare)), count, 1.0, images)
        return [*named[: _MOST_ROWS - 1], others]

    def _label(self, kind: ParetoBar) -> str:
        name = self.fontMetrics().elidedText(
            kind.name, Qt.TextElideMode.ElideRight, int(_LABEL_SHARE * self.width())
        )
        return f"{name}  {count_words(kind.count)}"


class PhraseChart(ParetoChart):
    """What the machine found, in the words of the prompts."""

    def kinds(self, statistics: ShiftStatistics) -> Sequence[ParetoBar]:
        """Return the phrases."""
        return statistics.phrases

    def unnamed_words(self) -> str:
        """Return what a region without a phrase is called."""
        return self.tr("(no phrase)")

    def bar_words(self, name: str, count: int, share: float, images: int) -> str:
        """Return what a row says."""
        return self.tr("{name}: regions: {count} ({share}), images: {images}").format(
            name=name, count=count_words(count), share=share_words(share), images=count_words(images)
        )

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("What the AI found")

    def empty_words(self) -> str:
        """Return why there is nothing."""
        return self.tr("No region of this period reaches the REVIEW threshold.")


class DefectClassChart(ParetoChart):
    """What operators call the defects."""

    def kinds(self, statistics: ShiftStatistics) -> Sequence[ParetoBar]:
        """Return the defect classes."""
        return statistics.defect_classes

    def unnamed_words(self) -> str:
        """Return what an NG image without a class is called."""
        return self.tr("(no class)")

    def bar_words(self, name: str, count: int, share: float, images: int) -> str:
        """Return what a row says; an image has one class, so that counts are images."""
        del images
        return self.tr("{name}: images: {count} ({share})").format(
            name=name, count=count_words(count), share=share_words(share)
        )

    def title_words(self) -> str:
        """Return what the chart shows."""
        return self.tr("Defect classes by operators")

    def empty_words(self) -> str:
        """Return what would change that."""
        return self.tr("No operator has called an image of this period NG or given it a defect class.")
