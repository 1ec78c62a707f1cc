"""A process that works on a session whose disk breaks at the first write, at the second one, and so on.

    LD_PRELOAD=<faulty_disk.c, compiled> python -m tests.crash_at_every_write FOLDER EVERY

For each way to break and each write a child does a shift's work on a new session; what it was told to be
recorded has to be there afterwards, whole, and the work has to go on. With EVERY 1 it is each write, with 20
every twentieth. Prints how many breaks were survived.
"""

import ctypes
import io
import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import IntEnum
from pathlib import Path

import numpy as np
from PIL import Image

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.recorder import FolderRecorder
from saa_desktop.domain.captures import CaptureState, FileStamp
from saa_desktop.domain.errors import DiskFullError, SaaDesktopError
from saa_desktop.domain.images import DecodedImage, ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from tests.reviewed_session import HEIGHT, NOON, REGIONS, WIDTH, inspect

IMAGES = ("a.png", "line 1/b.png")
SHA256 = "5" * 64
PIXELS = np.full((HEIGHT, WIDTH, 3), 90, dtype=np.uint8)
FILES = [
    f"{folder}/{name}.{'tiff' if folder == 'maps' else 'png'}"
    for folder in ("masks", "maps", "reports")
    for name in IMAGES
]
TABLES = ("results.csv", "regions.csv", "summary.json")


class Break(IntEnum):
    """Ways of ``faulty_disk.c`` to break."""

    NONE = 0
    KILLED = 1
    TORN = 2
    FULL = 3
    BROKEN = 4


disk = ctypes.CDLL(None)


def main(scratch: Path, every: int) -> None:
    """Break at every write, or only at some, others for each way to break."""
    for way in (Break.KILLED, Break.TORN, Break.FULL, Break.BROKEN):
        survived = 0
        for at in itertools.count(1 + way % every, every):
            folder = scratch / f"{way.name} {at}"
            reached, said = break_at(way, at, folder)
            check(folder, said)
            list(work(folder))
            check(folder, [name for name, _ in STEPS])
            shutil.rmtree(folder)
            if not reached:
                break
            survived += 1
        sys.stdout.write(f"{way.name.lower()}: survived {survived} times, up to write {at - every}\n")
        sys.stdout.flush()


def break_at(way: Break, at: int, folder: Path) -> tuple[bool, list[str]]:
    """Work in a child whose disk breaks; return whether it did, and what the child was told is recorded."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            disk.faulty_disk_break(way, ctypes.c_long(at))
            for name in work(folder, way):
                os.write(writer, f"{name}\n".encode())
            os._exit(0 if disk.faulty_disk_calls() < at else 3)
        except BaseException:  # noqa: BLE001 - pytest shows it
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as lines:
        said = lines.read().splitlines()
    status = os.waitpid(child, 0)[1]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    code = -signal.SIGKILL if killed else os.waitstatus_to_exitcode(status)
    assert code in ({0, -signal.SIGKILL} if way in {Break.KILLED, Break.TORN} else {0, 3}), (way, at, code)
    return code != 0, said


class Desk:
    """What a station has open while it works."""

    def __init__(self, folder: Path) -> None:
        self.session = Session.open_or_create(folder / "session.sqlite")
        prompts = HybridPrompts(LanguagePrompt.of("part"), (LanguagePrompt.of("hole"),))
        some = inspection(IMAGES[0])
        job = BatchJob((), some.profile, prompts, some.thresholds, ModelSet(some.models, None, None, None))
        self.recorder = FolderRecorder(self.session, folder, job, maps=True)
        self.queue = CaptureQueue(self.session)

    def record(self, image: str) -> None:
        self.recorder.record(inspection(image), PIXELS)

    def record_failure(self) -> None:
        self.recorder.record_failure(Failure(reference("broken.png"), "broken.png is empty.", NOON))

    def decide(self, verdict: OperatorVerdict) -> None:
        self.session.record_decision(Decision(IMAGES[0], SHA256, Review(verdict), "王伟", NOON))

    def note(self) -> None:
        folder = self.queue.watch(Path("/in"), prefix="", include=(), exclude_names=())
        found = [(reference(name), FileStamp(1, 2, 3)) for name in IMAGES]
        self.queue.note(folder, found, CaptureState.WAITING)

    def mark(self) -> None:
        [folder] = self.queue.folders()
        self.queue.mark(self.queue.captures(folder), CaptureState.INSPECTED)


STEPS: list[tuple[str, Callable[[Desk], object]]] = [
    ("begin", lambda desk: desk.recorder.begin(arguments=["all"], versions={"saa-desktop": "1"})),
    (IMAGES[0], lambda desk: desk.record(IMAGES[0])),
    ("failure", Desk.record_failure),
    ("decision 1", lambda desk: desk.decide(OperatorVerdict.NG)),
    ("note", Desk.note),
    (IMAGES[1], lambda desk: desk.record(IMAGES[1])),
    ("mark", Desk.mark),
    ("decision 2", lambda desk: desk.decide(OperatorVerdict.OK)),
    ("tables", lambda desk: desk.recorder.write_tables(interrupted=False)),
]


def work(folder: Path, way: Break = Break.NONE) -> Iterator[str]:
    """Do all steps, each once more when the disk broke and is well again; yield the name of each after it."""
    desk = try_twice(lambda: Desk(folder), way)
    for name, step in STEPS:
        try_twice(lambda step=step: step(desk), way)
        yield name
    try_twice(desk.session.close, way)


def try_twice(step: Callable[[], object], way: Break) -> object:
    """Do a step; if the disk breaks, see that the sentence says so, mend the disk, and do it again."""
    try:
        return step()
    except SaaDesktopError as error:
        explained = isinstance(error, DiskFullError) and "full; free some space" in str(error)
        if way not in {Break.FULL, Break.BROKEN} or explained != (way is Break.FULL):
            raise
        disk.faulty_disk_mend()
    return step()


def check(folder: Path, said: list[str]) -> None:
    """See that all that was said to be recorded is there, and whatever is there is whole."""
    path = folder / "session.sqlite"
    with Session.open_or_create(path) as session:
        held = {each.image.name: each for each in session.inspections()}
        assert held.keys() >= set(said) & set(IMAGES), (said, held.keys())
        assert all(each.findings.regions == REGIONS for each in held.values())
        assert ("failure" not in said) or [each.sentence for each in session.failures()]
        decisions = session.decisions(IMAGES[0])
        assert session.verify_decisions() == len(decisions) >= sum("decision" in name for name in said)
        counts = CaptureQueue(session).counts()
        assert ("note" not in said) or sum(counts.values()) == len(IMAGES), counts
        assert ("mark" not in said) or counts == {CaptureState.INSPECTED: len(IMAGES)}, counts
        assert ("begin" not in said) or session.runs()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in FILES:
        file = folder / name
        if file.exists():
            Image.open(io.BytesIO(file.read_bytes())).load()
        assert file.exists() or not any(image in held for image in IMAGES if f"/{image}." in name), name
    for name in TABLES:
        assert (folder / name).exists() or "tables" not in said, name
    if (folder / "summary.json").exists():
        assert json.loads((folder / "summary.json").read_bytes())["inspected"] == len(IMAGES)


def inspection(name: str) -> Inspection:
    """Return an inspection with candidates that were kept and dropped."""
    identity = ImageIdentity(name, Path("/in") / name, SHA256, WIDTH, HEIGHT)
    return inspect(DecodedImage(identity, PIXELS), *REGIONS)


def reference(name: str) -> ImageReference:
    return ImageReference(Path("/in") / name, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
