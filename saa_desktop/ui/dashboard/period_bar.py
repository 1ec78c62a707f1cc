"""Says which period the figures are of."""

from datetime import datetime, timedelta
from enum import Enum, auto

from PySide6.QtCore import QDateTime, QEvent, QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QLabel, QWidget

_SHIFT = timedelta(hours=8)


class Period(Enum):
    """What can be chosen."""

    SESSION = auto()
    SHIFT = auto()
    TODAY = auto()
    CUSTOM = auto()


class PeriodBar(QWidget):
    """A choice, and two moments for a period of one's own.

    Args:
        captioned: whether it says before the choice what is chosen.
        parent: of the widget.
    """

    changed = Signal()
    """Another period is chosen."""

    def __init__(self, *, captioned: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption, self._dash = QLabel(), QLabel("–")
        self.choice = QComboBox()
        self.choice.addItems([""] * len(Period))
        self._caption.setBuddy(self.choice)
        self.since, self.until = QDateTimeEdit(), QDateTimeEdit()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._caption, self.choice, self.since, self._dash, self.until):
            layout.addWidget(widget)
        for moment in (self.since, self.until):
            moment.setCalendarPopup(True)
            moment.setDisplayFormat("yyyy-MM-dd HH:mm")
            moment.setKeyboardTracking(False)
            moment.dateTimeChanged.connect(self.changed)
        self._caption.setVisible(captioned)
        self._set_moments(*_today())
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self._show_moments()
        self._retranslate()

    @property
    def period(self) -> Period:
        """What is chosen."""
        return tuple(Period)[self.choice.currentIndex()]

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Return the period as it is at this moment: since when and until when, with their zones.

        ``None`` stands for the first image, and for the last one.
        """
        if self.period is Period.SHIFT:
            return datetime.now().astimezone() - _SHIFT, None
        if self.period is Period.TODAY:
            return _today()
        if self.period is Period.CUSTOM:
            return _moment(self.since), _moment(self.until)
        return None, None

    def offer(self, since: datetime, until: datetime) -> None:
        """Let a period of one's own begin with these moments, until a person has chosen others."""
        if self.period is not Period.CUSTOM:
            self._set_moments(since, until)

    def follow(self, other: "PeriodBar") -> None:
        """Choose what another one has chosen."""
        with QSignalBlocker(self.since), QSignalBlocker(self.until):
            self.since.setDateTime(other.since.dateTime())
            self.until.setDateTime(other.until.dateTime())
        self.choice.setCurrentIndex(other.choice.currentIndex())
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _set_moments(self, since: datetime, until: datetime) -> None:
        """Show a period in whole minutes that holds it."""
        with QSignalBlocker(self.since), QSignalBlocker(self.until):
            self.since.setDateTime(_whole_minute(since))
            self.until.setDateTime(_whole_minute(until).addSecs(60))

    def _on_chosen(self) -> None:
        self._show_moments()
        self.changed.emit()

    def _show_moments(self) -> None:
        for widget in (self.since, self._dash, self.until):
            widget.setVisible(self.period is Period.CUSTOM)

    def _retranslate(self) -> None:
        self._caption.setText(self.tr("Period"))
        words = {
            Period.SESSION: self.tr("whole session"),
            Period.SHIFT: self.tr("last 8 hours"),
            Period.TODAY: self.tr("today"),
            Period.CUSTOM: self.tr("from – to"),
        }
        for number, period in enumerate(Period):
            self.choice.setItemText(number, words[period])
        self.choice.setAccessibleName(self.tr("Period"))
        self.choice.setToolTip(self.tr("Count only images that were inspected in this time"))
        self.since.setAccessibleName(self.tr("From"))
        self.since.setToolTip(self.tr("Images that were inspected before do not count"))
        self.until.setAccessibleName(self.tr("To"))
        self.until.setToolTip(self.tr("Images that were inspected then or later do not count"))


def _today() -> tuple[datetime, datetime]:
    start = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    # A day may have 23 or 25 hours: its end is found from the next day's date.
    end = (start.replace(tzinfo=None) + timedelta(days=1)).astimezone()
    return start, end


def _whole_minute(moment: datetime) -> QDateTime:
    local = moment.astimezone()
    there = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    time = there.time()
    there.setTime(QTime(time.hour(), time.minute()))
    return there


def _moment(field: QDateTimeEdit) -> datetime:
    return datetime.fromtimestamp(field.dateTime().toSecsSinceEpoch()).astimezone()
