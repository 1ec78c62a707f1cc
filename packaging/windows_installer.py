"""Makes the Windows installer: ``python packaging/windows_installer.py [FOLDER]``. Needs NSIS (makensis).

makensis packs at most 2 GB into one program. What goes beyond, the CUDA libraries, goes into side files that
lie beside the setup program and hold nothing but files.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PureWindowsPath

import icons
import project
import windows_version

PART_BYTES = 1_800_000_000
"""Of files before compression; makensis ends at 2^31 bytes after it."""
LONGEST_PATH = 259 - len(r"C:\Users\a.rather.long.name\AppData\Local\Programs\SAA Desktop")
"""Programs that do not know of long paths, such as the setup program, end there."""

_SCRIPTS = project.ROOT / "packaging" / "windows"


def main() -> int:
    """Make the installer of a folder, by default of what was built last."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("application", type=Path, nargs="?", default=project.application())
    parser.add_argument("--version", default=project.version(), help="another version, to try upgrades")
    parser.add_argument("--part-bytes", type=int, default=PART_BYTES, help="smaller parts, to try several")
    options = parser.parse_args()
    flavour = (options.application / "flavour.txt").read_text("utf-8").strip()
    for path in make(options.application.resolve(), flavour, options.version, options.part_bytes):
        print(path)
    return 0


def make(application: Path, flavour: str, version: str, part_bytes: int = PART_BYTES) -> list[Path]:
    """Write the setup program, and side files where one program cannot hold everything; return their paths.

    Raises:
        SystemExit: makensis is missing, or a path is too long for Windows.
    """
    if not shutil.which("makensis"):
        raise SystemExit("makensis is missing: install NSIS (on Debian: apt install nsis).")
    files = sorted(path.relative_to(application) for path in application.rglob("*") if path.is_file())
    if too_long := [path for path in files if len(str(path)) + 1 > LONGEST_PATH]:
        raise SystemExit(f"{too_long[0]} is too long a path for Windows ({len(too_long)} files).")
    parts = split([(path, (application / path).stat().st_size) for path in files], part_bytes)
    base = f"{project.NAME}-{version}-windows-x86_64-{flavour}-setup"
    token = hashlib.sha256(f"{version} {flavour} {files}".encode()).hexdigest()[:16]
    written = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for number, part in enumerate(parts[1:], start=2):
            lists = work / str(number)
            lists.mkdir()
            _write_lines(lists / "install.nsh", install_lines(application, part))
            output = project.output_folder() / f"{base}-part{number}.exe"
            _makensis("part.nsi", OUTPUT=output, LISTS=lists, TOKEN=token)
            written.append(output)
        _write_lines(work / "install.nsh", install_lines(application, parts[0]))
        _write_lines(work / "uninstall.nsh", uninstall_lines(files))
        names = [path.name for path in written]
        _write_lines(work / "look-for-parts.nsh", look_lines(names))
        _write_lines(work / "run-parts.nsh", run_lines(names, token))
        setup = project.output_folder() / f"{base}.exe"
        _makensis(
            "saa-desktop.nsi",
            OUTPUT=setup,
            LISTS=work,
            VERSION=version,
            NUMBERS=".".join(map(str, windows_version.numbers(version))),
            FLAVOUR=flavour,
            ICON=icons.write_ico(work / "icon.ico"),
            LICENCE=project.ROOT / "LICENSE",
            KILOBYTES=sum((application / path).stat().st_size for path in files) // 1024,
        )
    return [setup, *written]


def split(files: Iterable[tuple[Path, int]], limit: int) -> list[list[Path]]:
    """Return files in groups of at most that many bytes, in their order; a larger one is its own group."""
    groups: list[list[Path]] = [[]]
    held = 0
    for path, size in files:
        if groups[-1] and held + size > limit:
            groups.append([])
            held = 0
        groups[-1].append(path)
        held += size
    return groups


def install_lines(application: Path, files: Iterable[Path]) -> Iterator[str]:
    """Yield the script that writes files, folder by folder."""
    folder = None
    for path in files:
        if path.parent != folder:
            folder = path.parent
            yield f'SetOutPath "{_installed(folder)}"'
        yield f'File "{application / path}"'


def uninstall_lines(files: Iterable[Path]) -> Iterator[str]:
    """Yield the script that deletes just these files, and then empty folders, inner ones first."""
    files = list(files)
    for path in files:
        yield f'Delete "{_installed(path)}"'
    folders = {parent for path in files for parent in path.parents if parent != Path()}
    for folder in sorted(folders, key=lambda folder: (-len(folder.parts), folder)):
        yield f'RMDir "{_installed(folder)}"'


def look_lines(names: Iterable[str]) -> Iterator[str]:
    """Yield the script that stops, before anything is written, where a side file is missing."""
    for name in names:
        yield f'${{IfNot}} ${{FileExists}} "$EXEDIR\\{name}"'
        yield f'  !insertmacro STOP_WITHOUT_PART "{name}"'
        yield "${EndIf}"


def run_lines(names: Iterable[str], token: str) -> Iterator[str]:
    """Yield the script that has each side file write its files."""
    for name in names:
        yield f"ExecWait '\"$EXEDIR\\{name}\" /S /TOKEN={token} /D=$INSTDIR' $R3"
        yield "${If} ${Errors}"
        yield "${OrIf} $R3 != 0"
        yield f'  !insertmacro STOP_WITHOUT_PART "{name}"'
        yield "${EndIf}"


def _installed(path: Path) -> str:
    return str(PureWindowsPath("$INSTDIR", path))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    # makensis takes a file for UTF-8 only if it begins like one.
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")


def _makensis(script: str, **defines: object) -> None:
    options = [f"-D{name}={value}" for name, value in defines.items()]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(_SCRIPTS / script)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
