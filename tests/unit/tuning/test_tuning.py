"""The search for settings: what it promises, whatever the images hold."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from saa_desktop.domain.errors import ImageError, SessionError
from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.reviews import Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict, VerdictCounts, VerdictThresholds
from saa_desktop.pipeline import saa
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.schema import LocalizedText, ProductProfile, PropertySettings, Saliency, Verdict
from saa_desktop.profiles.store import find_profile
from saa_desktop.review.rejudge import JudgeSettings, rejudge
from saa_desktop.tuning.cuts import UNREACHABLE, lowest_costs, place_thresholds
from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.labels import MOST_IMAGES, LabelledInspection, thinned
from saa_desktop.tuning.page import render_tuning_page, tuning_content
from saa_desktop.tuning.proposal import (
    GOLDEN_SET,
    changes,
    judge_settings,
    named_source,
    opened,
    propose,
)
from saa_desktop.tuning.results import Caution, Scope, allowed_escapes, cost
from saa_desktop.tuning.reviews import label_by_reviews
from saa_desktop.tuning.search import MOST_POINTS, tune
from tests.unit.review.test_rejudge import MODELS, ScriptedModels, many_candidates, picture, record

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TODAY = date(2026, 3, 1)
HERE = LocalizedText(en="here", zh_CN="此处")
PRESENT = JudgeSettings(0.1, 0.0, None, 3.0, 5, VerdictThresholds(0.6, 1.2))
SIDE = 20


def region(score: float, area: float, saliency: float = 0.0, mask: Mask | None = None) -> Region:
    return Region(Box(0, 0, 5, 5), "hole", "hole.", score, area, mask=mask, saliency=saliency, score=score)


def labelled(
    name: str, defective: bool, *regions: Region, truth: Mask | None = None, profile: str = "f" * 64
) -> LabelledInspection:
    inspection = Inspection(
        image=ImageIdentity(name, Path("/in") / name, "1" * 64, SIDE, SIDE),
        profile=ProfileIdentity("cap", 1, "Cap", profile),
        models=MODELS,
        thresholds=PRESENT.thresholds,
        findings=Findings(regions),
        duration_ms=1.0,
        inspected_at=NOW,
        application_version="0",
    )
    return LabelledInspection(inspection, defective, truth)


def square(x: int, y: int, side: int = 5) -> Mask:
    return Mask.from_crop(np.ones((side, side), dtype=np.bool_), x, y, SIDE, SIDE)


score = st.integers(11, 99).map(lambda n: n / 100)
candidates = st.lists(
    st.builds(region, score, st.sampled_from([1e-4, 0.003, 0.03, 0.3]), st.sampled_from([0.0, 0.2, 0.5])),
    max_size=4,
)
labelled_sets = st.tuples(
    st.lists(candidates, min_size=2, max_size=7), st.lists(candidates, min_size=2, max_size=7)
).map(
    lambda pair: [
        *(labelled(f"good {number}", False, *regions) for number, regions in enumerate(pair[0])),
        *(labelled(f"bad {number}", True, *regions) for number, regions in enumerate(pair[1])),
    ]
)


@given(labelled_sets, st.sampled_from([0.0, 0.2, 0.5]), st.integers(1, 6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_search_is_never_worse_than_the_present_settings(images, tolerated, looks) -> None:
    tuning = tune(images, PRESENT, tolerated=tolerated, looks=looks)

    allowed = allowed_escapes(tolerated, sum(tuning.defective))
    found, present = tuning.points[tuning.recommended], tuning.present
    excess = [max(0, each.counts.escapes - allowed) for each in (found, present)]
    assert (excess[0], cost(found.counts, looks)) <= (excess[1], cost(present.counts, looks))
    if (excess[0], cost(found.counts, looks)) == (excess[1], cost(present.counts, looks)):
        assert found.settings == present.settings, "of equals the present ones"
    escapes = [point.counts.escapes for point in tuning.points]
    costs = [cost(point.counts, looks) for point in tuning.points]
    assert escapes == sorted(set(escapes))
    assert costs == sorted(set(costs), reverse=True), "each further escape saves something"
    for point in tuning.points:
        again = [rejudge(image.inspection, point.settings).inspection for image in images]
        assert tuple(each.ai_verdict for each in again) == point.outcome.verdicts
        assert len(point.held_out.verdicts) == len(images)


profiles = st.builds(
    lambda low, high, overlap, strength, count: ProductProfile(
        name="cap",
        version=1,
        title=LocalizedText(en="Cap", zh_CN="盖"),
        object={"prompt": "cap", "count": count},
        category="cap",
        property_prompts=PropertySettings(min_area=low, max_area=high, min_object_overlap=overlap),
        saliency=Saliency(strength=strength),
    ),
    st.sampled_from([0.0, 0.002]),
    st.sampled_from([None, 0.2]),
    st.sampled_from([0.0, 0.6]),
    st.sampled_from([0.0, 3.0]),
    st.sampled_from([1, 2]),
)


def pipeline(found, profile: ProductProfile, name: str) -> Inspection:
    models = ScriptedModels(found)
    findings = saa.inspect(picture(), profile.prompts(), ModelSet(MODELS, models, models, models))
    return record(findings, profile.thresholds(), name)


@given(st.lists(many_candidates, min_size=4, max_size=6), profiles)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_a_search_says_is_what_an_inspection_with_its_profile_says(found, profile) -> None:
    images = [
        LabelledInspection(pipeline(each, opened(profile), str(number)), number % 2 == 0)
        for number, each in enumerate(found)
    ]
    tuning = tune(images, judge_settings(profile))

    assert tuning.present.outcome.verdicts == tuple(pipeline(each, profile, "a").ai_verdict for each in found)
    for point in tuning.points:
        proposal = propose(profile, point.settings, counts=point.counts, source=HERE, on=TODAY)
        again = [pipeline(each, proposal, "a") for each in found]
        assert point.outcome.verdicts == tuple(each.ai_verdict for each in again)


@given(
    st.lists(st.tuples(st.integers(0, 12).map(lambda n: n / 4), st.booleans()), min_size=1, max_size=7),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_thresholds_are_the_best_of_all(images, looks) -> None:
    scores, defective = np.array([each for each, _ in images]), np.array([bad for _, bad in images])
    values = [0.1, *(each / 4 + 0.1 for each in range(14))]
    every = [
        (counts.escapes, cost(counts, looks))
        for low in values
        for high in values
        if low <= high
        for counts in [judged(scores, defective, VerdictThresholds(low, high))]
    ]
    lowest = lowest_costs(scores[None], defective, looks)[0]
    for allowed, found in enumerate(lowest):
        best = min((value for escapes, value in every if escapes <= allowed), default=UNREACHABLE)
        assert found == best
        if found < UNREACHABLE:
            placed = place_thresholds(scores, defective, allowed, PRESENT.thresholds, looks)
            counts = judged(scores, defective, placed)
            assert counts.escapes <= allowed
            assert cost(counts, looks) == best


def judged(scores, defective, thresholds: VerdictThresholds) -> VerdictCounts:
    return VerdictCounts.of(
        (bool(bad), thresholds.judge(each)) for each, bad in zip(scores, defective, strict=True)
    )


def test_a_spurious_spot_is_ruled_out_by_its_size_and_thresholds_stand_between() -> None:
    """Good images have tiny bright spots, defective ones larger ones that score less."""
    good = [labelled(f"good {n}", False, region(0.9, 0.0001), region(0.2, 0.02)) for n in range(6)]
    bad = [labelled(f"bad {n}", True, region(0.85, 0.0001), region(0.5, 0.02)) for n in range(6)]

    tuning = tune([*good, *bad], replace(PRESENT, thresholds=VerdictThresholds(0.3, 0.95)))

    (point,) = tuning.points
    assert tuning.scope is Scope.ALL
    assert point.settings.min_area == 0.0001
    assert point.settings.thresholds == VerdictThresholds(0.3, 0.35)
    assert (point.counts.right, point.held_out.counts.right) == (12, 12)
    assert tuning.cautions == (Caution.FEW_GOOD, Caution.FEW_DEFECTIVE)
    assert {flip.name for flip in tuning.flips(point)} == {
        image.inspection.image.name for image in [*good, *bad]
    }
    assert all(flip.better for flip in tuning.flips(point))


def test_scores_that_say_nothing_are_not_believed() -> None:
    """Fitted to chance, images left out do worse than before: the simpler change, and a warning."""
    rng = np.random.default_rng(4)
    images = [
        labelled(
            str(n), n % 2 == 0, *(region(rng.uniform(0.2, 0.9), 10 ** rng.uniform(-4, -1)) for _ in range(3))
        )
        for n in range(24)
    ]

    tuning = tune(images, replace(PRESENT, thresholds=VerdictThresholds(0.3, 0.95)))

    point = tuning.points[tuning.recommended]
    assert tuning.scope is Scope.THRESHOLDS
    assert Caution.NO_BETTER in tuning.cautions
    assert cost(point.held_out.counts, tuning.looks) > cost(point.counts, tuning.looks)
    assert Caution.FEW_GOOD not in tuning.cautions


def test_among_equal_verdicts_the_regions_that_cover_the_defects_win() -> None:
    defect, beside = square(2, 2), square(12, 12)
    regions = (region(0.9, 0.02, mask=defect), region(0.8, 0.02, mask=beside))
    images = [
        *(labelled(f"good {n}", False) for n in range(3)),
        *(labelled(f"bad {n}", True, *regions, truth=defect) for n in range(3)),
    ]
    present = replace(PRESENT, thresholds=VerdictThresholds(0.5, 0.5))

    tuning = tune(images, present)

    (point,) = tuning.points
    assert point.settings == replace(present, top_k=1)
    assert (tuning.present.overlap, point.overlap) == (0.5, 1.0)


def test_what_was_never_measured_is_not_tried() -> None:
    """A session without saliency, and without the product's box."""
    spot = replace(region(0.5, 0.02), saliency=None)
    images = [labelled(str(n), n % 2 == 0, spot if n % 2 == 0 else region(0.2, 0.3)) for n in range(4)]

    tuning = tune(images, replace(PRESENT, saliency_strength=0.0), areas=False)

    assert (tuning.tried, tuning.points[0].settings.saliency_strength) == (1, 0.0)
    assert {Caution.AREAS_FIXED, Caution.STRENGTH_FIXED} <= set(tuning.cautions)


def test_an_escape_that_no_setting_can_stop_is_told() -> None:
    images = [labelled(str(n), n < 3, *([] if n == 0 else [region(0.5, 0.1)])) for n in range(6)]
    tuning = tune(images, PRESENT)
    assert tuning.points[0].counts.escapes == 1
    assert Caution.UNREACHABLE in tuning.cautions


def test_too_few_labels_are_refused_and_many_images_thinned() -> None:
    good = [labelled(f"good {n}", False, region(0.2 + n / 2000, 0.1)) for n in range(MOST_IMAGES + 100)]
    bad = [labelled(f"bad {n}", True, region(0.15 + n / 100, 0.1)) for n in range(60)]
    with pytest.raises(ImageError, match=r"at least 2 good and 2 defective images, got 500 good and 1 def"):
        tune([*good, bad[0]], PRESENT)

    tuning = tune([*good, *bad], PRESENT, tolerated=0.5)

    assert len(tuning.names) == MOST_IMAGES
    assert sum(tuning.defective) == len(bad)
    assert len(thinned(good, [False] * len(good))) == MOST_IMAGES
    assert tuning.folds == 10
    assert len(tuning.points) <= MOST_POINTS
    assert tuning.points[tuning.recommended].counts.escapes <= 30


@given(st.integers(1, 300).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_intervals_are_wilsons(pair) -> None:
    count, total = pair
    reference = binomtest(count, total).proportion_ci(method="wilson")
    assert wilson(count, total) == pytest.approx((reference.low, reference.high), abs=1e-6)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_proposal_says_what_was_tuned_on_what_and_forgets_the_note_before() -> None:
    profile = find_profile("bottle")
    counts = VerdictCounts(12, 8, 0, 0, 0)
    thresholds = VerdictThresholds(0.31, 0.7)
    found = replace(judge_settings(profile), min_area=0.002, thresholds=thresholds)

    line = named_source(Path("/data/线[3]\n.sqlite"), session=True)
    first = propose(profile, found, counts=counts, source=GOLDEN_SET, on=TODAY)
    second = propose(first, replace(found, top_k=2), counts=counts, source=line, on=TODAY)

    assert first.version == profile.version + 1
    assert first.verdict == Verdict(review_at=0.31, ng_at=0.7)
    assert first.description is not None
    assert second.description is not None
    assert (
        "[Tuned on 2026-03-01 on 12 good and 8 defective images of the golden set: " in first.description.en
    )
    assert first.description.zh_CN.endswith("]")
    assert second.description.en.count("Tuned on") == 1
    assert second.description.en.endswith("of the session /data/线_3__.sqlite: top_k 5 -> 2]")
    assert second.description.zh_CN.count("调优") == 1
    assert [name for name, _, _ in changes(profile, first)] == ["min_area", "review_at", "ng_at"]
    unchanged = propose(profile, judge_settings(profile), counts=counts, source=HERE, on=TODAY)
    assert unchanged is profile


def test_reviews_give_labels_and_pixels() -> None:
    regions = (region(0.9, 0.1, mask=square(0, 0)), region(0.8, 0.1, mask=square(10, 10)))
    inspections = {
        name: labelled(name, False, *regions).inspection for name in ("ok", "ng", "recheck", "region")
    }
    reviews = {
        "ok": Review(OperatorVerdict.OK),
        "ng": Review(OperatorVerdict.NG),
        "recheck": Review(OperatorVerdict.RECHECK),
        "region": Review(OperatorVerdict.NG, regions=(RegionReview(1, RegionVerdict.REJECTED),)),
        "gone": Review(OperatorVerdict.NG),
    }
    decisions = {name: Decision(name, "1" * 64, each, "Li Wei", NOW) for name, each in reviews.items()}
    ours = ProfileIdentity("cap", 1, "Cap", "f" * 64)

    images = label_by_reviews(decisions, inspections.get, ours)

    assert [(each.inspection.image.name, each.defective, each.truth) for each in images] == [
        ("ok", False, None),
        ("ng", True, None),
        ("region", True, square(0, 0)),
    ]
    with pytest.raises(SessionError, match="inspected by cap version 1 as it was then"):
        label_by_reviews(decisions, inspections.get, replace(ours, fingerprint="a" * 64))
    with pytest.raises(SessionError, match="review some of them first"):
        label_by_reviews({}, inspections.get, ours)


def test_the_page_and_the_figures_hold_the_whole_search() -> None:
    images = [labelled(f"<{n}>", n % 2 == 0, region(0.3 + n / 20, 0.1)) for n in range(8)]
    tuning = tune(images, PRESENT)

    content = json.loads(json.dumps(tuning_content(tuning), allow_nan=False))
    page = render_tuning_page(tuning, {"profile": "a & b"})

    assert len(content["curve"]) == len(tuning.points) > 1
    assert content["curve"][0]["escapes"] == 0
    assert content["images"]["<0>"] == "NG"
    assert "a &amp; b" in page
    assert "&lt;0&gt;" in page
    assert page.count("<circle") > 2 * len(tuning.points)
    assert {flip["after"] for flip in content["flips"]} <= {each.value for each in AiVerdict}
