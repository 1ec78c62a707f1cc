import pytest
import torch

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.device import choose_device


@pytest.fixture
def gpus(monkeypatch):
    def present(count):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: count)

    return present


@pytest.mark.parametrize(
    ("count", "wish", "chosen"),
    [
        (0, "auto", "cpu"),
        (2, "auto", "cuda:0"),
        (2, "CPU", "cpu"),
        (2, "cuda", "cuda:0"),
        (2, "cuda:1", "cuda:1"),
    ],
)
def test_a_wish_becomes_a_device(gpus, count, wish, chosen):
    gpus(count)
    assert choose_device(wish) == torch.device(chosen)


@pytest.mark.parametrize(
    ("count", "wish", "words"),
    [(0, "cuda", "finds no CUDA GPU"), (2, "cuda:2", "cuda:0 to cuda:1"), (2, "tpu", "choose auto, cpu")],
)
def test_an_impossible_wish_gets_a_sentence(gpus, count, wish, words):
    gpus(count)
    with pytest.raises(ModelError, match=words):
        choose_device(wish)
