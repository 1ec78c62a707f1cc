"""The whole way with the built-in models on real images; runs late, as torch slows what follows."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.app import real_jobs
from saa_desktop.settings import load_settings, save_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.threads import WorkerThreads
from tests.ui.conftest import places
from tests.ui.hands import click, listed, press, shown, sign, stored_verdicts, type_keys


def test_samples_are_inspected_reviewed_and_found_again(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = settings_path()
    save_settings(load_settings(path).settings.model_copy(update={"models": "lite", "device": "cpu"}), path)

    def open_one() -> MainWindow:
        workers = WorkerThreads(real_jobs(), tmp_path / "thumbnails")
        window = MainWindow(qapp, workers, load_settings(path), places(tmp_path))
        window.show()
        return window

    window = open_one()
    press(qtbot, window.page.empty.samples)
    qtbot.waitUntil(lambda: window.opened.complete and window.page.shows_image)
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: not window.batch.running, timeout=55_000)
    assert window.notice.text.text() == ""
    verdicts = [line.rpartition(": ")[2].split()[0] for line in listed(window)]
    assert len(verdicts) == 4
    assert set(verdicts) <= {"OK", "REVIEW", "NG"}
    assert {"OK", "NG"} & set(verdicts)
    shown(qtbot, window)
    assert "lite" in window.inspector.models.text().lower()
    output = window.batch.output
    assert output is not None
    assert (output / "results.csv").is_file()
    sign(qtbot, "Li")
    type_keys(qtbot, window, "1213")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 4)
    before = listed(window)
    window.close()

    again = open_one()
    again.open_session(output)
    qtbot.waitUntil(lambda: again.opened.complete and again.page.shows_image)
    assert listed(again) == before
    assert [line.rpartition("operator: ")[2] for line in before] == ["OK", "NG", "OK", "recheck"]
    again.close()
    for each in (window, again):
        each.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
