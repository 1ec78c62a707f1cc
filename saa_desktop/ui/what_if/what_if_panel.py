"""What if the profile had other values? Tried on what is stored, before anything is saved."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.inspections import Inspection
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.review.rejudge import Flips, JudgeSettings, Rejudged, SessionJudgement, rejudge
from saa_desktop.ui.what_if.profile_values import settings_of
from saa_desktop.ui.what_if.save_question import confirms_save
from saa_desktop.ui.what_if.settings_form import SettingsForm
from saa_desktop.ui.what_if.what_if_words import caveats, flip_words, image_words, unmeasured_words
from saa_desktop.workers.rejudger import Rejudger, RejudgeRequest

_CALM_MS = 300


class WhatIfPanel(QWidget):
    """Judges the current image at once and the session behind it, while it is on the screen.

    Other values are tried as long as they differ from the profile's. When the panel is hidden, or goes back
    to the profile's values, it hands out the stored inspection again.

    Args:
        rejudger: judges sessions, in a thread of its own.
        parent: owns the panel.
    """

    rejudged = Signal(object, bool)
    """The Inspection to show for the current image, and whether it is judged by values that are not saved."""

    flipped_chosen = Signal(object)
    """list[str]: names of the images whose verdict would change, to be listed."""

    settings_accepted = Signal(object)
    """A person wants these JudgeSettings in the profile, and has read what they would change."""

    tuning_wanted = Signal()
    """A person wants values to be searched on what operators said of the session."""

    def __init__(self, rejudger: Rejudger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rejudger = rejudger
        self._profile: ProductProfile | None = None
        self._title = ""
        self._base: JudgeSettings | None = None
        self._inspection: Inspection | None = None
        self._again: Rejudged | None = None
        self._session: Path | None = None
        self._edition = 0
        self._request: RejudgeRequest | None = None
        self._answered: RejudgeRequest | None = None
        self._outcome: tuple[SessionJudgement, Flips] | None = None
        self._failure = ""
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self.form = SettingsForm()
        self.note, self.image, self.summary = _sentences(), _sentences(), _sentences()
        self.list_flipped, self.back, self.save = QPushButton(), QPushButton(), QPushButton()
        self.tune = QPushButton()
        self._lay_out()
        self._connect()
        self._retranslate()

    def set_profile(self, profile: ProductProfile | None, title: str = "") -> None:
        """Start from another profile's values, or from the same profile's new ones.

        Args:
            profile: ``None`` leaves nothing to try.
            title: what the window calls it.
        """
        self._title = title
        if profile == self._profile:
            return
        tried = self.isVisible() and self._differs()
        self._profile = profile
        self._base = settings_of(profile) if profile else None
        if self._base:
            self.form.set_base(self._base)
        self._judge_image()
        if tried:
            self._hand_out()
        self._judge_session()
        self._fill()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Try the values on another image.

        Args:
            inspection: as it is stored, with its dropped regions; ``None`` without one.
        """
        self._inspection = inspection
        self._judge_image()
        if self.isVisible() and self._differs():
            self._hand_out()
        self._fill()

    def set_session(self, session: Path | None) -> None:
        """Try the values on another session; ``None`` without one."""
        if session != self._session:
            self._session, self._request, self._outcome, self._failure = session, None, None, ""
            self._edition += 1
            self.form.histogram.set_scores(np.zeros(0))
            self._judge_session()
            self._fill()

    def refresh(self) -> None:
        """Read the session again soon: it has new outcomes or verdicts."""
        self._edition += 1
        if self.isVisible() and not self._calm.isActive():
            self._calm.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Try the values again."""
        super().showEvent(event)
        if not event.spontaneous():
            self._judge_image()
            self._judge_session()
            if self._differs():
                self._hand_out()
            self._fill()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Give the stored inspection back: what nobody sees must not change what they see."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._calm.stop()
            if self._inspection is not None and self._differs():
                self.rejudged.emit(self._inspection, False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(8, 6, 8, 6)
        for widget in (self.form, self.note, self.image, self.summary):
            inner.addWidget(widget)
        inner.addWidget(self.list_flipped, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.tune, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 8)
        buttons.addWidget(self.back)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_settings_changed)
        self._rejudger.judged.connect(self._on_judged)
        self._rejudger.failed.connect(self._on_failed)
        self._calm.timeout.connect(self._judge_session)
        self.list_flipped.clicked.connect(self._on_list_flipped_clicked)
        self.back.clicked.connect(self._on_back_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.tune.clicked.connect(self.tuning_wanted)

    # -- judging -------------------------------------------------------------------------------------------

    def _differs(self) -> bool:
        """Tell whether other values than the profile's are shown."""
        return self._base is not None and self.form.settings() != self._base

    def _on_settings_changed(self) -> None:
        self._judge_image()
        self._hand_out()
        self._judge_session()
        self._fill()

    def _judge_image(self) -> None:
        """Judge the current image by the values that are shown, unless nobody looks."""
        if self._inspection is None or self._base is None or not self.isVisible():
            self._again = None
        else:
            self._again = rejudge(self._inspection, self.form.settings())

    def _hand_out(self) -> None:
        """Hand out the current image as it is judged by other values; without any, as it is stored."""
        if self._inspection is None:
            return
        if self._again is not None and self._differs():
            self.rejudged.emit(self._again.inspection, True)
        else:
            self.rejudged.emit(self._inspection, False)

    def _judge_session(self) -> None:
        """Have the session judged, unless that is under way already or nobody looks."""
        if self._session is None or self._base is None or not self.isVisible():
            return
        request = RejudgeRequest(self._session, self._edition, self.form.settings())
        if self._request is None or _asks(self._request) != _asks(request):
            self._request = request
            self._rejudger.judge(request)

    def _on_judged(self, request: RejudgeRequest, judgement: SessionJudgement, flips: Flips) -> None:
        if request is self._request:
            self._outcome, self._answered, self._failure = (judgement, flips), request, ""
            self.form.histogram.set_scores(judgement.scores)
            self._fill()

    def _on_failed(self, request: RejudgeRequest, sentence: str) -> None:
        if request is self._request:
            self._outcome, self._failure, self._request = None, sentence, None
            self._fill()

    def _up_to_date(self) -> bool:
        """Tell whether the outcome belongs to the values that are shown."""
        answered = self._answered
        return (
            answered is not None and answered is self._request and answered.settings == self.form.settings()
        )

    # -- what a person does --------------------------------------------------------------------------------

    def _on_list_flipped_clicked(self) -> None:
        if self._outcome is not None:
            self.flipped_chosen.emit(list(self._outcome[1].images))

    def _on_back_clicked(self) -> None:
        if self._base is not None:
            self.form.set_settings(self._base)
            self._on_settings_changed()

    def _on_save_clicked(self) -> None:
        title = self._title or (self._profile.name if self._profile else "")
        if confirms_save(self, title, self._session_words()):
            self.settings_accepted.emit(self.form.settings())

    # -- showing -------------------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("What if"))
        self.back.setText(self.tr("Profile's values"))
        self.back.setToolTip(self.tr("Go back to the values that the profile has"))
        self.save.setText(self.tr("Save to the profile…"))
        self.save.setToolTip(self.tr("Shows once more what would change, then saves"))
        self.tune.setText(self.tr("Search better values…"))
        self.tune.setToolTip(self.tr("Search on the images that operators called OK or NG"))
        self.list_flipped.setToolTip(self.tr("List only the images whose verdict would change"))
        self._fill()

    def _fill(self) -> None:
        self.form.setEnabled(self._base is not None)
        self.back.setEnabled(self._differs())
        self.tune.setEnabled(self._profile is not None and self._session is not None)
        self.save.setEnabled(self._differs() and (self._session is None or self._up_to_date()))
        self._fill_note()
        self._fill_image()
        self.summary.setText("\n".join(self._session_words()))
        flipped = len(self._outcome[1].images) if self._outcome else 0
        self.list_flipped.setText(
            self.tr("List the images that would change ({count})").format(count=flipped)
        )
        self.list_flipped.setVisible(flipped > 0)

    def _fill_note(self) -> None:
        notes = caveats(self._profile, self._inspection, self.form.settings())
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))

    def _fill_image(self) -> None:
        words = []
        if self._inspection is not None and self._again is not None:
            words = [
                image_words(self._inspection, self._again.inspection),
                unmeasured_words(self._again.unmeasured),
            ]
        self.image.setText("\n".join(filter(None, words)))
        self.image.setVisible(bool(words))

    def _session_words(self) -> list[str]:
        if self._session is None:
            return [self.tr("Inspect images to see what other values would change.")]
        if self._failure:
            return [self._failure]
        if self._outcome is None:
            return [self.tr("Judging the session…")]
        judgement, flips = self._outcome
        words = flip_words(flips, len(judgement.scores))
        return [each for each in (*words, unmeasured_words(int(judgement.unmeasured.sum()))) if each]


def _asks(request: RejudgeRequest) -> tuple[object, ...]:
    return request.session, request.edition, request.settings


def _sentences() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
