"""The dialog in which better settings for a product profile are searched and chosen."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.profiles.golden import GoldenSet
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.tuning.proposal import GOLDEN_SET, named_source, propose
from saa_desktop.tuning.results import LOOKS, Tuning
from saa_desktop.ui.profile_editor.fields import ProblemLabel
from saa_desktop.ui.tuner.curve_view import CurveView
from saa_desktop.ui.tuner.outcome_tables import TextTable, figure_rows, flip_row
from saa_desktop.ui.tuner.words import caution_words, scope_words
from saa_desktop.workers.tuner import SearchRequest, Tuner

_GOLDEN, _SESSION = 0, 1


class TuneDialog(QDialog):
    """Above, what to search on; left the curve; right what the chosen point means; nothing is saved here.

    Args:
        tuner: makes the searches.
        parent: the window that it belongs to.
    """

    proposed = Signal(object)
    """ProductProfile: the next version with the settings that a person chose."""

    def __init__(self, tuner: Tuner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tuner = tuner
        self._profile: ProductProfile | None = None
        self._golden = GoldenSet()
        self._session: Path | None = None
        self._models = ModelChoice()
        self._batch_runs = False
        self._running: SearchRequest | None = None
        self._found: tuple[SearchRequest, Tuning, tuple[str, ...]] | None = None
        self.source = QComboBox()
        self.source.addItems(["", ""])
        self.tolerated = QDoubleSpinBox()
        self.tolerated.setRange(0.0, 100.0)
        self.tolerated.setDecimals(1)
        self.tolerated.setSuffix(" %")
        self.looks = QSpinBox()
        self.looks.setRange(1, 100)
        self.looks.setValue(LOOKS)
        self.search, self.cancel = QPushButton(), QPushButton()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self.problem = ProblemLabel()
        self.curve = CurveView()
        self.figures, self.flips = TextTable(wide=None), TextTable(wide=0)
        self._names = [QLabel() for _ in range(3)]
        self._flips_title, self.cautions = QLabel(), QLabel()
        self.cautions.setTextFormat(Qt.TextFormat.PlainText)
        self.cautions.setWordWrap(True)
        self.accept_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self._retranslate()

    # -- what the editor tells it --------------------------------------------------------------------------

    def set_profile(self, profile: ProductProfile, golden: GoldenSet, *, on_session: bool = False) -> None:
        """Tune another released profile.

        Args:
            profile: as it is saved.
            golden: its golden set.
            on_session: offer the session first, also where there is a golden set.
        """
        self._profile, self._golden = profile, golden
        self._forget()
        session_first = self._session is not None and (on_session or not golden.images)
        self.source.setCurrentIndex(_SESSION if session_first else _GOLDEN)
        self._update()

    def set_session(self, session: Path | None) -> None:
        """Offer another session that operators have reviewed; ``None`` for none."""
        self._session = session
        self._update()

    def set_models(self, models: ModelChoice) -> None:
        """Inspect the golden set with other models."""
        self._models = models
        self._update()

    def set_batch_running(self, running: bool) -> None:
        """Tell whether a batch keeps the models busy."""
        self._batch_runs = running
        self._update()

    # -- searching -----------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a search is queued or under way."""
        return self._running is not None

    @property
    def tuning(self) -> Tuning | None:
        """What was found."""
        return self._found[1] if self._found else None

    def reject(self) -> None:
        """Close; a search that runs is stopped."""
        self._tuner.cancel()
        super().reject()

    def _on_search_clicked(self) -> None:
        labelled = self._labelled()
        if self._profile is None or labelled is None:
            return
        self._forget()
        self._running = SearchRequest(
            self._profile, labelled, self.tolerated.value() / 100, self.looks.value(), self._models
        )
        self._progress.setRange(0, 0)
        self._tuner.search(self._running)
        self._update()

    def _on_cancel_clicked(self) -> None:
        self._tuner.cancel()

    def _labelled(self) -> GoldenSet | Path | None:
        """Return what to search on; ``None`` when it is not there."""
        if self.source.currentIndex() == _SESSION:
            return self._session
        return self._golden if self._golden.images else None

    def _on_progressed(self, request: SearchRequest, done: int, total: int) -> None:
        if request is self._running:
            self._progress.setRange(0, total)
            self._progress.setValue(done)

    def _on_found(self, request: SearchRequest, tuning: Tuning, left_out: tuple[str, ...]) -> None:
        if request is self._running:
            self._running, self._found = None, (request, tuning, left_out)
            self.curve.show_tuning(tuning)
            self.curve.setFocus()
            self._update()

    def _on_failed(self, request: SearchRequest, sentence: str) -> None:
        if request is self._running:
            self._running = None
            self.problem.show_sentence(sentence)
            self._update()

    def _on_cancelled(self, request: SearchRequest) -> None:
        if request is self._running:
            self._running = None
            self._update()

    def _forget(self) -> None:
        self._found = None
        self.problem.show_sentence("")
        self.curve.show_tuning(None)

    # -- accepting -----------------------------------------------------------------------------------------

    def _on_accept_clicked(self) -> None:
        proposal = self._proposal()
        if proposal is not None:
            self.hide()
            self.proposed.emit(proposal)

    def _proposal(self) -> ProductProfile | None:
        """Return the profile with the chosen settings; ``None`` when they cannot stand in a profile."""
        if self._found is None:
            return None
        request, tuning, _ = self._found
        point = tuning.points[self.curve.place]
        labelled = request.labelled
        source = named_source(labelled, session=True) if isinstance(labelled, Path) else GOLDEN_SET
        try:
            return propose(
                request.profile,
                point.settings,
                counts=point.counts,
                source=source,
                on=datetime.now().astimezone().date(),
            )
        except SaaDesktopError as error:
            self.problem.show_sentence(str(error))
            return None

    # -- showing -------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _connect(self) -> None:
        self.source.currentIndexChanged.connect(self._update)
        self.search.clicked.connect(self._on_search_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.curve.chosen.connect(self._show_point)
        self.accept_button.clicked.connect(self._on_accept_clicked)
        self.close_button.clicked.connect(self.reject)
        self._tuner.progressed.connect(self._on_progressed)
        self._tuner.found.connect(self._on_found)
        self._tuner.failed.connect(self._on_failed)
        self._tuner.cancelled.connect(self._on_cancelled)

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, field in zip(self._names, (self.source, self.tolerated, self.looks), strict=True):
            form.addRow(name, field)
        buttons = QHBoxLayout()
        for button in (self.search, self.cancel):
            buttons.addWidget(button)
        buttons.addWidget(self._progress, 1)
        buttons.addStretch(0)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.figures, 3)
        beside.addWidget(self._flips_title)
        beside.addWidget(self.flips, 2)
        splitter = QSplitter()
        splitter.addWidget(self.curve)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([480, 620])
        below = QHBoxLayout()
        below.addStretch(1)
        for button in (self.accept_button, self.close_button):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(self.problem)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.cautions)
        layout.addLayout(below)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(QSize(1120, 720).boundedTo(self.screen().availableSize()))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Tune the profile"))
        for label, text, field, tip in zip(
            self._names,
            (self.tr("Labelled images"), self.tr("Tolerated escapes"), self.tr("Looks per false call")),
            (self.source, self.tolerated, self.looks),
            (
                self.tr("Images whose true verdict is known"),
                self.tr("Share of the defective images that may be called OK"),
                self.tr("How many images left to a person are as bad as one false call"),
            ),
            strict=True,
        ):
            label.setText(text)
            field.setAccessibleName(text)
            field.setToolTip(tip)
        self.search.setText(self.tr("Search"))
        self.cancel.setText(self.tr("Cancel"))
        self._progress.setAccessibleName(self.tr("Progress of the search"))
        self.figures.set_columns(("", self.tr("Present"), self.tr("Found"), self.tr("Left out in turn")))
        self.figures.setAccessibleName(self.tr("Figures and settings"))
        self.flips.set_columns(
            (self.tr("Image"), self.tr("Is"), self.tr("Present"), self.tr("Found"), self.tr("Change"))
        )
        self.flips.setAccessibleName(self.tr("Verdicts that would change"))
        self.accept_button.setText(self.tr("Put into the editor"))
        self.accept_button.setToolTip(
            self.tr("Show these settings in the profile editor; nothing is saved before you save it there")
        )
        self.close_button.setText(self.tr("Close"))
        self._update()

    def _update(self) -> None:
        self.source.setItemText(
            _GOLDEN, self.tr("Golden set: {count} images").format(count=len(self._golden.images))
        )
        self.source.setItemText(
            _SESSION,
            self.tr("What operators said of the open session")
            if self._session
            else self.tr("What operators said of a session: none is open"),
        )
        for control in (self.source, self.tolerated, self.looks):
            control.setEnabled(not self.running)
        self.search.setEnabled(not self.running and self._labelled() is not None)
        self.cancel.setVisible(self.running)
        self._progress.setVisible(self.running)
        self._show_point(self.curve.place)

    def _show_point(self, place: int) -> None:
        """Bring tables and sentences in step with the chosen point."""
        if self._found is None:
            self.figures.clear()
            self.flips.clear()
            self._flips_title.setText(self.tr("Verdicts that would change"))
            self.cautions.setText(self._advice())
            self.accept_button.setEnabled(False)
            return
        _, tuning, left_out = self._found
        names = (
            self.tr("Escapes"),
            self.tr("Good images stopped"),
            self.tr("False calls"),
            self.tr("Left to a person"),
        )
        self.figures.set_rows(figure_rows(tuning, place, names))
        flips = tuning.flips(tuning.points[place])
        good, defective = self.tr("good"), self.tr("defective")
        better, worse = self.tr("better"), self.tr("worse")
        self.flips.set_rows(
            [
                flip_row(flip, defective if flip.defective else good, better if flip.better else worse)
                for flip in flips
            ]
        )
        self._flips_title.setText(
            self.tr("Verdicts that would change: {count} of {total}").format(
                count=len(flips), total=len(tuning.names)
            )
        )
        sentences = [scope_words(tuning), *map(caution_words, tuning.cautions), *left_out]
        self.cautions.setText("\n".join(sentences))
        self.accept_button.setEnabled(tuning.points[place].settings != tuning.present.settings)

    def _advice(self) -> str:
        """Return what happens next, or what to do."""
        if self.running:
            return self.tr("Waits for the running batch…") if self._batch_runs else self.tr("Searching…")
        return self.tr(
            "The search tries area bounds, saliency strength, K and thresholds on the candidates of images "
            "whose true verdict is known. It changes nothing by itself."
        )
