"""The rows of the tables of results and regions, before they become text or cells of a workbook."""

import math
from collections.abc import Mapping
from datetime import datetime

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

Value = str | int | float | datetime | None
"""``None`` for what was not measured; times have their zone."""

Row = Mapping[str, Value]
"""By column; columns without a value are left out."""

# What a spreadsheet takes for the start of a formula; the wide forms are those of Chinese keyboards.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL_STARTS = tuple("\t\r\n")


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet may run a text as a formula."""
    return text.startswith(_CONTROL_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def result_row(outcome: Inspection | Failure, decision: Decision | None) -> Row:
    """Return the row of an image in the results table.

    The verdict, the score and the areas are the machine's own, whatever a person says of its regions.

    Args:
        outcome: its current one; dropped regions are not needed.
        decision: the latest one on it.
    """
    if isinstance(outcome, Failure):
        return {
            "image": outcome.reference.name,
            "sha256": outcome.sha256,
            **_decision_cells(decision),
            "error": outcome.sentence,
        }
    image, models = outcome.image, outcome.models
    areas = [region.mask.area for region in outcome.kept if region.mask]
    return {
        "image": image.name,
        "sha256": image.sha256,
        "width": image.width,
        "height": image.height,
        "profile": outcome.profile.name,
        "profile_version": outcome.profile.version,
        "models": models.name,
        "device": models.device,
        "ai_verdict": outcome.ai_verdict.value,
        "score": outcome.score,
        "region_count": len(outcome.kept),
        "anomaly_area_fraction": float(outcome.union_mask().mean()) if areas else 0.0,
        "largest_region_px": max(areas, default=0),
        "duration_ms": outcome.duration_ms,
        "inspected_at": outcome.inspected_at,
        **_decision_cells(decision),
    }


def region_rows(inspection: Inspection, decision: Decision | None) -> list[Row]:
    """Return the rows of an inspection's regions as the latest decision leaves them, by rank.

    Regions are the kept ones, whatever became of them in the review, and those that a person drew, or
    accepted or corrected although a rule had dropped them. ``x``, ``y``, ``width`` and ``height`` are the
    whole pixels that a region's box touches, within the image.
    """
    review = decision.review if decision else UNREVIEWED
    return [_region_row(inspection, reviewed) for reviewed in review_regions(inspection, review)]


def _decision_cells(decision: Decision | None) -> Row:
    if decision is None:
        return {}
    review = decision.review
    return {
        "operator_verdict": review.verdict.value if review.verdict else "",
        "operator": decision.operator,
        "reviewed_at": decision.decided_at,
        "defect_class": review.defect_class,
        "note": review.note,
        "flagged": "yes" if review.flagged else "no",
    }


def _region_row(inspection: Inspection, reviewed: ReviewedRegion) -> Row:
    image, region = inspection.image, reviewed.region
    box = region.box
    x0, x1 = (min(max(edge, 0), image.width) for edge in (math.floor(box.x0), math.ceil(box.x1)))
    y0, y1 = (min(max(edge, 0), image.height) for edge in (math.floor(box.y0), math.ceil(box.y1)))
    return {
        "image": image.name,
        "region": reviewed.label,
        "phrase": region.phrase,
        "prompt": region.prompt,
        "x": x0,
        "y": y0,
        "width": x1 - x0,
        "height": y1 - y0,
        "area_px": region.mask.area if region.mask else 0,
        "box_score": None if reviewed.number >= FIRST_DRAWN else region.box_score,
        "saliency_factor": region.saliency_factor,
        "score": region.score,
        "rank": region.rank,
        "operator_review": reviewed.fate.value,
    }
