"""Chooses how far the precision of the networks may give way to speed."""

from PySide6.QtCore import QEvent, QMargins, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from saa_desktop.domain.speed import Speed

_SPEEDS = tuple(Speed)
_ROW_MARGINS = QMargins(4, 4, 4, 4)


class SpeedList(QComboBox):
    """A drop-down list that says beside each speed what it costs."""

    chosen = Signal(object)
    """Speed, when a person has chosen another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_speeds = True
        self.addItems([""] * len(_SPEEDS))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setItemDelegate(_SentenceDelegate(self))
        self.activated.connect(self._on_activated)
        self._retranslate()

    @property
    def speed(self) -> Speed:
        """The chosen speed."""
        return _SPEEDS[self.currentIndex()]

    def set_speed(self, speed: Speed) -> None:
        """Show a choice without telling of it."""
        self.setCurrentIndex(_SPEEDS.index(speed))
        self._update()

    def set_has_speeds(self, has_speeds: bool) -> None:
        """Say whether the chosen models know more than one speed."""
        self._has_speeds = has_speeds
        self._update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _on_activated(self) -> None:
        self._update()
        self.chosen.emit(self.speed)

    def _retranslate(self) -> None:
        texts = {
            Speed.EXACT: (
                self.tr("Exact"),
                self.tr("Exact: the slowest, and the reference that the other two are measured against"),
            ),
            Speed.BALANCED: (
                self.tr("Balanced"),
                self.tr("Balanced: a little faster; outlines and scores move a little"),
            ),
            Speed.FAST: (
                self.tr("Fast"),
                self.tr("Fast: scores change, and regions may come or go; try it on known images first"),
            ),
        }
        for row, speed in enumerate(_SPEEDS):
            name, sentence = texts[speed]
            self.setItemText(row, name)
            self.setItemData(row, sentence, Qt.ItemDataRole.ToolTipRole)
        self.setAccessibleName(self.tr("Speed"))
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())
        self._update()

    def _update(self) -> None:
        """Show what the choice means."""
        self.setEnabled(self._has_speeds)
        if not self._has_speeds:
            self.setToolTip(self.tr("lite has but one speed"))
            return
        lines = (
            self.tr("Speed of saa-plus"),
            str(self.currentData(Qt.ItemDataRole.ToolTipRole)),
            self.tr(
                "A processor or graphics card without bfloat16 stays exact; the results say which it was."
            ),
        )
        self.setToolTip("\n".join(lines))


class _SentenceDelegate(QStyledItemDelegate):
    """Shows what an item means in place of its name alone."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = str(index.data(Qt.ItemDataRole.ToolTipRole))

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index).grownBy(_ROW_MARGINS)
