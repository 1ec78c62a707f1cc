"""How a watch goes, above the image: what waits, what was done, and which folder is out of reach."""

import time
from enum import Enum, auto

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.watches import LostFolder, WatchStatus
from saa_desktop.ui.batch_bar.progress import ProgressMeter
from saa_desktop.ui.icons import coloured_icon, icon
from saa_desktop.ui.states import state_word

_DONE = (CaptureState.INSPECTED, CaptureState.FAILED, CaptureState.QUARANTINED)


class WatchPhase(Enum):
    """Where a watch stands."""

    NONE = auto()
    OPENING = auto()
    WATCHING = auto()
    PAUSED = auto()
    STOPPING = auto()
    FINISHING = auto()


RUNNING_PHASES = set(WatchPhase) - {WatchPhase.NONE}


class WatchStrip(QFrame):
    """Two lines, and one more while a folder is out of reach.

    Args:
        follow: whether each new capture is shown, at first.
        parent: of the widget.
    """

    pause_toggled = Signal()
    """Stand still after the current image, or go on."""

    stop_requested = Signal()
    """End the watch."""

    follow_toggled = Signal(bool)
    """Whether each new capture is to be shown."""

    quarantine_requested = Signal()
    """Show what could not be inspected."""

    def __init__(self, *, follow: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._phase = WatchPhase.NONE
        self._folders = 0
        self._status = WatchStatus({})
        self._last: ImageEntry | None = None
        self._meter = ProgressMeter(time.monotonic())
        self._sign, self.headline, self.details, self.lost = QLabel(), QLabel(), QLabel(), QLabel()
        self.follow = QCheckBox()
        self.follow.setChecked(follow)
        self.quarantine, self.pause, self.stop = (QToolButton() for _ in range(3))
        self._lay_out()
        self.follow.toggled.connect(self.follow_toggled)
        self.quarantine.clicked.connect(self.quarantine_requested)
        self.pause.clicked.connect(self.pause_toggled)
        self.stop.clicked.connect(self.stop_requested)
        self._retranslate()
        self.hide()

    def begin(self, folders: int) -> None:
        """Show a watch over so many folders that is being opened."""
        self._folders = folders
        self._status, self._last = WatchStatus({}), None
        self._meter = ProgressMeter(time.monotonic())
        self.set_phase(WatchPhase.OPENING)

    def set_phase(self, phase: WatchPhase) -> None:
        """Show another phase; without a watch the strip is not there."""
        now = time.monotonic()
        if phase is WatchPhase.PAUSED:
            self._meter.pause(now)
        elif self._phase is WatchPhase.PAUSED:
            self._meter.resume(now)
        elif phase is WatchPhase.WATCHING:
            self._meter = ProgressMeter(now, self._done())
        self._phase = phase
        self.setVisible(phase is not WatchPhase.NONE)
        self._show()

    def show_status(self, status: WatchStatus) -> None:
        """Show where the watch stands."""
        first = not self._status.counts
        self._status = status
        if first:  # what an earlier watch did is no part of the speed
            self._meter = ProgressMeter(time.monotonic(), self._done())
        self._meter.update(self._done(), time.monotonic())
        self._show()

    def show_last(self, entry: ImageEntry) -> None:
        """Show which capture was done last."""
        self._last = entry

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        font = self.headline.font()
        font.setBold(True)
        self.headline.setFont(font)
        for label in (self.headline, self.details):
            # A long name must not widen the window.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.lost.setWordWrap(True)
        self.lost.setTextFormat(Qt.TextFormat.PlainText)
        self._lost_frame = QFrame()
        self._lost_frame.setObjectName("lost")
        self._lost_frame.setStyleSheet("#lost { background: #F6DFA4; } QLabel { color: #000000; }")
        sign = QLabel()
        sign.setPixmap(coloured_icon("notice", "#000000").pixmap(QSize(16, 16)))
        lost = QHBoxLayout(self._lost_frame)
        lost.setContentsMargins(6, 2, 6, 2)
        lost.addWidget(sign)
        lost.addWidget(self.lost, 1)
        first = QHBoxLayout()
        first.addWidget(self._sign)
        first.addWidget(self.headline, 1)
        first.addWidget(self.follow)
        first.addSpacing(8)
        for button in (self.quarantine, self.pause, self.stop):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            first.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(3)
        layout.addLayout(first)
        layout.addWidget(self.details)
        layout.addWidget(self._lost_frame)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._sign.setPixmap(icon("watch").pixmap(QSize(18, 18)))
        self.follow.setText(self.tr("Follow the newest"))
        self.follow.setToolTip(self.tr("Show each new capture; choosing another image ends this"))
        self.quarantine.setIcon(icon("state-failed"))
        self.quarantine.setToolTip(self.tr("See which captures could not be inspected, and try them again"))
        self.stop.setText(self.tr("Stop"))
        self.stop.setIcon(icon("cancel"))
        self.stop.setToolTip(self.tr("End the watch after the current image, and write the tables"))
        self._show()

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        paused = self._phase is WatchPhase.PAUSED
        self.headline.setText(self._headline())
        self.details.setText(self._details())
        self.details.setToolTip(self.details.text())
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self.pause.setIcon(icon("run" if paused else "pause"))
        self.pause.setToolTip(
            self.tr("Inspect again")
            if paused
            else self.tr("Begin no further image; captures that arrive wait in the queue")
        )
        runs = self._phase in {WatchPhase.WATCHING, WatchPhase.PAUSED}
        self.pause.setEnabled(runs)
        self.stop.setEnabled(runs or self._phase is WatchPhase.OPENING)
        given_up = self._count(CaptureState.QUARANTINED) + self._count(CaptureState.FAILED)
        self.quarantine.setText(self.tr("Not inspected: {count}").format(count=f"{given_up:,}"))
        self.quarantine.setVisible(given_up > 0)
        self.lost.setText("\n".join(map(self._lost_words, self._status.lost)))
        self._lost_frame.setVisible(bool(self._status.lost))

    def _headline(self) -> str:
        return {
            WatchPhase.NONE: "",
            WatchPhase.OPENING: self.tr("Opening the watch: models, session, folders…"),
            WatchPhase.WATCHING: self.tr("Folders watched: {count}").format(count=self._folders),
            WatchPhase.PAUSED: self.tr("Paused: captures that arrive wait in the queue"),
            WatchPhase.STOPPING: self.tr("Stopping: the current image is brought to an end…"),
            WatchPhase.FINISHING: self.tr("Stopping: the tables are being written…"),
        }[self._phase]

    def _details(self) -> str:
        if not self._status.counts and self._phase in {WatchPhase.NONE, WatchPhase.OPENING}:
            return ""
        words: list[str] = [
            self.tr("queue {count}").format(count=f"{self._status.queued:,}"),
            self.tr("inspected {count}").format(count=f"{self._count(CaptureState.INSPECTED):,}"),
            self.tr("failed {count}").format(count=f"{self._count(CaptureState.FAILED):,}"),
            self.tr("quarantined {count}").format(count=f"{self._count(CaptureState.QUARANTINED):,}"),
            self.tr("{speed} images/min").format(speed=f"{60 * self._meter.per_second():.0f}"),
        ]
        if self._last is not None:
            words.append(self._last_words(self._last))
        return "   ".join(words)

    def _last_words(self, last: ImageEntry) -> str:
        when = f"{last.ended_at.astimezone():%H:%M:%S}" if last.ended_at else ""
        score = f" {last.score:.2f}" if last.inspected else ""
        return self.tr("last {time} {name}: {verdict}").format(
            time=when, name=last.name, verdict=state_word(last.state) + score
        )

    def _lost_words(self, lost: LostFolder) -> str:
        return self.tr(
            "{folder} has been out of reach since {time}. Nothing is lost: its watch goes on when it is back."
        ).format(folder=lost.path, time=f"{lost.since.astimezone():%Y-%m-%d %H:%M:%S}")

    def _count(self, state: CaptureState) -> int:
        return self._status.counts.get(state, 0)

    def _done(self) -> int:
        return sum(map(self._count, _DONE))
