"""Which files saa-plus runs on, and what is remembered of verified files."""

from pathlib import Path
from typing import Any

import platformdirs
import pytest

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.registry import REGISTRY, Role
from saa_desktop.models.store import FileState, ModelStore, models_folder


@pytest.fixture
def full(tmp_path: Path, make_record: Any) -> ModelStore:
    """A store with a small verified file for every record of the real registry."""
    sizes = {record.name: 2000 + record.size // 1_000_000 for record in REGISTRY}
    records = [
        make_record(
            record.name.encode() * sizes[record.name], name=record.name, role=record.role, size_exact=True
        )
        for record in REGISTRY
    ]
    store = ModelStore(tmp_path, records)
    for record in records:
        (tmp_path / record.file_name).write_bytes(record.name.encode() * sizes[record.name])
        store.verify(record, lambda *_step: None)
    return store


def chosen(store: ModelStore, **names: str) -> list[str]:
    files = store.saa_plus_files(**names)
    parts = (files.detector, files.segmenter, files.backbone, files.vocabulary, *files.smaller_segmenters)
    return [stored.record.name for stored in parts]


def test_the_published_choice_comes_first(full: ModelStore) -> None:
    assert chosen(full) == [
        "grounding_dino_swin_t",
        "sam_vit_h",
        "wide_resnet50_2",
        "bert_vocabulary",
        "sam_vit_l",
        "sam_vit_b",
    ]


def test_names_decide(full: ModelStore) -> None:
    names = chosen(full, detector="grounding_dino_swin_b", segmenter="sam_vit_l")

    assert names == ["grounding_dino_swin_b", "sam_vit_l", "wide_resnet50_2", "bert_vocabulary", "sam_vit_b"]


def test_a_name_of_another_role_is_refused(full: ModelStore) -> None:
    with pytest.raises(ModelError, match="wide_resnet50_2 is a backbone, not a segmenter"):
        full.saa_plus_files(segmenter="wide_resnet50_2")


def test_what_is_not_verified_is_not_used(full: ModelStore) -> None:
    (full.folder / "sam_vit_h.pth").write_bytes(b"changed")

    assert chosen(full)[1] == "sam_vit_l"
    with pytest.raises(ModelError, match=r"segmenter sam_vit_h \(not verified\); run .* verify sam_vit_h`"):
        full.saa_plus_files(segmenter="sam_vit_h")


def test_a_missing_role_names_the_command_that_helps(full: ModelStore) -> None:
    (full.folder / "wide_resnet50_2.pth").unlink()

    with pytest.raises(ModelError, match=r"lacks backbone wide_resnet50_2 \(missing\): run .*import PATH"):
        full.saa_plus_files()


def test_start_up_reads_no_weights(full: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_args: Any) -> None:
        raise AssertionError("a weights file was read")

    monkeypatch.setattr("saa_desktop.models.store.hash_file", read)

    assert {stored.state for stored in full.listing()} == {FileState.VERIFIED}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"facts": 1}', '{"facts": {"size": 1}}'])
def test_a_damaged_note_only_costs_another_verification(full: ModelStore, content: str) -> None:
    record = full.find("sam_vit_b")
    (full.folder / "sam_vit_b.pth.verified.json").write_text(content)

    assert full.look(record).state is FileState.UNVERIFIED
    assert full.verify(record, lambda *_step: None).state is FileState.VERIFIED


def test_the_folder_comes_from_the_environment_the_setting_or_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAA_DESKTOP_MODELS", raising=False)
    assert models_folder() == platformdirs.user_data_path("saa-desktop", appauthor=False) / "models"
    assert models_folder(tmp_path) == tmp_path
    monkeypatch.setenv("SAA_DESKTOP_MODELS", "~/weights")
    assert models_folder(tmp_path) == Path.home() / "weights"


def test_every_role_has_a_file() -> None:
    assert {record.role for record in REGISTRY} == set(Role)
