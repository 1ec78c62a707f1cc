"""Remembers which folders and reviews were open, and offers them again."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QMenu

from saa_desktop.domain.requests import BatchRequest
from saa_desktop.settings import MOST_RECENT, RecentReview, latest_first
from saa_desktop.ui.empty_state.empty_state import EmptyState, RecentSession
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.workers.place_checker import PlaceChecker


class RecentControl(QObject):
    """Fills the menu and the empty window."""

    folder_chosen = Signal(object)
    """Path: open this folder again."""

    session_chosen = Signal(object)
    """Path: open the session in this folder again."""

    def __init__(
        self,
        settings: SettingsKeeper,
        profiles: ProfilePicker,
        menu: QMenu,
        empty: EmptyState,
        places: PlaceChecker,
    ) -> None:
        super().__init__(menu)
        self._settings = settings
        self._profiles = profiles
        self._menu = menu
        self._empty = empty
        self._places = places
        empty.folder_chosen.connect(self.folder_chosen)
        empty.session_chosen.connect(self.session_chosen)
        places.checked.connect(empty.set_missing)

    def remember_folder(self, folder: Path) -> None:
        """Put a folder of images first."""
        self._settings.change(recent_folders=latest_first(str(folder), self._settings.now.recent_folders))
        self.show()

    def remember_review(self, request: BatchRequest, *, unfinished: bool) -> None:
        """Put a session first, once there is one.

        Args:
            request: of its batch.
            unfinished: whether images are left to inspect.
        """
        if not request.session_path.is_file():
            return
        review = RecentReview(
            folder=str(request.output),
            profile=request.profile,
            at=datetime.now().astimezone().isoformat(),
            unfinished=unfinished,
        )
        earlier = (each for each in self._settings.now.recent_reviews if each.folder != review.folder)
        self._settings.change(recent_reviews=(review, *earlier)[:MOST_RECENT])
        self.show()

    def is_unfinished(self, folder: Path) -> bool:
        """Whether the session in a folder was left with images to inspect."""
        return any(
            review.unfinished for review in self._settings.now.recent_reviews if Path(review.folder) == folder
        )

    def show(self) -> None:
        """Show what is remembered, in the window's language."""
        folders = [Path(folder) for folder in self._settings.now.recent_folders]
        sessions = [
            RecentSession(
                Path(review.folder),
                self._profiles.title_of(review.profile) or review.profile,
                datetime.fromisoformat(review.at),
                review.unfinished,
            )
            for review in self._settings.now.recent_reviews
        ]
        self._empty.set_recent(folders, sessions)
        self._places.check([*folders, *(session.path for session in sessions)])
        self._menu.clear()
        for folder in folders:
            self._offer(folder, self.folder_chosen)
        self._menu.addSeparator()
        for session in sessions:
            self._offer(session.path, self.session_chosen)
        self._menu.setEnabled(bool(folders or sessions))

    def _offer(self, place: Path, chosen: SignalInstance) -> None:
        self._menu.addAction(str(place)).triggered.connect(lambda: chosen.emit(place))
