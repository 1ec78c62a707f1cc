import numpy as np
import pytest
import torch

from saa_desktop.domain.errors import Cancelled, ModelError
from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.pipeline import memory_ladder
from saa_desktop.pipeline.memory_ladder import MemoryLadder
from saa_desktop.pipeline.protocols import Fallback, ModelSet, Proposals

IMAGE = np.zeros((8, 8, 3), dtype=np.uint8)
PROMPTS = HybridPrompts(LanguagePrompt.of("cap"), (LanguagePrompt.of("hole"),))
OUT_OF_MEMORY = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")


class Proposer:
    """Finds nothing, unless it is told to fail."""

    def __init__(self):
        self.failure = None
        self.calls = 0

    def propose(self, image, captions, *, floor, text_threshold):
        self.calls += 1
        if self.failure:
            raise self.failure
        return [Proposals(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), ()) for _ in captions]


@pytest.fixture
def rungs():
    return [Proposer(), Proposer(), Proposer()]


@pytest.fixture
def built():
    return []


@pytest.fixture
def ladder(rungs, built):
    def model_set(rung, **kwargs):
        return ModelSet(ModelIdentity("m", "m", "1", "cuda:0"), rungs[rung], None, None, **kwargs)

    def build(rung):
        built.append(rung)
        return model_set(rung)

    fallbacks = (Fallback("Fewer boxes.", lambda: build(1)), Fallback("The processor.", lambda: build(2)))
    return MemoryLadder(model_set(0, fallbacks=fallbacks))


def test_with_enough_memory_nothing_is_noted(ladder, built):
    assert ladder.inspect(IMAGE, PROMPTS).notes == ()
    assert built == []


@pytest.mark.parametrize(
    "failure",
    [
        OUT_OF_MEMORY,
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory"),
        MemoryError(),
    ],
)
def test_each_step_down_is_noted_and_kept_for_the_next_image(ladder, rungs, built, failure):
    rungs[0].failure = rungs[1].failure = failure
    assert ladder.inspect(IMAGE, PROMPTS).notes == ("Fewer boxes.", "The processor.")
    assert ladder.inspect(IMAGE, PROMPTS).notes == ("Fewer boxes.", "The processor.")
    assert [rung.calls for rung in rungs] == [1, 1, 2]
    assert built == [1, 2]


def test_it_climbs_one_step_after_a_while(ladder, rungs, monkeypatch):
    monkeypatch.setattr(memory_ladder, "IMAGES_BEFORE_CLIMBING", 3)
    rungs[0].failure = rungs[1].failure = OUT_OF_MEMORY
    ladder.inspect(IMAGE, PROMPTS)
    rungs[1].failure = None
    notes = [len(ladder.inspect(IMAGE, PROMPTS).notes) for _ in range(8)]
    assert notes == [2, 2, 1, 1, 1, 1, 1, 1]
    assert rungs[0].calls == 2  # the first image, and an attempt that came to nothing


def test_when_the_last_step_fails_the_image_gets_a_sentence_and_the_next_one_is_inspected(ladder, rungs):
    for rung in rungs:
        rung.failure = OUT_OF_MEMORY
    with pytest.raises(ModelError, match="not enough memory to inspect this image"):
        ladder.inspect(IMAGE, PROMPTS)
    rungs[2].failure = None
    assert ladder.inspect(IMAGE, PROMPTS).notes == ("Fewer boxes.", "The processor.")


@pytest.mark.parametrize("failure", [RuntimeError("shape mismatch"), ModelError("Too long."), Cancelled()])
def test_other_failures_are_not_the_ladders(ladder, rungs, built, failure):
    rungs[0].failure = failure
    with pytest.raises(type(failure)):
        ladder.inspect(IMAGE, PROMPTS)
    assert built == []
