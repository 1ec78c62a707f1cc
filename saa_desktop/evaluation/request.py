"""What an evaluation is asked to do, before anything is looked up."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from saa_desktop.domain.prompts import HybridPrompt
from saa_desktop.domain.speed import Speed
from saa_desktop.evaluation.layouts import Layout

AUTO_PROFILE = "auto"
"""Takes the profile that is named as the category."""

EVALUATION = "command=evaluate"
"""First argument that the session logs, by which a session of evaluations is known."""


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """An evaluation as a person asks for it.

    Attributes:
        root: the data set's folder.
        layout: how the data set lies in it.
        profile: a product profile's name or file, or ``AUTO_PROFILE``.
        output: the folder for session and figures.
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: of saa-plus.
        categories: the ones to evaluate; empty for all.
        limit: at most so many images of each folder of one defect type; ``None`` for all.
        without: hybrid prompts that are switched off in every profile.
    """

    root: Path
    layout: Layout
    profile: str
    output: Path
    models: str = "auto"
    device: str = "auto"
    speed: Speed = Speed.EXACT
    categories: tuple[str, ...] = ()
    limit: int | None = None
    without: tuple[HybridPrompt, ...] = ()

    def as_arguments(self) -> tuple[str, ...]:
        """Return the request as a session logs it: ``name=value`` each, the value in JSON."""
        values = (f"{name}={json.dumps(value, default=str)}" for name, value in asdict(self).items())
        return (EVALUATION, *values)
