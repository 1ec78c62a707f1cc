"""The values that can be tried, as sliders and numbers."""

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.review.rejudge import STORED_SHARE, JudgeSettings
from saa_desktop.ui.what_if.score_histogram import ScoreHistogram
from saa_desktop.ui.what_if.value_row import Scale, ValueRow


class SettingsForm(QWidget):
    """Always shows settings that are valid: a bound that meets the other one pushes it along."""

    changed = Signal()
    """A person chose other settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box_threshold = ValueRow(Scale(0.0, 1.0), 1.0, 3, self)
        self.min_area = ValueRow(Scale(1e-5, 1.0, logarithmic=True, off="start"), 900.0, 5, self)
        self.max_area = ValueRow(Scale(1e-4, 10.0, logarithmic=True, off="end"), 1000.0, 5, self)
        self.saliency_strength = ValueRow(Scale(0.0, 10.0), 20.0, 2, self)
        self.top_k = ValueRow(Scale(1, 20, off="end", whole=True), 1000.0, 0, self)
        self.histogram = ScoreHistogram()
        self._review_caption, self.review_at = QLabel(), _threshold_box()
        self._ng_caption, self.ng_at = QLabel(), _threshold_box()
        self._thresholds = VerdictThresholds(0.5, 1.0)
        self._lay_out()
        self._connect()
        self._retranslate()

    def settings(self) -> JudgeSettings:
        """Return what is shown."""
        return JudgeSettings(
            self.box_threshold.value(),
            self.min_area.value(),
            self.max_area.value() or None,
            self.saliency_strength.value(),
            int(self.top_k.value()),
            self._thresholds,
        )

    def set_base(self, base: JudgeSettings) -> None:
        """Start from other values, which show as the ones in force."""
        self.box_threshold.set_lowest(STORED_SHARE * base.box_threshold)
        self.histogram.set_base(base.thresholds)
        self.set_settings(base)

    def set_settings(self, settings: JudgeSettings) -> None:
        """Show settings without telling."""
        self.box_threshold.set_value(settings.box_threshold)
        self.min_area.set_value(settings.min_area)
        self.max_area.set_value(settings.max_area or 0.0)
        self.saliency_strength.set_value(settings.saliency_strength)
        self.top_k.set_value(settings.top_k)
        self._set_thresholds(settings.thresholds)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _rows(self) -> tuple[ValueRow, ...]:
        return (self.box_threshold, self.min_area, self.max_area, self.saliency_strength, self.top_k)

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(1, 1)
        for place, row in enumerate(self._rows()):
            row.add_to(rows, place)
        thresholds = QHBoxLayout()
        for caption, box in ((self._review_caption, self.review_at), (self._ng_caption, self.ng_at)):
            caption.setBuddy(box)
            thresholds.addWidget(caption)
            thresholds.addWidget(box, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(rows)
        layout.addWidget(self.histogram)
        layout.addLayout(thresholds)

    def _connect(self) -> None:
        for row in self._rows():
            row.changed.connect(self._on_row_changed)
        self.histogram.dragged.connect(self._on_dragged)
        self.review_at.valueChanged.connect(self._on_review_at_changed)
        self.ng_at.valueChanged.connect(self._on_ng_at_changed)

    def _on_row_changed(self) -> None:
        low, high = self.min_area.value(), self.max_area.value()
        if high and low >= high:
            if self.sender() is self.min_area:
                self.max_area.set_value(float(f"{1.1 * low:.3g}"))
            else:
                self.min_area.set_value(float(f"{0.9 * high:.3g}"))
        self.changed.emit()

    def _on_dragged(self, review_at: float, ng_at: float) -> None:
        self._choose_thresholds(review_at, ng_at)

    def _on_review_at_changed(self, value: float) -> None:
        self._choose_thresholds(value, max(value, self._thresholds.ng_at))

    def _on_ng_at_changed(self, value: float) -> None:
        self._choose_thresholds(min(value, self._thresholds.review_at), value)

    def _choose_thresholds(self, review_at: float, ng_at: float) -> None:
        self._set_thresholds(VerdictThresholds(review_at, ng_at))
        self.changed.emit()

    def _set_thresholds(self, thresholds: VerdictThresholds) -> None:
        self._thresholds = thresholds
        self.histogram.set_thresholds(thresholds)
        with QSignalBlocker(self.review_at), QSignalBlocker(self.ng_at):
            self.review_at.setValue(thresholds.review_at)
            self.ng_at.setValue(thresholds.ng_at)

    def _retranslate(self) -> None:
        self.box_threshold.set_texts(
            self.tr("Box score above"),
            self.tr("How sure the proposer must be of a region; candidates far below were never stored"),
        )
        self.min_area.set_texts(
            self.tr("Area above"),
            self.tr("A region's box must be larger than this share of the product's box"),
            self.tr("no bound"),
        )
        self.max_area.set_texts(
            self.tr("Area below"),
            self.tr("A region's box must be smaller than this share of the product's box"),
            self.tr("no bound"),
        )
        self.saliency_strength.set_texts(
            self.tr("Saliency strength"),
            self.tr("How much a region gains from being unlike the rest; 0 leaves its box score as it is"),
        )
        self.top_k.set_texts(
            self.tr("Regions that count"),
            self.tr(
                "Only so many of the best regions are marked and enter the heat map; no verdict depends on it"
            ),
            self.tr("all"),
        )
        self._review_caption.setText(self.tr("REVIEW from"))
        self._ng_caption.setText(self.tr("NG from"))
        self.review_at.setAccessibleName(self._review_caption.text())
        self.ng_at.setAccessibleName(self._ng_caption.text())
        self.histogram.setAccessibleName(self.tr("Scores of the session with both thresholds"))
        self.histogram.setToolTip(
            self.tr(
                "All images of the session by score. Drag the two lines; dashes mark the profile's values."
            )
        )


def _threshold_box() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(3)
    box.setRange(0.001, 1000.0)
    box.setKeyboardTracking(False)
    box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
    return box
