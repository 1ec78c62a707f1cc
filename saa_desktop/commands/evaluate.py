"""``saa-desktop evaluate``: measure a model set on a labelled data set."""

import math
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.inspect import interruptible, run_with_progress
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.domain.errors import Cancelled
from saa_desktop.domain.prompts import HybridPrompt
from saa_desktop.domain.speed import Speed
from saa_desktop.evaluation.layouts import Layout
from saa_desktop.evaluation.request import EvaluationRequest

if TYPE_CHECKING:
    from saa_desktop.evaluating import OpenEvaluation
    from saa_desktop.evaluation.evaluator import Evaluation
    from saa_desktop.evaluation.metrics import GroupMetrics


@reports_errors
def evaluate(
    root: Annotated[Path, typer.Argument(help="Folder of the data set.", show_default=False)],
    layout: Annotated[
        Layout, typer.Option("--layout", "-l", help="How the data set lies in it.", show_default=False)
    ],
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            "-p",
            help="Product profile: a name, a .yaml file, or auto for the one named as the category.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the figures.", show_default=False)],
    models: Annotated[str, typer.Option(help="Model set: auto, lite or saa-plus.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")] = "auto",
    speed: Annotated[Speed, typer.Option(help="Of saa-plus; lite has but one.")] = Speed.EXACT,
    category: Annotated[
        list[str] | None, typer.Option("--category", "-c", help="Only this category; may be given again.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many images of each folder of one defect type.")
    ] = None,
    without: Annotated[
        list[HybridPrompt] | None,
        typer.Option(
            help="Switch one of the hybrid prompts off, to see what it is good for; may be given again."
        ),
    ] = None,
) -> None:
    """Measure how well a model set finds the defects of a labelled data set.

    Call it again to go on after a stop: what the folder's session holds is not inspected again. Exit codes:
    0 all measured, 1 some images failed, 2 wrong usage or configuration, 130 interrupted.
    """
    request = EvaluationRequest(
        root=root,
        layout=layout,
        profile=profile,
        output=out,
        models=models,
        device=device,
        speed=speed,
        categories=tuple(category or ()),
        limit=limit,
        without=tuple(without or ()),
    )
    raise typer.Exit(_run(request))


def _run(request: EvaluationRequest) -> ExitCode:
    """Inspect and measure with progress on standard error and a table on standard output."""
    # Torch takes seconds to import; --help and --version should not.
    from saa_desktop.evaluating import open_evaluation  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    console.print("Loading the models ...", style="dim")
    with open_evaluation(request) as evaluation, interruptible() as cancel:
        console.print(
            f"{len(evaluation.references)} files, {evaluation.models.title} on {evaluation.models.device}"
        )
        run_with_progress(evaluation, cancel, console)
        measured = None if cancel.is_set() else _measure(evaluation, cancel, console)
        if measured is None:
            console.print(
                f"Stopped after {evaluation.files_done} of {len(evaluation.references)} files: "
                "the same command goes on from there."
            )
            return ExitCode.INTERRUPTED
        evaluation.write(measured)
        for failure in evaluation.failures:
            console.print(f"not measured: {escape(failure.sentence)}", soft_wrap=True)
    _print_figures(measured)
    sys.stdout.write(f"{request.output / 'evaluation.html'}\n")
    return ExitCode.SOME_FAILED if evaluation.failures else ExitCode.SUCCESS


def _measure(evaluation: "OpenEvaluation", cancel: threading.Event, console: Console) -> "Evaluation | None":
    """Return the figures; ``None`` when a person asked to stop."""
    columns = (BarColumn(), TextColumn("measuring, time left"), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("")
        try:
            return evaluation.measure(
                cancel, lambda done, steps: progress.update(task, completed=done, total=steps)
            )
        except Cancelled:
            return None


def _print_figures(evaluation: "Evaluation") -> None:
    """Print the figures that are compared most, in percent."""
    table = result_table(
        "category",
        "defect type",
        "images",
        "F1 pixel",
        "F1 region",
        "AUROC pixel",
        "PRO",
        "AUROC image",
        "false calls",
        "escapes",
        "ms",
    )
    for group in (*evaluation.types, *evaluation.categories, *filter(None, (evaluation.mean,))):
        table.add_row(*_row(group))
    if len(evaluation.categories) > 1:
        table.add_row(*_row(evaluation.total))
    print_table(table)


def _row(group: "GroupMetrics") -> tuple[str, ...]:
    shares = (
        group.max_f1_pixel,
        group.max_f1_region,
        group.pixel_auroc,
        group.pro_30,
        group.image_auroc,
        group.false_call_rate,
        group.escape_rate,
    )
    return (
        group.category,
        group.defect_type,
        str(group.images),
        *("" if math.isnan(share) else f"{100 * share:.2f}" for share in shares),
        f"{group.median_ms:.0f}",
    )
