"""What the installers are made of, and what the smoke test takes for the application's own words."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import deb
import entry
import icons
import project
import pytest
import smoke_station
import tarball
import windows_installer
import windows_version
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 60))
def test_parts_hold_every_file_once_and_not_too_much(sizes: list[int], limit: int) -> None:
    files = [(Path(str(number)), size) for number, size in enumerate(sizes)]
    parts = windows_installer.split(files, limit)
    assert [path for part in parts for path in part] == [path for path, _ in files]
    by_path = dict(files)
    assert all(len(part) == 1 or sum(by_path[path] for path in part) <= limit for part in parts)


def test_the_uninstaller_deletes_what_was_installed_and_inner_folders_first() -> None:
    files = [Path("a.exe"), Path("x/样品.txt"), Path("x/y/z/b.dll")]
    assert list(windows_installer.uninstall_lines(files)) == [
        'Delete "$INSTDIR\\a.exe"',
        'Delete "$INSTDIR\\x\\样品.txt"',
        'Delete "$INSTDIR\\x\\y\\z\\b.dll"',
        'RMDir "$INSTDIR\\x\\y\\z"',
        'RMDir "$INSTDIR\\x\\y"',
        'RMDir "$INSTDIR\\x"',
    ]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("0.10", (0, 10, 0, 0)),
        ("2.0.1rc3", (2, 0, 1, 0)),
        ("1.2.3.dev4", (1, 2, 3, 0)),
    ],
)
def test_windows_counts_versions_by_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert windows_version.numbers(version) == numbers


def test_windows_icon_file_points_to_its_pictures() -> None:
    data = icons.ico({16: b"sixteen", 256: b"large"})
    assert struct.unpack_from("<HHH", data) == (0, 1, 2)
    for place, side, content in ((6, 16, b"sixteen"), (22, 0, b"large")):
        size, offset = struct.unpack_from("<II", data, place + 8)
        assert data[place] == side
        assert data[offset : offset + size] == content


def test_only_the_applications_own_words_may_stand_on_standard_error() -> None:
    smoke_station.check_errors(
        "Loading the models ...\n4 files, lite (built in) on cpu\n"
        "━━━━━━━━━━ 4/4 2.4 images/s time left 0:00:00 NG 2  OK 2\r\n"
        "2026-11-23 14:36:03,890 INFO saa_desktop.workers.meter: no figures of graphics cards\n"
    )
    for foreign in (
        "/opt/torch/functional.py:513: UserWarning: meshgrid",
        "2026-11-23 14:36:03,766 WARNING qt: default: Detected locale C",
        "libGL error: failed to load driver",
        "Traceback (most recent call last):",
    ):
        with pytest.raises(smoke_station.SmokeError, match="not ours"):
            smoke_station.check_errors(f"Loading the models ...\n{foreign}\n")


@pytest.mark.parametrize("before", [{}, {"LD_LIBRARY_PATH": "/opt/lib"}])
def test_programs_that_we_start_run_on_the_systems_libraries(before: dict[str, str]) -> None:
    told = {"LD_LIBRARY_PATH": "/opt/saa-desktop/_internal", "HOME": "/root"}
    if before:
        told["LD_LIBRARY_PATH_ORIG"] = before["LD_LIBRARY_PATH"]
    entry.restore_library_path(told)
    assert told == {"HOME": "/root", **before}


@pytest.mark.parametrize(
    ("program", "window"),
    [
        ("saa-desktop", False),
        ("/usr/bin/saa-desktop-gui", True),
        ("saa-desktop-gui.exe", True),
        ("/opt/saa-desktop-gui/saa-desktop", False),
    ],
)
def test_the_program_goes_by_its_name(program: str, window: bool) -> None:
    assert entry.is_window(program) is window


@pytest.mark.skipif(
    not all(map(shutil.which, ("dpkg-deb", "zstd", "readelf"))), reason="needs dpkg-deb, zstd and readelf"
)
def test_the_same_application_gives_the_same_packages(tmp_path: Path) -> None:
    packages: list[bytes] = []
    for folder, name in ((tmp_path / "1", "first"), (tmp_path / "2", "second")):
        application = folder / name
        (application / "_internal").mkdir(parents=True)
        for file in ("saa-desktop", "_internal/b.txt", "_internal/a.txt"):
            (application / file).write_text("the same")
            # Both are newer than the commit, as everything in a build is.
            os.utime(application / file, (4e9 + len(packages), 4e9 + len(packages)))
        (application / "saa-desktop-gui").symlink_to("saa-desktop")
        packages.append(deb.make(application, folder / "application.deb", "cpu").read_bytes())
        packages.append(tarball.make(application, folder / "application.tar.zst").read_bytes())
    assert packages[:2] == packages[2:]
    listing = subprocess.run(
        ["dpkg-deb", "--contents", tmp_path / "1" / "application.deb"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "./usr/bin/saa-desktop-gui -> /opt/saa-desktop/saa-desktop-gui\n" in listing
    assert "./usr/share/man/man1/saa-desktop.1.gz\n" in listing


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_a_user_installs_upgrades_and_removes_without_root(tmp_path: Path) -> None:
    unpacked, prefix = tmp_path / "unpacked", tmp_path / "my programs & 程序"
    (unpacked / "saa-desktop" / "_internal").mkdir(parents=True)
    for name in ("saa-desktop", "saa-desktop-gui"):
        program = unpacked / "saa-desktop" / name
        program.write_text("#!/bin/sh\necho started")
        program.chmod(0o755)
    (unpacked / "saa-desktop" / "_internal" / "old.txt").write_text("")
    icons.write_hicolor(unpacked / "icons")
    for name in ("install.sh", "saa-desktop.desktop"):
        shutil.copy(project.ROOT / "packaging" / "linux" / name, unpacked)

    def install(*arguments: str) -> str:
        command = [unpacked / "install.sh", *arguments, "--prefix", prefix]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    install()
    (unpacked / "saa-desktop" / "_internal" / "old.txt").unlink()
    assert "is installed in" in install()
    assert not (prefix / "opt" / "saa-desktop" / "_internal" / "old.txt").exists()
    started = subprocess.run([prefix / "bin" / "saa-desktop"], capture_output=True, text=True, check=True)
    assert started.stdout == "started\n"
    menu = prefix / "share" / "applications" / "saa-desktop.desktop"
    lines = dict(line.split("=", 1) for line in menu.read_text("utf-8").splitlines() if "=" in line)
    program = os.fspath(prefix / "opt" / "saa-desktop" / "saa-desktop-gui")
    assert (lines["Exec"], lines["TryExec"]) == (f'"{program}" %F', program)
    assert {lines["Name"], lines["Name[zh_CN]"]} == {"SAA Desktop", "SAA 缺陷检测"}
    if validate := shutil.which("desktop-file-validate"):
        subprocess.run([validate, menu], check=True)
    assert "still there" in install("--uninstall")
    left = {path.name for path in prefix.rglob("*") if not path.is_dir()}
    assert left <= {"mimeinfo.cache"}
