"""Makes a release: ``python packaging/release.py [--flavour cpu|cuda]``.

Builds, smoke-tests, packs for this system, tests the package, and writes what a release is published with:
checksums, bill of materials, list of files. Stops at the first failure.
"""

import shutil
import sys
import time
from pathlib import Path

import deb
import deb_test
import file_list
import freeze
import project
import smoke
import tarball
import windows_installer


def main() -> int:
    """Make a release of what is checked out."""
    flavour = freeze.chosen_flavour(__doc__)
    release = project.output_folder() / "release"
    shutil.rmtree(release, ignore_errors=True)
    release.mkdir(parents=True)
    started = time.monotonic()
    application = freeze.freeze(flavour)
    if smoke.smoke(application):
        return 1
    base = project.release_name(flavour)
    files = pack(application, flavour)
    if sys.platform == "linux" and deb_test.main([str(files[0])]):
        return 1
    for path in files:
        path.rename(release / path.name)
    shutil.copyfile(application / "sbom.cdx.json", release / f"{base}.cdx.json")
    shutil.copyfile(project.output_folder() / "files.txt", release / f"{base}.files.txt")
    write_checksums(release)
    print(f"{release}: made in {time.monotonic() - started:.0f} s")
    return 0


def pack(application: Path, flavour: str) -> list[Path]:
    """Make what this system's users install."""
    if sys.platform == "win32":
        return windows_installer.make(application, flavour, project.version())
    base = project.output_folder() / project.release_name(flavour)
    return [
        deb.make(application, base.with_name(f"{base.name}.deb"), flavour),
        tarball.make(application, base.with_name(f"{base.name}.tar.zst")),
    ]


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS for ``sha256sum --check``."""
    lines = [f"{file_list.sha256(path)}  {path.name}" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
