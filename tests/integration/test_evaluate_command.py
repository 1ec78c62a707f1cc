"""``saa-desktop evaluate`` from the shell, on a small data set with the built-in models."""

import csv
import json
import signal
import sqlite3
import subprocess
import sys
import time

import cv2
import numpy as np
import pytest

SHAPE = (120, 160)


def command(*arguments):
    return [sys.executable, "-m", "saa_desktop", "evaluate", *map(str, arguments)]


def run(*arguments):
    return subprocess.run(
        command(*arguments), check=False, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def write_image(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, pixels)[1].tobytes())


def draw(root, kind, index):
    """Write a noisy grey plate, with a dark spot and its mask unless it is a good one."""
    rng = np.random.default_rng(index)
    picture, mask = np.full(SHAPE, 150.0), np.zeros(SHAPE, np.uint8)
    if kind != "good":
        centre = (int(rng.integers(30, SHAPE[1] - 30)), int(rng.integers(30, SHAPE[0] - 30)))
        cv2.circle(picture, centre, 8, 40.0, -1, cv2.LINE_AA)
        cv2.circle(mask, centre, 8, 255, -1)
        write_image(root / "ground_truth" / kind / f"{index}_mask.png", mask)
    noisy = cv2.GaussianBlur(picture, (0, 0), 1.0) + rng.normal(0, 2, SHAPE)
    write_image(root / "test" / kind / f"{index}.png", noisy.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def data_set(tmp_path_factory):
    """Make two categories, named as shipped profiles; an image and a mask are damaged, a mask too small."""
    root = tmp_path_factory.mktemp("plates")
    for category in ("tile", "leather"):
        for index in range(12):
            draw(root / category, ("good", "spot", "hole")[index % 3], index)
    (root / "tile/test/good/99.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    draw(root / "leather", "spot", 98)
    (root / "leather/ground_truth/spot/98_mask.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    draw(root / "leather", "spot", 97)
    write_image(root / "leather/ground_truth/spot/97_mask.png", np.zeros((5, 5), np.uint8))
    return root


def options(root, out):
    return (root, "--layout", "mvtec", "--profile", "auto", "--models", "lite", "--out", out)


@pytest.fixture(scope="module")
def finished(data_set, tmp_path_factory):
    out = tmp_path_factory.mktemp("evaluated") / "out"
    return run(*options(data_set, out)), out


def figures(out):
    """Return what two runs over the same images must agree on: all but the times."""
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    rows = [
        {key: value for key, value in row.items() if not key.endswith("_ms")} for row in metrics["groups"]
    ]
    return rows, metrics["failed"], metrics["profiles"]


def test_an_evaluation_leaves_figures_table_and_page(finished, data_set):
    done, out = finished

    assert "Traceback" not in done.stderr
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    groups = {(row["category"], row["defect_type"]): row for row in metrics["groups"]}
    assert set(groups) == {
        *((name, "") for name in ("(all)", "(mean)", "leather", "tile")),
        *((name, kind) for name in ("leather", "tile") for kind in ("good", "hole", "spot")),
    }
    assert (groups["(all)", ""]["images"], groups["(all)", ""]["defective"]) == (24, 16)
    assert groups["tile", ""]["max_f1_pixel"] > 0.5, "dark spots on a grey plate are no hard task"
    assert groups["tile", "good"]["max_f1_pixel"] is None
    assert metrics["profiles"]["leather"]["name"] == "leather"
    with (out / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["category"], row["defect_type"]) for row in rows] == list(groups)
    assert float(rows[0]["pixel_auroc"]) == pytest.approx(groups["(all)", ""]["pixel_auroc"], rel=1e-5)
    page = (out / "evaluation.html").read_text(encoding="utf-8")
    assert page.count("<img src='data:image/jpeg;base64,") >= 12
    assert "http" not in page, "the page needs no network"
    assert "tile/test/good/99.png" in page
    assert f"{out / 'evaluation.html'}\n" in done.stdout
    assert not (out / "masks").exists()


def test_what_is_damaged_is_named_and_counted_as_failed(finished):
    done, out = finished
    names = {
        "tile/test/good/99.png": "damaged",
        "leather/test/spot/98.png": "damaged",
        "leather/test/spot/97.png": "5 x 5",
    }

    failed = {each["image"]: each["sentence"] for each in figures(out)[1]}

    assert done.returncode == 1
    assert set(failed) == set(names)
    for name, word in names.items():
        assert name in failed[name]
        assert word in failed[name]
        assert f"not measured: {failed[name]}\n" in done.stderr


def count_inspections(out):
    path = out / "session.sqlite"
    if not path.exists():
        return 0
    session = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return session.execute("SELECT count(*) FROM inspections").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # the first transaction is still to come
    finally:
        session.close()


@pytest.mark.parametrize(
    "stop",
    [
        "SIGKILL",
        pytest.param(
            "SIGINT",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process"),
        ),
    ],
)
def test_a_stopped_evaluation_goes_on_where_it_was(finished, data_set, tmp_path, stop):
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(*options(data_set, out)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 120
    while process.poll() is None and count_inspections(out) < 3:
        assert time.monotonic() < deadline, "the evaluation does not move"
        time.sleep(0.005)
    if stop == "SIGKILL":
        process.kill()
    else:
        process.send_signal(signal.SIGINT)
    words = process.communicate(timeout=60)[1]
    kept = count_inspections(out)
    assert 3 <= kept < 26
    assert not (out / "metrics.json").exists()
    if stop == "SIGINT":
        assert process.returncode == 130
        assert "the same command goes on" in words

    done = run(*options(data_set, out))

    assert done.returncode == 1, done.stderr
    assert count_inspections(out) == 26, "nothing finished is done twice"
    assert figures(out) == figures(finished[1])


def test_a_part_of_a_data_set_without_some_prompts(data_set, tmp_path):
    without = ("--without", "saliency", "--without", "property")
    done = run(*options(data_set, tmp_path / "out"), "--category", "tile", "--limit", "2", *without)

    assert done.returncode == 0, done.stderr
    metrics = json.loads((tmp_path / "out/metrics.json").read_text(encoding="utf-8"))
    assert metrics["without"] == ["saliency", "property"]
    page = (tmp_path / "out/evaluation.html").read_text(encoding="utf-8")
    assert "without the prompts: saliency, property" in page
    with sqlite3.connect(tmp_path / "out/session.sqlite") as session:
        assert session.execute("SELECT count(*) FROM regions WHERE saliency IS NOT NULL").fetchone() == (0,)
    rows = figures(tmp_path / "out")[0]
    assert {row["category"] for row in rows} == {"(all)", "tile"}
    assert rows[0]["images"] == 6


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"--layout": "mtd"}, ["no images", "MT_<type>"]),
        ({"--profile": "til"}, ["til", "tile"]),
        ({"--category": "wood"}, ["wood", "leather, tile"]),
        ({"--layout": "coco"}, ["coco", "mvtec"]),
    ],
)
def test_wrong_usage_is_one_sentence_and_writes_nothing(data_set, tmp_path, changes, words):
    done = run(*options(data_set, tmp_path / "out"), *(part for change in changes.items() for part in change))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_session_of_a_batch_is_not_mixed_with_an_evaluation(data_set, tmp_path):
    out = tmp_path / "out"
    inspect = [sys.executable, "-m", "saa_desktop", "inspect", str(data_set / "tile/test/hole")]
    subprocess.run([*inspect, "-p", "generic", "-o", str(out), "--models", "lite"], check=True, timeout=300)
    before = (out / "session.sqlite").read_bytes()

    done = run(*options(data_set, out))

    assert done.returncode == 2
    assert "session of a batch" in done.stderr
    assert (out / "session.sqlite").read_bytes() == before
