"""``saa-desktop checks``: what this machine can do."""

import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import typer

from saa_desktop import __version__
from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.libraries import LIBRARIES, installed_version
from saa_desktop.model_folder import open_model_store
from saa_desktop.profiles.store import list_profiles, user_folder


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table.

    Attributes:
        subject: what was looked at.
        finding: what is there.
        good: whether the application can work with it.
    """

    subject: str
    finding: str
    good: bool = True


@reports_errors
def checks() -> None:
    """Show what this machine can do: versions, devices, models, writable folders.

    Exit code 1 if something that the application needs is not there.
    """
    findings = [*_versions(), *_devices(), *_models(), *_profiles(), *_folders()]
    table = result_table("", "subject", "finding")
    for check in findings:
        table.add_row("ok" if check.good else "NO", check.subject, check.finding)
    print_table(table)
    if not all(check.good for check in findings):
        raise typer.Exit(ExitCode.SOME_FAILED)


def _versions() -> Iterator[Check]:
    """Yield the application, the system, and every library."""
    yield Check("SAA Desktop", __version__)
    yield Check("system", platform.platform())
    yield Check("Python", platform.python_version())
    for package in LIBRARIES:
        found = installed_version(package)
        yield Check(package, found or "is not installed: install SAA Desktop again", good=bool(found))


def _devices() -> Iterator[Check]:
    """Yield the processors that models can run on."""
    import torch  # noqa: PLC0415 - takes seconds, and only this command and inspections need it

    yield Check("cpu", f"{os.cpu_count()} cores, {torch.get_num_threads()} threads")
    if not torch.cuda.is_available():
        yield Check("cuda", "no NVIDIA GPU that this PyTorch can use; inspections run on the CPU")
    for index in range(torch.cuda.device_count()):
        device = torch.cuda.get_device_properties(index)
        yield Check(f"cuda:{index}", f"{device.name}, {device.total_memory / 2**30:.1f} GiB")


def _models() -> Iterator[Check]:
    """Yield the model sets that can run."""
    from saa_desktop.models.lite.build import IDENTITY  # noqa: PLC0415 - imports torch

    store = open_model_store()
    yield Check(f"model set {IDENTITY.name}", IDENTITY.title)
    try:
        files = store.saa_plus_files()
    except ModelError as error:
        yield Check("model set saa-plus", str(error))
    else:
        networks = (files.detector, files.segmenter, files.backbone)
        yield Check("model set saa-plus", ", ".join(stored.record.name for stored in networks))
    yield Check("models folder", str(store.folder))


def _profiles() -> Iterator[Check]:
    """Yield the product profiles, and what is wrong with a user's file."""
    listing = list_profiles()
    yield Check("product profiles", f"{len(listing.profiles)} (your own: {user_folder()})")
    for error in listing.errors:
        yield Check("product profile", str(error), good=False)


def _folders() -> Iterator[Check]:
    """Yield the folders that the application reads and writes."""
    yield Check("shipped data", str(data_path("resources").parent))
    folders = {
        "data": platformdirs.user_data_path("saa-desktop", appauthor=False),
        "settings": platformdirs.user_config_path("saa-desktop", appauthor=False),
        "cache": platformdirs.user_cache_path("saa-desktop", appauthor=False),
        "log": platformdirs.user_log_path("saa-desktop", appauthor=False),
    }
    for subject, folder in folders.items():
        problem = _write_problem(folder)
        finding = (
            f"{folder} cannot be written to ({problem}): ask for the right to" if problem else f"{folder}"
        )
        yield Check(f"{subject} folder", finding, good=not problem)


def _write_problem(folder: Path) -> str:
    """Return why nothing can be written to a folder, or ""; a missing folder is judged by its parent."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__
