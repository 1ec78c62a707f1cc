"""Running batches in the window: progress, pause, cancel, and what goes wrong on the way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.errors import ModelError, OutputError
from saa_desktop.ui.batch_bar.batch_bar import BatchPhase
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import write_image
from tests.ui.hands import (
    answer_question,
    click,
    current,
    drop,
    go_to,
    listed,
    open_and_wait,
    press,
    run_and_wait,
    shown,
    sign,
    stored_verdicts,
    type_keys,
)
from tests.ui.stand_in_batch import MODELS, StandIn

RESULTS = [
    "1 good.png: OK  0.00",
    "2 doubtful.png: REVIEW  0.59",
    "3 bad.png: NG  1.00",
    "4 damaged.png: failed",
    "more/5 bad.png: NG  0.94",
]


def run_to_first(qtbot: QtBot, window: MainWindow, stand_in: StandIn) -> None:
    """Run, and hold the batch up behind its first image."""
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: window.images.model.counts[ImageState.OK] == 1)


def test_a_dropped_folder_is_listed_run_and_explained(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, tmp_path: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    assert listed(window) == [line.partition(":")[0] + ": waiting" for line in RESULTS]
    assert "Not inspected yet" in window.inspector.sentence.text()

    run_and_wait(qtbot, window)
    assert listed(window) == RESULTS
    assert stand_in.finishes == [False]
    request = stand_in.requests[0]
    assert request.paths == (folder,)
    assert request.profile == "test_part"
    assert request.recursive
    assert request.output.parent == tmp_path / "results"
    assert request.output.name.endswith(" test_part")
    assert "Finished: 5 of 5 images" in window.bar.text.text()
    assert str(request.output) in window.bar.text.text()
    assert window.bar.counts.isVisible()

    go_to(qtbot, window, "3 bad.png")
    inspector = window.inspector
    assert inspector.badge.word.text() == "NG"
    assert inspector.badge.score.text() == "1.000"
    assert inspector.thresholds.text() == "Score 1.000: REVIEW from 0.5, NG from 0.9"
    assert inspector.product.text() == "Test part, profile version 1"
    assert inspector.models.text() == f"{MODELS.title} on cpu"
    table = inspector.regions.table.model()
    assert [table.index(0, column).data() for column in range(3)] == ["1", "bright spot", "1.000"]

    window.images.select(3)
    assert inspector.badge.word.text() == "failed"
    assert "4 damaged.png" in inspector.sentence.text()
    qtbot.waitUntil(lambda: window.page.currentWidget() is window.page.message)
    assert window.page.message.text() == inspector.sentence.text()


def test_results_can_be_reviewed_while_the_batch_runs(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)
    assert listed(window)[:2] == [RESULTS[0], "2 doubtful.png: waiting"]
    view = shown(qtbot, window)
    assert view.inspection is not None
    sign(qtbot, "Li")
    type_keys(qtbot, window, "2")
    assert current(window) == "2 doubtful.png"
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 1)
    stand_in.gate.set()
    qtbot.waitUntil(lambda: not window.batch.running)
    assert listed(window) == [RESULTS[0] + "  operator: NG", *RESULTS[1:]]
    assert current(window) == "2 doubtful.png"
    assert shown(qtbot, window).inspection is not None


def test_pause_holds_the_batch_and_lets_it_go_on(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)
    press(qtbot, window.bar.pause_button)
    stand_in.gate.set()
    qtbot.waitUntil(lambda: window.batch.phase is BatchPhase.PAUSED)
    assert window.bar.text.text().startswith("Paused")
    done = window.images.model.done
    assert done < 5
    assert window.bar.pause_button.text() == "Resume"
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert listed(window) == RESULTS


def test_a_paused_batch_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    stand_in.gate.set()
    qtbot.waitUntil(lambda: window.batch.phase is BatchPhase.PAUSED)
    click(qtbot, window, window.commands.cancel)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert window.batch.phase is BatchPhase.CANCELLED
    assert stand_in.finishes == [True]


def test_cancel_keeps_what_is_done_and_run_goes_on_there(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)
    for control in (window.commands.open_folder, window.profile_picker, window.model_picker):
        assert not control.isEnabled()
    qtbot.waitUntil(lambda: window.bar.text.text().startswith("1 of 5"))
    drop(window, folder / "more")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert stand_in.finishes == [True]
    assert listed(window)[:2] == [RESULTS[0], "2 doubtful.png: waiting"]
    assert window.bar.text.text().startswith("Cancelled: 1 of 5 images")
    sign(qtbot, "Li")
    type_keys(qtbot, window, "1")
    stand_in.gate.set()
    run_and_wait(qtbot, window)
    assert window.bar.text.text().startswith("Finished: 5 of 5 images")
    assert len({request.output for request in stand_in.requests}) == 1
    assert listed(window) == [RESULTS[0] + "  operator: OK", *RESULTS[1:]]


def test_a_second_run_makes_a_session_of_its_own(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    run_and_wait(qtbot, window)
    assert len({request.output for request in stand_in.requests}) == 2
    assert all(request.session_path.is_file() for request in stand_in.requests)
    assert listed(window) == RESULTS


def test_models_that_cannot_be_loaded_end_the_batch_with_their_sentence(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.load_error = ModelError("The weights are missing: import them.")
    run_and_wait(qtbot, window)
    assert window.notice.isVisible()
    assert window.notice.text.text() == "The weights are missing: import them."
    assert not window.commands.open_results.isEnabled()
    stand_in.load_error = None
    run_and_wait(qtbot, window)
    assert not window.notice.isVisible()
    assert window.images.model.done == 5


@pytest.mark.parametrize(
    "error_and_sentence",
    [
        (OutputError("The disk is full: free some space."), "The disk is full: free some space."),
        (RuntimeError("driver lost"), "The inspection stopped unexpectedly (RuntimeError: driver lost)"),
    ],
)
def test_an_error_in_the_middle_ends_the_batch_with_a_sentence(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    stand_in: StandIn,
    error_and_sentence: tuple[Exception, str],
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.run_error, sentence = error_and_sentence
    run_and_wait(qtbot, window)
    assert window.notice.text.text().startswith(sentence)
    assert listed(window)[0] == RESULTS[0]
    press(qtbot, window.notice.dismiss)
    assert not window.notice.isVisible()
    stand_in.run_error = None
    run_and_wait(qtbot, window)
    assert listed(window) == RESULTS
    assert stand_in.requests[1].resume


def test_closing_while_a_batch_runs_asks_first(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)
    asked = answer_question(qtbot, "Keep running")
    window.close()
    assert len(asked) == 1
    assert "still running" in asked[0].text()
    assert window.isVisible()
    assert window.batch.running
    answer_question(qtbot, "Stop and close")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert stand_in.finishes == [True]


def test_the_batch_goes_on_behind_the_question_and_may_end_meanwhile(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    run_to_first(qtbot, window, stand_in)

    def let_it_end_then_stay() -> None:
        stand_in.gate.set()
        qtbot.waitUntil(lambda: not window.batch.running)
        answer_question(qtbot, "Keep running")

    QTimer.singleShot(20, let_it_end_then_stay)
    window.close()
    assert window.isVisible()
    assert listed(window) == RESULTS


def test_a_file_that_changed_since_is_shown_without_regions(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    write_image(folder / "3 bad.png", 70)
    assert go_to(qtbot, window, "3 bad.png").regions == ()
    qtbot.waitUntil(window.notice.isVisible)
    assert "3 bad.png has changed since it was inspected" in window.notice.text.text()


def test_results_open_in_the_file_manager(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "saa_desktop.ui.main_window.main_window.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    window.commands.open_results.trigger()
    assert [Path(name) for name in opened] == [stand_in.requests[0].output]


def test_a_batch_that_never_began_is_not_among_the_recent_ones(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.load_error = ModelError("The weights are missing: import them.")
    run_and_wait(qtbot, window)
    assert window.settings.now.recent_reviews == ()
