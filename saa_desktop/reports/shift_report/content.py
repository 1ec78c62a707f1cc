"""What a shift report says, before it becomes a page, a PDF or a worksheet."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.inspections import ProfileIdentity
from saa_desktop.domain.shift_figures import OUTCOMES, Share, ShiftStatistics
from saa_desktop.domain.shift_rows import FinalVerdict, ShiftRow
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict, VerdictThresholds
from saa_desktop.domain.wilson import Rate
from saa_desktop.reports.shift_report.charts import percent, verdict_name
from saa_desktop.reports.shift_report.words import Words

MOST_PICTURES = 48
"""NG images that a report shows."""

MOST_FAILURES = 20
"""Failed images that a report names."""

_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class NgPicture:
    """An NG image on the contact sheet.

    Attributes:
        row: what came of it.
        jpeg: a small picture with the regions that stand; ``None`` without its original.
        problem: why there is no picture; "" with one.
    """

    row: ShiftRow
    jpeg: bytes | None
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ShiftReport:
    """All that a report is made from.

    Attributes:
        session: what people call the session.
        words: of the report's language.
        since: the period asked for begins then; ``None`` for the session's beginning.
        until: it ends then; ``None`` for the session's end.
        written_at: with its zone.
        version: of the application.
        rows: the images of the period.
        statistics: of the rows.
        pictures: of the first NG images, as ``ng_rows`` orders them.
    """

    session: str
    words: Words
    since: datetime | None
    until: datetime | None
    written_at: datetime
    version: str
    rows: Sequence[ShiftRow]
    statistics: ShiftStatistics
    pictures: Sequence[NgPicture]

    @property
    def empty(self) -> str:
        """Say that there are no images; "" if there are."""
        if self.rows:
            return ""
        return self.words.empty if self.since is None and self.until is None else self.words.empty_period


def ng_rows(rows: Sequence[ShiftRow], statistics: ShiftStatistics) -> list[ShiftRow]:
    """Return the images that count as NG, highest scores first."""
    chosen = [rows[place] for place in statistics.finals[FinalVerdict.NG]]
    return sorted(chosen, key=lambda row: -row.entry.score)


def failed_rows(report: ShiftReport) -> list[ShiftRow]:
    """Return the images that failed."""
    return [report.rows[place] for place in report.statistics.outcomes[ImageState.FAILED]]


def more_ng_images(report: ShiftReport) -> str:
    """Say how many NG images are not shown; "" for none."""
    more = len(report.statistics.finals[FinalVerdict.NG]) - len(report.pictures)
    return report.words.more_ng_images.format(count=more) if more > 0 else ""


def more_failures(report: ShiftReport) -> str:
    """Say how many failed images are not shown; "" for none."""
    more = len(report.statistics.outcomes[ImageState.FAILED]) - MOST_FAILURES
    return report.words.more_failures.format(count=more) if more > 0 else ""


def moment(time: datetime) -> str:
    """Return a time for people, to the second."""
    return f"{time:%Y-%m-%d %H:%M:%S}"


def offset(time: datetime) -> str:
    """Return a time's zone as +08:00."""
    text = f"{time:%z}"
    return f"{text[:3]}:{text[3:5]}"


def facts(report: ShiftReport) -> list[tuple[str, Sequence[str]]]:
    """Return what the report is about: names, each with one or more lines of text."""
    words, figures = report.words, report.statistics
    lines = (
        (words.session, [report.session]),
        (words.period_asked, _asked(report)),
        (words.period, _period(report)),
        (words.operators, _counted(figures.operators, str, words) or [words.nobody]),
        (words.profiles, _counted(figures.profiles, lambda each: _profile(each, words), words)),
        (words.models, _counted(figures.models, lambda each: f"{each.title}, {each.device}", words)),
        (words.thresholds, _counted(figures.thresholds, lambda each: _pair(each, words), words)),
        (words.written, [f"{moment(report.written_at)}, SAA Desktop {report.version}"]),
    )
    return [(name, texts) for name, texts in lines if texts]


def _asked(report: ShiftReport) -> list[str]:
    """Return the period that was asked for; nothing for the whole session."""
    words = report.words
    ends = [words.since.format(since=moment(report.since))] if report.since else []
    ends += [words.until.format(until=moment(report.until))] if report.until else []
    return [" ".join(ends)] if ends else []


def _period(report: ShiftReport) -> list[str]:
    """Return the period of the images by the clock at its end; nothing without images."""
    start, end = report.statistics.started_at, report.statistics.ended_at
    if start is None or end is None:
        return []
    return [f"{moment(start.astimezone(end.tzinfo))} – {moment(end)} (UTC{offset(end)})"]


def _profile(profile: ProfileIdentity, words: Words) -> str:
    return words.profile.format(title=profile.title, name=profile.name, version=profile.version)


def _pair(thresholds: VerdictThresholds, words: Words) -> str:
    review, ng = f"{thresholds.review_at:.4g}", f"{thresholds.ng_at:.4g}"
    return words.threshold_pair.format(review=review, ng=ng)


def _counted(shares: Sequence[Share[_K]], name: Callable[[_K], str], words: Words) -> list[str]:
    """Return the name of each share, with its number of images."""
    return [f"{name(share.of)} – {words.image_count.format(count=len(share.images))}" for share in shares]


def counts(report: ShiftReport) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the numbers of images: by what the AI says, by what the operator says, and taken together."""
    words, figures = report.words, report.statistics
    states = [(_state(state, words), len(figures.outcomes[state])) for state in OUTCOMES]
    verdicts = [
        (operator_name(verdict, words), len(images)) for verdict, images in figures.operator_verdicts.items()
    ]
    finals = [(verdict_name(verdict, words), len(images)) for verdict, images in figures.finals.items()]
    return [
        (words.images, [("", figures.total)]),
        (words.ai_verdict, states),
        (words.operator_verdict, verdicts),
        (words.final_verdict, finals),
    ]


def rates(report: ShiftReport) -> list[tuple[str, Rate]]:
    """Return the shares that matter, by name."""
    words, figures = report.words, report.statistics
    return [
        (words.good, figures.good),
        (words.false_calls, figures.agreement.false_calls),
        (words.escapes, figures.agreement.escapes),
    ]


def rate_text(rate: Rate, words: Words) -> str:
    """Return a share with its interval."""
    if not rate.of:
        return words.unknown_rate
    low, high = map(percent, rate.interval)
    return words.rate.format(share=percent(rate.share), low=low, high=high, count=rate.count, of=rate.of)


def agreement_table(report: ShiftReport) -> list[list[str]]:
    """Return how many inspected images machine and operator call what: a header, then a row an AI verdict."""
    words = report.words
    verdicts = (*OperatorVerdict, None)
    pairs = Counter((row.entry.ai_verdict, row.entry.review.verdict) for row in report.rows)
    header = [words.ai_verdict, *(operator_name(verdict, words) for verdict in verdicts)]
    return [header, *([ai.value, *(str(pairs[ai, verdict]) for verdict in verdicts)] for ai in AiVerdict)]


def times(report: ShiftReport) -> str:
    """Say how long inspections took; "" without one."""
    taken = report.statistics.times
    if taken is None:
        return ""
    return report.words.times_are.format(
        median=f"{taken.median:.0f}", p95=f"{taken.p95:.0f}", longest=f"{taken.longest:.0f}"
    )


def caption(row: ShiftRow, words: Words) -> tuple[str, str, str]:
    """Return the lines below an NG image: its name, what the machine says, what the operator says."""
    entry = row.entry
    machine = f"{entry.score:.3g} · AI {entry.ai_verdict or words.failed}"
    operator = f"{words.operator} {operator_name(entry.review.verdict, words)}"
    defect_class = entry.review.defect_class
    return entry.name, machine, f"{operator} · {defect_class}" if defect_class else operator


def operator_name(verdict: OperatorVerdict | None, words: Words) -> str:
    """Return what people call an operator's verdict."""
    if verdict is None:
        return words.unreviewed
    return words.recheck if verdict is OperatorVerdict.RECHECK else verdict.value


def _state(state: ImageState, words: Words) -> str:
    return words.failed if state is ImageState.FAILED else state.name
