"""Knows which product profile is in use, and brings changed ones into use."""

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.profiles.changes import with_judge_settings
from saa_desktop.profiles.own_profiles import save_own
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import list_profiles
from saa_desktop.review.rejudge import JudgeSettings
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker


class ProfileControl(QObject):
    """Fills the picker, and keeps what a person has chosen in it."""

    changed = Signal()
    """Another profile is in use, or the same one with other content."""

    chosen = Signal()
    """A person has chosen another one; ``changed`` came before."""

    said = Signal(str)
    """A sentence that a person should read."""

    def __init__(self, picker: ProfilePicker, settings: SettingsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._picker = picker
        self._settings = settings
        picker.chosen.connect(self._on_chosen)

    def load(self, current: str = "") -> None:
        """Read the profiles again.

        Args:
            current: name of the one to use; "" for the one in the settings.
        """
        listing = list_profiles()
        self._picker.set_profiles(listing.profiles, current or self._settings.now.profile)
        if listing.errors:
            self.said.emit("\n".join(map(str, listing.errors)))
        self.changed.emit()

    def use(self, name: str) -> bool:
        """Use a product profile; return whether there is one of that name."""
        known = bool(self._picker.title_of(name))
        if known:
            self._picker.show_choice(name)
            self._settings.change(profile=name)
            self.changed.emit()
        return known

    def save_settings(self, settings: JudgeSettings) -> None:
        """Save what was tried on stored results in the profile in use, as its next version."""
        profile = self._picker.profile()
        if profile is None:
            return
        changed = with_judge_settings(
            profile,
            box_threshold=settings.box_threshold,
            min_area=settings.min_area,
            max_area=settings.max_area,
            saliency_strength=settings.saliency_strength,
            top_k=settings.top_k,
            review_at=settings.thresholds.review_at,
            ng_at=settings.thresholds.ng_at,
        )
        try:
            save_own(changed)
        except SaaDesktopError as error:
            self.said.emit(str(error))
            return
        self.load(changed.name)
        self.said.emit(
            self.tr("Saved as version {version}: run the inspection again to judge by it.").format(
                version=changed.version
            )
        )

    def _on_chosen(self, profile: ProductProfile) -> None:
        self._settings.change(profile=profile.name)
        self.changed.emit()
        self.chosen.emit()
