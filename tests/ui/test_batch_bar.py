"""The bar of a batch, and the worker behind it, on a stand-in batch that a test holds up."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThread
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, ModelIdentity
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.domain.speed import Speed
from saa_desktop.ui.batch_bar.batch_bar import BatchBar, BatchPhase
from saa_desktop.workers.batch_worker import BatchWorker

MODELS = ModelIdentity("none", "none", "1", "cpu")
REQUEST = BatchRequest(
    (Path("parts"),), "generic", Path("out"), models="lite", device="cpu", speed=Speed.FAST
)
OUTPUT = Path("results") / "today"


@dataclass
class SlowBatch:
    """Has eight images that all fail, one for each step a test allows.

    Attributes:
        steps: permits for one image each.
        load_error: raised when models are asked for.
        loads: which models were asked for.
    """

    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    load_error: Exception | None = None
    loads: list[ModelChoice] = field(default_factory=list)
    finishes: list[bool] = field(default_factory=list)
    models: ModelIdentity = MODELS
    references: tuple[ImageReference, ...] = tuple(
        ImageReference(Path(f"{number}.png"), f"{number}.png") for number in range(8)
    )

    def load_models(self, models: ModelChoice, tell: Callable[[str], None]) -> ModelIdentity:
        self.loads.append(models)
        tell("reading weights")
        if self.load_error:
            raise self.load_error
        return MODELS

    @contextmanager
    def open(self, _request: BatchRequest) -> Iterator["SlowBatch"]:
        yield self

    def run(self, cancel: threading.Event, gate: threading.Event) -> Iterator[Failure]:
        for reference in self.references:
            gate.wait()
            if cancel.is_set():
                return
            self.steps.acquire(timeout=10)
            yield Failure(reference, "no image", datetime.now().astimezone())

    def finish(self, *, interrupted: bool) -> None:
        self.finishes.append(interrupted)


class Heard:
    """The names of a worker's signals, in the order in which they came."""

    def __init__(self, worker: BatchWorker) -> None:
        self.names: list[str] = []
        self.sentences: list[str] = []
        for told in (worker.models_loading, worker.models_failed):
            told.connect(self._sentence)
        worker.failed.connect(lambda _, sentence: self._sentence(sentence))
        for name in (
            *("models_loading", "models_loaded", "models_failed", "opened", "rejected", "paused", "resumed"),
            *("finished", "failed", "cancelled"),
        ):
            getattr(worker, name).connect(lambda *_, name=name: self.names.append(name))

    def _sentence(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def count(self, name: str) -> int:
        return self.names.count(name)


@pytest.fixture
def batch() -> SlowBatch:
    return SlowBatch()


@pytest.fixture
def worker(qapp: QApplication, batch: SlowBatch) -> Iterator[BatchWorker]:
    worker = BatchWorker(batch.open, batch.load_models)
    thread = QThread()
    worker.moveToThread(thread)
    thread.start()
    yield worker
    worker.cancel()
    batch.steps.release(8)
    thread.quit()
    thread.wait()


@pytest.fixture
def heard(worker: BatchWorker) -> Heard:
    return Heard(worker)


def test_a_batch_loads_its_models_first(
    qtbot: QtBot, worker: BatchWorker, batch: SlowBatch, heard: Heard
) -> None:
    batch.steps.release(8)
    worker.start(REQUEST)
    qtbot.waitUntil(lambda: heard.count("finished") == 1)
    assert heard.names == ["models_loading", "models_loaded", "opened", *["rejected"] * 8, "finished"]
    assert heard.sentences == ["reading weights"]
    assert batch.loads == [ModelChoice("lite", "cpu", Speed.FAST)]


def test_models_are_loaded_without_a_batch(
    qtbot: QtBot, worker: BatchWorker, batch: SlowBatch, heard: Heard
) -> None:
    worker.load(ModelChoice("saa-plus", "cuda:0"))
    qtbot.waitUntil(lambda: heard.names == ["models_loading", "models_loaded"])
    assert batch.loads == [ModelChoice("saa-plus", "cuda:0")]


@pytest.mark.parametrize(
    "error_and_sentence",
    [
        (ModelError("The weights are missing: import them."), "The weights are missing: import them."),
        (RuntimeError("driver lost"), "The models could not be loaded (RuntimeError: driver lost)"),
    ],
)
def test_models_that_cannot_be_loaded_end_the_batch(
    qtbot: QtBot,
    worker: BatchWorker,
    batch: SlowBatch,
    heard: Heard,
    error_and_sentence: tuple[Exception, str],
) -> None:
    batch.load_error, sentence = error_and_sentence
    worker.start(REQUEST)
    qtbot.waitUntil(lambda: heard.count("failed") == 1)
    assert heard.names == ["models_loading", "models_failed", "failed"]
    assert all(each.startswith(sentence) for each in heard.sentences[1:])
    heard.names.clear()
    worker.load(ModelChoice("lite", "cpu"))
    qtbot.waitUntil(lambda: heard.names == ["models_loading", "models_failed"])


def test_a_paused_batch_stands_still_until_it_is_resumed(
    qtbot: QtBot, worker: BatchWorker, batch: SlowBatch, heard: Heard
) -> None:
    worker.start(REQUEST)
    batch.steps.release(2)
    qtbot.waitUntil(lambda: heard.count("rejected") == 2)
    worker.pause()
    batch.steps.release(6)
    qtbot.waitUntil(lambda: heard.count("paused") == 1)
    done = heard.count("rejected")
    assert done == 3, "the image under way is brought to an end"
    qtbot.wait(50)
    assert heard.count("rejected") == done
    worker.resume()
    qtbot.waitUntil(lambda: heard.count("finished") == 1)
    assert heard.count("resumed") == 1
    assert heard.count("rejected") == 8


def test_a_paused_batch_can_be_cancelled(
    qtbot: QtBot, worker: BatchWorker, batch: SlowBatch, heard: Heard
) -> None:
    worker.start(REQUEST)
    worker.pause()
    qtbot.waitUntil(lambda: heard.count("paused") == 1)
    worker.cancel()
    qtbot.waitUntil(lambda: heard.count("cancelled") == 1)
    assert heard.names[-2:] == ["paused", "cancelled"]
    assert batch.finishes == [True]


def test_a_pause_taken_back_in_time_holds_nothing(
    qtbot: QtBot, worker: BatchWorker, batch: SlowBatch, heard: Heard
) -> None:
    worker.start(REQUEST)
    qtbot.waitUntil(lambda: heard.count("opened") == 1)
    batch.steps.release(1)
    qtbot.waitUntil(lambda: heard.count("rejected") == 1)
    worker.pause()
    worker.resume()
    batch.steps.release(7)
    qtbot.waitUntil(lambda: heard.count("finished") == 1)
    assert heard.count("rejected") == 8


@pytest.fixture
def pressed() -> list[str]:
    """The actions that were triggered."""
    return []


@pytest.fixture
def bar(qtbot: QtBot, pressed: list[str]) -> Iterator[BatchBar]:
    home = QWidget()
    qtbot.addWidget(home)

    def action(name: str) -> QAction:
        made = QAction(name, home)
        made.triggered.connect(lambda: pressed.append(name))
        return made

    bar = BatchBar(action("Cancel"), action("pause"), action("open results"), home)
    bar.resize(1000, 40)
    home.resize(1000, 40)
    home.show()
    qtbot.waitExposed(home)
    yield bar
    home.close()


def counts(waiting: int, ok: int = 0, review: int = 0, ng: int = 0, failed: int = 0) -> Counter[ImageState]:
    states = (ImageState.WAITING, ImageState.OK, ImageState.REVIEW, ImageState.NG, ImageState.FAILED)
    return Counter(dict(zip(states, (waiting, ok, review, ng, failed), strict=True)))


def buttons(bar: BatchBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QToolButton) if button.isVisible()]


def press(qtbot: QtBot, bar: BatchBar, text: str) -> None:
    button = next(each for each in bar.findChildren(QToolButton) if each.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_batch_is_followed_from_loading_to_its_results(
    qtbot: QtBot, bar: BatchBar, pressed: list[str]
) -> None:
    progress = bar.findChild(QProgressBar)
    assert (bar.text.text(), buttons(bar), progress.isVisible()) == ("", [], False)

    bar.begin(OUTPUT)
    assert bar.text.text() == "Loading the models…"
    assert buttons(bar) == ["Cancel"]
    bar.show_loading_step("reading weights")
    assert bar.text.text() == "Loading the models… reading weights"
    bar.hide_loading_step()

    bar.show_progress(counts(8))
    bar.set_phase(BatchPhase.RUNNING)
    assert bar.text.text() == "0 of 8"
    assert not bar.counts.isVisible()
    bar.show_progress(counts(4, ok=1, ng=2, failed=1))
    qtbot.waitUntil(lambda: bar.text.text().startswith("4 of 8   "))
    assert bar.text.text().endswith(" left")
    assert "images/s" in bar.text.text()
    assert bar.counts.isVisible()
    assert bar.counts.text() == "OK 1   REVIEW 0   NG 2   failed 1"
    assert (progress.value(), progress.maximum()) == (4, 8)

    press(qtbot, bar, "Pause")
    bar.set_phase(BatchPhase.PAUSING)
    assert bar.text.text().startswith("Pausing")
    bar.set_phase(BatchPhase.PAUSED)
    assert bar.text.text() == "Paused   4 of 8"
    assert buttons(bar) == ["Resume", "Cancel"]
    press(qtbot, bar, "Resume")
    bar.set_phase(BatchPhase.RUNNING)
    assert bar.text.text().startswith("4 of 8   ")
    press(qtbot, bar, "Cancel")
    bar.set_phase(BatchPhase.CANCELLING)
    assert buttons(bar) == ["Cancel"]

    bar.set_phase(BatchPhase.CANCELLED)
    assert bar.text.text() == f"Cancelled: 4 of 8 images in 0:00. Results: {OUTPUT}"
    assert buttons(bar) == ["Open folder"]
    assert not progress.isVisible()
    press(qtbot, bar, "Open folder")
    assert pressed == ["pause", "pause", "Cancel", "open results"]


def test_many_outcomes_change_what_is_shown_only_now_and_then(qtbot: QtBot, bar: BatchBar) -> None:
    bar.begin(OUTPUT)
    bar.set_phase(BatchPhase.RUNNING)
    shown = []
    for done in range(1, 101):
        bar.show_progress(counts(200 - done, ok=done))
        shown.append(bar.counts.text())
    assert len(set(shown)) < 10
    qtbot.waitUntil(lambda: bar.counts.text().startswith("OK 100 "))
    bar.show_progress(counts(0, ok=200))
    bar.set_phase(BatchPhase.FINISHED)
    assert bar.counts.text().startswith("OK 200 "), "the end is shown at once"


def test_models_are_loaded_before_any_batch(bar: BatchBar) -> None:
    bar.show_loading_step("reading weights")
    assert bar.text.text() == "Loading the models… reading weights"
    bar.hide_loading_step()
    assert bar.text.text() == ""


def test_a_batch_that_failed_at_once_offers_no_folder(bar: BatchBar) -> None:
    bar.begin(OUTPUT)
    bar.set_phase(BatchPhase.FAILED)
    assert bar.text.text() == "Stopped"
    assert buttons(bar) == []
    QApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    assert bar.text.text() == "Stopped"
