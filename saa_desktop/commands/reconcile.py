"""``saa-desktop reconcile``: account for every file of the watched folders."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.domain.requests import SESSION_FILE


@reports_errors
def reconcile(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Output folder of saa-desktop watch.", show_default=False)
    ],
    every: Annotated[
        bool, typer.Option("--every", help="List inspected files and those that were there before too.")
    ] = False,
) -> None:
    """Compare the watched folders with the session, and say what became of each file.

    Exit codes: 0 every file is accounted for, 1 some are not, 2 wrong usage, or a folder is out of reach.
    """
    # Numpy and the models' libraries take seconds to import; --help should not.
    from saa_desktop.batch.reconcile import Fate, reconcile  # noqa: PLC0415
    from saa_desktop.reports.files import PICTURE_FOLDERS  # noqa: PLC0415
    from saa_desktop.sessions.session import Session  # noqa: PLC0415

    with Session.open_read_only(folder / SESSION_FILE) as session:
        fates = reconcile(session, [folder, *(folder / name for name in PICTURE_FOLDERS)])
    unremarkable = {Fate.INSPECTED, Fate.PASSED_OVER}
    for each in fates:
        if every or each.fate not in unremarkable:
            sys.stdout.write(f"{each.fate}: {each.path}{each.reason and f' ({each.reason})'}\n")
    counts = Counter(each.fate for each in fates)
    table = result_table("fate", "files")
    for fate in Fate:
        table.add_row(fate, str(counts[fate]))
    table.add_row("all", str(len(fates)))
    print_table(table)
    raise typer.Exit(ExitCode.SOME_FAILED if counts[Fate.UNACCOUNTED] else ExitCode.SUCCESS)
