"""The shift report: from the shell on the sample images, and its files on a shift with all that is odd."""

import csv
import re
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from typer.testing import CliRunner

from saa_desktop.cli import app
from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import Cancelled, OutputError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.domain.report_requests import ReportFile, ReportLanguage, ReportRequest
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.reporting import write_shift_report
from saa_desktop.reports.shift_report.charts import percent
from saa_desktop.reports.table_rows import REVIEW_REGION_COLUMNS, REVIEW_RESULT_COLUMNS
from saa_desktop.sessions.session import Session
from tests.reviewed_session import NOON, Shift, candidate, reviewed_shift, spot


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "saa_desktop", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def write(shift: Shift, language: ReportLanguage = ReportLanguage.ENGLISH, **period: datetime) -> Path:
    folder = shift.output / language
    write_shift_report(
        ReportRequest(shift.path, folder, language, **period), lambda done, total: None, threading.Event()
    )
    return folder


def page(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def pdf_text(folder: Path) -> str:
    with pypdfium2.PdfDocument(folder / "report.pdf") as document:
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    return reviewed_shift(tmp_path)


def test_a_report_of_the_samples_from_the_shell(tmp_path):
    images = data_path("resources", "samples", "plate", "images")
    batch = run(
        "inspect",
        images,
        "--profile",
        "sample_plate",
        "--models",
        "lite",
        "--no-reports",
        "--out",
        tmp_path / "b",
    )
    assert batch.returncode == 0, batch.stderr
    with Session.open_or_create(tmp_path / "b" / "session.sqlite") as session:
        for inspection in session.inspections(dropped=False):
            verdict = OperatorVerdict.NG if inspection.ai_verdict is AiVerdict.NG else OperatorVerdict.OK
            image = inspection.image
            session.record_decision(Decision(image.name, image.sha256, Review(verdict, "划痕"), "王伟", NOON))

        done = run("report", tmp_path / "b", "--out", tmp_path / "r", "--language", "zh_CN")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["4 images", *(str(tmp_path / "r" / name) for name in ReportFile)]
    html = page(tmp_path / "r")
    assert html.count("data:image/jpeg;base64,") == 2, "the two defective plates"
    assert "班次报告" in html
    assert "0 % [0 % – 65.8 %]" in html, "no false call among two good plates says little"
    assert len(table(tmp_path / "r" / "results.csv")) == 4


@pytest.mark.parametrize("language", ReportLanguage)
def test_the_page_needs_nothing_but_itself(shift, language):
    html = page(write(shift, language))

    assert not re.search(r"https?:|<script|<link|@import|url\(|javascript:| on\w+=", html)
    assert set(re.findall(r'(?:src|href)="(.{5})', html)) == {"data:"}
    assert f'lang="{language.replace("_", "-")}"' in html


def test_the_pdf_holds_chinese_as_text_in_letters_of_its_own(shift):
    folder = write(shift, ReportLanguage.CHINESE)

    text = pdf_text(folder)
    for words in ("班次报告", "误报", "漏检", "划痕", "王伟", "待定", "未复核"):
        assert words in text
    with pypdfium2.PdfDocument(folder / "report.pdf") as document:
        fonts = [
            pdfium.FPDFTextObj_GetFont(shape.raw)
            for sheet in document
            for shape in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        ]
        assert fonts
        assert all(pdfium.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)


def test_the_workbook_holds_numbers_dates_and_texts_that_nobody_runs(shift):
    book = openpyxl.load_workbook(write(shift, ReportLanguage.CHINESE) / "results.xlsx")

    assert book.sheetnames == ["summary", "results", "regions"]
    results, regions = book["results"], book["regions"]
    assert [cell.value for cell in results[1]] == list(REVIEW_RESULT_COLUMNS)
    assert [cell.value for cell in regions[1]] == list(REVIEW_REGION_COLUMNS)
    assert (results.freeze_panes, results.auto_filter.ref) == ("B2", "A1:V5")
    rows = {
        row[0].value: dict(zip(REVIEW_RESULT_COLUMNS, row, strict=True))
        for row in results.iter_rows(min_row=2)
    }
    reviewed = rows["line 1/a.png"]
    assert reviewed["score"].value == pytest.approx(0.9)
    assert reviewed["inspected_at"].value == NOON.replace(tzinfo=None)
    assert reviewed["inspected_at"].is_date
    assert (reviewed["defect_class"].value, reviewed["defect_class"].data_type) == ("=cmd()", "s")
    assert reviewed["defect_class"].quotePrefix, "it stays a text when a person edits the cell"
    assert rows["c.png"]["defect_class"].value == "划痕"
    assert rows["d.png"]["error"].value == "d.png is empty."
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    summary = {row[0].value: row[1].value for row in book["summary"].iter_rows() if len(row) > 1}
    assert summary["良率"] == pytest.approx(1 / 2), "one image is OK, one NG, two are open"


def test_the_tables_are_those_of_a_review_export(shift):
    folder = write(shift)

    results, regions = table(folder / "results.csv"), table(folder / "regions.csv")
    assert list(results[0]) == list(REVIEW_RESULT_COLUMNS)
    assert [row["image"] for row in results] == ["b.png", "c.png", "d.png", "line 1/a.png"]
    assert results[3]["defect_class"] == "'=cmd()"
    assert list(regions[0]) == list(REVIEW_REGION_COLUMNS)
    assert [row["operator_review"] for row in regions if row["image"] == "line 1/a.png"] == [
        "rejected",
        "corrected",
        "",
        "accepted",
        "drawn",
    ]


def test_session_and_originals_are_only_read_also_while_another_writes(shift):
    before = shift.kept()

    write(shift)  # the shift's own session is open for writing

    assert shift.kept() == before


def test_a_missing_or_changed_original_is_shown_as_such(shift):
    for name in ("gone.png", "changed.png"):
        shift.add(name, candidate(spot(2, 2), 0.9, 1))
    (shift.originals / "gone.png").unlink()
    (shift.originals / "changed.png").write_bytes((shift.originals / "b.png").read_bytes() + b"\0")

    html = page(write(shift))

    assert "The original is missing." in html
    assert "The original has changed since it was inspected." in html
    assert html.count("data:image/jpeg") == 1, "c.png, which the operator calls NG"


def test_only_images_of_the_period_count(shift):
    folder = write(shift, since=NOON, until=NOON + timedelta(seconds=1))
    assert len(table(folder / "results.csv")) == 4

    folder = write(shift, since=NOON + timedelta(seconds=1))

    assert table(folder / "results.csv") == []
    assert "The session holds no images of this period." in page(folder)
    assert "The session holds no images of this period." in pdf_text(folder)


def test_an_empty_session_gives_a_report_that_says_so(tmp_path):
    folder = write(Shift(tmp_path), ReportLanguage.CHINESE)

    assert {path.name for path in folder.iterdir()} == set(ReportFile)
    assert "会话中还没有图像。" in page(folder)
    assert "会话中还没有图像。" in pdf_text(folder)
    sheet = openpyxl.load_workbook(folder / "results.xlsx")["summary"]
    assert "会话中还没有图像。" in {row[0].value for row in sheet.iter_rows()}


def test_a_cancelled_report_leaves_an_older_one_whole(shift):
    folder = write(shift)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    shift.add("new.png", candidate(spot(2, 2), 0.9, 1))
    cancel = threading.Event()
    steps = []

    def stop_half_way(done: int, total: int) -> None:
        steps.append((done, total))
        if done > total // 2:
            cancel.set()

    with pytest.raises(Cancelled):
        write_shift_report(ReportRequest(shift.path, folder), stop_half_way, cancel)

    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert [done for done, _ in steps] == list(range(len(steps)))


def test_a_shift_without_a_single_verdict_has_a_report_too(tmp_path):
    shift = Shift(tmp_path)
    shift.add("doubtful.png", candidate(spot(2, 2), 0.4, 1))
    failure = Failure(
        ImageReference(Path("/in/d.png"), "d.png"), "d.png is empty.", NOON + timedelta(days=20)
    )
    shift.session.record_failure(failure)

    folder = write(shift)

    for text in (page(folder), pdf_text(folder)):
        assert "no image to count" in text
        assert "No image counts as NG." in text
        assert "d.png is empty." in text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.0012, "0.12 %"), (0.5, "50.0 %"), (0.894, "89.4 %"), (0.9997, "99.970 %"), (1, "100 %")],
)
def test_shares_near_none_and_all_keep_their_digits(share, text):
    assert percent(share) == text


def test_many_ng_images_and_failures_are_counted_where_they_are_not_shown(shift):
    for number in range(50):
        shift.add(f"ng {number}.png", candidate(spot(2, 2), 0.9, 1))

    html = page(write(shift))

    assert html.count("data:image/jpeg") == 48
    assert "3 more NG images are not shown; results.csv lists them." in html


def test_text_from_outside_is_shown_and_never_run(shift):
    shift.add("<b>&amp;😀\u202e.png", candidate(spot(2, 2), 0.9, 1, phrase="<script>alert(1)</script>"))

    folder = write(shift)

    html = page(folder)
    assert "&lt;b&gt;&amp;amp;" in html
    assert "<script" not in html
    assert "<b>&amp;?" in pdf_text(folder), "what the font lacks becomes a question mark"


def test_the_folder_of_the_session_keeps_its_own_tables(shift):
    with pytest.raises(OutputError, match="choose another folder"):
        write_shift_report(
            ReportRequest(shift.path, shift.path.parent), lambda done, total: None, threading.Event()
        )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--since", "yesterday"), "is no point in time"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "the period ends before it begins"),
        (("--language", "fr"), "'fr' is not one of"),
        ((), "does not exist; check the path of the session"),
    ],
)
def test_wrong_usage_ends_in_a_sentence(tmp_path, options, sentence):
    out = tmp_path / "out"

    done = CliRunner().invoke(app, ["report", str(tmp_path / "nothing.sqlite"), "--out", str(out), *options])

    assert done.exit_code == 2
    assert sentence in re.sub(r"[│\s]+", " ", done.stderr)
    assert not out.exists()
