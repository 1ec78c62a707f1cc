"""Gathers the licence texts of everything that the application contains."""

import shutil
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution
from pathlib import Path

import project

_LICENCE_FILES = ("licen", "copying", "notice", "authors", "third_party", "thirdparty", "3rd-party")
_QT = """Qt for Python {version} (PySide6, Shiboken6, Qt 6) is used under the GNU Lesser General Public
License, version 3; its text is LGPL-3.0.txt, and that of the GPL that it refers to is GPL-3.0.txt. OpenCV
brings parts of Qt 5 (LGPL 3) and FFmpeg (LGPL 2.1): see the folder opencv-python, and LGPL-2.1.txt.

What the LGPL gives you here:
- The Qt libraries lie as separate shared libraries in _internal/PySide6 (Linux: _internal/PySide6/Qt/lib).
  You may replace them by compatible ones of your own: nothing checks them, and the application runs on yours.
- You may study how the application works with them, and reverse engineer it to debug such changes.
- We did not change them. Their source: download.qt.io/official_releases/QtForPython and code.qt.io.
"""


def write_licences(distributions: Mapping[str, Distribution], target: Path) -> list[str]:
    """Write a folder a distribution with its licence texts, and an overview.

    Args:
        distributions: by canonical name.
        target: the folder to make.

    Returns:
        the names of distributions that bring no text; the overview says what their metadata says.
    """
    without = []
    lines = [f"{project.TITLE} {project.version()} contains these packages:", ""]
    for name, dist in distributions.items():
        lines.append(f"{name} {dist.version}: {declared_licence(dist)}")
        texts = licence_files(dist)
        if not texts:
            without.append(name)
        for path, origin in texts:
            (target / name).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(origin, target / name / "-".join(path.parts))
    qt = distributions["pyside6-essentials"].version
    (target / "QT-AND-THE-LGPL.txt").write_text(_QT.format(version=qt), "utf-8")
    lines += ["", "The licence texts that each of them brings lie in the folder of its name.", ""]
    (target / "OVERVIEW.txt").write_text("\n".join(lines), "utf-8")
    for text in sorted((project.ROOT / "packaging" / "licences").glob("*.txt")):
        shutil.copyfile(text, target / text.name)
    shutil.copyfile(project.ROOT / "LICENSE", target / "SAA-Desktop-Apache-2.0.txt")
    return without


def write_system_licences(packages: Iterable[str], target: Path) -> None:
    """Write what Debian says of the packages whose libraries were copied into the application."""
    folder = target / "system-libraries"
    folder.mkdir()
    for name in packages:
        shutil.copyfile(Path("/usr/share/doc", name, "copyright"), folder / f"{name}.txt")


def licence_files(dist: Distribution) -> list[tuple[Path, Path]]:
    """Return a distribution's licence texts: path in the distribution, path on the disk."""
    found = []
    for path in dist.files or ():
        origin = Path(str(dist.locate_file(path)))
        is_text = path.name.lower().startswith(_LICENCE_FILES) or "licenses" in path.parts
        if is_text and path.suffix not in {".py", ".pyc"} and origin.is_file():
            found.append((Path(*path.parts[-3:]), origin))
    return sorted(found)


def declared_licence(dist: Distribution) -> str:
    """Return what the metadata says: SPDX expression, classifiers, or the first line of a text."""
    if expression := dist.metadata.get("License-Expression"):
        return expression
    classifiers = [
        each for each in dist.metadata.get_all("Classifier") or () if each.startswith("License ::")
    ]
    if classifiers:
        return ", ".join(each.rpartition(" :: ")[2] for each in classifiers)
    text = (dist.metadata.get("License") or "").strip()
    return text.splitlines()[0][:100] if text else "not declared"
