"""How well the regions that settings keep cover the true defects: what decides between equal verdicts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from saa_desktop.domain import masks
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import DropRule, Region
from saa_desktop.review.rejudge import JudgeSettings
from saa_desktop.tuning.labels import LabelledInspection


class Overlap:
    """Measures the intersection over union of kept regions and true defect on each image that has both.

    Attributes:
        places: (P,) which images are measured: the defective ones whose defect's pixels are known.
    """

    def __init__(self, images: Sequence[LabelledInspection]) -> None:
        measured = [(place, image.truth) for place, image in enumerate(images) if image.defective]
        self._images = {
            place: _Image(images[place].inspection.findings.regions, truth)
            for place, truth in measured
            if truth is not None and truth.area > 0
        }
        self.places = np.array(list(self._images), dtype=np.intp)
        self._known: dict[JudgeSettings, npt.NDArray[np.float64]] = {}

    def values(self, settings: JudgeSettings) -> npt.NDArray[np.float64]:
        """Return (P,) shares 0..1, one for each of ``places``; the thresholds play no part."""
        values = self._known.get(settings)
        if values is None:
            values = np.array([image.measure(settings) for image in self._images.values()])
            self._known[settings] = values
        return values


class _Image:
    """The candidates of an image that reached the confidence prompt, and its true defect."""

    def __init__(self, regions: Sequence[Region], truth: Mask) -> None:
        scored = [region for region in regions if region.dropped is None or _beyond(region)]
        self._truth = truth
        self._masks = [region.mask for region in scored]
        self._box_score = np.array([region.box_score for region in scored])
        self._area = np.array([region.area_ratio for region in scored])
        self._saliency = np.array([region.saliency or 0.0 for region in scored])
        self._known: dict[frozenset[int], float] = {}

    def measure(self, settings: JudgeSettings) -> float:
        passes = (self._box_score > settings.box_threshold) & (self._area > settings.min_area)
        if settings.max_area is not None:
            passes &= self._area < settings.max_area
        places = np.flatnonzero(passes)
        scores = self._box_score[places] * np.exp(settings.saliency_strength * self._saliency[places])
        ranked = places[np.argsort(-scores, kind="stable")]
        kept = frozenset(ranked[: settings.top_k or None].tolist())
        if kept not in self._known:
            self._known[kept] = self._intersection_over_union(kept)
        return self._known[kept]

    def _intersection_over_union(self, kept: frozenset[int]) -> float:
        truth = self._truth
        chosen = (mask for place in kept if (mask := self._masks[place]) is not None)
        found = masks.union(chosen, truth.image_height, truth.image_width)
        hit = int(np.count_nonzero(found[truth.window] & truth.crop()))
        return hit / (int(np.count_nonzero(found)) + truth.area - hit)


def _beyond(region: Region) -> bool:
    return region.dropped is not None and region.dropped.rule is DropRule.TOP_K
