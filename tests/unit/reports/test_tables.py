import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.reports.tables import RegionsTable, ResultsTable, write_regions, write_results

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def region(x: int, y: int, score: float, rank: int, phrase: str = "hole", **changes: object) -> Region:
    mask = Mask.from_crop(np.ones((2, 4), dtype=np.bool_), x, y, 10, 20)
    record = Region(
        Box(x + 0.4, y - 0.4, x + 3.6, y + 2.2),
        phrase,
        "hole. crack.",
        0.5,
        0.1,
        None,
        mask,
        0.1,
        1.5,
        score,
        rank,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def inspection(name: str = "a.png", *regions: Region) -> Inspection:
    return Inspection(
        image=ImageIdentity(name, Path("/in") / "a.png", "1" * 64, 20, 10),
        profile=ProfileIdentity("mtd", 3, "Magnetic tile", "f"),
        models=ModelIdentity("lite", "lite (built in)", "1", "cpu"),
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions),
        duration_ms=12.345,
        inspected_at=NOON,
        application_version="0.1.0",
    )


def read(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_results_hold_one_row_an_image_in_the_order_given(tmp_path: Path) -> None:
    found = inspection("b/钢板 1.png", region(0, 0, 0.7512345678, 1), region(2, 1, 0.4, 2))
    failure = Failure(
        ImageReference(Path("/in/x.png"), "x.png"), "x.png is empty; copy it again.", NOON, "2" * 64
    )
    review = Review(OperatorVerdict.OK, "划痕", 'seen twice,\n"shallow"', flagged=True)
    decision = Decision("b/钢板 1.png", "1" * 64, review, "王伟", NOON)
    outcomes = [found, failure, inspection("a.png")]
    table = ResultsTable()
    for outcome in outcomes:
        table.add(outcome, decision if outcome is found else None)
    table.write(tmp_path / "results.csv")
    header, first, second, third = read(tmp_path / "results.csv")
    assert ",".join(header) == (
        "image,sha256,width,height,profile,profile_version,models,device,ai_verdict,score,region_count,"
        "anomaly_area_fraction,largest_region_px,duration_ms,inspected_at,operator_verdict,operator,"
        "reviewed_at,defect_class,note,flagged,error"
    )
    time = "2026-03-01T12:00:00.000+08:00"
    assert first == [
        *("b/钢板 1.png", "1" * 64, "20", "10", "mtd", "3", "lite", "cpu", "NG", "0.751235", "2"),
        *("0.07", "8", "12.3", time, "OK", "王伟", time, "划痕", 'seen twice,\n"shallow"', "yes", ""),
    ]
    assert second == ["x.png", "2" * 64, *[""] * 19, "x.png is empty; copy it again."]
    assert third[8:13] == ["OK", "0", "0", "0", "0"]

    write_results(tmp_path / "results.csv", outcomes, {decision.image_name: decision})
    batch = read(tmp_path / "results.csv")
    assert batch == [[*row[:18], row[-1]] for row in (header, first, second, third)]


def test_regions_hold_one_row_a_kept_region_with_whole_pixels_within_the_image(tmp_path: Path) -> None:
    dropped = region(5, 5, 0.1, 3, dropped=Drop(DropRule.TOP_K, 3, 2))
    edge = region(16, 8, 0.4, 2, saliency_factor=None)
    write_regions(tmp_path / "regions.csv", [inspection("a.png", region(1, 1, 0.75, 1), edge, dropped)])
    header, *rows = read(tmp_path / "regions.csv")
    assert ",".join(header) == (
        "image,region,phrase,prompt,x,y,width,height,area_px,box_score,saliency_factor,score,rank"
    )
    assert rows == [
        ["a.png", "1", "hole", "hole. crack.", "1", "0", "4", "4", "8", "0.5", "1.5", "0.75", "1"],
        ["a.png", "2", "hole", "hole. crack.", "16", "7", "4", "3", "8", "0.5", "", "0.4", "2"],
    ]


def test_regions_say_what_became_of_them_in_the_review(tmp_path: Path) -> None:
    drop = Drop(DropRule.TOP_K, 4, 2)
    found = inspection(
        "a.png",
        region(1, 1, 0.75, 1),
        region(8, 4, 0.5, 2),
        region(5, 5, 0.1, 3, dropped=drop),
        region(9, 5, 0.1, 4, dropped=drop),
    )
    pixel = Mask.from_crop(np.ones((1, 2), dtype=np.bool_), 7, 3, 10, 20)
    said = (
        RegionReview(0, RegionVerdict.REJECTED),
        RegionReview(1, RegionVerdict.ACCEPTED, pixel),
        RegionReview(3, RegionVerdict.ACCEPTED),
        RegionReview(99, RegionVerdict.ACCEPTED),
        RegionReview(FIRST_DRAWN, mask=pixel),
    )
    decision = Decision("a.png", "1" * 64, Review(OperatorVerdict.NG, regions=said), "王伟", NOON)
    table = RegionsTable()
    table.add(found, decision)
    table.write(tmp_path / "regions.csv")
    _, *rows = read(tmp_path / "regions.csv")
    assert [(row[1], *row[4:10], row[-2], row[-1]) for row in rows] == [
        ("1", "1", "0", "4", "4", "8", "0.5", "1", "rejected"),
        ("2", "7", "3", "2", "1", "2", "0.5", "2", "corrected"),
        ("4", "9", "4", "4", "4", "8", "0.5", "4", "accepted"),
        ("D1", "7", "3", "2", "1", "2", "", "", "drawn"),
    ]


def test_an_empty_batch_has_headers_only(tmp_path: Path) -> None:
    write_results(tmp_path / "results.csv", [], {})
    assert len(read(tmp_path / "results.csv")) == 1


starts = st.sampled_from(["", " ", "\t", "\r", "\n", "\u3000 ", "=", "+", "-", "@", "＝", "－"])
texts = st.builds(str.__add__, st.builds(str.__add__, starts, starts), st.text(max_size=6))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, phrase=texts)
def test_no_text_cell_starts_a_formula_and_nothing_else_changes(
    tmp_path: Path, name: str, phrase: str
) -> None:
    record = inspection(name, region(1, 1, 0.75, 1, phrase))
    failure = Failure(ImageReference(Path("x"), name), phrase, NOON)
    decision = Decision(name, "", Review(defect_class=phrase, note=name), phrase, NOON)
    write_regions(tmp_path / "regions.csv", [record])
    table = ResultsTable()
    table.add(failure, decision)
    table.write(tmp_path / "results.csv")
    [_, region_row] = read(tmp_path / "regions.csv")
    [_, failure_row] = read(tmp_path / "results.csv")
    assert [region_row[0], region_row[2]] == [failure_row[0], failure_row[-1]]
    assert failure_row[16] == region_row[2]
    assert failure_row[-4:] == [region_row[2], region_row[0], "no", region_row[2]]
    for cell, text in ((region_row[0], name), (region_row[2], phrase)):
        assert cell.removeprefix("'") == text or cell == text
        assert not cell.startswith(("\t", "\r", "\n"))
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))


def test_a_file_name_that_is_no_text_still_gets_its_row(tmp_path: Path) -> None:
    write_results(tmp_path / "results.csv", [inspection("bad\udcff.png")], {})
    assert read(tmp_path / "results.csv")[1][0] == "bad\\udcff.png"
