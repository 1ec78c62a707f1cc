"""The centre of the window: the current image, or what stands in its place."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from saa_desktop.domain.entries import ImageEntry, waiting
from saa_desktop.domain.images import ImageReference
from saa_desktop.ui.empty_state.empty_state import EmptyState
from saa_desktop.ui.image_view.image_view import ImageView
from saa_desktop.ui.image_view.picture_view import PictureView
from saa_desktop.ui.image_view.plate import Plate
from saa_desktop.workers.view_loader import View, ViewLoader, ViewRequest

_CORNER = 10


class Comparison(StrEnum):
    """What is shown beside the image."""

    OFF = "off"
    BARE = "bare"
    GOLDEN = "golden"


class ImagePage(QStackedWidget):
    """Shows one image at a time; the newest request wins, however long an older one takes.

    Attributes:
        view: the image with its layers.
        beside: a second view with the same zoom and place, to compare with.
        message: stands in place of an image.
    """

    loaded = Signal(object)
    """View: an image is on the screen."""

    noticed = Signal(str)
    """Something about the shown image that a person should read."""

    def __init__(
        self,
        loader: ViewLoader,
        open_images: QAction,
        open_folder: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._request: ViewRequest | None = None
        self._golden_request: ViewRequest | None = None
        self._golden: View | None = None
        self._comparison = Comparison.OFF
        self.view = ImageView()
        self.beside = PictureView()
        self.beside.hide()
        self.caption = Plate(self.beside)
        self.caption.move(_CORNER, _CORNER)
        self._images = QWidget()
        layout = QHBoxLayout(self._images)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.beside, 1)
        self.empty = EmptyState(open_images, open_folder)
        self.message = QLabel()
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setMargin(24)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        for page in (self.empty, self._images, self.message):
            self.addWidget(page)
        self.view.looked.connect(self._on_view_looked)
        self.beside.looked.connect(self._on_beside_looked)
        loader.loaded.connect(self._on_loaded)
        loader.golden_loaded.connect(self._on_golden_loaded)
        loader.failed.connect(self._on_failed)
        self._retranslate()

    @property
    def shows_image(self) -> bool:
        """Whether an image is on the screen, not something in its place."""
        return self.currentWidget() is self._images

    def show_entry(self, entry: ImageEntry | None, session: Path | None) -> None:
        """Show an image as soon as it is read; the one before stays until then.

        Args:
            entry: the image; ``None`` shows how to open some.
            session: where its inspection lies.
        """
        request = ViewRequest(entry, session) if entry else None
        before, self._request = self._request, request
        if request is None:
            self.view.clear()
            self.setCurrentWidget(self.empty)
        elif before is not None and before.same_content(request) and self._shows(request):
            self.view.show_review(request.entry.review)
        elif request != before:
            self._loader.load(request)

    def prefetch(self, entries: Sequence[ImageEntry], session: Path | None) -> None:
        """Say which images are likely to be shown next, the likeliest first."""
        self._loader.prefetch([ViewRequest(entry, session) for entry in entries])

    def show_message(self, sentence: str) -> None:
        """Show a sentence in place of an image."""
        self._request = None
        self.view.clear()
        self.message.setText(sentence)
        self.setCurrentWidget(self.message)

    def set_comparison(self, comparison: Comparison) -> None:
        """Show something beside the image, or nothing."""
        self._comparison = comparison
        self._load_golden()
        self._show_beside()

    def set_golden(self, path: Path | None) -> None:
        """Say which image is the golden one; ``None`` for none."""
        request = ViewRequest(waiting(ImageReference(path, path.name))) if path else None
        if request != self._golden_request:
            self._golden_request, self._golden = request, None
            self._load_golden()
            self._show_beside()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.beside.setAccessibleName(self.tr("Image to compare with"))
        self._show_caption()

    def _shows(self, request: ViewRequest) -> bool:
        """Whether an image is on the screen that differs in nothing but what a person says."""
        shown = self.view.shown
        return self.shows_image and shown is not None and shown.request.same_content(request)

    def _load_golden(self) -> None:
        """Read the golden image once it is wanted."""
        if self._comparison is Comparison.GOLDEN and self._golden_request and self._golden is None:
            self._loader.load_golden(self._golden_request)

    def _show_beside(self) -> None:
        picture = self._golden if self._comparison is Comparison.GOLDEN else self.view.shown
        with QSignalBlocker(self.beside):  # it is the image that says what is looked at
            if picture is None or self.view.shown is None:
                self.beside.clear()
            else:
                self.beside.show_picture(picture.photograph)
        self.beside.setVisible(self._comparison is not Comparison.OFF)
        self._on_view_looked()
        self._show_caption()

    def _show_caption(self) -> None:
        if self._comparison is Comparison.BARE:
            words = self.tr("Bare image")
        elif self._golden_request is None:
            words = self.tr("No golden image is chosen")
        else:
            words = self.tr("Golden image: {name}").format(name=self._golden_request.entry.name)
        self.caption.show_words(words)

    def _on_view_looked(self) -> None:
        self.beside.follow(self.view)

    def _on_beside_looked(self) -> None:
        if self._comparison is not Comparison.OFF:
            self.view.follow(self.beside)

    def _on_loaded(self, view: View) -> None:
        if view.request != self._request:
            return
        self.view.show_view(view)
        self._show_beside()
        self.setCurrentWidget(self._images)
        self.loaded.emit(view)
        if view.changed:
            self.noticed.emit(
                self.tr("{name} has changed since it was inspected: run again to see its regions.").format(
                    name=view.request.entry.name
                )
            )

    def _on_golden_loaded(self, view: View) -> None:
        if view.request == self._golden_request:
            self._golden = view
            self._show_beside()

    def _on_failed(self, request: ViewRequest, sentence: str) -> None:
        if request == self._request:
            self.view.clear()
            self.message.setText(sentence)
            self.setCurrentWidget(self.message)
        elif request == self._golden_request:
            self.noticed.emit(sentence)
