"""summary.json of an exported review: what the machine said, what people say, and where they differ."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from saa_desktop import __version__
from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.reviewed_regions import RegionFate, review_regions
from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict


class ReviewSummary:
    """Counts images as they are added."""

    def __init__(self) -> None:
        self._failed = 0
        self._unreviewed = 0
        self._flagged = 0
        self._pairs: Counter[tuple[AiVerdict, OperatorVerdict | None]] = Counter()
        self._verdicts: Counter[OperatorVerdict] = Counter()
        self._classes: Counter[str] = Counter()
        self._operators: Counter[str] = Counter()
        self._fates: Counter[RegionFate] = Counter()
        self._profiles: Counter[ProfileIdentity] = Counter()
        self._models: Counter[ModelIdentity] = Counter()

    def add(self, outcome: Inspection | Failure, decision: Decision | None) -> None:
        """Count the current outcome of an image, and the latest decision on it."""
        verdict = decision.review.verdict if decision else None
        if isinstance(outcome, Failure):
            self._failed += 1
        else:
            self._pairs[outcome.ai_verdict, verdict] += 1
            self._profiles[outcome.profile] += 1
            self._models[outcome.models] += 1
        if verdict is None:
            self._unreviewed += 1
        else:
            self._verdicts[verdict] += 1
        if decision:
            self._flagged += decision.review.flagged
            self._operators[decision.operator] += 1
            self._classes[decision.review.defect_class] += 1
            if isinstance(outcome, Inspection):
                self._fates.update(each.fate for each in review_regions(outcome, decision.review))

    def write(self, path: Path, *, session: Path, at: datetime, problems: Sequence[str]) -> None:
        """Write the file.

        Args:
            path: of the file.
            session: where the review is kept.
            at: when it was exported, with its zone.
            problems: a sentence for each file that was left out.

        Raises:
            OutputError: it cannot be written.
        """
        inspected = self._pairs.total()
        content = {
            "exported_at": at.isoformat(timespec="milliseconds"),
            "application_version": __version__,
            "session": str(session),
            "images": inspected + self._failed,
            "inspected": inspected,
            "failed": self._failed,
            "ai_verdicts": {
                verdict.value: sum(count for (ai, _), count in self._pairs.items() if ai is verdict)
                for verdict in AiVerdict
            },
            "operator_verdicts": {verdict.value: self._verdicts[verdict] for verdict in OperatorVerdict},
            "unreviewed": self._unreviewed,
            "false_calls": self._pairs[AiVerdict.NG, OperatorVerdict.OK],
            "escapes": self._pairs[AiVerdict.OK, OperatorVerdict.NG],
            "flagged": self._flagged,
            "defect_classes": {name: count for name, count in self._classes.most_common() if name},
            "regions": {fate.value: self._fates[fate] for fate in RegionFate if fate.value},
            "operators": dict(self._operators.most_common()),
            "profiles": [asdict(each) | {"images": count} for each, count in self._profiles.most_common()],
            "models": [asdict(each) | {"images": count} for each, count in self._models.most_common()],
            "problems": list(problems),
        }
        text = json.dumps(content, indent=2, ensure_ascii=False)
        atomic_write_bytes(path, f"{text}\n".encode("utf-8", "backslashreplace"))
