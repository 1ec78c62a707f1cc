import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torch import nn

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.checkpoints import building, fill, read_weights
from saa_desktop.models.grounding_dino import load_grounding_dino, load_tokenizer
from saa_desktop.models.segment_anything import load_segment_anything
from saa_desktop.models.wide_resnet import load_wide_resnet


class Network(nn.Module):
    """A layer with two names, as GroundingDINO's shared box heads, and a buffer that is computed."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 2)
        self.alias = self.first
        self.norm = nn.BatchNorm1d(2)


def values():
    torch.manual_seed(1)
    return Network().state_dict()


def shared_names_removed(state):
    return {key: value.clone() for key, value in state.items() if not key.startswith("alias.")}


@pytest.mark.parametrize(
    ("name", "save"),
    [
        ("plain.pth", torch.save),
        ("legacy.pth", lambda state, path: torch.save(state, path, _use_new_zipfile_serialization=False)),
        (
            "parallel.pth",
            lambda state, path: torch.save({"model": {f"module.{k}": v for k, v in state.items()}}, path),
        ),
        (
            "one.safetensors",
            lambda state, path: safetensors.torch.save_file(shared_names_removed(state), path),
        ),
    ],
)
def test_every_official_form_fills_a_network(tmp_path, name, save):
    path = tmp_path / name
    save(values(), path)
    with building():
        network = Network()
    fill(network, read_weights(path), path, "Network")
    path.unlink()
    for key, value in values().items():
        torch.testing.assert_close(network.state_dict()[key], value)


def test_building_leaves_the_random_numbers_out_and_nothing_else(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("drew random numbers")

    monkeypatch.setattr(nn.init, "_no_grad_uniform_", refuse)
    with building():
        network = Network()
    assert network.norm.running_var.tolist() == [1, 1]
    with pytest.raises(AssertionError, match="drew"):
        Network()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda s: [s.pop("first.weight"), s.pop("alias.weight")],
            r"2 missing \(alias.weight, first.weight\)",
        ),
        (
            lambda s: s.update({f"head{i}": torch.zeros(1) for i in range(5)}),
            r"5 unknown \(head0, head1, head2, \.\.\.\)",
        ),
        (lambda s: s.update({"norm.bias": torch.zeros(3)}), r"1 of another size \(norm.bias\)"),
    ],
)
def test_what_does_not_fit_is_named(change, words):
    state = dict(values())
    change(state)
    with pytest.raises(ModelError, match=f"^The weights in some.pth do not fit Network: {words}; get"):
        fill(Network(), state, Path("some.pth"), "Network")


def test_keys_ignored_by_name_and_computed_buffers_are_passed_over():
    state = dict(values()) | {
        "fc.weight": torch.zeros(1),
        "bert.embeddings.position_ids": torch.zeros(1),
        "norm.num_batches_tracked": torch.zeros(7),
    }
    fill(Network(), state, Path("some.pth"), "Network", ignored=("fc.",))


class Hostile:
    """A pickle that writes a file when it is loaded."""

    def __init__(self, victim):
        self.victim = victim

    def __reduce__(self):
        return (Path.write_text, (self.victim, "ran"))


def hostile_archive(path, victim):
    torch.save({"model": Hostile(victim)}, path)


def hostile_plain_pickle(path, victim):
    path.write_bytes(pickle.dumps(Hostile(victim)))


def hostile_old_protocol(path, victim):
    path.write_bytes(pickle.dumps({"a": Hostile(victim)}, protocol=0))


def not_tensors(path, _):
    torch.save({"model": {"weight": "a word"}}, path)


def not_a_dictionary(path, _):
    torch.save([torch.zeros(1)], path)


def cut_short(path, _):
    torch.save(values(), path)
    path.write_bytes(path.read_bytes()[:-200])


def another_archive(path, _):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


def a_web_page(path, _):
    path.write_text("<!DOCTYPE html><html>404</html>")


def nothing(path, _):
    path.write_bytes(b"")


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
@pytest.mark.parametrize(
    "write",
    [hostile_archive, hostile_plain_pickle, hostile_old_protocol, not_tensors, not_a_dictionary, cut_short,
     another_archive, a_web_page, nothing],
)  # fmt: skip
def test_anything_but_plain_weights_is_refused_in_one_sentence_and_nothing_runs(tmp_path, write, suffix):
    path, victim = tmp_path / f"model{suffix}", tmp_path / "victim"
    write(path, victim)
    with pytest.raises(ModelError, match=f"^The file model{suffix} was refused, and nothing in it was run"):
        read_weights(path)
    assert not victim.exists()


def test_bytes_at_random_are_refused(tmp_path):
    random = np.random.default_rng(3)
    path = tmp_path / "model.pth"
    for size in (1, 8, 100, 5000) * 10:
        path.write_bytes(b"\x80\x02" + random.bytes(size))
        with pytest.raises(ModelError):
            read_weights(path)


def test_a_missing_file_gets_a_sentence(tmp_path):
    with pytest.raises(ModelError, match="cannot be read: No such file"):
        read_weights(tmp_path / "absent.pth")


@pytest.mark.parametrize(
    ("load", "key"),
    [
        (load_grounding_dino, "backbone.0.patch_embed.proj.weight"),
        (load_segment_anything, "image_encoder.patch_embed.proj.weight"),
        (load_wide_resnet, "layer1.0.conv1.weight"),
    ],
)
def test_weights_of_another_network_or_size_are_told_apart(tmp_path, load, key):
    path = tmp_path / "model.pth"
    torch.save(dict(values()), path)
    with pytest.raises(ModelError, match=r"^The file model.pth does not hold .* weights"):
        load(path)
    torch.save({key: torch.zeros(7, 3)}, path)
    with pytest.raises(ModelError, match=r"of unknown size \(7 channels\)"):
        load(path)


@pytest.mark.parametrize(
    ("load", "key", "width", "title"),
    [
        (load_grounding_dino, "backbone.0.patch_embed.proj.weight", 96, "GroundingDINO Swin-T"),
        (load_segment_anything, "image_encoder.patch_embed.proj.weight", 768, "SAM ViT-B"),
        (load_wide_resnet, "layer1.0.conv1.weight", 128, "WideResNet-50-2"),
    ],
)
def test_a_stump_is_refused(tmp_path, load, key, width, title):
    path = tmp_path / "model.pth"
    torch.save({key: torch.zeros(width, 3, 4, 4)}, path)
    with pytest.raises(ModelError, match=f"do not fit {title}"):
        load(path)


@pytest.mark.parametrize("content", [b"[CLS]\n[SEP]\n", b"\xff\xfe\x00"])
def test_another_vocabulary_is_refused(tmp_path, content):
    path = tmp_path / "vocab.txt"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"vocab\.txt"):
        load_tokenizer(path)
