"""The images of a batch, filtered and in order, as a list model."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.review.queue import EVERYTHING, QueueFilter, QueueOrder, ReviewMark, ReviewQueue, Rows
from saa_desktop.ui.image_list.entry_words import entry_words

_CHUNK = 500
_IMAGES_PER_MS = 100
_LONGEST_WAIT_MS = 500
"""How soon the rows are put in order again after a change: short lists at once, long ones once in a while."""


class ImageListModel(QAbstractListModel):
    """Shows the rows of a queue that its filter lets pass.

    An image has a row for as long as it is in the list, and a place while it is shown.
    """

    entry_changed = Signal(int)
    """Row of an image that has got another entry."""

    filled = Signal()
    """All images given to ``reset`` are in the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.queue = ReviewQueue()
        self._filter, self._order, self._kept = EVERYTHING, QueueOrder.BATCH, -1
        self._rows = self._places = np.empty(0, dtype=np.intp)
        self._rest: Iterator[ImageEntry] | None = None
        self._early: list[ImageEntry] = []
        self._filling = _single_shot(self, self._take)
        self._arranging = _single_shot(self, self._arrange)

    # -- what is in it -------------------------------------------------------------------------------------

    @property
    def entries(self) -> Sequence[ImageEntry]:
        """All images by row, whether shown or not."""
        return self.queue.entries

    @property
    def counts(self) -> Counter[ImageState]:
        """How many images are in each state, whether shown or not."""
        return self.queue.states

    @property
    def mark_counts(self) -> Counter[ReviewMark]:
        """How many images have each mark of the review, whether shown or not."""
        return self.queue.marks

    @property
    def done(self) -> int:
        """How many images do not wait any more."""
        return len(self.entries) - self.counts[ImageState.WAITING]

    @property
    def filling(self) -> bool:
        """Whether some of the images given to ``reset`` are still to come."""
        return self._rest is not None

    def shown(self) -> list[ImageEntry]:
        """Return the images that the filter lets pass, in order."""
        return [self.queue.entries[row] for row in self._rows]

    def entry(self, name: str) -> ImageEntry | None:
        """Return the image or page of this name, whether shown or not."""
        row = self.queue.row_of(name)
        return self.queue.entries[row] if row >= 0 else None

    def entry_at(self, place: int) -> ImageEntry:
        """Return the image at a place."""
        return self.queue.entries[self.row_at(place)]

    def row_at(self, place: int) -> int:
        """Return the row of the image at a place."""
        return int(self._rows[place])

    def place_of(self, row: int) -> int:
        """Return the place of a row; -1 where it is not shown."""
        return int(self._places[row]) if 0 <= row < len(self._places) else -1

    def next_unreviewed(self, place: int) -> int | None:
        """Return the place of the next unreviewed image, from the start again behind the end."""
        return self.queue.next_unreviewed(self._rows, place)

    # -- changes -------------------------------------------------------------------------------------------

    def reset(self, entries: Iterable[ImageEntry]) -> None:
        """Replace all images. Of a long list the first ones come at once and the others soon."""
        self._arranging.stop()
        self.beginResetModel()
        self.queue = ReviewQueue()
        self._rows = self._places = np.empty(0, dtype=np.intp)
        self._kept = -1
        self._rest, self._early = iter(entries), []
        self.endResetModel()
        self._take()

    def extend(self, entries: Sequence[ImageEntry]) -> None:
        """Add further images behind all others."""
        first = len(self.entries)
        plain = self._filter == EVERYTHING and self._order is QueueOrder.BATCH and len(self._rows) == first
        if not plain:
            self.queue.extend(entries)
            self._arrange_soon()
        elif entries:
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self.queue.extend(entries)
            self._rows = self._places = np.arange(len(self.entries))
            self.endInsertRows()

    def put(self, entry: ImageEntry) -> None:
        """Replace the image of the same name, or the one that waits for this page of a file; else add one.

        A further page stands behind the first one of its file.
        """
        known = self.queue.row_of(entry.reference.name) >= 0
        if not known and self.filling:
            self._early.append(entry)
            return
        before = len(self.entries)
        row = self.queue.put(entry)
        if row < before:
            self.entry_changed.emit(row)
            if (place := self.place_of(row)) >= 0:
                self.dataChanged.emit(self.index(place), self.index(place))
        if row == before or self._depends_on_entries():
            self._arrange_soon()

    def show_only(self, chosen: QueueFilter) -> None:
        """Use another filter."""
        self._filter, self._kept = chosen, -1
        self._arrange()

    def sort_by(self, order: QueueOrder) -> None:
        """Use another order."""
        self._order = order
        self._arrange()

    def keep(self, row: int) -> None:
        """Show this row even when the filter would not let it pass any more; -1 for none."""
        left, self._kept = self._kept, row
        if left not in {-1, row} and self._filter != EVERYTHING:
            self._arrange_soon()

    def retranslate(self) -> None:
        """Show the words of another language."""
        if len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _depends_on_entries(self) -> bool:
        named = self._order in {QueueOrder.BATCH, QueueOrder.NAME}
        return not named or self._filter.state is not None or self._filter.review is not None

    def _arrange_soon(self) -> None:
        if not self._arranging.isActive():
            self._arranging.start(min(len(self.entries) // _IMAGES_PER_MS, _LONGEST_WAIT_MS))

    def _arrange(self) -> None:
        self._arranging.stop()
        rows = self.queue.arrange(self._filter, self._order, self._kept)
        if np.array_equal(rows, self._rows):
            return
        self.beginResetModel()
        self._rows, self._places = rows, _inverse(rows, len(self.entries))
        self.endResetModel()

    def _take(self) -> None:
        """Add the next images that were given to ``reset``."""
        if self._rest is None:
            return
        chunk = list(islice(self._rest, _CHUNK))
        self.extend(chunk)
        if len(chunk) == _CHUNK:
            self._filling.start(0)
            return
        self._rest = None
        for entry in self._early:
            self.put(entry)
        self._early = []
        self.filled.emit()

    # -- what Qt asks --------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many images are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what there is to say of an image, or the full path of its file."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return entry_words(self.entry_at(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(self.entry_at(index.row()).reference.path)
        return None


def _inverse(rows: Rows, count: int) -> Rows:
    """Return the place of each row; -1 for those that have none."""
    places = np.full(count, -1, dtype=np.intp)
    places[rows] = np.arange(len(rows))
    return places


def _single_shot(model: ImageListModel, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(model)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
