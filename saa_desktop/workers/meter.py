"""Measures once a second how busy the machine is, away from the window's thread."""

import logging
import os
import threading
from dataclasses import dataclass
from typing import Any

import psutil
from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GpuSample:
    """One graphics card.

    Attributes:
        name: what its maker calls it.
        load: of its processors, percent.
        memory: bytes in use, by whatever program.
        memory_total: bytes.
    """

    name: str
    load: float
    memory: int
    memory_total: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The machine over the last second.

    Attributes:
        cpu: load of all processor cores together, percent.
        own_cpu: the share of it that is this process's, percent.
        memory: bytes that this process holds.
        memory_free: bytes that programs may still have.
        memory_total: bytes.
        gpus: NVIDIA's graphics cards; empty without them or their driver.
    """

    cpu: float
    own_cpu: float
    memory: int
    memory_free: int
    memory_total: int
    gpus: tuple[GpuSample, ...] = ()


class Meter(QObject):
    """Has a thread of its own between ``start`` and ``stop``."""

    sampled = Signal(object)
    """Sample."""

    def __init__(self, seconds: float = 1.0) -> None:
        super().__init__()
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="meter")

    def start(self) -> None:
        """Begin to measure."""
        self._thread.start()

    def stop(self) -> None:
        """Stop measuring, at once."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        process = psutil.Process()
        cards = _Cards()
        psutil.cpu_percent()
        process.cpu_percent()
        while not self._stop.wait(self._seconds):
            memory = psutil.virtual_memory()
            self.sampled.emit(
                Sample(
                    cpu=psutil.cpu_percent(),
                    own_cpu=process.cpu_percent() / (os.cpu_count() or 1),
                    memory=process.memory_info().rss,
                    memory_free=memory.available,
                    memory_total=memory.total,
                    gpus=cards.samples(),
                )
            )
        cards.close()


class _Cards:
    """NVIDIA's management library, where it and the driver are at hand."""

    def __init__(self) -> None:
        self._library: Any = None
        self._cards: list[tuple[Any, str]] = []
        try:
            import pynvml  # noqa: PLC0415 - loads the driver, which not everybody has

            pynvml.nvmlInit()
            self._library = pynvml
            for index in range(pynvml.nvmlDeviceGetCount()):
                card = pynvml.nvmlDeviceGetHandleByIndex(index)
                self._cards.append((card, str(pynvml.nvmlDeviceGetName(card))))
        except Exception as error:  # noqa: BLE001 - its errors do not exist where it cannot be imported
            _log.info("no figures of graphics cards: %s", error)

    def samples(self) -> tuple[GpuSample, ...]:
        """Return the state of each card; of none once the driver has failed."""
        try:
            return tuple(self._sample(card, name) for card, name in self._cards)
        except self._library.NVMLError as error:
            _log.warning("no more figures of graphics cards: %s", error)
            self._cards = []
            return ()

    def close(self) -> None:
        """Let go of the driver."""
        if self._library:
            self._library.nvmlShutdown()

    def _sample(self, card: Any, name: str) -> GpuSample:
        memory = self._library.nvmlDeviceGetMemoryInfo(card)
        load = float(self._library.nvmlDeviceGetUtilizationRates(card).gpu)
        return GpuSample(name, load, int(memory.used), int(memory.total))
