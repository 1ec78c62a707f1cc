"""The figures of the machine, from the measurement to the status bar."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.ui.status_meter.status_meter import StatusMeter
from saa_desktop.workers.meter import GpuSample, Meter, Sample


class NvmlError(Exception):
    """As NVIDIA's library raises it."""


def nvidia(monkeypatch: pytest.MonkeyPatch, *, driver: bool = True) -> ModuleType:
    """Stand in for NVIDIA's library, on a machine with one card."""
    library = ModuleType("pynvml")
    library.NVMLError = NvmlError
    library.shut_down = 0

    def start() -> None:
        if not driver:
            raise NvmlError("Driver Not Loaded")

    def shut_down() -> None:
        library.shut_down += 1

    library.nvmlInit = start
    library.nvmlShutdown = shut_down
    library.nvmlDeviceGetCount = lambda: 1
    library.nvmlDeviceGetHandleByIndex = lambda index: index
    library.nvmlDeviceGetName = lambda card: "NVIDIA Test"
    library.nvmlDeviceGetMemoryInfo = lambda card: SimpleNamespace(used=3_000_000_000, total=24_000_000_000)
    library.nvmlDeviceGetUtilizationRates = lambda card: SimpleNamespace(gpu=56)
    monkeypatch.setitem(sys.modules, "pynvml", library)
    return library


def first_samples(qtbot: QtBot, count: int = 1) -> list[Sample]:
    meter = Meter(seconds=0.02)
    samples: list[Sample] = []
    meter.sampled.connect(samples.append)
    meter.start()
    qtbot.waitUntil(lambda: len(samples) >= count)
    meter.stop()
    return samples


def test_this_machine_is_measured(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    nvidia(monkeypatch, driver=False)
    sample = first_samples(qtbot)[0]
    assert 0 <= sample.cpu <= 100
    assert 10_000_000 < sample.memory < sample.memory_total
    assert 0 < sample.memory_free <= sample.memory_total
    assert sample.gpus == ()


def test_without_the_library_there_are_no_cards(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert first_samples(qtbot)[0].gpus == ()


def test_a_card_is_measured_until_its_driver_fails(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    library = nvidia(monkeypatch)
    assert first_samples(qtbot)[0].gpus == (GpuSample("NVIDIA Test", 56, 3_000_000_000, 24_000_000_000),)
    assert library.shut_down == 1

    def lose(card: object) -> None:
        raise NvmlError("GPU is lost")

    library.nvmlDeviceGetMemoryInfo = lose
    assert [sample.gpus for sample in first_samples(qtbot, count=2)][:2] == [(), ()]


def test_a_meter_that_never_started_stops() -> None:
    Meter().stop()


def test_the_line_and_its_details(qtbot: QtBot) -> None:
    line = StatusMeter()
    qtbot.addWidget(line)
    assert line.text() == ""
    card = GpuSample("NVIDIA Test", 56.4, 3_000_000_000, 24_000_000_000)
    line.show_sample(Sample(34.4, 20.1, 1_240_000_000, 8_000_000_000, 16_000_000_000, (card,)))
    assert line.text() == "CPU 34 %   memory 1.2 GB   GPU 56 %, 3.0 GB of 24.0 GB"
    assert line.toolTip().splitlines() == [
        "Processor: 34 %, of it SAA Desktop 20 %",
        "Memory: SAA Desktop 1.2 GB; free 8.0 GB of 16.0 GB",
        "NVIDIA Test: 56 %, 3.0 GB of 24.0 GB in use by all programs",
    ]
    assert line.accessibleDescription() == line.toolTip()
    width = line.minimumWidth()
    line.show_sample(Sample(1, 1, 1_000_000_000, 8_000_000_000, 16_000_000_000))
    assert line.text() == "CPU 1 %   memory 1.0 GB"
    assert line.minimumWidth() == width, "what stands beside it does not tremble"
    QApplication.sendEvent(line, QEvent(QEvent.Type.LanguageChange))
    assert line.text() == "CPU 1 %   memory 1.0 GB"
