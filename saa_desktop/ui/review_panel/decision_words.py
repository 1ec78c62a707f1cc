"""A decision in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.image_list.entry_words import verdict_word


def review_words(review: Review) -> str:
    """Return all that a review says, in one line."""
    words = [
        verdict_word(review.verdict)
        if review.verdict
        else QCoreApplication.translate("ReviewPanel", "no verdict")
    ]
    if review.defect_class:
        words.append(review.defect_class)
    if review.flagged:
        words.append(QCoreApplication.translate("ReviewPanel", "flagged"))
    if review.regions:
        words.append(
            QCoreApplication.translate("ReviewPanel", "regions judged or edited: {count}").format(
                count=len(review.regions)
            )
        )
    if review.note:
        words.append(
            QCoreApplication.translate("ReviewPanel", "“{note}”").format(note=" ".join(review.note.split()))
        )
    return QCoreApplication.translate("ReviewPanel", ", ").join(words)


def decision_of(verdict: OperatorVerdict, decisions: Sequence[Decision]) -> Decision | None:
    """Return the decision that gave the present verdict: later ones may have changed only other words."""
    given = None
    for decision in reversed(decisions):
        if decision.review.verdict is not verdict:
            break
        given = decision
    return given


def decided_words(decision: Decision) -> str:
    """Return who decided, and when in local time."""
    when = decision.decided_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return QCoreApplication.translate("ReviewPanel", "{operator}, {time}").format(
        operator=decision.operator, time=when
    )
