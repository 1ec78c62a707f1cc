"""One folder to watch: where it lies, the product, and which of its files are captures."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.settings import WatchedFolder
from saa_desktop.ui.icons import icon
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker

_PATTERN_WIDTH = 110


class FolderRow(QWidget):
    """A line of fields.

    Args:
        choice: what they show at first.
        profiles: all that are offered.
        language: ``en`` or ``zh_CN``, for their titles.
        parent: of the widget.
    """

    changed = Signal()
    """Some of it is another."""

    removed = Signal()
    """A person does not want this folder watched."""

    def __init__(
        self,
        choice: WatchedFolder,
        profiles: Sequence[ProductProfile],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = QLineEdit(choice.folder)
        self.browse = QToolButton()
        self.profile = ProfilePicker()
        self.profile.set_profiles(profiles, choice.profile)
        self.profile.set_language(language)
        self.pattern = QLineEdit(choice.pattern)
        self.pattern.setMaximumWidth(_PATTERN_WIDTH)
        self.remove = QToolButton()
        self.remove.setAutoRaise(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.folder, 1)
        for widget in (self.browse, self.profile, self.pattern, self.remove):
            layout.addWidget(widget)
        self.folder.textChanged.connect(self.changed)
        self.pattern.textChanged.connect(self.changed)
        self.profile.chosen.connect(self.changed)
        self.browse.clicked.connect(self.choose_folder)
        self.remove.clicked.connect(self.removed)
        self._retranslate()

    def choice(self) -> WatchedFolder:
        """Return what the fields say."""
        profile = self.profile.profile()
        return WatchedFolder(
            folder=self.folder.text().strip(),
            profile=profile.name if profile else "",
            pattern=self.pattern.text().strip(),
        )

    def choose_folder(self) -> None:
        """Let a person pick the folder."""
        title = self.tr("Choose a folder into which captures are dropped")
        if folder := QFileDialog.getExistingDirectory(self, title, self.folder.text()):
            self.folder.setText(str(Path(folder)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("Folder into which captures are dropped"))
        self.browse.setText(self.tr("Browse…"))
        self.browse.setToolTip(self.tr("Choose a folder into which captures are dropped"))
        self.pattern.setAccessibleName(self.tr("File names"))
        self.pattern.setPlaceholderText(self.tr("all images"))
        self.pattern.setToolTip(
            self.tr('Which files are captures, for example *.jpg; separate several by ";"')
        )
        self.remove.setIcon(icon("close"))
        self.remove.setToolTip(self.tr("Do not watch this folder"))
        self.remove.setAccessibleName(self.tr("Do not watch this folder"))
