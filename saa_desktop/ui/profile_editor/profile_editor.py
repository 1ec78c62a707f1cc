"""The window in which product profiles are written."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from saa_desktop.domain.errors import ProfileError, SaaDesktopError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.profiles.changes import duplicate, new_profile, raised, renamed
from saa_desktop.profiles.own_profiles import (
    delete_own,
    is_own,
    is_shipped,
    save_own,
    taken_names,
    unused_name,
)
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import SUFFIX, find_profile, load_profile, save_profile
from saa_desktop.ui.profile_editor.editor_frame import EditorFrame
from saa_desktop.ui.profile_editor.questions import Leaving, Questions
from saa_desktop.ui.tuner.tune_dialog import TuneDialog
from saa_desktop.workers.golden_files import GoldenFiles
from saa_desktop.workers.golden_runner import GoldenRunner
from saa_desktop.workers.tuner import Tuner
from saa_desktop.workers.workbench import WorkbenchWorker


class ProfileEditor(EditorFrame):
    """Left the fields, right the live preview and the golden set. Shipped files are never written.

    Args:
        workbench: makes the previews.
        golden: runs the golden set.
        files: reads the files that join it.
        tuner: searches better settings.
        parent: the window that it belongs to.
    """

    saved = Signal(object)
    """ProductProfile: what is in use under its name from now on, saved or reset to the shipped one."""

    deleted = Signal(str)
    """Name of a profile that is no longer there."""

    def __init__(
        self,
        workbench: WorkbenchWorker,
        golden: GoldenRunner,
        files: GoldenFiles,
        tuner: Tuner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workbench, golden, files, parent)
        self._profiles: list[ProductProfile] = []
        self._language = "en"
        self._released: ProductProfile | None = None
        self._own = self._shipped = False
        self._unsaved_draft = False
        self._saving = False
        self._after_save: Callable[[], object] | None = None
        self._questions = Questions(self)
        self._questions.hide()
        self.tuning = TuneDialog(tuner, self)
        self._connect()
        self._update()

    # -- what the window's owner tells it -----------------------------------------------------------------

    def set_profiles(self, profiles: Sequence[ProductProfile]) -> None:
        """Offer these profiles for editing."""
        self._profiles = sorted(profiles, key=lambda profile: profile.name)
        self._fill_picker()

    def set_language(self, code: str) -> None:
        """Show titles in a language: ``en`` or ``zh_CN``."""
        self._language = code
        self.picker.set_language(code)
        self._update()

    def set_models(self, models: ModelChoice) -> None:
        """Preview, check and tune with other models."""
        self.preview.set_models(models)
        self.golden.set_models(models)
        self.tuning.set_models(models)

    def set_batch_running(self, running: bool) -> None:
        """Tell whether a batch keeps the models busy."""
        self.preview.set_batch_running(running)
        self.golden.set_batch_running(running)
        self.tuning.set_batch_running(running)

    def set_session(self, session: Path | None) -> None:
        """Tell which session operators review; ``None`` while none is open."""
        self.tuning.set_session(session)

    def set_preview_image(self, image: DecodedImage | None) -> None:
        """Preview another image."""
        self.preview.set_image(image)
        self.golden.set_current_image(image)
        self.form.set_current_image(image.identity.path if image else None)
        self.form.region.draw.setEnabled(image is not None)

    def edit(self, profile_name: str) -> None:
        """Show a profile for editing, after asking what becomes of unsaved changes."""
        self._leave(lambda: self._open(profile_name))

    # -- opening -------------------------------------------------------------------------------------------

    def _open(self, name: str) -> None:
        try:
            profile = find_profile(name)
        except ProfileError as error:
            self.notice.show_sentence(str(error))
            return
        self._show(profile, released=profile)

    def _show(
        self, profile: ProductProfile, *, released: ProductProfile | None, unsaved: bool = False
    ) -> None:
        """Fill all panels; without a released profile this one is a draft."""
        self.notice.hide()
        self._set_released(released)
        self._unsaved_draft = unsaved
        self.form.fill(profile, taken=None if released else taken_names())
        self.golden.load(profile.name if released else None)
        self.picker.show_choice(profile.name if released else "")
        self._follow()

    def _set_released(self, released: ProductProfile | None) -> None:
        self._released = released
        self._own = released is not None and is_own(released.name)
        self._shipped = released is not None and is_shipped(released.name)

    def _on_new_clicked(self) -> None:
        self._leave(lambda: self._show(new_profile(unused_name("product")), released=None))

    def _on_duplicate_clicked(self) -> None:
        """Duplicate what is on the screen, changes and all; nothing gets lost."""
        profile = self.form.profile
        if profile is not None:
            self._show(
                duplicate(profile, unused_name(f"{profile.name}_copy"[:64])), released=None, unsaved=True
            )

    def _on_import_clicked(self) -> None:
        self._leave(self._import)

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a product profile"), "", self.tr("Product profiles (*.yaml)")
        )
        if not chosen:
            return
        try:
            profile = load_profile(Path(chosen))
        except ProfileError as error:
            self.notice.show_sentence(str(error))
            return
        name = unused_name(profile.name)
        draft = profile if name == profile.name else renamed(profile, name)
        self._show(draft, released=None, unsaved=True)

    def _on_export_clicked(self) -> None:
        if self._released is None:
            return
        name = self._released.name + SUFFIX
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the product profile"), name, self.tr("Product profiles (*.yaml)")
        )
        if chosen:
            try:
                save_profile(self._released, Path(chosen))
            except SaaDesktopError as error:
                self.notice.show_sentence(str(error))

    # -- tuning --------------------------------------------------------------------------------------------

    def tune(self, *, on_session: bool = False) -> None:
        """Search better settings for the profile as it is saved.

        Args:
            on_session: offer the session first, also where there is a golden set.
        """
        if self._released is not None and not self.unsaved:
            self.tuning.set_profile(self._released, self.golden.images.golden, on_session=on_session)
            self.tuning.open()

    def _on_tune_clicked(self) -> None:
        self.tune()

    def _on_proposed(self, proposal: ProductProfile) -> None:
        self.form.propose(proposal)
        self._follow()

    # -- saving --------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether closing would lose something."""
        return self.form.changed or self._unsaved_draft

    def _on_save_clicked(self) -> None:
        """Save, after the golden set has run where the change touches verdicts."""
        profile = self.form.profile
        if profile is None or self._saving:
            return
        if self._needs_check(profile) and self.golden.comparison is None:
            self.tabs.setCurrentWidget(self.golden)
            if self.golden.running or self.golden.run():
                self._saving = True
                self._update()
                return
        self._release(profile)

    def _needs_check(self, profile: ProductProfile) -> bool:
        return (
            self._released is not None
            and bool(self.golden.images.golden.images)
            and profile.identity().fingerprint != self._released.identity().fingerprint
        )

    def _on_golden_ended(self, cancelled: bool) -> None:
        if not self._saving:
            return
        outdated = self.golden.comparison is None and not self.golden.problem.text()
        if outdated and not cancelled and self.golden.run():
            return
        self._saving = False
        self._update()
        if cancelled or self.form.profile is None:
            self._after_save = None
        else:
            self._release(self.form.profile)

    def _release(self, profile: ProductProfile) -> None:
        """Write the profile, unless a person would rather not."""
        after, self._after_save = self._after_save, None
        if self._needs_check(profile) and not self._confirms():
            return
        if self._released is not None:
            current = self._on_disk(profile.name) or self._released
            if current != self._released and not self._questions.replaces(profile.name, current.version):
                return
            profile = raised(profile, current)
        try:
            save_own(profile)
        except SaaDesktopError as error:
            self.notice.show_sentence(str(error))
            return
        self._settle(profile)
        if after is not None:
            after()

    def _confirms(self) -> bool:
        """Return whether the golden set speaks for a release, or a person insists on it."""
        comparison = self.golden.comparison
        if comparison is None:
            return self._questions.releases_unchecked(self.golden.problem.text())
        return not (comparison.worse or comparison.failed) or self._questions.releases_worse(comparison)

    def _on_disk(self, name: str) -> ProductProfile | None:
        try:
            return find_profile(name)
        except ProfileError:
            return None

    def _settle(self, profile: ProductProfile) -> None:
        """Go on editing what was just saved."""
        was_draft = self._released is None
        self._set_released(profile)
        self._unsaved_draft = False
        self.form.settle(profile)
        if was_draft:
            self.golden.load(profile.name)
        self._offer(profile)
        self._follow()
        self.saved.emit(profile)

    def _offer(self, profile: ProductProfile) -> None:
        others = [each for each in self._profiles if each.name != profile.name]
        self.set_profiles([*others, profile])

    # -- deleting ------------------------------------------------------------------------------------------

    def _on_delete_clicked(self) -> None:
        released, shipped = self._released, self._shipped
        if released is None:
            return
        title = self._title(released)
        if not (self._questions.resets(title) if shipped else self._questions.deletes(title)):
            return
        try:
            delete_own(released.name)
        except SaaDesktopError as error:
            self.notice.show_sentence(str(error))
            return
        if shipped:
            self._open(released.name)
            if self._released is not None:
                self._offer(self._released)
                self.saved.emit(self._released)
            return
        self._profiles = [each for each in self._profiles if each.name != released.name]
        self._fill_picker()
        self._open(self._profiles[0].name if self._profiles else "generic")
        self.deleted.emit(released.name)

    # -- leaving -------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close, after asking what becomes of unsaved changes."""
        self._leave(self._close)

    def _close(self) -> None:
        released = self._released
        self._show(released or new_profile(unused_name("product")), released=released)
        super().reject()

    def _leave(self, go_on: Callable[[], object]) -> None:
        """Go on at once, after saving, or not at all."""
        answer = Leaving.DISCARD
        if self._saving:
            answer = Leaving.STAY
        elif self.unsaved:
            title = self._title(self._released) if self._released else self.tr("The new profile")
            answer = self._questions.leaving(title, can_save=self.form.profile is not None)
        if answer is Leaving.SAVE:
            self._after_save = go_on
            self._on_save_clicked()
        elif answer is Leaving.DISCARD:
            go_on()
        if answer is not Leaving.DISCARD:
            self.picker.show_choice(self._released.name if self._released else "")

    # -- showing -------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._update()

    def _connect(self) -> None:
        self.picker.chosen.connect(lambda profile: self.edit(profile.name))
        self.new.clicked.connect(self._on_new_clicked)
        self.tune_button.clicked.connect(self._on_tune_clicked)
        self.tuning.proposed.connect(self._on_proposed)
        self.duplicate.clicked.connect(self._on_duplicate_clicked)
        self.import_.clicked.connect(self._on_import_clicked)
        self.export.clicked.connect(self._on_export_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.close_button.clicked.connect(self.reject)
        self.form.edited.connect(self._follow)
        self.form.region.draw.toggled.connect(self._on_draw_toggled)
        self.preview.canvas.polygon_edited.connect(self.form.region.set_value)
        self.preview.canvas.drawing_ended.connect(lambda: self.form.region.draw.setChecked(False))
        self.golden.ended.connect(self._on_golden_ended)

    def _on_draw_toggled(self, on: bool) -> None:
        self.tabs.setCurrentWidget(self.preview)
        self.preview.canvas.set_drawing(on)

    def _follow(self) -> None:
        """Bring preview, golden set and buttons in step with the fields."""
        self.preview.set_profile(self.form.profile)
        self.preview.canvas.show_polygon(self.form.region.polygon())
        self.golden.set_profiles(self._released, self.form.profile)
        self._update()

    def _update(self) -> None:
        released, valid = self._released, self.form.profile is not None
        for control in (self.picker, self.form, self.new, self.import_):
            control.setEnabled(not self._saving)
        self.duplicate.setEnabled(valid and not self._saving)
        self.export.setEnabled(released is not None)
        self.tune_button.setEnabled(released is not None and not self.unsaved and not self._saving)
        self.delete.setEnabled(self._own and not self._saving)
        self.save.setEnabled(valid and not self._saving and (self.unsaved or released is None))
        self.problem.show_sentence(self.form.first_problem())
        self.show_state(released, own=self._own, shipped=self._shipped)
        title = self._title(released) if released else self.tr("The new profile")
        self.setWindowTitle(self.tr("Product profile: {title}").format(title=title) + "[*]")
        self.setWindowModified(self.unsaved)

    def _fill_picker(self) -> None:
        self.picker.set_profiles(self._profiles, "")
        self.picker.set_language(self._language)
        self.picker.show_choice(self._released.name if self._released else "")

    def _title(self, profile: ProductProfile) -> str:
        return profile.title.zh_CN if self._language == "zh_CN" else profile.title.en
