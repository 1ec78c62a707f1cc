"""The pipeline against stored outputs of the published code, stage by stage (benchmarks/parity.py)."""

import importlib
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="needs the outputs of the published code in ../shared/reference"
)


sys.path.insert(0, str(ROOT / "benchmarks"))
parity = importlib.import_module("parity")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Networks with weights made from their names, read from files like the official ones."""
    threads = torch.get_num_threads()
    torch.set_num_threads(parity.THREADS)
    weights = parity.write_seeded_files(REFERENCE, tmp_path_factory.mktemp("weights"))
    built = parity.build_saa_plus(weights, torch.device("cpu"))
    for file in (weights.detector, weights.segmenter, weights.backbone):
        file.path.unlink()
    yield built
    torch.set_num_threads(threads)


@pytest.mark.parametrize("case", parity.reference_cases(REFERENCE), ids=lambda case: case.stem)
def test_every_stage_agrees_with_the_published_code(case, models):
    compared = parity.compare_case(case, models)
    assert [row for row in compared if not row.agrees] == []
    assert len(compared) >= 13
