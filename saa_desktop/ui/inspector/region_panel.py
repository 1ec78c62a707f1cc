"""The regions of one image, what each is made of, and the two words a person can say of it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import RegionVerdict, Review
from saa_desktop.ui.icons import icon
from saa_desktop.ui.inspector.region_model import RegionModel
from saa_desktop.ui.inspector.region_table import RegionTable
from saa_desktop.ui.inspector.region_words import person_words, reasons


class RegionPanel(QSplitter):
    """The table above, the reasons of its current row below."""

    chosen = Signal(int)
    """A person made this region current."""

    zoomed = Signal(int)
    """A person wants to see this region large."""

    judged = Signal(int, object)
    """A person judged this region: RegionVerdict, or None to take it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = RegionModel(self)
        self._nothing_counts = False
        self.table = RegionTable(self._model)
        self.dropped = QCheckBox()
        self.accept, self.reject = QPushButton(), QPushButton()
        self.why = QLabel()
        self._lay_out()
        self._connect()
        self._retranslate()

    def set_inspection(self, inspection: Inspection | None) -> None:
        """Show another image's regions, or the same ones judged otherwise; the current one stays current."""
        number = self.table.current_number()
        self._nothing_counts = inspection is not None and not inspection.kept
        self._model.set_inspection(inspection)
        self.table.select(number)
        self._fill()

    def set_review(self, review: Review) -> None:
        """Show what a person says of the regions."""
        number = self.table.current_number()
        self._model.set_review(review)
        self.table.select(number)
        self._fill()

    def select(self, number: int | None) -> None:
        """Make a region current without telling; a dropped one comes into view with the others."""
        if number is not None and self._model.row_of(number) is None and self._model.region(number):
            self.dropped.setChecked(True)
        self.table.select(number)
        self._fill()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for no more than it needs; it takes the room that is left."""
        return self.minimumSizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.accept, self.reject):
            button.setCheckable(True)
            buttons.addWidget(button)
        upper = QWidget()
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.dropped)
        layout.addLayout(buttons)
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why.setMargin(6)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        lower = QScrollArea()
        lower.setWidgetResizable(True)
        lower.setWidget(self.why)
        self.setChildrenCollapsible(False)
        self.addWidget(upper)
        self.addWidget(lower)
        self.setSizes([200, 150])
        lower.setMinimumHeight(4 * self.fontMetrics().lineSpacing())

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_chosen)
        self.table.zoomed.connect(self.zoomed)
        self.table.judged.connect(self._judge)
        self.accept.clicked.connect(lambda: self._judge(RegionVerdict.ACCEPTED))
        self.reject.clicked.connect(lambda: self._judge(RegionVerdict.REJECTED))
        self.dropped.toggled.connect(self._on_dropped_toggled)

    def _on_chosen(self, number: int) -> None:
        self._fill()
        self.chosen.emit(number)

    def _on_dropped_toggled(self, shown: bool) -> None:
        number = self.table.current_number()
        self._model.show_dropped(shown)
        self.table.select(number)
        self._fill()

    def _judge(self, verdict: RegionVerdict) -> None:
        """Give the current region a verdict; the same one again takes it back."""
        number = self.table.current_number()
        if number is None:
            return
        again = self._model.said(number).verdict is verdict
        self._check_buttons(number)  # until the review says so
        self.judged.emit(number, None if again else verdict)

    def _retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Regions by rank"))
        self.table.setToolTip(
            self.tr(
                "Double-click or Enter zooms to a region; Y accepts it, N rejects it; Ctrl+C copies the row."
            )
        )
        self.why.setAccessibleName(self.tr("Why this region counts or not"))
        self.accept.setText(self.tr("Accept (Y)"))
        self.accept.setToolTip(self.tr("This region is a defect; again to take it back"))
        self.reject.setText(self.tr("Reject (N)"))
        self.reject.setToolTip(self.tr("This region is no defect; again to take it back"))
        self.dropped.setToolTip(
            self.tr("Candidates that a rule of the profile ruled out, each with that rule")
        )
        self._model.retranslate()
        self._draw_icons()
        self._fill()

    def _draw_icons(self) -> None:
        self.accept.setIcon(icon("verdict-ok"))
        self.reject.setIcon(icon("verdict-ng"))

    def _fill(self) -> None:
        count = self._model.dropped_count()
        self.dropped.setText(self.tr("Show dropped candidates ({count})").format(count=count))
        self.dropped.setEnabled(count > 0)
        number = self.table.current_number()
        self._check_buttons(number)
        if number is not None:
            region, said = self._model.region(number), self._model.said(number)
            self.why.setText("\n".join(reasons(region, said) if region else person_words(said)))
        elif self._nothing_counts:
            self.why.setText(self.tr("No region counts."))
        else:
            self.why.setText(self.tr("Choose a region to see why it counts or not."))

    def _check_buttons(self, number: int | None) -> None:
        verdict = None if number is None else self._model.said(number).verdict
        for button, own in ((self.accept, RegionVerdict.ACCEPTED), (self.reject, RegionVerdict.REJECTED)):
            button.setEnabled(number is not None)
            button.setChecked(verdict is own)
