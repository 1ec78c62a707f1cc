"""A tuning in English, for the command line and its files."""

from collections.abc import Sequence

from saa_desktop.review.rejudge import JudgeSettings
from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.results import FEW, Caution, Outcome, Tuning

_CAUTIONS = {
    Caution.FEW_GOOD: f"Fewer than {FEW} good images: one more could change what is found, so label more.",
    Caution.FEW_DEFECTIVE: (
        f"Fewer than {FEW} defective images: one more could change what is found, so label more."
    ),
    Caution.UNREACHABLE: (
        "The tolerated escapes cannot be reached: some defects have no region at all, or none that bounds "
        "may keep; the prompts have to find them first."
    ),
    Caution.NO_BETTER: (
        "On images left out the found settings do no better than the present ones: keep those, "
        "or label more images."
    ),
    Caution.AREAS_FIXED: (
        "Area bounds were not tried: the session was made without looking for the product, "
        "whose box they are shares of."
    ),
    Caution.STRENGTH_FIXED: (
        "Other saliency strengths were not tried: the session was made without the saliency prompt."
    ),
}


def caution_sentences(tuning: Tuning) -> Sequence[str]:
    """Return what to know before believing the figures."""
    return [_CAUTIONS[caution] for caution in tuning.cautions]


def settings_text(settings: JudgeSettings) -> str:
    """Return settings in one short line."""
    high = "off" if settings.max_area is None else f"{settings.max_area:g}"
    return (
        f"area {settings.min_area:g} to {high}, saliency {settings.saliency_strength:g}, K {settings.top_k}, "
        f"at {settings.thresholds.review_at:g} / {settings.thresholds.ng_at:g}"
    )


def share_text(count: int, total: int) -> str:
    """Return a count, the share in percent, and the share's 95 % interval."""
    if not total:
        return "-"
    low, high = wilson(count, total)
    return f"{count}/{total}, {100 * count / total:.0f}% ({100 * low:.0f}-{100 * high:.0f})"


def outcome_texts(outcome: Outcome) -> tuple[str, str, str]:
    """Return escapes, good images that are stopped, and those of them that are false calls."""
    counts = outcome.counts
    return (
        share_text(counts.escapes, counts.defective),
        share_text(outcome.stopped, counts.good),
        share_text(counts.false_calls, counts.good),
    )
