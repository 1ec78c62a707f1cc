"""The window of the desktop application."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.data_files import data_path
from saa_desktop.domain.requests import SESSION_FILE, BatchRequest
from saa_desktop.profiles.own_profiles import golden_image_path
from saa_desktop.review.queue import QueueOrder
from saa_desktop.settings import LoadedSettings, latest_first
from saa_desktop.ui.batch_bar.batch_bar import ENDED_PHASES, HALTED_PHASES, BatchBar, BatchPhase
from saa_desktop.ui.dashboard.dashboard import Dashboard
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.ui.inspector.inspector import Inspector
from saa_desktop.ui.languages import LanguageSwitch
from saa_desktop.ui.main_window.actions import WindowActions
from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.ui.main_window.dashboard_control import DashboardControl
from saa_desktop.ui.main_window.dialog_control import DialogControl
from saa_desktop.ui.main_window.docks import Docks
from saa_desktop.ui.main_window.lock_control import LockControl
from saa_desktop.ui.main_window.mask_control import MaskControl
from saa_desktop.ui.main_window.model_control import ModelControl
from saa_desktop.ui.main_window.open_control import OpenControl
from saa_desktop.ui.main_window.profile_control import ProfileControl
from saa_desktop.ui.main_window.recent_control import RecentControl
from saa_desktop.ui.main_window.report_control import ReportControl
from saa_desktop.ui.main_window.review_control import ReviewControl
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.main_window.shown_image_control import Panels, ShownImageControl
from saa_desktop.ui.main_window.stop_question import confirms_stop
from saa_desktop.ui.main_window.watch_control import WatchControl
from saa_desktop.ui.mask_editor.mask_editor_strip import MaskEditorStrip
from saa_desktop.ui.model_picker.model_picker import ModelPicker
from saa_desktop.ui.notice_bar.notice_bar import NoticeBar
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.ui.review_panel.review_panel import ReviewPanel
from saa_desktop.ui.shortcuts.keys import apply_shortcuts
from saa_desktop.ui.shortcuts.text_field_guard import TextFieldGuard
from saa_desktop.ui.status_meter.status_meter import StatusMeter
from saa_desktop.ui.theme import apply_theme
from saa_desktop.ui.watch.watch_strip import WatchPhase
from saa_desktop.ui.what_if.what_if_panel import WhatIfPanel
from saa_desktop.workers.session_store import OpenedSession
from saa_desktop.workers.threads import WorkerThreads

SAMPLE_PROFILE, SAMPLE_FOLDER = "sample_plate", "plate/images"
"""The product whose sample images the empty window offers."""


class MainWindow(QMainWindow):
    """Puts the panels together: image list, image, result, review, what if, batch bar.

    Args:
        application: whose language and theme the window sets.
        workers: do the work in other threads; the window stops them when it is closed.
        loaded: what the settings file gave.
        places: where results, settings and the log lie.
    """

    def __init__(
        self, application: QApplication, workers: WorkerThreads, loaded: LoadedSettings, places: Places
    ) -> None:
        super().__init__()
        self._application = application
        self._workers = workers
        self._places = places
        self.settings = SettingsKeeper(loaded.settings, places.settings, self)
        self._language = LanguageSwitch(application)
        self._language.apply(self.settings.now.language)
        apply_theme(application, self.settings.now.theme)
        self._closing = False

        self.commands = WindowActions(self, self.settings.now)
        self.profile_picker = ProfilePicker()
        self.model_picker = ModelPicker()
        self.images = ImageListPanel(workers.thumbnails)
        self.notice = NoticeBar()
        self.page = ImagePage(workers.loader, self.commands.open_images, self.commands.open_folder)
        self.strip = MaskEditorStrip(self.settings.now.brush_size)
        self.inspector = Inspector()
        self.review_panel = ReviewPanel()
        self.what_if = WhatIfPanel(workers.rejudger)
        self.dashboard = Dashboard(workers.statistics)
        self.bar = BatchBar(self.commands.cancel, self.commands.pause, self.commands.open_results)
        self.meter = StatusMeter()
        self.models = ModelControl(workers, self.model_picker, self.bar, self.settings)
        self.profiles = ProfileControl(self.profile_picker, self.settings, self)
        self.recent = RecentControl(
            self.settings, self.profile_picker, self.commands.recent, self.page.empty, workers.places
        )
        self.opened = OpenControl(workers.lister, workers.store, self.images, self.page, self)
        self.batch = BatchControl(
            workers.batch, workers.store, self.images, self.bar, results_root=places.results, parent=self
        )
        self.watch = WatchControl(
            *(workers, self.batch, self.opened, self.images, self.page),
            notice=self.notice,
            profiles=self.profile_picker,
            settings=self.settings,
            results=places.results,
            window=self,
        )
        self.review = ReviewControl(workers.store, self.images, self, self.settings.now.operators)
        self.lock = LockControl(
            *(workers.store, self.batch, self.review, self.review_panel, self.notice),
            reopen=self.open_session,
            parent=self,
        )
        self.masks = MaskControl(self.page.view, self.strip, self.review, workers.workbench, self.settings)
        self.dialogs = DialogControl(workers, self.commands, self.settings, places, self)
        self.reports = ReportControl(
            workers.reporter,
            self.commands.shift_report,
            dashboard=self.dashboard,
            batch=self.batch,
            review=self.review_panel,
            language=self._language,
            window=self,
        )
        self.shown = ShownImageControl(
            Panels(
                *(self.images, self.page, self.strip, self.inspector, self.review_panel, self.what_if),
                self.profile_picker,
            ),
            commands=self.commands,
            settings=self.settings,
            batch=self.batch,
            review=self.review,
            masks=self.masks,
            store=workers.store,
            parent=self,
        )
        self._text_fields = TextFieldGuard(application, self)
        self._lay_out()
        self._connect()
        self._adopt_shortcuts()
        self._retranslate()
        self._restore_geometry()
        self.profiles.load()
        self.recent.show()
        self.shown.show_layers()
        self._update_actions()
        self.images.filters.choose_order(QueueOrder(self.settings.now.list_order))
        self.images.view.setFocus()
        self.page.empty.add_action(self.commands.watch)
        self.watch.offer_last()
        if loaded.set_aside:
            self._say_set_aside(loaded.set_aside)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """List the images of files and folders, unless a batch or a watch runs."""
        if not paths or self.busy:
            return
        self.notice.hide()
        self.review_panel.commit()
        self.batch.leave_session()
        if len(paths) == 1 and paths[0].is_dir():
            self.recent.remember_folder(paths[0])
        recursive = self.settings.now.include_subfolders
        self.opened.open(paths, self.profile_picker.profile(), recursive=recursive)

    def open_session(self, folder: Path) -> None:
        """Go on with the review of what lies in a folder with results, unless a batch or a watch runs."""
        if not self.busy:
            self.notice.hide()
            self.review_panel.commit()
            self.batch.leave_session()
            self.opened.open_session(folder)

    def end(self) -> None:
        """Close without asking, as soon as the image at hand is done: the system wants the program to end."""
        self._closing = True
        self.close()

    @property
    def busy(self) -> bool:
        """Whether a batch or a watch runs."""
        return self.batch.running or self.watch.running

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self._tool_bar = QToolBar()
        self._tool_bar.setObjectName("tool_bar")
        self._tool_bar.setMovable(False)
        self._tool_bar.setIconSize(QSize(20, 20))
        self.addToolBar(self._tool_bar)
        self.commands.fill_tool_bar(self._tool_bar, self.profile_picker, self.model_picker)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.watch.strip)
        layout.addWidget(self.strip)
        layout.addWidget(self.page, 1)
        self.strip.hide()
        self.setCentralWidget(centre)
        docks = Docks(
            self,
            images=self.images,
            review=self.review_panel,
            inspector=self.inspector,
            what_if=self.what_if,
            dashboard=self.dashboard,
        )
        self.statistics = DashboardControl(
            *(self, self.dashboard, docks.statistics, self.commands.statistics),
            images=self.images,
            batch=self.batch,
            outcomes=(self._workers.batch, self._workers.watcher),
            store=self._workers.store,
        )
        for dock in docks.all:
            self.commands.panels.addAction(dock.toggleViewAction())
        self.commands.fill_menu_bar(self.menuBar())
        self.statusBar().addWidget(self.bar, 1)
        self.statusBar().addPermanentWidget(self.meter)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(1440, 900)
        docks.set_first_sizes()

    def _connect(self) -> None:
        commands = self.commands
        commands.open_images.triggered.connect(self._on_open_images_triggered)
        commands.open_folder.triggered.connect(self._on_open_folder_triggered)
        commands.open_session.triggered.connect(self._on_open_session_triggered)
        commands.include_subfolders.toggled.connect(self._on_include_subfolders_toggled)
        commands.export.triggered.connect(self._on_export_triggered)
        commands.open_results.triggered.connect(self._on_open_results_triggered)
        commands.quit.triggered.connect(self.close)
        commands.run.triggered.connect(self._on_run_triggered)
        commands.pause.triggered.connect(self._on_pause_triggered)
        commands.watch.triggered.connect(self.watch.ask)
        commands.quarantine.triggered.connect(self.watch.show_quarantine)
        commands.cancel.triggered.connect(self.batch.cancel)
        commands.edit_profile.triggered.connect(self._on_edit_profile_triggered)
        self.what_if.tuning_wanted.connect(self._on_tuning_wanted)
        commands.languages.triggered.connect(self._on_language_chosen)
        commands.themes.triggered.connect(self._on_theme_chosen)
        self.recent.folder_chosen.connect(lambda folder: self.open_paths([folder]))
        self.recent.session_chosen.connect(self.open_session)
        self.page.empty.samples_requested.connect(self._on_samples_requested)
        self.profiles.changed.connect(self._follow_profile)
        self.profiles.chosen.connect(self._on_profile_chosen)
        self._workers.meter.sampled.connect(self.meter.show_sample)
        self.page.loaded.connect(lambda view: self.dialogs.show_image(view.image))
        self.opened.changed.connect(self._update_actions)
        self.opened.session_opened.connect(self._on_session_opened)
        self.batch.changed.connect(self._on_batch_changed)
        self.watch.changed.connect(self._on_watch_changed)
        self.watch.about_to_start.connect(self.review_panel.commit)
        self.lock.changed.connect(self._on_lock_changed)
        self.batch.session_changed.connect(self._on_session_changed)
        self.review.operator_chosen.connect(self._on_operator_chosen)
        self.strip.brush_size_changed.connect(self._on_brush_size_changed)
        self.images.order_changed.connect(self._on_order_changed)
        self.what_if.settings_accepted.connect(self.profiles.save_settings)
        self.dialogs.models_changed.connect(self.models.prepare)
        self.models.chosen.connect(self.dialogs.follow_models)
        self.dialogs.operator_named.connect(self.review.suggest_operator)
        self.dialogs.operator_named.connect(self._on_operator_chosen)
        self.dialogs.samples_requested.connect(self._on_samples_requested)
        self.dialogs.shortcuts_changed.connect(self._show_keys)
        self.dialogs.profile_saved.connect(lambda profile: self.profiles.load(profile.name))
        self.dialogs.profile_deleted.connect(lambda _: self.profiles.load())
        for says in (
            *(self.page.noticed, self.batch.failed, self.review.said, self.masks.said, self.profiles.said),
            self.models.said,
        ):
            says.connect(self.notice.show_sentence)
        self.settings.failed.connect(self.notice.show_sentence)

    def _adopt_shortcuts(self) -> None:
        commands = self.commands
        commands.adopt(self.strip.commands, self.strip.default_keys)
        apply_shortcuts(commands.by_name, commands.defaults, self.settings.now.shortcuts)
        self._show_keys()

    # -- opening -------------------------------------------------------------------------------------------

    def _on_open_images_triggered(self) -> None:
        paths = self.opened.ask_for_images(self.settings.now.last_folder)
        if paths:
            self.settings.change(last_folder=str(paths[0].parent))
            self.open_paths(paths)

    def _on_open_folder_triggered(self) -> None:
        paths = self.opened.ask_for_folder(self.settings.now.last_folder)
        if paths:
            self.settings.change(last_folder=str(paths[0]))
            self.open_paths(paths)

    def _on_open_session_triggered(self) -> None:
        if folder := self.opened.ask_for_session(self._places.results):
            self.open_session(folder)

    def _on_samples_requested(self) -> None:
        """Open the sample images of a product, with its profile."""
        if self.profiles.use(SAMPLE_PROFILE):
            self.open_paths([data_path("resources", "samples", SAMPLE_FOLDER)])

    def _on_session_opened(self, opened: OpenedSession) -> None:
        self.watch.take_over(opened)
        if opened.request is None and opened.watch is None:
            self.notice.show_sentence(
                self.tr("This session does not say how it was made: review it, but inspect into a new one.")
            )
        profile = opened.watch.folders[0].profile if opened.watch else ""
        request = opened.request or BatchRequest((), profile, opened.path.parent)
        self.profiles.use(request.profile)
        # The folder may have been moved since: results belong where the session lies.
        folder = opened.path.parent
        unfinished = self.recent.is_unfinished(folder)
        self.batch.take_over(replace(request, output=folder), unfinished=unfinished)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept files and folders, unless a batch or a watch runs."""
        if not self.busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped; a folder with results opens its session."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and (paths[0] / SESSION_FILE).is_file():
            self.open_session(paths[0])
        else:
            self.open_paths(paths)

    def _list_again(self) -> None:
        recursive = self.settings.now.include_subfolders
        self.opened.list_again(self.profile_picker.profile(), recursive=recursive)

    # -- running -------------------------------------------------------------------------------------------

    def _on_run_triggered(self) -> None:
        if profile := self.profile_picker.profile():
            self.notice.hide()
            self.review_panel.commit()
            self.batch.start(
                BatchRequest(
                    self.opened.paths,
                    profile.name,
                    self._places.results,
                    **asdict(self.settings.model_choice()),
                    recursive=self.settings.now.include_subfolders,
                )
            )

    def _on_pause_triggered(self) -> None:
        (self.watch if self.watch.running else self.batch).pause_or_go_on()

    def _on_lock_changed(self) -> None:
        self.commands.edit_masks.setEnabled(not self.lock.locked)
        if self.lock.locked:
            self.commands.edit_masks.setChecked(False)

    def _on_watch_changed(self) -> None:
        self._update_actions()
        if self._closing and not self.busy:
            self.close()

    def _on_batch_changed(self) -> None:
        self._update_actions()
        self.masks.editor.set_models_busy(self.batch.running)
        self.dialogs.set_batch_running(self.batch.running)
        self.what_if.refresh()
        if self.batch.phase in {*ENDED_PHASES, BatchPhase.RUNNING}:
            self._remember_review()
        if self._closing and not self.busy:
            self.close()

    def _remember_review(self) -> None:
        if self.batch.request:
            self.recent.remember_review(self.batch.request, unfinished=self.batch.unfinished)

    def _on_session_changed(self) -> None:
        self.review.begin()
        self.what_if.set_session(self.batch.session)
        self.dialogs.set_session(self.batch.session)
        self._remember_review()
        self._show_defect_classes()
        self.shown.show_current()
        self._update_actions()

    def _update_actions(self) -> None:
        running, busy = self.batch.running, self.busy
        commands = self.commands
        for control in (
            *(commands.open_images, commands.open_folder, commands.open_session, commands.recent),
            *(commands.include_subfolders, commands.watch, self.model_picker),
        ):
            control.setEnabled(not busy)
        self.profile_picker.setEnabled(not running)
        commands.quarantine.setEnabled(
            self.watch.session is not None and self.watch.session == self.batch.session
        )
        ready = self.opened.complete and bool(self.opened.paths) and bool(self.images.model.entries)
        commands.run.setEnabled(ready and not busy and self.profile_picker.profile() is not None)
        commands.pause.setEnabled(
            self.batch.phase in HALTED_PHASES | {BatchPhase.RUNNING}
            or self.watch.phase in {WatchPhase.WATCHING, WatchPhase.PAUSED}
        )
        commands.cancel.setEnabled(running and self.batch.phase is not BatchPhase.CANCELLING)
        has_results = self.batch.output is not None and self.batch.output.is_dir()
        commands.open_results.setEnabled(has_results)
        commands.export.setEnabled(has_results and bool(self.images.model.entries))

    def _on_open_results_triggered(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.batch.output)))

    def _on_export_triggered(self) -> None:
        self.review_panel.commit()
        if self.batch.session:
            model = self.images.model
            shown = [entry.name for entry in model.shown()]
            self.dialogs.export(self.batch.session, len(model.entries), shown)

    # -- product profiles ----------------------------------------------------------------------------------

    def _on_profile_chosen(self) -> None:
        self._list_again()
        self.images.view.setFocus()

    def _follow_profile(self) -> None:
        """Give the panels what they take from the chosen product profile."""
        profile = self.profile_picker.profile()
        title = self.profile_picker.title_of(profile.name) if profile else ""
        self.what_if.set_profile(profile, title)
        self.page.set_golden(golden_image_path(profile) if profile else None)
        self.page.view.set_mm_per_pixel(profile.mm_per_pixel if profile else None)
        self._show_defect_classes()
        self._update_actions()

    def _show_defect_classes(self) -> None:
        """Offer the classes that were given in this session, and the profile's own words."""
        used = {entry.review.defect_class for entry in self.images.model.entries} - {""}
        profile = self.profile_picker.profile()
        prompts = profile.class_specific if profile else ()
        phrases = (phrase.strip() for each in prompts for phrase in each.prompt.split("."))
        self.review_panel.set_defect_classes(list(dict.fromkeys((*sorted(used), *filter(None, phrases)))))

    def _on_edit_profile_triggered(self) -> None:
        if profile := self.profile_picker.profile():
            shown = self.page.view.shown
            self.dialogs.edit_profile(profile.name, self.profile_picker.profiles(), self._language.code)
            self.dialogs.show_image(shown.image if shown else None)

    def _on_tuning_wanted(self) -> None:
        self._on_edit_profile_triggered()
        if self.dialogs.editor is not None:
            self.dialogs.editor.tune(on_session=True)

    # -- choices that last ---------------------------------------------------------------------------------

    def _on_include_subfolders_toggled(self, on: bool) -> None:
        self.settings.change(include_subfolders=on)
        self._list_again()

    def _on_brush_size_changed(self, diameter: int) -> None:
        self.settings.change(brush_size=diameter)

    def _on_order_changed(self, order: QueueOrder) -> None:
        self.settings.change(list_order=order.value)

    def _on_operator_chosen(self, name: str) -> None:
        self.settings.change(operators=latest_first(name, self.settings.now.operators))

    def _on_language_chosen(self) -> None:
        self.settings.change(language=self.commands.language())
        self._language.apply(self.settings.now.language)

    def _on_theme_chosen(self) -> None:
        self.settings.change(theme=self.commands.theme())
        apply_theme(self._application, self.settings.now.theme)

    def _show_keys(self) -> None:
        """Show the keys where their commands are spoken of."""
        self.commands.retranslate()
        self.review_panel.set_key_texts(self.commands.verdict_keys())

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
        self._show_keys()
        self.dialogs.retranslate(self._language.code)
        self.profile_picker.set_language(self._language.code)
        self.watch.set_language(self._language.code)
        self._follow_profile()
        self.recent.show()
        self.shown.show_current()

    def _say_set_aside(self, path: Path) -> None:
        self.notice.show_sentence(
            self.tr("The settings could not be read and lie in {path} now; the defaults are in use.").format(
                path=path
            )
        )

    # -- closing -------------------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        settings = self.settings.now
        self.restoreGeometry(QByteArray.fromBase64(settings.window_geometry.encode()))
        self.restoreState(QByteArray.fromBase64(settings.window_layout.encode()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask while a batch, a watch or an export runs, and close once what it found is written."""
        if (self.busy or self.dialogs.running_export or self.reports.running) and not self._closing:
            self._closing = confirms_stop(self, watching=self.watch.running, inspecting=self.batch.running)
            if not self._closing:
                event.ignore()
                return
        if self.busy:
            self._workers.cancel_looks()
            self.batch.cancel()
            self.watch.close()
        if self.busy or not self.dialogs.close_editor():
            event.ignore()
            self._closing = self.busy
            return
        self.review_panel.commit()
        self.settings.change(
            window_geometry=self.saveGeometry().toBase64().toStdString(),
            window_layout=self.saveState().toBase64().toStdString(),
        )
        self._workers.stop()
        event.accept()
