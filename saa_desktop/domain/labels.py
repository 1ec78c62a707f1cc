"""What reviewed images teach: which pixels of which image are what kind of defect, in a person's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviewed_regions import review_regions
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict

UNNAMED_CLASS = "defect"
"""Class of the defects that nobody gave one."""


@dataclass(frozen=True, slots=True)
class DefectMask:
    """One defect of a labelled image.

    Attributes:
        number: of its region, as in ``RegionReview.region``; no other one of the image has it.
        mask: its pixels, at least one.
    """

    number: int
    mask: Mask


@dataclass(frozen=True, slots=True)
class ImageLabel:
    """What a person decided of one image.

    Attributes:
        image: what was inspected and reviewed.
        defect_class: of all its defects.
        defects: the regions that stand; none for a good image.
    """

    image: ImageIdentity
    defect_class: str
    defects: tuple[DefectMask, ...]


def is_labelled(review: Review) -> bool:
    """Tell whether a review says what an image is; "recheck" does not."""
    return review.verdict in {OperatorVerdict.OK, OperatorVerdict.NG}


def label_of(inspection: Inspection, decision: Decision) -> ImageLabel | None:
    """Return the label of an image that ``is_labelled``; ``None`` where nobody said where its defect is.

    An image that is OK has no defects, whatever the machine found on it. The regions of one that is NG count
    if they were there to be rejected: those of a later inspection were not.
    """
    review = decision.review
    if review.verdict is OperatorVerdict.OK:
        return ImageLabel(inspection.image, UNNAMED_CLASS, ())
    if decision.decided_at < inspection.inspected_at:
        return None
    defects = tuple(
        DefectMask(each.number, each.region.mask)
        for each in review_regions(inspection, review)
        if each.stands and each.region.mask and each.region.mask.area
    )
    if not defects:
        return None
    return ImageLabel(inspection.image, class_name(review.defect_class), defects)


def class_name(defect_class: str) -> str:
    """Return the name under which defects of a class, in an operator's words, are labelled."""
    return " ".join(defect_class.split()) or UNNAMED_CLASS


def class_numbers(used: Iterable[str]) -> dict[str, int]:
    """Number the classes from 1, so that a class keeps its number when others come later.

    Args:
        used: the operators' words, in the order in which they were first used.
    """
    names = dict.fromkeys((UNNAMED_CLASS, *map(class_name, used)))
    return {name: number for number, name in enumerate(names, start=1)}
