from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.workers.shown_regions import Shapes, lay_out_heat, lay_out_regions

HEIGHT, WIDTH = 9, 11
masks = arrays(np.bool_, (HEIGHT, WIDTH)).map(Mask.from_array)
DROPPED = Drop(DropRule.TOP_K, 9, 5)


def region(mask: Mask | None, score: float = 0.5, dropped: Drop | None = None) -> Region:
    return Region(Box(0, 0, 2, 2), "spot", "spot.", 0.5, 0.1, mask=mask, score=score, rank=1, dropped=dropped)


def inspection(*regions: Region) -> Inspection:
    return Inspection(
        image=ImageIdentity("a.png", Path("a.png"), "0", WIDTH, HEIGHT),
        profile=ProfileIdentity("p", 1, "P", "0"),
        models=ModelIdentity("lite", "lite", "1", "cpu"),
        thresholds=VerdictThresholds(0.4, 0.8),
        findings=Findings(regions),
        duration_ms=1.0,
        inspected_at=datetime.now(UTC),
        application_version="0",
    )


@given(st.lists(st.tuples(masks, st.floats(0.01, 2.0)), max_size=4))
def test_the_heat_map_shows_the_anomaly_map_on_its_fixed_scale(found: list[tuple[Mask, float]]) -> None:
    outcome = inspection(*(region(mask, score) for mask, score in found))
    heat = lay_out_heat(outcome, Shapes())
    exact = outcome.anomaly_map()
    read = [[heat.value_at(x, y) for x in range(WIDTH)] for y in range(HEIGHT)]
    assert np.allclose(read, exact, atol=1e-5)
    painted = np.zeros((HEIGHT, WIDTH))
    if heat.pixels is not None:
        rows, columns = heat.pixels.levels[0].shape
        painted[heat.pixels.y : heat.pixels.y + rows, heat.pixels.x : heat.pixels.x + columns] = (
            heat.pixels.levels[0]
        )
    assert np.abs(painted - np.clip(exact * 255 / 0.8, 0, 255)).max() <= 1.01


def test_what_counts_is_shown_with_the_masks_that_a_person_left() -> None:
    first, second, drawn = (Mask.from_crop(np.ones((2, 2), bool), x, 1, HEIGHT, WIDTH) for x in (0, 4, 8))
    found = inspection(
        region(first),
        region(first),
        region(None),
        region(second, dropped=DROPPED),
        region(second, dropped=DROPPED),
        region(None, dropped=DROPPED),
    )
    review = Review(
        regions=(
            RegionReview(1, RegionVerdict.REJECTED, second),
            RegionReview(4, RegionVerdict.ACCEPTED),
            RegionReview(5, RegionVerdict.ACCEPTED),
            RegionReview(FIRST_DRAWN, RegionVerdict.ACCEPTED, drawn),
        )
    )
    shown = lay_out_regions(found, review, Shapes())
    assert [(each.number, each.shape.mask) for each in shown] == [
        (0, first),
        (1, second),
        (4, second),
        (FIRST_DRAWN, drawn),
    ]
    assert [each.accepted for each in shown] == [False, False, True, True]
    assert [each.rejected for each in shown] == [False, True, False, False]
    assert shown[3].region is None
    assert [each.number for each in lay_out_regions(None, review, Shapes())] == [FIRST_DRAWN]


def test_a_mask_is_prepared_once() -> None:
    mask = Mask.from_array(np.eye(5, dtype=np.bool_))
    shapes = Shapes()
    shape = shapes.of(mask)
    assert shapes.of(mask) is shape
    assert Shapes([shape]).of(mask) is shape
