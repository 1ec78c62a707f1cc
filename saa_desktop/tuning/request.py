"""What a tuning is asked to do, before anything is looked up."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from saa_desktop.domain.speed import Speed
from saa_desktop.tuning.results import LOOKS

TUNING = "command=tune"
"""First argument that the session logs, by which a session of labelled images is known."""


@dataclass(frozen=True, slots=True)
class GoldenSource:
    """The profile's golden set."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A labelled data set.

    Attributes:
        root: its folder.
        layout: how it lies there, as ``evaluation.layouts.Layout`` names it.
        category: the one to take; "" where there is only one.
        limit: at most so many images of each folder of one defect type; ``None`` for all.
    """

    root: Path
    layout: str
    category: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class SessionSource:
    """A session whose images operators have judged.

    Attributes:
        path: the session file.
    """

    path: Path


Source = GoldenSource | FolderSource | SessionSource


@dataclass(frozen=True, slots=True)
class TuneRequest:
    """A tuning as the command line takes it from a person.

    Attributes:
        profile: a product profile's name or file.
        source: where the labelled images are.
        output: the folder for proposal and figures.
        tolerated: share of the defective images that may escape, 0..1.
        looks: how many images left to a person cost as much as one false call.
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: of saa-plus.
    """

    profile: str
    source: Source
    output: Path
    tolerated: float = 0.0
    looks: int = LOOKS
    models: str = "auto"
    device: str = "auto"
    speed: Speed = Speed.EXACT

    def as_arguments(self) -> tuple[str, ...]:
        """Return the request as a session logs it: ``name=value`` each, the value in JSON."""
        values = (f"{name}={json.dumps(value, default=str)}" for name, value in asdict(self).items())
        return (TUNING, *values)
