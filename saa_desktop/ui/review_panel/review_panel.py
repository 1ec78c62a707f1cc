"""What a person says of the current image."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.reviews import UNREVIEWED, Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.icons import icon
from saa_desktop.ui.review_panel.decision_words import decided_words, decision_of, review_words
from saa_desktop.ui.review_panel.defect_class_edit import DefectClassEdit
from saa_desktop.ui.review_panel.note_edit import NoteEdit
from saa_desktop.ui.review_panel.verdict_button import VerdictButton


class ReviewPanel(QWidget):
    """Verdict, defect class, note and flag, the decisions so far, and how far the review has come.

    It shows what it is given and tells what a person asks for; storing that, and showing the outcome with
    ``show_entry``, is the window's part. Texts are told when their field is left, at the latest when another
    image comes: they carry the name of the image that they were written for.
    """

    verdict_given = Signal(object)
    """OperatorVerdict, or None to take it back."""

    defect_class_given = Signal(str, str)
    """The defect class, and the name of the image that it was written for."""

    note_given = Signal(str, str)
    """The note, and the name of the image that it was written for."""

    flagged = Signal(bool)
    """Whether the image is to be found again."""

    operator_change_requested = Signal()
    """Somebody else wants to review."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: ImageEntry | None = None
        self._decisions: tuple[Decision, ...] = ()
        self._progress = (0, 0, 0)
        self._operator = ""
        self.progress, self._progress_bar = QLabel(), QProgressBar()
        self.verdicts = {verdict: VerdictButton(verdict) for verdict in OperatorVerdict}
        self.decided, self.take_back = QLabel(), QPushButton()
        self._class_caption, self.defect_class = QLabel(), DefectClassEdit()
        self._note_caption, self.note = QLabel(), NoteEdit()
        self.flag, self.operator = QToolButton(), QToolButton()
        self._history_caption, self.history = QLabel(), QPlainTextEdit()
        self._lay_out()
        self._connect()
        self._retranslate()

    def show_entry(self, entry: ImageEntry | None) -> None:
        """Show what is said of an image; a text that somebody is writing for it stays.

        Args:
            entry: the current image; ``None`` for an empty list.
        """
        same = entry is not None and entry.name == self._name()
        if not same:
            self.commit()
            self._decisions = ()
        class_begun = same and self.defect_class.text() != self._review().defect_class
        note_begun = same and self._note_text() != self._review().note
        self._entry = entry
        review = self._review()
        for verdict, button in self.verdicts.items():
            button.setChecked(review.verdict is verdict)
        self.flag.setChecked(review.flagged)
        if not class_begun:
            self.defect_class.set_text(review.defect_class)
        if not note_begun and self._note_text() != review.note:
            self.note.setPlainText(review.note)
        self._fill()

    def show_decisions(self, decisions: Sequence[Decision]) -> None:
        """Show all decisions on the current image, given oldest first."""
        self._decisions = tuple(decisions)
        self._fill()

    def show_progress(self, reviewed: int, total: int, ng: int) -> None:
        """Show how far the review has come.

        Args:
            reviewed: images with an operator verdict.
            total: images that can have one.
            ng: those that an operator has called NG.
        """
        self._progress = (reviewed, total, ng)
        self._fill_progress()

    def set_operator(self, name: str) -> None:
        """Show who reviews; "" while nobody has said so."""
        self._operator = name
        self._fill_operator()

    def set_defect_classes(self, classes: Sequence[str]) -> None:
        """Offer these defect classes; others can be typed."""
        self.defect_class.set_classes(classes)

    def set_key_texts(self, keys: Mapping[OperatorVerdict, str]) -> None:
        """Show which key gives which verdict; a verdict that is left out has none."""
        for verdict, button in self.verdicts.items():
            button.set_key_text(keys.get(verdict, ""))

    def commit(self) -> None:
        """Tell a defect class or a note that somebody has begun, as when they leave the field."""
        self._commit_class()
        self._commit_note()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        verdicts = QHBoxLayout()
        verdicts.setSpacing(6)
        for button in self.verdicts.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            verdicts.addWidget(button)
        self.decided.setWordWrap(True)
        self.decided.setTextFormat(Qt.TextFormat.PlainText)
        decided = QHBoxLayout()
        decided.addWidget(self.decided, 1)
        decided.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignTop)
        self._class_caption.setBuddy(self.defect_class)
        self._note_caption.setBuddy(self.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(3 * self.note.fontMetrics().lineSpacing() + 14)
        self.flag.setCheckable(True)
        self.flag.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.operator.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.operator.setAutoRaise(True)
        self._progress_bar.setTextVisible(False)
        self._progress_bar.setFixedHeight(6)
        self.history.setReadOnly(True)
        self.history.setTabChangesFocus(True)
        self.history.setMinimumHeight(48)
        # It takes the room that is left, and asks for none.
        self.history.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        fields = QGridLayout()
        fields.addWidget(self._class_caption, 0, 0)
        fields.addWidget(self.defect_class, 0, 1)
        fields.addWidget(self.flag, 0, 2)
        fields.addWidget(self._note_caption, 1, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.note, 1, 1, 1, 2)
        fields.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._history_caption, 1)
        foot.addWidget(self.operator)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self.progress)
        layout.addWidget(self._progress_bar)
        layout.addLayout(verdicts)
        layout.addLayout(decided)
        layout.addLayout(fields)
        layout.addLayout(foot)
        layout.addWidget(self.history, 1)

    def _connect(self) -> None:
        for button in self.verdicts.values():
            button.clicked.connect(self._on_verdict_clicked)
        self.take_back.clicked.connect(self._on_take_back_clicked)
        self.defect_class.committed.connect(self._commit_class)
        self.note.committed.connect(self._commit_note)
        self.flag.clicked.connect(self._on_flag_clicked)
        self.operator.clicked.connect(self.operator_change_requested)

    # -- what a person does --------------------------------------------------------------------------------

    def _on_verdict_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, VerdictButton)  # noqa: S101 - connected to these alone
        button.setChecked(self._review().verdict is button.verdict)  # until the review says so
        self.commit()
        self.verdict_given.emit(button.verdict)

    def _on_take_back_clicked(self) -> None:
        self.commit()
        self.verdict_given.emit(None)

    def _on_flag_clicked(self, on: bool) -> None:
        self.flag.setChecked(self._review().flagged)  # until the review says so
        self.commit()
        self.flagged.emit(on)

    def _commit_class(self) -> None:
        text = self.defect_class.text()
        if self._entry is not None and text != self._review().defect_class:
            self.defect_class_given.emit(text, self._entry.name)

    def _commit_note(self) -> None:
        text = self._note_text()
        if self._entry is not None and text != self._review().note:
            self.note_given.emit(text, self._entry.name)

    # -- showing -------------------------------------------------------------------------------------------

    def _name(self) -> str:
        return self._entry.name if self._entry else ""

    def _review(self) -> Review:
        return self._entry.review if self._entry else UNREVIEWED

    def _note_text(self) -> str:
        return self.note.toPlainText().strip()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Review"))
        for button in self.verdicts.values():
            button.retranslate()
        self.verdicts[OperatorVerdict.OK].setToolTip(self.tr("The part is good"))
        self.verdicts[OperatorVerdict.NG].setToolTip(self.tr("The part has a defect"))
        self.verdicts[OperatorVerdict.RECHECK].setToolTip(self.tr("Somebody should look at the part again"))
        self.take_back.setText(self.tr("Take back"))
        self.take_back.setToolTip(self.tr("Take back the verdict; the history keeps it"))
        self._class_caption.setText(self.tr("Defect class"))
        self.defect_class.setAccessibleName(self.tr("Defect class"))
        self.defect_class.line.setPlaceholderText(self.tr("none"))
        self._note_caption.setText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setToolTip(self.tr("Kept when you leave the field, or with Ctrl+Enter"))
        self.flag.setToolTip(self.tr("Mark the image to find it again"))
        self.operator.setToolTip(self.tr("Let somebody else review"))
        self.history.setAccessibleName(self.tr("Decisions on this image"))
        self._draw_icons()
        self._fill_progress()
        self._fill_operator()
        self._fill()

    def _draw_icons(self) -> None:
        self.flag.setIcon(icon("flag"))
        self.operator.setIcon(icon("operator"))

    def _fill(self) -> None:
        on = self._entry is not None
        for control in (*self.verdicts.values(), self.defect_class, self.note, self.flag):
            control.setEnabled(on)
        self.flag.setText(self.tr("Flagged") if self._review().flagged else self.tr("Flag"))
        verdict = self._review().verdict
        self.take_back.setEnabled(verdict is not None)
        if verdict is None:
            self.decided.setText(self.tr("No verdict yet.") if on else "")
        else:
            decision = decision_of(verdict, self._decisions)
            self.decided.setText(decided_words(decision) if decision else "")
        self._history_caption.setText(self.tr("History: {count}").format(count=len(self._decisions)))
        history = "\n".join(
            f"{decided_words(each)}\n    {review_words(each.review)}" for each in reversed(self._decisions)
        )
        if self.history.toPlainText() != history:
            self.history.setPlainText(history)

    def _fill_progress(self) -> None:
        reviewed, total, ng = self._progress
        self.progress.setText(
            self.tr("{reviewed} of {total} reviewed, {ng} NG").format(reviewed=reviewed, total=total, ng=ng)
        )
        self._progress_bar.setMaximum(max(total, 1))
        self._progress_bar.setValue(reviewed)
        self._progress_bar.setAccessibleName(self.progress.text())

    def _fill_operator(self) -> None:
        self.operator.setText(
            self.tr("Operator: {name}").format(name=self._operator)
            if self._operator
            else self.tr("Operator…")
        )
