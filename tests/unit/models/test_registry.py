"""The registry's facts, as far as they can be checked without the files."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.registry import REGISTRY, ModelFile, Role, find_record, preferred

VOCABULARY = Path(__file__).resolve().parents[4] / "shared" / "reference" / "bert_vocab" / "vocab.txt"


def test_names_files_and_digests_are_distinct() -> None:
    values = [value for r in REGISTRY for value in {r.name, r.sha256, *r.file_names}]

    assert len(set(values)) == len(values)


@pytest.mark.parametrize("record", REGISTRY, ids=lambda record: record.name)
def test_a_record_is_complete(record: ModelFile) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", record.sha256)
    assert record.licence == "Apache-2.0"
    assert record.sources
    assert all(urlsplit(source).scheme == "https" for source in record.sources)
    assert record.allows_size(record.size)
    assert record.allows_size(record.size + 1) is not record.size_exact


def test_records_are_found_by_name_and_by_file_name() -> None:
    assert find_record("sam_vit_b") is find_record("sam_vit_b_01ec64.pth")
    with pytest.raises(ModelError, match="There is no model file named 'sam': choose from ground"):
        find_record("sam")


def test_the_published_set_comes_first() -> None:
    assert [record.name for record in preferred()] == [
        "grounding_dino_swin_t",
        "sam_vit_h",
        "wide_resnet50_2",
        "bert_vocabulary",
    ]


@pytest.mark.skipif(not VOCABULARY.exists(), reason="needs ../shared/reference/bert_vocab")
def test_the_vocabulary_is_the_published_one() -> None:
    record = next(record for record in REGISTRY if record.role is Role.VOCABULARY)
    content = VOCABULARY.read_bytes()

    assert (len(content), hashlib.sha256(content).hexdigest()) == (record.size, record.sha256)
