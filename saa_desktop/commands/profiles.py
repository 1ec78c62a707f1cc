"""``saa-desktop profiles``: list, show and validate product profiles."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.domain.errors import ProfileError
from saa_desktop.profiles.store import find_profile, list_profiles, load_profile, render_profile

app = typer.Typer(name="profiles", help="List, show and validate product profiles.", no_args_is_help=True)


@app.command("list")
@reports_errors
def list_() -> None:
    """List the shipped profiles and your own."""
    listing = list_profiles()
    table = result_table("name", "version", "title", "标题", "objects", "review at", "NG at")
    for profile in listing.profiles:
        table.add_row(
            profile.name,
            str(profile.version),
            profile.title.en,
            profile.title.zh_CN,
            str(profile.object.count),
            f"{profile.verdict.review_at:g}",
            f"{profile.verdict.ng_at:g}",
        )
    print_table(table)
    _print_errors(listing.errors)


@app.command()
@reports_errors
def show(name: Annotated[str, typer.Argument(help="A name or a .yaml file.")]) -> None:
    """Print a profile with all its fields."""
    sys.stdout.write(render_profile(find_profile(name)))


@app.command()
@reports_errors
def validate(files: Annotated[list[Path], typer.Argument(help="Profile files.")]) -> None:
    """Check profile files; each problem is printed with its file, line and field."""
    errors = []
    for file in files:
        try:
            profile = load_profile(file)
        except ProfileError as error:
            errors.append(error)
        else:
            sys.stdout.write(f"{file}: valid, {profile.name} version {profile.version}\n")
    _print_errors(errors)


def _print_errors(errors: "list[ProfileError] | tuple[ProfileError, ...]") -> None:
    """Print errors on standard error, and exit with 1 if there are any."""
    for error in errors:
        sys.stderr.write(f"{error}\n")
    if errors:
        raise typer.Exit(ExitCode.SOME_FAILED)
