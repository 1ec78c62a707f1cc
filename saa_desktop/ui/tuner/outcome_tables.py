"""What a chosen point of the curve means: figures and settings beside the present ones, changed verdicts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.verdicts import AiVerdict
from saa_desktop.tuning.results import Flip, Tuning
from saa_desktop.ui.states import state_icon
from saa_desktop.ui.tuner.words import outcome_words, setting_rows


class TextTable(QTreeWidget):
    """Rows of text under headings, each column as wide as its text.

    Args:
        wide: the column that takes, or gives up, the room there is; ``None`` for none.
        parent: where it lies.
    """

    def __init__(self, wide: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = wide
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def set_columns(self, names: Sequence[str]) -> None:
        """Name the columns."""
        self.setColumnCount(len(names))
        self.setHeaderLabels(list(names))
        header, modes = self.header(), QHeaderView.ResizeMode
        header.setStretchLastSection(False)
        for column in range(len(names)):
            header.setSectionResizeMode(
                column, modes.Stretch if column == self._wide else modes.ResizeToContents
            )

    def set_rows(self, rows: Sequence[QTreeWidgetItem]) -> None:
        """Show other rows."""
        self.clear()
        self.addTopLevelItems(list(rows))


def figure_rows(tuning: Tuning, place: int, names: Sequence[str]) -> list[QTreeWidgetItem]:
    """Return a row for each figure and each setting: present, found, on images left out.

    Args:
        tuning: the search.
        place: of the point of the curve.
        names: of the figures, as ``outcome_words`` gives them.
    """
    point = tuning.points[place]
    shares = zip(
        names,
        outcome_words(tuning.present.outcome),
        outcome_words(point.outcome),
        outcome_words(point.held_out),
        strict=True,
    )
    rows = [QTreeWidgetItem(list(row)) for row in shares]
    for name, before, after in setting_rows(tuning.present, point):
        item = QTreeWidgetItem([name, before, after])
        font = item.font(2)
        font.setBold(before != after)
        item.setFont(2, font)
        rows.append(item)
    return rows


def flip_row(flip: Flip, label: str, change: str) -> QTreeWidgetItem:
    """Return the row of an image whose verdict changes.

    Args:
        flip: which image.
        label: what is known of it, in words.
        change: better or worse, in words.
    """
    item = QTreeWidgetItem([flip.name, label, flip.before, flip.after, change])
    for column, verdict in ((2, flip.before), (3, flip.after)):
        item.setIcon(column, state_icon(ImageState[AiVerdict(verdict).name]))
    item.setToolTip(0, flip.name)
    return item
