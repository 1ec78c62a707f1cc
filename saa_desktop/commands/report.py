"""``saa-desktop report``: write the shift report of a session."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.image_progress import image_progress
from saa_desktop.commands.session_file import session_file
from saa_desktop.domain.errors import Cancelled
from saa_desktop.domain.report_requests import ReportLanguage, ReportRequest, ReportSummary


def _moment(text: str) -> datetime:
    """Read a point in time; the local zone counts unless it names one.

    Raises:
        BadParameter: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        raise typer.BadParameter(
            f'"{text}" is no point in time: write it like 2026-03-01 or "2026-03-01 06:00".'
        ) from None


@reports_errors
def report(
    session: Annotated[
        Path, typer.Argument(help="Session file, or output folder that holds one.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.", show_default=False)],
    language: Annotated[
        ReportLanguage, typer.Option(help="Language of the report.")
    ] = ReportLanguage.ENGLISH,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=_moment,
            metavar="TIME",
            help="Leave out images inspected before, for example a shift's start.",
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=_moment, metavar="TIME", help="Leave out images inspected then or later."),
    ] = None,
) -> None:
    """Write a session's figures as report.html and report.pdf, with tables as CSV and XLSX.

    The session and the originals are only read; a batch or watch may go on meanwhile. Exit codes: 0 written,
    2 wrong usage, 130 interrupted: nothing was written.
    """
    if since and until and since >= until:
        raise typer.BadParameter("the period ends before it begins.", param_hint="--until")
    file = session_file(session)
    raise typer.Exit(_run(ReportRequest(file, out, language, since, until)))


def _run(request: ReportRequest) -> ExitCode:
    """Write with progress on standard error, and name the files on standard output."""
    # Numpy, OpenCV and the rest take a while to import; --help should not.
    from saa_desktop.reporting import write_shift_report  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    with image_progress(console) as (show_progress, cancel):
        try:
            summary = write_shift_report(request, show_progress, cancel)
        except Cancelled:
            console.print("Stopped: nothing was written.")
            return ExitCode.INTERRUPTED
    _print(summary)
    return ExitCode.SUCCESS


def _print(summary: ReportSummary) -> None:
    missing = f"; {summary.without_picture} NG images without a picture" if summary.without_picture else ""
    sys.stdout.write(f"{summary.images} images{missing}\n")
    for file in summary.files:
        sys.stdout.write(f"{file}\n")
