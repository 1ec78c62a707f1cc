"""Single jobs for the models, in a thread, on a stand-in workbench."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from saa_desktop.domain.errors import Cancelled, ModelError
from saa_desktop.domain.images import DecodedImage, ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.profiles.store import find_profile
from saa_desktop.workers.workbench import PreviewRequest, SegmentRequest, WorkbenchWorker

PIXELS = np.zeros((4, 6, 3), dtype=np.uint8)
IMAGE = DecodedImage(ImageIdentity("part.png", Path("part.png"), "0" * 64, 6, 4), PIXELS)
WHOLE = Mask.from_array(np.ones((4, 6), dtype=np.bool_))
POINT = Mask.from_crop(np.ones((1, 1), dtype=np.bool_), 2, 3, 4, 6)


class StandIn:
    """Remembers what it is asked; waits at a gate; raises what a test wants."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.error: Exception | None = None
        self.asked: list[object] = []

    def open(self, models):
        self.asked.append(models)
        if self.error:
            raise self.error
        return self

    def inspect(self, image, profile, cancel):
        self.entered.set()
        self.gate.wait(20)
        if cancel.is_set():
            raise Cancelled
        return Inspection(
            image.identity, profile.identity(), ModelIdentity("stand-in", "stand-in", "1", "cpu"),
            profile.thresholds(), Findings(()), 1.0, datetime.now().astimezone(), "0",
        )  # fmt: skip

    def segment(self, image, box):
        self.entered.set()
        self.gate.wait(20)
        self.asked.append(box)
        return WHOLE

    def segment_at(self, image, points, inside):
        self.asked.append((points, inside))
        return POINT


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def worker(qapp, stand_in: StandIn) -> Iterator[WorkbenchWorker]:
    worker = WorkbenchWorker(stand_in.open)
    thread = QThread()
    worker.moveToThread(thread)
    thread.start()
    yield worker
    stand_in.gate.set()
    thread.quit()
    thread.wait()


class Heard(QObject):
    """What the worker answered, in the thread of the test."""

    def __init__(self, worker: WorkbenchWorker):
        super().__init__()
        self.answers: list[tuple[object, object]] = []
        for signal in (worker.previewed, worker.segmented, worker.failed):
            signal.connect(self.on_answered)

    @Slot(object, object)
    @Slot(object, str)
    def on_answered(self, request, answer):
        self.answers.append((request, answer))


@pytest.fixture
def heard(worker: WorkbenchWorker) -> Heard:
    return Heard(worker)


def preview() -> PreviewRequest:
    return PreviewRequest(IMAGE, find_profile("generic"), ModelChoice("lite", "cpu"))


def test_the_newest_preview_wins_even_while_an_older_one_runs(
    qtbot: QtBot, worker: WorkbenchWorker, stand_in: StandIn, heard: Heard
) -> None:
    stand_in.gate.clear()
    requests = [preview() for _ in range(4)]
    worker.preview(requests[0])
    assert stand_in.entered.wait(20)
    for request in requests[1:]:
        worker.preview(request)
    stand_in.gate.set()
    qtbot.waitUntil(lambda: bool(heard.answers))
    assert [request for request, _ in heard.answers] == requests[-1:]
    assert stand_in.asked == [ModelChoice("lite", "cpu")] * 2


def test_boxes_and_points_become_masks_beside_a_preview(
    qtbot: QtBot, worker: WorkbenchWorker, stand_in: StandIn, heard: Heard
) -> None:
    box = SegmentRequest(IMAGE, ModelChoice("lite", "cpu"), box=Box(1, 1, 4, 3))
    points = SegmentRequest(
        IMAGE, ModelChoice("lite", "cpu"), points=((2.5, 3.5), (0.0, 0.0)), inside=(True, False)
    )
    worker.preview(preview())
    worker.segment(box)
    qtbot.waitUntil(lambda: len(heard.answers) == 2)
    assert heard.answers[1] == (box, WHOLE)
    worker.segment(points)
    qtbot.waitUntil(lambda: len(heard.answers) == 3)
    assert heard.answers[2] == (points, POINT)
    assert stand_in.asked[2:4] == [box.box, ModelChoice("lite", "cpu")]
    assert stand_in.asked[4] == (points.points, points.inside)


def test_a_cancelled_region_ends_in_silence(
    qtbot: QtBot, worker: WorkbenchWorker, stand_in: StandIn, heard: Heard
) -> None:
    stand_in.gate.clear()
    worker.segment(SegmentRequest(IMAGE, ModelChoice("lite", "cpu"), box=Box(1, 1, 4, 3)))
    assert stand_in.entered.wait(20)
    worker.cancel_segment()
    stand_in.gate.set()
    after = preview()
    worker.preview(after)
    qtbot.waitUntil(lambda: bool(heard.answers))
    assert [request for request, _ in heard.answers] == [after]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModelError("Choose another device."), "Choose another device."),
        (RuntimeError("driver"), "part.png could not be looked at (RuntimeError: driver); the log holds"),
    ],
)
def test_errors_become_one_sentence(
    qtbot: QtBot, worker: WorkbenchWorker, stand_in: StandIn, heard: Heard, *, error: Exception, words: str
) -> None:
    stand_in.error = error
    request = preview()
    worker.preview(request)
    qtbot.waitUntil(lambda: bool(heard.answers))
    assert heard.answers[0][0] is request
    assert heard.answers[0][1].startswith(words)


@pytest.mark.parametrize(
    "mark",
    [
        {},
        {"points": ((1.0, 1.0),), "inside": (False,)},
        {"points": ((1.0, 1.0),), "inside": ()},
        {"box": Box(0, 0, 1, 1), "points": ((1.0, 1.0),), "inside": (True,)},
        {"box": Box(0, 0, 1, 1), "points": ((1.0, 1.0),), "inside": (False,)},
    ],
)
def test_a_region_needs_exactly_one_kind_of_mark(mark) -> None:
    with pytest.raises(ValueError, match="expected"):
        SegmentRequest(IMAGE, ModelChoice("lite", "cpu"), **mark)
