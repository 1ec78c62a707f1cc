"""Exporting a review from the window, with the real reports behind it."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from saa_desktop.review.queue import QueueFilter, QueueOrder
from saa_desktop.ui.export_dialog.export_dialog import ExportDialog
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.hands import CONTROL, go_to, key, names, press, settled, stored, type_keys
from tests.ui.stand_in_batch import StandIn


def export(qtbot: QtBot, window: MainWindow, folder: Path) -> ExportDialog:
    """Open the dialog by its key, type the folder and wait for the end."""
    key(qtbot, window, (Qt.Key.Key_E, CONTROL))
    dialog = window.dialogs.exporting
    assert dialog is not None
    dialog.form.folder.selectAll()
    qtbot.keyClicks(dialog.form.folder, str(folder))
    press(qtbot, dialog.export)
    qtbot.waitUntil(lambda: dialog.status.text().startswith("Exported to"))
    return dialog


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["image"]: row for row in csv.DictReader(file)}


def test_a_review_is_exported_as_it_stands(
    qtbot: QtBot, signed: MainWindow, tmp_path: Path, open_window: OpenWindow
) -> None:
    type_keys(qtbot, signed, "12")
    go_to(qtbot, signed, "3 bad.png")
    key(qtbot, signed, (Qt.Key.Key_N, CONTROL))
    qtbot.keyClicks(signed.review_panel.note, "dent at the rim")
    dialog = export(qtbot, signed, tmp_path / "out")
    assert "Images: 5" in dialog.status.text()
    found = rows(tmp_path / "out")
    assert sorted(found) == sorted(names(signed))
    assert any("dent at the rim" in value for value in found["3 bad.png"].values()), "a note in writing too"
    assert "NG" in found["2 doubtful.png"].values()
    assert "Li Wei" in found["2 doubtful.png"].values()
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert list((tmp_path / "out").rglob("*.png")), "report pictures and masks"
    signed.close()
    again = open_window()
    assert again.settings.now.export_folder == str(tmp_path / "out")


def test_only_what_the_list_shows_is_exported(qtbot: QtBot, signed: MainWindow, tmp_path: Path) -> None:
    signed.images.show_queue(QueueFilter(text="bad"), QueueOrder.BATCH)
    qtbot.waitUntil(lambda: "1 good.png" not in names(signed))
    key(qtbot, signed, (Qt.Key.Key_E, CONTROL))
    dialog = signed.dialogs.exporting
    assert dialog is not None
    dialog.form.listed.click()
    shown = set(names(signed))
    export(qtbot, signed, tmp_path / "out")
    assert set(rows(tmp_path / "out")) == shown


def test_the_folder_is_opened(
    qtbot: QtBot, signed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "saa_desktop.ui.export_dialog.export_dialog.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    dialog = export(qtbot, signed, tmp_path / "out")
    press(qtbot, dialog.open_folder)
    assert [Path(name) for name in opened] == [tmp_path / "out"]


def test_an_export_does_not_change_the_session(
    qtbot: QtBot, signed: MainWindow, tmp_path: Path, stand_in: StandIn
) -> None:
    type_keys(qtbot, signed, "1")
    settled(qtbot, signed, lambda: len(stored(signed)) == 1)
    before = stored(signed)
    export(qtbot, signed, tmp_path / "out")
    assert stored(signed) == before
    type_keys(qtbot, signed, "2")
    settled(qtbot, signed, lambda: len(stored(signed)) == 2)
