"""Reviewing a batch by keyboard and mouse: every decision is on the disk at once, with its author."""

import sqlite3
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from saa_desktop.domain.reviews import RegionVerdict
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.review.queue import QueueFilter, QueueOrder, ReviewMark
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.review_panel.operator_dialog import OperatorDialog
from tests.ui.conftest import OpenWindow, write_image
from tests.ui.hands import (
    CONTROL,
    SHIFT,
    answer,
    current,
    go_to,
    key,
    listed,
    names,
    open_and_wait,
    press,
    run_and_wait,
    settled,
    sign,
    stored,
    stored_verdicts,
    type_keys,
)

OK, NG, RECHECK = OperatorVerdict.OK, OperatorVerdict.NG, OperatorVerdict.RECHECK
UNDO, REDO = (Qt.Key.Key_Z, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)


def test_verdicts_by_key_go_on_to_the_next_image(qtbot: QtBot, inspected: MainWindow) -> None:
    asked = sign(qtbot, "Li Wei")
    type_keys(qtbot, inspected, "1")
    assert current(inspected) == "2 doubtful.png"
    type_keys(qtbot, inspected, "32")
    assert current(inspected) == "4 damaged.png"
    assert len(asked) == 1, "the operator is asked once"
    settled(qtbot, inspected, lambda: len(stored(inspected)) == 3)
    assert stored_verdicts(inspected) == {"1 good.png": OK, "2 doubtful.png": RECHECK, "3 bad.png": NG}
    assert {decision.operator for decision in stored(inspected).values()} == {"Li Wei"}
    assert all(decision.decided_at.tzinfo for decision in stored(inspected).values())
    assert listed(inspected)[:3] == [
        "1 good.png: OK  0.00  operator: OK",
        "2 doubtful.png: REVIEW  0.59  operator: recheck",
        "3 bad.png: NG  1.00  operator: NG",
    ]
    qtbot.waitUntil(lambda: inspected.review_panel.progress.text() == "3 of 5 reviewed, 1 NG")
    assert load_settings(settings_path()).settings.operators == ("Li Wei",)


def test_verdicts_by_mouse_do_the_same(qtbot: QtBot, signed: MainWindow) -> None:
    press(qtbot, signed.review_panel.verdicts[NG])
    assert current(signed) == "2 doubtful.png"
    type_keys(qtbot, signed, "a")
    assert current(signed) == "1 good.png"
    qtbot.waitUntil(lambda: "Li Wei" in signed.review_panel.decided.text())
    assert signed.inspector.operator_badge.word.text() == "NG"
    press(qtbot, signed.review_panel.take_back)
    settled(qtbot, signed, lambda: stored_verdicts(signed) == {"1 good.png": None})
    assert current(signed) == "1 good.png"
    assert not signed.inspector.operator_badge.isVisible()


def test_an_image_that_failed_can_be_judged_by_eye(qtbot: QtBot, signed: MainWindow) -> None:
    signed.images.select_name("4 damaged.png")
    type_keys(qtbot, signed, "2")
    settled(qtbot, signed, lambda: stored_verdicts(signed) == {"4 damaged.png": NG})
    assert listed(signed)[3] == "4 damaged.png: failed  operator: NG"


def test_0_takes_a_verdict_back_and_x_flags(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "2a0x")
    settled(qtbot, signed, lambda: "1 good.png" in stored(signed))
    settled(qtbot, signed, lambda: stored(signed)["1 good.png"].review.flagged)
    assert stored(signed)["1 good.png"].review.verdict is None
    assert listed(signed)[0] == "1 good.png: OK  0.00  flagged"
    assert current(signed) == "1 good.png"
    press(qtbot, signed.review_panel.flag)
    settled(qtbot, signed, lambda: not stored(signed)["1 good.png"].review.flagged)


def test_without_a_name_nothing_is_decided(qtbot: QtBot, inspected: MainWindow) -> None:
    asked = answer(qtbot, OperatorDialog, OperatorDialog.reject)
    type_keys(qtbot, inspected, "2")
    assert len(asked) == 1
    assert current(inspected) == "1 good.png"
    assert listed(inspected)[0] == "1 good.png: OK  0.00"
    assert stored(inspected) == {}
    assert not inspected.commands.undo.isEnabled()


def test_another_operator_takes_over(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "1")
    asked = sign(qtbot, "Zhao Min")
    press(qtbot, signed.review_panel.operator)
    assert asked[0].name.itemText(0) == "Li Wei"
    type_keys(qtbot, signed, "1")
    settled(qtbot, signed, lambda: len(stored(signed)) == 2)
    assert [decision.operator for decision in stored(signed).values()] == ["Li Wei", "Zhao Min"]
    assert "Zhao Min" in signed.review_panel.operator.text()


def test_keys_step_and_find_the_next_unreviewed(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "11")
    type_keys(qtbot, signed, "aa")
    assert current(signed) == "1 good.png"
    key(qtbot, signed, (Qt.Key.Key_D, SHIFT))
    assert current(signed) == "3 bad.png"
    type_keys(qtbot, signed, "111")
    key(qtbot, signed, (Qt.Key.Key_D, SHIFT))
    assert "Every inspected image in this list has its verdict" in signed.notice.text.text()
    type_keys(qtbot, signed, "d")
    assert current(signed) == "more/5 bad.png", "the last one stays"


def test_a_note_belongs_to_the_image_that_it_was_written_for(qtbot: QtBot, signed: MainWindow) -> None:
    key(qtbot, signed, (Qt.Key.Key_N, CONTROL))
    note = signed.review_panel.note
    assert note.hasFocus()
    qtbot.keyClicks(note, "Kratzer 1/2, d x")
    assert current(signed) == "1 good.png", "keys are typed into the note"
    index = signed.images.model.index(2)
    place = signed.images.view.visualRect(index).center()
    qtbot.mouseClick(signed.images.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert current(signed) == "3 bad.png"
    assert note.toPlainText() == ""
    settled(qtbot, signed, lambda: "1 good.png" in stored(signed))
    assert {name: decision.review.note for name, decision in stored(signed).items()} == {
        "1 good.png": "Kratzer 1/2, d x"
    }
    go_to(qtbot, signed, "1 good.png")
    assert note.toPlainText() == "Kratzer 1/2, d x"


def test_a_note_that_is_being_written_goes_with_the_verdict(qtbot: QtBot, signed: MainWindow) -> None:
    key(qtbot, signed, (Qt.Key.Key_N, CONTROL))
    qtbot.keyClicks(signed.review_panel.note, "dent")
    press(qtbot, signed.review_panel.verdicts[NG])
    settled(qtbot, signed, lambda: stored_verdicts(signed) == {"1 good.png": NG})
    assert stored(signed)["1 good.png"].review.note == "dent"
    assert current(signed) == "2 doubtful.png"


def test_a_note_that_is_being_written_survives_the_window(
    qtbot: QtBot, signed: MainWindow, open_window: OpenWindow
) -> None:
    key(qtbot, signed, (Qt.Key.Key_N, CONTROL))
    qtbot.keyClicks(signed.review_panel.note, "dent")
    signed.close()
    assert stored(signed)["1 good.png"].review.note == "dent"


def test_a_defect_class_is_typed_once_and_offered_again(qtbot: QtBot, signed: MainWindow) -> None:
    field = signed.review_panel.defect_class
    field.line.setFocus()
    qtbot.keyClicks(field.line, "scratch")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    settled(qtbot, signed, lambda: "1 good.png" in stored(signed))
    assert stored(signed)["1 good.png"].review.defect_class == "scratch"
    signed.images.view.setFocus()
    type_keys(qtbot, signed, "d")
    assert field.text() == ""
    assert "scratch" in [field.itemText(row) for row in range(field.count())]


def test_regions_are_accepted_and_rejected_by_key(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "3 bad.png")
    table = signed.inspector.regions.table
    table.setFocus()
    table.selectRow(0)
    type_keys(qtbot, signed, "n")
    settled(qtbot, signed, lambda: "3 bad.png" in stored(signed))
    assert stored(signed)["3 bad.png"].review.of_region(0).verdict is RegionVerdict.REJECTED
    assert signed.inspector.regions.reject.isChecked()
    assert table.hasFocus()
    type_keys(qtbot, signed, "y")
    settled(
        qtbot,
        signed,
        lambda: stored(signed)["3 bad.png"].review.of_region(0).verdict is RegionVerdict.ACCEPTED,
    )
    # The image's own keys work here too.
    type_keys(qtbot, signed, "2")
    assert current(signed) == "4 damaged.png"


def test_the_keys_of_the_regions_hold_beside_the_mask_tools(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "3 bad.png")
    type_keys(qtbot, signed, "k")
    assert signed.strip.isVisible()
    table = signed.inspector.regions.table
    table.setFocus()
    table.selectRow(0)
    type_keys(qtbot, signed, "n")
    settled(qtbot, signed, lambda: "3 bad.png" in stored(signed))
    assert stored(signed)["3 bad.png"].review.of_region(0).verdict is RegionVerdict.REJECTED


def test_a_click_on_a_region_chooses_it(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "3 bad.png")
    view = signed.page.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(37, 15))
    assert signed.inspector.regions.table.current_number() == 0
    assert "bright spot" in signed.inspector.regions.why.text()
    press(qtbot, signed.inspector.regions.reject)
    settled(qtbot, signed, lambda: "3 bad.png" in stored(signed))
    assert stored(signed)["3 bad.png"].review.of_region(0).verdict is RegionVerdict.REJECTED


def test_undo_and_redo_go_across_images(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "12x")
    assert current(signed) == "3 bad.png"
    key(qtbot, signed, UNDO)
    key(qtbot, signed, UNDO)
    assert current(signed) == "2 doubtful.png"
    key(qtbot, signed, UNDO)
    assert current(signed) == "1 good.png"
    assert not signed.commands.undo.isEnabled()
    settled(qtbot, signed, lambda: stored_verdicts(signed).get("1 good.png", OK) is None)
    assert [line.partition("operator")[1] for line in listed(signed)] == [""] * 5
    for _ in range(3):
        key(qtbot, signed, REDO)
    assert current(signed) == "3 bad.png"
    assert not signed.commands.redo.isEnabled()
    settled(qtbot, signed, lambda: stored(signed)["3 bad.png"].review.flagged)
    assert stored_verdicts(signed) == {"1 good.png": OK, "2 doubtful.png": NG, "3 bad.png": None}


def test_undo_finds_an_image_that_the_filter_hides(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "1")
    signed.images.show_queue(QueueFilter(review=ReviewMark.UNREVIEWED), QueueOrder.BATCH)
    qtbot.waitUntil(lambda: "1 good.png" not in names(signed))
    key(qtbot, signed, UNDO)
    assert current(signed) == "1 good.png"
    settled(qtbot, signed, lambda: stored_verdicts(signed).get("1 good.png", OK) is None)
    assert "1 good.png" in names(signed)


def test_the_history_of_an_image_is_told(qtbot: QtBot, signed: MainWindow) -> None:
    type_keys(qtbot, signed, "1a2a")
    history = signed.review_panel.history
    qtbot.waitUntil(lambda: history.toPlainText().count("Li Wei") == 2)


def test_the_grey_zone_comes_first(qtbot: QtBot, signed: MainWindow, folder: Path) -> None:
    write_image(folder / "6 nearly.png", 228)
    open_and_wait(qtbot, signed, folder)
    run_and_wait(qtbot, signed)
    order = signed.images.filters.order
    order.setFocus()
    qtbot.keyClick(order, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: names(signed)[0] == "6 nearly.png")
    assert names(signed)[1] == "2 doubtful.png"
    assert names(signed)[-1] == "4 damaged.png"
    assert signed.settings.now.list_order == "grey zone"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("NG (2)", ["3 bad.png", "more/5 bad.png"]),
        ("REVIEW (1)", ["2 doubtful.png"]),
        ("failed (1)", ["4 damaged.png"]),
    ],
)
def test_a_filter_shows_some_only(qtbot: QtBot, signed: MainWindow, state: str, expected: list[str]) -> None:
    states = signed.images.filters.states
    qtbot.waitUntil(lambda: states.findText(state) >= 0)
    signed.images.select_name(expected[0])
    states.setCurrentIndex(states.findText(state))
    qtbot.waitUntil(lambda: names(signed) == expected)
    signed.images.filters.clear_button.click()
    qtbot.waitUntil(lambda: len(names(signed)) == 5)


def test_a_name_is_searched_by_key(qtbot: QtBot, signed: MainWindow) -> None:
    key(qtbot, signed, (Qt.Key.Key_F, CONTROL))
    search = signed.images.filters.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "bad")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert [name for name in names(signed) if "bad" in name] == ["3 bad.png", "more/5 bad.png"]
    assert signed.images.view.hasFocus()
    assert stored(signed) == {}


def drop_decisions(window: MainWindow) -> None:
    """Let the session refuse decisions, as a damaged disk would."""
    assert window.batch.session is not None
    connection = sqlite3.connect(window.batch.session)
    connection.execute("DROP TABLE decisions")
    connection.commit()
    connection.close()


def test_what_is_not_on_the_disk_is_taken_back_in_the_list(qtbot: QtBot, signed: MainWindow) -> None:
    drop_decisions(signed)
    type_keys(qtbot, signed, "2")
    qtbot.waitUntil(signed.notice.isVisible)
    assert "cannot be used" in signed.notice.text.text()
    assert listed(signed)[0] == "1 good.png: OK  0.00"
    assert not signed.commands.undo.isEnabled()


def test_several_decisions_that_are_lost_are_all_taken_back(qtbot: QtBot, signed: MainWindow) -> None:
    drop_decisions(signed)
    for command in (signed.commands.flag, signed.commands.ng):
        command.trigger()  # both before the first has failed
    assert listed(signed)[0] == "1 good.png: OK  0.00  operator: NG  flagged"
    qtbot.waitUntil(lambda: not signed.review._pending)
    assert listed(signed)[0] == "1 good.png: OK  0.00"


def test_decisions_that_wait_for_a_slow_disk_survive_the_window(qtbot: QtBot, signed: MainWindow) -> None:
    assert signed.batch.session is not None
    other = sqlite3.connect(signed.batch.session, check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    type_keys(qtbot, signed, "1231")
    release = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
    release.start()
    signed.close()
    release.join()
    other.close()
    assert stored_verdicts(signed) == {
        "1 good.png": OK,
        "2 doubtful.png": NG,
        "3 bad.png": RECHECK,
        "4 damaged.png": OK,
    }


def test_a_hundred_verdicts_in_a_row(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(100):
        write_image(many / f"{number:03}.png", 60 + number)
    open_and_wait(qtbot, window, many)
    run_and_wait(qtbot, window)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "123" * 33 + "1")
    expected = dict(zip(sorted(names(window)), (OK, NG, RECHECK) * 34, strict=False))
    settled(qtbot, window, lambda: len(stored(window)) == 100)
    assert stored_verdicts(window) == expected
    qtbot.waitUntil(lambda: window.review_panel.progress.text() == "100 of 100 reviewed, 33 NG")
    for _ in range(100):
        key(qtbot, window, UNDO)
    settled(qtbot, window, lambda: set(stored_verdicts(window).values()) == {None})
    assert current(window) == "000.png"


def test_going_on_and_back_at_once_shows_the_regions_again(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "2 doubtful.png")
    type_keys(qtbot, signed, "da")
    assert current(signed) == "2 doubtful.png"
    table = signed.inspector.regions.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    assert table.model().index(0, 2).data() == "0.588"
