"""Reads what the statistics of a shift need, without a query an image and without masks."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from saa_desktop.domain.inspections import ModelIdentity, ProfileIdentity
from saa_desktop.domain.shift_rows import MarkedRegion, ShiftRow
from saa_desktop.sessions import decision_rows, outcome_rows

# No region of an image below its REVIEW threshold reaches it, so most images need no look at their regions.
_MARKED = """
    SELECT inspection_id, position, phrase, regions.score
    FROM inspections JOIN outcomes USING (id) JOIN regions ON inspection_id = inspections.id
    WHERE superseded_by IS NULL AND inspections.score >= review_at
        AND dropped_rule IS NULL AND regions.score >= review_at
    ORDER BY inspection_id, position
"""


class _Inspected(NamedTuple):
    """What an entry does not hold of an inspection."""

    duration_ms: float | None
    profile: ProfileIdentity | None
    models: ModelIdentity | None


_NOT_INSPECTED = _Inspected(None, None, None)


def select_shift_rows(connection: sqlite3.Connection) -> list[ShiftRow]:
    """Read a row for each current outcome, in no particular order.

    Raises:
        ValueError, TypeError, KeyError: a row holds what no outcome or decision can.
    """
    with _snapshot(connection):
        entries = list(outcome_rows.select_entries(connection))
        inspected = _inspected(connection)
        regions = _marked_regions(connection)
        decisions = {decision.image_name: decision for decision in decision_rows.select_latest(connection)}
    return [
        ShiftRow(
            replace(entry, review=decision.review) if (decision := decisions.get(entry.name)) else entry,
            decision.operator if decision else "",
            *inspected.get(outcome, _NOT_INSPECTED),
            regions.get(outcome, ()),
        )
        for outcome, entry in entries
    ]


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read one state of the file throughout, whatever another program writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _inspected(connection: sqlite3.Connection) -> dict[int, _Inspected]:
    """Read all inspections, by outcome."""
    profiles = {
        key: ProfileIdentity(*values)
        for key, *values in connection.execute("SELECT id, name, version, title, fingerprint FROM profiles")
    }
    models = {
        key: outcome_rows.model_identity(*values)
        for key, *values in connection.execute("SELECT id, name, title, version, device, weights FROM models")
    }
    rows = connection.execute("SELECT id, duration_ms, profile_id, model_id FROM inspections")
    return {
        outcome: _Inspected(duration_ms, profiles[profile], models[model])
        for outcome, duration_ms, profile, model in rows
    }


def _marked_regions(connection: sqlite3.Connection) -> Mapping[int, tuple[MarkedRegion, ...]]:
    """Read the regions that reach the REVIEW threshold, by outcome."""
    regions: defaultdict[int, list[MarkedRegion]] = defaultdict(list)
    for outcome, position, phrase, score in connection.execute(_MARKED):
        regions[outcome].append(MarkedRegion(position, phrase, score))
    return {outcome: tuple(marked) for outcome, marked in regions.items()}
