from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.reports.lettering import elided, font
from saa_desktop.reports.report_image import render_report
from saa_desktop.reports.report_layout import HEADER_HEIGHT, HEIGHT, REVIEW_HEIGHT, WIDTH, plan

BADGES = {"OK": (0x00, 0x72, 0xB2), "REVIEW": (0xE6, 0x9F, 0x00), "NG": (0xD5, 0x5E, 0x00)}


def region(mask: np.ndarray, score: float, rank: int = 1) -> Region:
    return Region(
        Box(0, 0, 9, 9), "hole", "hole.", score / 1.5, 0.1, None, Mask.from_array(mask), 0.1, 1.5, score, rank
    )


def inspection(
    width: int, height: int, *regions: Region, name: str = "a.png", **changes: object
) -> Inspection:
    record = Inspection(
        image=ImageIdentity(name, Path("/in/a.png"), "1" * 64, width, height),
        profile=ProfileIdentity("mtd", 3, "Magnetic tile", "f"),
        models=ModelIdentity("lite", "lite (built in)", "1", "cpu"),
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions),
        duration_ms=12.3,
        inspected_at=datetime(2026, 3, 1, tzinfo=UTC),
        application_version="0.1.0",
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def render(record: Inspection) -> np.ndarray:
    pixels = np.full((record.image.height, record.image.width, 3), 128, dtype=np.uint8)
    pixels.setflags(write=False)
    report = render_report(pixels, record, record.anomaly_map())
    assert report.shape == (HEIGHT, WIDTH, 3)
    assert report.dtype == np.uint8
    return report


def panel(report: np.ndarray, record: Inspection, which: str) -> np.ndarray:
    place = getattr(plan(record.image.width, record.image.height), which)
    return report[place.y : place.bottom, place.x : place.right]


def count(pixels: np.ndarray, color: tuple[int, int, int]) -> int:
    return int((pixels == color).all(axis=-1).sum())


def spot(width: int, height: int, size: int = 1) -> np.ndarray:
    mask = np.zeros((height, width), dtype=np.bool_)
    mask[height // 2 : height // 2 + size, width // 2 : width // 2 + size] = True
    return mask


SIZES = [(300, 400), (1600, 1200), (20, 20), (1, 1), (3000, 2), (2, 3000), (6000, 400), (4000, 3000)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_images_of_all_shapes_show_the_smallest_region_in_both_panels(width: int, height: int) -> None:
    record = inspection(width, height, region(spot(width, height), 0.7))
    report = render(record)
    assert count(panel(report, record, "image"), (255, 0, 255)) > 10
    assert panel(report, record, "map").max() > 100


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overlaps_or_leaves_the_sheet(width: int, height: int, reviewed: bool) -> None:
    layout = plan(width, height, reviewed=reviewed)
    taken = np.zeros((HEIGHT, WIDTH), dtype=np.int64)
    for place in (layout.image, layout.map, layout.legend, layout.table):
        assert min(place) > 0
        assert place.right < WIDTH
        assert place.bottom < HEIGHT
        taken[place.y : place.bottom, place.x : place.right] += 1
    assert taken.max() == 1
    assert layout.image[2:] == layout.map[2:]
    assert abs(layout.image.width * height - layout.image.height * width) <= max(width, height)
    assert layout.table.height > 150
    assert layout.image.y > HEADER_HEIGHT + (REVIEW_HEIGHT if reviewed else 0)


@pytest.mark.parametrize(("score", "verdict"), [(0.1, "OK"), (0.4, "REVIEW"), (0.6, "NG")])
def test_the_badge_has_the_verdicts_colour(score: float, verdict: str) -> None:
    report = render(inspection(30, 40, region(spot(30, 40), score)))
    counts = {name: count(report[:148, :400], color) for name, color in BADGES.items()}
    assert counts.pop(verdict) > 20_000
    assert set(counts.values()) == {0}


def test_a_map_colour_means_the_same_value_on_every_image_of_a_profile() -> None:
    alone = inspection(100, 100, region(spot(100, 100, 20), 0.4))
    corner = np.zeros((100, 100), dtype=np.bool_)
    corner[:10, :10] = True
    beside_a_high_one = inspection(100, 100, region(corner, 3.0), region(spot(100, 100, 20), 0.4, 2))
    first, second = (panel(render(record), record, "map") for record in (alone, beside_a_high_one))
    middle = int(first.shape[0] * 0.6)
    assert tuple(first[middle, middle]) == tuple(second[middle, middle])
    assert tuple(second[5, 5]) != tuple(second[middle, middle])


def test_outlines_lie_around_a_region_and_its_inside_stays_visible() -> None:
    record = inspection(90, 90, region(spot(90, 90, 3), 0.7))
    shown = panel(render(record), record, "image")
    scale = shown.shape[0] / 90
    inside = shown[
        round(45 * scale) + 4 : round(48 * scale) - 4, round(45 * scale) + 4 : round(48 * scale) - 4
    ]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) == 1
    red, green, blue = (int(value) for value in inside[0, 0])
    assert red == blue
    assert 90 < green < 128 < red < 170, "a thin magenta fill"


def test_chinese_is_shown_in_its_own_letters() -> None:
    one, other = (render(inspection(30, 40, name=name)) for name in ("钢板.png", "划痕.png"))
    assert (one != other).any(), "boxes in the place of letters would look the same"


def test_names_without_end_and_names_that_are_no_text_are_drawn_within_the_header() -> None:
    report = render(inspection(30, 40, name="很长的名字\n\udcff" * 80 + "end.png"))
    assert (report[:140, -20:] == 255).all()


def test_an_elided_name_keeps_its_end() -> None:
    text = elided("folder/" * 40 + "0001.bmp", 30, 400)
    assert text.endswith("0001.bmp")
    assert "…" in text
    assert font(30).getlength(text) <= 400


def test_many_regions_and_long_notes_stay_on_the_sheet() -> None:
    masks = [np.roll(spot(200, 150, 4), 3 * place, axis=1) for place in range(80)]
    regions = [region(mask, 0.9 - place / 100, place + 1) for place, mask in enumerate(masks)]
    notes = ("the rule for several objects needs two objects " * 20, "x" * 500)
    report = render(inspection(200, 150, findings=Findings(tuple(regions), notes=notes)))
    assert (report[-20:] == 255).all()
    assert (report[:, -20:][160:] == 255).all()


def decided(verdict: OperatorVerdict | None, *regions: RegionReview, note: str = "") -> Decision:
    review = Review(verdict, "划痕", note, flagged=True, regions=regions)
    return Decision("a.png", "1" * 64, review, "王伟", datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("verdict", "badge"),
    [
        (OperatorVerdict.OK, "OK"),
        (OperatorVerdict.RECHECK, "REVIEW"),
        (OperatorVerdict.NG, "NG"),
        (None, None),
    ],
)
def test_the_operators_verdict_stands_below_the_machines(
    verdict: OperatorVerdict | None, badge: str | None
) -> None:
    record = inspection(60, 40, region(spot(60, 40), 0.7))
    pixels = np.full((40, 60, 3), 128, dtype=np.uint8)
    report = render_report(pixels, record, record.anomaly_map(), decided(verdict, note="x" * 900))
    band = report[HEADER_HEIGHT : HEADER_HEIGHT + REVIEW_HEIGHT]
    assert count(report[:HEADER_HEIGHT, :400], BADGES["NG"]) > 20_000
    for name, color in BADGES.items():
        assert (count(band[:, :400], color) > 10_000) == (name == badge)
    assert count(band[:, -20:], (243, 244, 246)) > 20 * (REVIEW_HEIGHT - 6), "the note ends within the sheet"


def test_a_report_outlines_what_stands_after_the_review() -> None:
    corner = np.zeros((80, 80), dtype=np.bool_)
    corner[4:12, 4:12] = True
    record = inspection(80, 80, region(corner, 0.9), region(spot(80, 80, 6), 0.5, 2))
    drawn = Mask.from_array(corner[::-1, ::-1].copy())
    said = RegionReview(0, RegionVerdict.REJECTED), RegionReview(FIRST_DRAWN, mask=drawn)
    pixels = np.full((80, 80, 3), 128, dtype=np.uint8)
    report = render_report(pixels, record, record.anomaly_map(), decided(OperatorVerdict.NG, *said))
    place = plan(80, 80, reviewed=True).image
    shown = report[place.y : place.bottom, place.x : place.right]
    third = len(shown) // 3
    magenta = (255, 0, 255)
    assert count(shown[:third, :third], magenta) == 0, "the rejected one"
    assert count(shown[third:-third, third:-third], magenta) > 100, "the one that nobody touched"
    assert count(shown[-third:, -third:], magenta) > 100, "the drawn one"
