"""What a review leaves of an inspection's regions."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from saa_desktop.domain import masks
from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviewed_regions import RegionFate, review_regions, reviewed_regions
from saa_desktop.domain.reviews import FIRST_DRAWN, UNREVIEWED, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import VerdictThresholds

HEIGHT, WIDTH = 4, 6

mask_arrays = st.integers(0, 2 ** (HEIGHT * WIDTH) - 1).map(
    lambda bits: Mask.from_array(
        np.array([bits >> place & 1 for place in range(HEIGHT * WIDTH)], dtype=np.bool_).reshape(
            HEIGHT, WIDTH
        )
    )
)
candidates = st.builds(
    Region,
    box=st.just(Box(0, 0, 2, 2)),
    phrase=st.just("hole"),
    prompt=st.just("hole."),
    box_score=st.just(0.5),
    area_ratio=st.just(0.1),
    mask=st.none() | mask_arrays,
    score=st.none() | st.just(0.7),
    dropped=st.none() | st.just(Drop(DropRule.TOP_K, 3, 2)),
)
numbers = st.integers(0, 6) | st.integers(FIRST_DRAWN, FIRST_DRAWN + 3)
said = st.builds(RegionReview, numbers, st.none() | st.sampled_from(RegionVerdict), st.none() | mask_arrays)
reviews = st.lists(said, max_size=6, unique_by=lambda each: each.region).map(
    lambda regions: Review(regions=tuple(sorted(regions, key=lambda each: each.region)))
)
inspections = st.lists(candidates, max_size=4).map(lambda regions: inspection(*regions))


def inspection(*regions: Region) -> Inspection:
    return Inspection(
        image=ImageIdentity("a.png", Path("/in/a.png"), "1" * 64, WIDTH, HEIGHT),
        profile=ProfileIdentity("mtd", 3, "Magnetic tile", "f"),
        models=ModelIdentity("lite", "lite (built in)", "1", "cpu"),
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions),
        duration_ms=12.3,
        inspected_at=datetime(2026, 3, 1, tzinfo=UTC),
        application_version="0.1.0",
    )


DROPPED = Region(
    *(Box(0, 0, 2, 2), "hole", "hole.", 0.5, 0.1),
    mask=Mask.from_array(np.ones((HEIGHT, WIDTH), dtype=np.bool_)),
    dropped=Drop(DropRule.TOP_K, 3, 2),
)


@given(record=inspections)
def test_without_a_review_the_kept_regions_stand_as_they_are(record: Inspection) -> None:
    assert reviewed_regions(record, UNREVIEWED) == record.kept


@given(record=inspections, review=reviews)
@example(record=inspection(DROPPED), review=Review(regions=(RegionReview(0),)))
def test_the_reviewed_pixels_are_those_that_stand(record: Inspection, review: Review) -> None:
    expected = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
    for number, region in enumerate(record.findings.regions):
        word = review.of_region(number)
        touched = word.verdict is RegionVerdict.ACCEPTED or word.mask is not None
        mask = word.mask or region.mask
        if word.verdict is not RegionVerdict.REJECTED and (region.kept or touched) and mask:
            expected |= mask.to_array()
    for word in review.regions:
        if word.drawn and word.mask and word.verdict is not RegionVerdict.REJECTED:
            expected |= word.mask.to_array()
    standing = reviewed_regions(record, review)
    assert all(region.kept for region in standing)
    union = masks.union((region.mask for region in standing if region.mask), HEIGHT, WIDTH)
    np.testing.assert_array_equal(union, expected)


@given(record=inspections, review=reviews)
def test_every_kept_and_every_drawn_region_is_told_of_once(record: Inspection, review: Review) -> None:
    told = [each.number for each in review_regions(record, review)]
    assert told == sorted(set(told))
    kept = {number for number, region in enumerate(record.findings.regions) if region.kept}
    drawn = {each.region for each in review.regions if each.drawn and each.mask}
    assert kept | drawn <= set(told) <= set(range(len(record.findings.regions))) | drawn


def test_the_machines_values_stay_beside_corrected_pixels() -> None:
    pixels = Mask.from_crop(np.ones((2, 3), dtype=np.bool_), 1, 2, HEIGHT, WIDTH)
    dropped = Region(Box(0, 0, 2, 2), "hole", "hole.", 0.5, 0.1, dropped=Drop(DropRule.MIN_AREA, 0.1, 0.2))
    corrected = RegionReview(0, mask=pixels)
    drawn = RegionReview(FIRST_DRAWN + 1, RegionVerdict.ACCEPTED, pixels)
    first, second = review_regions(inspection(dropped), Review(regions=(corrected, drawn)))
    assert first.region == replace(dropped, box=Box(1, 2, 4, 4), mask=pixels, dropped=None)
    assert (first.fate, first.label) == (RegionFate.CORRECTED, "1")
    assert second.region == Region(Box(1, 2, 4, 4), "", "", 0.0, 0.25, mask=pixels)
    assert (second.fate, second.label) == (RegionFate.DRAWN, "D2")
