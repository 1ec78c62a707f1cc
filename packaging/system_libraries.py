"""Which libraries an application's folder needs from the system, and which it carries in vain."""

import filecmp
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

Needs = Mapping[str, frozenset[str]]
"""Names of the libraries that a file needs, by the file's path in the application's folder."""


def read_needs(folder: Path) -> Needs:
    """Return the needs of every program and library in a folder; links are left out."""
    return {
        path.relative_to(folder).as_posix(): frozenset(needed_libraries(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and _is_elf(path)
    }


def needed_libraries(file: Path) -> list[str]:
    """Return the names of the libraries that the loader loads together with a file."""
    command = ["readelf", "--dynamic", "--wide", file]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+?)\]", said)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def orphans(needs: Needs, candidates: Iterable[str]) -> list[str]:
    """Return those of the candidates, paths as in ``needs``, that nothing but other orphans asks for."""
    left = dict(needs)
    found: list[str] = []
    while useless := [
        path
        for path in candidates
        if path in left and path.rpartition("/")[2] not in set().union(*left.values())
    ]:
        found += useless
        for path in useless:
            del left[path]
    return sorted(found)


def missing(needs: Needs) -> list[str]:
    """Return the names of the libraries that the files need and the folder does not hold."""
    held = {path.rpartition("/")[2] for path in needs}
    return sorted(set().union(*needs.values()) - held)


def is_the_systems(library: Path) -> bool:
    """Return whether a library, not a link to one, is a copy of the one that this system has."""
    if library.is_symlink():
        return False
    places = (place / library.name for place in Path("/usr/lib").glob("*-linux-gnu"))
    return any(place.is_file() and filecmp.cmp(library, place, shallow=False) for place in places)


def copied_packages(internal: Path) -> dict[str, str]:
    """Return the Debian packages, with their versions, whose libraries were copied into the application."""
    copies = [path.name for path in internal.glob("lib*.so*") if is_the_systems(path)]
    names = sorted({owner for owner in debian_packages(copies).values() if owner})
    return {name: package_version(name) for name in names}


def package_version(name: str) -> str:
    """Return the version of a Debian package that is installed here."""
    command = ["dpkg-query", "--show", "--showformat=${Version}\n", name]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]


def debian_packages(libraries: Iterable[str]) -> dict[str, str]:
    """Return for each library the Debian package that has it here, "" if none has.

    Architectures are left out: ``libgl1``, not ``libgl1:amd64``.
    """
    owners = dict.fromkeys(libraries, "")
    if not owners:
        return owners
    command = ["dpkg", "--search", *(f"*/{library}" for library in owners)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for package, library in re.findall(
        r"^([^:, \n]+)[^ \n]*: (?:/usr)?/lib/[^/\n]+/([^/\n]+)$", said, re.MULTILINE
    ):
        owners[library] = package
    return owners
