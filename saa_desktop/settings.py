"""Every option of the desktop application, declared once, and the file that keeps them."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from saa_desktop.atomic_file import atomic_write_bytes

FOLDER_VARIABLE = "SAA_DESKTOP_CONFIG"
"""Environment variable that names another folder for the settings file."""

Language = Literal["system", "en", "zh_CN"]
Theme = Literal["system", "light", "dark"]
SpeedName = Literal["exact", "balanced", "fast"]


class RecentReview(BaseModel):
    """A folder with results that was under review.

    Attributes:
        folder: where the results lie.
        profile: name of the product profile.
        at: when it was opened last, ISO 8601 with its zone.
        unfinished: whether images are left to inspect.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    folder: str
    profile: str
    at: str
    unfinished: bool


class WatchedFolder(BaseModel):
    """A folder that is watched.

    Attributes:
        folder: where captures arrive.
        profile: name of the product profile that judges them.
        pattern: names of files that are captures, several separated by ";"; "" leaves it to the profile.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    folder: str
    profile: str
    pattern: str = ""


class WatchChoice(BaseModel):
    """How a person has folders watched.

    Attributes:
        folders: that are watched.
        output: the folder for the results; "" before the first time.
        existing: whether what lies in the folders at first is inspected too.
        newest_first: whether the newest capture is next instead of the oldest.
        stable_s: for how many seconds a file must rest before it is taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    folders: tuple[WatchedFolder, ...] = ()
    output: str = ""
    existing: bool = False
    newest_first: bool = False
    stable_s: float = Field(default=2.0, ge=0.1, le=3600)


class Settings(BaseModel):
    """What a person has chosen.

    Attributes:
        version: of this file's form; a file of another version is set aside.
        language: of the window.
        theme: light or dark colours, or the system's.
        models_folder: where the weights of saa-plus lie; "" for the user's data folder.
        profile: name of the product profile in use.
        models: the model set in use: ``auto``, ``lite`` or ``saa-plus``.
        device: what the models run on: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        speed: how far the precision of saa-plus may give way, by the names of ``domain.speed.Speed``.
        include_subfolders: whether opening a folder opens the folders within it.
        last_folder: where the next file dialog starts; "" for the home folder.
        recent_folders: folders whose images were opened, the latest first.
        recent_reviews: folders with results that were under review, the latest first.
        operators: names that reviews were signed with, the latest first.
        export_folder: where the last review was exported to; "" before the first time.
        export_contents: what the last export wrote, by the names of ``workers.export.ExportContent``.
        watch: how folders were watched last.
        watch_runs: whether that watch was not stopped by a person, so that it is offered to go on.
        follow_newest: whether the window shows each new capture of a watch.
        models_mirror: address that models are downloaded from in place of their publishers'; "" for none.
        show_masks: whether the image view outlines the regions.
        show_heat_map: whether the image view shows the anomaly map.
        list_order: how the image list is sorted, by the names of ``review.queue.QueueOrder``.
        brush_size: of the mask editor, diameter in pixels of the image.
        layer_strength: how much masks and heat map cover of the image, 0.2 to 1.
        shortcuts: keys that a person has changed, by the name of their action; "" for no key.
        window_geometry: ``QWidget.saveGeometry``, base64; "" before the first close.
        window_layout: ``QMainWindow.saveState``, base64; "" before the first close.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    language: Language = "system"
    theme: Theme = "system"
    models_folder: str = ""
    profile: str = "generic"
    models: str = "auto"
    device: str = "auto"
    speed: SpeedName = "exact"
    include_subfolders: bool = True
    last_folder: str = ""
    recent_folders: tuple[str, ...] = ()
    recent_reviews: tuple[RecentReview, ...] = ()
    operators: tuple[str, ...] = ()
    export_folder: str = ""
    export_contents: tuple[
        Literal["tables", "reports", "masks", "maps", "summary", "labels", "label_images"], ...
    ] = (
        "tables",
        "reports",
        "masks",
        "summary",
    )
    watch: WatchChoice = WatchChoice()
    watch_runs: bool = False
    follow_newest: bool = True
    models_mirror: str = ""
    show_masks: bool = True
    show_heat_map: bool = False
    list_order: Literal["batch", "grey zone", "score", "name", "time"] = "batch"
    brush_size: int = Field(default=20, ge=1, le=1000)
    layer_strength: float = Field(default=0.8, ge=0.2, le=1.0)
    shortcuts: dict[str, str] = {}
    window_geometry: str = ""
    window_layout: str = ""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What the settings file gave.

    Attributes:
        settings: the file's, or the defaults.
        set_aside: where a file that was not valid lies now; ``None`` when all went well.
        first_start: whether there was no file yet.
    """

    settings: Settings
    set_aside: Path | None = None
    first_start: bool = False


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
        return LoadedSettings(Settings(), first_start=True)
    except (ValidationError, OSError):
        return LoadedSettings(Settings(), _set_aside(path))


MOST_RECENT = 10
"""How many recent things of a kind are remembered."""


def latest_first(latest: str, earlier: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of recent things with one more, which stands in it once."""
    return (latest, *(each for each in earlier if each != latest))[:MOST_RECENT]


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
