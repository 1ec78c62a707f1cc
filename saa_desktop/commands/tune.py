"""``saa-desktop tune``: propose better settings for a product profile from a few labelled images."""

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.inspect import interruptible, run_with_progress
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.domain.errors import Cancelled, ImageError, ProfileError
from saa_desktop.domain.speed import Speed
from saa_desktop.evaluation.layouts import Layout
from saa_desktop.profiles.own_profiles import is_own, own_path, save_own
from saa_desktop.profiles.store import find_profile
from saa_desktop.tuning.request import FolderSource, GoldenSource, SessionSource, Source, TuneRequest
from saa_desktop.tuning.results import LOOKS
from saa_desktop.tuning.sentences import caution_sentences, outcome_texts, settings_text

if TYPE_CHECKING:
    from saa_desktop.profile_tuning import OpenTuning
    from saa_desktop.profiles.schema import ProductProfile
    from saa_desktop.tuning.results import Tuning


@reports_errors
def tune(
    profile: Annotated[
        str, typer.Argument(help="Product profile: a name or a .yaml file.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the proposal and its figures.", show_default=False)
    ],
    golden: Annotated[bool, typer.Option("--golden", help="Tune on the profile's golden set.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Tune on a labelled data set in this folder.", show_default=False)
    ] = None,
    layout: Annotated[
        Layout, typer.Option("--layout", "-l", help="How the data set lies in its folder.")
    ] = Layout.FOLDER,
    category: Annotated[
        str, typer.Option("--category", "-c", help="Only this category of the data set.", show_default=False)
    ] = "",
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many images of each folder of one type.", show_default=False),
    ] = None,
    session: Annotated[
        Path | None,
        typer.Option(help="Tune on what operators said of this session file.", show_default=False),
    ] = None,
    escapes: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the defective images that may escape.")
    ] = 0.0,
    looks: Annotated[
        int, typer.Option(min=1, help="How many images left to a person cost as much as one false call.")
    ] = LOOKS,
    models: Annotated[str, typer.Option(help="Model set: auto, lite or saa-plus.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")] = "auto",
    speed: Annotated[Speed, typer.Option(help="Of saa-plus; lite has but one.")] = Speed.EXACT,
    accept: Annotated[
        bool, typer.Option("--accept", help="Save the proposal among your profiles, to be used from now on.")
    ] = False,
) -> None:
    """Search area bounds, thresholds, saliency strength and K on labelled images, and propose a profile.

    The images are inspected once; a session is not inspected again. Nothing is overwritten without --accept.
    Exit codes: 0 done, 1 some images were left out, 2 wrong usage or configuration, 130 interrupted.
    """
    request = TuneRequest(
        profile=profile,
        source=_source(golden, folder, session, layout, category, limit),
        output=out,
        tolerated=escapes,
        looks=looks,
        models=models,
        device=device,
        speed=speed,
    )
    raise typer.Exit(_run(request, accept=accept))


def _source(
    golden: bool, folder: Path | None, session: Path | None, layout: Layout, category: str, limit: int | None
) -> Source:
    """Return where the labelled images are.

    Raises:
        ImageError: none or several places are given.
    """
    if [golden, folder is not None, session is not None].count(True) != 1:
        raise ImageError("Say on what to tune: give one of --golden, --folder and --session.")
    if folder is not None:
        return FolderSource(folder, layout.value, category, limit)
    return SessionSource(session) if session is not None else GoldenSource()


def _run(request: TuneRequest, *, accept: bool) -> ExitCode:
    """Inspect and search with progress on standard error, and a table on standard output."""
    # Torch takes seconds to import; --help and --version should not.
    from saa_desktop.profile_tuning import open_tuning  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    with open_tuning(request) as tuning, interruptible() as cancel:
        if accept:
            _check_acceptable(tuning.profile)
        if tuning.references:
            console.print(f"{len(tuning.references)} files, {tuning.models_title}")
            run_with_progress(tuning, cancel, console)
        found = None if cancel.is_set() else _search(tuning, cancel, console)
        if found is None:
            console.print("Stopped: the same command goes on from there.")
            return ExitCode.INTERRUPTED
        proposal = tuning.write(found)
        for sentence in tuning.failures:
            console.print(f"left out: {escape(sentence)}", soft_wrap=True)
    _print_curve(found)
    for sentence in caution_sentences(found):
        sys.stdout.write(f"Note: {sentence}\n")
    if proposal == tuning.profile:
        sys.stdout.write("The present settings are the ones to keep.\n")
    elif accept:
        save_own(proposal)
        sys.stdout.write(f"Saved as version {proposal.version}: {own_path(proposal.name)}\n")
    else:
        sys.stdout.write(f"Proposed as version {proposal.version}; --accept saves it among your profiles.\n")
    sys.stdout.write(f"{request.output / 'tuning.html'}\n")
    return ExitCode.SOME_FAILED if tuning.failures else ExitCode.SUCCESS


def _check_acceptable(profile: "ProductProfile") -> None:
    """Refuse to accept a proposal in place of a profile that was not the one to tune.

    Raises:
        ProfileError: the user has another profile of that name.
    """
    if is_own(profile.name) and find_profile(profile.name) != profile:
        raise ProfileError(
            f"--accept would replace your own profile {profile.name}, which is another one: tune that one by "
            "its name, or leave --accept out."
        )


def _search(tuning: "OpenTuning", cancel: threading.Event, console: Console) -> "Tuning | None":
    """Return what was found; ``None`` when a person asked to stop."""
    console.print("Searching ...", style="dim")
    try:
        return tuning.tune(cancel)
    except Cancelled:
        return None


def _print_curve(tuning: "Tuning") -> None:
    """Print the present settings and each point of the curve, with counts and their 95 % intervals."""
    names = ("escapes", "good stopped", "false calls")
    table = result_table("", *names, *(f"left out: {name}" for name in names), "settings")
    present = tuning.present
    table.add_row("present", *outcome_texts(present.outcome), "", "", "", settings_text(present.settings))
    for place, point in enumerate(tuning.points):
        table.add_row(
            "proposed" if place == tuning.recommended else "",
            *outcome_texts(point.outcome),
            *outcome_texts(point.held_out),
            settings_text(point.settings),
        )
    print_table(table)
