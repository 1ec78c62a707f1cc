"""Chooses the product profile by its title in the window's language, with search."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from saa_desktop.profiles.schema import ProductProfile


class ProfilePicker(QComboBox):
    """A drop-down list into which one can type any part of a title."""

    chosen = Signal(object)
    """ProductProfile, when a person has chosen another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles: tuple[ProductProfile, ...] = ()
        self._language = "en"
        self._edit = QLineEdit()
        self.setLineEdit(self._edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(22)
        self.setMaxVisibleItems(20)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.currentIndexChanged.connect(self._on_index_changed)
        self._edit.editingFinished.connect(self._show_current)
        self._retranslate()

    def set_profiles(self, profiles: Sequence[ProductProfile], current: str) -> None:
        """Offer other profiles and choose the one with the name ``current``, else the first."""
        names = [profile.name for profile in profiles]
        self._profiles = tuple(profiles)
        with QSignalBlocker(self):
            self.clear()
            for _ in profiles:
                self.addItem("")
            self._retitle()
            self.setCurrentIndex(names.index(current) if current in names else 0)

    def show_choice(self, name: str) -> None:
        """Show the profile with this name as chosen without saying so; none for an unknown name."""
        names = [profile.name for profile in self._profiles]
        with QSignalBlocker(self):
            self.setCurrentIndex(names.index(name) if name in names else -1)
        self._show_current()

    def set_language(self, code: str) -> None:
        """Show the titles in a language: ``en`` or ``zh_CN``."""
        self._language = code
        self._retitle()

    def profiles(self) -> tuple[ProductProfile, ...]:
        """Return all that are offered."""
        return self._profiles

    def profile(self) -> ProductProfile | None:
        """Return the chosen one; ``None`` when there is none at all."""
        return self._profiles[self.currentIndex()] if self.currentIndex() >= 0 else None

    def title_of(self, name: str) -> str:
        """Return the title of a profile in the current language; "" for an unknown name."""
        return next((self._title(profile) for profile in self._profiles if profile.name == name), "")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Product profile"))
        self.setToolTip(self.tr("Product profile: type a part of its title to search"))
        self._edit.setPlaceholderText(self.tr("Search products"))

    def _title(self, profile: ProductProfile) -> str:
        return profile.title.zh_CN if self._language == "zh_CN" else profile.title.en

    def _retitle(self) -> None:
        for row, profile in enumerate(self._profiles):
            self.setItemText(row, self._title(profile))
            self.setItemData(row, f"{profile.name}, {profile.version}", Qt.ItemDataRole.ToolTipRole)
        self._show_current()

    def _show_current(self) -> None:
        """Put the chosen title back where a search was left unfinished."""
        self.setEditText(self.itemText(self.currentIndex()))

    def _on_index_changed(self) -> None:
        if profile := self.profile():
            self.chosen.emit(profile)
