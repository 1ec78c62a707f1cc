"""A session through its front door: what goes in comes out, whatever happens in between."""

import math
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saa_desktop.domain.entries import ImageState, entry_of
from saa_desktop.domain.errors import DiskFullError, SessionError
from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import (
    Failure,
    Findings,
    Inspection,
    ModelIdentity,
    ProfileIdentity,
    StageTiming,
)
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.sessions import connection
from saa_desktop.sessions.schema import MIGRATIONS
from saa_desktop.sessions.session import Session

PROFILE = ProfileIdentity("mtd", 3, "Magnetic tile", "f" * 64)
MODELS = ModelIdentity("lite", "lite (built in)", "1", "cpu", (("weights.pt", "a" * 64),))
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def inspection(name: str = "a.png", sha256: str = "1" * 64, page: int = 1, **changes: object) -> Inspection:
    mask = Mask.from_array(np.eye(5, 7, dtype=np.bool_))
    regions = (
        Region(Box(0, 0, 5, 5), "hole", "hole.", 0.5, 0.1, 0.9, mask, 0.2, math.exp(0.6), 0.9, 1),
        Region(Box(1, 1, 2, 2), "", "hole.", 0.05, 0.1, dropped=Drop(DropRule.BOX_THRESHOLD, 0.05, 0.1)),
    )
    record = Inspection(
        image=ImageIdentity(name, Path("/in") / name, sha256, 7, 5, page),
        profile=PROFILE,
        models=MODELS,
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions, 0.5, ("one note",), (StageTiming("proposal", 1.5),)),
        duration_ms=12.5,
        inspected_at=NOON,
        application_version="0.1.0",
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def failure(name: str = "a.png", sha256: str = "") -> Failure:
    return Failure(
        ImageReference(Path("/in") / name, name), f"{name} is broken; copy it again.", NOON, sha256
    )


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.open_or_create(tmp_path / "out" / "session.sqlite") as opened:
        yield opened


def names(session: Session) -> list[str]:
    return [
        f"failed {outcome.reference.name}" if isinstance(outcome, Failure) else outcome.image.name
        for outcome in session.outcomes()
    ]


# --- round trip -------------------------------------------------------------------------------------------

words = st.text(max_size=12)
floats = st.floats(allow_nan=False)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(timezones=zones)
mask_arrays = st.integers(0, 2**35 - 1).map(
    lambda bits: np.array([bits >> place & 1 for place in range(35)], dtype=np.bool_).reshape(5, 7)
)
regions = st.builds(
    Region,
    box=st.builds(Box, floats, floats, floats, floats),
    phrase=words,
    prompt=words,
    box_score=floats,
    area_ratio=floats,
    object_overlap=st.none() | floats,
    mask=st.none() | mask_arrays.map(Mask.from_array),
    saliency=st.none() | floats,
    saliency_factor=st.none() | floats,
    score=st.none() | floats,
    rank=st.none() | st.integers(1, 5000),
    dropped=st.none() | st.builds(Drop, st.sampled_from(DropRule), floats, floats),
)
# Names and paths may hold bytes that are no text, which Python shows as lone surrogates.
file_names = st.text(st.characters(exclude_characters="\0/", exclude_categories=()), min_size=1, max_size=12)
inspections = st.builds(
    Inspection,
    image=st.builds(
        ImageIdentity,
        name=file_names,
        path=file_names.map(lambda name: Path("/照片") / name),
        sha256=words,
        width=st.integers(1, 2**31),
        height=st.integers(1, 2**31),
        page=st.integers(1, 99),
    ),
    profile=st.builds(ProfileIdentity, words, st.integers(0, 99), words, words),
    models=st.builds(
        ModelIdentity, words, words, words, words, st.lists(st.tuples(words, words), max_size=2).map(tuple)
    ),
    thresholds=st.tuples(st.floats(0.01, 9), st.floats(0.01, 9)).map(
        lambda pair: VerdictThresholds(min(pair), max(pair))
    ),
    findings=st.builds(
        Findings,
        regions=st.lists(regions, max_size=4).map(tuple),
        object_area=floats,
        notes=st.lists(words, max_size=2).map(tuple),
        timings=st.lists(st.builds(StageTiming, words, floats), max_size=2).map(tuple),
    ),
    duration_ms=floats,
    inspected_at=times,
    application_version=words,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)
@given(
    record=inspections,
    broken=st.builds(
        Failure,
        st.builds(ImageReference, file_names.map(Path), file_names),
        st.text(st.characters(exclude_categories=())),
        times,
        words,
    ),
)
def test_what_is_recorded_comes_back_equal(tmp_path: Path, record: Inspection, broken: Failure) -> None:
    folder = tmp_path / "round trip"
    shutil.rmtree(folder, ignore_errors=True)
    with Session.open_or_create(folder / "session.sqlite") as session:
        session.record(record)
        [back] = session.inspections()
        assert back == record
        [short] = session.inspections(dropped=False)
        assert short.kept == short.findings.regions == record.kept
        assert session.done(record.profile, record.models) == {(record.image.name, record.image.sha256)}
        session.record_failure(broken)
        assert list(session.failures()) == [broken]


def test_numpy_numbers_come_back_as_their_value(session: Session) -> None:
    region = Region(
        Box(*np.arange(4, dtype=np.float32)), "", "", np.float32(0.1), np.float32(0.2), rank=np.int64(3)
    )  # type: ignore[arg-type]
    session.record(inspection(findings=Findings((region,))))
    [back] = session.inspections()
    assert back.findings.regions == (region,)


# --- which outcome counts ---------------------------------------------------------------------------------


def test_the_latest_outcome_of_a_name_counts_and_the_earlier_ones_stay_in_the_file(session: Session) -> None:
    session.record(inspection())
    session.record(inspection(duration_ms=99.0))
    assert [record.duration_ms for record in session.inspections()] == [99.0]
    session.record_failure(failure())
    assert names(session) == ["failed a.png"]
    session.record(inspection(duration_ms=7.0))
    assert [record.duration_ms for record in session.inspections()] == [7.0]
    with sqlite3.connect(session.path) as database:
        assert database.execute("SELECT duration_ms FROM inspections ORDER BY id").fetchall() == [
            (12.5,),
            (99,),
            (7,),
        ]
        assert database.execute("SELECT count(*) FROM failures").fetchone() == (1,)
    database.close()


def test_pages_and_their_file_supersede_each_other_only_where_they_must(session: Session) -> None:
    old, new = "1" * 64, "2" * 64
    for page in (1, 2, 3):
        session.record(inspection(f"stack.tif#{page}", old, page))
    session.record_failure(failure("stack.tif"))
    assert names(session) == ["failed stack.tif", "stack.tif#1", "stack.tif#2", "stack.tif#3"]
    session.record(inspection("stack.tif#3", old, 3))
    assert names(session) == ["stack.tif#1", "stack.tif#2", "stack.tif#3"]
    session.record(inspection("stack.tif#1", new, 1))
    assert names(session) == ["stack.tif#1"], "the pages of the file's old content no longer exist"
    session.record_failure(failure("stack.tif", new))
    assert names(session) == ["failed stack.tif", "stack.tif#1"]
    session.record_failure(failure("stack.tif", "3" * 64))
    assert names(session) == ["failed stack.tif"]


def test_only_current_inspections_of_the_same_profile_and_models_are_done(session: Session) -> None:
    first = inspection()
    session.record(first)
    key = frozenset({("a.png", "1" * 64)})
    assert session.done(PROFILE, MODELS) == key
    assert session.done(PROFILE, replace(MODELS, device="cuda:0", title="other words")) == key
    for profile, models in (
        (replace(PROFILE, version=4), MODELS),
        (replace(PROFILE, fingerprint="0" * 64), MODELS),
        (PROFILE, replace(MODELS, version="2")),
        (PROFILE, replace(MODELS, weights=())),
    ):
        assert session.done(profile, models) == frozenset()
    session.record(inspection(sha256="2" * 64))
    assert session.done(PROFILE, MODELS) == {("a.png", "2" * 64)}
    session.record_failure(failure(sha256="2" * 64))
    assert session.done(PROFILE, MODELS) == frozenset()


def test_outcomes_come_in_natural_order_of_names(session: Session) -> None:
    for name in ("b/2.png", "b/10.png", "A/3.png", "B/1.png", "缺陷.png"):
        session.record(inspection(name))
    assert names(session) == ["A/3.png", "B/1.png", "b/2.png", "b/10.png", "缺陷.png"]


# --- decisions, entries and runs --------------------------------------------------------------------------


def decision(
    verdict: OperatorVerdict | None, operator: str = "王伟", sha256: str = "1" * 64, **words: Any
) -> Decision:
    return Decision("a.png", sha256, Review(verdict, **words), operator, NOON)


def test_the_latest_decision_counts_for_the_content_it_was_given_on(session: Session) -> None:
    session.record(inspection())
    session.record_decision(decision(OperatorVerdict.NG))
    session.record_decision(decision(OperatorVerdict.OK, "李娜"))
    session.record(inspection(duration_ms=1.0))
    assert session.latest_decisions() == {"a.png": decision(OperatorVerdict.OK, "李娜")}
    assert [each.operator for each in session.decisions("a.png")] == ["王伟", "李娜"]
    session.record(inspection(sha256="2" * 64))
    assert session.latest_decisions() == {}
    with pytest.raises(SessionError, match=r"does not hold a\.png as it was reviewed: inspect"):
        session.record_decision(decision(OperatorVerdict.OK, sha256="9" * 64))


_REVIEWS = st.builds(
    Review,
    st.none() | st.sampled_from(OperatorVerdict),
    st.text(max_size=5),
    st.text(max_size=20),
    st.booleans(),
    st.lists(
        st.builds(
            RegionReview,
            st.integers(0, 5) | st.integers(FIRST_DRAWN, FIRST_DRAWN + 2),
            st.sampled_from(RegionVerdict),
            st.none() | mask_arrays.map(Mask.from_array),
        ),
        max_size=3,
    ).map(tuple),
)


@given(reviews=st.lists(_REVIEWS, min_size=1, max_size=4))
def test_every_review_comes_back_as_it_was_given(reviews: list[Review]) -> None:
    with TemporaryDirectory() as folder, Session.open_or_create(Path(folder) / "s.sqlite") as session:
        session.record(inspection())
        given = [Decision("a.png", "1" * 64, review, "王伟", NOON) for review in reviews]
        for each in given:
            session.record_decision(each)
        assert session.decisions("a.png") == given
        assert session.entries()[0].review == reviews[-1]
        assert session.verify_decisions() == len(given)


def test_words_on_regions_do_not_pass_on_to_a_later_inspection(session: Session) -> None:
    session.record(inspection())
    region = RegionReview(0, RegionVerdict.REJECTED)
    session.record_decision(decision(OperatorVerdict.OK, note="dust", regions=(region,)))
    assert session.entries()[0].review.regions == (region,)
    session.record(inspection())
    assert session.entries()[0].review == Review(OperatorVerdict.OK, note="dust")


@pytest.mark.parametrize("statement", ["DELETE FROM decisions", "UPDATE decisions SET operator = ''"])
def test_decisions_are_append_only(session: Session, statement: str) -> None:
    session.record(inspection())
    session.record_decision(decision(OperatorVerdict.NG))
    database = sqlite3.connect(session.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("tampering", "first"),
    [
        ("UPDATE decisions SET operator = '赵强' WHERE id = 2", 2),
        ("UPDATE decisions SET review = replace(review, 'NG', 'OK') WHERE id = 1", 1),
        ("UPDATE decisions SET decided_at = '2026-01-01T00:00:00+00:00' WHERE id = 3", 3),
        ("DELETE FROM decisions WHERE id = 1", 1),
        ("DELETE FROM decisions WHERE id = 2", 2),
        ("UPDATE images SET sha256 = 'f'", 1),
    ],
)
def test_a_decision_that_was_tampered_with_is_found(session: Session, tampering: str, first: int) -> None:
    session.record(inspection())
    for operator in ("王伟", "李娜", "张敏"):
        session.record_decision(decision(OperatorVerdict.NG, operator))
    assert session.verify_decisions() == 3
    database = sqlite3.connect(session.path)
    for trigger in ("decisions_are_not_changed", "decisions_are_not_removed"):
        database.execute(f"DROP TRIGGER {trigger}")
    database.execute(tampering)
    database.commit()
    database.close()
    with pytest.raises(SessionError, match=rf"Decision {first} of \d"):
        session.verify_decisions()


def test_entries_show_what_came_of_each_image(session: Session) -> None:
    session.record(inspection("b/10.png"))
    session.record_failure(failure("b/9.png"))
    session.record_decision(Decision("b/10.png", "1" * 64, Review(OperatorVerdict.NG), "王伟", NOON))
    broken, whole = session.entries()
    assert broken == entry_of(failure("b/9.png"))
    assert whole == replace(entry_of(inspection("b/10.png")), review=Review(OperatorVerdict.NG))
    assert (broken.state, whole.state) == (ImageState.FAILED, ImageState[inspection().ai_verdict.name])


def test_one_inspection_is_read_with_its_dropped_regions(session: Session) -> None:
    session.record(inspection())
    session.record_failure(failure("b.png"))
    assert session.inspection("a.png") == inspection()
    assert session.inspection("b.png") is None
    assert session.inspection("c.png") is None


def test_runs_are_logged(session: Session) -> None:
    crashed = session.begin_run(["inspect", "照片"], {"application": "0.1.0"}, NOON)
    ended = session.begin_run([], {}, NOON + timedelta(hours=1))
    session.end_run(ended, NOON + timedelta(hours=2))
    assert crashed != ended
    assert [(run.arguments, run.versions, run.ended_at) for run in session.runs()] == [
        (("inspect", "照片"), {"application": "0.1.0"}, None),
        ((), {}, datetime(2026, 3, 1, 6, 0, tzinfo=UTC)),
    ]


# --- when things go wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"a table that is not ours" * 400, b"SQLite", b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_file_that_is_no_session_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "session.sqlite"
    path.write_bytes(content)
    for opened in (Session.open_or_create, Session.open_read_only):
        with pytest.raises(SessionError, match="left as it is"):
            opened(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE photos (id)")
    database.commit()
    database.close()
    before = path.read_bytes()
    with pytest.raises(SessionError, match=r"not a session of SAA Desktop"):
        Session.open_or_create(path)
    assert path.read_bytes() == before


def test_a_newer_session_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    Session.open_or_create(path).close()
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(SessionError, match="newer SAA Desktop"):
        Session.open_or_create(path)


def test_damage_within_a_session_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    with Session.open_or_create(path) as session:
        for number in range(100):
            session.record(inspection(f"{number}.png"))
    content = bytearray(path.read_bytes())
    start = len(content) // 8 * 4
    content[start:] = bytes(len(content) - start)
    path.write_bytes(content)
    with pytest.raises(SessionError, match="damaged"), Session.open_read_only(path) as session:
        list(session.outcomes())
    assert path.read_bytes() == content


def test_values_that_no_inspection_has_are_a_sentence(session: Session) -> None:
    session.record(inspection())
    database = sqlite3.connect(session.path, isolation_level=None)
    database.execute("UPDATE regions SET dropped_rule = 'weather' WHERE position = 1")
    database.close()
    with pytest.raises(SessionError, match="damaged"):
        list(session.outcomes())


def test_a_file_left_by_a_crash_while_it_was_made_becomes_a_session(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    path.touch()
    with Session.open_or_create(path) as session:
        session.record(inspection())
        assert names(session) == ["a.png"]


def test_another_writer_is_waited_for_and_then_a_sentence(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Session.open_or_create(session.path) as second:
        blocker = sqlite3.connect(session.path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(SessionError, match="in use by another program"):
            second.record(inspection())
        blocker.execute("COMMIT")
        blocker.close()
        second.record(inspection())
    assert names(session) == ["a.png"]


def test_a_full_disk_is_a_sentence_and_loses_nothing(session: Session) -> None:
    session.record(inspection("kept.png"))
    database = session._connection
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages + 5}")
    noise = Mask.from_array(np.random.default_rng(0).random((800, 800)) < 0.5)
    large = inspection(
        "large.png", findings=Findings((Region(Box(0, 0, 9, 9), "", "", 0.5, 0.1, mask=noise),))
    )
    with pytest.raises(DiskFullError, match="full; free some space"):
        session.record(large)
    assert names(session) == ["kept.png"]
    database.execute("PRAGMA max_page_count = 1000000")
    session.record(large)
    assert names(session) == ["kept.png", "large.png"]


def test_a_missing_session_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="does not exist"):
        Session.open_read_only(tmp_path / "session.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SessionError, match="cannot be opened"):
        Session.open_or_create(tmp_path / "file" / "session.sqlite")


def test_a_reader_sees_what_a_writer_has_recorded_and_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "名字 #1 50%.sqlite"
    with Session.open_or_create(path) as writer, Session.open_read_only(path) as reader:
        writer.record(inspection())
        assert names(reader) == ["a.png"]
        with pytest.raises(SessionError, match="open for reading only"):
            reader.record(inspection())


def test_threads_take_turns(session: Session) -> None:
    def work(worker: int) -> None:
        for number in range(20):
            session.record(inspection(f"{worker}/{number}.png"))
            assert len(list(session.outcomes())) >= number

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(session)) == 60


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_loses_nothing_recorded(tmp_path: Path) -> None:
    path = tmp_path / "session.sqlite"
    script = textwrap.dedent(
        f"""
        import itertools, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_session import Session, inspection
        from pathlib import Path
        with Session.open_or_create(Path({str(path)!r})) as session:
            for number in itertools.count():
                session.record(inspection(f"{{number}}.png"))
                print(number, flush=True)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        said += [int(line) for line in process.stdout.read().splitlines()]
    with Session.open_or_create(path) as session:
        held = names(session)
        assert held[: len(said)] == [f"{number}.png" for number in said]
        assert len(held) <= len(said) + 1
        session.record(inspection("next.png"))
