"""Chooses and builds the model set that a person asked for."""

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.lite.build import build_lite
from saa_desktop.pipeline.protocols import ModelSet

AUTO, LITE = "auto", "lite"


def load_model_set(name: str, device: str) -> ModelSet:
    """Return a model set that is ready to run.

    Args:
        name: ``auto`` or ``lite``.
        device: ``auto`` or ``cpu``.

    Raises:
        ModelError: there is no such set, or it does not run on that device.
    """
    if name not in {AUTO, LITE}:
        raise ModelError(f"There is no model set {name!r}: choose {AUTO} or {LITE}.")
    if device not in {AUTO, "cpu"}:
        raise ModelError(f"The model set {LITE} runs on the CPU, not on {device!r}: choose the device cpu.")
    return build_lite()
