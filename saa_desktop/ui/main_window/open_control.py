"""Knows which files and folders are open, and brings their images into the list."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from saa_desktop.domain.images import ImageReference
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.workers.folder_lister import FolderLister, ListingRequest


class OpenControl(QObject):
    """While a listing runs the list is empty, so that no batch can start from an older one."""

    changed = Signal()
    """The list was emptied or filled."""

    def __init__(
        self, lister: FolderLister, images: ImageListPanel, page: ImagePage, window: QWidget
    ) -> None:
        super().__init__(window)
        self._lister = lister
        self._images = images
        self._page = page
        self._window = window
        self._listing: ListingRequest | None = None
        self.paths: tuple[Path, ...] = ()
        lister.listed.connect(self._on_listed)
        lister.failed.connect(self._on_failed)

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

    def open(self, paths: Sequence[Path], profile: ProductProfile | None, *, recursive: bool) -> None:
        """List the images of other files and folders, or of the same ones again."""
        self.paths = tuple(paths)
        self._listing = None
        self.list_again(profile, recursive=recursive)

    def list_again(self, profile: ProductProfile | None, *, recursive: bool) -> None:
        """List the open paths, unless that would give the list that is shown.

        Args:
            profile: says which files are images.
            recursive: whether folders within folders count.
        """
        if not self.paths or profile is None:
            return
        selection = profile.images
        request = ListingRequest(self.paths, recursive, selection.include, selection.exclude)
        if request == self._listing:
            return
        self._listing = request
        self._images.show_references(())
        self._page.show_message(self.tr("Listing the images…"))
        self.changed.emit()
        self._lister.list(request)

    def _on_listed(self, request: ListingRequest, references: list[ImageReference]) -> None:
        if request is not self._listing:
            return
        self._images.show_references(references)
        if not references:
            self._page.show_message(
                self.tr("No images were found there: choose another folder or another product profile.")
            )
        self.changed.emit()

    def _on_failed(self, request: ListingRequest, sentence: str) -> None:
        if request is self._listing:
            self._listing = None
            self._page.show_message(sentence)
