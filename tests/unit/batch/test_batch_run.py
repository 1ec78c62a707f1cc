"""A batch through its front door: real files, a model set that fails where it is told to."""

import threading
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import BatchRun
from saa_desktop.domain.errors import DiskFullError, ModelError, OutputError, SessionError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.pipeline.protocols import ModelSet, Proposals

DARK, BRIGHT = 10, 200
AT_ONCE = {"images": 1}


@dataclass
class Proposer:
    """Sees nothing, and raises on dark images."""

    error: Exception | None = None
    seen: int = 0

    def propose(self, image, captions, *, floor, text_threshold):
        self.seen += 1
        if self.error and image.max() == DARK:
            raise self.error
        nothing = Proposals(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), ())
        return [nothing for _ in captions]


@dataclass
class Memory:
    """Records in memory; the names in ``refused`` raise what is given for them."""

    refused: dict[str, Exception] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def record(self, inspection, pixels):
        name = inspection.image.name
        if name in self.refused:
            raise self.refused[name]
        self.kept.append(name)

    def record_failure(self, failure):
        self.kept.append(f"failed {failure.reference.name}")


class Gate(threading.Event):
    """Tells when the batch stands before it."""

    def __init__(self):
        super().__init__()
        self.reached = threading.Event()
        self.set()

    def wait(self, timeout=None):
        if not self.is_set():
            self.reached.set()
        return super().wait(timeout)


@pytest.fixture(params=[1, 3], ids=["one at a time", "three at once"], autouse=True)
def at_once(request, monkeypatch):
    """Let every batch of these tests inspect so many images side by side."""
    monkeypatch.setitem(AT_ONCE, "images", request.param)


@pytest.fixture
def references(tmp_path):
    found = []
    for index in range(8):
        path = tmp_path / f"{index}.png"
        shade = DARK if index == 3 else BRIGHT
        cv2.imwrite(str(path), np.full((6, 8, 3), shade, dtype=np.uint8))
        found.append(ImageReference(path, path.name))
    return tuple(found)


def job(references, proposer, **changes):
    models = ModelSet(
        ModelIdentity("none", "none", "1", "cpu"), proposer, None, None, at_once=AT_ONCE["images"]
    )
    prompts = HybridPrompts(LanguagePrompt.of("part"), (LanguagePrompt.of("hole"),))
    profile = ProfileIdentity("p", 1, "P", "f")
    return BatchJob(references, profile, prompts, VerdictThresholds(0.3, 0.6), models, **changes)


def test_outcomes_come_in_order_and_only_after_they_are_recorded(references):
    memory = Memory()
    run = BatchRun(job(references, Proposer()), memory)

    for position, outcome in enumerate(run.outcomes(), start=1):
        assert isinstance(outcome, Inspection)
        assert memory.kept[:position] == [f"{index}.png" for index in range(position)]

    assert run.files_done == len(memory.kept) == 8


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModelError("The model had no idea: ask another."), "The model had no idea: ask another."),
        (RuntimeError("shapes differ"), "3.png could not be inspected (RuntimeError: shapes differ)"),
    ],
)
def test_an_image_that_breaks_the_models_fails_alone(references, caplog, error, sentence):
    outcomes = list(BatchRun(job(references, Proposer(error)), Memory()).outcomes())

    failed = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.reference.name for failure in failed] == ["3.png"]
    assert failed[0].sentence.startswith(sentence)
    assert failed[0].sha256
    assert len(outcomes) == 8
    assert bool(caplog.records) == isinstance(error, RuntimeError), "only the unexpected is logged"


def test_an_image_whose_files_cannot_be_written_fails_alone(references):
    memory = Memory({"2.png": OutputError("The name is too long: rename the file.")})

    outcomes = list(BatchRun(job(references, Proposer()), memory).outcomes())

    assert isinstance(outcomes[2], Failure)
    assert memory.kept[2] == "failed 2.png"
    assert len(outcomes) == 8


@pytest.mark.parametrize("error", [SessionError("The disk broke."), DiskFullError("The disk is full.")])
def test_a_session_or_a_disk_that_cannot_be_written_ends_the_batch(references, error):
    memory = Memory({"2.png": error})
    run = BatchRun(job(references, Proposer()), memory)

    with pytest.raises(type(error), match=str(error)):
        list(run.outcomes())

    assert memory.kept[:2] == ["0.png", "1.png"]
    assert not any(
        thread.name.startswith(("decode", "inspect", "record")) for thread in threading.enumerate()
    )


def test_a_cancelled_batch_keeps_what_it_has_inspected(references):
    cancel, memory = threading.Event(), Memory()
    run = BatchRun(job(references, Proposer()), memory, cancel)

    outcomes = []
    for outcome in run.outcomes():
        outcomes.append(outcome)
        cancel.set()

    assert 1 <= len(outcomes) == len(memory.kept) < 8


def test_a_file_whose_inspection_was_cancelled_is_not_behind_the_run(references):
    cancel = threading.Event()

    class Cancelling(Proposer):
        def propose(self, image, captions, **options):
            if image.max() == DARK:
                cancel.set()
            return super().propose(image, captions, **options)

    run = BatchRun(job(references, Cancelling()), Memory(), cancel)

    names = [outcome.image.name for outcome in run.outcomes()]

    assert "3.png" not in names
    assert run.files_done <= 3
    assert names[: run.files_done] == [f"{index}.png" for index in range(run.files_done)]


def test_a_closed_gate_holds_the_batch_between_two_images(references):
    cancel, gate, proposer = threading.Event(), Gate(), Proposer()
    outcomes = []
    run = BatchRun(job(references, proposer), Memory(), cancel, gate)

    def consume():
        for outcome in run.outcomes():
            outcomes.append(outcome)
            if len(outcomes) == 2:
                gate.clear()

    thread = threading.Thread(target=consume)
    thread.start()
    assert gate.reached.wait(10)
    held_at = proposer.seen
    assert 2 <= held_at < 8
    assert len(outcomes) == held_at, "what was inspected has been told"
    gate.reached.clear()
    gate.set()
    thread.join(10)
    assert len(outcomes) == 8


def test_a_held_batch_can_be_cancelled(references):
    cancel, gate, memory = threading.Event(), Gate(), Memory()
    gate.clear()
    run = BatchRun(job(references, Proposer()), memory, cancel, gate)

    thread = threading.Thread(target=lambda: list(run.outcomes()))
    thread.start()
    assert gate.reached.wait(10)
    cancel.set()
    gate.set()
    thread.join(10)

    assert not thread.is_alive()
    assert memory.kept == []


def test_what_is_done_is_not_inspected_again(references):
    first = list(BatchRun(job(references, Proposer()), Memory()).outcomes())
    done = frozenset((outcome.image.name, outcome.image.sha256) for outcome in first[:5])
    proposer = Proposer()
    run = BatchRun(job(references, proposer, done=done), Memory())

    names = [outcome.image.name for outcome in run.outcomes()]

    assert names == ["5.png", "6.png", "7.png"]
    assert (run.files_done, proposer.seen) == (8, 3)
