"""Turns what a person chose for a watch into its request, and back."""

from dataclasses import asdict
from pathlib import Path

from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.requests import FolderRequest, WatchRequest
from saa_desktop.settings import WatchChoice, WatchedFolder


def request_of(choice: WatchChoice, models: ModelChoice) -> WatchRequest:
    """Return the watch that a person has chosen."""
    folders = (
        FolderRequest(
            Path(each.folder).expanduser().absolute(),
            each.profile,
            tuple(filter(None, (pattern.strip() for pattern in each.pattern.split(";")))),
        )
        for each in choice.folders
    )
    return WatchRequest(
        tuple(folders),
        Path(choice.output).expanduser().absolute(),
        **asdict(models),
        existing=choice.existing,
        newest_first=choice.newest_first,
        stable_s=choice.stable_s,
    )


def choice_of(request: WatchRequest, output: Path) -> WatchChoice:
    """Return what a person had chosen for a watch, whose folder with results may have been moved since."""
    folders = tuple(
        WatchedFolder(folder=str(each.path), profile=each.profile, pattern=";".join(each.patterns))
        for each in request.folders
    )
    return WatchChoice(
        folders=folders,
        output=str(output),
        existing=request.existing,
        newest_first=request.newest_first,
        stable_s=request.stable_s,
    )
