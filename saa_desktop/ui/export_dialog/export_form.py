"""What to export, of which images, into which folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.workers.export import ExportContent, ExportRequest, ExportScope


class ExportForm(QWidget):
    """Check boxes, radio buttons and a folder.

    Args:
        folder: where the last export went; ``None`` for nowhere yet.
        contents: what was chosen last.
        parent: of the widget.
    """

    changed = Signal()
    """Whether the form is complete may have changed."""

    def __init__(
        self, folder: Path | None, contents: frozenset[ExportContent], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session: Path | None = None
        self._total = 0
        self._listed: tuple[str, ...] = ()
        self.boxes = {content: QCheckBox() for content in ExportContent}
        self.every, self.listed, self.reviewed, self.ng = (QRadioButton() for _ in range(4))
        self.folder = QLineEdit(str(folder or ""))
        self.browse = QPushButton()
        self._what, self._which, self._where = QGroupBox(), QGroupBox(), QGroupBox()
        self._lay_out()
        for content, box in self.boxes.items():
            box.setChecked(content in contents)
            box.toggled.connect(self.changed)
        self.every.setChecked(True)
        self.boxes[ExportContent.LABELS].toggled.connect(self._on_labels_toggled)
        self._on_labels_toggled(ExportContent.LABELS in contents)
        self.folder.textChanged.connect(self.changed)
        self.browse.clicked.connect(self.choose_folder)
        self._retranslate()

    def _lay_out(self) -> None:
        radios = (self.every, self.listed, self.reviewed, self.ng)
        group = QButtonGroup(self)
        for box, buttons in ((self._what, tuple(self.boxes.values())), (self._which, radios)):
            column = QVBoxLayout(box)
            for button in buttons:
                column.addWidget(button)
            column.addStretch()
        for radio in radios:
            group.addButton(radio)
        line = QHBoxLayout(self._where)
        line.addWidget(self.folder, 1)
        line.addWidget(self.browse)
        self.browse.setAutoDefault(False)
        halves = QHBoxLayout()
        halves.addWidget(self._what, 1)
        halves.addWidget(self._which, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(halves)
        layout.addWidget(self._where)

    def set_review(self, session: Path, total: int, listed: Sequence[str]) -> None:
        """Take what can be exported.

        Args:
            session: the session file under review.
            total: how many images it has.
            listed: names of the images that the list shows, in its order.
        """
        self._session, self._total, self._listed = session, total, tuple(listed)
        self._retranslate()
        self.changed.emit()

    def request(self) -> ExportRequest | None:
        """Return what is chosen; ``None`` as long as something is missing."""
        contents = frozenset(
            content for content, box in self.boxes.items() if box.isChecked() and box.isEnabledTo(self)
        )
        folder = self.folder.text().strip()
        if not (self._session and contents and folder):
            return None
        scope = ExportScope.EVERY
        if self.reviewed.isChecked():
            scope = ExportScope.REVIEWED
        elif self.ng.isChecked():
            scope = ExportScope.NG
        names = self._listed if self.listed.isChecked() else None
        return ExportRequest(self._session, names, Path(folder).expanduser().absolute(), contents, scope)

    def _on_labels_toggled(self, wanted: bool) -> None:
        self.boxes[ExportContent.LABEL_IMAGES].setEnabled(wanted)

    def choose_folder(self) -> None:
        """Let a person pick the folder."""
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Choose the folder to export into"), self.folder.text()
        )
        if folder:
            self.folder.setText(str(Path(folder)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._what.setTitle(self.tr("What"))
        self._which.setTitle(self.tr("Of which images"))
        self._where.setTitle(self.tr("Into which folder"))
        words = {
            ExportContent.TABLES: (
                self.tr("Tables (CSV)"),
                self.tr("results.csv and regions.csv, with all verdicts, defect classes and notes"),
            ),
            ExportContent.REPORTS: (
                self.tr("Report pictures (PNG)"),
                self.tr(
                    "One page for each image: regions, heat map, both verdicts; needs the original images"
                ),
            ),
            ExportContent.MASKS: (
                self.tr("Masks (PNG)"),
                self.tr("The regions as reviewed: without rejected ones, with corrected and drawn ones"),
            ),
            ExportContent.MAPS: (
                self.tr("Anomaly maps (TIFF)"),
                self.tr("The AI's own values for each pixel, on their absolute scale"),
            ),
            ExportContent.SUMMARY: (
                self.tr("Summary (JSON)"),
                self.tr("summary.json: counts of verdicts, false calls, escapes and defect classes"),
            ),
            ExportContent.LABELS: (
                self.tr("Labels for training (COCO, masks)"),
                self.tr(
                    "Of the images reviewed as OK or NG: where their defects are and of what class, in forms "
                    "from which other programs learn"
                ),
            ),
            ExportContent.LABEL_IMAGES: (
                self.tr("Images beside the labels (PNG)"),
                self.tr("Copies of the images with labels; without them the labels name the original files"),
            ),
        }
        for content, (text, tip) in words.items():
            self.boxes[content].setText(text)
            self.boxes[content].setToolTip(tip)
        self.every.setText(self.tr("All images ({count})").format(count=self._total))
        self.every.setToolTip(self.tr("Every image that was inspected or failed, by name"))
        self.listed.setText(self.tr("The images in the list ({count})").format(count=len(self._listed)))
        self.listed.setToolTip(self.tr("What the filter leaves in the list, in the order of the list"))
        self.reviewed.setText(self.tr("Reviewed images only"))
        self.reviewed.setToolTip(self.tr("Images with an operator verdict"))
        self.ng.setText(self.tr("NG images only"))
        self.ng.setToolTip(self.tr("NG by the operator or, where nobody has reviewed the image, by the AI"))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("Choose a folder"))
        self.browse.setText(self.tr("Browse…"))
        self.browse.setToolTip(self.tr("Choose the folder to export into"))
