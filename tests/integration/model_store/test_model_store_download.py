"""Downloads from a real server on this machine that misbehaves on demand."""

import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.download import download
from saa_desktop.models.store import FileState


def test_downloads_verifies_and_leaves_nothing_else(bench: Any) -> None:
    stored = bench.fetch()

    assert stored.state is FileState.VERIFIED
    assert stored.path.read_bytes() == bench.content
    assert bench.files() == bench.only_the_file()
    assert ("download sam_vit_b.pth", len(bench.content), len(bench.content)) in bench.listener.steps


def test_a_verified_file_is_not_asked_for_again(bench: Any) -> None:
    bench.fetch()
    bench.fetch()

    assert len(bench.server.requests) == 1


def test_a_file_put_there_by_hand_is_verified_instead_of_downloaded(bench: Any) -> None:
    bench.store.folder.mkdir(parents=True)
    (bench.store.folder / bench.record.file_name).write_bytes(bench.content)

    assert bench.fetch().state is FileState.VERIFIED
    assert bench.server.requests == []


def test_a_cut_connection_goes_on_where_it_stopped(bench: Any) -> None:
    bench.server.answer(bench.server.cut_after(bench.cut))

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, f"bytes={bench.cut}-"]
    assert bench.server.requests[1][1]["If-Range"] == '"first"'
    assert "broke the connection off; trying again" in bench.listener.notes[0]


def test_a_stalled_server_is_asked_again(bench: Any) -> None:
    bench.server.answer(bench.server.stall_after(1_200_000, 1.0))

    assert bench.fetch().path.read_bytes() == bench.content
    assert "sent nothing for 0.3 s" in bench.listener.notes[0]
    assert len(bench.server.requests) == 2


def test_many_cuts_with_headway_do_not_use_up_the_patience(bench: Any) -> None:
    steps = [bench.server.cut_range_after(5 << 16) for _ in range(8)]
    bench.server.answer(bench.server.cut_after(5 << 16), *steps)

    assert bench.fetch().path.read_bytes() == bench.content
    assert len(bench.server.requests) == 10


def test_a_server_without_ranges_starts_over_and_succeeds(bench: Any) -> None:
    bench.server.answer(bench.server.cut_after(bench.cut), bench.server.without_ranges)

    assert bench.fetch().path.read_bytes() == bench.content
    assert any("cannot continue this download" in note for note in bench.listener.notes)


def test_a_server_that_always_cuts_and_has_no_ranges_is_given_up(bench: Any) -> None:
    bench.server.answer(*[bench.server.cut_after(bench.cut)] * 20)

    with pytest.raises(ModelError, match="could not be downloaded"):
        bench.fetch()
    assert len(bench.server.requests) < 20


def test_a_file_that_changed_on_the_server_is_fetched_anew(bench: Any) -> None:
    bench.server.answer(bench.server.cut_after(bench.cut), bench.server.status(404))
    with pytest.raises(ModelError):
        bench.fetch()
    origin = bench.store.part_path(bench.record).with_name(f"{bench.record.file_name}.part.json")
    origin.write_text(origin.read_text().replace("first", "old"))

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.requests[-1][1]["If-Range"] == '"old"'


def test_a_wrong_range_is_not_written(bench: Any) -> None:
    bench.server.answer(bench.server.cut_after(bench.cut), bench.server.other_range)

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, f"bytes={bench.cut}-", None]


def test_a_partial_file_longer_than_the_whole_is_thrown_away(bench: Any) -> None:
    bench.store.folder.mkdir(parents=True)
    bench.store.part_path(bench.record).write_bytes(bench.content + b"more")

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == [None]


def test_a_complete_partial_file_needs_no_request(bench: Any) -> None:
    bench.store.folder.mkdir(parents=True)
    bench.store.part_path(bench.record).write_bytes(bench.content)

    assert bench.fetch().state is FileState.VERIFIED
    assert bench.server.requests == []


def test_a_damaged_partial_file_is_noticed_and_fetched_anew(bench: Any) -> None:
    bench.store.folder.mkdir(parents=True)
    bench.store.part_path(bench.record).write_bytes(b"x" * 1000)

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == ["bytes=1000-", None]
    assert any("has a wrong content; it starts anew" in note for note in bench.listener.notes)


def test_redirects_are_followed_with_the_range(bench: Any) -> None:
    bench.server.files["/elsewhere"] = bench.content
    moved = bench.server.status(302, Location="/elsewhere")
    bench.server.answer(moved, moved)
    bench.server.answers["/elsewhere"] = [bench.server.cut_after(bench.cut)]

    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, None, f"bytes={bench.cut}-", f"bytes={bench.cut}-"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (("status", 404), "does not have sam_vit_b.pth (HTTP 404)"),
        (("status", 403), "does not give sam_vit_b.pth to everybody (HTTP 403)"),
        (("status", 500), "is busy or out of order (HTTP 500)"),
        (("status", 407), "wants a name and password in HTTPS_PROXY"),
        (("status", 418), "refused sam_vit_b.pth (HTTP 418)"),
        (("redirect", "/weights.pth"), "sends the request round in circles"),
        (("redirect", "file:///etc/passwd"), "does not lead to a file that can be fetched"),
        (("redirect", "http://["), "sends the request on to what is no address"),
    ],
)
def test_each_refusal_has_its_sentence_and_the_next_try_succeeds(
    bench: Any, answer: tuple[str, Any], sentence: str
) -> None:
    kind, value = answer
    bad = bench.server.status(value) if kind == "status" else bench.server.status(302, Location=value)
    bench.server.answer(*[bad] * 40)

    with pytest.raises(ModelError, match="run the same command again"):
        bench.fetch()
    assert any(sentence in note for note in bench.listener.notes)

    bench.server.answer()
    assert bench.fetch().state is FileState.VERIFIED


def test_wrong_content_of_the_right_size_is_deleted_and_the_next_address_tried(bench: Any) -> None:
    bench.server.files["/mirror/sam_vit_b.pth"] = bench.content[::-1]

    assert bench.fetch(f"{bench.server.url}/mirror/").path.read_bytes() == bench.content
    assert bench.files() == bench.only_the_file()
    assert "another content than the published sam_vit_b.pth" in bench.listener.notes[0]


def test_a_login_page_in_place_of_the_file_is_not_downloaded(bench: Any) -> None:
    bench.server.files["/weights.pth"] = b"<html>please log in</html>"

    with pytest.raises(ModelError):
        bench.fetch()
    assert "offers 26 bytes as sam_vit_b.pth" in bench.listener.notes[0]
    assert bench.files() == set()


def test_an_endless_answer_of_unknown_length_is_stopped(bench: Any) -> None:
    bench.server.files["/weights.pth"] = bench.content * 3
    bench.server.answer(bench.server.without_length)

    with pytest.raises(ModelError):
        bench.fetch()
    assert "sends more bytes than sam_vit_b.pth has" in bench.listener.notes[0]
    assert bench.files() == set()


def test_a_size_known_only_roughly_still_ends_in_the_right_file(bench: Any) -> None:
    rough = replace(bench.record, size=bench.record.size + 1000, size_exact=False)
    bench.server.answer(bench.server.cut_after(bench.cut))

    assert bench.fetch(record=rough).path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, f"bytes={bench.cut}-"]


def test_a_dead_mirror_is_passed_over(bench: Any) -> None:
    assert bench.fetch("http://127.0.0.1:9").state is FileState.VERIFIED
    assert "127.0.0.1:9 cannot be reached" in bench.listener.notes[0]


def test_a_partial_file_goes_on_from_another_address(bench: Any) -> None:
    bench.server.files["/mirror/sam_vit_b.pth"] = bench.content
    bench.server.answers["/mirror/sam_vit_b.pth"] = [
        bench.server.cut_after(bench.cut),
        bench.server.status(404),
    ]

    assert bench.fetch(f"{bench.server.url}/mirror").path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, f"bytes={bench.cut}-", f"bytes={bench.cut}-"]
    assert "If-Range" not in bench.server.requests[2][1]


@pytest.mark.parametrize("mirror", ["weights.example", "file:///weights", "http://", "http://["])
def test_a_mirror_that_is_no_address_gets_a_sentence(bench: Any, mirror: str) -> None:
    with pytest.raises(ModelError, match="is no address: write it as http://HOST"):
        bench.fetch(mirror)


def test_a_mirror_may_want_a_password_which_is_not_shown(bench: Any) -> None:
    bench.server.files["/sam_vit_b.pth"] = bench.content
    bench.server.answers["/sam_vit_b.pth"] = [bench.server.cut_after(bench.cut), bench.server.status(404)]
    bench.server.answer(bench.server.status(404))

    with pytest.raises(ModelError) as failure:
        bench.fetch(bench.server.url.replace("//", "//user:secret@"))
    sidecar = bench.store.folder / "sam_vit_b.pth.part.json"

    assert bench.server.requests[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in "".join([str(failure.value), *bench.listener.notes, sidecar.read_text()])


def test_the_proxy_of_the_environment_is_used(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", bench.server.url)
    monkeypatch.setenv("NO_PROXY", "")

    bench.fetch(record=replace(bench.record, sources=("http://weights.invalid/weights.pth",)))

    assert bench.server.requests[0][0] == "http://weights.invalid/weights.pth"


def test_a_dead_proxy_has_its_sentence(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")

    with pytest.raises(ModelError):
        bench.fetch(record=replace(bench.record, sources=("http://weights.invalid/weights.pth",)))
    assert "proxy on the way to weights.invalid does not answer" in bench.listener.notes[0]


def test_too_little_room_is_said_before_a_byte_is_written(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=1_000_000))

    with pytest.raises(ModelError, match=r"has 1\.0 MB free where 37 MB are needed"):
        bench.fetch()
    assert bench.files() == set()


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are a Unix matter")
def test_a_disk_that_refuses_keeps_what_has_arrived(bench: Any) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        with pytest.raises(ModelError, match="files that large do not fit there"):
            bench.fetch()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert bench.store.look(bench.record).state is FileState.PARTIAL

    assert bench.fetch().path.read_bytes() == bench.content


def test_stopping_keeps_what_has_arrived(bench: Any) -> None:
    class StopError(Exception):
        pass

    def stop(_label: str, done: int, _total: int) -> None:
        if done > 1_000_000:
            raise StopError

    with pytest.raises(StopError):
        download(bench.store, bench.record, watch=replace(bench.listener.watch, progress=stop))
    partial = bench.store.look(bench.record)

    assert partial.state is FileState.PARTIAL
    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges()[-1] == f"bytes={partial.size}-"


def test_two_at_once_do_not_write_the_same_file(bench: Any) -> None:
    with bench.store.locked(bench.record), pytest.raises(ModelError, match="Another SAA Desktop is writing"):
        bench.fetch()
    assert bench.fetch().state is FileState.VERIFIED


def test_a_killed_download_goes_on(bench: Any) -> None:
    bench.server.answer(bench.server.slowly(200_000, 0.1))
    script = textwrap.dedent(f"""
        from pathlib import Path
        from saa_desktop.models.download import download
        from saa_desktop.models.registry import ModelFile, Role
        from saa_desktop.models.store import ModelStore
        from saa_desktop.models.weight_files import Watch
        record = {bench.record!r}
        download(ModelStore(Path({str(bench.store.folder)!r}), [record]), record,
                 watch=Watch(lambda *step: None, print))
    """).replace("<Role.SEGMENTER: 'segmenter'>", "Role.SEGMENTER")
    process = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 60
    while bench.store.look(bench.record).size < 1_000_000 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.wait()
    kept = bench.store.look(bench.record)

    assert kept.state is FileState.PARTIAL
    assert bench.fetch().path.read_bytes() == bench.content
    assert bench.server.ranges() == [None, f"bytes={kept.size}-"]
