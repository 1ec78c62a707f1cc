"""Regions as rows of the session, one a candidate, dropped ones too."""

from collections.abc import Sequence
from typing import Any

from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region

_MASK = (
    "mask_image_height",
    "mask_image_width",
    "mask_x",
    "mask_y",
    "mask_width",
    "mask_height",
    "mask_area",
    "mask_packed",
)
_DROP = ("dropped_rule", "dropped_value", "dropped_bound")
_MEASURED = ("object_overlap", "saliency", "saliency_factor", "score")

COLUMNS = (
    *("x0", "y0", "x1", "y1"),
    *("phrase", "prompt", "box_score", "area_ratio", "rank"),
    *_MEASURED,
    *_MASK,
    *_DROP,
)
"""Column of each value of a row, in order."""

Row = tuple[float | int | str | bytes | None, ...]


def to_row(region: Region) -> Row:
    """Return a region's values in the order of ``COLUMNS``, numpy's numbers turned into Python's."""
    mask, drop = region.mask, region.dropped
    return (
        *map(float, region.box),
        region.phrase,
        region.prompt,
        float(region.box_score),
        float(region.area_ratio),
        None if region.rank is None else int(region.rank),
        *(_optional_float(getattr(region, name)) for name in _MEASURED),
        *(_nulls(_MASK) if mask is None else _mask_row(mask)),
        *(_nulls(_DROP) if drop is None else (drop.rule.value, float(drop.value), float(drop.bound))),
    )


def from_row(row: Sequence[Any]) -> Region:
    """Return the region of a row in the order of ``COLUMNS``.

    Raises:
        ValueError: the row names a rule that is not known.
    """
    values = dict(zip(COLUMNS, row, strict=True))
    box = Box(*row[:4])
    mask = [values[name] for name in _MASK]
    rule, value, bound = (values[name] for name in _DROP)
    return Region(
        box=box,
        phrase=values["phrase"],
        prompt=values["prompt"],
        box_score=values["box_score"],
        area_ratio=values["area_ratio"],
        rank=values["rank"],
        **{name: values[name] for name in _MEASURED},
        mask=None if mask[0] is None else Mask(*mask),
        dropped=None if rule is None else Drop(DropRule(rule), value, bound),
    )


def _mask_row(mask: Mask) -> Row:
    """Return a mask's fields in the order of ``_MASK``."""
    return (
        mask.image_height,
        mask.image_width,
        mask.x,
        mask.y,
        mask.width,
        mask.height,
        mask.area,
        mask.packed,
    )


def _optional_float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _nulls(columns: Sequence[str]) -> tuple[None, ...]:
    return (None,) * len(columns)
