"""Says which images the list shows, and in which order."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.review.queue import EVERYTHING, QueueFilter, QueueOrder, ReviewMark
from saa_desktop.ui.icons import coloured_icon, icon
from saa_desktop.ui.image_list.entry_words import verdict_word
from saa_desktop.ui.image_list.filter_chip import FilterChip
from saa_desktop.ui.image_list.image_delegate import VERDICT_STATES
from saa_desktop.ui.states import COLOURS, state_icon, state_word

_STATES = (
    None,
    ImageState.NG,
    ImageState.REVIEW,
    ImageState.OK,
    ImageState.FAILED,
    ImageState.WAITING,
)
_MARKS = (None, *ReviewMark)
_ORDERS = tuple(QueueOrder)
_TYPING_MS = 150


class FilterBar(QWidget):
    """A part of the name, what the machine says, what people say, and the order; with counts."""

    filtered = Signal(object)
    """QueueFilter that was chosen."""

    sorted = Signal(object)
    """QueueOrder that was chosen."""

    left = Signal()
    """A person is done with the search and wants to go on in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, int, Counter[ImageState], Counter[ReviewMark]] = (0, 0, Counter(), Counter())
        self._names: tuple[str, ...] | None = None
        self.search = NameSearch()
        self.states = Choice(len(_STATES))
        self.marks = Choice(len(_MARKS))
        self.order = Choice(len(_ORDERS))
        self.chip = FilterChip()
        self.matches = QLabel()
        self.clear_button = QToolButton()
        self.clear_button.setAutoRaise(True)
        self.clear_button.setIconSize(QSize(14, 14))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._lay_out()
        self.search.textChanged.connect(self._typing.start)
        self.search.left.connect(self._on_left)
        self._typing.timeout.connect(self._on_chosen)
        self.states.currentIndexChanged.connect(self._on_chosen)
        self.marks.currentIndexChanged.connect(self._on_chosen)
        self.order.currentIndexChanged.connect(self._on_order_chosen)
        self.clear_button.clicked.connect(self.clear)
        self.chip.removed.connect(self.clear)
        self._redraw_icons()
        self._retranslate()

    def filter(self) -> QueueFilter:
        """Return what is chosen."""
        state, mark = _STATES[self.states.currentIndex()], _MARKS[self.marks.currentIndex()]
        return QueueFilter(state, mark, self.search.text().strip(), self._names)

    def choose_filter(self, chosen: QueueFilter, words: str = "") -> None:
        """Use a filter, as if a person had chosen it.

        Args:
            chosen: the filter.
            words: what its names have in common, if it has any; "" for nothing to tell.
        """
        with QSignalBlocker(self.search), QSignalBlocker(self.states), QSignalBlocker(self.marks):
            self.search.setText(chosen.text)
            self.states.setCurrentIndex(_STATES.index(chosen.state))
            self.marks.setCurrentIndex(_MARKS.index(chosen.review))
        self._names = chosen.names
        self.chip.show_words(words)
        self._on_chosen()

    def choose_order(self, order: QueueOrder) -> None:
        """Use an order, as if a person had chosen it."""
        self.order.setCurrentIndex(_ORDERS.index(order))

    def clear(self) -> None:
        """Let everything pass."""
        self.choose_filter(EVERYTHING)

    def show_counts(
        self, shown: int, total: int, states: Counter[ImageState], marks: Counter[ReviewMark]
    ) -> None:
        """Show how many images there are.

        Args:
            shown: how many the filter lets pass.
            total: how many there are in all.
            states: how many are in each state.
            marks: how many have each mark.
        """
        self._counts = shown, total, states, marks
        self._fill()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._redraw_icons()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        choices, last = QHBoxLayout(), QHBoxLayout()
        for row in (choices, last):
            row.setSpacing(4)
        choices.addWidget(self.states, 1)
        choices.addWidget(self.marks, 1)
        last.addWidget(self.order, 1)
        last.addWidget(self.matches)
        last.addWidget(self.clear_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 4)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addLayout(choices)
        layout.addLayout(last)
        layout.addWidget(self.chip)

    def _redraw_icons(self) -> None:
        self.clear_button.setIcon(icon("close"))
        for index, state in enumerate(_STATES):
            if state is not None:
                self.states.setItemIcon(index, state_icon(state))
        for verdict, state in VERDICT_STATES.items():
            self.marks.setItemIcon(
                _MARKS.index(ReviewMark[verdict.name]), coloured_icon("operator", COLOURS[state])
            )
        self.marks.setItemIcon(_MARKS.index(ReviewMark.FLAGGED), icon("flag"))

    def _retranslate(self) -> None:
        self.search.setAccessibleName(self.tr("Search names"))
        self.search.setToolTip(self.tr("Show only images with this in their names"))
        self.states.setAccessibleName(self.tr("What the machine says"))
        self.states.setToolTip(self.tr("Show only images with this AI verdict or state"))
        self.marks.setAccessibleName(self.tr("What the operator says"))
        self.marks.setToolTip(self.tr("Show only images with this operator verdict, or without any"))
        self.order.setAccessibleName(self.tr("Order"))
        self.order.setToolTip(self.tr("Order of the images"))
        self.matches.setAccessibleName(self.tr("Images shown"))
        self.clear_button.setAccessibleName(self.tr("Show all images"))
        self.clear_button.setToolTip(self.tr("Show all images"))
        self.order.set_texts(
            [
                self.tr("As listed"),
                self.tr("Grey zone first"),
                self.tr("Highest score first"),
                self.tr("By name"),
                self.tr("Last inspected first"),
            ]
        )
        self._fill()

    def _fill(self) -> None:
        shown, total, states, marks = self._counts
        self.states.set_texts(
            [
                self._counted(state_word(state), states[state]) if state else self.tr("AI: all")
                for state in _STATES
            ]
        )
        self.marks.set_texts(
            [
                self._counted(self._mark_word(mark), marks[mark]) if mark else self.tr("Review: all")
                for mark in _MARKS
            ]
        )
        self.search.setPlaceholderText(
            self.tr("Search names")
            if self._names is None
            else self.tr("Search among {count} chosen images").format(count=f"{len(self._names):,}")
        )
        active = self.filter() != EVERYTHING
        self.clear_button.setVisible(active)
        self.matches.setText(
            self.tr("{shown} of {total}").format(shown=f"{shown:,}", total=f"{total:,}")
            if active
            else f"{total:,}"
        )

    def _counted(self, word: str, count: int) -> str:
        return self.tr("{word} ({count})").format(word=word, count=f"{count:,}")

    def _mark_word(self, mark: ReviewMark) -> str:
        if mark is ReviewMark.UNREVIEWED:
            return self.tr("unreviewed")
        if mark is ReviewMark.FLAGGED:
            return self.tr("flagged")
        return verdict_word(OperatorVerdict[mark.name])

    def _on_chosen(self) -> None:
        self._typing.stop()
        self.filtered.emit(self.filter())

    def _on_order_chosen(self) -> None:
        self.sorted.emit(_ORDERS[self.order.currentIndex()])

    def _on_left(self) -> None:
        self._on_chosen()
        self.left.emit()


class Choice(QComboBox):
    """A drop-down list of fixed length that is not changed by scrolling over it."""

    def __init__(self, length: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(length)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems([""] * length)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show other words."""
        for index, text in enumerate(texts):
            self.setItemText(index, text)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Open the list, wide enough for its words."""
        margins = self.view().width() - self.view().viewport().width() + 12
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + margins)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to whatever lies behind."""
        event.ignore()


class NameSearch(QLineEdit):
    """Takes a part of a name. Escape clears it, Enter and Down leave it for the list."""

    left = Signal()
    """Enter or Down was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window's own shortcut does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Clear the text, leave the field, or edit."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)
