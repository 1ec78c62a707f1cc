"""What the watch worker needs of a watch; ``saa_desktop.app`` injects the real one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity
from saa_desktop.domain.requests import WatchRequest
from saa_desktop.domain.watches import WatchStatus, WatchSwitch


class Watch(Protocol):
    """A watch whose models are loaded and whose session is open. Used from one thread."""

    @property
    def models(self) -> ModelIdentity:
        """Who looks."""
        ...

    @property
    def rest_s(self) -> float:
        """Seconds until the next step makes sense: 0 while there is more to inspect, and never long."""
        ...

    def step(self) -> Iterator[Inspection | Failure]:
        """Do some of what there is to do, for about a second; yield each outcome once it is on the disk.

        Raises:
            SaaDesktopError: an outcome could not be recorded.
        """
        ...

    def status(self) -> WatchStatus:
        """Return where the watch stands.

        Raises:
            SaaDesktopError: the session cannot be read.
        """
        ...

    def finish(self) -> object:
        """Write the tables and the summary of all that was inspected.

        Raises:
            SaaDesktopError: they cannot be written.
        """
        ...

    def leave(self) -> None:
        """End without tables, which take a while for a long session.

        Raises:
            SaaDesktopError: the session cannot be written to.
        """
        ...


OpenWatch = Callable[[WatchRequest, WatchSwitch, Callable[[str], None]], AbstractContextManager[Watch]]
"""Loads models and opens the session; its third argument takes sentences for people while it runs.

Raises SaaDesktopError with a sentence for people; no session is made then.
"""
