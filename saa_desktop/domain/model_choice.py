"""Which models are to look, as a person chose them."""

from dataclasses import dataclass

from saa_desktop.domain.speed import Speed


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model set, before it is known which one that is, and loaded.

    Attributes:
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: of saa-plus.
    """

    models: str = "auto"
    device: str = "auto"
    speed: Speed = Speed.EXACT
