"""The weights that come with ``lite``, and images inspected side by side with them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.lite import weights
from saa_desktop.models.lite.build import build_lite


def test_damaged_weights_are_refused(tmp_path, monkeypatch):
    content = bytearray(data_path("resources", weights.WEIGHTS).read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / weights.WEIGHTS
    damaged.write_bytes(content)
    monkeypatch.setattr(weights, "data_path", lambda *_: damaged)
    with pytest.raises(ModelError, match=r"is damaged: install SAA Desktop again\.$"):
        build_lite()


def test_missing_weights_are_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "data_path", lambda *_: tmp_path / "nothing")
    with pytest.raises(ModelError, match=r"cannot be read: install SAA Desktop again\.$"):
        build_lite()


def test_images_inspected_side_by_side_find_what_they_find_alone():
    rng = np.random.default_rng(2)
    images = [rng.integers(90, 110, (96, 96, 3), np.uint8) for _ in range(6)]
    for index, image in enumerate(images):
        image[20 + 8 * index : 30 + 8 * index, 40:52] = 20
    models = build_lite()

    def answer(image):
        (found,) = models.proposer.propose(image, ["black hole."], floor=0.0, text_threshold=0.1)
        (mask, *_) = models.refiner.refine(image, found.boxes[:1])
        return found.boxes.tolist(), found.scores.tolist(), mask.area

    alone = [answer(image) for image in images]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(answer, images)) == alone
    assert all(scores for _, scores, _ in alone)
