"""What came of the current image, and why."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import UNREVIEWED, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.icons import coloured_icon
from saa_desktop.ui.image_list.entry_words import verdict_word
from saa_desktop.ui.inspector.region_panel import RegionPanel
from saa_desktop.ui.inspector.score_bar import ScoreBar
from saa_desktop.ui.inspector.verdict_badge import VerdictBadge
from saa_desktop.ui.states import TEXT_COLOURS, state_icon, state_word

_OPERATOR_LOOKS = {
    OperatorVerdict.OK: ("verdict-ok", ImageState.OK),
    OperatorVerdict.NG: ("verdict-ng", ImageState.NG),
    OperatorVerdict.RECHECK: ("verdict-recheck", ImageState.REVIEW),
}


class Inspector(QWidget):
    """AI verdict and operator's, the score against the thresholds, and the regions with their reasons.

    ``show_entry`` says which image it is; its inspection follows when it has been read.
    """

    region_chosen = Signal(int)
    """A person made this region current."""

    region_zoomed = Signal(int)
    """A person wants to see this region large."""

    region_judged = Signal(int, object)
    """A person judged this region: RegionVerdict, or None to take it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: ImageEntry | None = None
        self._inspection: Inspection | None = None
        self._what_if = False
        self._product = ""
        self._review = UNREVIEWED
        self._name = _text_label(bold=True)
        self.badge, self.operator_badge = VerdictBadge(), VerdictBadge()
        self.what_if_notice = _text_label(bold=True)
        self.sentence, self.thresholds = _text_label(), _text_label()
        self._bar = ScoreBar()
        self.regions = RegionPanel()
        self._product_caption, self.product = QLabel(), _text_label()
        self._models_caption, self.models = QLabel(), _text_label()
        self._size_caption, self._size = QLabel(), _text_label()
        self._lay_out()
        self.regions.chosen.connect(self.region_chosen)
        self.regions.zoomed.connect(self.region_zoomed)
        self.regions.judged.connect(self.region_judged)
        self._retranslate()

    def show_entry(self, entry: ImageEntry | None, product_title: str = "") -> None:
        """Show another image; its regions come with ``show_inspection``.

        Args:
            entry: the current one; ``None`` for an empty list.
            product_title: title, in the window's language, of the profile that judged it.
        """
        if _content(entry) != _content(self._entry):
            self._inspection, self._what_if = None, False
            self.regions.set_inspection(None)
        self._entry, self._product = entry, product_title
        self.show_review(entry.review if entry else UNREVIEWED)

    def show_inspection(self, inspection: Inspection | None, *, what_if: bool = False) -> None:
        """Show what was found on the image; the current region stays current.

        Args:
            inspection: ``None`` where there is none.
            what_if: it is judged by values that nobody has saved, which the panel then says.
        """
        self._inspection, self._what_if = inspection, what_if
        self.regions.set_inspection(inspection)
        self._fill()

    def show_review(self, review: Review) -> None:
        """Show what a person says of the image and its regions."""
        self._review = review
        self.regions.set_review(review)
        self._fill()

    def select_region(self, number: int | None) -> None:
        """Make a region current; a dropped one comes into view with the others."""
        self.regions.select(number)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        badges = QHBoxLayout()
        badges.setSpacing(6)
        badges.addWidget(self.badge, 3)
        badges.addWidget(self.operator_badge, 2)
        self._judged = QWidget()
        judged = QVBoxLayout(self._judged)
        judged.setContentsMargins(0, 0, 0, 0)
        judged.addWidget(self._bar)
        judged.addWidget(self.thresholds)
        judged.addWidget(self.regions, 1)
        judged.addLayout(self._facts())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self._name)
        layout.addLayout(badges)
        layout.addWidget(self.what_if_notice)
        layout.addWidget(self.sentence)
        layout.addWidget(self._judged, 1)
        layout.addStretch(0)

    def _facts(self) -> QFormLayout:
        facts = QFormLayout()
        facts.setVerticalSpacing(2)
        for caption, value in (
            (self._product_caption, self.product),
            (self._models_caption, self.models),
            (self._size_caption, self._size),
        ):
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            facts.addRow(caption, value)
        return facts

    # -- showing -------------------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Result"))
        self.badge.set_caption(self.tr("AI verdict"))
        self.operator_badge.set_caption(self.tr("Operator"))
        self.what_if_notice.setText(self.tr("What if: judged by values that are not saved"))
        self._product_caption.setText(self.tr("Product"))
        self._models_caption.setText(self.tr("Models"))
        self._size_caption.setText(self.tr("Image"))
        self._fill()

    def _fill(self) -> None:
        entry = self._entry
        self._name.setText(entry.name if entry else "")
        self._fill_badges()
        self.sentence.setText(self._sentence())
        self.sentence.setVisible(bool(self.sentence.text()))
        self.what_if_notice.setVisible(self._what_if)
        self._judged.setVisible(entry is not None and entry.inspected)
        if entry is not None and entry.inspected:
            self._fill_score(entry)
        if self._inspection is not None:
            self._fill_facts(self._inspection)

    def _fill_badges(self) -> None:
        entry, verdict = self._entry, self._review.verdict
        self.badge.setVisible(entry is not None)
        self.operator_badge.setVisible(verdict is not None)
        if entry is not None:
            state, score = entry.state, f"{entry.score:.3f}" if entry.inspected else ""
            if self._inspection is not None:
                state, score = ImageState[self._inspection.ai_verdict.name], f"{self._inspection.score:.3f}"
            self.badge.show_verdict(state_icon(state), state_word(state), state, score)
        if verdict is not None:
            name, colours = _OPERATOR_LOOKS[verdict]
            self.operator_badge.show_verdict(
                coloured_icon(name, TEXT_COLOURS[colours]), verdict_word(verdict), colours
            )

    def _sentence(self) -> str:
        entry = self._entry
        if entry is None:
            return self.tr("The details of an image appear here.")
        if entry.state is ImageState.WAITING:
            return self.tr("Not inspected yet. Choose the product and press Run.")
        return "\n".join(self._inspection.findings.notes) if self._inspection else entry.error

    def _fill_score(self, entry: ImageEntry) -> None:
        shown = self._inspection or entry
        if shown.thresholds is None:
            return
        self._bar.show_score(shown.score, shown.thresholds)
        self.thresholds.setText(
            self.tr("Score {score}: REVIEW from {review}, NG from {ng}").format(
                score=f"{shown.score:.3f}",
                review=f"{shown.thresholds.review_at:g}",
                ng=f"{shown.thresholds.ng_at:g}",
            )
        )

    def _fill_facts(self, inspection: Inspection) -> None:
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


def _content(entry: ImageEntry | None) -> tuple[object, ...] | None:
    """Return what tells one inspected content from another."""
    return (entry.name, entry.sha256, entry.ended_at) if entry else None


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
