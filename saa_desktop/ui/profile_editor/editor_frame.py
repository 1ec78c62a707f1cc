"""The controls of the profile editor and their places."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.notice_bar.notice_bar import NoticeBar
from saa_desktop.ui.profile_editor.fields import ProblemLabel
from saa_desktop.ui.profile_editor.golden_panel import GoldenPanel
from saa_desktop.ui.profile_editor.preview_pane import PreviewPane
from saa_desktop.ui.profile_editor.profile_form import ProfileForm
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.workers.golden_files import GoldenFiles
from saa_desktop.workers.golden_runner import GoldenRunner
from saa_desktop.workers.workbench import WorkbenchWorker


class EditorFrame(QDialog):
    """Above, which profile; left, its fields; right, preview and golden set; below, problems and Save."""

    def __init__(
        self,
        workbench: WorkbenchWorker,
        golden: GoldenRunner,
        files: GoldenFiles,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.picker = ProfilePicker()
        self.form = ProfileForm()
        self.form.region.draw.setEnabled(False)
        self.preview = PreviewPane(workbench)
        self.golden = GoldenPanel(golden, files)
        self.notice = NoticeBar()
        self.problem = ProblemLabel()
        self.state = QLabel()
        self.state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.new, self.duplicate, self.import_, self.export, self.delete = (QPushButton() for _ in range(5))
        self.tune_button = QPushButton()
        self.save, self.close_button = QPushButton(), QPushButton()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.preview, "")
        self.tabs.addTab(self.golden, "")
        self._lay_out()
        self._retranslate()

    def show_state(self, released: ProductProfile | None, *, own: bool, shipped: bool) -> None:
        """Say which version of what is being edited, and where it comes from."""
        if released is None:
            self.state.setText(self.tr("Not saved yet"))
        else:
            origin = self.tr("shipped")
            if own:
                origin = self.tr("yours, in place of the shipped one") if shipped else self.tr("yours")
            self.state.setText(
                self.tr("{name}, version {version}, {origin}").format(
                    name=released.name, version=released.version, origin=origin
                )
            )
        self.delete.setText(self.tr("Reset") if own and shipped else self.tr("Delete"))
        self.delete.setToolTip(
            self.tr("Delete your changes and use the shipped profile again")
            if own and shipped
            else self.tr("Delete your profile; shipped ones cannot be deleted")
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.picker)
        top.addWidget(self.state, 1)
        for button in (self.tune_button, self.new, self.duplicate, self.import_, self.export, self.delete):
            top.addWidget(button)
        bottom = QHBoxLayout()
        bottom.addWidget(self.problem, 1)
        bottom.addStretch(0)
        for button in (self.save, self.close_button):
            bottom.addWidget(button)
        splitter = QSplitter()
        splitter.addWidget(self.form)
        splitter.addWidget(self.tabs)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([560, 560])
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)
        layout.addLayout(bottom)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(QSize(1160, 780).boundedTo(self.screen().availableSize()))

    def _retranslate(self) -> None:
        for button, text, tip in (
            (
                self.tune_button,
                self.tr("Tune…"),
                self.tr("Search better settings on images whose verdict is known"),
            ),
            (self.new, self.tr("New"), self.tr("Begin a new profile")),
            (self.duplicate, self.tr("Duplicate"), self.tr("Begin a new profile from what is shown")),
            (self.import_, self.tr("Import…"), self.tr("Take over a profile from a file")),
            (self.export, self.tr("Export…"), self.tr("Write the saved profile to a file")),
            (self.save, self.tr("Save"), self.tr("Save as a new version (Ctrl+S)")),
            (self.close_button, self.tr("Close"), ""),
        ):
            button.setText(text)
            button.setToolTip(tip)
        # Setting a text takes a button's shortcut away.
        self.save.setShortcut(QKeySequence.StandardKey.Save)
        self.tabs.setTabText(0, self.tr("Preview"))
        self.tabs.setTabText(1, self.tr("Golden set"))
