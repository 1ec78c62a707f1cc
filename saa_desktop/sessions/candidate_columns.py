"""Reads the candidates of a whole session into arrays, without their masks and words."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.candidate_columns import CandidateColumns
from saa_desktop.domain.verdicts import AiVerdict, OperatorVerdict
from saa_desktop.sessions.connection import connect_read_only, damaged, explained

_IMAGES = """
    SELECT outcomes.id, images.name, ai_verdict
    FROM outcomes JOIN inspections USING (id) JOIN images ON images.id = image_id
    WHERE superseded_by IS NULL
    ORDER BY outcomes.id
"""
# Without an order, so that SQLite reads the table as it lies on the disk.
_CANDIDATES = """
    SELECT inspection_id, box_score, area_ratio,
        CASE WHEN mask_area = 0 THEN 0.0 ELSE saliency END,
        dropped_rule IS NULL OR dropped_rule = 'top_k'
    FROM regions
    WHERE (dropped_rule IS NULL OR dropped_rule IN ('top_k', 'box_threshold', 'min_area', 'max_area'))
        AND inspection_id IN (SELECT id FROM outcomes WHERE superseded_by IS NULL)
"""
_VERDICTS = """
    SELECT images.name, json_extract(review, '$.verdict')
    FROM decisions
    JOIN images ON images.id = decisions.image_id
    JOIN outcomes ON outcomes.image_id = images.id AND superseded_by IS NULL
    WHERE decisions.id IN (SELECT max(id) FROM decisions GROUP BY image_id)
        AND json_extract(review, '$.verdict') IS NOT NULL
"""
_ROW = np.dtype(
    [
        ("inspection", np.int64),
        ("box_score", np.float64),
        ("area_ratio", np.float64),
        ("saliency", np.float64),
        ("scored", np.bool_),
    ]
)


def read_candidates(path: Path, known: CandidateColumns | None = None) -> CandidateColumns:
    """Read a session as it is now, also while another program writes to it.

    Args:
        path: of the session file.
        known: what was read from the same session before: where no outcome has come since, only the
            operators' verdicts are read again.

    Raises:
        SessionError: there is no such file, or it cannot be read.
    """
    with closing(connect_read_only(path)) as connection, explained(path):
        try:
            connection.execute("BEGIN")  # one state of the file for all that is read
            newest: int = connection.execute("SELECT ifnull(max(id), 0) FROM outcomes").fetchone()[0]
            if known is None or known.newest_outcome != newest:
                known = _read_all(connection, newest)
            return replace(known, operator_verdicts=_read_verdicts(connection, known.names))
        except (ValueError, TypeError) as error:
            raise damaged(path) from error


def _read_all(connection: sqlite3.Connection, newest: int) -> CandidateColumns:
    """Read images and candidates.

    Raises:
        ValueError, TypeError: a row holds what no inspection can.
    """
    images = connection.execute(_IMAGES).fetchall()
    places = {verdict.value: place for place, verdict in enumerate(AiVerdict)}
    verdicts = [places[AiVerdict(verdict)] for _, _, verdict in images]
    rows = np.fromiter(
        ((*row[:3], np.nan if row[3] is None else row[3], row[4]) for row in connection.execute(_CANDIDATES)),
        dtype=_ROW,
    )
    outcomes = np.array([outcome for outcome, _, _ in images], dtype=np.int64)
    return CandidateColumns(
        names=tuple(name for _, name, _ in images),
        ai_verdicts=np.array(verdicts, dtype=np.int8),
        operator_verdicts=np.full(len(images), -1, dtype=np.int8),
        image=np.searchsorted(outcomes, rows["inspection"]),
        box_score=rows["box_score"].copy(),
        area_ratio=rows["area_ratio"].copy(),
        saliency=rows["saliency"].copy(),
        scored=rows["scored"].copy(),
        newest_outcome=newest,
    )


def _read_verdicts(connection: sqlite3.Connection, names: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """Read the latest operator verdict on each image as places in ``tuple(OperatorVerdict)``; -1 for none.

    Raises:
        ValueError: a row holds a verdict that is not known.
    """
    places = {verdict: place for place, verdict in enumerate(OperatorVerdict)}
    latest = {name: places[OperatorVerdict(verdict)] for name, verdict in connection.execute(_VERDICTS)}
    return np.array([latest.get(name, -1) for name in names], dtype=np.int8)
