"""The table of regions: choose, zoom, accept and reject with mouse or keyboard, copy."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from saa_desktop.domain.reviews import RegionVerdict
from saa_desktop.ui.inspector.region_model import JUDGED, PHRASE, RANK, SCORE, RegionModel

_VERDICT_KEYS = {Qt.Key.Key_Y: RegionVerdict.ACCEPTED, Qt.Key.Key_N: RegionVerdict.REJECTED}
_ZOOM_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class RegionTable(QTableView):
    """Shows a ``RegionModel``; one of its rows is current."""

    chosen = Signal(int)
    """A person made this region current."""

    zoomed = Signal(int)
    """A person wants to see this region large."""

    judged = Signal(object)
    """A person pressed the key of this RegionVerdict."""

    def __init__(self, model: RegionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._told = True
        self.setModel(model)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMinimumHeight(110)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(20)
        header.setHighlightSections(False)
        for column in (RANK, SCORE, JUDGED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(PHRASE, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.doubleClicked.connect(self._on_double_clicked)

    def current_number(self) -> int | None:
        """Return the current region."""
        return self._model.number(self.currentIndex().row())

    def select(self, number: int | None) -> None:
        """Make a region current without telling; ``None``, or one that is not shown, leaves none."""
        row = None if number is None else self._model.row_of(number)
        self._told = False
        if row is None:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        else:
            self.setCurrentIndex(self._model.index(row, 0))
        self._told = True

    def copy_row(self) -> None:
        """Put the current row on the clipboard."""
        row = self.currentIndex().row()
        if row >= 0:
            QApplication.clipboard().setText(self._model.row_text(row))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the verdicts from the window's shortcuts while a region is current."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.current_number() is not None
            and Qt.Key(event.key()) in _VERDICT_KEYS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Judge, zoom and copy; everything else is Qt's."""
        number = self.current_number()
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_row()
        elif number is not None and key in _VERDICT_KEYS and not event.modifiers():
            self.judged.emit(_VERDICT_KEYS[key])
        elif number is not None and key in _ZOOM_KEYS:
            self.zoomed.emit(number)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Leave letters to the window's keys."""

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        number = self._model.number(current.row())
        if self._told and number is not None:
            self.chosen.emit(number)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        number = self._model.number(index.row())
        if number is not None:
            self.zoomed.emit(number)
