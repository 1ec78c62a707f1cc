"""What goes into the frozen application, and how that is written down."""

import json
from importlib.metadata import distribution
from pathlib import Path

import contents
import distributions
import file_list
import licences
import project
import pytest
import sbom
import size_report

import saa_desktop


@pytest.fixture(scope="module")
def few():
    return distributions.closure(["PySide6-Essentials", "pydantic", "rich"])


def test_the_version_stands_in_one_place() -> None:
    assert project.version() == saa_desktop.__version__


def test_what_the_application_asks_for_is_followed_to_the_end() -> None:
    found = distributions.closure(distributions.direct_requirements())
    assert {"torch", "numpy", "pydantic-core", "shiboken6"} <= found.keys()
    assert not {"pytest", "pyinstaller", "ruff"} & found.keys()
    assert list(found) == sorted(found)


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(SystemExit, match="no-such-package is not installed"):
        distributions.closure(["rich", "no_such.package"])


def test_packages_are_known_by_the_names_they_are_imported_by() -> None:
    assert distributions.top_packages(distribution("PyYAML")) == ["_yaml", "yaml"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/lib/libgloo.a", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/translations/saa_desktop_zh_CN.qm", True),
        ("PySide6\\translations\\qtbase_de.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("nvidia/cu13/lib/libcublas.so.13", False),
        ("scipy/stats/tests/test_stats.py", False),
    ],
)
def test_files_that_nobody_needs_stay_out(path: str, wanted: bool) -> None:
    assert contents.is_wanted(path, cpu=True) is wanted


def test_a_cuda_build_holds_the_cuda_libraries() -> None:
    assert contents.is_wanted("nvidia/cu13/lib/libcublas.so.13", cpu=False)
    assert contents.is_contained("nvidia-cublas", cpu=False)
    assert not contents.is_contained("nvidia-cublas", cpu=True)
    assert contents.is_contained("nvidia-ml-py", cpu=True)


def test_the_same_files_give_the_same_list(tmp_path: Path) -> None:
    for folder, names in (("one", "abc"), ("two", "cba")):
        for name in names:
            path = tmp_path / folder / name / "file.txt"
            path.parent.mkdir(parents=True)
            path.write_text(name)
        (tmp_path / folder / "link").symlink_to("a/file.txt")
    first, second = (list(file_list.file_list(tmp_path / folder)) for folder in ("one", "two"))
    assert first == second
    assert first[-1] == "link to a/file.txt  0  link"
    (tmp_path / "two" / "a" / "file.txt").write_text("other")
    second = list(file_list.file_list(tmp_path / "two"))
    assert file_list.differences(first, second) == ["a/file.txt"]


def test_sizes_are_told_by_component(tmp_path: Path) -> None:
    for name, size in (("_internal/torch/lib/a.so", 2_000_000), ("_internal/strange.so", 1_000_000)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    (tmp_path / "_internal" / "a.so").symlink_to("torch/lib/a.so")
    lines = [line.split(" MB  ") for line in size_report.report(tmp_path).splitlines()]
    assert [(float(size), title.split()[0]) for size, title in lines] == [
        (2.0, "PyTorch"),
        (1.0, "Python,"),
        (3.0, "together"),
    ]


def test_the_bill_of_materials_is_whole_and_repeatable(few) -> None:
    system = {"libx11-6": "2:1.8.4-2"}
    bill = sbom.bill(few, system, "cpu", 1_700_000_000)
    assert bill == sbom.bill(few, system, "cpu", 1_700_000_000)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    components = {component["name"]: component for component in bill["components"]}
    assert components.keys() == {*few, *system, "python"}
    assert components["pydantic"]["purl"] == f"pkg:pypi/pydantic@{distribution('pydantic').version}"
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(set(references)) == len(references)
    needs = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    assert {need for entry in needs.values() for need in entry} <= set(references)
    assert components["pydantic-core"]["bom-ref"] in needs[components["pydantic"]["bom-ref"]]
    json.dumps(bill)


def test_licence_texts_are_gathered_and_the_lgpl_is_met(few, tmp_path: Path) -> None:
    without = licences.write_licences(few, tmp_path)
    assert "pydantic" not in without
    assert list((tmp_path / "pydantic").iterdir())
    terms = (tmp_path / "QT-AND-THE-LGPL.txt").read_text("utf-8")
    assert few["pyside6-essentials"].version in terms
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        assert name in terms
        assert "GNU" in (tmp_path / name).read_text("utf-8")
    overview = (tmp_path / "OVERVIEW.txt").read_text("utf-8")
    assert f"rich {few['rich'].version}: MIT" in overview
