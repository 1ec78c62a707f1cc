"""The images of a batch as a list model."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.ui.states import state_icon, state_of, state_word


@dataclass(frozen=True, slots=True)
class ListedImage:
    """One row: a file, or one page of it, and what came of it.

    Attributes:
        reference: the file.
        outcome: ``None`` while it waits. An inspection holds its kept regions only; the session file holds
            all candidates, which would not fit into memory for a long batch.
    """

    reference: ImageReference
    outcome: Inspection | Failure | None = None

    @property
    def name(self) -> str:
        """The page's name, once it is known; the file's before."""
        return self.outcome.image.name if isinstance(self.outcome, Inspection) else self.reference.name

    @property
    def inspection(self) -> Inspection | None:
        """The outcome, if it is one of a readable image."""
        return self.outcome if isinstance(self.outcome, Inspection) else None


class ImageListModel(QAbstractListModel):
    """Rows in the order of the batch; further pages of a file stand behind its first one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ListedImage] = []
        self._row_of: dict[str, int] = {}
        self._icons: dict[ImageState, QIcon] = {state: state_icon(state) for state in ImageState}
        self.counts: Counter[ImageState] = Counter()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many images there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return name with state and score, the state's icon, or the full path."""
        image = self._rows[index.row()]
        state = state_of(image.outcome)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            score = f"  {image.outcome.score:.2f}" if isinstance(image.outcome, Inspection) else ""
            return f"{image.name}\n{state_word(state)}{score}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[state]
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(image.reference.path)
        return None

    def image(self, row: int) -> ListedImage:
        """Return one row."""
        return self._rows[row]

    def row_of(self, name: str) -> int:
        """Return the row of an image or page with this name; -1 for none."""
        return self._row_of.get(name, -1)

    @property
    def done(self) -> int:
        """How many images do not wait any more."""
        return len(self._rows) - self.counts[ImageState.WAITING]

    def reset(self, references: Sequence[ImageReference]) -> None:
        """Replace all rows by images that wait."""
        self.beginResetModel()
        self._rows = [ListedImage(reference) for reference in references]
        self._row_of = {reference.name: row for row, reference in enumerate(references)}
        self.counts = Counter({ImageState.WAITING: len(references)})
        self.endResetModel()

    def record(self, outcome: Inspection | Failure) -> None:
        """Show what came of an image."""
        if isinstance(outcome, Failure):
            self._put(outcome.reference.name, outcome.reference.name, outcome)
            return
        name = outcome.image.name
        file_name = name if name in self._row_of else name.removesuffix(f"#{outcome.image.page}")
        self._put(name, file_name, replace(outcome, findings=replace(outcome.findings, regions=outcome.kept)))

    def retranslate(self) -> None:
        """Show the words of another language."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _put(self, name: str, file_name: str, outcome: Inspection | Failure) -> None:
        """Replace the row that waits for this outcome, or add one behind the file's last row."""
        row = self._row_of[file_name]
        reference = self._rows[row].reference
        if self._rows[row].outcome is None:
            self.counts[ImageState.WAITING] -= 1
            self._rows[row] = ListedImage(reference, outcome)
            self._row_of[name] = row
            self.dataChanged.emit(self.index(row), self.index(row))
        else:
            row = self._behind(row)
            self.beginInsertRows(QModelIndex(), row, row)
            self._rows.insert(row, ListedImage(reference, outcome))
            self._row_of = {
                image.reference.name: at for at, image in reversed(list(enumerate(self._rows)))
            } | {image.name: at for at, image in enumerate(self._rows)}
            self.endInsertRows()
        self.counts[state_of(outcome)] += 1

    def _behind(self, row: int) -> int:
        """Return the row behind the last one of the same file."""
        reference = self._rows[row].reference
        while row < len(self._rows) and self._rows[row].reference is reference:
            row += 1
        return row
