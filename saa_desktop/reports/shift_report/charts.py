"""The charts of a shift report."""

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from saa_desktop.domain.shift_figures import ParetoBar, ScoreBin, ShiftStatistics, TimeBin
from saa_desktop.domain.shift_rows import FinalVerdict
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.reports.lettering import elided, font
from saa_desktop.reports.shift_report.drawing import (
    LETTERS,
    Anchor,
    Bar,
    Dot,
    Drawing,
    Ink,
    Label,
    Line,
    Shape,
)
from saa_desktop.reports.shift_report.words import Words

MOST_PARETO_BARS = 12
"""Kinds of defects that a chart shows."""

_WIDTH = 720.0
_LEFT, _RIGHT = 48.0, 12.0
_INNER = _WIDTH - _LEFT - _RIGHT
_YIELD_TOP, _YIELD_HEIGHT = 22.0, 90.0
_COUNTS_TOP, _COUNTS_HEIGHT = 166.0, 130.0
_MOST_TIMES = 8
_STEPS = (1, 2, 3, 4, 6, 8)
_A_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)
_STACK = ((FinalVerdict.OK, Ink.OK), (FinalVerdict.OPEN, Ink.OPEN), (FinalVerdict.NG, Ink.NG))
_ROW, _NAME_WIDTH = 24.0, 190.0
_SCORES_TOP, _SCORES_HEIGHT = 40.0, 150.0
_MOST_THRESHOLDS = 3


def trend_chart(trend: Sequence[TimeBin], words: Words) -> Drawing:
    """Draw the yield of each span of time with its interval, and below it the images.

    Args:
        trend: one or more.
        words: for names.
    """
    width = _INNER / len(trend)
    highest = max(1, *(len(each.images) for each in trend))
    shapes: list[Shape] = [
        Label(_LEFT, _YIELD_TOP - 8, words.yield_over_time),
        *_axis(_YIELD_TOP, _YIELD_HEIGHT, "100 %", "0 %"),
        *_yields(trend, width, words),
        Label(_LEFT, _COUNTS_TOP - 28, words.images_over_time),
        *_legend(_COUNTS_TOP - 11, [(ink, verdict_name(verdict, words)) for verdict, ink in _STACK]),
        *_axis(_COUNTS_TOP, _COUNTS_HEIGHT, str(highest), "0"),
    ]
    for place, each in enumerate(trend):
        bottom = _COUNTS_TOP + _COUNTS_HEIGHT
        for verdict, ink in _STACK:
            count = each.finals[verdict]
            if count:
                height = _COUNTS_HEIGHT * count / highest
                bottom -= height
                x = _LEFT + (place + 0.1) * width
                shapes.append(Bar(x, bottom, 0.8 * width, height, ink, _span(each, words)))
    shapes += _times(trend, width)
    return Drawing(_WIDTH, _COUNTS_TOP + _COUNTS_HEIGHT + 24, tuple(shapes))


def pareto_chart(bars: Sequence[ParetoBar], nameless: str, words: Words) -> Drawing:
    """Draw the most frequent kinds of defects as bars with their counts and the cumulative share.

    Args:
        bars: one or more, by falling count.
        nameless: what stands for the name "".
        words: for names.
    """
    shapes: list[Shape] = []
    left, room = _NAME_WIDTH + 8, _WIDTH - _NAME_WIDTH - 150
    for place, bar in enumerate(bars[:MOST_PARETO_BARS]):
        y = place * _ROW
        name = elided(bar.name or nameless, LETTERS, int(_NAME_WIDTH))
        length = room * bar.count / bars[0].count
        share = f"{bar.count}  ({words.cumulative.format(share=percent(bar.cumulative))})"
        shapes += [
            Label(_NAME_WIDTH, y + 16, name, Anchor.END),
            Bar(left, y + 4, length, _ROW - 8, Ink.BAR, f"{bar.name or nameless}: {bar.count}"),
            Label(left + length + 6, y + 16, share),
        ]
    return Drawing(_WIDTH, _ROW * min(len(bars), MOST_PARETO_BARS) + 4, tuple(shapes))


def score_chart(statistics: ShiftStatistics, words: Words) -> Drawing:
    """Draw how often each score was found, on a logarithmic scale, and the thresholds.

    Args:
        statistics: with at least one inspection.
        words: for names.
    """
    scores = statistics.scores
    highest = max(len(each.images) for each in scores)
    legend = [(Ink.BAR, words.all_images), (Ink.OK, words.operator_ok), (Ink.NG, words.operator_ng)]
    shapes: list[Shape] = [
        *_legend(14, legend),
        *_axis(_SCORES_TOP, _SCORES_HEIGHT, str(highest), "0"),
        *_decades(highest),
    ]
    for place, each in enumerate(scores):
        shapes += _score_bars(place, each, _INNER / len(scores), highest)
    end = scores[-1].high
    bottom = _SCORES_TOP + _SCORES_HEIGHT
    for share in statistics.thresholds[:_MOST_THRESHOLDS]:
        for value in (share.of.review_at, share.of.ng_at):
            x = _LEFT + _INNER * value / end
            shapes.append(Line(((x, _SCORES_TOP), (x, bottom)), Ink.TEXT, 1.2, dashed=True))
    shapes += _threshold_names(statistics.thresholds[0].of, end)
    shapes += [
        Label(_LEFT, bottom + 15, "0", Anchor.MIDDLE),
        Label(_LEFT + _INNER / 2, bottom + 15, words.score, Anchor.MIDDLE),
        Label(_LEFT + _INNER, bottom + 15, f"{end:.3g}", Anchor.END),
    ]
    return Drawing(_WIDTH, bottom + 22, tuple(shapes))


def _threshold_names(thresholds: VerdictThresholds, end: float) -> Iterator[Shape]:
    """Write the thresholds of most images above the chart; those of others would lie on top of them."""
    review, ng = f"REVIEW {thresholds.review_at:.3g}", f"NG {thresholds.ng_at:.3g}"
    review_width = font(LETTERS).getlength(review)
    left = max(_LEFT, _LEFT + _INNER * thresholds.review_at / end - review_width)
    yield Label(left, _SCORES_TOP - 5, review)
    yield Label(max(_LEFT + _INNER * thresholds.ng_at / end, left + review_width + 8), _SCORES_TOP - 5, ng)


def percent(share: float) -> str:
    """Return a share for people, with more digits the closer it lies to none or all: 89.4 %, 99.97 %."""
    rest = 100 * min(share, 1 - share)
    if rest <= 0:
        return f"{100 * share:.0f} %"
    digits = min(max(1 - math.floor(math.log10(rest)), 1), 4)
    return f"{100 * share:.{digits}f} %"


def _axis(top: float, height: float, high: str, low: str) -> Iterator[Shape]:
    for y, text in ((top, high), (top + height, low)):
        yield Line(((_LEFT, y), (_LEFT + _INNER, y)), Ink.FAINT)
        yield Label(_LEFT - 6, y + 4, text, Anchor.END)


def _legend(y: float, entries: Sequence[tuple[Ink, str]]) -> Iterator[Shape]:
    x = _LEFT
    for ink, name in entries:
        yield Bar(x, y - 9, 14, 10, ink)
        yield Label(x + 19, y, name)
        x += 19 + font(LETTERS).getlength(name) + 18


def _yields(trend: Sequence[TimeBin], width: float, words: Words) -> Iterator[Shape]:
    """Draw a dot with its interval for each span, joined where they follow each other."""

    def height(share: float) -> float:
        return _YIELD_TOP + _YIELD_HEIGHT * (1 - share)

    joined: list[tuple[float, float]] = []
    for place, each in enumerate(trend):
        x = _LEFT + (place + 0.5) * width
        good = each.good
        if not good.of:
            yield from _joined(joined)
            joined = []
            continue
        low, high = good.interval
        joined.append((x, height(good.share)))
        yield Line(((x, height(low)), (x, height(high))), Ink.FAINT, 2)
        yield Dot(*joined[-1], 2.5, Ink.LINE, f"{_span(each, words)}; {percent(good.share)}")
    yield from _joined(joined)


def _joined(points: Sequence[tuple[float, float]]) -> Iterator[Shape]:
    """Draw a line if there is more than one point."""
    if len(points) > 1:
        yield Line(tuple(points), Ink.LINE, 1.5)


def _span(each: TimeBin, words: Words) -> str:
    """Say which images of which time a shape stands for."""
    finals = ", ".join(f"{verdict_name(verdict, words)} {each.finals[verdict]}" for verdict, _ in _STACK)
    return f"{each.start:%Y-%m-%d %H:%M} – {each.end:%Y-%m-%d %H:%M}: {finals}"


def verdict_name(verdict: FinalVerdict, words: Words) -> str:
    """Return what people call a final verdict."""
    return words.open if verdict is FinalVerdict.OPEN else verdict.value


def _times(trend: Sequence[TimeBin], width: float) -> Iterator[Shape]:
    """Write the time below spans that begin at round times."""
    length, period = trend[0].end - trend[0].start, trend[-1].end - trend[0].start
    form = "%m-%d %H:%M" if period > timedelta(days=1) else "%H:%M"
    form = "%Y-%m-%d" if length >= timedelta(days=1) else form
    step = next(step for step in _STEPS if len(trend) <= _MOST_TIMES * step)
    y = _COUNTS_TOP + _COUNTS_HEIGHT
    for place, each in enumerate(trend):
        if (each.start.replace(tzinfo=UTC) - _A_MIDNIGHT) // length % step == 0:
            x = _LEFT + place * width
            yield Line(((x, y), (x, y + 4)), Ink.TEXT)
            text = f"{each.start:{form}}"
            half = font(LETTERS).getlength(text) / 2
            yield Label(min(max(x, half), _WIDTH - half), y + 16, text, Anchor.MIDDLE)


def _decades(highest: int) -> Iterator[Shape]:
    """Draw the lines of 1, 10, 100, ... images that do not touch the top."""
    for power in range(int(math.log10(max(1, highest))) + 1):
        y = _SCORES_TOP + _SCORES_HEIGHT - _log_height(10**power, highest)
        if y > _SCORES_TOP + LETTERS:
            yield Line(((_LEFT, y), (_LEFT + _INNER, y)), Ink.FAINT, 0.5)
            yield Label(_LEFT - 6, y + 4, str(10**power), Anchor.END)


def _score_bars(place: int, each: ScoreBin, width: float, highest: int) -> Iterator[Shape]:
    """Draw the images of a score, and within them those that an operator calls OK or NG."""
    x, bottom = _LEFT + place * width, _SCORES_TOP + _SCORES_HEIGHT
    hint = f"{each.low:.3g} – {each.high:.3g}: {len(each.images)}"
    bars = (
        (0.05, 0.9, len(each.images), Ink.BAR),
        (0.1, 0.38, each.operator_ok, Ink.OK),
        (0.52, 0.38, each.operator_ng, Ink.NG),
    )
    for start, share, count, ink in bars:
        if count:
            height = _log_height(count, highest)
            yield Bar(x + start * width, bottom - height, share * width, height, ink, hint)


def _log_height(count: int, highest: int) -> float:
    """Return the height of a count; a single image is seen too."""
    return _SCORES_HEIGHT * math.log(1 + count) / math.log(1 + highest)
