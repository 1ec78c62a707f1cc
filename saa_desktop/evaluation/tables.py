"""metrics.csv and the figures of metrics.json."""

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.evaluation.evaluator import Evaluation
from saa_desktop.evaluation.metrics import GroupMetrics

# What a spreadsheet takes for the start of a formula; the wide forms are those of Chinese keyboards.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def write_metrics_csv(path: Path, evaluation: Evaluation) -> None:
    """Write one row a group: the total, the mean over categories, each category, each defect type.

    Raises:
        OutputError: the file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(field.name for field in fields(GroupMetrics))
    for group in groups(evaluation):
        writer.writerow(_cell(value) for value in asdict(group).values())
    atomic_write_bytes(path, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "backslashreplace"))


def write_metrics_json(path: Path, evaluation: Evaluation, facts: Mapping[str, object]) -> None:
    """Write all figures, full precision, with what they were measured on; ``null`` is "not measured".

    Args:
        path: of the file.
        evaluation: the figures.
        facts: what ran, on what, and what failed; goes first.

    Raises:
        OutputError: the file cannot be written.
    """
    content = {**facts, "groups": [_plain(asdict(group)) for group in groups(evaluation)]}
    atomic_write_bytes(path, (json.dumps(content, indent=2, allow_nan=False) + "\n").encode())


def groups(evaluation: Evaluation) -> Sequence[GroupMetrics]:
    """Return all groups, the widest first."""
    mean = (evaluation.mean,) if evaluation.mean else ()
    return (evaluation.total, *mean, *evaluation.categories, *evaluation.types)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in values.items()
    }


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA_STARTS) else value
    return "" if math.isnan(value) else f"{value:.6g}"
