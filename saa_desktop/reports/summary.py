"""summary.json: a batch in numbers."""

import json
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.verdicts import AiVerdict


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to.

    Attributes:
        total: images with an outcome.
        inspected: how many of them were inspected.
        failed: how many of them could not be.
        verdicts: images by AI verdict, each verdict present.
        interrupted: whether the run was stopped before its last image.
        started_at: when the run began, with its zone.
        ended_at: when it ended.
        wall_seconds: between the two.
        inspected_in_run: how many images this run inspected itself; a resumed batch holds more.
        images_per_second: ``inspected_in_run`` over ``wall_seconds``.
        mean_duration_ms: of all inspections; ``None`` without one.
        median_duration_ms: of all inspections; ``None`` without one.
        profile: what judged the images.
        other_profiles: what judged some of them instead: that of another watched folder, or an older one.
        models: what looked at them.
        versions: of the application and what it stands on, by name.
    """

    total: int
    inspected: int
    failed: int
    verdicts: Mapping[str, int]
    interrupted: bool
    started_at: datetime
    ended_at: datetime
    wall_seconds: float
    inspected_in_run: int
    images_per_second: float
    mean_duration_ms: float | None
    median_duration_ms: float | None
    profile: ProfileIdentity
    other_profiles: tuple[ProfileIdentity, ...]
    models: ModelIdentity
    versions: Mapping[str, str]

    def sentence(self) -> str:
        """Return the summary for a person, in one line."""
        verdicts = ", ".join(f"{count} {name}" for name, count in self.verdicts.items())
        failed = f", {self.failed} failed" if self.failed else ""
        start = "Interrupted: " if self.interrupted else ""
        return (
            f"{start}{self.inspected} of {self.total} images inspected: {verdicts}{failed}; "
            f"{self.inspected_in_run} in this run, {self.wall_seconds:.1f} s, "
            f"{self.images_per_second:.1f} images/s, {self.models.title} on {self.models.device}."
        )

    def to_json(self) -> str:
        """Return the summary as an indented JSON object; times are ISO 8601 with their zone."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, default=_iso)


def summarise(
    outcomes: Iterable[Inspection | Failure],
    *,
    profile: ProfileIdentity,
    models: ModelIdentity,
    versions: Mapping[str, str],
    started_at: datetime,
    ended_at: datetime,
    interrupted: bool = False,
) -> Summary:
    """Count a batch's outcomes.

    Args:
        outcomes: the current outcome of each image; dropped regions are not needed.
        profile: of the run.
        models: of the run.
        versions: of the application and what it stands on, by name.
        started_at: when the run began, with its zone; inspections since then are its own.
        ended_at: when it ended.
        interrupted: whether it was stopped before its last image.
    """
    verdicts: Counter[AiVerdict] = Counter()
    durations: list[float] = []
    profiles: dict[ProfileIdentity, None] = {}
    failed = in_run = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failed += 1
            continue
        verdicts[outcome.ai_verdict] += 1
        durations.append(outcome.duration_ms)
        profiles[outcome.profile] = None
        in_run += outcome.inspected_at >= started_at
    seconds = (ended_at - started_at).total_seconds()
    return Summary(
        total=len(durations) + failed,
        inspected=len(durations),
        failed=failed,
        verdicts={verdict.value: verdicts[verdict] for verdict in AiVerdict},
        interrupted=interrupted,
        started_at=started_at,
        ended_at=ended_at,
        wall_seconds=round(seconds, 3),
        inspected_in_run=in_run,
        images_per_second=round(in_run / seconds, 3) if seconds > 0 else 0.0,
        mean_duration_ms=round(statistics.fmean(durations), 1) if durations else None,
        median_duration_ms=round(statistics.median(durations), 1) if durations else None,
        profile=profile,
        other_profiles=tuple(each for each in profiles if each != profile),
        models=models,
        versions=dict(versions),
    )


def write_summary(path: Path, summary: Summary) -> None:
    """Write summary.json.

    Raises:
        OutputError: the file cannot be written.
    """
    atomic_write_bytes(path, (summary.to_json() + "\n").encode("utf-8", "backslashreplace"))


def _iso(value: object) -> str:
    """Encode what JSON has no type for."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    raise TypeError(f"cannot encode {type(value).__name__}")
