"""A line in the status bar: processor, memory, graphics cards."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from saa_desktop.workers.meter import GpuSample, Sample


class StatusMeter(QLabel):
    """Empty until the first sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample: Sample | None = None

    def show_sample(self, sample: Sample) -> None:
        """Show other figures."""
        self._sample = sample
        self._update(sample)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and self._sample:
            self._update(self._sample)
        super().changeEvent(event)

    def _update(self, sample: Sample) -> None:
        parts = [
            self.tr("CPU {load} %").format(load=round(sample.cpu)),
            self.tr("memory {size}").format(size=_gigabytes(sample.memory)),
            *(
                self.tr("GPU {load} %, {used} of {total}").format(
                    load=round(card.load),
                    used=_gigabytes(card.memory),
                    total=_gigabytes(card.memory_total),
                )
                for card in sample.gpus
            ),
        ]
        self.setText("   ".join(parts))
        # It grows with its figures but does not shrink, so that nothing beside it trembles.
        self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))
        details = "\n".join(self._details(sample))
        self.setToolTip(details)
        self.setAccessibleName(self.tr("Load of the machine"))
        self.setAccessibleDescription(details)

    def _details(self, sample: Sample) -> list[str]:
        return [
            self.tr("Processor: {load} %, of it SAA Desktop {own} %").format(
                load=round(sample.cpu), own=round(sample.own_cpu)
            ),
            self.tr("Memory: SAA Desktop {own}; free {free} of {total}").format(
                own=_gigabytes(sample.memory),
                free=_gigabytes(sample.memory_free),
                total=_gigabytes(sample.memory_total),
            ),
            *(self._card_details(card) for card in sample.gpus),
        ]

    def _card_details(self, card: GpuSample) -> str:
        return self.tr("{name}: {load} %, {used} of {total} in use by all programs").format(
            name=card.name,
            load=round(card.load),
            used=_gigabytes(card.memory),
            total=_gigabytes(card.memory_total),
        )


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
