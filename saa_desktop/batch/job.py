"""What a batch is asked to do."""

from collections.abc import Container
from dataclasses import dataclass

from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import ProfileIdentity
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.pipeline.protocols import ModelSet


@dataclass(frozen=True, slots=True)
class BatchJob:
    """All that a batch needs; nothing is looked up while it runs.

    Attributes:
        references: the files, in the order in which they are inspected.
        profile: whose prompts these are.
        prompts: what to ask for.
        thresholds: what makes a score REVIEW or NG.
        models: who looks.
        max_megapixels: larger images are refused.
        done: (image name, sha256) of the images to pass over.
    """

    references: tuple[ImageReference, ...]
    profile: ProfileIdentity
    prompts: HybridPrompts
    thresholds: VerdictThresholds
    models: ModelSet
    max_megapixels: float = 100.0
    done: Container[tuple[str, str]] = frozenset()
