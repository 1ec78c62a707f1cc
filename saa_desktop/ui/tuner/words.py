"""What a search has found, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from saa_desktop.tuning.intervals import wilson
from saa_desktop.tuning.results import FEW, Caution, Judged, Outcome, Scope, Tuning


def caution_words(caution: Caution) -> str:
    """Return what a person should know before believing the figures."""
    return {
        Caution.FEW_GOOD: QCoreApplication.translate(
            "Tuner", "Fewer than {few} good images: one more could change what is found."
        ),
        Caution.FEW_DEFECTIVE: QCoreApplication.translate(
            "Tuner", "Fewer than {few} defective images: one more could change what is found."
        ),
        Caution.UNREACHABLE: QCoreApplication.translate(
            "Tuner",
            "The tolerated escapes cannot be reached: some defects have no region, so the prompts have to "
            "find them first.",
        ),
        Caution.NO_BETTER: QCoreApplication.translate(
            "Tuner",
            "On images left out the found settings do no better than the present ones: keep those, or label "
            "more images.",
        ),
        Caution.AREAS_FIXED: QCoreApplication.translate(
            "Tuner", "Area bounds were not tried: this session was made without looking for the product."
        ),
        Caution.STRENGTH_FIXED: QCoreApplication.translate(
            "Tuner",
            "Other saliency strengths were not tried: this session was made without the saliency prompt.",
        ),
    }[caution].format(few=FEW)


def outcome_words(outcome: Outcome) -> tuple[str, str, str, str]:
    """Return escapes, good images stopped, false calls, images left to a person; with 95 % intervals."""
    counts = outcome.counts
    return (
        _share(counts.escapes, counts.defective),
        _share(outcome.stopped, counts.good),
        _share(counts.false_calls, counts.good),
        _share(counts.review, counts.good + counts.defective),
    )


def scope_words(tuning: Tuning) -> str:
    """Return what was tried."""
    if tuning.scope is Scope.THRESHOLDS:
        return QCoreApplication.translate(
            "Tuner",
            "{tried} combinations of area bounds and saliency strength were tried; other thresholds alone do "
            "as well on images left out.",
        ).format(tried=tuning.tried)
    return QCoreApplication.translate(
        "Tuner", "{tried} combinations of area bounds and saliency strength were tried."
    ).format(tried=tuning.tried)


def setting_rows(before: Judged, after: Judged) -> Sequence[tuple[str, str, str]]:
    """Return name, present and found value of each setting, and how well regions cover defects if known."""
    old, new = before.settings, after.settings
    rows = [
        (QCoreApplication.translate("Tuner", "Smallest area"), f"{old.min_area:g}", f"{new.min_area:g}"),
        (QCoreApplication.translate("Tuner", "Largest area"), _bound(old.max_area), _bound(new.max_area)),
        (
            QCoreApplication.translate("Tuner", "Saliency strength"),
            f"{old.saliency_strength:g}",
            f"{new.saliency_strength:g}",
        ),
        (QCoreApplication.translate("Tuner", "Regions that count (K)"), str(old.top_k), str(new.top_k)),
        (
            QCoreApplication.translate("Tuner", "REVIEW from"),
            f"{old.thresholds.review_at:g}",
            f"{new.thresholds.review_at:g}",
        ),
        (
            QCoreApplication.translate("Tuner", "NG from"),
            f"{old.thresholds.ng_at:g}",
            f"{new.thresholds.ng_at:g}",
        ),
    ]
    if before.overlap is not None and after.overlap is not None:
        overlap = QCoreApplication.translate("Tuner", "Overlap with the defects")
        rows.append((overlap, f"{100 * before.overlap:.0f} %", f"{100 * after.overlap:.0f} %"))
    return rows


def _share(count: int, total: int) -> str:
    low, high = wilson(count, total)
    return QCoreApplication.translate("Tuner", "{count} of {total}: {share} % ({low} to {high})").format(
        count=count,
        total=total,
        share=f"{100 * count / total:.0f}",
        low=f"{100 * low:.0f}",
        high=f"{100 * high:.0f}",
    )


def _bound(value: float | None) -> str:
    return QCoreApplication.translate("Tuner", "off") if value is None else f"{value:g}"
