"""The session store on real session files, without a thread: each call is done when it returns."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.sessions.session import Session
from saa_desktop.workers.session_store import OpenedSession, SessionStore


class Ears:
    """Hears what a store says."""

    def __init__(self, store: SessionStore) -> None:
        self.opened: list[OpenedSession] = []
        self.recorded: list[Decision] = []
        self.failed: list[str] = []
        self.histories: list[tuple[str, list[Decision]]] = []
        store.opened.connect(self.opened.append)
        store.recorded.connect(self.recorded.append)
        store.record_failed.connect(lambda _, sentence: self.failed.append(sentence))
        store.open_failed.connect(lambda _, sentence: self.failed.append(sentence))
        store.history_read.connect(lambda *heard: self.histories.append(heard))


@pytest.fixture
def store() -> SessionStore:
    return SessionStore()


@pytest.fixture
def ears(store: SessionStore) -> Ears:
    return Ears(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session with one inspected image."""
    request = BatchRequest((tmp_path / "images",), "generic", tmp_path)
    with Session.open_or_create(request.session_path) as session:
        session.begin_run(request.as_arguments(), {}, datetime.now(UTC))
        session.record(
            Inspection(
                image=ImageIdentity("a.png", Path("a.png"), "1" * 64, 4, 3),
                profile=ProfileIdentity("generic", 1, "Generic", "0"),
                models=ModelIdentity("lite", "lite", "1", "cpu"),
                thresholds=VerdictThresholds(0.4, 0.8),
                findings=Findings(()),
                duration_ms=1.0,
                inspected_at=datetime.now(UTC),
                application_version="0",
            )
        )
    return request.session_path


DECISION = Decision("a.png", "1" * 64, Review(verdict=OperatorVerdict.NG), "Li", datetime.now(UTC))


def latest(path: Path) -> dict[str, Decision]:
    with Session.open_read_only(path) as session:
        return session.latest_decisions()


def test_a_session_is_opened_with_its_images_and_its_request(
    store: SessionStore, ears: Ears, path: Path, tmp_path: Path
) -> None:
    store.open(path)
    (opened,) = ears.opened
    assert (opened.path, [entry.name for entry in opened.entries]) == (path, ["a.png"])
    assert opened.request == BatchRequest((tmp_path / "images",), "generic", tmp_path)
    store.close()


def test_a_decision_is_on_the_disk_when_it_is_said_to_be(store: SessionStore, ears: Ears, path: Path) -> None:
    store.open(path)
    heard: list[dict[str, Decision]] = []
    store.recorded.connect(lambda _: heard.append(latest(path)))
    store.record(DECISION)
    assert heard == [{"a.png": DECISION}]
    later = replace(DECISION, review=Review(note="dent"))
    store.record(later)
    store.read_history("a.png")
    assert ears.histories == [("a.png", [DECISION, later])]
    store.close()


def test_a_decision_on_other_content_is_refused(store: SessionStore, ears: Ears, path: Path) -> None:
    store.open(path)
    store.record(replace(DECISION, sha256="2" * 64))
    assert ears.recorded == []
    assert "inspect the image, then review it again" in ears.failed[0]
    assert latest(path) == {}
    store.close()


def test_without_a_session_nothing_is_recorded(store: SessionStore, ears: Ears, path: Path) -> None:
    store.record(DECISION)
    store.open(path)
    store.close()
    store.record(DECISION)
    assert ears.failed == ["No session is open: inspect the images first."] * 2
    assert latest(path) == {}


def test_what_cannot_be_written_is_said_in_a_sentence(store: SessionStore, ears: Ears, path: Path) -> None:
    store.open(path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE decisions")
    connection.commit()
    connection.close()
    store.record(DECISION)
    assert ears.recorded == []
    assert "cannot be used" in ears.failed[0]
    store.close()


def test_a_file_that_is_no_session_is_left_alone(store: SessionStore, ears: Ears, tmp_path: Path) -> None:
    other = tmp_path / "session.sqlite"
    other.write_bytes(b"no database at all, but long enough")
    store.open(other)
    assert ears.opened == []
    assert "is not a session of SAA Desktop" in ears.failed[0]
    assert other.read_bytes() == b"no database at all, but long enough"
