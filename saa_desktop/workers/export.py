"""What an export is asked to write, what it asks back, and what came of it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class ExportContent(Enum):
    """What can be written."""

    TABLES = "tables"
    """results.csv and regions.csv."""

    REPORTS = "reports"
    """A picture of each image with what was found and decided."""

    MASKS = "masks"
    """The regions that stand after the review."""

    MAPS = "maps"
    """The machine's anomaly maps."""

    SUMMARY = "summary"
    """summary.json."""

    LABELS = "labels"
    """What reviewed images teach other programs: COCO files, and masks of their defects."""

    LABEL_IMAGES = "label_images"
    """The pixels of the images with labels, beside these."""


class ExportScope(Enum):
    """Which of the named images count."""

    EVERY = "every"

    REVIEWED = "reviewed"
    """Those with an operator verdict."""

    NG = "ng"
    """Those that are NG by the operator's verdict, or without one by the AI's."""


class ExportConcern(Enum):
    """What a person has to agree to before anything is written."""

    ORIGINALS_FOLDER = "originals"
    """The folder holds original images, or lies above or below one that does."""

    EXISTING_FILES = "existing"
    """Files that would be written are there already."""

    LITTLE_SPACE = "space"
    """The disk may become full."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write.

    Attributes:
        session: the session file; it is only read.
        names: the images, in the order of the tables; ``None`` for all by name.
        folder: where the files go.
        contents: what to write.
        scope: which of the images count.
        accepted: what a person agreed to.
    """

    session: Path
    names: tuple[str, ...] | None
    folder: Path
    contents: frozenset[ExportContent]
    scope: ExportScope = ExportScope.EVERY
    accepted: frozenset[ExportConcern] = frozenset()


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """What a person has to agree to.

    Attributes:
        concerns: one or more.
        needed_bytes: about what the files will take.
        free_bytes: what the disk has.
    """

    concerns: frozenset[ExportConcern]
    needed_bytes: int
    free_bytes: int


class ConsentNeeded(Exception):  # noqa: N818 - nothing went wrong: a person is asked first
    """Nothing was written: a person has to be asked first."""

    def __init__(self, question: ExportQuestion) -> None:
        super().__init__(question)
        self.question = question


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export came to.

    Attributes:
        folder: where the files are.
        images: how many images it covers, failed ones included.
        labelled: how many of them have labels.
        defects: how many defects these have together.
        not_inspected: how many of the named images the session knows nothing of.
        problems: a sentence for each file that was left out.
    """

    folder: Path
    images: int
    not_inspected: int
    problems: tuple[str, ...]
    labelled: int = 0
    defects: int = 0


ExportReview = Callable[[ExportRequest, Callable[[int, int], None], threading.Event], ExportSummary]
"""Exports; gets a request, a function that hears of images done and in all, and an event to stop by.

Raises ConsentNeeded before anything is written, Cancelled, or SaaDesktopError with a sentence for people.
"""
