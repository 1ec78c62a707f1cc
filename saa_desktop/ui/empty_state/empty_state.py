"""What to do first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.empty_state.recent_list import RecentList, RecentPlace
from saa_desktop.ui.icons import icon

_WIDTH = 760


@dataclass(frozen=True, slots=True)
class RecentSession:
    """A session that can be opened again.

    Attributes:
        path: of its file.
        title: what people call it.
        when: when it was used last, with its zone.
        unfinished: whether images are left to inspect.
    """

    path: Path
    title: str
    when: datetime
    unfinished: bool


class EmptyState(QWidget):
    """A headline, the first steps, the buttons that they speak of, and what was open lately."""

    folder_chosen = Signal(object)
    """Path: open this folder again."""

    session_chosen = Signal(object)
    """Path: open this session again."""

    samples_requested = Signal()
    """Open the images that come with the application."""

    def __init__(self, open_images: QAction, open_folder: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent_folders: tuple[Path, ...] = ()
        self._recent_sessions: tuple[RecentSession, ...] = ()
        self._missing: frozenset[Path] = frozenset()
        self._headline, self._steps = QLabel(), QLabel()
        self.samples = QToolButton()
        self.folders, self.sessions = RecentList(), RecentList()
        self._area = self._recent_area()
        self._lay_out(open_images, open_folder)
        self.samples.clicked.connect(self.samples_requested)
        self.folders.chosen.connect(self.folder_chosen)
        self.sessions.chosen.connect(self.session_chosen)
        self._retranslate()

    def set_recent(self, folders: Sequence[Path], sessions: Sequence[RecentSession]) -> None:
        """Show what was open lately, newest first."""
        self._recent_folders, self._recent_sessions = tuple(folders), tuple(sessions)
        self._show_recent()

    def set_missing(self, missing: frozenset[Path]) -> None:
        """Show that some of the recent folders and sessions are not there any more."""
        self._missing = missing
        self._show_recent()

    def add_action(self, action: QAction) -> None:
        """Add the button of a further way to begin, before the samples."""
        button = QToolButton()
        button.setDefaultAction(action)
        self._buttons.insertWidget(self._buttons.indexOf(self.samples), _large(button))

    def _lay_out(self, open_images: QAction, open_folder: QAction) -> None:
        font = self._headline.font()
        font.setPointSizeF(1.7 * font.pointSizeF())
        self._headline.setFont(font)
        self._headline.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._headline.setWordWrap(True)
        buttons = self._buttons = QHBoxLayout()
        buttons.addStretch()
        for button, action in (
            (QToolButton(), open_images),
            (QToolButton(), open_folder),
            (self.samples, None),
        ):
            if action:
                button.setDefaultAction(action)
            buttons.addWidget(_large(button))
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._headline)
        layout.addSpacing(8)
        layout.addWidget(self._steps, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(12)
        layout.addLayout(buttons)
        layout.addSpacing(12)
        layout.addWidget(self._area, 6)
        layout.addStretch(2)

    def _recent_area(self) -> QScrollArea:
        """Return both lists side by side; they scroll where the window is low."""
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        lists = QHBoxLayout(inner)
        lists.setSpacing(20)
        for each in (self.folders, self.sessions):
            lists.addWidget(each, 1, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(inner)
        return area

    def _show_recent(self) -> None:
        folders = [
            RecentPlace(path, path.name or str(path), str(path.parent), "open-folder")
            for path in self._recent_folders
        ]
        self.folders.show_places(folders, self._missing)
        sessions = [
            RecentPlace(each.path, each.title, self._details(each), "pause" if each.unfinished else "session")
            for each in self._recent_sessions
        ]
        self.sessions.show_places(sessions, self._missing)
        self._area.setVisible(bool(folders or sessions))

    def _details(self, session: RecentSession) -> str:
        when = f"{session.when.astimezone():%Y-%m-%d %H:%M}"
        return self.tr("{time}, not finished").format(time=when) if session.unfinished else when

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.samples.setIcon(icon("samples"))
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._headline.setText(self.tr("Drop images or folders here"))
        steps = (
            self.tr("Open images or a folder."),
            self.tr("Choose the product above."),
            self.tr("Press Run, then review what was found."),
        )
        lines = [f"{number}.  {step}" for number, step in enumerate(steps, start=1)]
        self._steps.setText("\n".join([*lines, "", self.tr("Your images are only read, never changed.")]))
        self.samples.setText(self.tr("Try the samples"))
        self.samples.setToolTip(self.tr("Open the images that come with this application"))
        self.samples.setIcon(icon("samples"))
        self.folders.title.setText(self.tr("Recent folders"))
        self.sessions.title.setText(self.tr("Recent sessions"))
        self._show_recent()


def _large(button: QToolButton) -> QToolButton:
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setMinimumHeight(36)
    return button
