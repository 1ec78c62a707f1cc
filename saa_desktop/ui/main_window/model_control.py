"""Loads the chosen models in the background, and says how far that is."""

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.speed import Speed
from saa_desktop.ui.batch_bar.batch_bar import BatchBar
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.model_picker.model_picker import ModelPicker
from saa_desktop.workers.model_shop import ShopListing
from saa_desktop.workers.threads import WorkerThreads


class ModelControl(QObject):
    """Connects the choice of models, device and speed with the thread that runs them."""

    chosen = Signal()
    """A person has chosen otherwise; the settings say what."""

    said = Signal(str)
    """A sentence that a person should read."""

    def __init__(
        self, workers: WorkerThreads, picker: ModelPicker, bar: BatchBar, settings: SettingsKeeper
    ) -> None:
        super().__init__(picker)
        self._workers = workers
        self._picker = picker
        self._bar = bar
        self._settings = settings
        picker.set_choice(settings.now.models, settings.now.device, Speed(settings.now.speed))
        picker.models_chosen.connect(self._on_models_chosen)
        picker.device_chosen.connect(self._on_device_chosen)
        picker.speed_chosen.connect(self._on_speed_chosen)
        workers.devices.listed.connect(picker.set_devices)
        workers.shop.listed.connect(self._on_files_listed)
        workers.batch.models_loading.connect(bar.show_loading_step)
        workers.batch.models_loaded.connect(self._on_loaded)
        workers.batch.models_failed.connect(self._on_failed)

    def prepare(self) -> None:
        """Load the chosen models, and find out what they can run on."""
        self._workers.batch.load(self._settings.model_choice())
        self._workers.devices.list()
        self._workers.shop.refresh()

    def _on_models_chosen(self, models: str) -> None:
        self._choose(models=models)

    def _on_device_chosen(self, device: str) -> None:
        self._choose(device=device)

    def _on_speed_chosen(self, speed: Speed) -> None:
        self._choose(speed=speed.value)

    def _choose(self, **choice: str) -> None:
        self._settings.change(**choice)
        self.prepare()
        self.chosen.emit()

    def _on_files_listed(self, listing: ShopListing) -> None:
        self._picker.set_ready(listing.ready)

    def _on_loaded(self, models: ModelIdentity) -> None:
        self._bar.hide_loading_step()
        self._picker.set_loaded(models)

    def _on_failed(self, sentence: str) -> None:
        self._bar.hide_loading_step()
        self._picker.set_loaded(None)
        self.said.emit(sentence)
