"""The list of images."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from saa_desktop.domain.images import ImageReference
from saa_desktop.ui.image_list.image_list_model import ImageListModel, ListedImage


class ImageListPanel(QWidget):
    """Shows the model's rows; one of them is current. The panel's title counts them."""

    current_changed = Signal(object)
    """ListedImage, or None when the list is empty; also when the current image got another outcome."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ImageListModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setIconSize(QSize(20, 20))
        self.view.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.dataChanged.connect(self._on_data_changed)
        self.model.rowsInserted.connect(self._retranslate)
        self.model.modelReset.connect(self._on_model_reset)
        self._retranslate()

    def current(self) -> ListedImage | None:
        """Return the image that the window shows."""
        index = self.view.currentIndex()
        return self.model.image(index.row()) if index.isValid() else None

    def show_references(self, references: Sequence[ImageReference]) -> None:
        """Replace all rows; the current image stays current where it is among them, else it is the first."""
        image = self.current()
        self.model.reset(references)
        self.select(self.model.row_of(image.reference.name) if image else 0)

    def select(self, row: int) -> None:
        """Make a row current; one beyond an end becomes that end."""
        last = self.model.rowCount() - 1
        self.view.setCurrentIndex(self.model.index(min(max(row, 0), last)))

    def step(self, by: int) -> None:
        """Go some images on or, for negative numbers, back."""
        self.select(self.view.currentIndex().row() + by)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Images: {count}").format(count=self.model.rowCount()))
        self.view.setAccessibleName(self.tr("Images"))

    def _on_current_changed(self) -> None:
        self.current_changed.emit(self.current())

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.view.currentIndex().row() <= last.row():
            self.current_changed.emit(self.current())

    def _on_model_reset(self) -> None:
        self._retranslate()
        if self.model.rowCount() == 0:
            self.current_changed.emit(None)
