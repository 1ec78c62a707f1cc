"""What people say of images, as rows of the session. Every function works within the caller's transaction.

Each row carries a hash of itself and of the row before it: whoever changes, removes or inserts one behind our
back would have to change all that follow.
"""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviews import Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.sessions.connection import encoded

_COLUMNS = "images.name, images.sha256, decisions.outcome_id, review, operator, decided_at"
_FROM = "FROM decisions JOIN images ON images.id = decisions.image_id"


def insert_decision(connection: sqlite3.Connection, decision: Decision) -> bool:
    """Add a decision on an image's current outcome; return whether there is such an outcome."""
    row = connection.execute(
        """
        SELECT images.id, outcomes.id FROM images JOIN outcomes ON image_id = images.id
        WHERE name = CAST(? AS TEXT) AND sha256 = ? AND superseded_by IS NULL
        """,
        (encoded(decision.image_name), decision.sha256),
    ).fetchone()
    if row is None:
        return False
    image, outcome = row
    review = json.dumps(_plain(decision.review), sort_keys=True, separators=(",", ":"))
    decided_at = decision.decided_at.isoformat()
    connection.execute(
        "INSERT INTO decisions (image_id, outcome_id, review, operator, decided_at, hash) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(image, outcome, review, decision.operator, decided_at),
            _hash(
                _last_hash(connection),
                (decision.image_name, decision.sha256, outcome, review, decision.operator, decided_at),
            ),
        ),
    )
    return True


def select_latest(connection: sqlite3.Connection) -> Iterator[Decision]:
    """Read the latest decision on each current image that has one.

    Words on regions count for the outcome that the person looked at only: an image that was inspected again
    keeps its verdict, class, note and flag.

    Raises:
        ValueError, TypeError, KeyError: a row holds what no decision can.
    """
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}, outcomes.id = decisions.outcome_id {_FROM}
        JOIN outcomes ON outcomes.image_id = images.id AND superseded_by IS NULL
        WHERE decisions.id IN (SELECT max(id) FROM decisions GROUP BY image_id)
        """  # noqa: S608 - our own column names
    )
    for *row, of_current in rows:
        decision = _decision(row)
        yield decision if of_current else replace(decision, review=replace(decision.review, regions=()))


def select_history(connection: sqlite3.Connection, image_name: str) -> list[Decision]:
    """Read all decisions on an image, on any content that had its name, oldest first.

    Raises:
        ValueError, TypeError, KeyError: a row holds what no decision can.
    """
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE name = CAST(? AS TEXT) ORDER BY decisions.id",
        (encoded(image_name),),
    )
    return [_decision(row) for row in rows]


def count_and_first_broken(connection: sqlite3.Connection) -> tuple[int, int | None]:
    """Return how many decisions there are, and the place, from 1, of the first whose hash is not right."""
    count, previous, broken = 0, "", None
    for *content, stored in connection.execute(f"SELECT {_COLUMNS}, hash {_FROM} ORDER BY decisions.id"):
        count += 1
        if stored != _hash(previous, tuple(content)) and broken is None:
            broken = count
        previous = stored
    return count, broken


def _last_hash(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT hash FROM decisions ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def _hash(previous: str, content: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps([previous, *content]).encode()).hexdigest()


def _decision(row: list[Any]) -> Decision:
    name, sha256, _, review, operator, decided_at = row
    return Decision(name, sha256, _review(json.loads(review)), operator, datetime.fromisoformat(decided_at))


def _plain(review: Review) -> dict[str, object]:
    """Return a review as JSON takes it."""
    return {
        "verdict": review.verdict,
        "defect_class": review.defect_class,
        "note": review.note,
        "flagged": review.flagged,
        "regions": [
            {"region": each.region, "verdict": each.verdict, "mask": each.mask and _plain_mask(each.mask)}
            for each in review.regions
        ],
    }


def _plain_mask(mask: Mask) -> dict[str, object]:
    values = {field.name: getattr(mask, field.name) for field in fields(mask)}
    return values | {"packed": base64.b64encode(mask.packed).decode()}


def _review(plain: dict[str, Any]) -> Review:
    regions = (
        RegionReview(
            each["region"],
            each["verdict"] and RegionVerdict(each["verdict"]),
            each["mask"] and Mask(**each["mask"] | {"packed": base64.b64decode(each["mask"]["packed"])}),
        )
        for each in plain["regions"]
    )
    return Review(
        plain["verdict"] and OperatorVerdict(plain["verdict"]),
        plain["defect_class"],
        plain["note"],
        plain["flagged"],
        tuple(regions),
    )
