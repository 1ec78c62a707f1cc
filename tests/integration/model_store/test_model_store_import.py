"""Imports of single files and folders: recognised by content, or admitted by structure."""

import os
import pickle
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.importing import import_path
from saa_desktop.models.registry import Role
from saa_desktop.models.store import FileState
from saa_desktop.models.structure import read_table


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "U 盘"
    folder.mkdir()
    return folder


def bring(bench: Any, path: Path, name: str = "") -> Any:
    return import_path(bench.store, path, bench.listener.watch, name)


def hollow_weights(name: str = "sam_vit_b") -> dict[str, torch.Tensor]:
    """Return tensors of the right shapes that share one number each, so that files stay small."""
    return {key: torch.zeros(()).expand(shape) for key, shape in read_table(name)[0].items()}


def test_a_published_file_is_recognised_under_any_name(bench: Any, usb: Path) -> None:
    source = usb / "from the supplier"
    source.write_bytes(bench.content)

    (stored,) = bring(bench, source)

    assert stored.state is FileState.VERIFIED
    assert stored.official
    assert stored.path.read_bytes() == bench.content == source.read_bytes()
    assert bench.files() == bench.only_the_file()


def test_a_folder_is_searched_for_published_files_only(bench: Any, usb: Path) -> None:
    (usb / "deep" / "er").mkdir(parents=True)
    (usb / "deep" / "er" / "pytorch_model.bin").write_bytes(bench.content)
    (usb / "same_size.pth").write_bytes(bench.content[::-1])
    (usb / "readme.txt").write_text("hello")
    (usb / "nowhere").symlink_to(usb / "gone")

    (stored,) = bring(bench, usb)

    assert stored.state is FileState.VERIFIED
    assert bench.files() == bench.only_the_file()


def test_importing_again_changes_nothing(bench: Any, usb: Path) -> None:
    (usb / "weights.pth").write_bytes(bench.content)
    (first,) = bring(bench, usb)
    before = first.path.stat()

    (second,) = bring(bench, usb)

    assert second == first
    assert first.path.stat().st_mtime_ns == before.st_mtime_ns


def test_the_models_folder_itself_can_be_imported(bench: Any) -> None:
    bench.store.folder.mkdir(parents=True)
    (bench.store.folder / "sam_vit_b.pth").write_bytes(bench.content)

    assert bring(bench, bench.store.folder)[0].state is FileState.VERIFIED


def test_a_damaged_file_is_replaced(bench: Any, usb: Path) -> None:
    bench.store.folder.mkdir(parents=True)
    (bench.store.folder / "sam_vit_b.pth").write_bytes(b"half a fi")
    (usb / "weights.pth").write_bytes(bench.content)

    assert bring(bench, usb / "weights.pth")[0].state is FileState.VERIFIED


def test_nothing_to_import_gets_a_sentence(bench: Any, usb: Path) -> None:
    with pytest.raises(ModelError, match="No published weights and no pack"):
        bring(bench, usb)
    with pytest.raises(ModelError, match="neither a file nor a folder"):
        bring(bench, usb / "gone.pth")
    with pytest.raises(ModelError, match=r"--as names one file, and .* is a folder"):
        bring(bench, usb, "sam_vit_b")


def test_an_unknown_file_needs_a_name(bench: Any, usb: Path) -> None:
    torch.save(hollow_weights(), usb / "tuned.pth")

    with pytest.raises(ModelError, match=r"none of the published files: .* --as and one of sam_vit_b"):
        bring(bench, usb / "tuned.pth")
    with pytest.raises(ModelError, match="There is no model file named 'sam_vit_x'"):
        bring(bench, usb / "tuned.pth", "sam_vit_x")


@pytest.mark.parametrize("suffix", [".pth", ".PT", ".safetensors"])
def test_an_unknown_file_of_the_right_structure_becomes_unofficial(
    bench: Any, usb: Path, suffix: str
) -> None:
    source = usb / f"tuned{suffix}"
    weights = hollow_weights()
    if suffix == ".safetensors":
        safetensors.torch.save_file({key: value.contiguous() for key, value in weights.items()}, source)
    else:
        torch.save(weights, source)

    (stored,) = bring(bench, source, "sam_vit_b")

    assert (stored.state, stored.official) == (FileState.VERIFIED, False)
    assert stored.path.name == ("sam_vit_b.safetensors" if suffix == ".safetensors" else "sam_vit_b.pth")
    assert bench.store.verify(bench.record, bench.listener.watch.progress) == stored


def test_an_unofficial_file_that_changes_is_noticed(bench: Any, usb: Path) -> None:
    torch.save(hollow_weights(), usb / "tuned.pth")
    (stored,) = bring(bench, usb / "tuned.pth", "sam_vit_b")
    with stored.path.open("ab") as file:
        file.write(b"x")

    assert bench.store.look(bench.record).state is FileState.UNVERIFIED
    assert bench.store.verify(bench.record, bench.listener.watch.progress).state is FileState.DAMAGED


def test_a_verified_file_is_never_replaced_by_another(bench: Any, usb: Path) -> None:
    torch.save(hollow_weights(), usb / "tuned.pth")
    (usb / "published.pth").write_bytes(bench.content)
    bring(bench, usb / "published.pth")

    with pytest.raises(ModelError, match="Another verified file stands for sam_vit_b already"):
        bring(bench, usb / "tuned.pth", "sam_vit_b")
    assert bench.store.look(bench.record).path.read_bytes() == bench.content


def spoiled(fault: str) -> dict[str, torch.Tensor]:
    weights = hollow_weights()
    if fault == "1 missing (image_encoder.pos_embed)":
        del weights["image_encoder.pos_embed"]
    elif fault == "1 unknown (adapter.weight)":
        weights["adapter.weight"] = torch.zeros(1)
    elif fault == "1 of another shape (image_encoder.pos_embed)":
        weights["image_encoder.pos_embed"] = torch.zeros(1, 64, 64, 2)
    else:
        weights = hollow_weights("sam_vit_l")
    return weights


@pytest.mark.parametrize(
    "fault",
    [
        "1 missing (image_encoder.pos_embed)",
        "1 unknown (adapter.weight)",
        "1 of another shape (image_encoder.pos_embed)",
        "does not hold the weights of sam_vit_b",
    ],
)
def test_a_wrong_structure_is_refused_and_nothing_stays(bench: Any, usb: Path, fault: str) -> None:
    torch.save(spoiled(fault), usb / "tuned.pth")

    with pytest.raises(ModelError) as refusal:
        bring(bench, usb / "tuned.pth", "sam_vit_b")
    assert fault in str(refusal.value)
    assert bench.files() == set()


class Harmful:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("kind", ["zip", "legacy", "bare pickle", "hidden in weights"])
def test_a_file_that_would_run_code_is_refused_and_nothing_runs(
    bench: Any, usb: Path, tmp_path: Path, kind: str
) -> None:
    trace = tmp_path / "it ran"
    source = usb / "harmful.pth"
    if kind == "bare pickle":
        source.write_bytes(pickle.dumps(Harmful(trace)))
    else:
        content: Any = Harmful(trace)
        if kind == "hidden in weights":
            content = {**hollow_weights(), "image_encoder.pos_embed": Harmful(trace)}
        torch.save(content, source, _use_new_zipfile_serialization=kind != "legacy")

    with pytest.raises(ModelError, match=r"harmful\.pth was refused, and nothing in it was run"):
        bring(bench, source, "sam_vit_b")
    assert not trace.exists()
    assert bench.files() == set()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and then nothing", b"\x80\x02garbage", b"\0" * 5000])
def test_damaged_files_get_a_sentence(bench: Any, usb: Path, content: bytes) -> None:
    source = usb / "damaged.pth"
    source.write_bytes(content)

    with pytest.raises(ModelError, match="was refused"):
        bring(bench, source, "sam_vit_b")
    assert bench.files() == set()


def test_a_truncated_checkpoint_gets_a_sentence(bench: Any, usb: Path) -> None:
    source = usb / "tuned.pth"
    torch.save(hollow_weights(), source)
    source.write_bytes(source.read_bytes()[:-2000])

    with pytest.raises(ModelError, match="was refused"):
        bring(bench, source, "sam_vit_b")


def test_a_zip_that_is_no_checkpoint_gets_a_sentence(bench: Any, usb: Path) -> None:
    with zipfile.ZipFile(usb / "photos.pth", "w") as archive:
        archive.writestr("photo.txt", "hello")

    with pytest.raises(ModelError, match="was refused"):
        bring(bench, usb / "photos.pth", "sam_vit_b")


def test_a_vocabulary_is_admitted_by_its_tokens(bench: Any, usb: Path, make_record: Any) -> None:
    record = make_record(b"", name="bert_vocabulary", role=Role.VOCABULARY, file_name="vocab.txt")
    bench.store.registry = (record,)
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(str, range(30517))]
    (usb / "vocab.txt").write_text("\r\n".join(tokens), newline="")

    assert bring(bench, usb / "vocab.txt", "bert_vocabulary")[0].state is FileState.VERIFIED

    (usb / "other.txt").write_text("\n".join(tokens[:-1]))
    bench.store.registry = (replace(record, file_name="other.txt"),)
    with pytest.raises(ModelError, match="is not the BERT vocabulary of 30522 lines"):
        bring(bench, usb / "other.txt", "bert_vocabulary")


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are a Unix matter")
def test_a_disk_that_refuses_leaves_no_half_copy(bench: Any, usb: Path) -> None:
    import resource

    (usb / "weights.pth").write_bytes(bench.content)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        with pytest.raises(ModelError, match="files that large do not fit there"):
            bring(bench, usb / "weights.pth")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert bench.files() == set()


def test_a_stopped_import_leaves_no_half_copy(bench: Any, usb: Path) -> None:
    (usb / "weights.pth").write_bytes(bench.content)

    def stop(label: str, done: int, _total: int) -> None:
        if label.startswith("copy") and done > 1_000_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_path(bench.store, usb, replace(bench.listener.watch, progress=stop))
    assert bench.files() == set()
