"""Labelled images as the search takes them: their candidates in columns, and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.candidate_columns import CandidateColumns
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import DropRule, Region
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.review.rejudge import BOUND_RULES

MOST_IMAGES = 400
"""More do not change the settings that are found, only the time it takes."""

_Item = TypeVar("_Item")

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledInspection:
    """An inspected image whose true verdict is known.

    Attributes:
        inspection: with its dropped regions.
        defective: whether the image has a defect.
        truth: the defect's pixels; ``None`` where nobody has drawn them.
    """

    inspection: Inspection
    defective: bool
    truth: Mask | None = None


def thinned(items: Sequence[_Item], defective: Sequence[bool]) -> list[_Item]:
    """Return at most ``MOST_IMAGES`` items, of each label evenly spread ones, in their order.

    The rarer label keeps up to half of the places.

    Args:
        items: what stands for the images.
        defective: for each of them whether its image has a defect.
    """
    places: dict[bool, list[int]] = {False: [], True: []}
    for place, bad in enumerate(defective):
        places[bad].append(place)
    rarer, other = sorted(places.values(), key=len)
    rarer = _spread(rarer, MOST_IMAGES // 2)
    return [items[place] for place in sorted([*rarer, *_spread(other, MOST_IMAGES - len(rarer))])]


def _spread(places: list[int], most: int) -> list[int]:
    if len(places) <= most:
        return places
    return [places[index * len(places) // most] for index in range(most)]


def defective_flags(images: Sequence[LabelledInspection]) -> Flags:
    """Return (N,) bool, which images have a defect."""
    return np.array([image.defective for image in images], dtype=np.bool_)


def candidate_columns(images: Sequence[LabelledInspection]) -> CandidateColumns:
    """Return the candidates as ``rejudge_session`` takes them; the labels stand as operators' verdicts."""
    rows = [
        (place, region)
        for place, image in enumerate(images)
        for region in image.inspection.findings.regions
        if _open(region)
    ]
    regions = [region for _, region in rows]
    ai, operator = tuple(AiVerdict), tuple(OperatorVerdict)
    said = (OperatorVerdict.NG if image.defective else OperatorVerdict.OK for image in images)
    return CandidateColumns(
        names=tuple(image.inspection.image.name for image in images),
        ai_verdicts=np.array([ai.index(image.inspection.ai_verdict) for image in images], dtype=np.int8),
        operator_verdicts=np.array([operator.index(verdict) for verdict in said], dtype=np.int8),
        image=np.array([place for place, _ in rows], dtype=np.intp),
        box_score=np.array([region.box_score for region in regions], dtype=np.float64),
        area_ratio=np.array([region.area_ratio for region in regions], dtype=np.float64),
        saliency=np.array([_saliency(region) for region in regions], dtype=np.float64),
        scored=np.array([_rule(region) not in BOUND_RULES for region in regions], dtype=np.bool_),
        newest_outcome=0,
    )


def _rule(region: Region) -> DropRule | None:
    return region.dropped.rule if region.dropped else None


def _open(region: Region) -> bool:
    """Return whether other settings could keep or drop a candidate."""
    return _rule(region) in {None, DropRule.TOP_K, *BOUND_RULES}


def _saliency(region: Region) -> float:
    if region.mask is not None and region.mask.area == 0:
        return 0.0
    return np.nan if region.saliency is None else region.saliency
