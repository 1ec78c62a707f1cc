"""Finds out which devices the models can run on, away from the window's thread."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ComputeDevice:
    """A graphics card that the models can run on.

    Attributes:
        name: ``cuda:N``.
        title: what its maker calls it.
        memory: bytes.
    """

    name: str
    title: str
    memory: int


ListDevices = Callable[[], Sequence[ComputeDevice]]
"""Asks torch, whose import takes seconds."""


class DeviceLister(QObject):
    """Belongs into the thread that runs the models, which needs torch anyway."""

    listed = Signal(object)
    """tuple[ComputeDevice, ...]; empty also where drivers or torch are broken, which is logged."""

    _requested = Signal()

    def __init__(self, list_devices: ListDevices) -> None:
        super().__init__()
        self._list_devices = list_devices
        self._requested.connect(self._on_requested)

    def list(self) -> None:
        """Queue the question."""
        self._requested.emit()

    @Slot()
    def _on_requested(self) -> None:
        try:
            devices = tuple(self._list_devices())
        except Exception:  # noqa: BLE001 - drivers raise anything; the processor is always there
            _log.exception("the graphics cards cannot be listed")
            devices = ()
        self.listed.emit(devices)
