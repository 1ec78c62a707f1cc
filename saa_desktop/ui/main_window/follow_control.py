"""Shows the newest capture of a watch, until a person looks at another image."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel

_EVERY_MS = 300
"""Captures may come faster than one can look."""


class FollowControl(QObject):
    """Makes the newest capture current, a few times a second at most.

    Args:
        images: the list.
        toggle: says whether to follow; it goes off when a person chooses another image.
    """

    def __init__(self, images: ImageListPanel, toggle: QAbstractButton) -> None:
        super().__init__(images)
        self._images = images
        self._toggle = toggle
        self._newest = self._followed = ""
        self._soon = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._soon.timeout.connect(self._show_newest)
        images.current_changed.connect(self._on_current_changed)
        images.model.modelReset.connect(self._show_soon)
        images.model.rowsInserted.connect(self._show_soon)
        toggle.toggled.connect(self._show_soon)

    def begin(self) -> None:
        """Follow another watch."""
        self._newest = self._followed = ""

    def follow(self, entry: ImageEntry) -> None:
        """Take note of a capture that has come into the list."""
        self._newest = entry.name
        self._show_soon()

    def _show_soon(self) -> None:
        if self._newest and self._toggle.isChecked() and not self._soon.isActive():
            self._soon.start()

    def _show_newest(self) -> None:
        """Show it, unless it is not in its place yet, or the filter hides it."""
        model = self._images.model
        place = model.place_of(model.queue.row_of(self._newest))
        if self._toggle.isChecked() and place >= 0:
            self._followed = self._newest
            self._images.select(place)

    def _on_current_changed(self, entry: ImageEntry | None) -> None:
        # The first image becomes current by itself.
        if entry is not None and self._followed and entry.name != self._followed:
            self._toggle.setChecked(False)
            self._followed = ""
