"""Of which period, in which language, into which folder."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from saa_desktop.domain.report_requests import ReportFile, ReportLanguage, ReportRequest
from saa_desktop.ui.dashboard.period_bar import PeriodBar

_LANGUAGES = {ReportLanguage.ENGLISH: "English", ReportLanguage.CHINESE: "简体中文"}
"""Each language in its own words, as in the menu."""

_KINDS = {
    "page": {ReportFile.PAGE},
    "pdf": {ReportFile.PDF},
    "workbook": {ReportFile.WORKBOOK},
    "tables": {ReportFile.RESULTS, ReportFile.REGIONS},
}
"""What can be left out."""


class ReportForm(QWidget):
    """What a person chooses; it is complete unless the folder is missing or the period ends too early."""

    changed = Signal()
    """Whether the form is complete may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Path | None = None
        self.period = PeriodBar(captioned=False)
        self.language = QComboBox()
        self.language.addItems(list(_LANGUAGES.values()))
        self.folder = QLineEdit()
        self.browse = QPushButton()
        self.browse.setAutoDefault(False)
        self.open_after = QCheckBox()
        self.open_after.setChecked(True)
        self.files = {kind: QCheckBox() for kind in _KINDS}
        for box in self.files.values():
            box.setChecked(True)
            box.toggled.connect(self.changed)
        self._captions = tuple(QLabel() for _ in range(4))
        self._lay_out()
        self.period.changed.connect(self.changed)
        self.folder.textChanged.connect(self.changed)
        self.browse.clicked.connect(self._on_browse_clicked)
        self._retranslate()

    def set_session(self, session: Path, language: str) -> None:
        """Report on a session; another one than before gets a folder of its own beside its results.

        Args:
            session: the session file.
            language: ``en`` or ``zh_CN``.
        """
        if session != self._session:
            now = datetime.now().astimezone()
            self.folder.setText(str(session.parent / f"shift report {now:%Y-%m-%d %H.%M}"))
            self.language.setCurrentIndex(tuple(_LANGUAGES).index(ReportLanguage(language)))
        self._session = session
        self.changed.emit()

    def request(self) -> ReportRequest | None:
        """Return what is chosen; ``None`` as long as something is missing or wrong."""
        folder = self.folder.text().strip()
        since, until = self.period.bounds()
        chosen = (_KINDS[kind] for kind, box in self.files.items() if box.isChecked())
        files: frozenset[ReportFile] = frozenset().union(*chosen)
        if self._session is None or not folder or not files or (since and until and since >= until):
            return None
        language = tuple(_LANGUAGES)[self.language.currentIndex()]
        path = Path(folder).expanduser().absolute()
        return ReportRequest(self._session, path, language, since, until, files)

    def problem(self) -> str:
        """Return what is wrong with the period; "" if nothing is."""
        since, until = self.period.bounds()
        if since and until and since >= until:
            return self.tr("The period ends before it begins: choose a later end.")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        period = QHBoxLayout()
        period.addWidget(self.period)
        period.addStretch(1)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        period_caption, language_caption, folder_caption, files_caption = self._captions
        period_caption.setBuddy(self.period.choice)
        folder_caption.setBuddy(self.folder)
        form.addRow(period_caption, period)
        form.addRow(language_caption, self.language)
        form.addRow(folder_caption, place)
        files = QHBoxLayout()
        for box in self.files.values():
            files.addWidget(box)
        files.addStretch(1)
        form.addRow(files_caption, files)
        form.addRow("", self.open_after)

    def _on_browse_clicked(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Choose the folder for the report"), self.folder.text()
        )
        if folder:
            self.folder.setText(str(Path(folder)))

    def _retranslate(self) -> None:
        words = (self.tr("Period"), self.tr("Language"), self.tr("Folder"), self.tr("Files"))
        for caption, word in zip(self._captions, words, strict=True):
            caption.setText(word)
        self.language.setAccessibleName(self.tr("Language"))
        self.language.setToolTip(self.tr("Language of the report; the tables are the same in both"))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("Choose a folder"))
        self.folder.setToolTip(self.tr("It is made if it is not there; files of the same name are replaced"))
        self.browse.setText(self.tr("Browse…"))
        self.open_after.setText(self.tr("Open the folder afterwards"))
        for kind, (text, tip) in self._kind_words().items():
            self.files[kind].setText(text)
            self.files[kind].setToolTip(tip)

    def _kind_words(self) -> dict[str, tuple[str, str]]:
        """Return what each kind of file is called, and what lies in it."""
        return {
            "page": (self.tr("Page (HTML)"), self.tr("report.html: one file for any browser")),
            "pdf": (self.tr("PDF"), self.tr("report.pdf: to print and to keep")),
            "workbook": (self.tr("Workbook (XLSX)"), self.tr("results.xlsx: summary, images and regions")),
            "tables": (self.tr("Tables (CSV)"), self.tr("results.csv and regions.csv")),
        }
