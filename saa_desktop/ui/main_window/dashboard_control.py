"""Keeps the statistics up to date, and lists the images of a bar that a person chooses there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from saa_desktop.ui.dashboard.dashboard import Dashboard
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.workers.batch_worker import BatchWorker
from saa_desktop.workers.session_store import SessionStore
from saa_desktop.workers.watch_worker import WatchWorker

_VERTICAL = Qt.Orientation.Vertical
_LEAST_HEIGHT = 250
"""Pixels; where there is less, for example at the first time, the panel gets the height that it asks for."""


class DashboardControl(QObject):
    """Shows the panel on request; while it is shown, tells it of every change of the session.

    Args:
        window: holds the dock.
        panel: with the charts.
        dock: holds the panel.
        toggle: shows and hides it.
        images: the list.
        batch: knows the session under review.
        outcomes: record what comes of images.
        store: writes decisions.
    """

    def __init__(
        self,
        window: QMainWindow,
        panel: Dashboard,
        dock: QDockWidget,
        toggle: QAction,
        *,
        images: ImageListPanel,
        batch: BatchControl,
        outcomes: Sequence[BatchWorker | WatchWorker],
        store: SessionStore,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._dock = dock
        self._images = images
        self._batch = batch
        dock.hide()
        # Behind another tab a dock's panel is only moved aside: hidden, it computes nothing.
        dock.visibilityChanged.connect(panel.setVisible)
        dock.toggleViewAction().toggled.connect(toggle.setChecked)
        toggle.toggled.connect(self._on_toggled)
        # Later, since naming 100,000 images and finding them in the list each take a while.
        panel.images_chosen.connect(images.show_names, Qt.ConnectionType.QueuedConnection)
        for worker in outcomes:
            worker.inspected.connect(panel.refresh)
            worker.rejected.connect(panel.refresh)
        store.recorded.connect(panel.refresh)
        batch.changed.connect(panel.refresh)
        batch.session_changed.connect(self._on_session_changed)
        # The panel besides, since a floating dock's keys do not come to the window.
        for watched in (window, panel):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let Escape show all images again while those of a bar are listed, before it cancels a batch."""
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
            and self._images.filters.chip.isVisible()
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._images.filters.clear()
            return True
        return super().eventFilter(watched, event)

    def _on_toggled(self, shown: bool) -> None:
        if shown is not self._dock.isHidden():
            return  # the dock's own button, or the layout that was kept, did that already
        self._dock.setVisible(shown)
        if shown:
            self._dock.raise_()
            self._panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self._dock.height() < _LEAST_HEIGHT and not self._dock.isFloating():
                self._window.resizeDocks([self._dock], [self._panel.sizeHint().height()], _VERTICAL)
        else:
            self._images.view.setFocus()

    def _on_session_changed(self) -> None:
        if self._images.filters.chip.isVisible():
            self._images.filters.clear()
        self._panel.set_session(self._batch.session)
