"""The models dialog on a real store of small files, with a real HTTP server on this machine."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QThread, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QInputDialog, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from saa_desktop.model_shop import StoreShop
from saa_desktop.models.http_failures import Patience
from saa_desktop.models.registry import Role
from saa_desktop.models.store import MODELS_VARIABLE, ModelStore
from saa_desktop.ui.models_dialog.models_dialog import ModelsDialog
from saa_desktop.workers.model_shop import ShopWorker
from tests.integration.model_store.conftest import CONTENT, ModelServer, record_of, server

__all__ = ["server"]

VOCABULARY = "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *(f"t{i}" for i in range(30_517))])


class Recorder(QObject):
    """Lives in the window's thread, as the dialog does, and so hears of an ending after it."""

    def __init__(self, worker: ShopWorker) -> None:
        super().__init__()
        self.endings: list[str] = []
        worker.finished.connect(self._on_finished)
        worker.failed.connect(self._on_failed)
        worker.cancelled.connect(self._on_cancelled)

    def _on_finished(self) -> None:
        self.endings.append("finished")

    def _on_failed(self) -> None:
        self.endings.append("failed")

    def _on_cancelled(self) -> None:
        self.endings.append("cancelled")


class Shop:
    """A dialog, and what a person does with it."""

    def __init__(self, qtbot: QtBot, store: ModelStore) -> None:
        self.qtbot = qtbot
        self.store = store
        patience = Patience(connect_seconds=2, read_seconds=1, retry_delays=(0.01,))
        self.worker = ShopWorker(StoreShop(lambda: self.store, patience))
        self.thread = QThread()
        self.worker.moveToThread(self.thread)
        self.thread.start()
        self.dialog = ModelsDialog(self.worker)
        # Connected after the dialog's own slots: an ending counts once the dialog shows it.
        self._recorder = Recorder(self.worker)
        self.endings = self._recorder.endings
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        qtbot.waitUntil(lambda: self.dialog.table.rowCount() == len(store.registry))

    def close(self) -> None:
        self.worker.cancel()
        self.thread.quit()
        self.thread.wait()

    def click(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def do(self, button: QPushButton) -> str:
        """Click, wait for the end of the job, and return the sentence."""
        ended = len(self.endings)
        self.click(button)
        self.wait_for_end(ended)
        return self.dialog.jobs.text.text()

    def wait_for_end(self, ended: int = 0) -> None:
        self.qtbot.waitUntil(lambda: len(self.endings) == ended + 1)

    def states(self) -> list[str]:
        table = self.dialog.table
        return [table.item(row, 4).text() for row in range(table.rowCount())]

    def select(self, *rows: int) -> None:
        self.dialog.table.clearSelection()
        for row in rows:
            item = self.dialog.table.visualItemRect(self.dialog.table.item(row, 0)).center()
            self.qtbot.mouseClick(
                self.dialog.table.viewport(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.ControlModifier,
                item,
            )


@pytest.fixture(autouse=True)
def _no_folder_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)


@pytest.fixture
def store(tmp_path: Path, server: ModelServer) -> ModelStore:
    contents = {
        "grounding_dino_swin_t": (Role.DETECTOR, CONTENT),
        "sam_vit_h": (Role.SEGMENTER, CONTENT[::-1]),
        "sam_vit_b": (Role.SEGMENTER, b"small" * 1000),
        "wide_resnet50_2": (Role.BACKBONE, b"wide" * 1000),
        "bert_vocabulary": (Role.VOCABULARY, VOCABULARY.encode()),
    }
    records = []
    for name, (role, content) in contents.items():
        server.files[f"/{name}"] = content
        record = record_of(content, f"{server.url}/{name}", name=name, role=role)
        records.append(replace(record, file_name="vocab.txt") if role is Role.VOCABULARY else record)
    return ModelStore(tmp_path / "模型", records)


@pytest.fixture
def shop(qtbot: QtBot, store: ModelStore) -> Iterator[Shop]:
    shop = Shop(qtbot, store)
    yield shop
    shop.close()


def test_the_published_choice_is_downloaded_and_verified(shop: Shop) -> None:
    dialog = shop.dialog
    assert shop.states() == ["missing"] * 5
    assert dialog.readiness.toolTip().startswith("saa-plus lacks detector grounding_dino_swin_t (missing)")
    assert not dialog.verify.isEnabled()
    assert not dialog.pack.isEnabled()
    assert dialog.download.text() == "Download (6.4 MB)"

    assert shop.do(dialog.download) == "Downloaded and verified."
    present = "present, verified"
    assert shop.states() == [present, present, "missing", present, present]
    assert dialog.readiness.toolTip() == "saa-plus runs on grounding_dino_swin_t and sam_vit_h."
    assert not dialog.download.isEnabled()

    shop.select(2)
    assert dialog.download.text() == "Download (0.0 MB)"
    shop.do(dialog.download)
    assert shop.states() == [present] * 5
    assert shop.endings == ["finished", "finished"]


def test_a_download_is_cancelled_and_goes_on_later(
    shop: Shop,
    server: ModelServer,
    store: ModelStore,
) -> None:
    server.answers["/grounding_dino_swin_t"] = [server.slowly(1 << 16, 0.01)]
    shop.select(0)
    bar = shop.dialog.jobs.findChild(QProgressBar)
    shop.click(shop.dialog.download)
    shop.qtbot.waitUntil(lambda: bar.maximum() == 1000 and bar.value() > 0)
    assert not shop.dialog.import_file.isEnabled()
    cancel = shop.dialog.jobs.findChild(QPushButton)
    shop.click(cancel)
    shop.wait_for_end()
    assert shop.endings == ["cancelled"]
    assert shop.dialog.jobs.text.text() == "Cancelled. The next download goes on from here."
    assert shop.states()[0].startswith("partly downloaded, ")
    assert shop.dialog.download.text().startswith("Go on with download (")

    part = store.part_path(store.registry[0]).stat().st_size
    assert 0 < part < len(CONTENT)
    shop.do(shop.dialog.download)
    assert shop.endings == ["cancelled", "finished"]
    assert server.ranges()[-1] == f"bytes={part}-"
    assert shop.states()[0] == "present, verified"


def test_one_file_that_cannot_be_had_does_not_stop_the_others(
    shop: Shop,
    server: ModelServer,
) -> None:
    del server.files["/sam_vit_h"]
    sentence = shop.do(shop.dialog.download)
    assert shop.endings == ["failed"]
    assert sentence.startswith("sam_vit_h could not be downloaded from 127.0.0.1")
    assert shop.states().count("present, verified") == 3


def test_a_mirror_is_asked_first(
    shop: Shop,
    server: ModelServer,
) -> None:
    server.files["/mirror/wide_resnet50_2.pth"] = server.files["/wide_resnet50_2"]
    chosen: list[str] = []
    shop.dialog.mirror_chosen.connect(chosen.append)
    shop.qtbot.keyClicks(shop.dialog.mirror, f"{server.url}/mirror ")
    shop.qtbot.keyClick(shop.dialog.mirror, Qt.Key.Key_Return)
    shop.select(3)
    shop.do(shop.dialog.download)
    assert [path for path, _ in server.requests] == ["/mirror/wide_resnet50_2.pth"]
    assert chosen == [f"{server.url}/mirror"]


def test_a_damaged_file_is_found_out(shop: Shop, store: ModelStore) -> None:
    shop.do(shop.dialog.download)
    path = store.look(store.registry[3]).path
    path.write_bytes(b"WIDE" * 1000)
    shop.dialog.refresh()
    shop.qtbot.waitUntil(lambda: shop.states()[3] == "present, not verified")
    assert shop.do(shop.dialog.verify) == "wide_resnet50_2 is damaged: download or import it again."
    assert shop.states()[3] == "damaged"
    assert shop.dialog.download.isEnabled()
    assert shop.endings == ["finished", "failed"]


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let the next dialogs of the system return this path."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(path))


def test_a_pack_is_carried_to_another_machine(
    shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.do(shop.dialog.download)
    stick = tmp_path / "USB 棒" / "models.pack"
    stick.parent.mkdir()
    choose(monkeypatch, stick)
    assert shop.do(shop.dialog.pack) == f"The model pack lies in {stick}."
    assert f"{stick} exists already" in shop.do(shop.dialog.pack)

    other = Shop(qtbot, ModelStore(tmp_path / "other", shop.store.registry))
    try:
        assert other.do(other.dialog.import_file) == "Imported and verified."
        assert other.states().count("present, verified") == 4
        choose(monkeypatch, shop.store.folder)
        assert other.do(other.dialog.import_folder) == "Imported and verified."
    finally:
        other.close()


def test_a_file_of_unknown_content_is_taken_only_as_what_it_can_be(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.txt"
    own.write_text(VOCABULARY.replace("t30516", "own"), encoding="utf-8")
    choose(monkeypatch, own)

    def answer(choice: int, *, accept: bool) -> None:
        def act() -> None:
            question = QApplication.activeModalWidget()
            if not isinstance(question, QInputDialog):
                QTimer.singleShot(50, act)
                return
            assert "own.txt is none of the published files" in question.labelText()
            question.findChild(QComboBox).setCurrentIndex(choice)
            (question.accept if accept else question.reject)()

        QTimer.singleShot(50, act)

    answer(4, accept=False)
    assert "none of the published files" in shop.do(shop.dialog.import_file)
    assert shop.states()[4] == "missing"

    answer(4, accept=True)
    shop.do(shop.dialog.import_file)
    shop.qtbot.waitUntil(lambda: len(shop.endings) == 3)
    assert shop.endings == ["failed", "failed", "finished"]
    assert shop.states()[4] == "present, verified, not the published file"
    digest = hashlib.sha256(shop.store.look(shop.store.registry[4]).path.read_bytes()).hexdigest()
    assert digest == hashlib.sha256(own.read_bytes()).hexdigest()

    answer(2, accept=True)
    shop.do(shop.dialog.import_file)
    shop.qtbot.waitUntil(lambda: len(shop.endings) == 5)
    assert shop.endings[3:] == ["failed", "failed"]
    assert "own" in shop.dialog.jobs.text.text()
    assert shop.states()[2] == "missing"


def test_the_folder_is_shown_opened_and_changed(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shop.dialog
    assert dialog.folder.text() == str(shop.store.folder)
    assert not dialog.open_folder.isEnabled(), "it is made with the first file"
    shop.store.folder.mkdir()
    dialog.refresh()
    shop.qtbot.waitUntil(dialog.open_folder.isEnabled)
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    shop.click(dialog.open_folder)
    assert [Path(url.toLocalFile()) for url in opened] == [shop.store.folder]

    chosen: list[Path] = []
    dialog.folder_chosen.connect(chosen.append)
    choose(monkeypatch, tmp_path / "elsewhere")
    shop.click(dialog.change_folder)
    assert chosen == [tmp_path / "elsewhere"]
    shop.store = ModelStore(chosen[0], shop.store.registry)
    dialog.refresh()
    shop.qtbot.waitUntil(lambda: dialog.folder.text() == str(chosen[0]))
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path))
    dialog.refresh()
    shop.qtbot.waitUntil(lambda: not dialog.change_folder.isEnabled())
    assert MODELS_VARIABLE in dialog.change_folder.toolTip()


def test_a_job_goes_on_while_the_dialog_is_closed(
    shop: Shop,
    server: ModelServer,
) -> None:
    server.answers["/grounding_dino_swin_t"] = [server.slowly(1 << 17, 0.01)]
    shop.click(shop.dialog.download)
    shop.qtbot.keyClick(shop.dialog, Qt.Key.Key_Escape)
    assert not shop.dialog.isVisible()
    shop.wait_for_end()
    shop.dialog.show()
    assert shop.states().count("present, verified") == 4
    QApplication.sendEvent(shop.dialog, QEvent(QEvent.Type.LanguageChange))
    assert shop.dialog.jobs.text.text() == "Downloaded and verified."
