"""A watcher through its front door: real files, a real queue, and a clock that the test turns."""

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from saa_desktop.domain.captures import CaptureState, WatchedFolder
from saa_desktop.sessions.capture_queue import CaptureQueue
from saa_desktop.sessions.session import Session
from saa_desktop.sources import watch
from saa_desktop.sources.folder_events import folder_events
from saa_desktop.sources.watch import Listing, Watcher

STABLE = 2.0


@dataclass
class Station:
    """A folder, its queue and its watcher, which can be started again."""

    queue: CaptureQueue
    path: Path
    now: float = 0.0
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path.mkdir()
        self.folder: WatchedFolder = self.queue.watch(self.path, prefix="", include=(), exclude_names=())
        self.restart()

    def restart(self) -> None:
        self.queue.begin(self.folder, existing=False)
        self.watcher = Watcher(
            [Listing(self.folder)],
            self.queue,
            stable_s=STABLE,
            say=self.said.append,
            clock=lambda: self.now,
        )

    def look(self, after: float = 0.0) -> list[str]:
        """Let time pass, look, and return the names of what waits."""
        self.now += after
        self.watcher.look()
        return [each.reference.name for each in self.queue.take(10**6, self.watcher.reachable)]

    def state(self, name: str) -> CaptureState:
        known = self.queue.known(self.path / name)
        assert known is not None
        return known[1]

    def finish(self, state: CaptureState = CaptureState.INSPECTED) -> None:
        self.queue.mark(self.queue.take(10**6, self.watcher.reachable), state)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Session.open_or_create(tmp_path / "out" / "session.sqlite") as session:
        yield Station(CaptureQueue(session), tmp_path / "line 1")


def write(path: Path, content: bytes = b"1", modified: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if modified is not None:
        os.utime(path, (modified, modified))
    return path


def test_a_file_is_taken_when_it_has_rested_and_not_while_it_grows(station: Station) -> None:
    path = write(station.path / "a.png", b"1")
    assert station.look() == []
    assert station.state("a.png") is CaptureState.ARRIVING
    write(path, b"12")
    assert station.look(STABLE) == []
    write(path, b"123")
    assert station.look(STABLE) == []
    assert station.look(STABLE / 2) == []
    assert station.look(STABLE / 2) == ["a.png"]


def test_a_clock_that_jumps_does_not_matter(station: Station) -> None:
    write(station.path / "past.png", modified=0)
    write(station.path / "future.png", modified=4_000_000_000)
    assert station.look() == []
    assert station.look(STABLE) == ["past.png", "future.png"]


def test_files_renamed_into_place_and_in_folders_of_the_day_are_found(station: Station) -> None:
    write(station.path / "a.png.part").rename(station.path / "a.png")
    write(station.path / "2026" / "03" / "01" / "好.jpg", modified=4_000_000_000)
    station.look()
    assert station.look(STABLE) == ["a.png", "2026/03/01/好.jpg"]


def test_new_content_under_an_old_name_waits_again_even_with_the_same_size_and_time(station: Station) -> None:
    path = write(station.path / "a.png", b"1", modified=100)
    station.look()
    assert station.look(STABLE) == ["a.png"]
    station.finish()
    assert station.look(STABLE) == []
    write(station.path / "new.tmp", b"2", modified=100).replace(path)
    station.look()
    assert station.state("a.png") is CaptureState.ARRIVING
    assert station.look(STABLE) == ["a.png"]


def test_what_was_taken_out_and_put_back_waits_again(station: Station) -> None:
    path = write(station.path / "a.png")
    station.look()
    station.look(STABLE)
    station.finish(CaptureState.REMOVED)
    path.rename(path.with_suffix(".off"))
    assert station.look() == []
    path.with_suffix(".off").rename(path)
    station.look()
    assert station.look(STABLE) == ["a.png"]


def test_a_share_that_disappears_and_returns_loses_nothing(station: Station, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        write(station.path / name)
    station.look()
    station.look(STABLE)
    station.path.rename(tmp_path / "away")
    assert station.look(600) == [], "nothing can be taken from a folder that is not there"
    station.look(600)
    assert [station.state(name) for name in ("a.png", "b.png")] == [CaptureState.WAITING] * 2
    write(tmp_path / "away" / "c.png")
    (tmp_path / "away").rename(station.path)
    assert sorted(station.look()) == ["a.png", "b.png"]
    assert sorted(station.look(STABLE)) == ["a.png", "b.png", "c.png"]
    assert [sentence.split(":")[0].split(" (")[0] for sentence in station.said] == [
        f"The folder {station.path} is out of reach",
        f"The folder {station.path} is back.",
    ]


def test_a_mount_point_that_is_empty_for_a_while_loses_nothing(station: Station, tmp_path: Path) -> None:
    write(station.path / "a.png")
    station.look()
    station.look(STABLE)
    station.path.rename(tmp_path / "away")
    station.path.mkdir()
    station.look()
    shutil.rmtree(station.path)
    (tmp_path / "away").rename(station.path)
    assert station.look() == ["a.png"]


@pytest.mark.parametrize("function", ["scandir", "stat"])
def test_a_folder_within_that_cannot_be_read_does_not_stop_the_others(
    station: Station, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    closed = station.path / "closed"
    write(station.path / "a.png", modified=1)
    write(closed / "b.png", modified=2)
    write(station.path / "open" / "c.png", modified=3)
    ask = getattr(os, function)

    def refuse(path: str | os.PathLike[str], **options: object) -> object:
        if closed in {Path(path), Path(path).parent}:
            raise PermissionError(errno.EACCES, "Permission denied")
        return ask(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, function, refuse)
        for _ in range(3):
            waiting = station.look(STABLE)
        assert waiting == ["a.png", "open/c.png"]
    assert station.look(STABLE) == ["a.png", "open/c.png"]
    assert station.look(STABLE) == ["a.png", "closed/b.png", "open/c.png"]
    refused, back = station.said
    assert refused.startswith(
        f"The folder {closed}, or a file in it, cannot be read (Permission denied): ask"
    )
    assert back == f"The folder {closed} can be read again."


def test_a_restart_in_the_middle_keeps_what_waits_and_times_the_rest_again(station: Station) -> None:
    write(station.path / "a.png", modified=1)
    station.look()
    station.look(STABLE)
    write(station.path / "b.png", modified=2)
    station.look()
    station.restart()
    write(station.path / "while it was down.png", modified=3)
    assert station.look() == ["a.png"]
    assert station.look(STABLE) == ["a.png", "b.png", "while it was down.png"]


def test_a_burst_is_taken_in_the_order_that_is_asked_for(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_SETTLING", 300)
    for number in range(1000):
        write(station.path / f"{number}.png", modified=1000 + number)
    rounds = 0
    while len(station.look(STABLE)) < 1000:
        rounds += 1
        assert rounds < 20
    keys = station.watcher.reachable
    names = [each.reference.name for each in station.queue.take(1000, keys)]
    assert names == [f"{number}.png" for number in range(1000)]
    newest = station.queue.take(2, keys, newest_first=True)
    assert [each.reference.name for each in newest] == ["999.png", "998.png"]


def test_listing_takes_turns_with_other_work_and_comes_earlier_with_a_hint(station: Station) -> None:
    station.look()
    assert 0 < station.watcher.due_in(hinted=True) < station.watcher.due_in(hinted=False)
    station.now += 3600
    assert station.watcher.due_in(hinted=False) <= 0


def test_what_was_passed_over_waits_only_with_new_content_or_on_request(station: Station) -> None:
    old, same = write(station.path / "old.png"), write(station.path / "same.png")
    lying = list(Listing(station.folder).files(pytest.fail))
    station.queue.note(station.folder, lying, CaptureState.PASSED_OVER)
    assert station.look() == station.look(STABLE) == []
    write(old, b"12")
    station.look()
    assert station.look(STABLE) == ["old.png"]
    station.queue.begin(station.folder, existing=True)
    station.look()
    assert sorted(station.look(STABLE)) == ["old.png", same.name]


def test_two_folders_of_one_name_keep_their_captures_apart(station: Station, tmp_path: Path) -> None:
    folders = []
    for parent in ("east", "west"):
        write(tmp_path / parent / "cam" / "a.png")
        folders.append(
            station.queue.watch(tmp_path / parent / "cam", prefix="cam/", include=(), exclude_names=())
        )
    again = station.queue.watch(folders[1].path, prefix="other/", include=(), exclude_names=())
    assert again == folders[1]
    watcher = Watcher(
        [Listing(folder) for folder in folders],
        station.queue,
        stable_s=STABLE,
        say=station.said.append,
        clock=lambda: station.now,
    )
    watcher.look()
    station.now += STABLE
    watcher.look()
    taken = station.queue.take(9, watcher.reachable)
    assert sorted(each.reference.name for each in taken) == ["cam (2)/a.png", "cam/a.png"]


def test_the_system_gives_a_hint_when_a_file_is_moved_into_a_new_folder(tmp_path: Path) -> None:
    watched = tmp_path / "in"
    watched.mkdir()
    with folder_events([watched, tmp_path / "missing"]) as changed:
        write(tmp_path / "a.png").rename(watched / "a.png")
        assert changed.wait(30)
