"""Asks which folders to watch, and how."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.requests import is_within, overlapping
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.settings import WatchChoice, WatchedFolder
from saa_desktop.ui.icons import icon
from saa_desktop.ui.watch.folder_row import FolderRow

_SIZE = (820, 460)
_LIST_HEIGHT = 120


class WatchDialog(QDialog):
    """A list of folders and a few choices. Accepted when a person wants the watch started.

    Args:
        choice: what it shows at first.
        profiles: all that are offered.
        profile: name of the one that a further folder gets at first.
        language: ``en`` or ``zh_CN``, for their titles.
        results: where output folders are proposed.
        parent: of the dialog.
    """

    def __init__(
        self,
        choice: WatchChoice,
        *,
        profiles: Sequence[ProductProfile],
        profile: str,
        language: str,
        results: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._profiles, self._profile, self._language, self._results = profiles, profile, language, results
        self.rows: list[FolderRow] = []
        self.add = QPushButton()
        self.output, self.browse = QLineEdit(choice.output), QPushButton()
        self.existing = QCheckBox()
        self.existing.setChecked(choice.existing)
        self.order = QComboBox()
        self.order.addItems(["", ""])
        self.order.setCurrentIndex(int(choice.newest_first))
        self.stable = QDoubleSpinBox(minimum=0.1, maximum=3600.0, decimals=1, value=choice.stable_s)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.start, self.cancel = QPushButton(), QPushButton()
        self._folders, self._results_box, self._how = QGroupBox(), QGroupBox(), QGroupBox()
        self._goes_on = QLabel()
        self._proposed = ""
        self._lay_out()
        self._connect()
        for folder in choice.folders or (WatchedFolder(folder="", profile=profile),):
            self.add_folder(folder)
        self._retranslate()
        self.resize(*_SIZE)

    def choice(self) -> WatchChoice:
        """Return what is chosen."""
        return WatchChoice(
            folders=tuple(each for row in self.rows if (each := row.choice()).folder),
            output=self.output.text().strip(),
            existing=self.existing.isChecked(),
            newest_first=bool(self.order.currentIndex()),
            stable_s=self.stable.value(),
        )

    def add_folder(self, folder: WatchedFolder) -> None:
        """Add a line for a folder."""
        row = FolderRow(folder, self._profiles, self._language)
        self.rows.append(row)
        self._lines.insertWidget(len(self.rows) - 1, row)
        row.changed.connect(self._on_folders_changed)
        row.removed.connect(lambda: self._on_removed(row))
        self._on_folders_changed()

    def set_language(self, code: str) -> None:
        """Show the products' titles in another language: ``en`` or ``zh_CN``."""
        self._language = code
        for row in self.rows:
            row.profile.set_language(code)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addStretch()
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(_LIST_HEIGHT)
        folders = QVBoxLayout(self._folders)
        folders.addWidget(area, 1)
        folders.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        output = QVBoxLayout(self._results_box)
        line = QHBoxLayout()
        line.addWidget(self.output, 1)
        line.addWidget(self.browse)
        output.addLayout(line)
        output.addWidget(self._goes_on)
        self._form = QFormLayout(self._how)
        self._form.addRow(self.existing)
        self._form.addRow(" ", self.order)
        self._form.addRow(" ", self.stable)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.start)
        buttons.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(self._folders, 1)
        layout.addWidget(self._results_box)
        layout.addWidget(self._how)
        layout.addLayout(buttons)
        for button in (self.add, self.browse, self.cancel):
            button.setAutoDefault(False)
        self.start.setDefault(True)

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add_clicked)
        self.browse.clicked.connect(self._on_browse_clicked)
        self.output.textChanged.connect(self._show_problem)
        self.start.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    # -- what a person does --------------------------------------------------------------------------------

    def _on_add_clicked(self) -> None:
        self.add_folder(WatchedFolder(folder="", profile=self._profile))
        self.rows[-1].folder.setFocus()

    def _on_removed(self, row: FolderRow) -> None:
        self.rows.remove(row)
        row.deleteLater()
        self._on_folders_changed()

    def _on_browse_clicked(self) -> None:
        title = self.tr("Choose the folder for the results")
        if folder := QFileDialog.getExistingDirectory(self, title, self.output.text()):
            self.output.setText(str(Path(folder)))

    def _on_folders_changed(self) -> None:
        """Name the results after the first folder, until a person names them."""
        first = next(iter(self.choice().folders), None)
        if first and self.output.text() in {"", self._proposed}:
            name = self.tr("Watch {folder}").format(folder=Path(first.folder).name)
            self._proposed = str(self._results / name.rstrip())
            self.output.setText(self._proposed)
        self._show_problem()

    def _show_problem(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.start.setEnabled(not problem)

    def _problem(self) -> str:
        """Say what is missing; "" if nothing is. Whether the folders are there is seen when it starts."""
        choice = self.choice()
        folders = [Path(each.folder) for each in choice.folders]
        if not folders:
            return self.tr("Name a folder to watch.")
        if not choice.output:
            return self.tr("Name the folder for the results.")
        if both := overlapping(folders):
            outer, inner = both
            return self.tr("{inner} is or lies in {outer}: name only one of them.").format(
                inner=inner, outer=outer
            )
        within = next((each for each in folders if is_within(each, Path(choice.output))), None)
        if within:
            return self.tr("{folder} is or lies in the folder for the results: choose another one.").format(
                folder=within
            )
        return ""

    # -- words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Watch folders"))
        self._folders.setTitle(self.tr("Folders, with those within them, and the product of each"))
        self.add.setText(self.tr("Add a folder"))
        self.add.setIcon(icon("add"))
        self._results_box.setTitle(self.tr("Folder for the results"))
        self.output.setAccessibleName(self.tr("Folder for the results"))
        self.browse.setText(self.tr("Browse…"))
        self._goes_on.setText(self.tr("If it holds the session of an earlier watch, that one goes on."))
        self._how.setTitle(self.tr("How"))
        self.existing.setText(self.tr("Inspect also what lies in the folders already"))
        self.order.setItemText(0, self.tr("The oldest capture first"))
        self.order.setItemText(1, self.tr("The newest capture first, to look on live"))
        self.stable.setSuffix(self.tr(" s"))
        self.stable.setToolTip(self.tr("A file is complete when it has not changed for so long"))
        for field, words in (
            (self.order, self.tr("Order")),
            (self.stable, self.tr("A capture is complete after")),
        ):
            field.setAccessibleName(words)
            label = self._form.labelForField(field)
            assert isinstance(label, QLabel)  # noqa: S101 - made with the row
            label.setText(words)
        self.start.setText(self.tr("Start watching"))
        self.cancel.setText(self.tr("Cancel"))
        self._show_problem()
