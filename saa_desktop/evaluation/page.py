"""evaluation.html: one file with tables, curves and pictures that any browser shows without a network."""

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from saa_desktop.domain.inspections import Failure
from saa_desktop.evaluation.curves import ThresholdCurve
from saa_desktop.evaluation.evaluator import Evaluation, ImageResult
from saa_desktop.evaluation.metrics import GroupMetrics
from saa_desktop.evaluation.pictures import Picture
from saa_desktop.evaluation.svg import Line, line_chart, score_chart
from saa_desktop.evaluation.tables import groups

_COLUMNS = {
    "max_f1_pixel": "max-F1-pixel %",
    "max_f1_region": "max-F1-region %",
    "pixel_auroc": "pixel AUROC %",
    "pixel_ap": "pixel AP %",
    "pro_30": "PRO at 30 % FPR %",
    "image_auroc": "image AUROC %",
    "image_ap": "image AP %",
    "image_max_f1": "image max-F1 %",
    "false_call_rate": "false calls %",
    "escape_rate": "escapes %",
    "review_rate": "for review %",
}

_STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em auto; color: #222; max-width: 1360px;
  padding: 0 1em }
table { border-collapse: collapse; font-variant-numeric: tabular-nums } .wide { overflow-x: auto }
th, td { padding: .25em .6em; border-bottom: 1px solid #ddd; text-align: right; vertical-align: bottom }
th:nth-child(-n+2), td:nth-child(-n+2), .facts td { text-align: left }
tr.pooled { font-weight: 600 } .row { display: flex; flex-wrap: wrap; gap: 1em }
figure { margin: 0; width: 420px } figure.picture { width: 240px; overflow-wrap: anywhere }
.legend { display: flex; flex-wrap: wrap; gap: .2em 1em; font-size: 12px } figcaption { font-size: 12px }
svg text { font-size: 11px; fill: #333 } svg text.title { font-size: 13px; font-weight: 600 }
"""


def render_page(
    evaluation: Evaluation,
    facts: Mapping[str, str],
    failures: Sequence[Failure],
    misses: Sequence[Picture],
    false_calls: Sequence[Picture],
) -> str:
    """Return the page.

    Args:
        evaluation: the figures.
        facts: what ran and on what, in words, for the head of the page.
        failures: images that were not measured.
        misses: worst first.
        false_calls: worst first.
    """
    sections = (
        f"<table class='facts'>{_facts(facts)}</table>",
        f"<h2>Figures</h2>{_figures(evaluation)}",
        f"<h2>Curves</h2><div class='row'>{_curves(evaluation)}</div>",
        f"<h2>Scores</h2><div class='row'>{_scores(evaluation)}</div>",
        _gallery("Worst misses", "defective images on whose defect the anomaly map is lowest", misses),
        _gallery("Worst false calls", "good images with the highest scores", false_calls),
        _failed(failures),
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Evaluation</title>"
        f"<style>{_STYLE}</style></head><body><h1>Evaluation</h1>{''.join(sections)}</body></html>\n"
    )


def _facts(facts: Mapping[str, str]) -> str:
    return "".join(f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in facts.items())


def _figures(evaluation: Evaluation) -> str:
    names = ("category", "defect type", "images", "defective", *_COLUMNS.values(), "median ms")
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "".join(_row(group) for group in groups(evaluation))
    note = (
        "<p>A defect type is measured together with the good images of its category. False calls are good "
        "images that are NG, escapes defective ones that are OK, by the profile's thresholds.</p>"
    )
    return f"<div class='wide'><table><tr>{head}</tr>{rows}</table></div>{note}"


def _row(group: GroupMetrics) -> str:
    cells = [
        escape(group.category),
        escape(group.defect_type),
        str(group.images),
        str(group.defective),
        *(_percent(getattr(group, name)) for name in _COLUMNS),
        f"{group.median_ms:.0f}",
    ]
    kind = "" if group.defect_type else " class='pooled'"
    return f"<tr{kind}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.2f}"


def _curves(evaluation: Evaluation) -> str:
    curves = {name: tally.curve() for name, tally in evaluation.pixels.items()}
    if len(curves) == 2:
        # One category is all there is.
        curves.popitem()
    images = _image_curve(evaluation.images)
    charts = [
        line_chart(
            "Pixels: precision over recall",
            "recall",
            "precision",
            [Line(name, each.recall(), each.precision()) for name, each in curves.items() if each.positives],
        ),
        line_chart(
            "Pixels: ROC",
            "false positive rate",
            "recall",
            [
                Line(name, each.false_positive_rate(), each.recall())
                for name, each in curves.items()
                if each.positives
            ],
        ),
    ]
    if images.positives and images.negatives:
        charts += [
            line_chart(
                "Images: precision over recall",
                "recall",
                "precision",
                [Line("score", images.recall(), images.precision())],
            ),
            line_chart(
                "Images: ROC",
                "false call rate",
                "recall",
                [Line("score", images.false_positive_rate(), images.recall())],
            ),
        ]
    return "".join(charts)


def _image_curve(images: Sequence[ImageResult]) -> ThresholdCurve:
    scores = np.array([image.score for image in images], dtype=np.float64)
    return ThresholdCurve.of_scores(scores, np.array([image.defective for image in images], dtype=np.bool_))


def _scores(evaluation: Evaluation) -> str:
    charts = []
    for category in (group.category for group in evaluation.categories):
        images = [image for image in evaluation.images if image.labelled.category == category]
        thresholds = images[0].thresholds
        charts.append(
            score_chart(
                category,
                np.array([image.score for image in images if not image.defective]),
                np.array([image.score for image in images if image.defective]),
                [("REVIEW", thresholds.review_at), ("NG", thresholds.ng_at)],
            )
        )
    return "".join(charts)


def _gallery(title: str, what: str, pictures: Sequence[Picture]) -> str:
    """Return small pictures with what came of them."""
    if not pictures:
        return f"<h2>{title}</h2><p>There are none.</p>"
    figures = "".join(
        "<figure class='picture'>"
        f"<img src='data:image/jpeg;base64,{picture.jpeg}' alt=''>"
        f"<figcaption>{escape(picture.result.labelled.reference.name)}<br>"
        f"{escape(picture.result.defect_type)}, {picture.result.verdict}, score {picture.result.score:.3f}"
        "</figcaption></figure>"
        for picture in pictures
    )
    legend = "the true defect is outlined in solid orange, what was found in dashed magenta"
    return f"<h2>{title}</h2><p>{what}; {legend}</p><div class='row'>{figures}</div>"


def _failed(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    items = "".join(f"<li>{escape(failure.sentence)}</li>" for failure in failures)
    return f"<h2>Not measured: {len(failures)}</h2><ul>{items}</ul>"
