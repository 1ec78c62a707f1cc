import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.reports.summary import summarise, write_summary

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))
PROFILE = ProfileIdentity("mtd", 3, "磁瓦", "f")
MODELS = ModelIdentity("lite", "lite (built in)", "1", "cpu")
FAILURE = Failure(ImageReference(Path("x.png"), "x.png"), "x.png is empty.", NOON)


def inspection(score: float, duration_ms: float, seconds: float) -> Inspection:
    mask = Mask.from_array(np.ones((2, 2), dtype=np.bool_))
    region = Region(Box(0, 0, 2, 2), "", "", score, 0.1, mask=mask, score=score, rank=1)
    return Inspection(
        image=ImageIdentity("a.png", Path("/a.png"), "1" * 64, 2, 2),
        profile=PROFILE,
        models=MODELS,
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings((region,)),
        duration_ms=duration_ms,
        inspected_at=NOON + timedelta(seconds=seconds),
        application_version="0.1.0",
    )


def test_a_resumed_batch_is_counted_whole_and_its_speed_over_this_run_only(tmp_path: Path) -> None:
    outcomes = [
        inspection(0.9, 100, -50),
        inspection(0.4, 20, 1),
        inspection(0.1, 30, 2),
        inspection(0.1, 30, 3),
        FAILURE,
    ]
    summary = summarise(
        outcomes,
        profile=PROFILE,
        models=MODELS,
        versions={"saa-desktop": "0.1.0"},
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=6),
    )
    assert summary.sentence() == (
        "4 of 5 images inspected: 2 OK, 1 REVIEW, 1 NG, 1 failed; 3 in this run, 6.0 s, 0.5 images/s, "
        "lite (built in) on cpu."
    )
    write_summary(tmp_path / "summary.json", summary)
    written = json.loads((tmp_path / "summary.json").read_bytes())
    assert written == {
        "total": 5,
        "inspected": 4,
        "failed": 1,
        "verdicts": {"OK": 2, "REVIEW": 1, "NG": 1},
        "interrupted": False,
        "started_at": "2026-03-01T12:00:00.000+08:00",
        "ended_at": "2026-03-01T12:00:06.000+08:00",
        "wall_seconds": 6.0,
        "inspected_in_run": 3,
        "images_per_second": 0.5,
        "mean_duration_ms": 45.0,
        "median_duration_ms": 30.0,
        "profile": {"name": "mtd", "version": 3, "title": "磁瓦", "fingerprint": "f"},
        "other_profiles": [],
        "models": {
            "name": "lite",
            "title": "lite (built in)",
            "version": "1",
            "device": "cpu",
            "weights": [],
        },
        "versions": {"saa-desktop": "0.1.0"},
    }


def test_a_batch_without_an_inspection_has_no_times() -> None:
    summary = summarise(
        [FAILURE],
        profile=PROFILE,
        models=MODELS,
        versions={},
        started_at=NOON,
        ended_at=NOON,
        interrupted=True,
    )
    assert (summary.mean_duration_ms, summary.median_duration_ms, summary.images_per_second) == (
        None,
        None,
        0.0,
    )
    assert summary.sentence().startswith(
        "Interrupted: 0 of 1 images inspected: 0 OK, 0 REVIEW, 0 NG, 1 failed;"
    )
    assert replace(summary, interrupted=False).sentence().startswith("0 of 1")
