"""The window of the desktop application."""

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMessageBox,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.errors import OutputError
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import list_profiles
from saa_desktop.settings import LoadedSettings, save_settings
from saa_desktop.ui.batch_bar.batch_bar import BatchBar
from saa_desktop.ui.image_list.image_list_model import ListedImage
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.ui.inspector.inspector import Inspector
from saa_desktop.ui.languages import LanguageSwitch
from saa_desktop.ui.main_window.actions import WindowActions
from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.ui.main_window.open_control import OpenControl
from saa_desktop.ui.notice_bar.notice_bar import NoticeBar
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.ui.theme import apply_theme
from saa_desktop.workers.threads import WorkerThreads

_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """Puts the panels together: image list, image, inspector, batch bar.

    Args:
        application: whose language and theme the window sets.
        workers: do the work in other threads; the window stops them when it is closed.
        loaded: what the settings file gave.
        settings_path: where the settings are kept.
        results_root: each batch gets a folder in this one.
    """

    def __init__(
        self,
        application: QApplication,
        workers: WorkerThreads,
        loaded: LoadedSettings,
        settings_path: Path,
        results_root: Path,
    ) -> None:
        super().__init__()
        self._application = application
        self._workers = workers
        self._settings = loaded.settings
        self._settings_path = settings_path
        self._language = LanguageSwitch(application)
        self._language.apply(self._settings.language)
        apply_theme(application, self._settings.theme)
        self._closing = False

        self.commands = WindowActions(self, self._settings)
        self.picker = ProfilePicker()
        self.images = ImageListPanel()
        self.notice = NoticeBar()
        self.page = ImagePage(workers.loader, self.commands.open_images, self.commands.open_folder)
        self.inspector = Inspector()
        self.bar = BatchBar(self.commands.cancel)
        self.opened = OpenControl(workers.lister, self.images, self.page, self)
        self.batch = BatchControl(workers.batch, self.images, self.bar, results_root, self)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._restore_geometry()
        self._load_profiles()
        self._show_layers()
        self._update_actions()
        self.images.view.setFocus()
        if loaded.set_aside:
            self._say_set_aside(loaded.set_aside)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """List the images of files and folders, unless a batch runs."""
        if paths and not self.batch.running:
            self.notice.hide()
            self.opened.open(paths, self.picker.profile(), recursive=self._settings.include_subfolders)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self._tool_bar = QToolBar()
        self._tool_bar.setObjectName("tool_bar")
        self._tool_bar.setMovable(False)
        self._tool_bar.setIconSize(QSize(20, 20))
        self._tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addToolBar(self._tool_bar)
        self.commands.fill_menu_bar(self.menuBar())
        self.commands.fill_tool_bar(self._tool_bar, self.picker)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.page, 1)
        self.setCentralWidget(centre)
        docks = [
            self._dock("image_list", self.images, Qt.DockWidgetArea.LeftDockWidgetArea),
            self._dock("inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea),
        ]
        self.statusBar().addWidget(self.bar, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(1280, 800)
        self.resizeDocks(docks, [260, 320], Qt.Orientation.Horizontal)

    def _dock(self, name: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(panel.windowTitle())
        panel.windowTitleChanged.connect(dock.setWindowTitle)
        dock.setObjectName(name)
        dock.setWidget(panel)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        commands = self.commands
        commands.open_images.triggered.connect(self._on_open_images_triggered)
        commands.open_folder.triggered.connect(self._on_open_folder_triggered)
        commands.include_subfolders.toggled.connect(self._on_include_subfolders_toggled)
        commands.open_results.triggered.connect(self._on_open_results_triggered)
        commands.quit.triggered.connect(self.close)
        commands.run.triggered.connect(self._on_run_triggered)
        commands.cancel.triggered.connect(self.batch.cancel)
        commands.previous.triggered.connect(lambda: self.images.step(-1))
        commands.next.triggered.connect(lambda: self.images.step(1))
        commands.masks.toggled.connect(self._on_layers_toggled)
        commands.heat_map.toggled.connect(self._on_layers_toggled)
        commands.fit.triggered.connect(self.page.view.fit)
        commands.actual_size.triggered.connect(self.page.view.actual_size)
        commands.languages.triggered.connect(self._on_language_chosen)
        commands.themes.triggered.connect(self._on_theme_chosen)
        self.picker.chosen.connect(self._on_profile_chosen)
        self.images.current_changed.connect(self._show_current)
        self.images.view.installEventFilter(self)
        self.page.view.installEventFilter(self)
        self.page.noticed.connect(self.notice.show_sentence)
        self.opened.changed.connect(self._update_actions)
        self.batch.changed.connect(self._on_batch_changed)
        self.batch.failed.connect(self.notice.show_sentence)

    def _load_profiles(self) -> None:
        listing = list_profiles()
        self.picker.set_language(self._language.code)
        self.picker.set_profiles(listing.profiles, self._settings.profile)
        if listing.errors:
            self.notice.show_sentence("\n".join(map(str, listing.errors)))

    # -- opening -------------------------------------------------------------------------------------------

    def _on_open_images_triggered(self) -> None:
        paths = self.opened.ask_for_images(self._settings.last_folder)
        if paths:
            self._change_settings(last_folder=str(paths[0].parent))
            self.open_paths(paths)

    def _on_open_folder_triggered(self) -> None:
        paths = self.opened.ask_for_folder(self._settings.last_folder)
        if paths:
            self._change_settings(last_folder=str(paths[0]))
            self.open_paths(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept files and folders, unless a batch runs."""
        if not self.batch.running and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped."""
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _list_again(self) -> None:
        self.opened.list_again(self.picker.profile(), recursive=self._settings.include_subfolders)

    # -- running -------------------------------------------------------------------------------------------

    def _on_run_triggered(self) -> None:
        if profile := self.picker.profile():
            self.notice.hide()
            self.batch.start(self.opened.paths, profile, recursive=self._settings.include_subfolders)

    def _on_batch_changed(self) -> None:
        self._update_actions()
        if self._closing and not self.batch.running:
            self.close()

    def _update_actions(self) -> None:
        running = self.batch.running
        commands = self.commands
        for control in (commands.open_images, commands.open_folder, commands.include_subfolders, self.picker):
            control.setEnabled(not running)
        ready = self.images.model.rowCount() > 0 and self.picker.profile() is not None
        commands.run.setEnabled(ready and not running)
        commands.cancel.setEnabled(running and not self.batch.cancelling)
        commands.open_results.setEnabled(self.batch.output is not None and self.batch.output.is_dir())

    def _on_open_results_triggered(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.batch.output)))

    # -- showing -------------------------------------------------------------------------------------------

    def _show_current(self, image: ListedImage | None) -> None:
        name = image.inspection.profile.name if image and image.inspection else ""
        self.inspector.show_image(image, self.picker.title_of(name))
        self.page.show_image(image)

    def _on_layers_toggled(self) -> None:
        self._change_settings(
            show_masks=self.commands.masks.isChecked(), show_heat_map=self.commands.heat_map.isChecked()
        )
        self._show_layers()

    def _show_layers(self) -> None:
        self.page.view.set_layers(masks=self._settings.show_masks, heat_map=self._settings.show_heat_map)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the bare image while Space is held in the list or the view."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.page.view.set_bare(event.type() == QEvent.Type.KeyPress)
            return event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
        if event.type() == QEvent.Type.FocusOut:
            self.page.view.set_bare(False)
        return super().eventFilter(watched, event)

    # -- choices that last ---------------------------------------------------------------------------------

    def _on_include_subfolders_toggled(self, on: bool) -> None:
        self._change_settings(include_subfolders=on)
        self._list_again()

    def _on_profile_chosen(self, profile: ProductProfile) -> None:
        self._change_settings(profile=profile.name)
        self._list_again()
        self.images.view.setFocus()

    def _on_language_chosen(self) -> None:
        self._change_settings(language=self.commands.language())
        self._language.apply(self._settings.language)

    def _on_theme_chosen(self) -> None:
        self._change_settings(theme=self.commands.theme())
        apply_theme(self._application, self._settings.theme)

    def _change_settings(self, **changes: object) -> None:
        self._settings = self._settings.model_copy(update=changes)
        try:
            save_settings(self._settings, self._settings_path)
        except OutputError as error:
            _log.warning("%s", error)
            self.notice.show_sentence(str(error))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.commands.redraw_icons()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle("SAA Desktop")
        self._tool_bar.setWindowTitle(self.tr("Tool bar"))
        self.commands.retranslate()
        self.picker.set_language(self._language.code)
        self._show_current(self.images.current())

    def _say_set_aside(self, path: Path) -> None:
        self.notice.show_sentence(
            self.tr("The settings could not be read and lie in {path} now; the defaults are in use.").format(
                path=path
            )
        )

    # -- closing -------------------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        self.restoreGeometry(QByteArray.fromBase64(self._settings.window_geometry.encode()))
        self.restoreState(QByteArray.fromBase64(self._settings.window_layout.encode()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask while a batch runs, and close once it has written its results."""
        if self.batch.running and not self._closing:
            self._closing = self._confirms_stop()
        if self.batch.running:
            event.ignore()
            if self._closing:
                self.batch.cancel()
            return
        self._change_settings(
            window_geometry=self.saveGeometry().toBase64().toStdString(),
            window_layout=self.saveState().toBase64().toStdString(),
        )
        self._workers.stop()
        event.accept()

    def _confirms_stop(self) -> bool:
        """Ask whether to stop the running batch."""
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle("SAA Desktop")
        question.setText(self.tr("The inspection is still running. Stop it and close the window?"))
        question.setInformativeText(self.tr("All images that are inspected already are kept."))
        stop = question.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = question.addButton(self.tr("Keep running"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.exec()
        return question.clickedButton() is stop
