"""Whether a file of unknown origin holds what a network needs: tensor keys and shapes, without building it.

The tables lie in ``resources/model_structures``; ``write_structures.py`` there makes them from the networks.
"""

import itertools
import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.registry import ModelFile, Role
from saa_desktop.models.weight_files import refused

Shape = tuple[int, ...]

_VOCABULARY_LENGTH = 30522
_VOCABULARY_LIMIT = 1_000_000
_SPECIAL_TOKENS = frozenset(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))
_SHOWN = 3


def check_structure(path: Path, record: ModelFile) -> None:
    """Make sure that a file can stand for a record. Nothing in it is run.

    Raises:
        ModelError: it cannot be read, holds more than plain weights, or lacks, exceeds or reshapes a tensor.
    """
    if record.role is Role.VOCABULARY:
        _check_vocabulary(path)
    else:
        _check_tensors(path, record)


def _check_tensors(path: Path, record: ModelFile) -> None:
    # Loading torch takes seconds, which commands that only look at the folder need not wait for.
    from saa_desktop.models.checkpoints import COMPUTED_BUFFERS, read_weights  # noqa: PLC0415

    with warnings.catch_warnings():
        # torch wonders aloud about pickle protocols before it refuses them; one sentence is enough.
        warnings.simplefilter("ignore")
        found = {key: tuple(tensor.shape) for key, tensor in read_weights(path).items()}
    needed, ignored = read_table(record.name)
    beyond = [key for key in found if key not in needed and not key.startswith(ignored)]
    faults = [
        f"{len(keys)} {fault} ({_shown(keys)})"
        for fault, keys in (
            ("missing", [key for key in needed if key not in found]),
            ("unknown", [key for key in beyond if not key.endswith(COMPUTED_BUFFERS)]),
            ("of another shape", [key for key in needed if found.get(key, needed[key]) != needed[key]]),
        )
        if keys
    ]
    if faults:
        raise ModelError(
            f"{path.name} does not hold the weights of {record.variant}: {', '.join(faults)}; "
            "check that --as names what the file is."
        )


def read_table(name: str) -> tuple[dict[str, Shape], tuple[str, ...]]:
    """Return what a record's weights must hold, and the beginnings of the keys that they may hold beyond."""
    table = json.loads(data_path("resources", "model_structures", f"{name}.json").read_text(encoding="utf-8"))
    shapes = {key: tuple(shape) for pattern, shape in table["tensors"].items() for key in _expand(pattern)}
    return shapes, tuple(table["ignored"])


def _expand(pattern: str) -> Iterator[str]:
    """Yield the keys of a pattern: ``a.[0,1].w`` stands for ``a.0.w`` and ``a.1.w``."""
    parts = [part.strip("[]").split(",") for part in pattern.split(".")]
    return (".".join(key) for key in itertools.product(*parts))


def _shown(keys: Sequence[str]) -> str:
    return ", ".join(keys[:_SHOWN]) + (", ..." if len(keys) > _SHOWN else "")


def _check_vocabulary(path: Path) -> None:
    try:
        with path.open(encoding="utf-8") as file:
            tokens = file.read(_VOCABULARY_LIMIT).splitlines()
    except OSError as error:
        raise refused("read", path, error) from error
    except UnicodeDecodeError:
        tokens = []
    if len(tokens) != _VOCABULARY_LENGTH or not _SPECIAL_TOKENS.issubset(tokens):
        raise ModelError(
            f"{path.name} is not the BERT vocabulary of {_VOCABULARY_LENGTH} lines: bring the vocab.txt of "
            "bert-base-uncased."
        )
