"""The command line: ``saa-desktop COMMAND``. Each command lives in its own file in ``commands/``."""

import sys
from typing import Annotated

import typer

from saa_desktop import __version__
from saa_desktop.commands import (
    checks,
    demo,
    evaluate,
    inspect,
    labels,
    models,
    profiles,
    reconcile,
    report,
    sessions,
    tune,
    watch,
)

app = typer.Typer(
    name="saa-desktop",
    help="Finds defects on products without training a model.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("inspect")(inspect.inspect)
app.command("evaluate")(evaluate.evaluate)
app.command("tune")(tune.tune)
app.command("watch")(watch.watch)
app.command("reconcile")(reconcile.reconcile)
app.command("report")(report.report)
app.command("labels")(labels.labels)
app.command("demo")(demo.demo)
app.command("checks")(checks.checks)
app.add_typer(profiles.app)
app.add_typer(models.app)
app.add_typer(sessions.app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"saa-desktop {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def main() -> None:
    """Run the command line; never returns."""
    for stream in (sys.stdout, sys.stderr):
        # File names may hold what the terminal's code page cannot show: show an escape instead of failing.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="saa-desktop")
