"""Model packs: written, carried, damaged on the way, forged."""

import hashlib
import json
import os
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.importing import import_path
from saa_desktop.models.packs import write_pack
from saa_desktop.models.registry import Role
from saa_desktop.models.store import FileState, ModelStore
from saa_desktop.models.structure import read_table


@pytest.fixture
def two(bench: Any, make_record: Any) -> Any:
    """A bench whose store holds two verified files."""
    vocabulary = b"[PAD]\n[UNK]\n" * 1000
    bench.store.registry = (
        bench.record,
        make_record(
            vocabulary,
            "https://weights.invalid/vocab.txt",
            name="bert_vocabulary",
            role=Role.VOCABULARY,
            file_name="vocab.txt",
        ),
    )
    bench.store.folder.mkdir(parents=True)
    for name, content in (("sam_vit_b.pth", bench.content), ("vocab.txt", vocabulary)):
        (bench.store.folder / name).write_bytes(content)
    for record in bench.store.registry:
        bench.store.verify(record, bench.listener.watch.progress)
    return bench


@pytest.fixture
def pack(two: Any, tmp_path: Path) -> Path:
    path = tmp_path / "models.zip"
    write_pack(two.store, path, (), two.listener.watch.progress)
    return path


@pytest.fixture
def elsewhere(two: Any, tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "elsewhere", two.store.registry)


def bring(store: ModelStore, path: Path, two: Any) -> Any:
    return import_path(store, path, two.listener.watch)


def contents(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".lock"} if folder.exists() else set()


def rewritten(pack: Path, changes: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """Return a copy of a pack with other or further members, the manifest still first."""
    target = pack.with_name("forged.zip")
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(target, "w", compression) as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            new.writestr(name, content)
    return target


def forged(pack: Path, **changes: object) -> Path:
    """Return a copy of a pack whose manifest says something else of its first file."""
    with zipfile.ZipFile(pack) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["files"][0] |= changes
    return rewritten(pack, {"manifest.json": json.dumps(manifest).encode()})


def test_a_pack_carries_every_verified_file_with_licences(
    two: Any, pack: Path, elsewhere: ModelStore
) -> None:
    stored = bring(elsewhere, pack, two)

    assert [file.state for file in stored] == [FileState.VERIFIED] * 2
    assert (elsewhere.folder / "sam_vit_b.pth").read_bytes() == two.content
    assert elsewhere.listing() == stored
    with zipfile.ZipFile(pack) as archive:
        assert archive.namelist()[0] == "manifest.json"
        assert b"Apache License" in archive.read("licences/Apache-2.0.txt")
        assert b"sam_vit_b.pth" in archive.read("licences/NOTICE.txt")
    assert contents(pack.parent) == {"models.zip", two.store.folder.name, "elsewhere"}


def test_a_pack_found_in_a_folder_is_imported(two: Any, pack: Path, elsewhere: ModelStore) -> None:
    stick = pack.parent / "stick"
    stick.mkdir()
    pack.rename(stick / "models.zip")

    assert len(bring(elsewhere, stick, two)) == 2


def test_an_unpacked_pack_is_imported_as_a_folder(two: Any, pack: Path, elsewhere: ModelStore) -> None:
    shutil.unpack_archive(pack, pack.parent / "unpacked")

    assert len(bring(elsewhere, pack.parent / "unpacked", two)) == 2


def test_a_pack_may_hold_chosen_files_only(two: Any, tmp_path: Path, elsewhere: ModelStore) -> None:
    write_pack(two.store, tmp_path / "one.zip", [two.store.registry[1]], two.listener.watch.progress)

    bring(elsewhere, tmp_path / "one.zip", two)

    assert contents(elsewhere.folder) == {"vocab.txt", "vocab.txt.verified.json"}


def test_what_is_not_verified_is_not_packed(two: Any, tmp_path: Path) -> None:
    target = tmp_path / "models.zip"
    progress = two.listener.watch.progress
    (two.store.folder / "vocab.txt").unlink()

    with pytest.raises(ModelError, match="bert_vocabulary cannot be packed, it is missing"):
        write_pack(two.store, target, two.store.registry, progress)
    with pytest.raises(ModelError, match="There is no verified file to pack"):
        write_pack(ModelStore(tmp_path / "empty", two.store.registry), target, (), progress)
    assert not target.exists()


def test_an_existing_file_is_not_overwritten(two: Any, pack: Path) -> None:
    before = pack.read_bytes()

    with pytest.raises(ModelError, match="exists already"):
        write_pack(two.store, pack, (), two.listener.watch.progress)
    assert pack.read_bytes() == before


def test_a_file_that_rotted_since_it_was_verified_is_not_packed(two: Any, tmp_path: Path) -> None:
    victim = two.store.folder / "sam_vit_b.pth"
    status = victim.stat()
    with victim.open("r+b") as file:
        file.write(b"rot")
    os.utime(victim, ns=(status.st_atime_ns, status.st_mtime_ns))

    with pytest.raises(ModelError, match="has changed since it was verified"):
        write_pack(two.store, tmp_path / "models.zip", (), two.listener.watch.progress)
    assert contents(tmp_path) == {two.store.folder.name}


@pytest.mark.parametrize("share", [0.0001, 0.01, 0.5, 0.9999])
def test_a_truncated_pack_gets_a_sentence(two: Any, pack: Path, elsewhere: ModelStore, share: float) -> None:
    content = pack.read_bytes()
    pack.write_bytes(content[: max(60, int(len(content) * share))])

    with pytest.raises(ModelError, match="was not copied to its end"):
        bring(elsewhere, pack, two)
    assert contents(elsewhere.folder) == set()


def test_a_damaged_byte_is_noticed(two: Any, pack: Path, elsewhere: ModelStore) -> None:
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)

    with pytest.raises(ModelError, match="damaged or was not copied"):
        bring(elsewhere, pack, two)
    assert contents(elsewhere.folder) == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happens_to_a_pack_only_right_files_are_installed(
    two: Any, pack: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(pack.read_bytes())
    # Mostly the manifest and the directories, which lie at the two ends.
    near_an_end = st.integers(0, 20_000) | st.integers(len(content) - 2000, len(content) - 1)
    for position in data.draw(st.lists(near_an_end, min_size=1, max_size=4)):
        content[position] = data.draw(st.integers(0, 255))
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    store = ModelStore(tmp_path / "target", two.store.registry)
    shutil.rmtree(store.folder, ignore_errors=True)

    with suppress(ModelError):
        bring(store, damaged, two)
    names = [record.file_name for record in two.store.registry]
    allowed = {*names, *(f"{name}.verified.json" for name in names)}
    assert contents(store.folder) <= allowed
    for stored in store.listing():
        assert stored.state in (FileState.VERIFIED, FileState.MISSING)
        assert not stored.size or hashlib.sha256(stored.path.read_bytes()).hexdigest() == stored.record.sha256


@pytest.mark.parametrize(
    "name", ["../escape.pth", "/etc/escape.pth", "weights/../../escape.pth", "C:\\escape.pth", "a\\..\\b.pth"]
)
def test_a_pack_that_names_files_outside_itself_is_refused(
    two: Any, pack: Path, elsewhere: ModelStore, name: str
) -> None:
    with pytest.raises(ModelError, match="names files outside itself"):
        bring(elsewhere, rewritten(pack, {name: b"x"}), two)
    assert contents(elsewhere.folder) == set()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"size": 5}, "does not hold weights/sam_vit_b.pth as its manifest says"),
        ({"member": "weights/gone.pth"}, "does not hold weights/gone.pth as its manifest says"),
        ({"member": "licences/NOTICE.txt"}, "does not hold licences/NOTICE.txt"),
        ({"sha256": "0" * 64}, "that is not the published one"),
        ({"official": False}, "that is not the published one"),
        ({"size": -1}, "is damaged or newer than this SAA Desktop"),
        ({"surprise": 1}, "is damaged or newer than this SAA Desktop"),
        ({"sha256": "0" * 64, "official": False}, "does not hold sam_vit_b as announced"),
    ],
)
def test_a_manifest_that_lies_is_refused(
    two: Any, pack: Path, elsewhere: ModelStore, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        bring(elsewhere, forged(pack, **changes), two)
    assert contents(elsewhere.folder) == set()


def test_a_compressed_pack_is_refused(two: Any, pack: Path, elsewhere: ModelStore) -> None:
    with pytest.raises(ModelError, match="as its manifest says"):
        bring(elsewhere, rewritten(pack, {}, zipfile.ZIP_DEFLATED), two)


def test_a_huge_manifest_is_not_read(two: Any, pack: Path, elsewhere: ModelStore) -> None:
    with pytest.raises(ModelError, match="has no usable manifest"):
        bring(elsewhere, rewritten(pack, {"manifest.json": b" " * 2_000_000}), two)


def test_files_that_this_version_does_not_know_are_passed_over(
    two: Any, pack: Path, elsewhere: ModelStore
) -> None:
    (stored,) = bring(elsewhere, forged(pack, name="sam_3"), two)

    assert stored.record.name == "bert_vocabulary"
    assert "sam_3 is unknown to this version" in two.listener.notes[-1]


def test_an_unofficial_file_travels_and_is_checked_on_arrival(
    bench: Any, tmp_path: Path, elsewhere: ModelStore
) -> None:
    weights = {key: torch.zeros(()).expand(shape) for key, shape in read_table("sam_vit_b")[0].items()}
    torch.save(weights, tmp_path / "tuned.pth")
    store = ModelStore(tmp_path / "site", bench.store.registry[:1])
    import_path(store, tmp_path / "tuned.pth", bench.listener.watch, "sam_vit_b")
    write_pack(store, tmp_path / "tuned.zip", (), bench.listener.watch.progress)

    (stored,) = bring(elsewhere, tmp_path / "tuned.zip", bench)
    assert (stored.state, stored.official) == (FileState.VERIFIED, False)

    harmful = b"c" + b"os\nmkdir\n(S'x'\ntR."
    forged_pack = rewritten(
        forged(tmp_path / "tuned.zip", size=len(harmful), sha256=hashlib.sha256(harmful).hexdigest()).rename(
            tmp_path / "step.zip"
        ),
        {"weights/sam_vit_b.pth": harmful},
    )
    target = ModelStore(tmp_path / "target", bench.store.registry[:1])
    with pytest.raises(ModelError, match="nothing in it was run"):
        bring(target, forged_pack, bench)
    assert contents(target.folder) == set()
