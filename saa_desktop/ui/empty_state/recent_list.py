"""What was open lately, as a column of large buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from saa_desktop.ui.icons import icon

_ICON = QSize(20, 20)
_PADDING = 44  # what the icon and the button's edges take of its width


@dataclass(frozen=True, slots=True)
class RecentPlace:
    """One button.

    Attributes:
        path: what it opens.
        title: its first line.
        details: its second line.
        icon: name of its icon.
    """

    path: Path
    title: str
    details: str
    icon: str


class RecentList(QWidget):
    """A title and the buttons; hidden while there are none."""

    chosen = Signal(object)
    """Path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.buttons: list[RecentButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.title)
        self._column.addStretch()
        self.hide()

    def show_places(self, places: Sequence[RecentPlace], missing: frozenset[Path]) -> None:
        """Show other buttons; those of missing places are grey and say why."""
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [RecentButton(place, gone=place.path in missing) for place in places]
        for position, button in enumerate(self.buttons, start=1):
            button.chosen.connect(self.chosen)
            self._column.insertWidget(position, button)
        self.setVisible(bool(places))


class RecentButton(QPushButton):
    """Two lines, shortened in the middle to the button's width; the whole path is its tip."""

    chosen = Signal(object)
    """Path."""

    def __init__(self, place: RecentPlace, *, gone: bool) -> None:
        super().__init__()
        self._place = place
        self._gone = gone
        self.setStyleSheet("text-align: left; padding: 6px 10px;")
        self.setIconSize(_ICON)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setEnabled(not gone)
        self.clicked.connect(self._on_clicked)
        self._retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Leave room for two lines."""
        return QSize(220, 2 * self.fontMetrics().lineSpacing() + 18)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten the lines to what fits."""
        self._shorten()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._place.path)

    def _retranslate(self) -> None:
        self.setIcon(icon(self._place.icon))
        path = str(self._place.path)
        tip = self.tr("{path} is not there any more: it was moved or deleted, or its drive is not connected.")
        self.setToolTip(tip.format(path=path) if self._gone else path)
        self.setAccessibleName(f"{self._place.title}, {self._place.details}")
        self._shorten()

    def _shorten(self) -> None:
        letters, width = self.fontMetrics(), self.width() - _PADDING
        lines = (self._place.title, self._place.details)
        shortened = (letters.elidedText(line, Qt.TextElideMode.ElideMiddle, width) for line in lines)
        self.setText("\n".join(shortened).replace("&", "&&"))
