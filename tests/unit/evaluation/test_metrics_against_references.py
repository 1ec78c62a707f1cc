"""The metric code against scikit-learn and scikit-image on random data."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from skimage.measure import label, regionprops
from sklearn import metrics as sklearn_metrics

from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.evaluation.curves import ThresholdCurve
from saa_desktop.evaluation.evaluator import ALL, Evaluator, MapExtremes
from saa_desktop.evaluation.layouts import GOOD, LabelledImage
from saa_desktop.evaluation.map_values import SIDE, STEPS, Extremes, ValueBins, measured_map
from saa_desktop.evaluation.tallies import PRO_LIMIT, PixelTally, RegionTally

SHAPE = (24, 24)


@st.composite
def labelled_scores(draw, min_size=2, ties=True):
    """Draw scores and labels with at least one positive and one negative."""
    size = draw(st.integers(min_size, 60))
    values = st.integers(0, 12).map(float) if ties else st.floats(-0.2, 3)
    scores = draw(hnp.arrays(np.float64, size, elements=values))
    positive = draw(hnp.arrays(np.bool_, size))
    positive[0], positive[-1] = True, False
    return scores, positive


def blobs(rng, images=3, levels=None):
    """Draw maps of overlapping rectangles and truths that share some of them; the last truth is empty."""
    maps, truths = [], []
    for index in range(images):
        values, truth = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)
        for _ in range(rng.integers(1, 6)):
            y, x = rng.integers(0, 20, 2)
            window = (slice(y, y + rng.integers(1, 9)), slice(x, x + rng.integers(1, 9)))
            values[window] += rng.random() if levels is None else rng.integers(1, levels)
            if index < images - 1 and rng.random() < 0.7:
                truth[window] = True
        if index == 0:
            truth[3:7, 3:9] = True
        if levels is None:
            values += rng.normal(0, 0.01, SHAPE).astype(np.float32)
        maps.append(values.astype(np.float32))
        truths.append(truth)
    return np.array(maps), np.array(truths)


def best_f1(truth, scores):
    precision, recall, _ = sklearn_metrics.precision_recall_curve(truth, scores)
    return np.max(2 * precision * recall / np.maximum(precision + recall, 1e-12))


def extremes_of(maps):
    extremes = Extremes()
    for values in maps:
        extremes = extremes.with_map(values)
    return extremes


def tally(maps, truths):
    bins = ValueBins(extremes_of(maps))
    counted = PixelTally.empty(bins)
    for values, truth in zip(maps, truths, strict=True):
        counted.add(bins.places(values), truth)
    return counted


def reference_pro(maps, truths):
    """Compute PRO with one threshold a distinct value, regions by scikit-image."""
    regions = [
        (index, tuple(region.coords.T))
        for index, truth in enumerate(truths)
        for region in regionprops(label(truth, connectivity=2))
    ]
    rates, overlaps = [0.0], [0.0]
    for threshold in np.unique(maps)[::-1]:
        found = maps >= threshold
        rates.append((found & ~truths).sum() / (~truths).sum())
        overlaps.append(np.mean([found[index][coords].mean() for index, coords in regions]))
    grid = np.append([rate for rate in rates if rate < PRO_LIMIT], PRO_LIMIT)
    inside = np.append(overlaps[: grid.size - 1], np.interp(PRO_LIMIT, rates, overlaps))
    return sklearn_metrics.auc(grid, inside) / PRO_LIMIT


def reference_region_f1(maps, truths):
    """Compute max-F1-region as its definition reads, each region against each."""
    maps = maps.astype(np.float64)
    low, high = min(0.0, maps.min()), maps.max()
    best = 0.0
    for step in range(STEPS):
        threshold = high - step * (high - low) / STEPS
        predicted = hits = true = 0
        for values, truth in zip(maps, truths, strict=True):
            found, real = label(values > threshold, connectivity=2), label(truth, connectivity=2)
            predicted, true = predicted + found.max(), true + real.max()
            for number in range(1, found.max() + 1):
                one = found == number
                ious = [
                    (one & (real == other)).sum() / (one | (real == other)).sum()
                    for other in range(1, real.max() + 1)
                ]
                hits += max(ious, default=0.0) >= 0.6
        if hits:
            precision, recall = hits / predicted, hits / true
            best = max(best, 2 * precision * recall / (precision + recall))
    return best


@given(labelled_scores())
def test_image_metrics_are_those_of_scikit_learn(drawn):
    scores, positive = drawn

    curve = ThresholdCurve.of_scores(scores, positive)

    assert curve.auroc() == pytest.approx(sklearn_metrics.roc_auc_score(positive, scores))
    assert curve.average_precision() == pytest.approx(
        sklearn_metrics.average_precision_score(positive, scores)
    )
    assert curve.max_f1() == pytest.approx(best_f1(positive, scores))


@given(labelled_scores(ties=False), st.integers(1, 12))
def test_coarse_bins_are_off_by_no_more_than_they_say(drawn, count):
    scores, positive = drawn
    places = np.floor((scores + 0.2) / 3.3 * count).astype(int)

    coarse = ThresholdCurve.of_bins(
        np.bincount(places[positive], minlength=count), np.bincount(places[~positive], minlength=count)
    )

    off = coarse.auroc() - sklearn_metrics.roc_auc_score(positive, scores)
    assert abs(off) <= coarse.auroc_error() + 1e-9
    off = coarse.average_precision() - sklearn_metrics.average_precision_score(positive, scores)
    assert abs(off) <= coarse.average_precision_error() + 1e-9
    gained = best_f1(positive, scores) - coarse.max_f1()
    assert -1e-9 <= gained <= coarse.max_f1_error() + 1e-9


@given(st.integers(0, 2**32 - 1), st.sampled_from([None, 5]))
@settings(max_examples=40, deadline=None)
def test_pixel_metrics_are_those_of_scikit_learn(seed, levels):
    maps, truths = blobs(np.random.default_rng(seed), levels=levels)

    counted = tally(maps, truths)
    curve = counted.curve()

    truth, scores = truths.ravel(), maps.ravel()
    assert curve.auroc() == pytest.approx(
        sklearn_metrics.roc_auc_score(truth, scores), abs=curve.auroc_error() + 1e-9
    )
    assert curve.average_precision() == pytest.approx(
        sklearn_metrics.average_precision_score(truth, scores), abs=curve.average_precision_error() + 1e-9
    )
    assert curve.max_f1() == pytest.approx(best_f1(truth, scores), abs=curve.max_f1_error() + 1e-9)
    assert counted.per_region_overlap() == pytest.approx(reference_pro(maps, truths), abs=0.01)
    if levels is None:
        # One bin of two pixels weighs much where a defect has a dozen; the bounds must still say something.
        assert curve.auroc_error() < 0.01
        assert max(curve.average_precision_error(), curve.max_f1_error()) < 0.2
    else:
        assert curve.max_f1() == pytest.approx(best_f1(truth, scores), abs=1e-12), "equal values share a bin"
        assert counted.per_region_overlap() == pytest.approx(reference_pro(maps, truths), abs=1e-12)


@given(st.integers(0, 2**32 - 1), st.sampled_from([None, 4]))
@settings(max_examples=12, deadline=None)
def test_region_f1_is_that_of_its_definition(seed, levels):
    maps, truths = blobs(np.random.default_rng(seed), levels=levels)
    thresholds = extremes_of(maps).region_thresholds()

    counted = RegionTally.empty()
    for values, truth in zip(maps, truths, strict=True):
        counted += RegionTally.of_image(values, truth, thresholds)

    assert counted.max_f1() == pytest.approx(reference_region_f1(maps, truths))


@given(hnp.arrays(np.float32, 30, elements=st.floats(-0.25, 20, width=32)))
def test_bins_keep_the_order_of_values_and_the_zero_apart(values):
    bins = ValueBins(Extremes().with_map(values))

    places = bins.places(np.sort(values))

    assert np.all(np.diff(places) >= 0)
    assert places.min() >= 0
    assert places.max() < bins.count
    assert set(np.sort(values)[places == bins.zero]) <= {0.0}
    slack = bins.width * 1e-3
    assert all(
        bins.foot(int(place)) - slack <= value <= bins.foot(int(place)) + bins.width + slack
        for place, value in zip(places, np.sort(values), strict=True)
    )


def inspection(name, score, window, shape=(40, 60), thresholds=(0.5, 1.0)):
    """Make an inspection with one region, or none for a score of 0."""
    mask = np.zeros(shape, np.bool_)
    mask[window] = True
    region = Region(
        Box(0, 0, 1, 1), "hole", "hole.", score, 0.1, mask=Mask.from_array(mask), score=score, rank=1
    )
    return Inspection(
        image=ImageIdentity(name, Path("/data") / name, "0" * 64, shape[1], shape[0]),
        profile=ProfileIdentity("p", 1, "P", "f"),
        models=ModelIdentity("lite", "Lite", "1", "cpu"),
        thresholds=VerdictThresholds(*thresholds),
        findings=Findings((region,) if score else ()),
        duration_ms=10.0,
        inspected_at=datetime(2026, 1, 1, tzinfo=UTC),
        application_version="0",
    )


def evaluated(*cases):
    """Measure (category, defect type, inspection, truth window or None) each."""
    extremes = MapExtremes()
    for category, _, inspected, _ in cases:
        extremes.add(category, inspected)
    evaluator = Evaluator(extremes)
    for category, kind, inspected, window in cases:
        truth = np.zeros((inspected.image.height, inspected.image.width), np.bool_)
        if window:
            truth[window] = True
        reference = ImageReference(inspected.image.path, inspected.image.name)
        evaluator.add(LabelledImage(reference, category, kind, None, label_from_mask=True), inspected, truth)
    return evaluator.evaluation()


HERE, THERE = (slice(5, 15), slice(5, 25)), (slice(25, 35), slice(30, 50))


def test_a_category_pools_its_types_and_a_type_its_good_images():
    result = evaluated(
        ("cap", "hole", inspection("1", 1.2, HERE), HERE),
        ("cap", "scratch", inspection("2", 0.4, HERE), THERE),
        ("cap", GOOD, inspection("3", 0.7, THERE), None),
        ("cap", GOOD, inspection("4", 1.5, THERE), None),
        ("cap", "hole", inspection("5", 0.0, HERE), None),
        ("tray", GOOD, inspection("6", 1.1, HERE), HERE),
    )

    rows = {(row.category, row.defect_type): row for row in (*result.categories, *result.types)}
    cap = rows["cap", ""]
    assert (cap.images, cap.defective) == (5, 2), "an image whose mask is empty is a good one"
    assert cap.false_call_rate == pytest.approx(1 / 3)
    assert cap.escape_rate == pytest.approx(1 / 2)
    assert cap.review_rate == pytest.approx(1 / 5)
    assert cap.image_auroc == pytest.approx(3 / 6)
    assert (rows["cap", "hole"].images, rows["cap", "hole"].defective) == (4, 1)
    assert np.isnan(rows["cap", GOOD].max_f1_pixel)
    assert np.isnan(rows["tray", ""].image_auroc), "there are no good images"
    assert rows["tray", "defect"].max_f1_region == 1.0, "an image with a mask is none of the good ones"
    assert result.total.images == 6
    assert result.total.category == ALL
    assert result.mean.max_f1_pixel == pytest.approx((cap.max_f1_pixel + rows["tray", ""].max_f1_pixel) / 2)
    assert set(result.pixels) == {ALL, "cap", "tray"}


def test_the_total_of_categories_with_other_extremes_is_that_of_one_pool():
    cases = [
        ("cap", "hole", inspection("1", 3.0, HERE), HERE),
        ("tray", "hole", inspection("2", 0.3, THERE), THERE),
        ("tray", GOOD, inspection("3", 0.2, THERE), None),
    ]

    apart = evaluated(*cases).total
    pooled = evaluated(*(("one", *case[1:]) for case in cases)).total

    assert apart == pooled


def test_maps_are_measured_at_400_pixels_and_may_undershoot():
    values = measured_map(inspection("1", 1.0, HERE).anomaly_map())

    assert values.shape == (SIDE, SIDE)
    assert values.min() < 0
    assert values.max() > 0.5
