"""Every option of the desktop application, declared once, and the file that keeps them."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from saa_desktop.atomic_file import atomic_write_bytes

FOLDER_VARIABLE = "SAA_DESKTOP_CONFIG"
"""Environment variable that names another folder for the settings file."""

Language = Literal["system", "en", "zh_CN"]
Theme = Literal["system", "light", "dark"]


class Settings(BaseModel):
    """What a person has chosen.

    Attributes:
        version: of this file's form; a file of another version is set aside.
        language: of the window.
        theme: light or dark colours, or the system's.
        models_folder: where the weights of saa-plus lie; "" for the user's data folder.
        profile: name of the product profile in use.
        include_subfolders: whether opening a folder opens the folders within it.
        last_folder: where the next file dialog starts; "" for the home folder.
        show_masks: whether the image view outlines the regions.
        show_heat_map: whether the image view shows the anomaly map.
        window_geometry: ``QWidget.saveGeometry``, base64; "" before the first close.
        window_layout: ``QMainWindow.saveState``, base64; "" before the first close.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    language: Language = "system"
    theme: Theme = "system"
    models_folder: str = ""
    profile: str = "generic"
    include_subfolders: bool = True
    last_folder: str = ""
    show_masks: bool = True
    show_heat_map: bool = False
    window_geometry: str = ""
    window_layout: str = ""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What the settings file gave.

    Attributes:
        settings: the file's, or the defaults.
        set_aside: where a file that was not valid lies now; ``None`` when all went well.
    """

    settings: Settings
    set_aside: Path | None = None


def settings_path() -> Path:
    """Return where the settings file lies, or will lie."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    folder = Path(chosen) if chosen else platformdirs.user_config_path("saa-desktop", appauthor=False)
    return folder / "settings.json"


def load_settings(path: Path) -> LoadedSettings:
    """Read the settings; a file that is not valid is kept under another name, and the defaults hold."""
    try:
        return LoadedSettings(Settings.model_validate_json(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return LoadedSettings(Settings())
    except (ValidationError, OSError):
        return LoadedSettings(Settings(), _set_aside(path))


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all.

    Raises:
        OutputError: the file cannot be written; the older one is untouched.
    """
    atomic_write_bytes(path, settings.model_dump_json(indent=2).encode())


def _set_aside(path: Path) -> Path:
    """Rename a file so that the next save does not overwrite it; return where it lies now."""
    kept = path.with_name(f"{path.stem}-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.broken.json")
    try:
        return path.rename(kept)
    except OSError:
        return path
