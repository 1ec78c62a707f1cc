"""Keeps what a person has chosen, in memory and on the disk."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from saa_desktop.domain.errors import OutputError
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.speed import Speed
from saa_desktop.settings import Settings, save_settings

_log = logging.getLogger(__name__)


class SettingsKeeper(QObject):
    """Writes every change at once.

    Attributes:
        now: the settings in force.
    """

    failed = Signal(str)
    """The file could not be written; the settings hold until the window is closed."""

    def __init__(self, settings: Settings, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = settings
        self._path = path

    def model_choice(self) -> ModelChoice:
        """Return which models are to look from now on; lite runs on the processor, whatever is wished."""
        now = self.now
        return ModelChoice(now.models, "cpu" if now.models == "lite" else now.device, Speed(now.speed))

    def change(self, **changes: object) -> None:
        """Change some settings."""
        changed = self.now.model_copy(update=changes)
        if changed == self.now:
            return
        self.now = changed
        try:
            save_settings(changed, self._path)
        except OutputError as error:
            _log.warning("%s", error)
            self.failed.emit(str(error))
