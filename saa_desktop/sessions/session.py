"""A session: what a batch found, what failed, and what people said of it, in one SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from filelock import BaseFileLock

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.errors import SessionError
from saa_desktop.domain.inspections import Failure, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.natural_order import natural_key
from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.shift_rows import ShiftRow
from saa_desktop.sessions import decision_rows, outcome_rows
from saa_desktop.sessions.connection import connect, connect_read_only, damaged, explained, transaction
from saa_desktop.sessions.shift_rows import select_shift_rows
from saa_desktop.sessions.writer_lock import SessionInUseError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """One time that a batch was started on the session.

    Attributes:
        started_at: when, with its zone.
        ended_at: when it ended by itself; ``None`` while it runs, or after a crash.
        arguments: what it was started with.
        versions: of the application and what it stands on, by name.
    """

    started_at: datetime
    ended_at: datetime | None
    arguments: tuple[str, ...]
    versions: Mapping[str, str]


class Session:
    """An open session file. What is recorded is on the disk when the call returns, and never removed.

    An image has one current outcome: the latest inspection or failure recorded under its name. A file's new
    content also supersedes every page of the old one, and an inspection of any page supersedes the failure of
    its file. What is superseded stays in the file as history. Record the outcomes of one file in page order.

    Methods may be called from any thread; they take turns.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: BaseFileLock | None = None) -> None:
        """Take over an open connection.

        Args:
            path: of the session file.
            connection: to it.
            lock: the right to write; ``None`` for reading only.
        """
        self.path = path
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()

    @classmethod
    def open_or_create(cls, path: Path) -> Self:
        """Open a session for reading and writing; a missing file, and its folder, is made.

        One process at a time may do so, as often as it likes.

        Raises:
            SessionInUseError: another process has it open for writing.
            SessionError: it cannot be opened, or is no session that this version knows, and is untouched; or
                it is damaged, and was set aside.
        """
        return cls(path, *connect(path))

    @classmethod
    def open_or_read(cls, path: Path) -> Self:
        """Open a session like ``open_or_create``, but only for reading while another process writes to it.

        Raises:
            SessionError: as there.
        """
        try:
            return cls.open_or_create(path)
        except SessionInUseError:
            return cls.open_read_only(path)

    @classmethod
    def open_read_only(cls, path: Path) -> Self:
        """Open an existing session for reading, also while another program writes to it.

        Raises:
            SessionError: it cannot be opened, or is no session that this version knows.
        """
        return cls(path, connect_read_only(path))

    @property
    def read_only(self) -> bool:
        """Whether nothing can be recorded."""
        return self._lock is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the session cannot be used afterwards."""
        with self._turn, explained(self.path):
            self._connection.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def record(self, inspection: Inspection) -> None:
        """Add an inspection, in one transaction.

        Raises:
            SessionError: it could not be written; the session is as it was before.
        """
        with self.writing():
            outcome_rows.insert_inspection(self._connection, inspection)

    def record_failure(self, failure: Failure) -> None:
        """Add a failure, in one transaction.

        Raises:
            SessionError: it could not be written; the session is as it was before.
        """
        with self.writing():
            outcome_rows.insert_failure(self._connection, failure)

    def done(self, profile: ProfileIdentity, models: ModelIdentity) -> frozenset[tuple[str, str]]:
        """Return (image name, sha256) of each current inspection by this profile and these models.

        The profile counts by name, version and fingerprint; the models by name, version and weights, on
        whatever device they ran. Failures are not done.
        """
        return frozenset(
            self.read(
                lambda connection: connection.execute(
                    """
                    SELECT images.name, images.sha256
                    FROM outcomes
                    JOIN inspections USING (id)
                    JOIN images ON images.id = image_id
                    JOIN profiles ON profiles.id = profile_id
                    JOIN models ON models.id = model_id
                    WHERE superseded_by IS NULL
                        AND (profiles.name, profiles.version, profiles.fingerprint) = (?, ?, ?)
                        AND (models.name, models.version, models.weights) = (?, ?, ?)
                    """,
                    (
                        *(profile.name, profile.version, profile.fingerprint),
                        *(models.name, models.version, outcome_rows.weights_text(models)),
                    ),
                ).fetchall()
            )
        )

    def holds(self, name: str, sha256: str, profile: ProfileIdentity, models: ModelIdentity) -> bool:
        """Tell whether ``done`` would return an image, without reading all the others."""
        return self.read(lambda connection: outcome_rows.is_done(connection, name, sha256, profile, models))

    def outcomes(
        self, *, dropped: bool = True, names: Container[str] | None = None
    ) -> Iterator[Inspection | Failure]:
        """Yield the current outcome of each image, by name, numbers within names counted.

        One outcome at a time is in memory. Outcomes recorded meanwhile are not seen.

        Args:
            dropped: whether inspections hold their dropped regions; without them reading is much faster.
            names: only these images; ``None`` for all.

        Raises:
            SessionError: the file is damaged.
        """
        rows = self.read(
            lambda connection: connection.execute(
                """
                SELECT name, outcomes.id, failures.id IS NOT NULL
                FROM outcomes JOIN images ON images.id = image_id LEFT JOIN failures USING (id)
                WHERE superseded_by IS NULL
                """
            ).fetchall()
        )
        for name, outcome, failed in sorted(rows, key=lambda row: (natural_key(row[0]), row[1])):
            if names is None or name in names:
                yield self._outcome(outcome, failed=bool(failed), dropped=dropped)

    def inspections(self, *, dropped: bool = True) -> Iterator[Inspection]:
        """Yield the inspections among ``outcomes``."""
        return (outcome for outcome in self.outcomes(dropped=dropped) if isinstance(outcome, Inspection))

    def failures(self) -> Iterator[Failure]:
        """Yield the failures among ``outcomes``."""
        return (outcome for outcome in self.outcomes(dropped=False) if isinstance(outcome, Failure))

    def entries(self) -> list[ImageEntry]:
        """Return what lists show of each image with its latest review, by name, numbers within names counted.

        Raises:
            SessionError: the file is damaged.
        """
        entries = self.read(
            lambda connection: [entry for _, entry in outcome_rows.select_entries(connection)]
        )
        decisions = self.latest_decisions()
        reviewed = [
            replace(entry, review=decisions[entry.name].review) if entry.name in decisions else entry
            for entry in entries
        ]
        return sorted(reviewed, key=lambda entry: natural_key(entry.name))

    def shift_rows(self, *, by_name: bool = True) -> list[ShiftRow]:
        """Return what the statistics of a shift need of each image.

        Args:
            by_name: whether they come by name, numbers within names counted; else in no particular order,
                which spares the other threads of a window the pause that sorting a long list is.

        Raises:
            SessionError: the file is damaged.
        """
        rows = self.read(select_shift_rows)
        return sorted(rows, key=lambda row: natural_key(row.entry.name)) if by_name else rows

    def inspection(self, image_name: str) -> Inspection | None:
        """Return the current inspection of an image with all its regions; ``None`` if there is none.

        Raises:
            SessionError: the file is damaged.
        """
        outcome = self.read(lambda connection: outcome_rows.current_inspection(connection, image_name))
        if outcome is None:
            return None
        return self.read(lambda connection: outcome_rows.select_inspection(connection, outcome, dropped=True))

    def record_decision(self, decision: Decision) -> None:
        """Add what a person says of an image; earlier decisions stay as history.

        Raises:
            SessionError: the session does not hold that image, or could not be written.
        """
        with self.writing():
            if not decision_rows.insert_decision(self._connection, decision):
                raise SessionError(
                    f"The session {self.path} does not hold {decision.image_name} as it was reviewed: "
                    "inspect the image, then review it again."
                )

    def latest_decisions(self) -> dict[str, Decision]:
        """Return the latest decision on each current image that has one, by image name.

        Words on regions count only for the inspection that the person looked at.

        Raises:
            SessionError: the file is damaged.
        """
        decisions = self.read(lambda connection: list(decision_rows.select_latest(connection)))
        return {decision.image_name: decision for decision in decisions}

    def decisions(self, image_name: str) -> list[Decision]:
        """Return all decisions on images of this name, oldest first.

        Raises:
            SessionError: the file is damaged.
        """
        return self.read(lambda connection: decision_rows.select_history(connection, image_name))

    def verify_decisions(self) -> int:
        """Check that each decision is as it was written, and return how many there are.

        Raises:
            SessionError: one was changed, removed or added by something else; the text says which.
        """
        count, broken = self.read(decision_rows.count_and_first_broken)
        if broken is not None:
            raise SessionError(
                f"Decision {broken} of {count} in {self.path} was changed after it was made, or one before "
                "it was removed: do not rely on this file, restore a backup."
            )
        return count

    def begin_run(self, arguments: Sequence[str], versions: Mapping[str, str], at: datetime) -> int:
        """Log that a batch starts, and return the run's number.

        Args:
            arguments: what the batch was started with.
            versions: of the application and what it stands on, by name.
            at: when, with its zone.
        """
        with self.writing():
            row = self._connection.execute(
                "INSERT INTO runs (started_at, arguments, versions) VALUES (?, ?, ?) RETURNING id",
                (at.isoformat(), json.dumps(arguments), json.dumps(dict(versions))),
            ).fetchone()
        return int(row[0])

    def end_run(self, run: int, at: datetime) -> None:
        """Log that a run has ended."""
        with self.writing():
            self._connection.execute("UPDATE runs SET ended_at = ? WHERE id = ?", (at.isoformat(), run))

    def runs(self) -> list[Run]:
        """Return the log of runs, oldest first."""
        rows = self.read(
            lambda connection: connection.execute(
                "SELECT started_at, ended_at, arguments, versions FROM runs ORDER BY id"
            ).fetchall()
        )
        return [
            Run(_time(started), ended and _time(ended), tuple(json.loads(arguments)), json.loads(versions))
            for started, ended, arguments, versions in rows
        ]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Make a transaction in turn; for the other files of this room.

        Raises:
            SessionError: the session is open for reading only, or cannot be written to.
        """
        if self.read_only:
            raise SessionError(
                f"The session {self.path} is open for reading only: close the other SAA Desktop that writes "
                "to it, then open it again."
            )
        with self._turn, explained(self.path), transaction(self._connection):
            yield self._connection

    def _outcome(self, outcome: int, *, failed: bool, dropped: bool) -> Inspection | Failure:
        """Read one outcome."""
        if failed:
            return self.read(lambda connection: outcome_rows.select_failure(connection, outcome))
        return self.read(
            lambda connection: outcome_rows.select_inspection(connection, outcome, dropped=dropped)
        )

    def read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run a query in turn; for the other files of this room.

        Raises:
            SessionError: the file cannot be read, or holds what it cannot hold.
        """
        with self._turn, explained(self.path):
            try:
                return query(self._connection)
            except (ValueError, TypeError, KeyError) as error:
                raise damaged(self.path) from error


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
