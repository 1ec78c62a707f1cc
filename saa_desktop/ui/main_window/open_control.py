"""Knows which files, folders and session are open, and brings their images into the list."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.workers.folder_lister import FolderLister, ListingRequest
from saa_desktop.workers.session_store import OpenedSession, SessionStore


class OpenControl(QObject):
    """Fills the list from a listing, or from a session.

    Attributes:
        paths: the files and folders that are open.
        complete: whether the list holds all their images, so that a batch can start.
    """

    changed = Signal()
    """The list was emptied, filled, or is complete."""

    session_opened = Signal(object)
    """OpenedSession: its images stand in the list."""

    def __init__(
        self,
        lister: FolderLister,
        store: SessionStore,
        images: ImageListPanel,
        page: ImagePage,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._lister = lister
        self._store = store
        self._images = images
        self._page = page
        self._window = window
        self._listing: ListingRequest | None = None
        self._session: Path | None = None
        self.paths: tuple[Path, ...] = ()
        self.complete = False
        lister.listed_some.connect(self._on_listed_some)
        lister.listed.connect(self._on_listed)
        lister.failed.connect(self._on_listing_failed)
        store.opened.connect(self._on_session_opened)
        store.open_failed.connect(self._on_session_failed)

    def ask_for_images(self, folder: str) -> list[Path]:
        """Let a person choose images; empty when they choose none."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Open images"),
            folder,
            self.tr("Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"),
        )
        return [Path(name) for name in names]

    def ask_for_folder(self, folder: str) -> list[Path]:
        """Let a person choose a folder; empty when they choose none."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Open folder"), folder)
        return [Path(name)] if name else []

    def ask_for_session(self, folder: Path) -> Path | None:
        """Let a person choose a folder with results; ``None`` when they choose none."""
        title = self.tr("Open session: choose a folder with results")
        name = QFileDialog.getExistingDirectory(self._window, title, str(folder))
        return Path(name) if name else None

    def open(self, paths: Sequence[Path], profile: ProductProfile | None, *, recursive: bool) -> None:
        """List the images of other files and folders, or of the same ones again."""
        self.paths = tuple(paths)
        self._listing = self._session = None
        self.list_again(profile, recursive=recursive)

    def open_session(self, folder: Path) -> None:
        """Show the images of a session, to go on with its review.

        Args:
            folder: with results; it holds the session file.
        """
        self._start_filling(self.tr("Opening the session…"))
        self.paths = ()
        self._session = folder / SESSION_FILE
        if not self._session.is_file():
            self._on_session_failed(
                self._session,
                self.tr("{folder} holds no session: choose a folder that an inspection wrote.").format(
                    folder=folder
                ),
            )
            return
        self._store.open(self._session)

    def list_again(self, profile: ProductProfile | None, *, recursive: bool) -> None:
        """List the open paths, unless that would give the list that is shown.

        Args:
            profile: says which files are images.
            recursive: whether folders within folders count.
        """
        if not self.paths or profile is None or self._session is not None:
            return
        selection = profile.images
        request = ListingRequest(self.paths, recursive, selection.include, selection.exclude)
        if request == self._listing:
            return
        self._start_filling(self.tr("Listing the images…"))
        self._listing = request
        self._lister.list(request)

    def _start_filling(self, sentence: str) -> None:
        self._lister.cancel()
        self._listing = None
        self.complete = False
        self._images.model.reset(())
        self._page.show_message(sentence)
        self.changed.emit()

    def _finish_filling(self) -> None:
        self.complete = True
        self.changed.emit()

    def _on_listed_some(self, request: ListingRequest, entries: Sequence[ImageEntry]) -> None:
        if request is self._listing:
            self._images.model.extend(entries)
            self.changed.emit()

    def _on_listed(self, request: ListingRequest) -> None:
        if request is not self._listing:
            return
        if not self._images.model.entries:
            self._page.show_message(
                self.tr("No images were found there: choose another folder or another product profile.")
            )
        self._finish_filling()

    def _on_listing_failed(self, request: ListingRequest, sentence: str) -> None:
        if request is self._listing:
            self._listing = None
            self._images.model.reset(())
            self._page.show_message(sentence)
            self.changed.emit()

    def _on_session_opened(self, opened: OpenedSession) -> None:
        if opened.path != self._session:
            return  # a batch has it opened for its review
        self.paths = opened.request.paths if opened.request else ()
        self._images.model.reset(opened.entries)
        if not opened.entries:
            self._page.show_message(self.tr("This session holds no images yet."))
        self._finish_filling()
        self.session_opened.emit(opened)

    def _on_session_failed(self, path: Path, sentence: str) -> None:
        if path == self._session:
            self._session = None
            self._page.show_message(sentence)
            self.changed.emit()
