"""report.html: one file that any browser shows and prints without a network; nothing in it runs."""

import base64
from collections.abc import Sequence
from html import escape

from saa_desktop.domain.shift_figures import ParetoBar
from saa_desktop.reports.lettering import printable
from saa_desktop.reports.shift_report import content
from saa_desktop.reports.shift_report.charts import (
    MOST_PARETO_BARS,
    pareto_chart,
    score_chart,
    trend_chart,
)
from saa_desktop.reports.shift_report.content import MOST_FAILURES, NgPicture, ShiftReport
from saa_desktop.reports.shift_report.style import STYLE
from saa_desktop.reports.shift_report.svg import to_svg
from saa_desktop.reports.shift_report.words import Words


def render_page(report: ShiftReport) -> str:
    """Return the report as HTML with all pictures within."""
    words = report.words
    heading = f"<h1>{words.title}</h1>{_facts(report)}"
    body = f"{heading}<p>{report.empty}</p>" if report.empty else heading + "".join(_sections(report))
    return (
        f'<!doctype html>\n<html lang="{words.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{words.title} – {_text(report.session)}</title><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def _sections(report: ShiftReport) -> list[str]:
    words, figures = report.words, report.statistics
    times = content.times(report)
    sections = [
        _section(words.counts, words.good_is, _cards(report), _rates(report)),
        _section(words.agreement, words.agreement_is, _agreement(report)),
        _section(words.times, "", f"<p>{times}</p>") if times else "",
        _section(
            words.trend, words.trend_is, f"<figure>{to_svg(trend_chart(figures.trend, words))}</figure>"
        ),
        _section(
            words.phrases,
            words.phrases_are,
            _pareto(figures.phrases, words.no_phrases, words.no_phrase, words),
        ),
        _section(
            words.classes,
            words.classes_are,
            _pareto(figures.defect_classes, words.no_classes, words.no_class, words),
        ),
    ]
    if figures.scores:
        chart = f"<figure>{to_svg(score_chart(figures, words))}</figure>"
        sections.append(_section(words.scores, words.scores_are, chart))
    sections.append(_contact_sheet(report))
    sections.append(_failures(report))
    return sections


def _section(title: str, note: str, *parts: str) -> str:
    explained = f'<p class="soft">{note}</p>' if note else ""
    return f"<section><h2>{title}</h2>{explained}{''.join(parts)}</section>"


def _facts(report: ShiftReport) -> str:
    rows = (
        f"<tr><th>{name}</th><td>{'<br>'.join(map(_text, texts))}</td></tr>"
        for name, texts in content.facts(report)
    )
    return f'<table class="facts">{"".join(rows)}</table>'


def _cards(report: ShiftReport) -> str:
    cards = []
    for title, numbers in content.counts(report):
        cells = "".join(f"<span><b>{count}</b>{name}</span>" for name, count in numbers)
        cards.append(f'<div class="card">{title}<div>{cells}</div></div>')
    return f'<div class="cards">{"".join(cards)}</div>'


def _rates(report: ShiftReport) -> str:
    [(name, rate), *_] = content.rates(report)
    return f"<p>{name}: <b>{content.rate_text(rate, report.words)}</b></p>"


def _agreement(report: ShiftReport) -> str:
    words = report.words
    counts = report.statistics.agreement.counts
    if not counts.good + counts.defective:
        return f"<p>{words.no_agreement}</p>"
    head, *rows = content.agreement_table(report)
    table = "".join(f"<th>{cell}</th>" for cell in head)
    table += "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    _, *rates = content.rates(report)
    lines = "".join(f"<p>{name}: <b>{content.rate_text(rate, words)}</b></p>" for name, rate in rates)
    return f'<table class="numbers">{table}</table>{lines}'


def _pareto(bars: Sequence[ParetoBar], none: str, nameless: str, words: Words) -> str:
    if not bars:
        return f"<p>{none}</p>"
    more = len(bars) - MOST_PARETO_BARS
    rest = f"<p>{words.more_bars.format(count=more)}</p>" if more > 0 else ""
    return f"<figure>{to_svg(pareto_chart(bars, nameless, words))}</figure>{rest}"


def _contact_sheet(report: ShiftReport) -> str:
    words = report.words
    if not report.pictures:
        return _section(words.ng_images, "", f"<p>{words.no_ng_images}</p>")
    sheet = "".join(_picture(picture, words) for picture in report.pictures)
    more = content.more_ng_images(report)
    return _section(words.ng_images, words.ng_images_are, f'<div class="sheet">{sheet}</div><p>{more}</p>')


def _picture(picture: NgPicture, words: Words) -> str:
    if picture.jpeg is None:
        shown = f'<div class="none">{_text(picture.problem)}</div>'
    else:
        shown = f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode()}">'
    caption = "<br>".join(map(_text, content.caption(picture.row, words)))
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _failures(report: ShiftReport) -> str:
    failed = content.failed_rows(report)
    if not failed:
        return ""
    items = "".join(f"<li>{_text(row.entry.error)}</li>" for row in failed[:MOST_FAILURES])
    return _section(report.words.failures, "", f"<ul>{items}</ul><p>{content.more_failures(report)}</p>")


def _text(text: str) -> str:
    """Return text from outside as HTML."""
    return escape(printable(text))
