"""The tables of a session file, and the steps that bring an older file up to date."""

import sqlite3

APPLICATION_ID = 0x53414144
"""Marks a SQLite file as a session of this application ("SAAD")."""

_VERSION_1 = (
    """
    CREATE TABLE images (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        UNIQUE (name, sha256)
    )
    """,
    """
    CREATE TABLE outcomes (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES images (id),
        file TEXT NOT NULL,
        superseded_by INTEGER REFERENCES outcomes (id)
    )
    """,
    "CREATE INDEX current_of_file ON outcomes (file) WHERE superseded_by IS NULL",
    "CREATE INDEX current_of_image ON outcomes (image_id) WHERE superseded_by IS NULL",
    """
    CREATE TABLE profiles (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        UNIQUE (name, version, title, fingerprint)
    )
    """,
    """
    CREATE TABLE models (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        version TEXT NOT NULL,
        device TEXT NOT NULL,
        weights TEXT NOT NULL,
        UNIQUE (name, title, version, device, weights)
    )
    """,
    """
    CREATE TABLE inspections (
        id INTEGER PRIMARY KEY REFERENCES outcomes (id),
        profile_id INTEGER NOT NULL REFERENCES profiles (id),
        model_id INTEGER NOT NULL REFERENCES models (id),
        path TEXT NOT NULL,
        page INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        review_at REAL NOT NULL,
        ng_at REAL NOT NULL,
        score REAL NOT NULL,
        ai_verdict TEXT NOT NULL,
        object_area REAL NOT NULL,
        notes TEXT NOT NULL,
        timings TEXT NOT NULL,
        duration_ms REAL NOT NULL,
        inspected_at TEXT NOT NULL,
        application_version TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE regions (
        inspection_id INTEGER NOT NULL REFERENCES inspections (id),
        position INTEGER NOT NULL,
        x0 REAL NOT NULL,
        y0 REAL NOT NULL,
        x1 REAL NOT NULL,
        y1 REAL NOT NULL,
        phrase TEXT NOT NULL,
        prompt TEXT NOT NULL,
        box_score REAL NOT NULL,
        area_ratio REAL NOT NULL,
        object_overlap REAL,
        saliency REAL,
        saliency_factor REAL,
        score REAL,
        rank INTEGER,
        mask_image_height INTEGER,
        mask_image_width INTEGER,
        mask_x INTEGER,
        mask_y INTEGER,
        mask_width INTEGER,
        mask_height INTEGER,
        mask_area INTEGER,
        mask_packed BLOB,
        dropped_rule TEXT,
        dropped_value REAL,
        dropped_bound REAL,
        PRIMARY KEY (inspection_id, position)
    )
    """,
    """
    CREATE TABLE failures (
        id INTEGER PRIMARY KEY REFERENCES outcomes (id),
        path TEXT NOT NULL,
        sentence TEXT NOT NULL,
        failed_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES images (id),
        outcome_id INTEGER NOT NULL REFERENCES outcomes (id),
        review TEXT NOT NULL,
        operator TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
    "CREATE INDEX decisions_of_image ON decisions (image_id)",
    """
    CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END
    """,
    """
    CREATE TRIGGER decisions_are_not_removed BEFORE DELETE ON decisions
    BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        arguments TEXT NOT NULL,
        versions TEXT NOT NULL
    )
    """,
)

_VERSION_2 = (
    """
    CREATE TABLE watched_folders (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        prefix TEXT NOT NULL UNIQUE,
        include TEXT NOT NULL,
        exclude_names TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        folder_id INTEGER NOT NULL REFERENCES watched_folders (id),
        path TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        changed_ns INTEGER NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX captures_in_turn ON captures (state, modified_ns, id)",
)

MIGRATIONS = (_VERSION_1, _VERSION_2)
"""Statements that lead from schema version n to n + 1. A released step is never edited, only followed."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring an empty or older file to the newest schema; the caller holds the transaction."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(MIGRATIONS):
        return
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
