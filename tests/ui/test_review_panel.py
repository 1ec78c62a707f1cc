"""The review panel as a person uses it, and the question who reviews."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.reviews import Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.ui.review_panel.operator_dialog import LONGEST_NAME, OperatorDialog, ask
from saa_desktop.ui.review_panel.review_panel import ReviewPanel

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def entry(name: str = "a.png", **review: object) -> ImageEntry:
    return ImageEntry(
        ImageReference(Path("/in") / name, name),
        name,
        "1" * 64,
        AiVerdict.NG,
        0.9,
        review=Review(**review),  # type: ignore[arg-type]
    )


def decision(minutes: int, operator: str = "Li Wei", **review: object) -> Decision:
    return Decision("a.png", "1" * 64, Review(**review), operator, NOON + timedelta(minutes=minutes))  # type: ignore[arg-type]


class Told:
    """All that the panel has told, in order."""

    def __init__(self, panel: ReviewPanel) -> None:
        self.words: list[tuple[object, ...]] = []
        panel.verdict_given.connect(lambda verdict: self.words.append(("verdict", verdict)))
        panel.defect_class_given.connect(lambda text, name: self.words.append(("class", text, name)))
        panel.note_given.connect(lambda text, name: self.words.append(("note", text, name)))
        panel.flagged.connect(lambda on: self.words.append(("flag", on)))


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> Iterator[ReviewPanel]:
    qapp.setStyle("Fusion")
    panel = ReviewPanel()
    panel.resize(330, 500)
    panel.show()
    panel.activateWindow()
    qtbot.waitExposed(panel)
    yield panel
    # Else the garbage collector would delete it later, in whatever thread it happens to run.
    panel.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def told(panel: ReviewPanel) -> Told:
    return Told(panel)


def test_verdicts_are_given_with_the_buttons_and_taken_back(
    qtbot: QtBot, panel: ReviewPanel, told: Told
) -> None:
    panel.show_entry(entry())
    assert panel.decided.text() == "No verdict yet."
    assert not panel.take_back.isEnabled()
    for verdict in OperatorVerdict:
        qtbot.mouseClick(panel.verdicts[verdict], LEFT)
        assert not panel.verdicts[verdict].isChecked(), "it shows what is stored, not what was asked for"
        panel.show_entry(entry(verdict=verdict))
        assert [each for each, button in panel.verdicts.items() if button.isChecked()] == [verdict]
    qtbot.mouseClick(panel.take_back, LEFT)
    assert told.words == [*(("verdict", verdict) for verdict in OperatorVerdict), ("verdict", None)]


def test_buttons_show_their_keys(panel: ReviewPanel) -> None:
    panel.set_key_texts({OperatorVerdict.OK: "1", OperatorVerdict.NG: "F2"})
    assert [button.text() for button in panel.verdicts.values()] == ["OK\n1", "NG\nF2", "recheck"]


def test_a_note_is_told_on_leaving_and_with_control_enter(
    qtbot: QtBot, panel: ReviewPanel, told: Told
) -> None:
    panel.show_entry(entry())
    panel.note.setFocus()
    qtbot.keyClicks(panel.note, "two lines")
    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.note, "long ")
    assert told.words == []
    qtbot.keyClick(panel.note, Qt.Key.Key_Return, CONTROL)
    assert told.words == [("note", "two lines\nlong", "a.png")]
    panel.show_entry(entry(note="two lines\nlong"))
    qtbot.keyClick(panel.note, Qt.Key.Key_Tab)
    assert len(told.words) == 1, "nothing new was written"


def test_a_note_comes_before_the_verdict_that_follows_it(
    qtbot: QtBot, panel: ReviewPanel, told: Told
) -> None:
    panel.show_entry(entry())
    panel.note_given.connect(lambda text: panel.show_entry(entry(note=text)))
    panel.note.setFocus()
    qtbot.keyClicks(panel.note, "dent")
    qtbot.mouseClick(panel.verdicts[OperatorVerdict.NG], LEFT)
    assert told.words == [("note", "dent", "a.png"), ("verdict", OperatorVerdict.NG)]


def test_a_note_stays_with_its_image_when_another_one_comes(
    qtbot: QtBot, panel: ReviewPanel, told: Told
) -> None:
    panel.show_entry(entry())
    panel.note.setFocus()
    qtbot.keyClicks(panel.note, "dent")
    panel.defect_class.line.setFocus()
    qtbot.keyClicks(panel.defect_class.line, "scr")
    panel.show_entry(entry("b.png", note="fine"))
    assert ("note", "dent", "a.png") in told.words
    assert ("class", "scr", "a.png") in told.words
    assert {word[-1] for word in told.words} == {"a.png"}
    assert (panel.note.toPlainText(), panel.defect_class.text()) == ("fine", "")


def test_what_is_being_written_survives_news_of_the_same_image(
    qtbot: QtBot, panel: ReviewPanel, told: Told
) -> None:
    panel.show_entry(entry())
    panel.note.setFocus()
    qtbot.keyClicks(panel.note, "half a")
    panel.show_entry(entry(flagged=True))
    assert panel.note.toPlainText() == "half a"
    assert panel.flag.isChecked()
    assert told.words == []


def test_undone_words_leave_the_fields(qtbot: QtBot, panel: ReviewPanel, told: Told) -> None:
    panel.show_entry(entry())
    qtbot.keyClicks(panel.note, " dent ")
    panel.commit()
    panel.show_entry(entry(note="dent"))
    panel.show_entry(entry())
    assert panel.note.toPlainText() == ""
    assert told.words == [("note", "dent", "a.png")]


def test_a_defect_class_is_typed_or_chosen(qtbot: QtBot, panel: ReviewPanel, told: Told) -> None:
    panel.show_entry(entry())
    panel.set_defect_classes(["scratch", "dent"])
    assert told.words == []
    panel.defect_class.line.setFocus()
    qtbot.keyClicks(panel.defect_class.line, "worm  hole")
    qtbot.keyClick(panel.defect_class.line, Qt.Key.Key_Return)
    assert ("class", "worm hole", "a.png") in told.words
    panel.show_entry(entry(defect_class="worm hole"))
    told.words.clear()
    qtbot.keyClick(panel.defect_class, Qt.Key.Key_Down)
    assert set(told.words) <= {("class", "scratch", "a.png"), ("class", "dent", "a.png")}
    assert told.words


def test_the_wheel_does_not_change_a_defect_class(qapp: QApplication, panel: ReviewPanel, told: Told) -> None:
    panel.set_defect_classes(["scratch", "dent"])
    panel.show_entry(entry(defect_class="scratch"))
    field = panel.defect_class
    middle = QPointF(field.rect().center())
    wheel = QWheelEvent(
        *(middle, field.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton),
        *(Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    qapp.sendEvent(field, wheel)
    assert field.text() == "scratch"
    assert told.words == []


def test_the_flag_is_set_and_taken_off(qtbot: QtBot, panel: ReviewPanel, told: Told) -> None:
    panel.show_entry(entry())
    qtbot.mouseClick(panel.flag, LEFT)
    panel.show_entry(entry(flagged=True))
    qtbot.keyClick(panel.flag, Qt.Key.Key_Space)
    assert told.words == [("flag", True), ("flag", False)]


def test_history_says_who_said_what_and_who_gave_the_verdict(panel: ReviewPanel) -> None:
    region = RegionReview(0, RegionVerdict.REJECTED)
    ng = {"verdict": OperatorVerdict.NG, "defect_class": "scratch"}
    decisions = [
        decision(0, verdict=OperatorVerdict.OK),
        decision(1, "Ana", **ng),
        decision(2, "Tom", **ng, note="at the\nedge", flagged=True, regions=(region,)),
    ]
    panel.show_entry(entry(**ng))
    panel.show_decisions(decisions)
    assert panel.decided.text().startswith("Ana, ")
    lines = panel.history.toPlainText().splitlines()
    assert [line.split(",")[0] for line in lines[::2]] == ["Tom", "Ana", "Li Wei"]
    assert [line.strip() for line in lines[1::2]] == [
        "NG, scratch, flagged, regions judged or edited: 1, “at the edge”",
        "NG, scratch",
        "OK",
    ]
    panel.show_entry(entry("b.png"))
    assert panel.history.toPlainText() == ""
    panel.show_entry(entry())
    panel.show_decisions([*decisions, decision(3)])
    assert panel.history.toPlainText().splitlines()[1].strip() == "no verdict"
    assert panel.decided.text() == "No verdict yet."


def test_progress_and_operator_are_shown(qtbot: QtBot, panel: ReviewPanel) -> None:
    panel.show_progress(132, 500, 12)
    assert panel.progress.text() == "132 of 500 reviewed, 12 NG"
    panel.set_operator("Li Wei")
    assert panel.operator.text() == "Operator: Li Wei"
    with qtbot.waitSignal(panel.operator_change_requested):
        qtbot.mouseClick(panel.operator, LEFT)


def test_without_an_image_nothing_can_be_said(qtbot: QtBot, panel: ReviewPanel, told: Told) -> None:
    panel.show_entry(entry(verdict=OperatorVerdict.NG, note="dent"))
    panel.show_entry(None)
    qtbot.mouseClick(panel.verdicts[OperatorVerdict.OK], LEFT)
    panel.commit()
    assert told.words == []
    assert panel.note.toPlainText() == ""
    assert not panel.take_back.isEnabled()


def test_the_operator_is_chosen_or_typed(qtbot: QtBot) -> None:
    dialog = OperatorDialog(["Li Wei", "Ana"])
    qtbot.addWidget(dialog)
    dialog.show()
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert (dialog.operator(), ok.isEnabled()) == ("Li Wei", True)
    line = dialog.name.lineEdit()
    qtbot.keyClicks(line, "   ")
    assert not ok.isEnabled()
    line.setText(" Zoë   O'Neil ")
    assert dialog.operator() == "Zoë O'Neil"
    line.setText("a\u200b\x07")
    assert not ok.isEnabled()
    line.setText("x" * 500)
    assert len(dialog.operator()) == LONGEST_NAME


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, "Bo"), (Qt.Key.Key_Escape, None)])
def test_asking_returns_the_name_or_nothing(
    qtbot: QtBot, panel: ReviewPanel, key: Qt.Key, answer: str | None
) -> None:
    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OperatorDialog)
        qtbot.keyClicks(dialog.name.lineEdit(), "Bo")
        qtbot.keyClick(dialog.name.lineEdit(), key)

    QTimer.singleShot(0, reply)
    assert ask(panel, []) == answer
