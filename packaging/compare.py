"""Builds a second time and compares: ``python packaging/compare.py``.

Freezes the application once more, into a folder of its own, and compares it file by file with what was frozen
last; where a release lies there, its packages are made and compared too. The source must be the same commit.
What differs is left to look at, in the folder ``again``.
"""

import os
import shutil
import sys
from pathlib import Path

import file_list
import freeze
import project
import release


def main() -> int:
    """Return 0 if both builds are the same, byte for byte."""
    first = project.output_folder()
    if not project.application().is_dir():
        raise SystemExit(f"{project.application()} is not there: make package first.")
    flavour = (project.application() / "flavour.txt").read_text("utf-8").strip()
    second = first / "again"
    shutil.rmtree(second, ignore_errors=True)
    os.environ["SAA_DESKTOP_PACKAGES"] = str(second)
    application = freeze.freeze(flavour)
    lists = [(folder / "files.txt").read_text("utf-8").splitlines() for folder in (first, second)]
    different = file_list.differences(*lists)
    compared = f"{len(lists[1])} files"
    if (packages := first / "release").is_dir():
        made = release.pack(application, flavour)
        different += [path.name for path in made if not same(path, packages / path.name)]
        compared += f", {len(made)} packages"
    for name in different:
        print(f"different: {name}")
    print(f"{compared} compared, {len(different)} different")
    if different:
        return 1
    shutil.rmtree(second)
    return 0


def same(one: Path, other: Path) -> bool:
    """Return whether two files have the same content."""
    return other.is_file() and file_list.sha256(one) == file_list.sha256(other)


if __name__ == "__main__":
    sys.exit(main())
