"""Where this installation keeps its weights, for the window and the command line."""

from pathlib import Path

from saa_desktop.models.store import ModelStore, models_folder
from saa_desktop.settings import load_settings, settings_path


def open_model_store() -> ModelStore:
    """Return the store in the folder that the environment or the settings name, or in the usual one."""
    chosen = load_settings(settings_path()).settings.models_folder
    return ModelStore(models_folder(Path(chosen) if chosen else None))
