"""The outcome of one image: an inspection, or a failure with its sentence."""

from dataclasses import dataclass, field
from datetime import datetime

from saa_desktop.domain import masks
from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.arrays import MapArray, MaskArray
from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.regions import Region
from saa_desktop.domain.verdicts import AiVerdict, VerdictThresholds


@dataclass(frozen=True, slots=True)
class ProfileIdentity:
    """Which product profile judged an image.

    Attributes:
        name: the profile's name, also its file's name.
        version: counts up each time the profile is saved.
        title: what people call the product, in English.
        fingerprint: sha256 over all that the profile asks for, so that an edit without a new version shows.
    """

    name: str
    version: int
    title: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which models ran, and on what.

    Attributes:
        name: the model set: ``lite`` or ``saa-plus``.
        title: what reports call it, naming each network.
        version: changes whenever the set's results may change.
        device: for example ``cpu`` or ``cuda:0``.
        weights: file name and sha256 of each weights file, by role; empty for a set without weights.
    """

    name: str
    title: str
    version: str
    device: str
    weights: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StageTiming:
    """How long one stage of one inspection took.

    Attributes:
        stage: for example ``region proposal``.
        milliseconds: wall time.
    """

    stage: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What the pipeline found on one image, before anything is judged.

    Attributes:
        regions: every candidate, kept ones first by rank, then dropped ones by falling box score.
        object_area: area of the largest object's box as a fraction of the image; 1 when none was found.
        notes: sentences about rules that had to be replaced, for people to read.
        timings: the stages in the order in which they ran.
    """

    regions: tuple[Region, ...]
    object_area: float = 1.0
    notes: tuple[str, ...] = ()
    timings: tuple[StageTiming, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One image run through one profile with one set of models.

    Attributes:
        image: what was inspected.
        profile: what it was judged by.
        models: what looked at it.
        thresholds: the profile's verdict thresholds at that time.
        findings: every candidate region with its values.
        duration_ms: wall time of the pipeline.
        inspected_at: when it ended, with its zone.
        application_version: SAA Desktop's own.
    """

    image: ImageIdentity
    profile: ProfileIdentity
    models: ModelIdentity
    thresholds: VerdictThresholds
    findings: Findings
    duration_ms: float
    inspected_at: datetime
    application_version: str

    def __post_init__(self) -> None:
        if self.inspected_at.tzinfo is None:
            raise ValueError("inspected_at needs a time zone")

    @property
    def kept(self) -> tuple[Region, ...]:
        """The regions that form the anomaly map, by rank."""
        return tuple(region for region in self.findings.regions if region.kept)

    @property
    def score(self) -> float:
        """The largest re-scored region; 0 without one."""
        return max((region.score or 0.0 for region in self.kept), default=0.0)

    @property
    def ai_verdict(self) -> AiVerdict:
        """The machine's verdict from the two thresholds."""
        return self.thresholds.judge(self.score)

    def anomaly_map(self) -> MapArray:
        """Return the (H, W) float32 anomaly map on its absolute scale."""
        return compose_anomaly_map(self.findings.regions, self.image.height, self.image.width)

    def union_mask(self) -> MaskArray:
        """Return the (H, W) bool union of the kept regions' masks."""
        return masks.union(
            (region.mask for region in self.kept if region.mask), self.image.height, self.image.width
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """An image that could not be inspected.

    Attributes:
        reference: the file.
        sentence: what is wrong with it and what to do.
        failed_at: when, with its zone.
        sha256: of the file's bytes, where they could be read.
    """

    reference: ImageReference
    sentence: str
    failed_at: datetime
    sha256: str = field(default="")
