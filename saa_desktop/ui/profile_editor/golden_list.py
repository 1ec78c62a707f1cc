"""The images of a golden set: adding, removing, and the verdicts that they should get."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.profiles.golden import (
    ExpectedVerdict,
    GoldenImage,
    GoldenSet,
    golden_path,
    load_golden_set,
    save_golden_set,
)
from saa_desktop.ui.profile_editor.fields import ProblemLabel
from saa_desktop.ui.profile_editor.golden_model import IMAGE, GoldenModel
from saa_desktop.workers.golden_files import FilesRequest, GoldenFiles


class GoldenList(QWidget):
    """Every change is on the disk at once; the images themselves are only read.

    Attributes:
        golden: the set on the screen.
        model: its table, with the results of a run.
        problem: why the set could not be read, written or enlarged.
    """

    edited = Signal()
    """A person changed the set."""

    def __init__(self, files: GoldenFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self.golden = GoldenSet()
        self._path: Path | None = None
        self._current: DecodedImage | None = None
        self._asked: set[FilesRequest] = set()
        self._locked = False
        self.model = GoldenModel(self)
        self.add, self.switch, self.remove = QPushButton(), QPushButton(), QPushButton()
        menu = QMenu(self)
        self.add_actions: dict[tuple[str, ExpectedVerdict], QAction] = {}
        for source, slot in (("current", self._on_add_current), ("files", self._on_add_files)):
            for expected in ExpectedVerdict:
                action = menu.addAction("")
                action.triggered.connect(lambda _=False, slot=slot, expected=expected: slot(expected))
                self.add_actions[source, expected] = action
            menu.addSeparator()
        self.add.setMenu(menu)
        self.switch.clicked.connect(self._on_switch_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.problem = ProblemLabel()
        self.table = _table(self.model)
        self.table.selectionModel().selectionChanged.connect(self._update)
        files.identified.connect(self._on_identified)
        buttons = QHBoxLayout()
        for button in (self.add, self.switch, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.problem)
        self._retranslate()

    def load(self, profile_name: str | None) -> None:
        """Show the golden set of a profile; an empty one that stays so for ``None``."""
        self.golden = GoldenSet()
        self._asked.clear()
        self.problem.show_sentence("")
        self._path = golden_path(profile_name) if profile_name else None
        if self._path:
            try:
                self.golden = load_golden_set(self._path)
            except SaaDesktopError as error:
                self._path = None
                self.problem.show_sentence(str(error))
        self.model.clear_results()
        self.model.set_golden(self.golden)
        self._update()

    def set_current_image(self, image: DecodedImage | None) -> None:
        """Tell which image the person is looking at."""
        self._current = image
        self._update()

    def set_locked(self, locked: bool) -> None:
        """Keep the set as it is for as long as a run goes through it."""
        self._locked = locked
        self._update()

    def _on_add_current(self, expected: ExpectedVerdict) -> None:
        if self._current is not None:
            identity = self._current.identity
            self._add((GoldenImage(identity.path, identity.sha256, expected, identity.page),))

    def _on_add_files(self, expected: ExpectedVerdict) -> None:
        start = str(self._current.identity.path.parent) if self._current else ""
        chosen, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add images that should be {verdict}").format(verdict=expected.value),
            start,
            self.tr("Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"),
        )
        if chosen:
            request = FilesRequest(tuple(map(Path, chosen)), expected)
            self._asked.add(request)
            self._files.identify(request)

    def _on_identified(
        self, request: FilesRequest, images: tuple[GoldenImage, ...], sentences: tuple[str, ...]
    ) -> None:
        if request in self._asked:
            self._asked.remove(request)
            self._add(images, sentences)

    def _add(self, images: tuple[GoldenImage, ...], sentences: tuple[str, ...] = ()) -> None:
        golden = self.golden
        try:
            for image in images:
                golden = golden.with_image(image)
        except SaaDesktopError as error:
            sentences = (*sentences, str(error))
        self._save(golden)
        if sentences:
            self.problem.show_sentence("\n".join(filter(None, (self.problem.text(), *sentences))))

    def _on_remove_clicked(self) -> None:
        golden = self.golden
        for image in self._selected():
            golden = golden.without(image)
        self._save(golden)

    def _on_switch_clicked(self) -> None:
        golden, selected = self.golden, self._selected()
        for image in selected:
            opposite = ExpectedVerdict.NG if image.expected is ExpectedVerdict.OK else ExpectedVerdict.OK
            golden = golden.with_image(replace(image, expected=opposite))
        rows = [self.golden.images.index(image) for image in selected]
        self._save(golden)
        for row in rows:
            self.table.selectionModel().select(
                self.model.index(row, IMAGE),
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
            )

    def _save(self, golden: GoldenSet) -> None:
        """Keep another set, on the disk first."""
        if self._path is None:
            return
        self.problem.show_sentence("")
        try:
            save_golden_set(golden, self._path)
        except SaaDesktopError as error:
            self.problem.show_sentence(str(error))
            return
        self.golden = golden
        self.model.set_golden(golden)
        self._update()
        self.edited.emit()

    def _selected(self) -> list[GoldenImage]:
        return [self.model.image(index.row()) for index in self.table.selectionModel().selectedRows()]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.add.setText(self.tr("Add"))
        self.switch.setText(self.tr("Switch OK / NG"))
        self.switch.setToolTip(self.tr("Expect the other verdict of the selected images"))
        self.remove.setText(self.tr("Remove"))
        self.remove.setToolTip(self.tr("Take the selected images out of the set; their files stay"))
        for (source, expected), action in self.add_actions.items():
            words = (
                self.tr("Current image as {verdict}")
                if source == "current"
                else self.tr("Files as {verdict}…")
            )
            action.setText(words.format(verdict=expected.value))
        self.table.setAccessibleName(self.tr("Golden set"))
        self.model.retranslate()

    def _update(self) -> None:
        editable = self._path is not None and not self._locked
        selected = bool(self.table.selectionModel().selectedRows())
        self.add.setEnabled(editable)
        self.switch.setEnabled(editable and selected)
        self.remove.setEnabled(editable and selected)
        for (source, _), action in self.add_actions.items():
            action.setEnabled(source == "files" or self._current is not None)


def _table(model: GoldenModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().hide()
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(IMAGE, QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    return table
