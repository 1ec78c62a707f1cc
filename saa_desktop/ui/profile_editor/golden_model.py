"""The golden set as a table: what is expected, and what both profiles say."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from saa_desktop.domain.entries import ImageState
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenImage, GoldenSet
from saa_desktop.profiles.golden_results import Difference, GoldenResult, Judged
from saa_desktop.ui.states import state_icon, state_word

_Index = QModelIndex | QPersistentModelIndex

IMAGE, EXPECTED, RELEASED, CHANGED, DIFFERENCE = range(5)
"""The columns."""


class GoldenModel(QAbstractTableModel):
    """One row an image, in the order of the set."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[GoldenImage, ...] = ()
        self._results: dict[GoldenImage, GoldenResult] = {}
        self._icons = {state: state_icon(state) for state in ImageState}

    def set_golden(self, golden: GoldenSet) -> None:
        """Show another set; results of images that stay are kept."""
        self.beginResetModel()
        self._images = golden.images
        self._results = {image: self._results[image] for image in golden.images if image in self._results}
        self.endResetModel()

    def clear_results(self) -> None:
        """Forget what the profiles said."""
        self._results = {}
        self._changed(0, len(self._images) - 1)

    def add_result(self, result: GoldenResult) -> None:
        """Show what came of an image."""
        self._results[result.image] = result
        row = self._images.index(result.image)
        self._changed(row, row)

    def image(self, row: int) -> GoldenImage:
        """Return the image of a row."""
        return self._images[row]

    def retranslate(self) -> None:
        """Show all words anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, DIFFERENCE)
        self._changed(0, len(self._images) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return the number of images."""
        return 0 if parent.isValid() else len(self._images)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return the number of columns."""
        return 0 if parent.isValid() else DIFFERENCE + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name of a column."""
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Image"),
            self.tr("Expected"),
            self.tr("Released"),
            self.tr("Changed"),
            self.tr("Difference"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, icon and explanation of a cell."""
        image = self._images[index.row()]
        result = self._results.get(image)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.column(), image, result)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(index.column(), image, result)
        if role == Qt.ItemDataRole.ToolTipRole:
            return result.error if result and result.error else str(image.path)
        return None

    def _text(self, column: int, image: GoldenImage, result: GoldenResult | None) -> str:
        if column == IMAGE:
            return image.name
        if column == EXPECTED:
            return image.expected.value
        if result is None:
            return ""
        if column == DIFFERENCE:
            return self._difference(result)
        if result.error:
            return state_word(ImageState.FAILED)
        judged = _judged(column, result)
        return f"{judged.verdict.value}  {judged.score:.3f}" if judged else "–"

    def _icon(self, column: int, image: GoldenImage, result: GoldenResult | None) -> QIcon | None:
        if column == EXPECTED:
            return self._icons[ImageState[image.expected.name]]
        if column not in {RELEASED, CHANGED} or result is None:
            return None
        if result.error:
            return self._icons[ImageState.FAILED]
        judged = _judged(column, result)
        return self._icons[ImageState[judged.verdict.name]] if judged else None

    def _difference(self, result: GoldenResult) -> str:
        if result.error:
            return self.tr("not inspected")
        if result.difference is Difference.BETTER:
            return self.tr("better")
        wrong = result.changed is not None and result.changed.distance(result.image.expected) == 2
        if wrong and result.image.expected is ExpectedVerdict.NG:
            return self.tr("new escape") if result.difference is Difference.WORSE else self.tr("escape")
        if wrong:
            return (
                self.tr("new false call") if result.difference is Difference.WORSE else self.tr("false call")
            )
        return self.tr("worse") if result.difference is Difference.WORSE else self.tr("same")

    def _changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, DIFFERENCE))


def _judged(column: int, result: GoldenResult) -> Judged | None:
    return result.released if column == RELEASED else result.changed
