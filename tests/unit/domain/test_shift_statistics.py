"""The figures of a shift add up, whatever the shift was like, and their intervals are Wilson's."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import ModelIdentity, ProfileIdentity
from saa_desktop.domain.reviews import UNREVIEWED, RegionReview, RegionVerdict, Review
from saa_desktop.domain.shift_rows import FinalVerdict, MarkedRegion, ShiftRow, within
from saa_desktop.domain.shift_statistics import shift_statistics
from saa_desktop.domain.time_bins import MOST_SPANS
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.domain.wilson import Interval, Rate

SHANGHAI = timezone(timedelta(hours=8))
SIX = datetime(2026, 3, 1, 6, tzinfo=SHANGHAI)
THRESHOLDS = VerdictThresholds(0.3, 0.6)
PROFILE = ProfileIdentity("mtd", 3, "Magnetic tile", "f")
MODELS = ModelIdentity("lite", "lite (built in)", "1", "cpu")


def inspected(
    name: str,
    score: float,
    *phrases: str,
    review: Review = UNREVIEWED,
    operator: str = "",
    at: datetime = SIX,
    took: float = 20.0,
    thresholds: VerdictThresholds = THRESHOLDS,
) -> ShiftRow:
    entry = ImageEntry(
        ImageReference(Path("/in") / name, name),
        name,
        "1" * 64,
        thresholds.judge(score),
        score,
        thresholds,
        ended_at=at,
        review=review,
    )
    regions = tuple(MarkedRegion(number, phrase, score) for number, phrase in enumerate(phrases))
    return ShiftRow(entry, operator, took, PROFILE, MODELS, regions)


def failed(name: str, at: datetime = SIX) -> ShiftRow:
    entry = ImageEntry(ImageReference(Path("/in") / name, name), name, error=f"{name} is empty.", ended_at=at)
    return ShiftRow(entry)


@st.composite
def shifts(draw: st.DrawFn) -> list[ShiftRow]:
    years = st.timedeltas(timedelta(days=-30_000), timedelta(days=4000))
    moments = st.builds(
        lambda after, zone: (SIX + after).astimezone(zone), years, st.sampled_from([UTC, SHANGHAI])
    )
    near = st.timedeltas(timedelta(0), timedelta(hours=10)).map(lambda after: SIX + after)
    reviews = st.builds(
        Review,
        st.sampled_from([None, *OperatorVerdict]),
        st.sampled_from(["", "划痕", "dent"]),
        regions=st.sampled_from([(), (RegionReview(0, RegionVerdict.REJECTED),)]),
    )
    one = st.one_of(
        st.builds(failed, st.just("f.png"), near),
        st.builds(
            lambda score, phrases, review, at, took, thresholds: inspected(
                "i.png",
                score,
                *(phrases if score >= thresholds.review_at else ()),
                review=review,
                operator="王伟" if review.verdict else "",
                at=at,
                took=took,
                thresholds=thresholds,
            ),
            st.floats(0, 5),
            st.lists(st.sampled_from(["hole", "crack", ""]), max_size=3),
            reviews,
            draw(st.sampled_from([near, moments])),
            st.floats(0, 1e5),
            st.sampled_from([THRESHOLDS, VerdictThresholds(0.5, 2.0)]),
        ),
    )
    return draw(st.lists(one, max_size=30))


@settings(deadline=None, max_examples=60)
@given(shifts())
def test_every_image_is_in_exactly_one_bin_of_each_kind(rows):
    figures = shift_statistics(rows)

    everyone = list(range(len(rows)))
    for kinds in (figures.outcomes, figures.operator_verdicts, figures.finals):
        assert sorted(place for images in kinds.values() for place in images) == everyone
    assert sorted(place for each in figures.trend for place in each.images) == everyone
    measured = [place for place, row in enumerate(rows) if row.entry.inspected]
    for bins in (figures.scores, figures.durations, figures.profiles, figures.models, figures.thresholds):
        assert sorted(place for each in bins for place in each.images) == measured
    assert all(np.all(np.diff(each.images) > 0) for each in (*figures.trend, *figures.scores))


@settings(deadline=None, max_examples=60)
@given(shifts())
def test_bins_hold_what_lies_within_their_bounds_and_count_it(rows):
    figures = shift_statistics(rows)

    assert len(figures.trend) <= MOST_SPANS
    assert all(earlier.end == later.start for earlier, later in pairwise(figures.trend))
    for each in figures.trend:
        assert all(each.start <= rows[place].ended_at < each.end for place in each.images)
        assert each.outcomes == {
            state: sum(rows[place].entry.state is state for place in each.images) for state in each.outcomes
        }
        assert Counter(rows[place].final_verdict for place in each.images) == Counter(each.finals)
    assert sum(each.good.of for each in figures.trend) == figures.good.of
    for each in figures.scores:
        assert all(each.low <= rows[place].entry.score <= each.high for place in each.images)
        verdicts = Counter(rows[place].entry.review.verdict for place in each.images)
        assert (verdicts[OperatorVerdict.OK], verdicts[OperatorVerdict.NG]) == (
            each.operator_ok,
            each.operator_ng,
        )
    for bars in (figures.phrases, figures.defect_classes):
        assert [bar.count for bar in bars] == sorted((bar.count for bar in bars), reverse=True)
        assert not bars or bars[-1].cumulative == pytest.approx(1)
        assert all(len(bar.images) <= bar.count for bar in bars)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_intervals_are_those_of_scipy(counted):
    count, of = counted
    reference = binomtest(count, of).proportion_ci(0.95, method="wilson")

    low, high = Rate(count, of).interval

    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-12)
    assert 0 <= low <= count / of <= high <= 1


def test_nothing_counted_leaves_everything_possible():
    assert Rate(0, 0).interval == Interval(0, 1)


def test_an_empty_shift_has_no_figures_but_no_faults_either():
    figures = shift_statistics([])

    assert (figures.total, figures.started_at, figures.ended_at, figures.times) == (0, None, None, None)
    assert (figures.trend, figures.scores, figures.phrases) == ((), (), ())
    assert figures.good == Rate(0, 0)


def test_the_figures_of_a_small_shift():
    rows = [
        inspected("good.png", 0.1, at=SIX, took=10),
        inspected(
            "caught.png", 0.9, "hole", "crack", review=Review(OperatorVerdict.NG, "划痕"), operator="王伟"
        ),
        inspected("false call.png", 0.7, "hole", review=Review(OperatorVerdict.OK), operator="王伟"),
        inspected("escape.png", 0.0, review=Review(OperatorVerdict.NG), operator="李娜"),
        inspected("doubtful.png", 0.4, "crack", at=SIX + timedelta(minutes=7), took=600_000),
        failed("damaged.png"),
    ]

    figures = shift_statistics(rows)

    assert {state: list(images) for state, images in figures.outcomes.items()} == {
        ImageState.OK: [0, 3],
        ImageState.REVIEW: [4],
        ImageState.NG: [1, 2],
        ImageState.FAILED: [5],
    }
    assert {final: list(images) for final, images in figures.finals.items()} == {
        FinalVerdict.OK: [0, 2],
        FinalVerdict.NG: [1, 3],
        FinalVerdict.OPEN: [4, 5],
    }
    assert figures.good == Rate(2, 4)
    assert list(figures.agreement.false_call_images) == [2]
    assert list(figures.agreement.escape_images) == [3]
    assert (figures.agreement.false_calls, figures.agreement.escapes) == (Rate(1, 1), Rate(1, 2))
    assert [(bar.name, bar.count, list(bar.images)) for bar in figures.phrases] == [
        ("crack", 2, [1, 4]),
        ("hole", 1, [1]),
    ]
    assert [(bar.name, list(bar.images)) for bar in figures.defect_classes] == [("", [3]), ("划痕", [1])]
    assert [(share.of, list(share.images)) for share in figures.operators] == [
        ("王伟", [1, 2]),
        ("李娜", [3]),
    ]
    assert figures.started_at == SIX - timedelta(minutes=3), "the slow one began before all others"
    assert figures.ended_at == SIX + timedelta(minutes=7)
    assert [(each.start, len(each.images)) for each in figures.trend] == [
        (SIX, 5),
        (SIX + timedelta(minutes=5), 1),
    ]
    assert figures.times is not None
    assert (figures.times.median, figures.times.longest) == (20, 600_000)


def test_a_region_that_a_person_rejected_is_no_defect():
    review = Review(OperatorVerdict.NG, regions=(RegionReview(0, RegionVerdict.REJECTED),))

    figures = shift_statistics([inspected("a.png", 0.9, "hole", "crack", review=review)])

    assert [bar.name for bar in figures.phrases] == ["crack"]


@pytest.mark.parametrize(
    ("length", "width"),
    [
        (timedelta(minutes=1), timedelta(minutes=5)),
        (timedelta(hours=8), timedelta(minutes=15)),
        (timedelta(days=7), timedelta(hours=4)),
        (timedelta(days=40), timedelta(days=1)),
        (timedelta(days=400), timedelta(days=9)),
    ],
)
def test_spans_are_round_and_begin_by_the_clock_on_the_wall(length, width):
    rows = [inspected("a.png", 0, at=SIX + timedelta(minutes=3)), inspected("b.png", 0, at=SIX + length)]

    trend = shift_statistics(rows).trend

    start = trend[0].start
    midnight = start.replace(hour=0, minute=0)
    assert trend[0].end - start == width
    assert (start - midnight) % width == timedelta(0) if width < timedelta(days=1) else start == midnight


def test_a_period_holds_its_beginning_and_not_its_end():
    rows = [inspected(str(hour), 0, at=SIX + timedelta(hours=hour)) for hour in range(4)]

    chosen = within(rows, since=SIX + timedelta(hours=1), until=SIX + timedelta(hours=3))

    assert [row.entry.name for row in chosen] == ["1", "2"]
