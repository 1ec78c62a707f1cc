"""What this is, what it stands on, where its files lie, and what support wants to know."""

import platform
from dataclasses import dataclass
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from saa_desktop import __version__
from saa_desktop.libraries import LIBRARIES, installed_version
from saa_desktop.ui.icons import application_icon


@dataclass(frozen=True, slots=True)
class Places:
    """Where the application keeps what: files or folders, which need not be there yet.

    Attributes:
        results: each batch gets a folder in this one.
        profiles: the user's own product profiles.
        models: weights of the model sets.
        settings: the settings file.
        log: the log file.
    """

    results: Path
    profiles: Path
    models: Path
    settings: Path
    log: Path


class AboutDialog(QDialog):
    """Version, folders with buttons that open them, libraries, and a button that copies all for support."""

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = (places.results, places.profiles, places.models, places.settings, places.log)
        self._title, self._purpose = QLabel(), QLabel()
        self._tabs = QTabWidget()
        self._place_labels = [QLabel() for _ in self._places]
        self.open_buttons = [QPushButton() for _ in self._places]
        self._libraries = QTableWidget(len(LIBRARIES), 3)
        self.copy = QPushButton()
        self._lay_out()
        self._retranslate()

    def _lay_out(self) -> None:
        font = self._title.font()
        font.setPointSizeF(1.5 * font.pointSizeF())
        self._title.setFont(font)
        self._purpose.setWordWrap(True)
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(QSize(64, 64)))
        words = QVBoxLayout()
        words.addWidget(self._title)
        words.addWidget(self._purpose)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self._tabs.addTab(self._places_page(), "")
        self._tabs.addTab(self._libraries, "")
        self._fill_libraries()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._on_copy_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(buttons)
        self.resize(680, 460)

    def _places_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setColumnStretch(1, 1)
        rows = zip(self._places, self._place_labels, self.open_buttons, strict=True)
        for row, (place, label, button) in enumerate(rows):
            field = QLineEdit(str(place))
            field.setReadOnly(True)
            field.setCursorPosition(0)
            field.setToolTip(str(place))
            label.setBuddy(field)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, place=place: _open(place))
            for column, widget in enumerate((label, field, button)):
                grid.addWidget(widget, row, column)
        grid.setRowStretch(len(self._places), 1)
        return page

    def _fill_libraries(self) -> None:
        table = self._libraries
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, (package, (name, licence)) in enumerate(LIBRARIES.items()):
            for column, text in enumerate((name, installed_version(package), licence)):
                table.setItem(row, column, QTableWidgetItem(text))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        self.copy.setText(self.tr("Copied"))

    def details(self) -> str:
        """Return what support wants to know, in English and as plain text."""
        screen = self.screen()
        names = ("results", "profiles", "models", "settings", "log")
        return "\n".join(
            [
                f"SAA Desktop {__version__}",
                f"Python {platform.python_version()}, Qt {qVersion()}, PySide {pyside_version}",
                f"{platform.platform()}, {QGuiApplication.platformName()}, locale {QLocale.system().name()}",
                f"screen {screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio():g}",
                *(f"{name}: {place}" for name, place in zip(names, self._places, strict=True)),
                *(f"{package} {installed_version(package) or '(not known)'}" for package in LIBRARIES),
            ]
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("About SAA Desktop"))
        self._title.setText(f"SAA Desktop {__version__}")
        self._purpose.setText(
            self.tr(
                "Finds defects on products without training a model. Your images stay on this computer. "
                "Licence: Apache-2.0."
            )
        )
        self._tabs.setTabText(0, self.tr("Folders"))
        self._tabs.setTabText(1, self.tr("Libraries and licences"))
        words = (
            self.tr("Results"),
            self.tr("Own product profiles"),
            self.tr("Models"),
            self.tr("Settings"),
            self.tr("Log"),
        )
        for label, button, word in zip(self._place_labels, self.open_buttons, words, strict=True):
            label.setText(word)
            button.setText(self.tr("Open"))
            button.setAccessibleName(self.tr("Open the folder: {what}").format(what=word))
            button.setToolTip(self.tr("Open the folder: {what}").format(what=word))
        self._libraries.setHorizontalHeaderLabels(
            [self.tr("Library"), self.tr("Version"), self.tr("Licence")]
        )
        self._libraries.setAccessibleName(self.tr("Libraries and licences"))
        self.copy.setText(self.tr("Copy details for support"))


def _open(place: Path) -> None:
    """Show a folder, or the folder of a file; where it is not there yet, the next one above."""
    folder = next((each for each in (place, *place.parents) if each.is_dir()), None)
    if folder:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
