"""A watch through its front door: real files and a real queue; models, memory and clock are the test's."""

import errno
import os
import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.reconcile import Fate, reconcile
from saa_desktop.batch.watch_run import Held, WatchRun
from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.errors import ImageError, SessionError
from saa_desktop.domain.inspections import Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.domain.watches import WatchSwitch
from saa_desktop.pipeline.protocols import Fallback, ModelSet, Proposals
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources.watch import Listing, Watcher

DARK, BRIGHT = 10, 200
PROFILE = ProfileIdentity("p", 1, "P", "f")
MODELS = ModelIdentity("none", "none", "1", "cpu")
STABLE, TRIES = 2.0, 3


class Proposer:
    """Sees nothing, raises on dark images, and sets an event when it has begun so many."""

    def __init__(self):
        self.stop, self.stop_after = threading.Event(), 0

    def propose(self, image, captions, *, floor, text_threshold):
        self.stop_after -= 1
        if self.stop_after == 0:
            self.stop.set()
        if image.max() == DARK:
            raise RuntimeError("dark")
        nothing = Proposals(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), ())
        return [nothing for _ in captions]


class Recorder:
    """Records in the session, without pictures."""

    def __init__(self, session):
        self.session = session

    def record(self, inspection, pixels):
        self.session.record(inspection)

    def record_failure(self, failure):
        self.session.record_failure(failure)


class Station:
    """A folder that is watched, and can be watched anew as after a crash."""

    def __init__(self, session, path):
        self.session, self.path, self.now, self.said = session, path, 0.0, []
        self.queue = CaptureQueue(session)
        self.proposer = Proposer()
        self.path.mkdir()
        self.folder = self.queue.watch(path, prefix="", include=(), exclude_names=())
        self.restart()

    def restart(self, models=None):
        self.proposer.stop.clear()
        self.queue.begin(self.folder, existing=False)
        self.watcher = Watcher(
            [Listing(self.folder)], self.queue, stable_s=STABLE, say=self.said.append, clock=lambda: self.now
        )
        models = models or ModelSet(MODELS, self.proposer, None, None)
        prompts = HybridPrompts(LanguagePrompt.of("part"), (LanguagePrompt.of("hole"),))
        thresholds = VerdictThresholds(0.3, 0.6)
        held = Held(self.session, PROFILE, MODELS)
        self.run = WatchRun(
            {self.folder.key: BatchJob((), PROFILE, prompts, thresholds, models, done=held)},
            models,
            Recorder(self.session),
            self.watcher,
            self.queue,
            tries=TRIES,
            retry_s=STABLE,
            say=self.said.append,
            switch=WatchSwitch(stop=self.proposer.stop),
            clock=lambda: self.now,
        )

    def step(self, seconds=0.0):
        """Let time pass, and return what came of the captures whose turn it was."""
        self.now += seconds
        return [
            outcome.image.name if isinstance(outcome, Inspection) else f"failed {outcome.reference.name}"
            for outcome in self.run.step()
        ]

    def settle(self):
        """Look until everything that lies there has been taken, long enough for all tries."""
        return [name for _ in range(12) for name in self.step(STABLE * 4)]

    def fates(self):
        return {str(each.path.relative_to(self.path)): each.fate for each in reconcile(self.session, [])}


@pytest.fixture
def station(tmp_path):
    with Session.open_or_create(tmp_path / "out" / "session.sqlite") as session:
        yield Station(session, tmp_path / "in")


def picture(shade=BRIGHT, pixel=0):
    pixels = np.full((6, 8, 3), shade, dtype=np.uint8)
    pixels[0, 0] = pixel
    return cv2.imencode(".png", pixels)[1].tobytes()


def test_every_file_ends_in_the_right_state(station):
    (station.path / "good.png").write_bytes(picture())
    (station.path / "dark.png").write_bytes(picture(DARK))
    (station.path / "cut.png").write_bytes(picture()[:-20])
    (station.path / "notes.txt").write_text("no capture")

    assert sorted(station.settle()) == ["failed cut.png", "failed dark.png", "good.png"]
    assert station.fates() == {
        "good.png": Fate.INSPECTED,
        "dark.png": Fate.FAILED,
        "cut.png": Fate.QUARANTINED,
    }
    assert station.settle() == []
    sentences = [failure.sentence for failure in station.session.failures()]
    assert sum(sentence.endswith("It was tried 3 times.") for sentence in sentences) == 1
    assert len(list(station.path.iterdir())) == 4


def test_a_file_whose_writer_paused_is_inspected_once_it_is_whole(station):
    (station.path / "a.png").write_bytes(picture()[:40])
    station.step()
    assert station.step(STABLE) == []
    assert station.queue.counts() == {CaptureState.RETRYING: 1}
    (station.path / "a.png").write_bytes(picture())

    assert station.settle() == ["a.png"]
    assert list(station.session.failures()) == []


def test_a_quarantined_file_that_is_mended_is_inspected(station):
    (station.path / "a.png").write_bytes(b"broken")
    assert station.settle() == ["failed a.png"]
    (station.path / "a.png").write_bytes(picture())

    assert station.settle() == ["a.png"]
    assert station.fates() == {"a.png": Fate.INSPECTED}


def test_new_content_is_inspected_again_and_a_new_time_alone_is_not(station):
    (station.path / "a.png").write_bytes(picture())
    assert station.settle() == ["a.png"]
    (station.path / "a.png").write_bytes(picture())
    assert station.settle() == []
    (station.path / "a.png").write_bytes(picture(pixel=9))
    assert station.settle() == ["a.png"]
    assert station.fates() == {"a.png": Fate.INSPECTED}


def test_a_file_removed_while_it_waits_is_accounted_for_and_inspected_if_it_returns(station):
    path = station.path / "a.png"
    path.write_bytes(picture())
    station.watcher.look()
    station.now += STABLE
    station.watcher.look()
    path.rename(path.with_suffix(".off"))
    assert station.fates() == {"a.png": Fate.REMOVED}
    assert station.settle() == []
    assert station.queue.counts() == {CaptureState.REMOVED: 1}
    path.with_suffix(".off").rename(path)
    assert station.settle() == ["a.png"]


def test_a_share_that_goes_while_captures_wait_costs_none_of_them_a_try(station, tmp_path):
    for number in range(3):
        (station.path / f"{number}.png").write_bytes(picture())
    station.watcher.look()
    station.now += STABLE
    station.watcher.look()
    station.path.rename(tmp_path / "away")

    assert station.settle() == []
    assert station.queue.counts() == {CaptureState.WAITING: 3}
    with pytest.raises(ImageError, match="does not exist"):
        reconcile(station.session, [])
    (tmp_path / "away").rename(station.path)
    assert sorted(station.settle()) == ["0.png", "1.png", "2.png"]
    assert len(station.said) == 2


def test_a_stop_finishes_the_image_at_hand_and_a_restart_goes_on(station):
    for number in range(5):
        (station.path / f"{number}.png").write_bytes(picture(pixel=number))
    station.step()
    station.proposer.stop_after = 2
    first = station.step(STABLE) + station.step()
    assert len(first) == 2
    station.restart()
    assert sorted(first + station.settle()) == [f"{number}.png" for number in range(5)]


def test_what_a_crash_left_in_the_queue_is_not_inspected_twice(station):
    for number in range(3):
        (station.path / f"{number}.png").write_bytes(picture(pixel=number))
    assert len(station.settle()) == 3
    [*captures] = station.queue.captures(station.folder)
    station.queue.mark(captures, CaptureState.WAITING)
    station.restart()
    assert station.settle() == []
    assert station.queue.counts() == {CaptureState.INSPECTED: 3}


def test_what_nobody_has_looked_at_is_unaccounted_for(station):
    for name in ("old", "new content", "lost"):
        (station.path / f"{name}.png").write_bytes(picture())
    station.settle()
    (station.path / "new.png").write_bytes(picture())
    (station.path / "new content.png").write_bytes(picture(pixel=5))
    [lost] = [each for each in station.queue.captures(station.folder) if each.reference.name == "lost.png"]
    station.queue.mark([lost], CaptureState.FAILED)
    (station.path / "old.png").unlink()

    assert station.fates() == {
        "old.png": Fate.INSPECTED,
        "new content.png": Fate.UNACCOUNTED,
        "new.png": Fate.UNACCOUNTED,
        "lost.png": Fate.UNACCOUNTED,
    }


def test_a_full_disk_holds_captures_up_and_loses_none(station):
    database = station.session._connection
    (station.path / "before.png").write_bytes(picture())
    assert station.settle() == ["before.png"]
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    for number in range(40):
        (station.path / f"{number}.png").write_bytes(picture(pixel=number))
    (station.path / "cut.png").write_bytes(picture()[:-20])
    database.execute(f"PRAGMA max_page_count = {pages + 1}")
    first = station.settle()
    assert len(first) < 40

    [sentence] = station.said
    assert "is full; free some space" in sentence
    assert set(station.fates().values()) <= {Fate.INSPECTED, Fate.WAITING, Fate.UNACCOUNTED}
    database.execute("PRAGMA max_page_count = 1000000")
    later = station.settle()
    assert sorted(first + later) == sorted([*(f"{number}.png" for number in range(40)), "failed cut.png"])
    assert len(station.said) == 2
    assert station.fates().pop("cut.png") is Fate.QUARANTINED
    assert station.settle() == []


def test_a_folder_that_cannot_be_read_for_a_while_costs_its_captures_no_try(station, monkeypatch):
    closed = station.path / "closed"
    closed.mkdir()
    (closed / "a.png").write_bytes(picture())
    station.step()
    station.now += STABLE
    station.watcher.look()
    assert station.queue.counts() == {CaptureState.WAITING: 1}

    def refuse(function):
        def ask(path, **options):
            if closed in {Path(path), Path(path).parent}:
                raise PermissionError(errno.EACCES, "Permission denied")
            return function(path, **options)

        return ask

    with monkeypatch.context() as patch:
        for name in ("stat", "scandir"):
            patch.setattr(os, name, refuse(getattr(os, name)))
        assert station.settle() == []
        fates = station.fates()
    assert fates == {"closed": Fate.UNACCOUNTED, "closed/a.png": Fate.WAITING}
    assert station.settle() == ["closed/a.png"]


def test_what_one_image_showed_of_the_memory_holds_for_the_next_ones(station):
    tried = []

    class Hungry(Proposer):
        def propose(self, image, captions, **options):
            tried.append(image)
            raise MemoryError

    modest = ModelSet(MODELS, station.proposer, None, None)
    station.restart(ModelSet(MODELS, Hungry(), None, None, (Fallback("smaller", lambda: modest),)))
    for number in range(3):
        (station.path / f"{number}.png").write_bytes(picture(pixel=number))
        assert station.settle() == [f"{number}.png"]
    assert len(tried) == 1


def test_a_session_that_watches_nothing_cannot_be_reconciled(tmp_path):
    with (
        Session.open_or_create(tmp_path / "session.sqlite") as session,
        pytest.raises(SessionError, match="watches no folder: name the output folder"),
    ):
        reconcile(session, [])


def test_only_the_same_profile_counts_as_held(station):
    (station.path / "a.png").write_bytes(picture())
    station.settle()
    [inspection] = station.session.inspections()
    image = inspection.image.name, inspection.image.sha256
    assert image in Held(station.session, PROFILE, MODELS)
    assert image not in Held(station.session, replace(PROFILE, version=2), MODELS)
    assert (image[0], "0") not in Held(station.session, PROFILE, MODELS)
