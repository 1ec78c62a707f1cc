"""The models' files in a table; its selection says which of them an action is about."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from saa_desktop.ui.models_dialog.words import megabytes, role_word, state_sign, state_words
from saa_desktop.workers.model_shop import FileState, ShopFile

_SIZE_COLUMN, _STATE_COLUMN = 2, 4


class FileTable(QTableWidget):
    """One file a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self.files: tuple[ShopFile, ...] = ()
        self._rows: list[list[QTableWidgetItem]] = []
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self._retranslate()

    def show_files(self, files: Sequence[ShopFile]) -> None:
        """Show the files of a registry, always the same ones; the selection stays."""
        self.files = tuple(files)
        for row in range(self.rowCount(), len(files)):
            self.insertRow(row)
            self._rows.append([QTableWidgetItem() for _ in range(self.columnCount())])
            for column, item in enumerate(self._rows[row]):
                self.setItem(row, column, item)
        for items, file in zip(self._rows, files, strict=True):
            _show(items, file)

    def selected(self) -> tuple[ShopFile, ...]:
        """Return the files of the selected rows."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self.files[row] for row in rows)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Files of the models"))
        self.setHorizontalHeaderLabels(
            [
                self.tr("File (bold: the published choice)"),
                self.tr("Role"),
                self.tr("Size"),
                self.tr("Licence"),
                self.tr("State"),
            ]
        )
        self.show_files(self.files)


def _show(items: Sequence[QTableWidgetItem], file: ShopFile) -> None:
    texts = (file.variant, role_word(file.role), megabytes(file.size), file.licence, state_words(file))
    tip = f"{file.name}\n{file.file_name}\n{file.publisher}, {file.licence}"
    for item, text in zip(items, texts, strict=True):
        item.setText(text)
        item.setToolTip(tip)
    font = items[0].font()
    font.setBold(file.published_choice)
    items[0].setFont(font)
    items[_SIZE_COLUMN].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    items[_STATE_COLUMN].setIcon(state_sign(file.state))


def lacking(files: Sequence[ShopFile]) -> tuple[ShopFile, ...]:
    """Return the files that are not there, or not whole."""
    return tuple(
        file for file in files if file.state in {FileState.MISSING, FileState.PARTIAL, FileState.DAMAGED}
    )
