"""The tables of tensor shapes agree with the networks that the model packages build."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from saa_desktop.data_files import data_path
from saa_desktop.models.structure import read_table


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    path = data_path("resources", "model_structures", "write_structures.py")
    spec = importlib.util.spec_from_file_location("write_structures", Path(path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_those_of_the_networks(writer: ModuleType) -> None:
    names = set()
    for name, network in writer.networks():
        names.add(name)
        assert read_table(name)[0] == writer.shapes_of(network), name
    assert {path.stem for path in data_path("resources", "model_structures").glob("*.json")} == names
