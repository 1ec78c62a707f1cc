"""Stand-ins for the CUDA libraries, with which a PyTorch built for CUDA runs on the processor alone.

PyTorch's own libraries name NVIDIA's as needed, so that the loader wants them even where no GPU is. They take
3 GB. A stand-in has the same name and the functions that PyTorch asks for, each of which returns an
error code; CUDA then counts no devices (docs/decisions/032). A PyTorch built for the CPU needs none of this.
"""

import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from system_libraries import needed_libraries

_NO_DEVICE = 100
"""``cudaErrorNoDevice``, and an error code to every other CUDA library."""

Exports = dict[str, list[tuple[str, int]]]
"""Name and size by symbol version; the size is 0 for functions."""


def write_stubs(application: Path, packages: Path) -> list[Path]:
    """Put a stand-in wherever the application's PyTorch looks for a library of NVIDIA's that is not there.

    Args:
        application: the folder with ``torch/``.
        packages: the folder with ``nvidia/``, where the real ones are installed.

    Returns:
        what was written.

    Raises:
        CalledProcessError: readelf or cc failed.
    """
    ours = [*application.glob("torch/lib/*.so*"), *application.glob("torchvision/*.so")]
    needed = {name for library in ours for name in needed_libraries(library)}
    wanted = {name for library in ours for name in undefined_symbols(_symbols(library))}
    written = []
    for real in sorted(packages.glob("nvidia/**/*.so*")):
        stub = application / real.relative_to(packages)
        if real.name in needed and not stub.exists():
            stub.parent.mkdir(parents=True, exist_ok=True)
            _compile(exported_symbols(_symbols(real), wanted), stub)
            written.append(stub)
    return written


def undefined_symbols(listing: str) -> set[str]:
    """Return the symbols that a library takes from others, without their versions."""
    return {fields[7].partition("@")[0] for fields in _rows(listing) if fields[6] == "UND"}


def exported_symbols(listing: str, wanted: Iterable[str]) -> Exports:
    """Return those of the wanted symbols that a library defines.

    Args:
        listing: what ``readelf --dyn-syms --wide`` says of it.
        wanted: names without versions.
    """
    wanted = frozenset(wanted)
    exports: Exports = defaultdict(list)
    for fields in _rows(listing):
        name, _, version = fields[7].partition("@")
        if name in wanted and fields[6] not in {"UND", "ABS"}:
            exports[version.lstrip("@")].append((name, int(fields[2], 0) if fields[3] == "OBJECT" else 0))
    return dict(exports)


def _symbols(library: Path) -> str:
    command = ["readelf", "--dyn-syms", "--wide", library]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _rows(listing: str) -> list[list[str]]:
    rows = [line.split() for line in listing.splitlines()]
    return [row for row in rows if len(row) >= 8 and row[0].rstrip(":").isdigit()]


def _compile(exports: Exports, stub: Path) -> None:
    symbols = [symbol for group in exports.values() for symbol in group]
    lines = [f"int unavailable(void) {{ return {_NO_DEVICE}; }}"]
    for name, size in symbols:
        if size:
            lines.append(f"char {name}[{size}];")
        else:
            lines.append(f'int {name}(void) __attribute__((alias("unavailable")));')
    versions = [
        f"{version} {{ global: {' '.join(f'{name};' for name, _ in group)} }};"
        for version, group in exports.items()
    ]
    with TemporaryDirectory() as folder:
        code, script = Path(folder, "stub.c"), Path(folder, "stub.map")
        code.write_text("\n".join(lines))
        script.write_text("\n".join(versions))
        options = ["-shared", "-fPIC", "-nostdlib", "-fno-builtin", "-w", "-s", "-Wl,--build-id=none"]
        if all(exports):
            options.append(f"-Wl,--version-script={script}")
        subprocess.run(["cc", *options, f"-Wl,-soname,{stub.name}", "-o", stub, code], check=True)
