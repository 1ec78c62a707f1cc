"""Turns found settings into the profile's next version, for a person to accept."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from saa_desktop.domain.verdicts import VerdictCounts
from saa_desktop.profiles.changes import with_judge_settings
from saa_desktop.profiles.schema import LocalizedText, ProductProfile
from saa_desktop.review.rejudge import JudgeSettings

_LEAST_AREA = 1e-12
"""Lets every box through, but has the product looked for, whose box all areas are shares of."""

_STRENGTH = 3.0
"""Has the saliency measured where the profile does without; what is measured does not depend on it."""

GOLDEN_SET = LocalizedText(en="the golden set", zh_CN="标准图集")
"""Where the labelled images of a golden set are."""

_NOTES = re.compile(r"\s*\[(?:Tuned|调优)[^\]]*\]")


def judge_settings(profile: ProductProfile) -> JudgeSettings:
    """Return what a profile judges its candidates by."""
    return JudgeSettings.of(profile.prompts(), profile.thresholds())


def opened(profile: ProductProfile) -> ProductProfile:
    """Return the profile by which candidates are measured for tuning: no area bounds, saliency on.

    Judging its candidates again by any area bounds, saliency strength, K and thresholds comes to what an
    inspection with these comes to.
    """
    bounds = profile.property_prompts.model_copy(update={"min_area": _LEAST_AREA, "max_area": None})
    saliency = profile.saliency.model_copy(update={"strength": profile.saliency.strength or _STRENGTH})
    return profile.model_copy(update={"property_prompts": bounds, "saliency": saliency})


def areas_known(profile: ProductProfile) -> bool:
    """Return whether this profile's inspections measure areas as shares of the product's box.

    Without a rule that needs the product it is not looked for, and areas are shares of the image.
    """
    return profile.prompts().needs_objects


def named_source(path: Path, *, session: bool) -> LocalizedText:
    """Return how a note names the labelled images of a data set's folder, or of a session."""
    name = "".join(each if each.isprintable() and each not in "[]" else "_" for each in str(path.absolute()))
    return (
        LocalizedText(en=f"the session {name}", zh_CN=f"会话 {name}")
        if session
        else LocalizedText(en=name, zh_CN=name)
    )


def propose(
    profile: ProductProfile,
    settings: JudgeSettings,
    *,
    counts: VerdictCounts,
    source: LocalizedText,
    on: date,
) -> ProductProfile:
    """Return the profile's next version with a note in its description; the same one, if nothing changes.

    Args:
        profile: the released one.
        settings: of a point of the curve.
        counts: how many images they were chosen on.
        source: where those images are.
        on: today.

    Raises:
        ProfileError: a value is out of a profile's range.
    """
    thresholds = settings.thresholds
    proposal = with_judge_settings(
        profile,
        box_threshold=settings.box_threshold,
        min_area=settings.min_area,
        max_area=settings.max_area,
        saliency_strength=settings.saliency_strength,
        top_k=settings.top_k,
        review_at=thresholds.review_at,
        ng_at=thresholds.ng_at,
    )
    if proposal == profile:
        return profile
    changed = "; ".join(f"{name} {before} -> {after}" for name, before, after in changes(profile, proposal))
    day = on.isoformat()
    english = (
        f"[Tuned on {day} on {counts.good} good and {counts.defective} defective images "
        f"of {source.en}: {changed}]"
    )
    chinese = f"[调优：{day}，{source.zh_CN}，合格 {counts.good} 张，缺陷 {counts.defective} 张：{changed}]"
    before = profile.description
    return proposal.model_copy(
        update={
            "description": LocalizedText(
                en=_noted(before.en if before else "", english),
                zh_CN=_noted(before.zh_CN if before else "", chinese),
            )
        }
    )


def changes(before: ProductProfile, after: ProductProfile) -> Sequence[tuple[str, str, str]]:
    """Return field, old and new value of each tuned setting that differs."""
    rows = (
        ("min_area", before.property_prompts.min_area, after.property_prompts.min_area),
        ("max_area", before.property_prompts.max_area, after.property_prompts.max_area),
        ("strength", before.saliency.strength, after.saliency.strength),
        ("top_k", before.confidence.top_k, after.confidence.top_k),
        ("review_at", before.verdict.review_at, after.verdict.review_at),
        ("ng_at", before.verdict.ng_at, after.verdict.ng_at),
    )
    return [(name, _text(old), _text(new)) for name, old, new in rows if old != new]


def _text(value: float | None) -> str:
    return "off" if value is None else f"{value:g}"


def _noted(description: str, note: str) -> str:
    """Return a description whose note is this one; an older one gives way."""
    return f"{_NOTES.sub('', description)} {note}".strip()
