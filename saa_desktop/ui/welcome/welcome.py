"""Greets who starts the application for the first time."""

import unicodedata
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.icons import application_icon, icon
from saa_desktop.ui.models_dialog.job_panel import JobPanel
from saa_desktop.ui.review_panel.operator_dialog import LONGEST_NAME
from saa_desktop.workers.model_shop import ShopAction, ShopJob, ShopWorker


class Welcome(QDialog):
    """Language, operator, where the data lies, and which models; all of it can be changed later.

    Args:
        languages: the commands that switch the language; one is checked.
        shop: imports a model pack.
        places: where results and profiles lie.
        operator: name to offer; "" where nobody has given one.
        parent: the window.
    """

    operator_named = Signal(str)
    """The name that a person wants to review under."""

    samples_requested = Signal()
    """Open the images that come with the application."""

    def __init__(
        self,
        languages: QActionGroup,
        shop: ShopWorker,
        places: Places,
        operator: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._languages = languages
        self._shop = shop
        self._headline, self._purpose = QLabel(), QLabel()
        self._language_title, self._operator_title = QLabel(), QLabel()
        self._results_title, self._profiles_title = QLabel(), QLabel()
        self._models_box, self._models_words = QGroupBox(), QLabel()
        self.language = QComboBox()
        self.operator = QLineEdit(operator)
        self.operator.setMaxLength(LONGEST_NAME)
        self._results, self._profiles = _place(places.results), _place(places.profiles)
        self.import_pack = QPushButton()
        self.jobs = JobPanel()
        self.samples, self.start = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self._retranslate()

    def _lay_out(self) -> None:
        font = self._headline.font()
        font.setPointSizeF(1.6 * font.pointSizeF())
        self._headline.setFont(font)
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(QSize(64, 64)))
        words = QVBoxLayout()
        words.addWidget(self._headline)
        words.addWidget(self._purpose)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (self._language_title, self.language),
            (self._operator_title, self.operator),
            (self._results_title, self._results),
            (self._profiles_title, self._profiles),
        ):
            title.setBuddy(field)
            form.addRow(title, field)
        models = QVBoxLayout(self._models_box)
        models.addWidget(self._models_words)
        models.addWidget(self.import_pack, 0, Qt.AlignmentFlag.AlignLeft)
        models.addWidget(self.jobs)
        for text in (self._purpose, self._models_words):
            text.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.samples)
        foot.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addLayout(form)
        layout.addWidget(self._models_box)
        layout.addStretch(1)
        layout.addLayout(foot)
        self.start.setDefault(True)
        for button in (self.samples, self.import_pack):
            button.setAutoDefault(False)
        self.setMinimumWidth(640)

    def _connect(self) -> None:
        self.language.activated.connect(self._on_language_activated)
        self.import_pack.clicked.connect(self._on_import_clicked)
        self.samples.clicked.connect(self._on_samples_clicked)
        self.start.clicked.connect(self.accept)
        self.finished.connect(self._on_closed)
        self.jobs.cancelled.connect(self._on_cancel_clicked)
        self._shop.started.connect(self._on_started)
        self._shop.progressed.connect(self.jobs.show_progress)
        self._shop.finished.connect(self._on_finished)
        self._shop.failed.connect(self._on_failed)
        self._shop.cancelled.connect(self._on_cancelled)

    # -- what a person does --------------------------------------------------------------------------------

    def _on_language_activated(self, row: int) -> None:
        self._languages.actions()[row].trigger()

    def _on_import_clicked(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import a model pack"))
        if name:
            self._shop.start(ShopJob(ShopAction.IMPORT, path=Path(name)))

    def _on_cancel_clicked(self) -> None:
        # Called here, for a queued slot would never reach the busy thread.
        self._shop.cancel()

    def _on_samples_clicked(self) -> None:
        self.accept()
        self.samples_requested.emit()

    def _on_closed(self) -> None:
        name = unicodedata.normalize("NFC", " ".join(self.operator.text().split()))
        if name and name.isprintable():
            self.operator_named.emit(name)

    # -- what comes of an import ---------------------------------------------------------------------------

    def _on_started(self) -> None:
        self.jobs.begin()
        self.import_pack.setEnabled(False)

    def _on_finished(self) -> None:
        self._end(self.tr("Imported and verified."))

    def _on_failed(self, _job: ShopJob, sentence: str) -> None:
        self._end(sentence)

    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled. Nothing was changed."))

    def _end(self, sentence: str) -> None:
        self.jobs.end(sentence)
        self.import_pack.setEnabled(True)

    # -- showing -------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Welcome"))
        self._headline.setText(self.tr("Welcome to SAA Desktop"))
        self._purpose.setText(
            self.tr(
                "Finds defects on products without training a model: a product profile says in words what to "
                "look for. Your images stay on this computer."
            )
        )
        self._language_title.setText(self.tr("&Language"))
        self._operator_title.setText(self.tr("&Operator"))
        self._results_title.setText(self.tr("&Results"))
        self._profiles_title.setText(self.tr("Own product &profiles"))
        self.operator.setPlaceholderText(self.tr("Your name; it is stored with every decision"))
        self._models_box.setTitle(self.tr("Models"))
        self._models_words.setText(
            self.tr(
                "The built-in models are ready to work. If you were given a model pack for SAA+, on a USB "
                "stick for example, import it now, or later with Models… in the File menu."
            )
        )
        self.import_pack.setText(self.tr("&Import a model pack…"))
        self.import_pack.setIcon(icon("models"))
        self.samples.setText(self.tr("Open the &samples"))
        self.samples.setToolTip(self.tr("Images of a product that come with the application"))
        self.start.setText(self.tr("Start"))
        self._show_languages()

    def _show_languages(self) -> None:
        self.language.clear()
        for row, action in enumerate(self._languages.actions()):
            self.language.addItem(action.text().replace("&", ""))
            if action.isChecked():
                self.language.setCurrentIndex(row)


def _place(path: Path) -> QLineEdit:
    """Return a field that shows where something lies and lets it be copied."""
    field = QLineEdit(str(path))
    field.setReadOnly(True)
    field.setCursorPosition(0)
    field.setToolTip(str(path))
    return field
