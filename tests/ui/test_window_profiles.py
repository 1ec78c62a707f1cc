"""Product profiles in the window: what if, and the editor with its preview."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from saa_desktop.profiles.store import find_profile, load_profile
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.profile_editor.profile_editor import ProfileEditor
from tests.ui.conftest import OpenWindow
from tests.ui.hands import (
    CONTROL,
    answer_question,
    go_to,
    key,
    listed,
    names,
    press,
    run_and_wait,
    settled,
    show_panel,
    shown,
    stored,
    type_keys,
)
from tests.ui.stand_in_batch import StandIn


@pytest.fixture
def trying(qtbot: QtBot, signed: MainWindow) -> MainWindow:
    """A window that shows the REVIEW image and the what-if panel."""
    go_to(qtbot, signed, "2 doubtful.png")
    show_panel(qtbot, signed, "What if")
    qtbot.waitUntil(signed.what_if.isVisible)
    qtbot.waitUntil(lambda: "None of 4 verdicts would change" in signed.what_if.summary.text())
    return signed


def choose(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type another NG threshold in the what-if panel."""
    box = window.what_if.form.ng_at
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def save(qtbot: QtBot, window: MainWindow, threshold: str) -> None:
    choose(qtbot, window, threshold)
    qtbot.waitUntil(window.what_if.save.isEnabled)
    asked = answer_question(qtbot, "Save")
    press(qtbot, window.what_if.save)
    assert "Test part" in asked[0].text()


def test_other_thresholds_change_what_is_shown_and_nothing_else(qtbot: QtBot, trying: MainWindow) -> None:
    choose(qtbot, trying, "0.55")
    assert trying.inspector.badge.word.text() == "NG"
    assert trying.inspector.what_if_notice.isVisible()
    assert trying.what_if.image.text().startswith("This image: REVIEW 0.588 → NG 0.588")
    qtbot.waitUntil(lambda: "1 of 4 verdicts would change" in trying.what_if.summary.text())
    assert listed(trying)[1] == "2 doubtful.png: REVIEW  0.59"
    press(qtbot, trying.what_if.back)
    assert trying.inspector.badge.word.text() == "REVIEW"
    assert not trying.inspector.what_if_notice.isVisible()
    assert find_profile("test_part").version == 1


def test_the_images_that_would_change_are_listed(qtbot: QtBot, trying: MainWindow) -> None:
    choose(qtbot, trying, "0.95")
    qtbot.waitUntil(trying.what_if.list_flipped.isVisible)
    press(qtbot, trying.what_if.list_flipped)
    qtbot.waitUntil(lambda: names(trying) == ["more/5 bad.png"])


def test_verdicts_given_meanwhile_count_at_once(qtbot: QtBot, trying: MainWindow) -> None:
    trying.images.view.setFocus()
    type_keys(qtbot, trying, "1")
    qtbot.waitUntil(lambda: "Compared with 1 operator verdicts" in trying.what_if.summary.text())
    choose(qtbot, trying, "0.55")
    qtbot.waitUntil(lambda: "False calls: 0 → 1" in trying.what_if.summary.text())


def test_tried_values_stay_while_one_steps_and_go_when_the_panel_is_hidden(
    qtbot: QtBot, trying: MainWindow
) -> None:
    choose(qtbot, trying, "0.95")
    go_to(qtbot, trying, "more/5 bad.png")
    qtbot.waitUntil(lambda: trying.inspector.badge.word.text() == "REVIEW")
    show_panel(qtbot, trying, "Result")
    qtbot.waitUntil(lambda: trying.inspector.badge.word.text() == "NG")


def test_tried_values_become_the_profiles_next_version(
    qtbot: QtBot, trying: MainWindow, tmp_path: Path, stand_in: StandIn
) -> None:
    save(qtbot, trying, "0.55")
    saved = load_profile(tmp_path / "profiles" / "test_part.yaml")
    assert saved.version == 2
    assert (saved.verdict.review_at, saved.verdict.ng_at) == (0.5, 0.55)
    assert "Saved as version 2" in trying.notice.text.text()
    in_use = trying.profile_picker.profile()
    assert in_use is not None
    assert in_use.version == 2
    assert listed(trying)[1] == "2 doubtful.png: REVIEW  0.59"
    run_and_wait(qtbot, trying)
    assert listed(trying)[1] == "2 doubtful.png: NG  0.59"


def test_verdicts_stay_when_a_session_is_judged_by_another_version(
    qtbot: QtBot, signed: MainWindow, open_window: OpenWindow, stand_in: StandIn
) -> None:
    type_keys(qtbot, signed, "12")
    settled(qtbot, signed, lambda: len(stored(signed)) == 2)
    signed.close()
    again = open_window()
    again.open_session(stand_in.requests[0].output)
    qtbot.waitUntil(lambda: again.opened.complete and again.page.shows_image)
    show_panel(qtbot, again, "What if")
    qtbot.waitUntil(again.what_if.isVisible)
    save(qtbot, again, "0.55")
    run_and_wait(qtbot, again)
    assert stand_in.requests[1].resume
    assert listed(again)[:3] == [
        "1 good.png: OK  0.00  operator: OK",
        "2 doubtful.png: NG  0.59  operator: NG",
        "3 bad.png: NG  1.00",
    ]


@pytest.fixture
def editor(qtbot: QtBot, signed: MainWindow) -> ProfileEditor:
    """The editor on the profile in use, with the bad image on the screen."""
    go_to(qtbot, signed, "3 bad.png")
    key(qtbot, signed, (Qt.Key.Key_P, CONTROL))
    editor = signed.dialogs.editor
    assert editor is not None
    qtbot.waitUntil(editor.isVisible)
    return editor


def retype(qtbot: QtBot, editor: ProfileEditor, *path: str, text: str) -> None:
    field = editor.form.fields[path]
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def test_the_editor_previews_the_current_image(
    qtbot: QtBot, signed: MainWindow, editor: ProfileEditor
) -> None:
    qtbot.waitUntil(lambda: editor.preview.verdict.text().startswith("NG"))
    signed.images.select_name("2 doubtful.png")
    qtbot.waitUntil(lambda: editor.preview.verdict.text().startswith("REVIEW"))
    assert stored(signed) == {}


def test_what_the_editor_saves_is_in_use_at_once(
    qtbot: QtBot, signed: MainWindow, editor: ProfileEditor
) -> None:
    retype(qtbot, editor, "verdict", "ng_at", text="0.95")
    qtbot.waitUntil(editor.save.isEnabled)
    press(qtbot, editor.save)
    in_use = signed.profile_picker.profile()
    assert in_use is not None
    assert (in_use.version, in_use.verdict.ng_at) == (2, 0.95)
    editor.close()
    run_and_wait(qtbot, signed)
    assert listed(signed)[-1] == "more/5 bad.png: REVIEW  0.94"


def test_closing_the_window_asks_about_a_changed_profile(
    qtbot: QtBot, signed: MainWindow, editor: ProfileEditor
) -> None:
    retype(qtbot, editor, "verdict", "ng_at", text="0.95")
    qtbot.waitUntil(editor.save.isEnabled)
    asked = answer_question(qtbot, "Keep editing")
    signed.close()
    assert len(asked) == 1
    assert signed.isVisible()
    answer_question(qtbot, "Discard the changes")
    signed.close()
    assert not signed.isVisible()
    assert find_profile("test_part").version == 1


def test_a_profile_of_ones_own_can_be_deleted(
    qtbot: QtBot, signed: MainWindow, editor: ProfileEditor
) -> None:
    answer_question(qtbot, "Delete")
    press(qtbot, editor.delete)
    in_use = signed.profile_picker.profile()
    assert in_use is not None
    assert in_use.name != "test_part"
    editor.close()
    assert shown(qtbot, signed).inspection is not None
