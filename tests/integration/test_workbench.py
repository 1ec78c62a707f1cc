"""Single jobs on the built-in models and real images."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from saa_desktop import workbench as workbench_module
from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import Cancelled, ModelError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.domain.requests import BatchRequest
from saa_desktop.domain.speed import Speed
from saa_desktop.models.store import ModelStore
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.store import find_profile
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.wiring import open_batch
from saa_desktop.workbench import LoadedModels

MAGNETIC_TILES = Path(__file__).parents[3] / "shared" / "data" / "mtd"


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedModels:
    return LoadedModels(lambda: ModelStore(tmp_path / "models"))


def decoded(path: Path) -> DecodedImage:
    return next(decode_pages(ImageReference(path, path.name)))


def sample(folder: str, name: str) -> tuple[DecodedImage, np.ndarray]:
    path = data_path("resources", "samples", folder, "images", name)
    truth = data_path("resources", "samples", folder, "masks", Path(name).stem + ".png")
    return decoded(path), np.asarray(Image.open(truth).convert("L")) > 127


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return np.count_nonzero(one & other) / np.count_nonzero(one | other)


def bounds(truth: np.ndarray) -> Box:
    rows, columns = np.nonzero(truth)
    return Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_a_preview_finds_what_a_batch_finds(loaded: LoadedModels, tmp_path: Path) -> None:
    image, _ = sample("fabric", "fabric_03.jpg")
    profile = find_profile("sample_fabric")
    preview = loaded.workbench(ModelChoice("lite", "cpu")).inspect(image, profile, threading.Event())

    request = BatchRequest(
        (image.identity.path,), "sample_fabric", tmp_path / "out", models="lite", device="cpu"
    )
    with open_batch(request, loaded.get) as batch:
        (inspected,) = batch.run(threading.Event())
    assert preview.kept
    assert preview.findings.regions == inspected.findings.regions
    assert preview.ai_verdict is inspected.ai_verdict
    assert preview.profile == profile.identity()
    assert preview.models.name == "lite"
    assert preview.image == image.identity


def test_a_preview_can_be_stopped(loaded: LoadedModels) -> None:
    image, _ = sample("fabric", "fabric_03.jpg")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        loaded.workbench(ModelChoice("lite", "cpu")).inspect(image, find_profile("sample_fabric"), cancel)


def test_a_box_and_a_click_cut_out_a_defect_of_the_samples(loaded: LoadedModels) -> None:
    image, truth = sample("tablets", "tablets_03.jpg")
    box = bounds(truth)
    workbench = loaded.workbench(ModelChoice("lite", "cpu"))
    assert overlap(workbench.segment(image, box).to_array(), truth) > 0.5
    rows, columns = np.nonzero(truth)
    nearest = np.hypot(rows - rows.mean(), columns - columns.mean()).argmin()
    click = columns[nearest] + 0.5, rows[nearest] + 0.5
    assert overlap(workbench.segment_at(image, [click], [True]).to_array(), truth) > 0.5


@pytest.mark.skipif(not MAGNETIC_TILES.exists(), reason="needs ../shared/data/mtd")
def test_a_box_and_a_click_cut_out_blowholes(loaded: LoadedModels) -> None:
    workbench = loaded.workbench(ModelChoice("lite", "cpu"))
    by_box, by_click = [], []
    paths = sorted((MAGNETIC_TILES / "MT_Blowhole" / "Imgs").glob("*.jpg"))[:8]
    for path in paths:
        image = decoded(path)
        truth = np.asarray(Image.open(path.with_suffix(".png")).convert("L")) > 127
        box = bounds(truth)
        by_box.append(overlap(workbench.segment(image, box).to_array(), truth))
        click = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        by_click.append(overlap(workbench.segment_at(image, [click], [True]).to_array(), truth))
    assert np.median(by_box) > 0.7
    assert np.median(by_click) > 0.6


def test_models_are_loaded_once_and_only_the_last_set_is_kept(
    loaded: LoadedModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    load = workbench_module.load_model_set

    def counted(name: str, device: str, store: ModelStore, speed: Speed) -> ModelSet:
        asked.append((name, device))
        return load(name, device, store, speed)

    monkeypatch.setattr(workbench_module, "load_model_set", counted)
    first = loaded.get("lite", "cpu")
    assert loaded.get("lite", "cpu") is first
    assert loaded.workbench(ModelChoice("lite", "cpu")) is loaded.workbench(ModelChoice("lite", "cpu"))
    assert asked == [("lite", "cpu")]
    assert loaded.get("lite", "cpu", Speed.FAST) is not first
    assert asked.pop() == ("lite", "cpu")
    loaded.get("auto", "cpu")
    loaded.get("lite", "cpu")
    assert asked == [("lite", "cpu"), ("auto", "cpu"), ("lite", "cpu")]
    with pytest.raises(ModelError, match="saa-plus lacks"):
        loaded.get("saa-plus", "cpu")
    with pytest.raises(ModelError, match="saa-plus lacks"):
        loaded.get("saa-plus", "cpu")
