"""What a person says of an image, as a band below the header of its report picture."""

from collections import Counter
from collections.abc import Sequence

from PIL import ImageDraw

from saa_desktop.domain.reviewed_regions import RegionFate, ReviewedRegion
from saa_desktop.domain.reviews import Decision
from saa_desktop.reports.badge import draw_badge
from saa_desktop.reports.lettering import GREY, Color, Rect, elided, write
from saa_desktop.reports.report_layout import HEADER_HEIGHT, MARGIN, REVIEW_HEIGHT, WIDTH

_BACKGROUND: Color = (243, 244, 246)
_RULE: Color = (208, 210, 214)
_BADGE = Rect(MARGIN, HEADER_HEIGHT + 12, 340, 52)
_WORDS_X = 396
_BODY = 22


def draw_review(draw: ImageDraw.ImageDraw, decision: Decision, reviewed: Sequence[ReviewedRegion]) -> None:
    """Draw the operator's verdict, and beside it two lines: who decided when and what, and the note.

    Args:
        draw: on the report.
        decision: the latest one on the image.
        reviewed: what became of its regions.
    """
    bottom = HEADER_HEIGHT + REVIEW_HEIGHT
    draw.rectangle((0, HEADER_HEIGHT, WIDTH, bottom), fill=_BACKGROUND)
    draw.line((0, HEADER_HEIGHT, WIDTH, HEADER_HEIGHT), fill=_RULE, width=2)
    draw.line((0, bottom, WIDTH, bottom), fill=_RULE, width=2)
    review = decision.review
    if review.verdict:
        draw_badge(draw, _BADGE, review.verdict)
    else:
        middle = _BADGE.x + _BADGE.width / 2, _BADGE.y + _BADGE.height / 2
        write(draw, middle, "no operator verdict", _BODY, color=GREY, anchor="mm")
    width = WIDTH - MARGIN - _WORDS_X
    parts = [f"Operator {decision.operator}", decision.decided_at.isoformat(" ", "seconds")]
    parts += [f"defect class: {review.defect_class}"] if review.defect_class else []
    parts += ["flagged"] if review.flagged else []
    parts += [words] if (words := _region_words(reviewed)) else []
    write(draw, (_WORDS_X, HEADER_HEIGHT + 32), elided("  ·  ".join(parts), _BODY, width), _BODY)
    note = " ".join(review.note.split())
    write(draw, (_WORDS_X, HEADER_HEIGHT + 62), elided(note, _BODY, width), _BODY, color=GREY)


def _region_words(reviewed: Sequence[ReviewedRegion]) -> str:
    """Say how many regions a person touched, and how; "" for none."""
    fates = Counter(each.fate.value for each in reviewed if each.fate is not RegionFate.UNTOUCHED)
    counts = ", ".join(f"{count} {fate}" for fate, count in fates.items())
    return f"regions: {counts}" if counts else ""
