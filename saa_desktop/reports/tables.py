"""results.csv and regions.csv: UTF-8 with a byte-order mark for Excel, RFC 4180, no locale in numbers."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.regions import Region
from saa_desktop.domain.verdicts import OperatorDecision

RESULT_COLUMNS = (
    "image",
    "sha256",
    "width",
    "height",
    "profile",
    "profile_version",
    "models",
    "device",
    "ai_verdict",
    "score",
    "region_count",
    "anomaly_area_fraction",
    "largest_region_px",
    "duration_ms",
    "inspected_at",
    "operator_verdict",
    "operator",
    "reviewed_at",
    "error",
)

REGION_COLUMNS = (
    "image",
    "region",
    "phrase",
    "prompt",
    "x",
    "y",
    "width",
    "height",
    "area_px",
    "box_score",
    "saliency_factor",
    "score",
    "rank",
)

# What a spreadsheet takes for the start of a formula; the wide forms are those of Chinese keyboards.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL_STARTS = tuple("\t\r\n")

Row = Mapping[str, str | int]


def write_results(
    path: Path,
    outcomes: Iterable[Inspection | Failure],
    decisions: Mapping[str, OperatorDecision],
) -> None:
    """Write one row an image, in the order given.

    Args:
        path: of the file.
        outcomes: the current outcome of each image; dropped regions are not needed.
        decisions: the latest operator verdict by image name.

    Raises:
        OutputError: the file cannot be written.
    """
    _write(path, RESULT_COLUMNS, (_result_row(outcome, decisions) for outcome in outcomes))


def write_regions(path: Path, inspections: Iterable[Inspection]) -> None:
    """Write one row a kept region, in the order given and by rank.

    ``x``, ``y``, ``width`` and ``height`` are the whole pixels that a region's box touches, within the image.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = (_region_row(inspection, region) for inspection in inspections for region in inspection.kept)
    _write(path, REGION_COLUMNS, rows)


def _result_row(outcome: Inspection | Failure, decisions: Mapping[str, OperatorDecision]) -> Row:
    if isinstance(outcome, Failure):
        return {
            "image": _text(outcome.reference.name),
            "sha256": outcome.sha256,
            "error": _text(outcome.sentence),
        }
    image, models = outcome.image, outcome.models
    areas = [region.mask.area for region in outcome.kept if region.mask]
    covered = float(outcome.union_mask().mean()) if areas else 0.0
    return {
        "image": _text(image.name),
        "sha256": image.sha256,
        "width": image.width,
        "height": image.height,
        "profile": _text(outcome.profile.name),
        "profile_version": outcome.profile.version,
        "models": _text(models.name),
        "device": _text(models.device),
        "ai_verdict": outcome.ai_verdict.value,
        "score": _number(outcome.score),
        "region_count": len(outcome.kept),
        "anomaly_area_fraction": _number(covered),
        "largest_region_px": max(areas, default=0),
        "duration_ms": f"{outcome.duration_ms:.1f}",
        "inspected_at": outcome.inspected_at.isoformat(timespec="milliseconds"),
        **_decision_cells(decisions.get(image.name)),
    }


def _decision_cells(decision: OperatorDecision | None) -> Row:
    if decision is None:
        return {}
    return {
        "operator_verdict": decision.verdict.value,
        "operator": _text(decision.operator),
        "reviewed_at": decision.decided_at.isoformat(timespec="milliseconds"),
    }


def _region_row(inspection: Inspection, region: Region) -> Row:
    image, box = inspection.image, region.box
    x0, x1 = (min(max(edge, 0), image.width) for edge in (math.floor(box.x0), math.ceil(box.x1)))
    y0, y1 = (min(max(edge, 0), image.height) for edge in (math.floor(box.y0), math.ceil(box.y1)))
    rank = "" if region.rank is None else region.rank
    return {
        "image": _text(image.name),
        "region": rank,
        "phrase": _text(region.phrase),
        "prompt": _text(region.prompt),
        "x": x0,
        "y": y0,
        "width": x1 - x0,
        "height": y1 - y0,
        "area_px": region.mask.area if region.mask else 0,
        "box_score": _number(region.box_score),
        "saliency_factor": _number(region.saliency_factor),
        "score": _number(region.score),
        "rank": rank,
    }


def _number(value: float | None) -> str:
    """Return six significant digits, or nothing for what was not measured."""
    return "" if value is None else f"{value:.6g}"


def _text(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    if text.startswith(_CONTROL_STARTS) or text.lstrip().startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    # File names need not be text on Linux; what cannot be encoded is shown as an escape.
    atomic_write_bytes(path, b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "backslashreplace"))
