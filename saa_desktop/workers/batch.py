"""What the batch worker needs of a batch and its models; ``saa_desktop.app`` injects the real ones."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.requests import BatchRequest


class Batch(Protocol):
    """A batch whose images are listed and whose models are loaded."""

    @property
    def references(self) -> Sequence[ImageReference]:
        """The files, in the order in which they are inspected."""
        ...

    @property
    def models(self) -> ModelIdentity:
        """Who looks."""
        ...

    def run(self, cancel: threading.Event, gate: threading.Event) -> Iterator[Inspection | Failure]:
        """Yield each outcome once it is on the disk.

        Args:
            cancel: once it is set the batch ends early.
            gate: waited for before each image.

        Raises:
            SaaDesktopError: the results cannot be written.
        """
        ...

    def finish(self, *, interrupted: bool) -> object:
        """Write the tables and the summary of all that was inspected.

        Args:
            interrupted: whether the batch was cancelled.

        Raises:
            SaaDesktopError: they cannot be written.
        """
        ...


OpenBatch = Callable[[BatchRequest], AbstractContextManager[Batch]]
"""Lists the images and opens the session. Raises SaaDesktopError with a sentence for people."""

LoadModels = Callable[[ModelChoice, Callable[[str], None]], ModelIdentity]
"""Loads the chosen models, unless they are loaded already.

Tells its second argument each step in words for people. Raises SaaDesktopError with a sentence for people.
"""
