"""The trainer: a run that was stopped and taken up again ends where one that was not stopped ends."""

import torch
from safetensors.torch import load_file

from saa_desktop.models.lite.looking import Eye
from saa_desktop.models.lite.perception import perceive
from saa_desktop.models.lite.weights import load_network
from training.data import DrawnImages, Steps
from training.generator import TRAINED, draw_sample
from training.train import main, parse


def run(folder, steps):
    options = ["--out", str(folder), "--steps", str(steps), "--decay", "0", "--batch", "2", "--side", "64"]
    main(parse([*options, "--workers", "0"]))
    return load_file(folder / "lite.safetensors")


def test_a_run_taken_up_again_gives_the_same_weights(tmp_path):
    threads = torch.get_num_threads()
    run(tmp_path / "parts", 1)
    parts = run(tmp_path / "parts", 2)
    whole = run(tmp_path / "whole", 2)
    torch.set_num_threads(threads)
    assert parts.keys() == whole.keys()
    for name, value in whole.items():
        torch.testing.assert_close(parts[name], value)
    look = Eye(load_network(tmp_path / "whole" / "lite.safetensors")).look(
        draw_sample(1, 1, TRAINED, 64).image
    )
    assert 0 <= look.defect.min() <= look.defect.max() <= 1


def test_processes_share_each_batch_and_miss_none_of_it():
    whole = list(Steps(1, range(40, 43), 8))
    shares = [list(Steps(1, range(40, 43), 8, slice(rank, None, 2))) for rank in range(2)]
    for batch, first, second in zip(whole, *shares, strict=True):
        assert sorted(batch) == sorted([*first, *second])


def test_the_network_gets_what_the_application_gives_it():
    images = DrawnImages(1, 64)
    ((turn, *_),) = Steps(1, range(1), 1)
    perceived, labels = images[turn]
    assert perceived.shape == perceive(draw_sample(1, turn.index, TRAINED, 64).image).shape
    assert labels.shape == (64, 64)
