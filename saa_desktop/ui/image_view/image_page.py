"""The centre of the window: the current image, or what stands in its place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from saa_desktop.ui.empty_state.empty_state import EmptyState
from saa_desktop.ui.image_list.image_list_model import ListedImage
from saa_desktop.ui.image_view.image_view import ImageView
from saa_desktop.workers.view_loader import View, ViewLoader, ViewRequest


class ImagePage(QStackedWidget):
    """Shows one image at a time; the newest request wins, however long an older one takes."""

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
        self.view = ImageView()
        self.view.setAcceptDrops(False)  # the window takes drops
        self._empty = EmptyState(open_images, open_folder)
        self.message = QLabel()
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setMargin(24)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        for page in (self._empty, self.view, self.message):
            self.addWidget(page)
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)

    def show_image(self, image: ListedImage | None) -> None:
        """Show an image as soon as it is read; the one before stays until then."""
        request = ViewRequest(image.reference, image.inspection) if image else None
        if request == self._request:
            return
        self._request = request
        if request is None:
            self.view.clear()
            self.setCurrentWidget(self._empty)
        else:
            self._loader.load(request)

    def show_message(self, sentence: str) -> None:
        """Show a sentence in place of an image."""
        self._request = None
        self.message.setText(sentence)
        self.setCurrentWidget(self.message)

    def _on_loaded(self, view: View) -> None:
        if view.request is not self._request:
            return
        self.view.show_view(view)
        self.setCurrentWidget(self.view)
        if view.changed:
            self.noticed.emit(
                self.tr("{name} has changed since it was inspected: run again to see its regions.").format(
                    name=view.request.reference.name
                )
            )

    def _on_failed(self, request: ViewRequest, sentence: str) -> None:
        if request is self._request:
            self.message.setText(sentence)
            self.setCurrentWidget(self.message)
