"""The list of images."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.review.queue import QueueFilter, QueueOrder
from saa_desktop.ui.image_list.filter_bar import FilterBar
from saa_desktop.ui.image_list.image_delegate import ImageDelegate
from saa_desktop.ui.image_list.image_list_model import ImageListModel
from saa_desktop.ui.image_list.image_list_view import ImageListView
from saa_desktop.ui.image_list.thumbnails import Thumbnails
from saa_desktop.workers.thumbnail_maker import ThumbnailMaker

_COUNT_MS = 200
_THUMBNAIL_MS = 30
_LEAST_WIDTH = 240
"""Pixels that the words of both verdicts need beside a thumbnail."""


class ImageListPanel(QWidget):
    """Shows the images of the model; one of them is current. The panel's title counts them.

    The current image stays what it is, and where it is on the screen, whatever comes or goes beside it.

    Args:
        thumbnails: makes them; ``None`` shows none.
        parent: Qt's.
    """

    current_changed = Signal(object)
    """ImageEntry, or None when the list is empty; also when the current image got another entry."""

    order_changed = Signal(object)
    """QueueOrder that a person has chosen."""

    def __init__(self, thumbnails: ThumbnailMaker | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ImageListModel(self)
        self.view = ImageListView()
        self.view.setModel(self.model)
        self.filters = FilterBar()
        self._thumbnails = Thumbnails(thumbnails, self) if thumbnails else None
        self._delegate = ImageDelegate(self.model, self._thumbnails, self.view)
        self.view.setItemDelegate(self._delegate)
        self._row = -1
        self._sought = ""
        self._y = 0
        self._counting = self._timer(_COUNT_MS, self._show_counts)
        self._looking = self._timer(_THUMBNAIL_MS, self._want_thumbnails)
        self._lay_out()
        self._connect()
        self._set_row_height()
        self._retranslate()

    # -- what the window asks and says ---------------------------------------------------------------------

    def current(self) -> ImageEntry | None:
        """Return the image that the window shows."""
        return self.model.entries[self._row] if self._row >= 0 else None

    def show_entries(self, entries: Iterable[ImageEntry]) -> None:
        """Replace all images; the current one stays current where it is among them, else it is the first."""
        self.model.reset(entries)

    def select(self, place: int) -> None:
        """Make a row current; one beyond an end becomes that end."""
        last = self.model.rowCount() - 1
        self.view.setCurrentIndex(self.model.index(min(max(place, 0), last)))

    def step(self, by: int) -> None:
        """Go some images on or, for negative numbers, back."""
        self.select(self.model.place_of(self._row) + by)

    def next_unreviewed(self) -> bool:
        """Go to the next image that no person has given a verdict, from the start again behind the end.

        Images that wait for the machine are passed over, as are those that the filter hides.

        Returns:
            Whether there is one.
        """
        place = self.model.next_unreviewed(self.model.place_of(self._row))
        if place is not None:
            self.select(place)
        return place is not None

    def select_name(self, name: str) -> bool:
        """Make an image or page current, and clear the filter if it hides it.

        Returns:
            Whether it is in the list.
        """
        row = self.model.queue.row_of(name)
        if row >= 0 and self.model.place_of(row) < 0:
            self.filters.clear()
        if row >= 0:
            self.select(self.model.place_of(row))
        return row >= 0

    def show_queue(self, chosen: QueueFilter, order: QueueOrder) -> None:
        """Use a filter and an order, as if a person had chosen them."""
        self.filters.choose_order(order)
        self.filters.choose_filter(chosen)

    def show_names(self, names: Iterable[str], words: str = "") -> None:
        """Show these images or pages only, until a person shows all again.

        Args:
            names: of the images or pages.
            words: what they have in common, to be shown above the list; "" for nothing.
        """
        self.filters.choose_filter(QueueFilter(names=tuple(names)), words)

    def focus_search(self) -> None:
        """Let a person type a part of a name."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumWidth(_LEAST_WIDTH)
        self._nothing = QWidget()
        self.nothing_text = QLabel()
        self.nothing_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing_text.setWordWrap(True)
        self.show_all = QPushButton()
        nothing = QVBoxLayout(self._nothing)
        nothing.addStretch(1)
        nothing.addWidget(self.nothing_text)
        nothing.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignCenter)
        nothing.addStretch(2)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        self.model.modelReset.connect(self._on_reset)
        self.model.rowsInserted.connect(self._on_rows_inserted)
        self.model.filled.connect(self._on_filled)
        self.model.entry_changed.connect(self._on_entry_changed)
        self.filters.filtered.connect(self._on_filtered)
        self.filters.sorted.connect(self._on_sorted)
        self.filters.left.connect(self.view.setFocus)
        self.show_all.clicked.connect(self._on_show_all_clicked)
        if self._thumbnails:
            self._thumbnails.arrived.connect(self._on_thumbnail_arrived)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and font."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._set_row_height()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the thumbnails of rows that come into sight."""
        _soon(self._looking)
        super().resizeEvent(event)

    def _set_row_height(self) -> None:
        self.view.set_row_height(self._delegate.row_height(self.view.fontMetrics()))

    def _retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Images"))
        self.nothing_text.setText(self.tr("No image matches the filter."))
        self.show_all.setText(self.tr("Show all images"))
        self._show_counts()

    # -- the current image ---------------------------------------------------------------------------------

    def _on_current_row_changed(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else -1
        if row in {-1, self._row}:
            return
        self._row = row
        self.model.keep(row)
        self.current_changed.emit(self.current())

    def _on_entry_changed(self, row: int) -> None:
        _soon(self._counting)
        _soon(self._looking)
        if row == self._row:
            self.current_changed.emit(self.current())

    def _on_about_to_be_reset(self) -> None:
        entry = self.current()
        if entry is not None:
            self._sought = entry.name
            self._y = self.view.rowViewportPosition(max(self.model.place_of(self._row), 0))

    def _on_reset(self) -> None:
        if not self.model.entries:
            self._row = -1
            if self._thumbnails:
                self._thumbnails.clear()
        elif (place := self.model.place_of(self._row)) >= 0:
            self.view.setCurrentIndex(self.model.index(place))
            self.view.scroll_row_to(place, self._y)
        elif self._row < 0:
            self._find_current()
        _soon(self._counting)
        _soon(self._looking)

    def _on_rows_inserted(self) -> None:
        if self._row < 0:
            self._find_current()
        _soon(self._counting)
        _soon(self._looking)

    def _on_filled(self) -> None:
        self._sought = ""
        if not self.model.entries:
            self.filters.clear()
        if self._row < 0:
            self._find_current()
        if self._row < 0:
            self._row = 0 if self.model.entries else -1
            self.current_changed.emit(self.current())
        self._show_counts()

    def _find_current(self) -> None:
        """Make the image current that was so before the list was replaced, or the first one."""
        place = self.model.place_of(self.model.queue.row_of(self._sought)) if self._sought else 0
        if 0 <= place < self.model.rowCount():
            self.select(place)

    # -- filter and order ----------------------------------------------------------------------------------

    def _on_filtered(self, chosen: QueueFilter) -> None:
        self.model.show_only(chosen)
        if self.model.place_of(self._row) >= 0:
            self.model.keep(self._row)
            self.view.scrollTo(self.view.currentIndex())
        elif self.model.rowCount():
            self.select(0)
        self._show_counts()

    def _on_sorted(self, order: QueueOrder) -> None:
        self.model.sort_by(order)
        self.view.scrollTo(self.view.currentIndex())
        self.order_changed.emit(order)

    def _on_show_all_clicked(self) -> None:
        self.filters.clear()
        self.view.setFocus()

    def _show_counts(self) -> None:
        self._counting.stop()
        shown, total = self.model.rowCount(), len(self.model.entries)
        self.filters.show_counts(shown, total, self.model.counts, self.model.mark_counts)
        self._pages.setCurrentWidget(self._nothing if total and not shown else self.view)
        self.setWindowTitle(self.tr("Images: {count}").format(count=f"{total:,}"))

    # -- thumbnails ----------------------------------------------------------------------------------------

    def _want_thumbnails(self) -> None:
        if self._thumbnails:
            seen = [self.model.entry_at(place) for place in self.view.visible_places()]
            self._thumbnails.want(seen, self.devicePixelRatioF())

    def _on_scrolled(self) -> None:
        _soon(self._looking)

    def _on_thumbnail_arrived(self, name: str) -> None:
        place = self.model.place_of(self.model.queue.row_of(name))
        if place >= 0:
            self.view.update(self.model.index(place))


def _soon(timer: QTimer) -> None:
    """Start a timer that may run already, so that many changes at a time cost one slot a while."""
    if not timer.isActive():
        timer.start()
