"""The windows beside the main one: models, export, product profiles, keys, and help."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from saa_desktop.domain.images import DecodedImage
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.export_dialog.export_dialog import ExportDialog
from saa_desktop.ui.help.about_dialog import AboutDialog, Places
from saa_desktop.ui.help.shortcut_sheet import ShortcutSheet
from saa_desktop.ui.main_window.actions import WindowActions
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.models_dialog.models_dialog import ModelsDialog
from saa_desktop.ui.profile_editor.profile_editor import ProfileEditor
from saa_desktop.ui.shortcuts.keys import apply_shortcuts
from saa_desktop.ui.shortcuts.shortcuts_dialog import ShortcutsDialog
from saa_desktop.ui.welcome.welcome import Welcome
from saa_desktop.workers.export import ExportContent
from saa_desktop.workers.threads import WorkerThreads


class DialogControl(QObject):
    """Each dialog is made when it is first asked for, so that the window starts quickly."""

    models_changed = Signal()
    """The models' files, or their folder, may be others."""

    shortcuts_changed = Signal()
    """A person has given other keys to commands."""

    profile_saved = Signal(object)
    """ProductProfile."""

    profile_deleted = Signal(str)
    """Name of a profile that is gone, or is the shipped one again."""

    operator_named = Signal(str)
    """Name that a person wants to review under."""

    samples_requested = Signal()
    """Open the images that come with the application."""

    said = Signal(str)
    """A sentence that a person should read."""

    def __init__(
        self,
        workers: WorkerThreads,
        commands: WindowActions,
        settings: SettingsKeeper,
        places: Places,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workers = workers
        self._commands = commands
        self._settings = settings
        self._places = places
        self._window = window
        self._batch_running = False
        self._session: Path | None = None
        self.editor: ProfileEditor | None = None
        self.exporting: ExportDialog | None = None
        self.models: ModelsDialog | None = None
        self.welcome: Welcome | None = None
        self._sheet: ShortcutSheet | None = None
        commands.models.triggered.connect(self.show_models)
        commands.shortcuts.triggered.connect(self._on_shortcuts_triggered)
        commands.shortcut_sheet.triggered.connect(self._on_shortcut_sheet_triggered)
        commands.welcome.triggered.connect(self.show_welcome)
        commands.about.triggered.connect(self._on_about_triggered)
        workers.shop.finished.connect(self.models_changed)

    @property
    def running_export(self) -> bool:
        """Whether an export has begun and not ended."""
        return self.exporting is not None and self.exporting.running

    def edit_profile(self, name: str, profiles: Sequence[ProductProfile], language: str) -> None:
        """Show the editor on a product profile.

        Args:
            name: of the profile.
            profiles: all there are.
            language: ``en`` or ``zh_CN``, for their titles.
        """
        if self.editor is None:
            workers = self._workers
            self.editor = ProfileEditor(
                workers.workbench, workers.golden, workers.golden_files, workers.tuner, self._window
            )
            self.editor.set_batch_running(self._batch_running)
            self.editor.set_session(self._session)
            self.editor.saved.connect(self.profile_saved)
            self.editor.deleted.connect(self.profile_deleted)
        self.follow_models()
        self.editor.set_profiles(profiles)
        self.editor.set_language(language)
        self.editor.edit(name)
        _present(self.editor)

    def show_image(self, image: DecodedImage | None) -> None:
        """Preview changes of a product profile on another image, if they are being made."""
        if self.editor is not None and self.editor.isVisible():
            self.editor.set_preview_image(image)

    def set_batch_running(self, running: bool) -> None:
        """Tell whether a batch keeps the models busy."""
        self._batch_running = running
        if self.welcome is not None:
            self.welcome.samples.setDisabled(running)
        if self.editor is not None:
            self.editor.set_batch_running(running)

    def follow_models(self) -> None:
        """Preview, check and tune with the models that are chosen now."""
        if self.editor is not None:
            self.editor.set_models(self._settings.model_choice())

    def set_session(self, session: Path | None) -> None:
        """Tell which session operators review; ``None`` while none is open."""
        self._session = session
        if self.editor is not None:
            self.editor.set_session(session)

    def close_editor(self) -> bool:
        """Close the editor, after asking what becomes of unsaved changes; return whether it is closed."""
        if self.editor is None or not self.editor.isVisible():
            return True
        self.editor.close()
        return not self.editor.isVisible()

    def export(self, session: Path, total: int, listed: Sequence[str]) -> None:
        """Show the export of a review.

        Args:
            session: the session file under review.
            total: how many images it has.
            listed: names of the images that the list shows, in its order.
        """
        if self.exporting is None:
            settings = self._settings.now
            self.exporting = ExportDialog(
                self._workers.exporter,
                Path(settings.export_folder) if settings.export_folder else None,
                frozenset(ExportContent(each) for each in settings.export_contents),
                self._window,
            )
            self.exporting.folder_chosen.connect(self._on_export_folder_chosen)
            self.exporting.contents_chosen.connect(self._on_export_contents_chosen)
        self.exporting.set_review(session, total, listed)
        _present(self.exporting)

    def show_welcome(self) -> None:
        """Greet who is new, and show again what was chosen then."""
        if self.welcome is None:
            operator = next(iter(self._settings.now.operators), "")
            self.welcome = Welcome(
                self._commands.languages, self._workers.shop, self._places, operator, self._window
            )
            self.welcome.operator_named.connect(self.operator_named)
            self.welcome.samples_requested.connect(self.samples_requested)
            self.welcome.samples.setDisabled(self._batch_running)
        _present(self.welcome)

    def show_models(self) -> None:
        """Show the models' files."""
        if self.models is None:
            self.models = ModelsDialog(self._workers.shop, self._settings.now.models_mirror, self._window)
            self.models.folder_chosen.connect(self._on_models_folder_chosen)
            self.models.mirror_chosen.connect(self._on_mirror_chosen)
        _present(self.models)

    def retranslate(self, language: str) -> None:
        """Show titles and the keys' groups in the current language; the dialogs follow by themselves."""
        if self.editor is not None:
            self.editor.set_language(language)
        if self._sheet is not None:
            self._sheet.set_groups(self._commands.groups(), _fixed_keys())

    def _on_export_folder_chosen(self, folder: Path) -> None:
        self._settings.change(export_folder=str(folder))

    def _on_export_contents_chosen(self, contents: frozenset[ExportContent]) -> None:
        self._settings.change(export_contents=tuple(sorted(each.value for each in contents)))

    def _on_models_folder_chosen(self, folder: Path) -> None:
        self._settings.change(models_folder=str(folder))
        if self.models is not None:
            self.models.refresh()
        self.models_changed.emit()

    def _on_mirror_chosen(self, mirror: str) -> None:
        self._settings.change(models_mirror=mirror)

    def _on_shortcuts_triggered(self) -> None:
        commands = self._commands
        dialog = ShortcutsDialog(
            commands.by_name,
            commands.defaults,
            self._window,
            reserved={keys: words for keys, words in _fixed_keys() if keys in _RESERVED},
        )
        dialog.shortcuts_changed.connect(self._on_shortcuts_changed)
        dialog.exec()
        dialog.deleteLater()

    def _on_shortcuts_changed(self, changed: dict[str, str]) -> None:
        self._settings.change(shortcuts=changed)
        apply_shortcuts(self._commands.by_name, self._commands.defaults, changed)
        self.shortcuts_changed.emit()

    def _on_shortcut_sheet_triggered(self) -> None:
        if self._sheet is None:
            self._sheet = ShortcutSheet(self._commands.groups(), _fixed_keys(), self._window)
        _present(self._sheet)

    def _on_about_triggered(self) -> None:
        dialog = AboutDialog(self._places, self._window)
        dialog.exec()
        dialog.deleteLater()


_RESERVED = {"Space", "Y"}


def _fixed_keys() -> list[tuple[str, str]]:
    """Return what keys and the mouse do that cannot be changed."""
    translate = QCoreApplication.translate
    return [
        ("Space", translate("FixedKeys", "Hold: the bare image")),
        ("Y", translate("FixedKeys", "In the regions: accept")),
        ("N", translate("FixedKeys", "In the regions: reject")),
        (translate("FixedKeys", "Wheel"), translate("FixedKeys", "Zoom to the cursor")),
        (translate("FixedKeys", "Drag"), translate("FixedKeys", "Move the image")),
        (translate("FixedKeys", "Click"), translate("FixedKeys", "Choose a region")),
    ]


def _present(dialog: QDialog) -> None:
    """Bring a dialog before the others, whether it was open or not."""
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
