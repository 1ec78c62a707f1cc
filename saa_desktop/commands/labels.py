"""``saa-desktop labels``: write what reviewed images teach other programs."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.image_progress import image_progress
from saa_desktop.commands.session_file import session_file
from saa_desktop.domain.errors import Cancelled, OutputError


class Only(StrEnum):
    """Which images."""

    REVIEWED = "reviewed"
    NG = "ng"


@reports_errors
def labels(
    session: Annotated[
        Path, typer.Argument(help="Session file, or output folder that holds one.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the labels.", show_default=False)],
    only: Annotated[
        Only, typer.Option(help="All images reviewed as OK or NG, or those with defects alone.")
    ] = Only.REVIEWED,
    copy_images: Annotated[
        bool,
        typer.Option(
            "--copy-images", help="Write the images too, as PNG; else the labels name the originals."
        ),
    ] = False,
) -> None:
    """Write reviewed images as COCO files and mask pictures, from which other programs learn.

    The session and the originals are only read. Exit codes: 0 written, 1 some images were left out, 2 wrong
    usage, 130 interrupted: there are no COCO files.
    """
    file = session_file(session)
    raise typer.Exit(_run(file, out, only, copy_images=copy_images))


def _run(session: Path, out: Path, only: Only, *, copy_images: bool) -> ExitCode:
    """Write with progress on standard error, and say on standard output what was written."""
    # OpenCV takes a while to import; --help should not.
    from saa_desktop.workers.export import (  # noqa: PLC0415
        ConsentNeeded,
        ExportConcern,
        ExportContent,
        ExportRequest,
        ExportScope,
    )
    from saa_desktop.workers.review_export import export_review  # noqa: PLC0415

    request = ExportRequest(
        session,
        None,
        out.absolute(),
        frozenset({ExportContent.LABELS, *([ExportContent.LABEL_IMAGES] if copy_images else [])}),
        ExportScope.NG if only is Only.NG else ExportScope.REVIEWED,
        frozenset({ExportConcern.LITTLE_SPACE}),
    )
    console = Console(stderr=True, highlight=False)
    with image_progress(console) as (show_progress, cancel):
        try:
            summary = export_review(request, show_progress, cancel)
        except Cancelled:
            console.print("Stopped: there are no COCO files.")
            return ExitCode.INTERRUPTED
        except ConsentNeeded as needed:
            if ExportConcern.EXISTING_FILES in needed.question.concerns:
                reason = "already holds labels"
            else:
                reason = "lies among original images"
            raise OutputError(f"{out} {reason}: name another folder.") from None
    for problem in summary.problems:
        sys.stderr.write(f"saa-desktop: {problem}\n")
    sys.stdout.write(f"{summary.labelled} labelled images, {summary.defects} defects\n{summary.folder}\n")
    return ExitCode.SOME_FAILED if summary.problems else ExitCode.SUCCESS
