"""Watching folders in the window, while cameras drop captures into them; the models are the built-in ones."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.watch.watch_dialog import WatchDialog
from saa_desktop.ui.watch.watch_strip import WatchPhase
from tests.ui.conftest import OpenWindow, write_image
from tests.ui.hands import (
    answer,
    answer_question,
    click,
    current,
    names,
    press,
    shown,
    sign,
    stored_verdicts,
    type_keys,
)
from tests.ui.stand_in_batch import StandIn

LONGEST_MS = 10_000


class Camera(threading.Thread):
    """Drops captures into a folder: some grow for a while, some are renamed into place."""

    def __init__(self, folder: Path, number: int) -> None:
        super().__init__()
        self._folder, self._number = folder, number

    def run(self) -> None:
        for number in range(self._number):
            hidden = self._folder / f".{number}.png"
            write_image(hidden, 100 + 10 * number)
            content = hidden.read_bytes()
            hidden.unlink()
            path = self._folder / f"{number}.png"
            if number % 2:
                hidden.with_suffix(".part").write_bytes(content)
                hidden.with_suffix(".part").rename(path)
            else:
                with path.open("wb") as file:
                    file.write(content[:40])
                    file.flush()
                    time.sleep(0.1)
                    file.write(content[40:])


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A folder with those of two cameras; something lies in one of them already."""
    for line in ("line 1", "线 2"):
        (tmp_path / "cameras" / line).mkdir(parents=True)
    write_image(tmp_path / "cameras" / "line 1" / "before.png", 90)
    return tmp_path / "cameras"


@pytest.fixture
def open_window(open_window: OpenWindow, qtbot: QtBot, stand_in: StandIn) -> Iterator[OpenWindow]:
    """Open windows whose watches are ended with the test: closing them would ask."""
    windows: list[MainWindow] = []

    def open_one() -> MainWindow:
        windows.append(open_window())
        return windows[-1]

    yield open_one
    stand_in.gate.set()
    for window in windows:
        window.watch.close()
        qtbot.waitUntil(lambda window=window: not window.watch.running, timeout=LONGEST_MS)


def fill(dialog: WatchDialog, *folders: Path, output: Path | None = None, existing: bool = False) -> None:
    """Fill in the dialog as a person does, and start."""
    while len(dialog.rows) < len(folders):
        dialog.add.click()
    for row, folder in zip(dialog.rows, folders, strict=True):
        row.folder.setText(str(folder))
    if output:
        dialog.output.setText(str(output))
    dialog.existing.setChecked(existing)
    dialog.stable.setValue(0.2)
    dialog.start.click()


def watch(qtbot: QtBot, window: MainWindow, *folders: Path, existing: bool = False) -> None:
    """Start watching from the tool bar or the empty window, and wait until that has begun."""
    answer(qtbot, WatchDialog, lambda dialog: fill(dialog, *folders, existing=existing))
    click(qtbot, window, window.commands.watch)
    qtbot.waitUntil(lambda: window.watch.phase is WatchPhase.WATCHING, timeout=LONGEST_MS)


def stop(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window.watch.strip.stop)
    qtbot.waitUntil(lambda: not window.watch.running, timeout=LONGEST_MS)


def until(qtbot: QtBot, window: MainWindow, number: int) -> None:
    """Wait until so many images are in the list."""
    qtbot.waitUntil(lambda: len(names(window)) == number, timeout=LONGEST_MS)


def test_captures_of_two_cameras_appear_and_are_reviewed_meanwhile(
    qtbot: QtBot, window: MainWindow, lines: Path, tmp_path: Path
) -> None:
    dialogs = answer(
        qtbot, WatchDialog, lambda dialog: check_and_fill(dialog, lines / "line 1", lines / "线 2")
    )
    click(qtbot, window, window.commands.watch)
    assert dialogs
    qtbot.waitUntil(lambda: window.watch.phase is WatchPhase.WATCHING, timeout=LONGEST_MS)
    assert window.page.currentWidget() is window.page.message
    assert window.page.message.text() == "Waiting for the first capture…"
    assert not window.commands.open_folder.isEnabled()
    cameras = [Camera(lines / "line 1", 4), Camera(lines / "线 2", 3)]
    for camera in cameras:
        camera.start()
    until(qtbot, window, 7)
    for camera in cameras:
        camera.join()
    assert sorted(names(window)) == sorted(
        [f"line 1/{number}.png" for number in range(4)] + [f"线 2/{number}.png" for number in range(3)]
    )
    qtbot.waitUntil(lambda: "inspected 7" in window.watch.strip.details.text())
    assert window.watch.strip.headline.text() == "Folders watched: 2"
    assert window.commands.export.isEnabled()
    qtbot.waitUntil(lambda: window.review_panel.progress.text() == "0 of 7 reviewed, 0 NG")
    qtbot.waitUntil(lambda: window.watch.following._newest == current(window))

    window.images.select(0)
    assert not window.watch.strip.follow.isChecked()
    assert shown(qtbot, window).inspection is not None
    first = current(window)
    sign(qtbot, "Li Wei")
    type_keys(qtbot, window, "2")
    write_image(lines / "线 2" / "later.png", 200)
    until(qtbot, window, 8)
    qtbot.waitUntil(lambda: stored_verdicts(window) == {first: OperatorVerdict.NG})
    assert current(window) == names(window)[1]

    window.watch.strip.follow.click()
    qtbot.waitUntil(lambda: current(window) == "线 2/later.png")
    stop(qtbot, window)
    output = tmp_path / "results" / "Watch line 1"
    assert (output / "results.csv").is_file()
    assert not load_settings(settings_path()).settings.watch_runs
    assert window.commands.open_folder.isEnabled()


def check_and_fill(dialog: WatchDialog, *folders: Path) -> None:
    """Look at what the dialog says of what is missing, then fill it in."""
    assert dialog.problem.text() == "Name a folder to watch."
    assert not dialog.start.isEnabled()
    dialog.rows[0].folder.setText(str(folders[0]))
    dialog.add.click()
    dialog.rows[1].folder.setText(str(folders[0] / "day 1"))
    assert "name only one of them" in dialog.problem.text()
    dialog.rows[1].remove.click()
    assert dialog.start.isEnabled()
    fill(dialog, *folders)


def test_pause_keeps_captures_in_the_queue_and_previews_go_on(
    qtbot: QtBot, window: MainWindow, lines: Path
) -> None:
    watch(qtbot, window, lines / "线 2")
    window.commands.pause.trigger()
    assert window.watch.strip.headline.text().startswith("Paused")
    write_image(lines / "线 2" / "a.png", 200)
    qtbot.waitUntil(lambda: "queue 1" in window.watch.strip.details.text(), timeout=LONGEST_MS)
    assert names(window) == []
    press(qtbot, window.watch.strip.pause)
    until(qtbot, window, 1)
    assert shown(qtbot, window).inspection is not None
    window.commands.edit_profile.trigger()
    editor = window.dialogs.editor
    assert editor is not None
    qtbot.waitUntil(lambda: "…" not in editor.preview.status.text(), timeout=LONGEST_MS)
    editor.close()
    stop(qtbot, window)


def test_what_is_quarantined_is_listed_with_its_reason_and_tried_again(
    qtbot: QtBot, window: MainWindow, lines: Path
) -> None:
    damaged = lines / "线 2" / "cut.png"
    write_image(damaged, 200)
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:60])
    watch(qtbot, window, lines / "线 2", existing=True)
    until(qtbot, window, 1)
    qtbot.waitUntil(window.watch.strip.quarantine.isVisible, timeout=LONGEST_MS)
    assert window.watch.strip.quarantine.text() == "Not inspected: 1"
    press(qtbot, window.watch.strip.quarantine)
    dialog = window.watch._quarantine
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 1)
    row = dialog.table.topLevelItem(0)
    assert row is not None
    assert [row.text(0), row.text(2)] == ["cut.png", "not readable"]
    assert "It was tried" in row.text(3)
    # Mended in place, with the times that it had: nothing but a person's word has it looked at again.
    dialog.try_all.click()
    qtbot.waitUntil(lambda: dialog.status.text() == "Back in the queue of the watch: 1.")
    damaged.write_bytes(whole)
    qtbot.waitUntil(lambda: not window.watch.strip.quarantine.isVisible(), timeout=LONGEST_MS)
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 0)
    dialog.close()
    stop(qtbot, window)


def test_a_lost_folder_is_named_with_the_time_until_it_is_back(
    qtbot: QtBot, window: MainWindow, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saa_desktop.sources.watch._LISTING_EVERY_S", 0.2)
    watch(qtbot, window, lines / "线 2", lines / "line 1")
    (lines / "线 2").rename(lines / "away")
    strip = window.watch.strip
    qtbot.waitUntil(strip.lost.isVisible, timeout=LONGEST_MS)
    assert strip.lost.text().startswith(f"{lines / '线 2'} has been out of reach since 20")
    assert not window.notice.isVisible()
    write_image(lines / "line 1" / "other.png", 100)
    write_image(lines / "away" / "meanwhile.png", 100)
    until(qtbot, window, 1)
    (lines / "away").rename(lines / "线 2")
    qtbot.waitUntil(lambda: not strip.lost.isVisible(), timeout=LONGEST_MS)
    until(qtbot, window, 2)
    stop(qtbot, window)


def test_a_window_that_is_closed_during_an_inspection_goes_on_next_time(
    qtbot: QtBot, window: MainWindow, open_window: OpenWindow, lines: Path, stand_in: StandIn
) -> None:
    watch(qtbot, window, lines / "线 2")
    stand_in.gate.clear()
    write_image(lines / "线 2" / "first.png", 100)
    qtbot.waitUntil(stand_in.looking.is_set, timeout=LONGEST_MS)
    window.watch._patience.setInterval(200)
    questions = answer_question(qtbot, "Stop and close")
    window.close()
    assert [each.text() for each in questions] == [
        "Folders are being watched. Stop that and close the window?"
    ]
    assert window.isVisible()
    assert window.watch.strip.headline.text() == "Stopping: the current image is brought to an end…"
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONGEST_MS)
    session = window.watch.session
    assert session is not None
    with Session.open_read_only(session) as stored:
        assert CaptureQueue(stored).counts() == {CaptureState.WAITING: 1}

    stand_in.gate.set()
    write_image(lines / "线 2" / "meanwhile.png", 110)
    again = open_window()
    assert "was not stopped" in again.notice.text.text()
    press(qtbot, again.notice.accept)
    until(qtbot, again, 2)
    stop(qtbot, again)


HOLD = """
import sys, time
from pathlib import Path
from saa_desktop.sessions.session import Session
with Session.open_or_create(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_session_that_another_program_writes_to_can_only_be_looked_at(
    qtbot: QtBot, inspected: MainWindow
) -> None:
    window = inspected
    session = window.batch.session
    assert session is not None
    window.open_paths([session.parent])
    qtbot.waitUntil(lambda: window.opened.complete)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(session)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        window.open_session(session.parent)
        qtbot.waitUntil(window.notice.isVisible, timeout=LONGEST_MS)
        assert "Another SAA Desktop is writing to this session" in window.notice.text.text()
        assert not window.review_panel.isEnabled()
        assert not window.commands.edit_masks.isEnabled()
        window.notice.hide()
        shown(qtbot, window)
        type_keys(qtbot, window, "2")
        assert window.notice.isVisible()
        assert stored_verdicts(window) == {}
        press(qtbot, window.notice.accept)
        qtbot.waitUntil(window.notice.isVisible, timeout=LONGEST_MS)
        other.communicate("\n", timeout=LONGEST_MS / 1000)
    press(qtbot, window.notice.accept)
    qtbot.waitUntil(lambda: window.opened.complete and not window.lock.locked, timeout=LONGEST_MS)
    assert not window.notice.isVisible()
    shown(qtbot, window)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "2")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 1)


def test_a_damaged_session_is_set_aside_and_the_window_says_where(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "damaged" / "session.sqlite"
    with Session.open_or_create(path) as session:
        session.begin_run((), {}, datetime.now().astimezone())
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)
    window.open_session(path.parent)
    qtbot.waitUntil(lambda: "was set aside as" in window.page.message.text(), timeout=LONGEST_MS)
    assert [each.read_bytes() for each in path.parent.glob("session.damaged-*.sqlite")] == [content]


def test_a_mistyped_folder_is_said_and_leaves_no_session(
    qtbot: QtBot, window: MainWindow, lines: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    answer(qtbot, WatchDialog, lambda dialog: fill(dialog, lines / "lime 1", output=output))
    click(qtbot, window, window.commands.watch)
    qtbot.waitUntil(lambda: not window.watch.running, timeout=LONGEST_MS)
    assert "is no folder: check the spelling" in window.notice.text.text()
    assert not output.exists()
    assert window.page.currentWidget() is window.page.empty
    # What was typed is there again, to be mended.
    dialogs = answer(qtbot, WatchDialog, WatchDialog.reject)
    click(qtbot, window, window.commands.watch)
    assert dialogs[0].rows[0].folder.text().endswith("lime 1")
