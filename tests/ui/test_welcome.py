"""The first start: what a person chooses there holds in the window; a model pack comes in from a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from saa_desktop.model_shop import StoreShop
from saa_desktop.models.registry import Role
from saa_desktop.models.store import MODELS_VARIABLE, ModelStore
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.review_panel.operator_dialog import OperatorDialog
from saa_desktop.ui.welcome.welcome import Welcome
from saa_desktop.workers.model_shop import ShopWorker
from tests.integration.model_store.conftest import CONTENT, record_of
from tests.ui.conftest import OpenWindow, places
from tests.ui.hands import answer, names, press


@pytest.fixture
def welcome(qtbot: QtBot, window: MainWindow) -> Welcome:
    window.commands.welcome.trigger()
    welcome = window.dialogs.welcome
    assert welcome is not None
    qtbot.waitExposed(welcome)
    return welcome


def test_the_language_changes_at_once_and_stays(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, open_window: OpenWindow
) -> None:
    assert welcome.language.currentText() == "English"
    welcome.language.setFocus()
    qtbot.keyClick(welcome.language, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: welcome.windowTitle() == "欢迎")
    assert welcome.language.currentText() == "简体中文"
    press(qtbot, welcome.start)
    window.close()
    assert open_window().settings.now.language == "zh_CN"


def test_the_name_is_offered_when_a_review_begins(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, open_window: OpenWindow
) -> None:
    qtbot.keyClicks(welcome.operator, "  Wang   Wei ")
    qtbot.keyClick(welcome.operator, Qt.Key.Key_Return)
    assert not welcome.isVisible()
    offered: list[str] = []

    def look(dialog: OperatorDialog) -> None:
        offered.append(dialog.operator())
        dialog.reject()

    answer(qtbot, OperatorDialog, look)
    window.commands.operator.trigger()
    assert offered == ["Wang Wei"]
    window.close()
    assert open_window().settings.now.operators == ("Wang Wei",)


def test_the_samples_are_one_click_away(qtbot: QtBot, window: MainWindow, welcome: Welcome) -> None:
    press(qtbot, welcome.samples)
    assert not welcome.isVisible()
    qtbot.waitUntil(lambda: window.opened.complete and window.page.shows_image)
    assert names(window)[0] == "plate_01.png"


@pytest.fixture
def with_shop(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Welcome]:
    """On a store that knows a file of each role, with a person who always chooses weights.pth."""
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "weights.pth"), ""))
    records = [record_of(role.encode() + CONTENT, name=role, role=role) for role in Role]
    store = ModelStore(tmp_path / "models", records)
    thread, worker = QThread(), ShopWorker(StoreShop(lambda: store))
    worker.moveToThread(thread)
    thread.start()
    owner = QObject()
    languages = QActionGroup(owner)
    languages.addAction(QAction("English", languages))
    welcome = Welcome(languages, worker, places(tmp_path))
    qtbot.addWidget(welcome)
    welcome.show()
    yield welcome
    worker.cancel()
    thread.quit()
    thread.wait()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(Role.SEGMENTER.encode() + CONTENT, "Imported and verified."), (b"something else", "none of")],
)
def test_weights_on_a_stick_are_imported(
    qtbot: QtBot, with_shop: Welcome, tmp_path: Path, content: bytes, sentence: str
) -> None:
    welcome = with_shop
    (tmp_path / "weights.pth").write_bytes(content)
    press(qtbot, welcome.import_pack)
    qtbot.waitUntil(lambda: sentence in welcome.jobs.text.text())
    assert welcome.import_pack.isEnabled()
    assert (tmp_path / "models" / "segmenter.pth").exists() == (sentence == "Imported and verified.")
