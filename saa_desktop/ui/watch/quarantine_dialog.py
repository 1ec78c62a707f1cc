"""Lists the captures that could not be inspected, with the reasons, and has them tried again."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.watches import GivenUp
from saa_desktop.ui.icons import icon
from saa_desktop.workers.quarantine import QuarantineKeeper

_SIZE = (960, 420)
_WIDTHS = (200, 150, 90)


class QuarantineDialog(QDialog):
    """A table that is read anew when it is opened, and when something was put back into the queue.

    Args:
        keeper: reads and changes sessions in another thread.
        parent: of the dialog.
    """

    def __init__(self, keeper: QuarantineKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._session: Path | None = None
        self._captures: tuple[GivenUp, ...] = ()
        self.intro, self.status = QLabel(), QLabel()
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setAlternatingRowColors(True)
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.try_again, self.try_all, self.leave = QPushButton(), QPushButton(), QPushButton()
        for label in (self.intro, self.status):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QHBoxLayout()
        buttons.addWidget(self.status, 1)
        for button in (self.try_again, self.try_all, self.leave):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.intro)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.try_again.clicked.connect(self._on_try_again_clicked)
        self.try_all.clicked.connect(self._on_try_all_clicked)
        self.leave.clicked.connect(self.close)
        keeper.listed.connect(self._on_listed)
        keeper.requeued.connect(self._on_requeued)
        keeper.failed.connect(self._on_failed)
        self._retranslate()
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        self.resize(*_SIZE)

    def show_session(self, session: Path) -> None:
        """Show what a session could not inspect."""
        if session != self._session:
            self._fill(())
        self._session = session
        self._say("")
        self._keeper.read(session)

    def refresh(self) -> None:
        """Read it again, if it is open."""
        if self._session and self.isVisible():
            self._keeper.read(self._session)

    # -- what the keeper says ------------------------------------------------------------------------------

    def _on_listed(self, session: Path, captures: Sequence[GivenUp]) -> None:
        if session == self._session and list(captures) != list(self._captures):
            self._fill(captures)

    def _on_requeued(self, session: Path, number: int) -> None:
        if session == self._session:
            self._say(self.tr("Back in the queue of the watch: {count}.").format(count=number))

    def _on_failed(self, session: Path, sentence: str) -> None:
        if session == self._session:
            self._say(sentence)

    def _on_try_again_clicked(self) -> None:
        self._try_again([item.data(0, Qt.ItemDataRole.UserRole) for item in self.table.selectedItems()])

    def _on_try_all_clicked(self) -> None:
        self._try_again([capture.path for capture in self._captures])

    def _try_again(self, captures: Sequence[Path]) -> None:
        if self._session and captures:
            self._keeper.try_again(self._session, captures)

    # -- showing -------------------------------------------------------------------------------------------

    def _fill(self, captures: Sequence[GivenUp]) -> None:
        self._captures = tuple(captures)
        self.table.clear()
        items = []
        for capture in captures:
            when = f"{capture.at.astimezone():%Y-%m-%d %H:%M:%S}"
            item = QTreeWidgetItem([capture.name, when, self._state_words(capture.state), capture.reason])
            item.setData(0, Qt.ItemDataRole.UserRole, capture.path)
            item.setToolTip(0, str(capture.path))
            item.setToolTip(3, capture.reason)
            items.append(item)
        self.table.addTopLevelItems(items)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.try_again.setEnabled(bool(self.table.selectedItems()))
        self.try_all.setEnabled(bool(self._captures))

    def _say(self, sentence: str) -> None:
        self.status.setText(sentence)

    def _state_words(self, state: CaptureState) -> str:
        if state is CaptureState.QUARANTINED:
            return self.tr("not readable")
        return self.tr("failed")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Captures that could not be inspected"))
        self.intro.setText(
            self.tr(
                "These files lie where the camera put them. One that could not be read in all its tries is "
                "quarantined; one that could be read, but not inspected, has failed."
            )
        )
        self.table.setHeaderLabels(
            [self.tr("Capture"), self.tr("When"), self.tr("State"), self.tr("Reason and remedy")]
        )
        self.table.setAccessibleName(self.windowTitle())
        self.try_again.setText(self.tr("Try again"))
        self.try_again.setIcon(icon("verdict-recheck"))
        self.try_again.setToolTip(self.tr("Put the chosen captures back into the queue of the watch"))
        self.try_all.setText(self.tr("Try all again"))
        self.leave.setText(self.tr("Close"))
        self._fill(self._captures)
