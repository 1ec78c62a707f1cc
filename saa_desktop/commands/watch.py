"""``saa-desktop watch``: inspect the captures that cameras drop into folders."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.inspect import interruptible
from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.errors import ProfileError
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.requests import FolderRequest, WatchRequest
from saa_desktop.domain.speed import Speed
from saa_desktop.domain.watches import WatchStatus, WatchSwitch

_SHOWN = (CaptureState.INSPECTED, CaptureState.FAILED, CaptureState.QUARANTINED)


@reports_errors
def watch(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", show_default=False)],
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders into which captures are dropped, all judged by --profile."),
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="Product profile: a name or a .yaml file.")
    ] = "",
    folder_profile: Annotated[
        list[str] | None,
        typer.Option(
            "--folder-profile",
            metavar="FOLDER=PROFILE",
            help="A folder with a profile of its own; may be given several times.",
        ),
    ] = None,
    models: Annotated[str, typer.Option(help="Model set: auto, lite or saa-plus.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")] = "auto",
    speed: Annotated[Speed, typer.Option(help="Of saa-plus; lite has but one.")] = Speed.EXACT,
    pattern: Annotated[
        list[str] | None,
        typer.Option(
            help='File names that are captures, for example "*.jpg"; instead of the profile\'s own.'
        ),
    ] = None,
    existing: Annotated[
        bool, typer.Option("--existing", help="Inspect also what lies in the folders already.")
    ] = False,
    newest_first: Annotated[
        bool, typer.Option("--newest-first", help="Inspect the newest capture next, not the oldest.")
    ] = False,
    stable_seconds: Annotated[
        float, typer.Option(min=0.1, help="A file is complete when it has not changed for so long.")
    ] = 2.0,
    tries: Annotated[
        int, typer.Option(min=1, help="A file that cannot be decoded so often is a failure.")
    ] = 5,
    save_maps: Annotated[
        bool, typer.Option("--save-maps", help="Save each anomaly map as a float32 TIFF.")
    ] = False,
    no_reports: Annotated[bool, typer.Option("--no-reports", help="Make no report pictures.")] = False,
    max_megapixels: Annotated[float, typer.Option(min=0.001, help="Refuse larger images.")] = 100.0,
) -> None:
    """Inspect captures as they arrive in folders, and in folders within them, until this is stopped.

    Stop it with Ctrl-C or a termination request: the image at hand is finished and the tables are written.
    Started again with the same --out it goes on, with what arrived in between. Captures are never moved,
    changed or deleted. Exit codes: 0 stopped as asked, 2 wrong usage or configuration.
    """
    if folders and not profile:
        raise ProfileError("Say by what the captures are judged: name a profile with --profile.")
    patterns = tuple(pattern or ())
    watched = [FolderRequest(folder, profile, patterns) for folder in folders or ()]
    watched += [_with_profile(pair, patterns) for pair in folder_profile or ()]
    request = WatchRequest(
        folders=tuple(watched),
        output=out,
        models=models,
        device=device,
        speed=speed,
        existing=existing,
        newest_first=newest_first,
        stable_s=stable_seconds,
        tries=tries,
        reports=not no_reports,
        maps=save_maps,
        max_megapixels=max_megapixels,
    )
    raise typer.Exit(_run(request))


def _with_profile(pair: str, patterns: tuple[str, ...]) -> FolderRequest:
    """Take ``FOLDER=PROFILE`` apart, at its last "=": names of profiles have none.

    Raises:
        ProfileError: there is no "=", or nothing on one side of it.
    """
    folder, _, profile = pair.rpartition("=")
    if not folder or not profile:
        raise ProfileError(f'"{pair}" is no folder with a profile: write --folder-profile FOLDER=PROFILE.')
    return FolderRequest(Path(folder), profile, patterns)


def _run(request: WatchRequest) -> ExitCode:
    """Watch with a line of counts on standard error, and print the summary on standard output in the end."""
    # Torch takes seconds to import; --help and --version should not.
    from saa_desktop.watching import open_watch  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    with interruptible() as stop:
        console.print("Loading the models ...", style="dim")
        with open_watch(
            request,
            WatchSwitch(stop=stop),
            lambda sentence: console.print(escape(sentence), soft_wrap=True),
        ) as watch:
            console.print(f"Watching, {watch.models.title} on {watch.models.device}; Ctrl-C stops.")
            columns = (SpinnerColumn(), TextColumn("{task.fields[counts]}"))
            with Progress(*columns, console=console, transient=True) as progress:
                task = progress.add_task("", total=None, counts="")
                for outcome in watch.outcomes():
                    if isinstance(outcome, Failure):
                        console.print(f"failed: {escape(outcome.sentence)}", soft_wrap=True)
                    if console.is_terminal:
                        progress.update(task, counts=_in_words(watch.status()))
            summary = watch.finish()
    sys.stdout.write(f"{summary.sentence()}\n{request.output}\n")
    return ExitCode.SUCCESS


def _in_words(status: WatchStatus) -> str:
    parts = [f"{state} {status.counts[state]}" for state in _SHOWN if state in status.counts]
    return "  ".join([*parts, f"waiting {status.queued}"])
