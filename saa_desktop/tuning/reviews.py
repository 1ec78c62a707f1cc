"""Labels from a session's reviews: an operator's verdict, and the regions that stand after the review."""

from collections.abc import Callable, Mapping

from saa_desktop.domain import masks
from saa_desktop.domain.errors import SessionError
from saa_desktop.domain.inspections import Inspection, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviewed_regions import reviewed_regions
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.tuning.labels import LabelledInspection, thinned

_JUDGED = {OperatorVerdict.OK, OperatorVerdict.NG}


def label_by_reviews(
    decisions: Mapping[str, Decision],
    inspection_of: Callable[[str], Inspection | None],
    profile: ProfileIdentity,
) -> list[LabelledInspection]:
    """Return the images that an operator called OK or NG, or an even choice of them where there are many.

    Args:
        decisions: the latest one on each image, by image name.
        inspection_of: takes an image name; with dropped regions.
        profile: the one to tune.

    Raises:
        SessionError: no image was judged, or all of them were inspected by another profile, so that their
            candidates say nothing about this one.
    """
    said = [each for each in decisions.values() if each.review.verdict in _JUDGED]
    defective = [each.review.verdict is OperatorVerdict.NG for each in said]
    # Inspections with all their regions are large: those that would not be used are not read.
    judged = [
        LabelledInspection(inspection, bad, _truth(inspection, decision.review))
        for decision, bad in thinned(list(zip(said, defective, strict=True)), defective)
        if (inspection := inspection_of(decision.image_name)) is not None
    ]
    if not judged:
        raise SessionError(
            "No image of this session has an operator verdict OK or NG: review some of them first."
        )
    ours = [each for each in judged if each.inspection.profile.fingerprint == profile.fingerprint]
    if not ours:
        other = judged[0].inspection.profile
        raise SessionError(
            f"The reviewed images were inspected by {other.name} version {other.version} as it was then, not "
            f"by {profile.name} version {profile.version} as it is now: inspect them again with it."
        )
    return ours


def _truth(inspection: Inspection, review: Review) -> Mask | None:
    """Return the defect's pixels where a person has looked at regions; untouched kept ones then stand."""
    if not review.regions:
        return None
    regions = reviewed_regions(inspection, review)
    image = inspection.image
    return Mask.from_array(
        masks.union((region.mask for region in regions if region.mask), image.height, image.width)
    )
