"""Makes the Debian package: ``python packaging/deb.py``. Needs dpkg-deb."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
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

_CONTROL = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: SAA Desktop maintainers <saa-desktop@example.invalid>
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
        depends = [*map(_with_version, packages), *_DATA]
        kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(
            _CONTROL.format(
                name=project.NAME,
                version=project.version(),
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
    """Write what the desktop shows, links to the programs, and the copyright file."""
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
    documents = share / "doc" / project.NAME
    documents.mkdir(parents=True)
    shutil.copyfile(_LINUX / "copyright", documents / "copyright")


if __name__ == "__main__":
    sys.exit(main())
