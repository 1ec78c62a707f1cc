"""What a shift report is asked to hold, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class ReportLanguage(StrEnum):
    """What a report can be written in."""

    ENGLISH = "en"
    CHINESE = "zh_CN"


class ReportFile(StrEnum):
    """What lies in the folder of a report, the one to open first first."""

    PAGE = "report.html"
    PDF = "report.pdf"
    WORKBOOK = "results.xlsx"
    RESULTS = "results.csv"
    REGIONS = "regions.csv"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A shift report as the window or the command line takes it from a person.

    Attributes:
        session: the session file; it is only read.
        folder: where the files go.
        language: of the report.
        since: images that ended before are left out; with its zone.
        until: images that ended then or later are left out; with its zone.
        files: which ones are written.

    Raises:
        ValueError: the period ends before it begins.
    """

    session: Path
    folder: Path
    language: ReportLanguage = ReportLanguage.ENGLISH
    since: datetime | None = None
    until: datetime | None = None
    files: frozenset[ReportFile] = frozenset(ReportFile)

    def __post_init__(self) -> None:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"the period ends at {self.until}, before it begins at {self.since}")


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a report came to.

    Attributes:
        folder: where the files are.
        files: which they are; a person opens the first one.
        images: how many images it covers.
        without_picture: how many of the NG images shown have no picture, because their originals are gone.
    """

    folder: Path
    files: tuple[Path, ...]
    images: int
    without_picture: int
