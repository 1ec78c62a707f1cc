"""Inspections and failures as rows of the session. Every function works within the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import (
    Failure,
    Findings,
    Inspection,
    ModelIdentity,
    ProfileIdentity,
    StageTiming,
)
from saa_desktop.domain.verdicts import AiVerdict, VerdictThresholds
from saa_desktop.sessions.connection import encoded
from saa_desktop.sessions.region_rows import COLUMNS, from_row, to_row

_INSERT_REGION = (
    f"INSERT INTO regions (inspection_id, position, {', '.join(COLUMNS)}) "  # noqa: S608 - our own column names
    f"VALUES (?, ?{', ?' * len(COLUMNS)})"
)
_SELECT_REGIONS = f"SELECT {', '.join(COLUMNS)} FROM regions WHERE inspection_id = ? "  # noqa: S608 - as above

# A result stands until a later one of the same image, of the same file with other content, or, for a failure,
# of any page of the file. A failure that does not know the content ("") says nothing about the file's pages.
_SUPERSEDE = """
    UPDATE outcomes SET superseded_by = :outcome
    WHERE superseded_by IS NULL AND id < :outcome AND file = CAST(:file AS TEXT) AND (
        id IN (SELECT id FROM failures)
        OR EXISTS (
            SELECT 1 FROM images WHERE images.id = image_id AND (
                name = CAST(:name AS TEXT) OR (sha256 <> :sha256 AND :sha256 <> '')
            )
        )
    )
"""


def insert_inspection(connection: sqlite3.Connection, inspection: Inspection) -> None:
    """Add an inspection with all its candidates, and let it supersede what it replaces."""
    image, findings = inspection.image, inspection.findings
    file = image.name.removesuffix(f"#{image.page}")
    outcome = _insert_outcome(connection, file, image.name, image.sha256)
    connection.execute(
        """
        INSERT INTO inspections (
            id, profile_id, model_id, path, page, width, height, review_at, ng_at, score, ai_verdict,
            object_area, notes, timings, duration_ms, inspected_at, application_version
        ) VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            outcome,
            _profile_id(connection, inspection.profile),
            _model_id(connection, inspection.models),
            encoded(str(image.path)),
            image.page,
            image.width,
            image.height,
            inspection.thresholds.review_at,
            inspection.thresholds.ng_at,
            float(inspection.score),
            inspection.ai_verdict.value,
            float(findings.object_area),
            json.dumps(findings.notes),
            json.dumps([(timing.stage, timing.milliseconds) for timing in findings.timings]),
            inspection.duration_ms,
            inspection.inspected_at.isoformat(),
            inspection.application_version,
        ),
    )
    connection.executemany(
        _INSERT_REGION,
        ((outcome, position, *to_row(region)) for position, region in enumerate(findings.regions)),
    )


def insert_failure(connection: sqlite3.Connection, failure: Failure) -> None:
    """Add a failure, and let it supersede what it replaces."""
    name = failure.reference.name
    outcome = _insert_outcome(connection, name, name, failure.sha256)
    connection.execute(
        "INSERT INTO failures (id, path, sentence, failed_at) "
        "VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?)",
        (
            outcome,
            encoded(str(failure.reference.path)),
            encoded(failure.sentence),
            failure.failed_at.isoformat(),
        ),
    )


def select_inspection(connection: sqlite3.Connection, outcome: int, *, dropped: bool) -> Inspection:
    """Read one inspection.

    Args:
        connection: of the session.
        outcome: its id.
        dropped: whether to read dropped regions too.

    Raises:
        ValueError, TypeError: the rows hold what no inspection can.
    """
    row = connection.execute(
        """
        SELECT images.name, images.sha256, path, page, width, height,
            profiles.name, profiles.version, profiles.title, profiles.fingerprint,
            models.name, models.title, models.version, models.device, models.weights,
            review_at, ng_at, object_area, notes, timings, duration_ms, inspected_at, application_version
        FROM inspections
        JOIN outcomes USING (id)
        JOIN images ON images.id = outcomes.image_id
        JOIN profiles ON profiles.id = profile_id
        JOIN models ON models.id = model_id
        WHERE inspections.id = ?
        """,
        (outcome,),
    ).fetchone()
    name, sha256, path, page, width, height = row[:6]
    object_area, notes, timings, duration_ms, inspected_at, application_version = row[17:]
    which = "" if dropped else "AND dropped_rule IS NULL "
    regions = connection.execute(f"{_SELECT_REGIONS}{which}ORDER BY position", (outcome,))
    return Inspection(
        image=ImageIdentity(name, Path(path), sha256, width, height, page),
        profile=ProfileIdentity(*row[6:10]),
        models=model_identity(*row[10:15]),
        thresholds=VerdictThresholds(*row[15:17]),
        findings=Findings(
            regions=tuple(map(from_row, regions)),
            object_area=object_area,
            notes=tuple(json.loads(notes)),
            timings=tuple(StageTiming(*timing) for timing in json.loads(timings)),
        ),
        duration_ms=duration_ms,
        inspected_at=datetime.fromisoformat(inspected_at),
        application_version=application_version,
    )


def select_failure(connection: sqlite3.Connection, outcome: int) -> Failure:
    """Read one failure.

    Raises:
        ValueError, TypeError: the row holds what no failure can.
    """
    path, name, sentence, failed_at, sha256 = connection.execute(
        """
        SELECT path, name, sentence, failed_at, sha256
        FROM failures JOIN outcomes USING (id) JOIN images ON images.id = image_id
        WHERE failures.id = ?
        """,
        (outcome,),
    ).fetchone()
    return Failure(ImageReference(Path(path), name), sentence, datetime.fromisoformat(failed_at), sha256)


def select_entries(connection: sqlite3.Connection) -> Iterator[tuple[int, ImageEntry]]:
    """Read the id of each current outcome and what lists show of it, in no particular order.

    Raises:
        ValueError, TypeError, KeyError: a row holds what no outcome can.
    """
    thresholds = lru_cache(VerdictThresholds)
    verdicts = {verdict.value: verdict for verdict in AiVerdict}
    rows = connection.execute(
        """
        SELECT outcomes.id, name, sha256, file, path, score, ai_verdict, review_at, ng_at, inspected_at
        FROM outcomes JOIN images ON images.id = image_id JOIN inspections USING (id)
        WHERE superseded_by IS NULL
        """
    )
    for outcome, name, sha256, file, path, score, ai_verdict, review_at, ng_at, inspected_at in rows:
        yield (
            outcome,
            ImageEntry(
                ImageReference(Path(path), file),
                name,
                sha256,
                verdicts[ai_verdict],
                score,
                thresholds(review_at, ng_at),
                ended_at=datetime.fromisoformat(inspected_at),
            ),
        )
    rows = connection.execute(
        """
        SELECT outcomes.id, sha256, file, path, sentence, failed_at
        FROM outcomes JOIN images ON images.id = image_id JOIN failures USING (id)
        WHERE superseded_by IS NULL
        """
    )
    for outcome, sha256, file, path, sentence, failed_at in rows:
        yield (
            outcome,
            ImageEntry(
                ImageReference(Path(path), file),
                file,
                sha256,
                error=sentence,
                ended_at=datetime.fromisoformat(failed_at),
            ),
        )


def current_inspection(connection: sqlite3.Connection, name: str) -> int | None:
    """Return the id of the inspection that stands for an image, or ``None``."""
    row = connection.execute(
        """
        SELECT outcomes.id FROM images
        JOIN outcomes ON image_id = images.id JOIN inspections USING (id)
        WHERE name = CAST(? AS TEXT) AND superseded_by IS NULL
        """,
        (encoded(name),),
    ).fetchone()
    return None if row is None else int(row[0])


def is_done(
    connection: sqlite3.Connection, name: str, sha256: str, profile: ProfileIdentity, models: ModelIdentity
) -> bool:
    """Tell whether an image's content stands as inspected by this profile and these models."""
    row = connection.execute(
        """
        SELECT 1 FROM images
        JOIN outcomes ON image_id = images.id
        JOIN inspections USING (id)
        JOIN profiles ON profiles.id = profile_id
        JOIN models ON models.id = model_id
        WHERE images.name = CAST(? AS TEXT) AND sha256 = ? AND superseded_by IS NULL
            AND (profiles.name, profiles.version, profiles.fingerprint) = (?, ?, ?)
            AND (models.name, models.version, models.weights) = (?, ?, ?)
        """,
        (
            *(encoded(name), sha256),
            *(profile.name, profile.version, profile.fingerprint),
            *(models.name, models.version, weights_text(models)),
        ),
    ).fetchone()
    return row is not None


def model_identity(name: str, title: str, version: str, device: str, weights: str) -> ModelIdentity:
    """Return the models of a row.

    Raises:
        ValueError, TypeError: the weights are not those of a model set.
    """
    pairs = tuple((file, digest) for file, digest in json.loads(weights))
    return ModelIdentity(name, title, version, device, pairs)


def weights_text(models: ModelIdentity) -> str:
    """Return the weights of a model set as its row holds them."""
    return json.dumps(models.weights)


def image_id(connection: sqlite3.Connection, name: str, sha256: str) -> int | None:
    """Return the row of an image's content, or ``None``."""
    row = connection.execute(
        "SELECT id FROM images WHERE name = CAST(? AS TEXT) AND sha256 = ?", (encoded(name), sha256)
    ).fetchone()
    return None if row is None else int(row[0])


def _insert_outcome(connection: sqlite3.Connection, file: str, name: str, sha256: str) -> int:
    """Add an outcome, mark those that it supersedes, and return its id."""
    connection.execute(
        "INSERT INTO images (name, sha256) VALUES (CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING",
        (encoded(name), sha256),
    )
    outcome = connection.execute(
        "INSERT INTO outcomes (image_id, file) VALUES (?, CAST(? AS TEXT)) RETURNING id",
        (image_id(connection, name, sha256), encoded(file)),
    ).fetchone()[0]
    connection.execute(
        _SUPERSEDE,
        {"outcome": outcome, "file": encoded(file), "name": encoded(name), "sha256": sha256},
    )
    return int(outcome)


def _profile_id(connection: sqlite3.Connection, profile: ProfileIdentity) -> int:
    """Return the row of a product profile, adding it at its first use."""
    values = (profile.name, profile.version, profile.title, profile.fingerprint)
    connection.execute(
        "INSERT INTO profiles (name, version, title, fingerprint) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        values,
    )
    row = connection.execute(
        "SELECT id FROM profiles WHERE (name, version, title, fingerprint) = (?, ?, ?, ?)", values
    ).fetchone()
    return int(row[0])


def _model_id(connection: sqlite3.Connection, models: ModelIdentity) -> int:
    """Return the row of a model set, adding it at its first use."""
    values = (models.name, models.title, models.version, models.device, weights_text(models))
    connection.execute(
        "INSERT INTO models (name, title, version, device, weights) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        values,
    )
    row = connection.execute(
        "SELECT id FROM models WHERE (name, title, version, device, weights) = (?, ?, ?, ?, ?)", values
    ).fetchone()
    return int(row[0])
