"""tuning.json and tuning.html: the whole search in files that need no application to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape

import numpy as np

from saa_desktop.domain.verdicts import VerdictCounts
from saa_desktop.evaluation.svg import Line, line_chart
from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.results import Judged, Tuning, cost
from saa_desktop.tuning.sentences import caution_sentences, counts_texts, settings_text

_STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em auto; color: #222; max-width: 1100px;
  padding: 0 1em }
table { border-collapse: collapse; font-variant-numeric: tabular-nums } .wide { overflow-x: auto }
th, td { padding: .25em .6em; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
tr.proposed { font-weight: 600 } figure { margin: 0; width: 420px }
.row { display: flex; flex-wrap: wrap; gap: 1em }
.legend { display: flex; flex-wrap: wrap; gap: .2em 1em; font-size: 12px }
svg text { font-size: 11px; fill: #333 } svg text.title { font-size: 13px; font-weight: 600 }
"""

_NOTE = (
    "<p>Counts with their shares and 95 % intervals (Wilson). Left out: each image is judged by settings "
    "that were found without it. A good part that is NG costs as much as two images left to a person.</p>"
)

_HEADINGS = (
    "",
    "escapes",
    "false calls",
    "for review",
    "escapes, left out",
    "false calls, left out",
    "for review, left out",
    "settings",
)


def tuning_content(tuning: Tuning) -> dict[str, object]:
    """Return the figures as tuning.json holds them; shares with their 95 % intervals."""
    chosen = tuning.points[tuning.recommended]
    return {
        "images": {
            name: "NG" if defective else "OK"
            for name, defective in zip(tuning.names, tuning.defective, strict=True)
        },
        "scope": str(tuning.scope),
        "settings_tried": tuning.tried,
        "folds": tuning.folds,
        "cautions": list(caution_sentences(tuning)),
        "present": _judged_content(tuning.present),
        "curve": [
            {**_judged_content(point.judged), "held_out": _counts_content(point.held_out)}
            for point in tuning.points
        ],
        "recommended": tuning.recommended,
        "flips": [
            {"image": flip.name, "defective": flip.defective, "before": flip.before, "after": flip.after}
            for flip in tuning.flips(chosen)
        ],
    }


def render_tuning_page(tuning: Tuning, facts: Mapping[str, str]) -> str:
    """Return the page.

    Args:
        tuning: the search.
        facts: what was tuned on what, in words.
    """
    about = "".join(f"<tr><td>{escape(key)}</td><td>{escape(text)}</td></tr>" for key, text in facts.items())
    cautions = "".join(f"<li>{escape(sentence)}</li>" for sentence in caution_sentences(tuning))
    sections = (
        f"<table>{about}</table>",
        f"<ul>{cautions}</ul>" if cautions else "",
        f"<h2>Trade-off</h2><div class='row'>{_chart(tuning)}{_held_out_chart(tuning)}</div>",
        f"<div class='wide'>{_table(tuning)}</div>",
        _NOTE,
        f"<h2>Verdicts that the proposal changes</h2>{_flips(tuning)}",
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Profile tuning</title>"
        f"<style>{_STYLE}</style></head><body><h1>Profile tuning</h1>{''.join(sections)}</body></html>\n"
    )


def _judged_content(judged: Judged) -> dict[str, object]:
    return {
        "settings": asdict(judged.settings),
        **_counts_content(judged.counts),
        "overlap": judged.overlap,
    }


def _counts_content(counts: VerdictCounts) -> dict[str, object]:
    return {
        **asdict(counts),
        "cost": cost(counts),
        "escape_interval": wilson(counts.escapes, counts.defective),
        "false_call_interval": wilson(counts.false_calls, counts.good),
    }


def _chart(tuning: Tuning) -> str:
    counts = [point.counts for point in tuning.points]
    intervals = [wilson(each.false_calls, each.good) for each in counts]
    escapes = np.array([each.escape_rate for each in counts])
    stopped = [tuning.stopped_good(point.judged) / point.counts.good for point in tuning.points]
    lines = [
        Line("false calls", escapes, np.array([each.false_call_rate for each in counts]), marked=True),
        Line("good parts NG or for review", escapes, np.array(stopped), marked=True),
        Line("false calls, upper end of 95 %", escapes, np.array([high for _, high in intervals])),
        _present_line(tuning.present.counts),
    ]
    return line_chart("On the labelled images", "escape rate", "false call rate", lines)


def _held_out_chart(tuning: Tuning) -> str:
    counts = sorted((point.held_out for point in tuning.points), key=lambda each: each.escapes)
    lines = [
        Line(
            "false calls, each image left out",
            np.array([each.escape_rate for each in counts]),
            np.array([each.false_call_rate for each in counts]),
            marked=True,
        ),
        _present_line(tuning.present.counts),
    ]
    return line_chart("On images left out", "escape rate", "false call rate", lines)


def _present_line(counts: VerdictCounts) -> Line:
    return Line(
        "present settings", np.array([counts.escape_rate]), np.array([counts.false_call_rate]), marked=True
    )


def _table(tuning: Tuning) -> str:
    rows = [_row("present", tuning.present.counts, None, settings_text(tuning.present.settings))]
    for place, point in enumerate(tuning.points):
        name = "proposed" if place == tuning.recommended else ""
        rows.append(_row(name, point.counts, point.held_out, settings_text(point.settings)))
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _row(name: str, counts: VerdictCounts, held_out: VerdictCounts | None, settings: str) -> str:
    left_out = counts_texts(held_out) if held_out else ("", "", "")
    cells: Sequence[str] = (name, *counts_texts(counts), *left_out, settings)
    kind = f" class='{name}'" if name else ""
    return f"<tr{kind}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _flips(tuning: Tuning) -> str:
    flips = tuning.flips(tuning.points[tuning.recommended])
    if not flips:
        return "<p>None.</p>"
    rows = "".join(
        f"<tr><td>{escape(flip.name)}</td><td>{'defective' if flip.defective else 'good'}</td>"
        f"<td>{flip.before} to {flip.after}</td><td>{'better' if flip.better else 'worse'}</td></tr>"
        for flip in flips
    )
    return f"<table><tr><th>image</th><th>is</th><th>verdict</th><th></th></tr>{rows}</table>"
