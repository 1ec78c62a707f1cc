"""``saa-desktop demo``: inspect the sample images that come with the application."""

import csv
from pathlib import Path
from typing import Annotated

import cv2
import typer
from rich.table import Table

from saa_desktop.commands.exit_codes import ExitCode, reports_errors
from saa_desktop.commands.inspect import run
from saa_desktop.commands.tables import print_table, result_table
from saa_desktop.data_files import data_path
from saa_desktop.domain.requests import BatchRequest


@reports_errors
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path("demo-report"),
) -> None:
    """Inspect the sample images with the built-in models, and print what was found."""
    table = result_table("image", "shows", "AI verdict", "score", "regions", "phrases", "ms")
    code = ExitCode.SUCCESS
    for product in sample_products():
        request = BatchRequest(
            paths=(product / "images",),
            profile=f"sample_{product.name}",
            output=out / product.name,
            models="lite",
            resume=True,
        )
        code = max(code, run(request))
        _add_rows(table, product, request.output)
    print_table(table)
    typer.echo(f"Reports: {out.resolve()}")
    raise typer.Exit(code)


def sample_products() -> list[Path]:
    """Return the folders of the sample products, each with ``images`` and ``masks``."""
    return sorted(folder.parent for folder in data_path("resources", "samples").glob("*/images"))


def _add_rows(table: Table, product: Path, results: Path) -> None:
    """Add a product's results beside what its ground truth says."""
    phrases: dict[str, list[str]] = {}
    for row in read_table(results / "regions.csv"):
        phrases.setdefault(row["image"], []).append(row["phrase"])
    for row in read_table(results / "results.csv"):
        image = row["image"]
        truth = cv2.imread(str(product / "masks" / Path(image).with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
        table.add_row(
            f"{product.name}/{image}",
            "defect" if truth is not None and truth.any() else "good part",
            row["ai_verdict"] or row["error"],
            row["score"],
            row["region_count"],
            ", ".join(dict.fromkeys(phrases.get(image, []))),
            row["duration_ms"],
        )
    table.add_section()


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of one of our CSV files."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
