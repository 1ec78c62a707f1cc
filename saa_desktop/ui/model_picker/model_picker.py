"""Chooses the model set, the device and the speed, on the tool bar."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.speed import Speed
from saa_desktop.ui.icons import icon
from saa_desktop.ui.model_picker.speed_list import SpeedList
from saa_desktop.workers.model_choices import ComputeDevice

AUTO, LITE, SAA_PLUS = MODEL_SETS = ("auto", "lite", "saa-plus")
AUTO_DEVICE, CPU = "auto", "cpu"


class ModelPicker(QWidget):
    """Three drop-down lists. Until it is told otherwise the networks' files count as missing."""

    models_chosen = Signal(str)
    """``auto``, ``lite`` or ``saa-plus``, when a person has chosen another one."""

    device_chosen = Signal(str)
    """``auto``, ``cpu`` or ``cuda:N``, when a person has chosen another one."""

    speed_chosen = Signal(object)
    """Speed, when a person has chosen another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = False
        self._loaded: ModelIdentity | None = None
        self._devices: tuple[ComputeDevice, ...] = ()
        self._wished_device = AUTO_DEVICE
        self.models = QComboBox()
        self.device_list = QComboBox()
        self.speeds = SpeedList()
        for name in MODEL_SETS:
            self.models.addItem("", name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self.models)
        layout.addWidget(self.device_list)
        layout.addWidget(self.speeds)
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # The names of graphics cards are long; the list below shows them whole.
        self.device_list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.device_list.setMinimumContentsLength(11)
        self.models.activated.connect(self._on_models_activated)
        self.device_list.activated.connect(self._on_device_activated)
        self.speeds.chosen.connect(self.speed_chosen)
        self._retranslate()

    def set_choice(self, models: str, device: str, speed: Speed) -> None:
        """Show a choice without telling of it; a device that is not known yet is kept and shown later."""
        self.models.setCurrentIndex(max(self.models.findData(models), 0))
        self._wished_device = device
        self.speeds.set_speed(speed)
        self._fill_devices()
        self._update()

    def set_ready(self, ready: bool) -> None:
        """Say whether the files of saa-plus are there."""
        self._ready = ready
        self._retranslate()

    def set_devices(self, devices: Sequence[ComputeDevice]) -> None:
        """Offer these graphics cards beside the processor."""
        self._devices = tuple(devices)
        self._fill_devices()

    def set_loaded(self, models: ModelIdentity | None) -> None:
        """Say in the tool tip which models are loaded; ``None`` for none."""
        self._loaded = models
        self._update()

    def model_set(self) -> str:
        """Return the chosen model set."""
        return str(self.models.currentData())

    def device(self) -> str:
        """Return the device for the chosen model set; ``lite`` runs on the processor, whatever is wished."""
        return CPU if self.model_set() == LITE else self._wished_device

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _on_models_activated(self) -> None:
        self._update()
        self.models_chosen.emit(self.model_set())

    def _on_device_activated(self) -> None:
        self._wished_device = str(self.device_list.currentData())
        self._update()
        self.device_chosen.emit(self._wished_device)

    def _fill_devices(self) -> None:
        known = [(AUTO_DEVICE, self.tr("Automatic")), (CPU, self.tr("Processor"))]
        known += [(device.name, f"{device.name}: {device.title}") for device in self._devices]
        if self._wished_device not in dict(known):
            known.append((self._wished_device, self._wished_device))
        with QSignalBlocker(self.device_list):
            self.device_list.clear()
            for name, title in known:
                self.device_list.addItem(title, name)
            for row, device in enumerate(self._devices, start=2):
                tip = self.tr("{name}, {memory} GB of memory").format(
                    name=device.title, memory=f"{device.memory / 1e9:.0f}"
                )
                self.device_list.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
            self.device_list.setCurrentIndex(self.device_list.findData(self._wished_device))
        view = self.device_list.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())

    def _retranslate(self) -> None:
        now = SAA_PLUS if self._ready else LITE
        texts = (
            (
                self.tr("Automatic: {models}").format(models=now),
                self.tr("saa-plus where its files are here and verified, otherwise lite"),
            ),
            (LITE, self.tr("Built in: image analysis and a small network, no download")),
            (
                SAA_PLUS if self._ready else self.tr("saa-plus (files missing)"),
                self.tr(
                    "The networks GroundingDINO, Segment Anything and WideResNet; best on a graphics card"
                ),
            ),
        )
        for row, (text, tip) in enumerate(texts):
            self.models.setItemText(row, text)
            self.models.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self.models.setAccessibleName(self.tr("Models"))
        self.device_list.setAccessibleName(self.tr("Device"))
        self._fill_devices()
        self._update()

    def _update(self) -> None:
        """Show what the choice means."""
        lite = self.model_set() == LITE
        self.models.setItemIcon(MODEL_SETS.index(SAA_PLUS), icon("models" if self._ready else "notice"))
        self.device_list.setEnabled(not lite)
        self.speeds.set_has_speeds(not lite)
        self.device_list.setToolTip(
            self.tr("lite runs on the processor") if lite else self.tr("Device that the models run on")
        )
        lines = [str(self.models.currentData(Qt.ItemDataRole.ToolTipRole) or "")]
        if not self._ready and not lite:
            lines.append(self.tr("Its files are not complete: see Models… in the File menu."))
        if self._loaded:
            lines.append(
                self.tr("Loaded: {models} on {device}").format(
                    models=self._loaded.title, device=self._loaded.device
                )
            )
        self.models.setToolTip("\n".join(lines))
