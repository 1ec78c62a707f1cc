"""Judging again gives what the pipeline would have given."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saa_desktop.domain.errors import SessionError
from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt, PropertyPrompts
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict, VerdictThresholds
from saa_desktop.pipeline import saa
from saa_desktop.pipeline.protocols import ModelSet, Proposals
from saa_desktop.pipeline.region_proposal import FLOOR_SHARE
from saa_desktop.review.rejudge import STORED_SHARE, JudgeSettings, compare, rejudge, rejudge_session
from saa_desktop.sessions.candidate_columns import read_candidates
from saa_desktop.sessions.session import Session

HEIGHT, WIDTH = 40, 60
MODELS = ModelIdentity("scripted", "scripted", "1", "cpu")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
THRESHOLDS = VerdictThresholds(0.4, 0.8)


class ScriptedModels:
    """One product in the image, and these candidates; masks fill their boxes, features are the colours."""

    def __init__(self, candidates) -> None:
        self._candidates = candidates

    def propose(self, image, captions, *, floor, text_threshold):
        del image, floor, text_threshold
        product = [((2.0, 2.0, 52.0, 38.0), 0.99, "cap")]
        return [_proposals(product if caption == "cap." else self._candidates) for caption in captions]

    def refine(self, image, boxes):
        masks = []
        for x0, y0, x1, y1 in boxes.round().astype(int):
            array = np.zeros(image.shape[:2], dtype=np.bool_)
            array[y0:y1, x0:x1] = True
            masks.append(Mask.from_array(array))
        return masks

    def extract(self, image, side):
        values = torch.from_numpy(np.ascontiguousarray(image)).permute(2, 0, 1)[None].float() + 1
        small = torch.nn.functional.interpolate(values, (side // 4, side // 4), mode="area")[0]
        return torch.nn.functional.normalize(small, dim=0)


def _proposals(found) -> Proposals:
    return Proposals(
        np.array([box for box, _, _ in found], dtype=np.float32).reshape(-1, 4),
        np.array([score for _, score, _ in found], dtype=np.float32),
        tuple(phrase for _, _, phrase in found),
    )


def picture() -> np.ndarray:
    image = np.full((HEIGHT, WIDTH, 3), 180, dtype=np.uint8)
    image[10:20, 10:20] = (200, 20, 20)
    image[25:30, 30:50] = (20, 200, 60)
    return image


def inspect(candidates, judge: JudgeSettings, name: str = "a.png") -> Inspection:
    """Run the pipeline, with rules of every kind."""
    prompts = HybridPrompts(
        LanguagePrompt.of("cap"),
        (LanguagePrompt.of("hole", "cap"),),
        box_threshold=judge.box_threshold,
        properties=PropertyPrompts(
            min_area=judge.min_area,
            max_area=judge.max_area,
            min_object_overlap=0.6,
            edge_margin=0.1,
            region_of_interest=((0, 0), (1, 0), (1, 0.8), (0, 0.8)),
        ),
        saliency_strength=judge.saliency_strength,
        top_k=judge.top_k,
    )
    models = ScriptedModels(candidates)
    findings = saa.inspect(picture(), prompts, ModelSet(MODELS, models, models, models))
    return record(findings, judge.thresholds, name)


def record(findings: Findings, thresholds: VerdictThresholds, name: str = "a.png") -> Inspection:
    return Inspection(
        image=ImageIdentity(name, Path("/in") / name, "1" * 64, WIDTH, HEIGHT),
        profile=ProfileIdentity("cap", 1, "Cap", "f" * 64),
        models=MODELS,
        thresholds=thresholds,
        findings=findings,
        duration_ms=1.0,
        inspected_at=NOW,
        application_version="0",
    )


@st.composite
def boxes(draw):
    x, y = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    width, height = draw(st.sampled_from([0.2, 1, 4, 9, 20])), draw(st.sampled_from([0.2, 1, 5, 12]))
    return (float(x), float(y), min(x + width, float(WIDTH)), min(y + height, float(HEIGHT)))


# Two candidates of the same score rank as the proposer ordered them, which nobody stores.
many_candidates = st.lists(
    st.tuples(boxes(), st.integers(1, 999).map(lambda n: n / 1000), st.sampled_from(["hole", "hole on cap"])),
    unique_by=lambda candidate: candidate[1],
    max_size=12,
)
bounds = st.builds(
    lambda box_threshold, min_area, area_span, strength, top_k, review_at, more: JudgeSettings(
        box_threshold,
        min_area,
        None if area_span is None else min_area + area_span,
        strength,
        top_k,
        VerdictThresholds(review_at, review_at + more),
    ),
    st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.6]),
    st.sampled_from([0.0, 0.0005, 0.003, 0.02]),
    st.sampled_from([None, 0.01, 0.08, 0.5]),
    st.sampled_from([0.0, 0.5, 3.0, 20.0]),
    st.integers(0, 4),
    st.sampled_from([0.1, 0.5, 1.0]),
    st.sampled_from([0.0, 0.4]),
)


def judged_values(inspection: Inspection) -> dict[float, tuple]:
    return {
        region.box_score: (
            region.box,
            region.dropped,
            region.rank,
            region.score,
            region.saliency_factor,
        )
        for region in inspection.findings.regions
    }


def tightened(first: JudgeSettings, second: JudgeSettings) -> tuple[JudgeSettings, JudgeSettings]:
    """Return both with the stricter bounds in the second; strength, K and verdicts may go any way."""
    highest = [settings.max_area for settings in (first, second) if settings.max_area is not None]
    strict = replace(
        second,
        box_threshold=max(first.box_threshold, second.box_threshold),
        min_area=min(max(first.min_area, second.min_area), min([*highest, 9.0]) / 2),
        max_area=min(highest, default=None),
    )
    loose = replace(
        first,
        box_threshold=min(first.box_threshold, second.box_threshold),
        min_area=min(first.min_area, second.min_area, strict.min_area),
        max_area=max(highest) if len(highest) == 2 else None,
        saliency_strength=first.saliency_strength or 1.0,
    )
    return loose, strict


@given(many_candidates, bounds, bounds)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_stricter_bounds_give_what_the_pipeline_gives(candidates, first, second) -> None:
    loose, strict = tightened(first, second)
    stored = inspect(candidates, loose)

    again = rejudge(stored, strict)

    wanted = inspect(candidates, strict)
    assert again.unmeasured == 0
    assert judged_values(again.inspection) == judged_values(wanted)
    assert (again.inspection.score, again.inspection.ai_verdict) == (wanted.score, wanted.ai_verdict)
    assert [region.box for region in again.inspection.findings.regions] == [
        region.box for region in stored.findings.regions
    ], "numbers of regions still mean the same"


@given(many_candidates, bounds, bounds)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bounds_give_the_pipelines_verdict_or_say_that_it_is_not_known(candidates, first, second) -> None:
    again = rejudge(inspect(candidates, first), second)
    wanted = inspect(candidates, second)
    if again.unmeasured == 0:
        assert again.inspection.score == wanted.score
        assert [region.rank for region in again.inspection.findings.regions if region.rank] == [
            judged_values(wanted)[region.box_score][2]
            for region in again.inspection.findings.regions
            if region.rank
        ]
    else:
        assert again.inspection.score <= wanted.score, "what is not known is never guessed to be a defect"


@given(many_candidates, bounds)
@settings(max_examples=30, deadline=None)
def test_the_profiles_own_values_change_nothing(candidates, judge) -> None:
    stored = inspect(candidates, judge)
    again = rejudge(stored, judge)
    assert (again.inspection, again.unmeasured) == (stored, 0)


def test_what_was_never_measured_is_counted_and_stays_dropped_for_its_old_reason() -> None:
    candidates = [((10.0, 10.0, 20.0, 20.0), 0.5, "hole"), ((20.0, 12.0, 24.0, 16.0), 0.3, "hole")]
    judge = JudgeSettings(0.4, 0.0, None, 3.0, 5, THRESHOLDS)
    again = rejudge(inspect(candidates, judge), replace(judge, box_threshold=0.2))
    assert again.unmeasured == 1
    (dropped,) = [region for region in again.inspection.findings.regions if not region.kept]
    assert dropped.dropped.sentence() == "box score 0.300 is not above the box threshold 0.400"


@pytest.mark.parametrize("bound", ["box_threshold", "min_area", "max_area"])
def test_a_value_on_a_bound_is_dropped(bound, tmp_path: Path) -> None:
    judge = JudgeSettings(0.1, 0.0, None, 3.0, 5, THRESHOLDS)
    stored = inspect([((10.0, 10.0, 20.0, 20.0), 0.5, "hole")], judge)
    (region,) = stored.kept
    value = region.box_score if bound == "box_threshold" else region.area_ratio
    with Session.open_or_create(tmp_path / "session.sqlite") as session:
        session.record(stored)
    columns = read_candidates(tmp_path / "session.sqlite")

    on_it = replace(judge, **{bound: value})

    assert rejudge(stored, on_it).inspection.findings.regions[0].dropped.rule == bound
    assert rejudge_session(columns, on_it).scores.tolist() == [0.0]


def test_a_saliency_that_was_never_measured_is_counted() -> None:
    candidates = [((10.0, 10.0, 20.0, 20.0), 0.5, "hole")]
    judge = JudgeSettings(0.1, 0.0, None, 0.0, 5, THRESHOLDS)
    again = rejudge(inspect(candidates, judge), replace(judge, saliency_strength=3.0))
    assert again.unmeasured == 1
    assert again.inspection.score == pytest.approx(0.5)


@pytest.mark.parametrize(
    "wrong", [{"top_k": -1}, {"saliency_strength": -0.1}, {"min_area": -1.0}, {"min_area": 0.5}]
)
def test_settings_out_of_range_are_refused(wrong) -> None:
    judge = JudgeSettings(0.1, 0.0, 0.4, 3.0, 5, THRESHOLDS)
    with pytest.raises(ValueError, match="expected"):
        replace(judge, **wrong)


@given(st.lists(many_candidates, max_size=4), bounds, bounds)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_whole_session_is_judged_as_its_images_are(tmp_path_factory, images, first, second) -> None:
    path = tmp_path_factory.mktemp("session") / "session.sqlite"
    inspections = [inspect(candidates, first, f"{n}.png") for n, candidates in enumerate(images)]
    with Session.open_or_create(path) as session:
        for inspection in inspections:
            session.record(inspection)

    columns = read_candidates(path)
    judgement = rejudge_session(columns, second)

    singly = [rejudge(inspection, second) for inspection in inspections]
    assert judgement.scores.tolist() == pytest.approx([each.inspection.score for each in singly])
    assert judgement.unmeasured.tolist() == [each.unmeasured for each in singly]
    flips = compare(columns, judgement)
    moved = [
        (old.ai_verdict, new.inspection.ai_verdict)
        for old, new in zip(inspections, singly, strict=True)
        if old.ai_verdict is not new.inspection.ai_verdict
    ]
    assert sorted(flips.moves.items()) == sorted((move, moved.count(move)) for move in set(moved))
    assert len(flips.images) == len(moved)


def write_session(path: Path, scores: dict[str, float]) -> None:
    with Session.open_or_create(path) as session:
        for name, score in scores.items():
            region = Region(Box(0, 0, 5, 5), "hole", "hole.", score, 0.1, None, None, 0.0, 1.0, score, 1)
            session.record(record(Findings((region,)), THRESHOLDS, name))


def say(path: Path, name: str, verdict: OperatorVerdict | None) -> None:
    with Session.open_or_create(path) as session:
        session.record_decision(Decision(name, "1" * 64, Review(verdict, note="x"), "Li Wei", NOW))


def test_flips_false_calls_and_escapes_are_told_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    write_session(path, {"good.png": 0.85, "bad.png": 0.35, "fine.png": 0.1, "odd.png": 0.5})
    say(path, "good.png", OperatorVerdict.NG)
    say(path, "good.png", OperatorVerdict.OK)
    say(path, "bad.png", OperatorVerdict.NG)
    say(path, "odd.png", OperatorVerdict.RECHECK)
    say(path, "fine.png", OperatorVerdict.OK)
    say(path, "fine.png", None)

    columns = read_candidates(path)
    judge = JudgeSettings(0.05, 0.0, None, 0.0, 5, VerdictThresholds(0.3, 0.9))
    flips = compare(columns, rejudge_session(columns, judge))

    assert flips.images == ("good.png", "bad.png")
    assert flips.moves == {(AiVerdict.NG, AiVerdict.REVIEW): 1, (AiVerdict.OK, AiVerdict.REVIEW): 1}
    assert flips.judged == 2
    assert flips.false_calls == (1, 0)
    assert flips.escapes == (1, 0)


def test_reading_again_sees_new_verdicts_and_new_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    write_session(path, {"a.png": 0.85})
    first = read_candidates(path)
    say(path, "a.png", OperatorVerdict.OK)
    second = read_candidates(path, first)
    assert second.box_score is first.box_score
    assert (first.operator_verdicts.tolist(), second.operator_verdicts.tolist()) == ([-1], [0])
    write_session(path, {"a.png": 0.2, "b.png": 0.3})
    third = read_candidates(path, second)
    assert third.names == ("a.png", "b.png")
    assert third.box_score.tolist() == [0.2, 0.3]


def test_a_session_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match=r"missing\.sqlite does not exist"):
        read_candidates(tmp_path / "missing.sqlite")


def test_the_review_knows_below_what_the_pipeline_returns_nothing() -> None:
    assert STORED_SHARE == FLOOR_SHARE
