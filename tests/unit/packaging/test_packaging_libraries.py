"""The system's libraries: which an application needs, which it carries in vain, which are stood in for."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import stub_libraries
import system_libraries

NEEDS = {
    "app": frozenset({"libqt.so.6", "libc.so.6"}),
    "PySide6/libqt.so.6": frozenset({"libglib.so.0", "libEGL.so.1"}),
    "libglib.so.0": frozenset({"libpcre.so.3"}),
    "libpcre.so.3": frozenset({"libc.so.6"}),
    "libgtk.so.3": frozenset({"libpango.so.1"}),
    "libpango.so.1": frozenset({"libglib.so.0"}),
}


def test_what_only_orphans_ask_for_is_an_orphan() -> None:
    candidates = [path for path in NEEDS if path.startswith("lib")]
    assert system_libraries.orphans(NEEDS, candidates) == ["libgtk.so.3", "libpango.so.1"]


def test_programs_are_no_orphans() -> None:
    assert "app" not in system_libraries.orphans(NEEDS, ["libgtk.so.3"])


def test_what_the_folder_lacks_comes_from_the_system() -> None:
    assert system_libraries.missing(NEEDS) == ["libEGL.so.1", "libc.so.6"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_only_a_copy_of_the_systems_library_is_taken_for_it(tmp_path: Path) -> None:
    system = next(Path("/usr/lib").glob("*-linux-gnu/libstdc++.so.6"))
    copy = tmp_path / system.name
    shutil.copyfile(system, copy)
    assert system_libraries.is_the_systems(copy)
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    assert not system_libraries.is_the_systems(copy)


@pytest.mark.skipif(not shutil.which("dpkg"), reason="needs dpkg")
def test_libraries_are_found_in_their_debian_packages() -> None:
    found = system_libraries.debian_packages(["libc.so.6", "libno-such.so.1"])
    assert found == {"libc.so.6": "libc6", "libno-such.so.1": ""}


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("cc") and shutil.which("readelf")),
    reason="needs cc and readelf",
)
def test_a_library_runs_on_a_stand_in_whose_functions_fail(tmp_path: Path) -> None:
    packages, application = tmp_path / "packages", tmp_path / "application"
    real = packages / "nvidia" / "cu" / "lib" / "libcufake.so.1"
    real.parent.mkdir(parents=True)
    build(
        real,
        "int cuCount(void) { return 0; } int cuOther(void) { return 0; } int cuLevel = 7;",
        "-Wl,-soname,libcufake.so.1",
        version_script="libcufake.so.1 { global: *; };",
    )
    ours = application / "torch" / "lib" / "libours.so"
    ours.parent.mkdir(parents=True)
    search = "-Wl,-rpath,$ORIGIN/../../nvidia/cu/lib"
    code = "int cuCount(void); extern int cuLevel; int count(void) { return cuCount() + cuLevel; }"
    build(ours, code, str(real), search)

    (stub,) = stub_libraries.write_stubs(application, packages)
    assert stub == application / "nvidia" / "cu" / "lib" / "libcufake.so.1"
    assert ctypes.CDLL(str(ours)).count() == 100
    assert not hasattr(ctypes.CDLL(str(stub)), "cuOther")
    assert stub_libraries.write_stubs(application, packages) == []


def build(library: Path, code: str, *options: str, version_script: str = "") -> None:
    if version_script:
        script = library.with_suffix(".map")
        script.write_text(version_script)
        options = (*options, f"-Wl,--version-script={script}")
    source = library.with_suffix(".c")
    source.write_text(code)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, *options], check=True)
