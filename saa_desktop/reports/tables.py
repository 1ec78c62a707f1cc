"""results.csv and regions.csv: UTF-8 with a byte-order mark for Excel, RFC 4180, no locale in numbers."""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.reviewed_regions import ReviewedRegion, review_regions
from saa_desktop.domain.reviews import FIRST_DRAWN, UNREVIEWED, Decision

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
"""What a batch writes; other programs read it."""

REVIEW_RESULT_COLUMNS = (*RESULT_COLUMNS[:-1], "defect_class", "note", "flagged", "error")
"""The same, and all that a person says of an image."""

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

REVIEW_REGION_COLUMNS = (*REGION_COLUMNS, "operator_review")
"""The same, and what became of each region in the review."""

# What a spreadsheet takes for the start of a formula; the wide forms are those of Chinese keyboards.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL_STARTS = tuple("\t\r\n")

Row = Mapping[str, str | int]


class ResultsTable:
    """results.csv, one row an image, in the order in which they are added.

    Args:
        review: whether it has the columns for all that a person says.
    """

    def __init__(self, *, review: bool = True) -> None:
        self._table = _Table(REVIEW_RESULT_COLUMNS if review else RESULT_COLUMNS)

    def add(self, outcome: Inspection | Failure, decision: Decision | None) -> None:
        """Add the current outcome of an image, and the latest decision on it.

        The verdict, the score and the areas are the machine's own, whatever a person says of its regions.
        Dropped regions are not needed.
        """
        self._table.add(_result_row(outcome, decision))

    def write(self, path: Path) -> None:
        """Write the file.

        Raises:
            OutputError: it cannot be written.
        """
        self._table.write(path)


class RegionsTable:
    """regions.csv, one row a region, by image in the order in which they are added, then by rank.

    Its regions are the kept ones, whatever became of them in the review, and those that a person drew, or
    accepted or corrected although a rule had dropped them. ``x``, ``y``, ``width`` and ``height`` are the
    whole pixels that a region's box touches, within the image.

    Args:
        review: whether it has the column for what became of a region in the review.
    """

    def __init__(self, *, review: bool = True) -> None:
        self._table = _Table(REVIEW_REGION_COLUMNS if review else REGION_COLUMNS)

    def add(self, inspection: Inspection, decision: Decision | None = None) -> None:
        """Add an inspection's regions as the latest decision leaves them."""
        for reviewed in review_regions(inspection, decision.review if decision else UNREVIEWED):
            self._table.add(_region_row(inspection, reviewed))

    def write(self, path: Path) -> None:
        """Write the file.

        Raises:
            OutputError: it cannot be written.
        """
        self._table.write(path)


def write_results(
    path: Path, outcomes: Iterable[Inspection | Failure], decisions: Mapping[str, Decision]
) -> None:
    """Write a batch's results table with one row an image, in the order given.

    Args:
        path: of the file.
        outcomes: the current outcome of each image; dropped regions are not needed.
        decisions: the latest decision by image name.

    Raises:
        OutputError: the file cannot be written.
    """
    table = ResultsTable(review=False)
    for outcome in outcomes:
        table.add(outcome, decisions.get(_name(outcome)))
    table.write(path)


def write_regions(path: Path, inspections: Iterable[Inspection]) -> None:
    """Write a batch's table of the kept regions, in the order given.

    Args:
        path: of the file.
        inspections: dropped regions are not needed.

    Raises:
        OutputError: the file cannot be written.
    """
    table = RegionsTable(review=False)
    for inspection in inspections:
        table.add(inspection)
    table.write(path)


def _name(outcome: Inspection | Failure) -> str:
    return outcome.reference.name if isinstance(outcome, Failure) else outcome.image.name


def _result_row(outcome: Inspection | Failure, decision: Decision | None) -> Row:
    if isinstance(outcome, Failure):
        return {
            "image": _text(outcome.reference.name),
            "sha256": outcome.sha256,
            **_decision_cells(decision),
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
        **_decision_cells(decision),
    }


def _decision_cells(decision: Decision | None) -> Row:
    if decision is None:
        return {}
    review = decision.review
    return {
        "operator_verdict": review.verdict.value if review.verdict else "",
        "operator": _text(decision.operator),
        "reviewed_at": decision.decided_at.isoformat(timespec="milliseconds"),
        "defect_class": _text(review.defect_class),
        "note": _text(review.note),
        "flagged": "yes" if review.flagged else "no",
    }


def _region_row(inspection: Inspection, reviewed: ReviewedRegion) -> Row:
    image, region = inspection.image, reviewed.region
    box = region.box
    x0, x1 = (min(max(edge, 0), image.width) for edge in (math.floor(box.x0), math.ceil(box.x1)))
    y0, y1 = (min(max(edge, 0), image.height) for edge in (math.floor(box.y0), math.ceil(box.y1)))
    drawn = reviewed.number >= FIRST_DRAWN
    return {
        "image": _text(image.name),
        "region": reviewed.label,
        "phrase": _text(region.phrase),
        "prompt": _text(region.prompt),
        "x": x0,
        "y": y0,
        "width": x1 - x0,
        "height": y1 - y0,
        "area_px": region.mask.area if region.mask else 0,
        "box_score": "" if drawn else _number(region.box_score),
        "saliency_factor": _number(region.saliency_factor),
        "score": _number(region.score),
        "rank": "" if region.rank is None else region.rank,
        "operator_review": reviewed.fate.value,
    }


def _number(value: float | None) -> str:
    """Return six significant digits, or nothing for what was not measured."""
    return "" if value is None else f"{value:.6g}"


def _text(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    if text.startswith(_CONTROL_STARTS) or text.lstrip().startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


class _Table:
    """A CSV file in the making."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._text = io.StringIO(newline="")
        self._writer = csv.DictWriter(self._text, columns, restval="", extrasaction="ignore")
        self._writer.writeheader()

    def add(self, row: Row) -> None:
        self._writer.writerow(row)

    def write(self, path: Path) -> None:
        # File names need not be text on Linux; what cannot be encoded is shown as an escape.
        atomic_write_bytes(path, b"\xef\xbb\xbf" + self._text.getvalue().encode("utf-8", "backslashreplace"))
