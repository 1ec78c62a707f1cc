"""``saa-desktop inspect``: run a batch of images through a product profile."""

import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.domain.speed import Speed


class RunningBatch(Protocol):
    """What a progress bar needs to know of a batch."""

    @property
    def references(self) -> tuple[ImageReference, ...]:
        """The files."""
        ...

    @property
    def files_done(self) -> int:
        """How many of them are behind it."""
        ...

    def run(self, cancel: threading.Event) -> Iterator[Inspection | Failure]:
        """Yield each outcome; ends early once ``cancel`` is set."""
        ...


@reports_errors
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="Images and folders of images.", show_default=False)],
    profile: Annotated[
        str,
        typer.Option("--profile", "-p", help="Product profile: a name or a .yaml file.", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", show_default=False)],
    models: Annotated[str, typer.Option(help="Model set: auto, lite or saa-plus.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")] = "auto",
    speed: Annotated[Speed, typer.Option(help="Of saa-plus; lite has but one.")] = Speed.EXACT,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Look into folders within folders.")
    ] = False,
    pattern: Annotated[
        list[str] | None,
        typer.Option(help='File names that are images, for example "*.jpg"; instead of the profile\'s own.'),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the session in the folder; skip what it holds.")
    ] = False,
    plain_saa: Annotated[
        bool, typer.Option("--plain-saa", help="Run plain SAA: all hybrid prompts off.")
    ] = False,
    as_published: Annotated[
        bool, typer.Option("--as-published", help="Reproduce the quirks of the published code.")
    ] = False,
    save_maps: Annotated[
        bool, typer.Option("--save-maps", help="Save each anomaly map as a float32 TIFF.")
    ] = False,
    no_reports: Annotated[bool, typer.Option("--no-reports", help="Make no report pictures.")] = False,
    max_megapixels: Annotated[float, typer.Option(min=0.001, help="Refuse larger images.")] = 100.0,
    json: Annotated[
        bool, typer.Option("--json", help="Print the summary as JSON on standard output.")
    ] = False,
) -> None:
    """Inspect images and write the results, masks and reports into a folder.

    Exit codes: 0 all inspected, 1 some images failed, 2 wrong usage or configuration, 130 interrupted (all
    finished work is kept; --resume goes on).
    """
    request = BatchRequest(
        paths=tuple(paths),
        profile=profile,
        output=out,
        models=models,
        device=device,
        speed=speed,
        recursive=recursive,
        resume=resume,
        patterns=tuple(pattern or ()),
        plain=plain_saa,
        as_published=as_published,
        reports=not no_reports,
        maps=save_maps,
        max_megapixels=max_megapixels,
    )
    raise typer.Exit(_run(request, json=json))


def _run(request: BatchRequest, *, json: bool = False) -> ExitCode:
    """Run a batch with a progress bar on standard error and its summary on standard output."""
    # Torch takes seconds to import; --help and --version should not.
    from saa_desktop.wiring import open_batch  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    console.print("Loading the models ...", style="dim")
    with open_batch(request) as batch:
        console.print(f"{len(batch.references)} files, {batch.models.title} on {batch.models.device}")
        with interruptible() as cancel:
            failed = run_with_progress(batch, cancel, console)
        summary = batch.finish(interrupted=cancel.is_set())
    if json:
        sys.stdout.write(summary.to_json() + "\n")
    else:
        sys.stdout.write(f"{summary.sentence()}\n{request.output}\n")
    if cancel.is_set():
        return ExitCode.INTERRUPTED
    return ExitCode.SOME_FAILED if failed else ExitCode.SUCCESS


def run_with_progress(batch: RunningBatch, cancel: threading.Event, console: Console) -> int:
    """Run the batch, print each failure's sentence as it happens, and return how many there were."""
    counts: Counter[str] = Counter()
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("time left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[verdicts]}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(batch.references), verdicts="")
        for outcome in batch.run(cancel):
            if isinstance(outcome, Failure):
                counts["failed"] += 1
                console.print(f"failed: {escape(outcome.sentence)}", soft_wrap=True)
            else:
                counts[outcome.ai_verdict] += 1
            verdicts = "  ".join(f"{name} {count}" for name, count in sorted(counts.items()))
            progress.update(task, completed=batch.files_done, verdicts=verdicts)
        progress.update(task, completed=batch.files_done)
    return counts["failed"]


class _Rate(ProgressColumn):
    """Images inspected in a second."""

    def render(self, task: Task) -> Text:
        """Return the rate over the last half minute."""
        return Text(f"{task.speed:.1f} images/s" if task.speed else "- images/s")


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C or a termination request sets; a second Ctrl-C stops at once."""
    cancel = threading.Event()

    def stop(signal_number: int, _frame: FrameType | None) -> None:
        if cancel.is_set() and signal_number == signal.SIGINT:
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
