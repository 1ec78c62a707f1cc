"""``saa-desktop inspect`` from the shell, on real files with the built-in models."""

import csv
import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile

from tests.damaged_files import write_damaged_files

COLUMNS = """
    image sha256 width height profile profile_version models device ai_verdict score region_count
    anomaly_area_fraction largest_region_px duration_ms inspected_at operator_verdict operator reviewed_at
    error
""".split()
REGION_COLUMNS = """
    image region phrase prompt x y width height area_px box_score saliency_factor score rank
""".split()
TIMES = ("duration_ms", "inspected_at")


def command(*arguments):
    return [sys.executable, "-m", "saa_desktop", *map(str, arguments)]


def run(*arguments):
    return subprocess.run(
        command(*arguments), check=False, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def read(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plate(seed, spots=1, shape=(120, 160)):
    """Draw a grey plate with sensor noise and dark spots."""
    rng = np.random.default_rng(seed)
    picture = np.full(shape, 150.0)
    for _ in range(spots):
        centre = (int(rng.integers(25, shape[1] - 25)), int(rng.integers(25, shape[0] - 25)))
        cv2.circle(picture, centre, int(rng.integers(5, 9)), 40.0, -1, cv2.LINE_AA)
    noisy = cv2.GaussianBlur(picture, (0, 0), 1.0) + rng.normal(0, 2, shape)
    return np.repeat(noisy.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def write_image(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    _, encoded = cv2.imencode(path.suffix, pixels)
    path.write_bytes(encoded.tobytes())


@pytest.fixture
def images(tmp_path):
    """Make a folder with a bad part, a good part in a folder with a Chinese name, and a file of two pages."""
    folder = tmp_path / "line 1"
    write_image(folder / "spot.png", plate(1))
    write_image(folder / "第 2 班" / "好 件.png", plate(2, spots=0))
    tifffile.imwrite(folder / "stack.tif", np.stack([plate(3), plate(4)]), photometric="rgb")
    return folder


def fingerprints(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}


def test_a_batch_leaves_everything_that_is_promised(images, tmp_path):
    before = fingerprints(images)
    out = tmp_path / "结果"

    done = run(
        "inspect", images, "--recursive", "--profile", "generic", "--out", out, "--save-maps", "--json"
    )

    assert done.returncode == 0, done.stderr
    assert fingerprints(images) == before, "originals are never touched"
    rows = {row["image"]: row for row in read(out / "results.csv")}
    assert list(next(iter(rows.values()))) == COLUMNS
    assert set(rows) == {"spot.png", "第 2 班/好 件.png", "stack.tif#1", "stack.tif#2"}
    assert rows["spot.png"]["ai_verdict"] in {"REVIEW", "NG"}
    assert rows["第 2 班/好 件.png"]["ai_verdict"] == "OK"
    assert {row["models"] for row in rows.values()} == {"lite"}
    assert {row["error"] for row in rows.values()} == {""}
    regions = read(out / "regions.csv")
    assert list(regions[0]) == REGION_COLUMNS
    assert {region["image"] for region in regions} <= set(rows)
    for name, row in rows.items():
        size = (int(row["height"]), int(row["width"]))
        mask = cv2.imdecode(np.fromfile(out / "masks" / f"{name}.png", np.uint8), cv2.IMREAD_UNCHANGED)
        anomaly_map = tifffile.imread(out / "maps" / f"{name}.tiff")
        assert mask.shape == anomaly_map.shape == size
        assert set(np.unique(mask)) <= {0, 255}
        assert anomaly_map.dtype == np.float32
        assert (mask > 0).mean() == pytest.approx(float(row["anomaly_area_fraction"]), rel=1e-4)
        assert (out / "reports" / f"{name}.png").stat().st_size > 0
        assert int(row["region_count"]) == sum(region["image"] == name for region in regions)
    summary = json.loads(done.stdout)
    assert summary == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["total"], summary["inspected"], summary["failed"]) == (4, 4, 0)
    with sqlite3.connect(out / "session.sqlite") as session:
        assert session.execute("SELECT count(*) FROM inspections").fetchone() == (4,)
        assert session.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    session.close()


def test_a_bad_file_fails_alone_and_is_tried_again_on_resume(images, tmp_path):
    (images / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    out = tmp_path / "out"

    first = run("inspect", images, "-p", "generic", "-o", out, "--no-reports")

    assert first.returncode == 1
    failed = [row for row in read(out / "results.csv") if row["error"]]
    assert [row["image"] for row in failed] == ["broken.jpg"]
    assert failed[0]["error"] in first.stderr
    assert not (out / "reports").exists()

    write_image(images / "broken.jpg", plate(9))
    second = run("inspect", images, "-p", "generic", "-o", out, "--no-reports", "--resume", "--json")

    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["inspected_in_run"] == 1
    assert not any(row["error"] for row in read(out / "results.csv"))


def test_200_damaged_files_end_in_one_sentence_each_and_the_batch_goes_on(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    damaged = write_damaged_files(folder, count=200)
    write_image(folder / "good part.png", plate(2, spots=0))

    done = run("inspect", folder, "--pattern", "*", "-p", "generic", "-o", out)

    rows = read(out / "results.csv")
    failed = {row["image"]: row["error"] for row in rows if row["error"]}
    inspected = {row["image"] for row in rows if not row["error"]}
    assert done.returncode == 1
    assert set(failed) == {path.name for path in damaged}
    assert len(failed) == 200
    assert "good part.png" in inspected
    assert all("#" in name for name in inspected - {"good part.png"}), "whole pages before a damaged one"
    for name, sentence in failed.items():
        assert sentence.startswith(name)
        assert sentence.endswith(".")
        assert f"failed: {sentence}\n" in done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert sum(line.startswith("failed: ") for line in lines) == 200
    assert len(lines) <= 200 + 4, "loading, files, one line a failure, the progress bar, which may wrap"


def test_resume_inspects_again_what_has_changed(images, tmp_path):
    out = tmp_path / "out"
    run("inspect", images, "-p", "generic", "-o", out, "--no-reports")
    write_image(images / "spot.png", plate(1, spots=0))

    same_profile = run("inspect", images, "-p", "generic", "-o", out, "--no-reports", "--resume", "--json")
    other_prompts = run(
        "inspect", images, "-p", "generic", "-o", out, "--no-reports", "--resume", "--json", "--plain-saa"
    )

    assert json.loads(same_profile.stdout)["inspected_in_run"] == 1
    assert json.loads(other_prompts.stdout)["inspected_in_run"] == 3
    assert len(read(out / "results.csv")) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{images}", "-p", "botle", "-o", "{out}"], ["botle", "bottle"]),
        (["{images}/nothing", "-p", "generic", "-o", "{out}"], ["nothing", "does not exist"]),
        (["{images}/empty", "-p", "generic", "-o", "{out}"], ["no images"]),
        (["{images}", "-p", "generic", "-o", "{out}", "--models", "magic"], ["magic", "lite"]),
        (
            ["{images}", "-p", "generic", "-o", "{out}", "--models", "lite", "--device", "cuda"],
            ["cuda", "cpu"],
        ),
        (["{images}", "-p", "generic", "-o", "{full}"], ["--resume"]),
        (["{images}", "-o", "{out}"], ["--profile"]),
        (["{images}", "-p", "generic", "-o", "{images}/spot.png"], ["spot.png"]),
    ],
)
def test_wrong_usage_is_one_sentence_and_writes_nothing(images, tmp_path, arguments, words):
    (images / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "session.sqlite").touch()
    places = {"images": images, "out": tmp_path / "out", "full": tmp_path / "full"}

    done = run("inspect", *(argument.format(**places) for argument in arguments))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "out").exists()


def comparable(out):
    """Return what two runs over the same images must agree on: all but the times."""
    rows = [
        {key: value for key, value in row.items() if key not in TIMES} for row in read(out / "results.csv")
    ]
    masks = {path.relative_to(out): path.read_bytes() for path in sorted(out.glob("masks/**/*.png"))}
    reports = {path.relative_to(out) for path in out.glob("reports/**/*.png")}
    return rows, (out / "regions.csv").read_bytes(), masks, reports


@pytest.fixture(scope="module")
def many_images(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    for index in range(80):
        write_image(folder / f"{index}.png", plate(index, spots=index % 3))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


@pytest.fixture(scope="module")
def uninterrupted(many_images, tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "out"
    assert run("inspect", many_images, "-p", "generic", "-o", out).returncode == 1
    return out


def start_and_wait(out, *arguments, inspected):
    """Start a batch and return its process once its session holds so many more inspections."""
    before = count_inspections(out)
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while process.poll() is None and count_inspections(out) < before + inspected:
        assert time.monotonic() < deadline, "the batch does not move"
        time.sleep(0.005)
    return process


def count_inspections(out):
    path = Path(out) / "session.sqlite"
    if not path.exists():
        return 0
    session = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return session.execute("SELECT count(*) FROM inspections").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # the first transaction is still to come
    finally:
        session.close()


def test_a_batch_killed_ten_times_ends_like_one_that_was_not(many_images, uninterrupted, tmp_path):
    rng = random.Random(7)
    out = tmp_path / "out"
    arguments = ("inspect", many_images, "-p", "generic", "-o", out, "--resume")
    for _ in range(10):
        process = start_and_wait(out, *arguments, inspected=rng.randint(0, 6))
        time.sleep(rng.uniform(0, 0.05))
        process.kill()
        process.wait()
        kept = count_inspections(out)

    done = run(*arguments, "--json")

    assert done.returncode == 1, done.stderr
    assert comparable(out) == comparable(uninterrupted)
    assert json.loads(done.stdout)["inspected_in_run"] == 80 - kept, "nothing finished is done twice"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single process")
def test_an_interrupted_batch_keeps_what_it_finished(many_images, uninterrupted, tmp_path):
    out = tmp_path / "out"
    arguments = ("inspect", many_images, "-p", "generic", "-o", out)
    process = start_and_wait(out, *arguments, inspected=3)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=60) == 130
    inspected = len([row for row in read(out / "results.csv") if not row["error"]])
    assert 3 <= inspected < 80
    assert inspected == count_inspections(out)

    assert run(*arguments, "--resume").returncode == 1
    assert comparable(out) == comparable(uninterrupted)
