"""Makes the Debian package: ``python packaging/deb.py``. Needs dpkg-deb."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import icons
import project
import system_libraries

_LINUX = project.ROOT / "packaging" / "linux"
_HOME = Path("opt") / project.NAME
_PROGRAMS = ("saa-desktop", "saa-desktop-gui")
# What the libraries read: fonts and their configuration, keyboard layouts.
_DATA = ("fontconfig-config", "xkb-data")
_RECOMMENDED = ("xdg-utils",)
_VERSIONED = ("libc6", "libstdc++6", "libgcc-s1")
_NOT_NEEDED = re.compile(r"libcuda\.so|libnvidia|libamdhip|libhiprtc")
"""Libraries of graphics drivers; who has the device has them."""

_MAINTAINER = "SAA Desktop maintainers <saa-desktop@example.invalid>"
_CONTROL = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Section: science
Priority: optional
Description: finds defects on products without training a model
 Operators load images or a camera folder, see what was found, review it with
 the keyboard, and export tables and report pictures. Everything runs on this
 computer, without internet.
 .
 This is the {flavour} build.
"""


def main() -> int:
    """Make the package of what was built last."""
    flavour = (project.application() / "flavour.txt").read_text("utf-8").strip()
    print(
        make(project.application(), project.output_folder() / f"{project.release_name(flavour)}.deb", flavour)
    )
    return 0


def make(application: Path, package: Path, flavour: str) -> Path:
    """Write the Debian package of an application; return its path.

    The system's libraries that PyInstaller has copied stay out: here they come, and are mended, as packages.
    """
    with tempfile.TemporaryDirectory(dir=package.parent) as folder:
        root = Path(folder)
        root.chmod(0o755)
        installed = root / _HOME
        shutil.copytree(application, installed, symlinks=True, copy_function=os.link)
        packages = _leave_libraries_to_the_system(installed / "_internal")
        _add_desktop_files(root)
        _add_documents(root)
        depends = [*map(_with_version, packages), *_DATA]
        kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(
            _CONTROL.format(
                name=project.NAME,
                version=project.version(),
                maintainer=_MAINTAINER,
                kilobytes=kilobytes,
                depends=", ".join(depends),
                recommends=", ".join(_RECOMMENDED),
                flavour={"cpu": "CPU", "cuda": "CUDA"}[flavour],
            ),
            "utf-8",
        )
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(project.source_date())}
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z6", "--build", root, package]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return package


def _leave_libraries_to_the_system(internal: Path) -> list[str]:
    """Remove copies of the system's libraries; return the Debian packages that the rest needs."""
    for path in internal.glob("lib*.so*"):
        if system_libraries.is_the_systems(path):
            path.unlink()
    missing = system_libraries.missing(system_libraries.read_needs(internal))
    packages = set()
    for library, owner in system_libraries.debian_packages(missing).items():
        if owner:
            packages.add(owner)
        elif not _NOT_NEEDED.match(library):
            raise SystemExit(f"{library} is needed, and no Debian package here has it.")
    return sorted(packages)


def _with_version(package: str) -> str:
    """Return a dependency; of what older systems have in too old a version, with ours."""
    if package not in _VERSIONED:
        return package
    return f"{package} (>= {system_libraries.package_version(package).partition('-')[0]})"


def _add_desktop_files(root: Path) -> None:
    """Write what the desktop shows, and links to the programs."""
    programs = root / "usr" / "bin"
    programs.mkdir(parents=True)
    for name in _PROGRAMS:
        (programs / name).symlink_to(f"/{_HOME.as_posix()}/{name}")
    share = root / "usr" / "share"
    entry = (_LINUX / "saa-desktop.desktop").read_text("utf-8")
    (share / "applications").mkdir(parents=True)
    entry = entry.replace("@PROGRAM@", "/usr/bin/saa-desktop-gui").replace("@ICON@", project.NAME)
    (share / "applications" / "saa-desktop.desktop").write_text(entry, "utf-8")
    icons.write_hicolor(share / "icons" / "hicolor")


def _add_documents(root: Path) -> None:
    """Write manual pages, changes, the copyright file, and what lintian need not say."""
    share = root / "usr" / "share"
    pages, documents = share / "man" / "man1", share / "doc" / project.NAME
    overrides = share / "lintian" / "overrides"
    for folder in (pages, documents, overrides):
        folder.mkdir(parents=True)
    for program in _PROGRAMS:
        _write_gz(pages / f"{program}.1.gz", (_LINUX / "saa-desktop.1").read_text("utf-8"))
    _write_gz(documents / "changelog.gz", _changes())
    shutil.copyfile(project.ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    shutil.copyfile(_LINUX / "copyright", documents / "copyright")
    shutil.copyfile(_LINUX / "lintian-overrides", overrides / project.NAME)


def _changes() -> str:
    """Return Debian's form of a list of changes, which leads to ours."""
    date = format_datetime(datetime.fromtimestamp(project.source_date(), UTC))
    return (
        f"{project.NAME} ({project.version()}) stable; urgency=medium\n\n"
        f"  * See CHANGELOG.md.\n\n -- {_MAINTAINER}  {date}\n"
    )


def _write_gz(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    sys.exit(main())
