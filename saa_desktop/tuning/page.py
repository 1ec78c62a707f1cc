"""tuning.json and tuning.html: the whole search in files that need no application to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape

import numpy as np
import numpy.typing as npt

from saa_desktop.evaluation.svg import Line, line_chart
from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.results import Judged, Outcome, Tuning
from saa_desktop.tuning.sentences import caution_sentences, outcome_texts, settings_text

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
    "that were found without it.</p>"
)

_NAMES = ("escapes", "good stopped", "false calls")
_HEADINGS = ("", *_NAMES, *(f"{name}, left out" for name in _NAMES), "settings")


def tuning_content(tuning: Tuning) -> dict[str, object]:
    """Return the figures as tuning.json holds them; shares with their 95 % intervals."""
    chosen = tuning.points[tuning.recommended]
    return {
        "images": {
            name: "NG" if defective else "OK"
            for name, defective in zip(tuning.names, tuning.defective, strict=True)
        },
        "scope": str(tuning.scope),
        "looks_per_false_call": tuning.looks,
        "settings_tried": tuning.tried,
        "folds": tuning.folds,
        "cautions": list(caution_sentences(tuning)),
        "present": _judged_content(tuning.present),
        "curve": [
            {**_judged_content(point), "held_out": _outcome_content(point.held_out)}
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
        **_outcome_content(judged.outcome),
        "overlap": judged.overlap,
    }


def _outcome_content(outcome: Outcome) -> dict[str, object]:
    counts = outcome.counts
    return {
        **asdict(counts),
        "stopped": outcome.stopped,
        "escape_interval": wilson(counts.escapes, counts.defective),
        "stopped_interval": wilson(outcome.stopped, counts.good),
        "false_call_interval": wilson(counts.false_calls, counts.good),
    }


def _chart(tuning: Tuning) -> str:
    outcomes = [point.outcome for point in tuning.points]
    high = [wilson(each.stopped, each.counts.good)[1] for each in outcomes]
    lines = [
        _present_line(tuning),
        *_lines(outcomes),
        Line("good images stopped, upper end of 95 %", _escapes(outcomes), np.array(high)),
    ]
    return line_chart("On the labelled images", "escape rate", "share of the good images", lines)


def _held_out_chart(tuning: Tuning) -> str:
    outcomes = sorted((point.held_out for point in tuning.points), key=lambda each: each.counts.escapes)
    lines = [_present_line(tuning), *_lines(outcomes)]
    return line_chart("Each image left out in turn", "escape rate", "share of the good images", lines)


def _lines(outcomes: Sequence[Outcome]) -> tuple[Line, Line]:
    x = _escapes(outcomes)
    stopped = np.array([each.stopped_rate for each in outcomes])
    false_calls = np.array([each.counts.false_call_rate for each in outcomes])
    return (
        Line("good images stopped (NG or for review)", x, stopped, marked=True),
        Line("false calls (good images NG)", x, false_calls, marked=True),
    )


def _escapes(outcomes: Sequence[Outcome]) -> npt.NDArray[np.float64]:
    return np.array([each.counts.escape_rate for each in outcomes])


def _present_line(tuning: Tuning) -> Line:
    present = tuning.present.outcome
    return Line("present settings", _escapes([present]), np.array([present.stopped_rate]), marked=True)


def _table(tuning: Tuning) -> str:
    present = tuning.present
    rows = [_row("present", (*outcome_texts(present.outcome), "", "", ""), settings_text(present.settings))]
    for place, point in enumerate(tuning.points):
        name = "proposed" if place == tuning.recommended else ""
        shares = (*outcome_texts(point.outcome), *outcome_texts(point.held_out))
        rows.append(_row(name, shares, settings_text(point.settings)))
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _row(name: str, shares: Sequence[str], settings: str) -> str:
    kind = f" class='{name}'" if name else ""
    return f"<tr{kind}>{''.join(f'<td>{escape(cell)}</td>' for cell in (name, *shares, settings))}</tr>"


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
