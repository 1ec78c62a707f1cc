"""``saa-desktop models``: brings the weights of SAA+ onto this machine, and says what is there."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.domain.errors import ModelError, SaaDesktopError
from saa_desktop.model_folder import open_model_store
from saa_desktop.models import download as downloading
from saa_desktop.models.importing import import_path
from saa_desktop.models.packs import write_pack
from saa_desktop.models.registry import ModelFile
from saa_desktop.models.store import FileState, ModelStore, StoredFile
from saa_desktop.models.weight_files import Watch, megabytes

app = typer.Typer(
    name="models",
    help="The weights of the saa-plus model set: download them, bring them by USB stick, check them.",
    no_args_is_help=True,
)

T = TypeVar("T")
Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Names that `models list` shows.")]


@app.command("list")
@reports_errors
def list_files() -> None:
    """Show which weights are present, verified or missing, and whether saa-plus can run."""
    store = open_model_store()
    rows = [("name", "role", "size", "state", "file")]
    for stored in store.listing():
        record = stored.record
        rows.append((record.name, record.role, megabytes(record.size), _state(stored), stored.path.name))
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    typer.echo(f"\nFolder: {store.folder}")
    try:
        chosen = store.saa_plus_files()
    except ModelError as error:
        typer.echo(str(error))
    else:
        typer.echo(
            f"saa-plus runs on {chosen.detector.record.variant} and {chosen.segmenter.record.variant}."
        )


@app.command()
@reports_errors
def download(
    names: Names = None,
    mirror: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="Base address to try first, to which the file's name is added; may be repeated.",
        ),
    ] = None,
) -> None:
    """Download weights, the published set unless NAMEs are given; an interrupted download goes on."""
    store = open_model_store()
    records = _records(store, names) or store.default_records()
    with _watch() as watch:
        _each(
            records,
            lambda record: _tell(
                watch, downloading.download(store, record, watch=watch, mirrors=mirror or ())
            ),
        )


@app.command("import")
@reports_errors
def import_files(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Weights files, folders or model packs.")
    ],
    as_name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="What a file of unknown content stands for.")
    ] = "",
) -> None:
    """Copy weights from a disk or a USB stick; published files are recognised by their content."""
    store = open_model_store()
    if as_name and len(paths) > 1:
        raise ModelError("--as names one file: import the files one at a time.")

    def bring(path: Path) -> None:
        for stored in import_path(store, path, watch, as_name):
            _tell(watch, stored)

    with _watch() as watch:
        _each(paths, bring)


@app.command()
@reports_errors
def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The model pack to write.")],
    names: Names = None,
) -> None:
    """Write verified weights, all unless NAMEs are given, into one file that `import` takes elsewhere."""
    store = open_model_store()
    with _watch() as watch:
        files = write_pack(store, file, _records(store, names), watch.progress)
        watch.note(f"{file} holds {', '.join(stored.record.name for stored in files)}.")


@app.command()
@reports_errors
def verify(names: Names = None) -> None:
    """Read weights again, all that are present unless NAMEs are given, and compare them with their sha256."""
    store = open_model_store()
    present = [
        stored.record for stored in store.listing() if stored.size and stored.state is not FileState.PARTIAL
    ]
    with _watch() as watch:
        _each(_records(store, names) or present, lambda record: _verify(store, record, watch))


def _verify(store: ModelStore, record: ModelFile, watch: Watch) -> None:
    stored = store.verify(record, watch.progress)
    if stored.state is not FileState.VERIFIED:
        raise ModelError(
            f"{record.name} is {stored.state}: run `saa-desktop models download {record.name}`, or import it."
        )
    _tell(watch, stored)


def _records(store: ModelStore, names: Iterable[str] | None) -> list[ModelFile]:
    return [store.find(name) for name in names or ()]


def _state(stored: StoredFile) -> str:
    if stored.state is FileState.PARTIAL:
        return f"{stored.state}, {megabytes(stored.size)}"
    return str(stored.state) if stored.official else f"{stored.state}, unofficial"


def _tell(watch: Watch, stored: StoredFile) -> None:
    watch.note(f"{stored.record.name}: {_state(stored)}, {stored.path}")


def _each(items: Iterable[T], work: Callable[[T], None]) -> None:
    """Do the work for every item, whatever happens to the others.

    Raises:
        SaaDesktopError: there was one item alone and it failed.
        typer.Exit: some of several failed; each has had its sentence.
    """
    items = list(items)
    failures = []
    for item in items:
        try:
            work(item)
        except SaaDesktopError as error:
            if len(items) == 1:
                raise
            failures.append(error)
            sys.stderr.write(f"saa-desktop: {error}\n")
    if failures:
        raise typer.Exit(ExitCode.WRONG_USAGE if len(failures) == len(items) else ExitCode.SOME_FAILED)


@contextmanager
def _watch() -> Iterator[Watch]:
    """Show bars with speed and time left on stderr, where that is a terminal, and notes always.

    Raises:
        typer.Exit: Ctrl-C was pressed.
    """
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    tasks: dict[str, TaskID] = {}

    def progress(label: str, done: int, total: int) -> None:
        if label not in tasks:
            tasks[label] = bars.add_task(label, completed=done, total=total)
        bars.update(tasks[label], completed=done, total=total)

    try:
        with bars:
            yield Watch(progress, lambda sentence: console.print(sentence, markup=False))
    except KeyboardInterrupt:
        console.print("Stopped: the same command goes on from here.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
