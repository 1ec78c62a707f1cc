"""An export through its front door: a session with decisions becomes files that other programs read."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from saa_desktop.domain.errors import Cancelled, OutputError, SessionError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.masks import Mask
from saa_desktop.reports.report_layout import plan
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.workers.export import (
    ConsentNeeded,
    ExportConcern,
    ExportContent,
    ExportRequest,
    ExportScope,
    ExportSummary,
)
from saa_desktop.workers.review_export import export_review
from tests.reviewed_session import (
    HEIGHT,
    NOON,
    WIDTH,
    Shift,
    candidate,
    inspect,
    reviewed_shift,
    spot,
)


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    shift = reviewed_shift(tmp_path)
    yield shift
    shift.session.close()


def run(request: ExportRequest) -> ExportSummary:
    return export_review(request, lambda done, total: None, threading.Event())


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def picture(path: Path) -> np.ndarray:
    pixels = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return pixels


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_everything_of_a_review_is_written_and_nothing_else_is_touched(shift: Shift) -> None:
    before = shift.kept()
    summary = run(shift.request())
    assert (summary.images, summary.not_inspected, summary.problems) == (4, 0, ())
    pictures = [
        f"{folder}/{name}" for folder in ("maps", "masks", "reports") for name in ("b", "c", "line 1/a")
    ]
    endings = {"maps": ".png.tiff", "masks": ".png.png", "reports": ".png.png"}
    assert files(shift.output) == sorted(
        ["regions.csv", "results.csv", "summary.json"]
        + [name + endings[name.split("/")[0]] for name in pictures]
    )
    assert shift.kept() == before

    mask = picture(shift.output / "masks" / "line 1" / "a.png.png")
    expected = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
    for each in (spot(22, 4), spot(40, 2), spot(2, 20), spot(50, 30)):
        expected |= each.to_array()
    np.testing.assert_array_equal(mask, np.where(expected, 255, 0))

    with tifffile.TiffFile(shift.output / "maps" / "line 1" / "a.png.tiff") as file:
        np.testing.assert_array_equal(
            file.pages.first.asarray(), shift.session.inspection("line 1/a.png").anomaly_map()
        )

    report = picture(shift.output / "reports" / "line 1" / "a.png.png")[..., ::-1]
    band = report[148:224, :400].reshape(-1, 3)
    assert (band == (0x00, 0x72, 0xB2)).all(axis=1).sum() > 10_000, "the operator's OK"
    assert (report[:140, :400] == (0xD5, 0x5E, 0x00)).all(axis=-1).sum() > 20_000, "the AI's NG"


def test_the_tables_hold_the_decisions(shift: Shift) -> None:
    run(shift.request())
    results = {row["image"]: row for row in table(shift.output / "results.csv")}
    assert list(results) == ["b.png", "c.png", "d.png", "line 1/a.png"]
    row = results["line 1/a.png"]
    assert (row["ai_verdict"], row["operator_verdict"], row["operator"]) == ("NG", "OK", "王伟")
    assert (row["defect_class"], row["note"], row["flagged"]) == ("'=cmd()", "seen twice\nshallow", "yes")
    assert row["reviewed_at"] == NOON.isoformat(timespec="milliseconds")
    assert results["d.png"]["error"] == "d.png is empty."
    assert results["b.png"]["operator_verdict"] == results["b.png"]["flagged"] == ""
    regions = [
        (row["image"], row["region"], row["operator_review"]) for row in table(shift.output / "regions.csv")
    ]
    assert regions == [
        ("b.png", "1", ""),
        ("line 1/a.png", "1", "rejected"),
        ("line 1/a.png", "2", "corrected"),
        ("line 1/a.png", "3", ""),
        ("line 1/a.png", "4", "accepted"),
        ("line 1/a.png", "D1", "drawn"),
    ]


def test_the_summary_says_where_people_and_machine_differ(shift: Shift) -> None:
    run(shift.request())
    summary = json.loads((shift.output / "summary.json").read_bytes())
    assert datetime.fromisoformat(summary.pop("exported_at")).tzinfo is not None
    assert summary.pop("application_version")
    assert summary == {
        "session": str(shift.path),
        "images": 4,
        "inspected": 3,
        "failed": 1,
        "ai_verdicts": {"OK": 1, "REVIEW": 1, "NG": 1},
        "operator_verdicts": {"OK": 1, "NG": 1, "recheck": 0},
        "unreviewed": 2,
        "false_calls": 1,
        "escapes": 1,
        "flagged": 1,
        "defect_classes": {"=cmd()": 1, "划痕": 1},
        "regions": {"accepted": 1, "corrected": 1, "drawn": 1, "rejected": 1},
        "operators": {"王伟": 2},
        "profiles": [
            {"name": "mtd", "version": 3, "title": "Magnetic tile", "fingerprint": "f", "images": 3}
        ],
        "models": [
            {
                "name": "lite",
                "title": "lite (built in)",
                "version": "1",
                "device": "cpu",
                "weights": [],
                "images": 3,
            }
        ],
        "problems": [],
    }


def test_chosen_images_keep_their_order_and_unknown_ones_are_counted(shift: Shift) -> None:
    summary = run(shift.request("c.png", "waiting.png", "b.png", contents=frozenset({ExportContent.TABLES})))
    assert (summary.images, summary.not_inspected) == (2, 1)
    assert [row["image"] for row in table(shift.output / "results.csv")] == ["c.png", "b.png"]
    assert files(shift.output) == ["regions.csv", "results.csv"]


@pytest.mark.parametrize(
    ("scope", "names"),
    [(ExportScope.REVIEWED, ["c.png", "line 1/a.png"]), (ExportScope.NG, ["c.png", "e.png"])],
)
def test_a_scope_goes_by_the_verdict_that_stands(shift: Shift, scope: ExportScope, names: list[str]) -> None:
    shift.add("e.png", candidate(spot(2, 2), 0.9, 1))
    run(replace(shift.request(contents=frozenset({ExportContent.TABLES})), scope=scope))
    assert [row["image"] for row in table(shift.output / "results.csv")] == names


def test_an_original_that_is_gone_or_changed_costs_its_report_only(shift: Shift) -> None:
    (shift.originals / "b.png").unlink()
    Image.new("RGB", (WIDTH, HEIGHT)).save(shift.originals / "c.png")
    summary = run(shift.request())
    assert [problem.split(":")[1] for problem in summary.problems] == [
        " b.png is no longer there",
        " c.png has changed since it was inspected",
    ]
    written = files(shift.output)
    assert "masks/b.png.png" in written
    assert "maps/c.png.tiff" in written
    assert [name for name in written if name.startswith("reports")] == ["reports/line 1/a.png.png"]
    assert len(table(shift.output / "results.csv")) == 4
    assert json.loads((shift.output / "summary.json").read_bytes())["problems"] == list(summary.problems)


def test_pages_of_one_file_get_files_of_their_own(shift: Shift) -> None:
    pages = [Image.new("RGB", (WIDTH, HEIGHT), (shade, 0, 0)) for shade in (80, 160)]
    path = shift.originals / "stack.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    for image in decode_pages(ImageReference(path, "stack.tif")):
        shift.session.record(inspect(image, candidate(spot(2, 2), 0.9, 1)))
    summary = run(shift.request("stack.tif#2", "stack.tif#1", contents=frozenset({ExportContent.REPORTS})))
    assert summary.problems == ()
    assert files(shift.output) == ["reports/stack.tif#1.png", "reports/stack.tif#2.png"]
    place = plan(WIDTH, HEIGHT).image
    for page, shade in ((1, 80), (2, 160)):
        report = picture(shift.output / "reports" / f"stack.tif#{page}.png")
        assert report[place.bottom - 20, place.right - 20].tolist() == [0, 0, shade]


def test_files_that_are_there_are_asked_about_first(shift: Shift) -> None:
    shift.output.mkdir()
    mine = shift.output / "results.csv"
    mine.write_text("mine")
    with pytest.raises(ConsentNeeded) as asked:
        run(shift.request())
    assert asked.value.question.concerns == {ExportConcern.EXISTING_FILES}
    assert files(shift.output) == ["results.csv"]
    assert mine.read_text() == "mine"
    run(replace(shift.request(), accepted=frozenset({ExportConcern.EXISTING_FILES})))
    assert len(table(mine)) == 4


@pytest.mark.parametrize("where", [".", "..", "export"])
def test_a_folder_among_the_originals_is_asked_about_first(shift: Shift, where: str) -> None:
    before = shift.kept()
    request = replace(shift.request(), folder=shift.originals / where)
    with pytest.raises(ConsentNeeded) as asked:
        run(request)
    assert asked.value.question.concerns == {ExportConcern.ORIGINALS_FOLDER}
    assert shift.kept() == before


def test_an_original_is_never_overwritten_whatever_was_agreed_to(shift: Shift) -> None:
    shift.add("masks/b.png.png")
    before = shift.kept()
    summary = run(replace(shift.request(), folder=shift.originals, accepted=frozenset(ExportConcern)))
    assert [problem.split(":")[0] for problem in summary.problems] == [
        f"{shift.originals / 'masks' / 'b.png.png'} is an original, which is never overwritten"
    ]
    assert before.items() <= shift.kept().items()


def test_a_full_disk_is_told_of_before_anything_is_written(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000}))
    with pytest.raises(ConsentNeeded) as asked:
        run(shift.request())
    question = asked.value.question
    assert question.concerns == {ExportConcern.LITTLE_SPACE}
    assert question.free_bytes == 1000 < question.needed_bytes
    assert not shift.output.exists()


def test_names_of_a_foreign_session_do_not_lead_out_of_the_folder(shift: Shift, tmp_path: Path) -> None:
    [image] = decode_pages(ImageReference(shift.originals / "b.png", "b.png"))
    for name in ("../../out.png", str(tmp_path / "abs.png"), "nul\0.png", "x" * 300 + ".png"):
        identity = replace(image.identity, name=name)
        shift.session.record(inspect(replace(image, identity=identity), candidate(spot(2, 2), 0.9, 1)))
    before = set(files(tmp_path))
    summary = run(shift.request())
    assert {name for name in set(files(tmp_path)) - before if not name.startswith("导出/")} == set()
    assert len(summary.problems) == 12
    assert len(table(shift.output / "results.csv")) == 8


def test_regions_that_do_not_fit_the_image_cost_their_image_only(shift: Shift) -> None:
    wrong = Mask.from_crop(np.ones((9, 9), dtype=np.bool_), 90, 90, 200, 200)
    shift.add("e.png", candidate(wrong, 0.9, 1))
    summary = run(shift.request())
    assert summary.problems
    assert all(problem.startswith("e.png could not be exported") for problem in summary.problems)
    assert "reports/b.png.png" in files(shift.output)


def test_a_cancelled_export_stops_between_two_images(shift: Shift) -> None:
    cancel = threading.Event()

    def progressed(done: int, total: int) -> None:
        assert total == 4
        if done == 1:
            cancel.set()

    with pytest.raises(Cancelled):
        export_review(shift.request(), progressed, cancel)
    assert files(shift.output) == ["maps/b.png.tiff", "masks/b.png.png", "reports/b.png.png"]


def test_what_cannot_be_exported_is_said_in_a_sentence(shift: Shift, tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="does not exist"):
        run(replace(shift.request(), session=tmp_path / "gone.sqlite"))
    with pytest.raises(OutputError, match="none of the chosen images"):
        run(shift.request("waiting.png"))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written to"):
        run(replace(shift.request(), folder=tmp_path / "file" / "folder"))
