"""Inspections that step down, rather than fail, when the device's memory runs out."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import torch

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.inspections import Findings
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.pipeline.protocols import Fallback, ModelSet
from saa_desktop.pipeline.saa import inspect

Answer = TypeVar("Answer")

IMAGES_BEFORE_CLIMBING = 50
"""Images after which one step up is tried again: whatever filled the memory may have gone."""


class MemoryLadder:
    """Runs a batch's inspections and single jobs. Starts each image where the last one succeeded."""

    def __init__(self, models: ModelSet) -> None:
        self._rungs = (Fallback("", lambda: models), *models.fallbacks)
        self._rung = 0
        self._playing: ModelSet | None = models
        self._inspected = 0

    def inspect(
        self, image: ImageArray, prompts: HybridPrompts, cancel: threading.Event | None = None
    ) -> Findings:
        """Find the anomalies of one image, as ``pipeline.saa.inspect`` does.

        Returns:
            The findings, with the note of every step down that was taken for them.

        Raises:
            Cancelled: ``cancel`` was set.
            ModelError: not even the last step had the memory.
        """
        findings = self.run(lambda models: inspect(image, prompts, models, cancel))
        notes = (rung.note for rung in self._rungs[1 : self._rung + 1])
        return replace(findings, notes=(*findings.notes, *notes))

    def run(self, job: Callable[[ModelSet], Answer]) -> Answer:
        """Do a job on one image with the models, again with other ones when their memory runs out.

        Raises:
            ModelError: not even the last step had the memory.
        """
        if self._rung and self._inspected >= IMAGES_BEFORE_CLIMBING:
            self._step_to(self._rung - 1)
        while True:
            answers = self._try(job)
            if answers:
                self._inspected += 1
                return answers[0]
            # Not inside the except clause: its traceback keeps alive what filled the memory.
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            if self._rung + 1 == len(self._rungs):
                raise ModelError(
                    "There is not enough memory to inspect this image: close other programs or use smaller "
                    "images."
                )
            self._step_to(self._rung + 1)

    def _step_to(self, rung: int) -> None:
        """Use another rung from here on."""
        self._rung, self._playing, self._inspected = rung, None, 0

    def _try(self, job: Callable[[ModelSet], Answer]) -> tuple[Answer, ...]:
        """Return the answer, or nothing when the memory ran out."""
        try:
            self._playing = self._playing or self._rungs[self._rung].build()
            return (job(self._playing),)
        except (RuntimeError, MemoryError) as error:
            if not _ran_out_of_memory(error):
                raise
            return ()


def _ran_out_of_memory(error: Exception) -> bool:
    """Tell whether memory was what failed; only PyTorch's own allocator has an error class for it."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = str(error).lower()
    return any(sign in words for sign in ("out of memory", "alloc_failed", "can't allocate memory"))
