"""The candidates of one image as rows: kept ones by rank, drawn ones, then dropped ones by box score."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.regions import Region
from saa_desktop.domain.reviews import UNREVIEWED, RegionReview, RegionVerdict, Review
from saa_desktop.ui.icons import coloured_icon
from saa_desktop.ui.inspector.region_words import fate, person_words, region_verdict_word, score_sum
from saa_desktop.ui.states import COLOURS

RANK, PHRASE, SCORE, JUDGED = range(4)
"""The columns."""

_ICONS = {
    RegionVerdict.ACCEPTED: ("verdict-ok", ImageState.OK),
    RegionVerdict.REJECTED: ("verdict-ng", ImageState.NG),
}

_ON_SELECTION = "#FFFFFF"
"""A blue tick could not be seen in a blue row."""

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RegionModel(QAbstractTableModel):
    """One row a region. Regions are known by number (``domain.reviews``), whatever row they are in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._regions: tuple[Region, ...] = ()
        self._review = UNREVIEWED
        self._dropped_shown = False
        self._numbers: list[int] = []
        self._icons = {
            verdict: coloured_icon(name, COLOURS[state], selected=_ON_SELECTION)
            for verdict, (name, state) in _ICONS.items()
        }

    def set_inspection(self, inspection: Inspection | None) -> None:
        """Show another image's regions, or those of the same image judged otherwise."""
        self._regions = inspection.findings.regions if inspection else ()
        self._lay_out()

    def set_review(self, review: Review) -> None:
        """Show what a person says of the regions."""
        drawn = [each.region for each in self._review.regions if each.drawn]
        self._review = review
        if drawn != [each.region for each in review.regions if each.drawn]:
            self._lay_out()
        elif self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, JUDGED))

    def show_dropped(self, shown: bool) -> None:
        """Show or hide the candidates that a rule dropped."""
        self._dropped_shown = shown
        self._lay_out()

    def dropped_count(self) -> int:
        """Return how many candidates were dropped, shown or not."""
        return sum(not region.kept for region in self._regions)

    def number(self, row: int) -> int | None:
        """Return the number of the region in a row; ``None`` beyond the rows."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else None

    def row_of(self, number: int) -> int | None:
        """Return the row of a region; ``None`` where it is not shown."""
        return self._numbers.index(number) if number in self._numbers else None

    def region(self, number: int) -> Region | None:
        """Return the region of a number; ``None`` for a drawn one."""
        return self._regions[number] if number < len(self._regions) else None

    def said(self, number: int) -> RegionReview:
        """Return what a person says of a region."""
        return self._review.of_region(number)

    def row_text(self, row: int) -> str:
        """Return a row as text, its columns parted by tabs, for the clipboard."""
        number = self._numbers[row]
        region = self.region(number)
        cells = [self._text(number, column) for column in range(JUDGED + 1)]
        return "\t".join([*cells, *([fate(region), score_sum(region)] if region else [])])

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of shown regions."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else JUDGED + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return [self.tr("Rank"), self.tr("Looks like"), self.tr("Score"), self.tr("Judged")][section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        number = self._numbers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(number, index.column()) if index.column() != JUDGED else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(number) if index.column() == JUDGED else None
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            region = self.region(number)
            tip = role == Qt.ItemDataRole.ToolTipRole
            return self._tip(number, region) if tip else self._text(number, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(number)
        return None

    def retranslate(self) -> None:
        """Follow the language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, JUDGED)
        if self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, JUDGED))

    def _lay_out(self) -> None:
        self.beginResetModel()
        kept = [number for number, region in enumerate(self._regions) if region.kept]
        kept.sort(key=lambda number: self._regions[number].rank or 0)
        drawn = [each.region for each in self._review.regions if each.drawn]
        dropped = [number for number, region in enumerate(self._regions) if not region.kept]
        dropped.sort(key=lambda number: -self._regions[number].box_score)
        self._numbers = [*kept, *drawn, *(dropped if self._dropped_shown else [])]
        self.endResetModel()

    def _text(self, number: int, column: int) -> str:
        if column == JUDGED:
            return region_verdict_word(self._review.of_region(number).verdict)
        region = self.region(number)
        if region is None:
            return self.tr("drawn") if column == PHRASE else ""
        if column == RANK:
            return str(region.rank) if region.kept else "–"
        if column == PHRASE:
            return region.phrase or region.prompt
        return f"{region.box_score if region.score is None else region.score:.3f}"

    def _icon(self, number: int) -> QIcon | None:
        verdict = self._review.of_region(number).verdict
        return self._icons[verdict] if verdict else None

    def _tip(self, number: int, region: Region | None) -> str:
        words = [fate(region), score_sum(region)] if region else []
        return "\n".join([*words, *person_words(self._review.of_region(number))])

    def _colour(self, number: int) -> QColor | None:
        """Return a paler colour for what does not count; the dash in its first column says so too."""
        region = self.region(number)
        if region is None or region.kept:
            return None
        return QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
