"""Keeps a batch's outcomes: pictures and masks as they come, tables and summary at the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from saa_desktop.batch.job import BatchJob
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.reports.files import (
    map_path,
    mask_path,
    report_path,
    write_map_tiff,
    write_mask_png,
    write_rgb_png,
)
from saa_desktop.reports.report_image import render_report
from saa_desktop.reports.summary import Summary, summarise, write_summary
from saa_desktop.reports.tables import write_regions, write_results
from saa_desktop.sessions.session import Session


class FolderRecorder:
    """Writes one run's outcomes into an output folder and its session."""

    def __init__(
        self, session: Session, folder: Path, job: BatchJob, *, reports: bool = True, maps: bool = False
    ) -> None:
        """Prepare to record.

        Args:
            session: open for writing.
            folder: where the pictures and tables go.
            job: what the run does.
            reports: whether each image gets its report picture.
            maps: whether each image gets its anomaly map.
        """
        self._session = session
        self._folder = folder
        self._job = job
        self._reports = reports
        self._maps = maps
        self._versions: Mapping[str, str] = {}
        self._started = datetime.now().astimezone()
        self._run = 0

    def begin(self, *, arguments: Sequence[str], versions: Mapping[str, str]) -> None:
        """Log that the run starts, with what it was asked to do and what it runs on."""
        self._versions = versions
        self._started = datetime.now().astimezone()
        self._run = self._session.begin_run(arguments, versions, self._started)

    def record(self, inspection: Inspection, pixels: ImageArray) -> None:
        """Write an inspection's pictures, then commit it: what the session holds has its files.

        Raises:
            SaaDesktopError: the disk is full, or the session is locked.
        """
        name = inspection.image.name
        write_mask_png(mask_path(self._folder, name), inspection.union_mask())
        if self._reports or self._maps:
            anomaly_map = inspection.anomaly_map()
            if self._maps:
                write_map_tiff(map_path(self._folder, name), anomaly_map)
            if self._reports:
                write_rgb_png(report_path(self._folder, name), render_report(pixels, inspection, anomaly_map))
        self._session.record(inspection)

    def record_failure(self, failure: Failure) -> None:
        """Commit a failure."""
        self._session.record_failure(failure)

    def write_tables(self, *, interrupted: bool) -> Summary:
        """Write tables and summary of all that the session holds, and log that the run has ended.

        Raises:
            SaaDesktopError: a file cannot be written.
        """
        ended = datetime.now().astimezone()
        decisions = self._session.latest_decisions()
        write_results(self._folder / "results.csv", self._session.outcomes(dropped=False), decisions)
        write_regions(self._folder / "regions.csv", self._session.inspections(dropped=False))
        summary = summarise(
            self._session.outcomes(dropped=False),
            profile=self._job.profile,
            models=self._job.models.identity,
            versions=self._versions,
            started_at=self._started,
            ended_at=ended,
            interrupted=interrupted,
        )
        write_summary(self._folder / "summary.json", summary)
        self._session.end_run(self._run, ended)
        return summary

    def end(self) -> None:
        """Log that the run has ended, without tables, which take a while for a long session.

        Raises:
            SessionError: that cannot be written.
        """
        self._session.end_run(self._run, datetime.now().astimezone())
