"""``saa-desktop sessions``: look after session files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from saa_desktop.commands.exit_codes import reports_errors
from saa_desktop.commands.session_file import session_file
from saa_desktop.sessions.session import Session

app = typer.Typer(name="sessions", help="Look after session files.", no_args_is_help=True)


# With a single command typer would leave out its name.
@app.callback()
def _sessions() -> None:
    pass


@app.command()
@reports_errors
def verify(
    sessions: Annotated[list[Path], typer.Argument(help="Session files, or output folders that hold one.")],
) -> None:
    """Check that no decision of an operator was changed or removed since it was made."""
    for path in sessions:
        file = session_file(path)
        with Session.open_read_only(file) as session:
            count = session.verify_decisions()
        sys.stdout.write(f"{file}: {count} decisions, all as they were made\n")
