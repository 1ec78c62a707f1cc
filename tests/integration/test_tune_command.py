"""``saa-desktop tune`` on the shipped samples with the built-in models."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from saa_desktop.cli import app
from saa_desktop.data_files import data_path
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.reviews import Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.profiles.golden import (
    ExpectedVerdict,
    GoldenImage,
    GoldenSet,
    golden_path,
    save_golden_set,
)
from saa_desktop.profiles.store import find_profile, load_profile, save_profile
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages

SAMPLES = data_path("resources", "samples") / "tile"
GOOD = {"tile_01.jpg", "tile_02.jpg"}


@pytest.fixture(autouse=True)
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a folder of profiles of its own."""
    folder = tmp_path / "profiles"
    monkeypatch.setenv("SAA_DESKTOP_PROFILES", str(folder))
    return folder


@pytest.fixture(scope="module")
def lax(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile whose thresholds let every defect escape."""
    profile = find_profile("sample_tile")
    changed = profile.model_copy(
        update={
            "name": "lax",
            "category": "tile",
            "verdict": profile.verdict.model_copy(update={"review_at": 50.0, "ng_at": 60.0}),
            "property_prompts": profile.property_prompts.model_copy(update={"max_area": None}),
        }
    )
    path = tmp_path_factory.mktemp("lax") / "lax.yaml"
    save_profile(changed, path)
    return path


@pytest.fixture(scope="module")
def tuned(
    lax: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Tune it from the shell on the labelled samples."""
    out = tmp_path_factory.mktemp("tuned")
    arguments = ("tune", lax, "--folder", SAMPLES, "--models", "lite", "--out", out)
    return subprocess.run(
        [sys.executable, "-m", "saa_desktop", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    ), out


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)


def figures(out: Path) -> dict:
    return json.loads((out / "tuning.json").read_text(encoding="utf-8"))


def test_tuning_stops_the_escapes_and_says_how_far_to_trust_it(tuned) -> None:
    result, out = tuned
    assert result.returncode == 0, result.stderr
    content = figures(out)
    chosen = content["curve"][content["recommended"]]
    assert (content["present"]["false_calls"], content["present"]["escapes"]) == (0, 3)
    assert (chosen["false_calls"], chosen["escapes"], chosen["review"]) == (0, 0, 0)
    assert chosen["overlap"] > 0
    assert chosen["escape_interval"][1] > 0.5, "three images prove little"
    assert chosen["held_out"]["good"] == 2
    assert {(flip["before"], flip["after"]) for flip in content["flips"]} == {("OK", "NG")}
    assert {flip["image"].split("/")[1] for flip in content["flips"]}.isdisjoint(GOOD)
    assert "Fewer than 10 good images" in result.stdout
    assert "Proposed as version 2" in result.stdout
    proposal = load_profile(out / "lax.yaml")
    assert proposal.version == 2
    assert proposal.description is not None
    assert "Tuned on" in proposal.description.en
    page = (out / "tuning.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 2
    assert "http" not in page.replace("http://www.w3.org", "")


def test_an_inspection_with_the_proposal_says_what_the_search_said(tuned, tmp_path: Path) -> None:
    _, out = tuned
    result = run(
        *("inspect", SAMPLES / "images", "--profile", out / "lax.yaml", "--models", "lite"),
        *("--no-reports", "--out", tmp_path / "again"),
    )
    assert result.exit_code == 0
    with Session.open_read_only(tmp_path / "again" / "session.sqlite") as session:
        verdicts = {entry.name: entry.ai_verdict for entry in session.entries()}
    assert {name for name, verdict in verdicts.items() if verdict == "OK"} == GOOD
    assert {verdict for name, verdict in verdicts.items() if name not in GOOD} == {"NG"}


def test_going_on_inspects_nothing_again_and_accepting_saves(tuned, lax: Path, profiles: Path) -> None:
    _, out = tuned
    save_profile(load_profile(lax), profiles / "lax.yaml")
    with Session.open_read_only(out / "session.sqlite") as session:
        before = [each.inspected_at for each in session.inspections()]

    result = run("tune", "lax", "--folder", SAMPLES, "--models", "lite", "--out", out, "--accept")

    assert result.exit_code == 0
    assert "Saved as version 2" in result.output
    assert find_profile("lax").version == 2
    refused = run_refused("tune", lax, "--folder", SAMPLES, "--models", "lite", "--out", out, "--accept")
    assert "would replace your own profile lax, which is another one" in refused
    with Session.open_read_only(out / "session.sqlite") as session:
        assert [each.inspected_at for each in session.inspections()] == before


def test_a_golden_set_is_tuned_on(lax: Path, profiles: Path, tmp_path: Path) -> None:
    save_profile(load_profile(lax), profiles / "lax.yaml")
    golden = GoldenSet()
    for path in sorted((SAMPLES / "images").iterdir()):
        (page,) = decode_pages(ImageReference(path, path.name))
        expected = ExpectedVerdict.OK if path.name in GOOD else ExpectedVerdict.NG
        golden = golden.with_image(GoldenImage(path, page.identity.sha256, expected))
    changed = GoldenImage(golden.images[0].path.with_name("gone.jpg"), "0" * 64, ExpectedVerdict.OK)
    save_golden_set(golden.with_image(changed), golden_path("lax"))

    models = ("--models", "lite", "--speed", "fast")
    result = run("tune", "lax", "--golden", *models, "--out", tmp_path / "out")

    assert result.exit_code == 1, "an image was left out"
    assert "left out:" in result.output
    content = figures(tmp_path / "out")
    assert (content["curve"][0]["false_calls"], content["curve"][0]["escapes"]) == (0, 0)
    assert content["curve"][0]["overlap"] is None
    with Session.open_read_only(tmp_path / "out" / "session.sqlite") as session:
        assert 'speed="fast"' in session.runs()[0].arguments


def test_what_operators_said_of_a_session_is_tuned_on(lax: Path, tmp_path: Path) -> None:
    out = tmp_path / "shift"
    inspected = ("inspect", SAMPLES / "images", "--profile", lax, "--models", "lite", "--no-reports")
    assert run(*inspected, "--out", out).exit_code == 0
    path = out / "session.sqlite"
    tune = ("tune", lax, "--session", path, "--out", tmp_path / "tuned")
    refused = run_refused(*tune)
    assert "review some of them first" in refused
    with Session.open_or_create(path) as session:
        for entry in session.entries():
            review = Review(OperatorVerdict.OK)
            if entry.name not in GOOD:
                review = Review(OperatorVerdict.NG, regions=(RegionReview(0, RegionVerdict.ACCEPTED),))
            now = datetime.now().astimezone()
            session.record_decision(Decision(entry.name, entry.sha256, review, "Li Wei", now))

    result = run(*tune)

    assert result.exit_code == 0
    content = figures(tmp_path / "tuned")
    assert (content["curve"][0]["false_calls"], content["curve"][0]["escapes"]) == (0, 0)
    assert content["curve"][0]["overlap"] is not None
    assert not (tmp_path / "tuned" / "session.sqlite").exists(), "nothing had to be inspected"
    other = run_refused("tune", "sample_cap", "--session", path, "--out", tmp_path / "other")
    assert "were inspected by lax version 1 as it was then" in other


def run_refused(*arguments: object) -> str:
    """Return the sentence of a command that ends with exit code 2."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    return result.output


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((), "give one of --golden, --folder and --session"),
        (("--golden",), "has no golden set"),
        (("--folder", SAMPLES.parent), "choose one of cap, fabric, plate, tablets, tile with --category"),
        (("--folder", SAMPLES, "--golden"), "give one of --golden, --folder and --session"),
    ],
)
def test_what_cannot_be_tuned_is_one_sentence(
    change: tuple[object, ...], sentence: str, lax: Path, tmp_path: Path
) -> None:
    assert sentence in run_refused("tune", lax, "--models", "lite", "--out", tmp_path / "out", *change)
    assert not (tmp_path / "out").exists()


def test_neither_a_batch_nor_the_profiles_folder_takes_a_proposal(
    lax: Path, profiles: Path, tmp_path: Path
) -> None:
    Session.open_or_create(tmp_path / "session.sqlite").close()
    with Session.open_or_create(tmp_path / "session.sqlite") as session:
        session.begin_run(("paths=[]",), {}, datetime.now().astimezone())
    tune = ("tune", lax, "--folder", SAMPLES, "--models", "lite", "--out")
    assert "holds a session of something else" in run_refused(*tune, tmp_path)
    assert "is the folder of your profiles" in run_refused(*tune, profiles)
