"""What came of the current image."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.ui.image_list.image_list_model import ListedImage
from saa_desktop.ui.inspector.score_bar import ScoreBar
from saa_desktop.ui.states import COLOURS, TEXT_COLOURS, state_icon, state_of, state_word


class Inspector(QWidget):
    """AI verdict, score against the thresholds, who judged, and the regions in rank order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: ListedImage | None = None
        self._product = ""
        self._name = _text_label(bold=True)
        self.badge = VerdictBadge()
        self.sentence = _text_label()
        self.thresholds = _text_label()
        self._bar = ScoreBar()
        self._facts = QFormLayout()
        self._product_caption, self.product = QLabel(), _text_label()
        self._models_caption, self.models = QLabel(), _text_label()
        self._size_caption, self._size = QLabel(), _text_label()
        for caption, value in (
            (self._product_caption, self.product),
            (self._models_caption, self.models),
            (self._size_caption, self._size),
        ):
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._facts.addRow(caption, value)
        self.regions = _regions_table()
        self._judged = QWidget()
        judged = QVBoxLayout(self._judged)
        judged.setContentsMargins(0, 0, 0, 0)
        judged.addWidget(self._bar)
        judged.addWidget(self.thresholds)
        judged.addLayout(self._facts)
        judged.addWidget(self.regions, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self._name)
        layout.addWidget(self.badge)
        layout.addWidget(self.sentence)
        layout.addWidget(self._judged, 1)
        layout.addStretch(0)
        self._retranslate()

    def show_image(self, image: ListedImage | None, product: str = "") -> None:
        """Show what came of an image.

        Args:
            image: the current one; ``None`` for an empty list.
            product: title, in the window's language, of the profile that judged it.
        """
        self._image, self._product = image, product
        self._fill()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Result"))
        self._product_caption.setText(self.tr("Product"))
        self._models_caption.setText(self.tr("Models"))
        self._size_caption.setText(self.tr("Image"))
        self.regions.setHorizontalHeaderLabels([self.tr("Rank"), self.tr("Looks like"), self.tr("Score")])
        self.regions.setAccessibleName(self.tr("Regions by rank"))
        self._fill()

    def _fill(self) -> None:
        image = self._image
        outcome = image.outcome if image else None
        self._name.setText(image.name if image else "")
        self.badge.setVisible(image is not None)
        self._judged.setVisible(isinstance(outcome, Inspection))
        self.badge.show_state(state_of(outcome), self._score_of(outcome))
        self.sentence.setText(self._sentence_of(image))
        self.sentence.setVisible(bool(self.sentence.text()))
        if isinstance(outcome, Inspection):
            self._fill_inspection(outcome)

    def _sentence_of(self, image: ListedImage | None) -> str:
        if image is None:
            return self.tr("The details of an image appear here.")
        if image.outcome is None:
            return self.tr("Not inspected yet. Choose the product and press Run.")
        if isinstance(image.outcome, Failure):
            return image.outcome.sentence
        return "\n".join(image.outcome.findings.notes)

    def _score_of(self, outcome: Inspection | Failure | None) -> str:
        return f"{outcome.score:.3f}" if isinstance(outcome, Inspection) else ""

    def _fill_inspection(self, inspection: Inspection) -> None:
        thresholds = inspection.thresholds
        self._bar.show_score(inspection.score, thresholds)
        self.thresholds.setText(
            self.tr("Score {score}: REVIEW from {review}, NG from {ng}").format(
                score=f"{inspection.score:.3f}",
                review=f"{thresholds.review_at:g}",
                ng=f"{thresholds.ng_at:g}",
            )
        )
        self.product.setText(
            self.tr("{title}, profile version {version}").format(
                title=self._product or inspection.profile.title, version=inspection.profile.version
            )
        )
        self.models.setText(
            self.tr("{title} on {device}").format(
                title=inspection.models.title, device=inspection.models.device
            )
        )
        self._size.setText(
            self.tr("{width} × {height} pixels, inspected in {milliseconds} ms").format(
                width=inspection.image.width,
                height=inspection.image.height,
                milliseconds=round(inspection.duration_ms),
            )
        )
        self._fill_regions(inspection)

    def _fill_regions(self, inspection: Inspection) -> None:
        self.regions.setRowCount(len(inspection.kept))
        for row, region in enumerate(inspection.kept):
            for column, text in enumerate((str(region.rank), region.phrase, f"{region.score or 0:.3f}")):
                item = QTableWidgetItem(text)
                item.setToolTip(self.tr("Asked for: {prompt}").format(prompt=region.prompt))
                self.regions.setItem(row, column, item)


class VerdictBadge(QFrame):
    """The state as icon, word and colour, with the score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._icon, self.word, self.score = QLabel(), QLabel(), QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self._icon)
        layout.addWidget(self.word, 1)
        layout.addWidget(self.score)
        for label in (self.word, self.score):
            font = label.font()
            font.setPointSizeF(1.5 * font.pointSizeF())
            font.setBold(label is self.word)
            label.setFont(font)

    def show_state(self, state: ImageState, score: str) -> None:
        """Show another state; ``score`` may be empty."""
        self.setStyleSheet(
            f"VerdictBadge {{ background: {COLOURS[state]}; border-radius: 5px; }}"
            f"QLabel {{ color: {TEXT_COLOURS[state]}; }}"
        )
        self._icon.setPixmap(state_icon(state).pixmap(QSize(28, 28)))
        self.word.setText(state_word(state))
        self.score.setText(score)


def _text_label(*, bold: bool = False) -> QLabel:
    """Return a label for text of any length, which can be copied."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    return label


def _regions_table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    return table
