"""Measures inspections against the ground truth: first all extremes, then all counts, then the metrics."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from saa_desktop.domain.arrays import MapArray, MaskArray
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.verdicts import AiVerdict, VerdictThresholds
from saa_desktop.evaluation.layouts import DEFECT, GOOD, LabelledImage
from saa_desktop.evaluation.map_values import Extremes, ValueBins, measured_map, measured_mask
from saa_desktop.evaluation.metrics import GroupMetrics, measure_group
from saa_desktop.evaluation.tallies import PixelTally, RegionTally

Kind = tuple[str, str]
"""A category and one of its defect types."""

ALL = "(all)"
"""Stands for the category where all of them are pooled."""


@dataclass(frozen=True, slots=True)
class ImageResult:
    """What an image was found to be, and what it is.

    Attributes:
        labelled: where it lies and where its mask does.
        defect_type: ``GOOD`` for an image without a defect.
        score: the inspection's.
        verdict: the machine's, by the profile's thresholds.
        thresholds: the profile's.
        seen: the largest map value on the defect; 0 for a good image.
        milliseconds: in the pipeline.
    """

    labelled: LabelledImage
    defect_type: str
    score: float
    verdict: AiVerdict
    thresholds: VerdictThresholds
    seen: float
    milliseconds: float

    @property
    def defective(self) -> bool:
        """Whether it has a defect."""
        return self.defect_type != GOOD


@dataclass(slots=True)
class MapExtremes:
    """The first pass: between which values the maps of each category lie."""

    by_category: dict[str, Extremes] = field(default_factory=dict)

    def add(self, category: str, inspection: Inspection) -> None:
        """Look at one image's map."""
        before = self.by_category.get(category, Extremes())
        self.by_category[category] = before.with_map(measured_map(inspection.anomaly_map()))

    def total(self) -> Extremes:
        """Return the extremes over all categories."""
        total = Extremes()
        for extremes in self.by_category.values():
            total = total.joined(extremes)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What was measured on a data set.

    Attributes:
        total: all images pooled.
        mean: the mean of the categories' figures; ``None`` with one category, where it says nothing new.
        categories: each category pooled.
        types: each defect type together with the good images of its category.
        images: each image.
        pixels: the pixels of all images (``ALL``) and of each category, for curves.
        bins: what ``pixels`` are counted in.
    """

    total: GroupMetrics
    mean: GroupMetrics | None
    categories: tuple[GroupMetrics, ...]
    types: tuple[GroupMetrics, ...]
    images: tuple[ImageResult, ...]
    pixels: dict[str, PixelTally]
    bins: ValueBins


class Evaluator:
    """The second pass: counts one image after the other.

    Memory holds one tally of pixels a defect type (about 1.6 MB) and one short record an image.
    """

    def __init__(self, extremes: MapExtremes) -> None:
        self._bins = ValueBins(extremes.total())
        self._total_thresholds = extremes.total().region_thresholds()
        self._thresholds = {
            category: each.region_thresholds() for category, each in extremes.by_category.items()
        }
        self._pixels: dict[Kind, PixelTally] = defaultdict(lambda: PixelTally.empty(self._bins))
        self._regions: dict[Kind, RegionTally] = defaultdict(RegionTally.empty)
        self._total_regions = RegionTally.empty()
        self._images: list[ImageResult] = []

    def add(self, labelled: LabelledImage, inspection: Inspection, truth: MaskArray) -> None:
        """Count one image.

        Args:
            labelled: says which one; of a category that the first pass has seen.
            inspection: dropped regions are not needed.
            truth: (H, W) defect pixels in the image's own size.
        """
        kind = (labelled.category, true_type(labelled, truth))
        values, mask = measured_map(inspection.anomaly_map()), measured_mask(truth)
        self._pixels[kind].add(self._bins.places(values), mask)
        self._count_regions(kind, values, mask)
        self._images.append(
            ImageResult(
                labelled=labelled,
                defect_type=kind[1],
                score=inspection.score,
                verdict=inspection.ai_verdict,
                thresholds=inspection.thresholds,
                seen=float(values[mask].max()) if mask.any() else 0.0,
                milliseconds=inspection.duration_ms,
            )
        )

    def _count_regions(self, kind: Kind, values: MapArray, mask: MaskArray) -> None:
        thresholds = self._thresholds[kind[0]]
        counted = RegionTally.of_image(values, mask, thresholds)
        self._regions[kind] += counted
        if not np.array_equal(thresholds, self._total_thresholds):
            counted = RegionTally.of_image(values, mask, self._total_thresholds)
        self._total_regions += counted

    def evaluation(self) -> Evaluation:
        """Return the metrics of all that was counted."""
        categories = list(dict.fromkeys(image.labelled.category for image in self._images))
        pixels = {category: self._summed_pixels(self._kinds(category)) for category in categories}
        measured = tuple(
            measure_group(
                category,
                "",
                images=[image for image in self._images if image.labelled.category == category],
                pixels=pixels[category],
                regions=self._summed_regions(self._kinds(category)),
                bins=self._bins,
            )
            for category in categories
        )
        everything = self._summed_pixels(self._pixels)
        return Evaluation(
            total=measure_group(
                ALL,
                "",
                images=self._images,
                pixels=everything,
                regions=self._total_regions,
                bins=self._bins,
            ),
            mean=GroupMetrics.mean(measured) if len(measured) > 1 else None,
            categories=measured,
            types=tuple(self._of_type(kind) for kind in sorted(self._pixels)),
            images=tuple(self._images),
            pixels={ALL: everything, **pixels},
            bins=self._bins,
        )

    def _of_type(self, kind: Kind) -> GroupMetrics:
        """Measure a defect type among its category's good images; the good ones on their own."""
        category, defect_type = kind
        kinds = [each for each in self._kinds(category) if each[1] in {defect_type, GOOD}]
        return measure_group(
            category,
            defect_type,
            images=[image for image in self._images if (image.labelled.category, image.defect_type) in kinds],
            pixels=self._summed_pixels(kinds),
            regions=self._summed_regions(kinds),
            bins=self._bins,
        )

    def _kinds(self, category: str) -> list[Kind]:
        return [kind for kind in self._pixels if kind[0] == category]

    def _summed_pixels(self, kinds: Iterable[Kind]) -> PixelTally:
        total = PixelTally.empty(self._bins)
        for kind in kinds:
            total += self._pixels[kind]
        return total

    def _summed_regions(self, kinds: Iterable[Kind]) -> RegionTally:
        total = RegionTally.empty()
        for kind in kinds:
            total += self._regions[kind]
        return total


def true_type(labelled: LabelledImage, truth: MaskArray) -> str:
    """Return the defect type under which an image counts; ``GOOD`` for none."""
    if not labelled.label_from_mask:
        return labelled.defect_type
    if not truth.any():
        return GOOD
    return DEFECT if labelled.defect_type == GOOD else labelled.defect_type
