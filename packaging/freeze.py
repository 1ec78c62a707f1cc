"""Makes the frozen application: ``python packaging/freeze.py [--flavour cpu|cuda]``.

Runs PyInstaller, puts in what it cannot know of (licences, bill of materials), and says how large it all is.
"""

import argparse
import os
import subprocess
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

import contents
import distributions
import file_list
import icons
import licences
import project
import sbom
import size_report
import stub_libraries
import system_libraries
import windows_version

FLAVOURS = ("cpu", "cuda")


def main() -> int:
    """Build, and print the sizes."""
    flavour = chosen_flavour(__doc__)
    started = time.monotonic()
    application = freeze(flavour)
    print(size_report.report(application))
    print(f"{application}: {flavour}, built in {time.monotonic() - started:.0f} s")
    return 0


def chosen_flavour(description: str | None) -> str:
    """Return what to build: by the command line, else by SAA_DESKTOP_FLAVOUR, else by the PyTorch here.

    Args:
        description: of the program, for ``--help``.

    Raises:
        SystemExit: it cannot be built here.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flavour", choices=FLAVOURS)
    flavour = parser.parse_args().flavour or os.environ.get("SAA_DESKTOP_FLAVOUR") or installed_flavour()
    if flavour not in FLAVOURS:
        raise SystemExit(f"SAA_DESKTOP_FLAVOUR is {flavour!r}: make it cpu or cuda.")
    if flavour == "cuda" and installed_flavour() == "cpu":
        raise SystemExit(
            "The PyTorch installed here knows no CUDA: install one that does, or build --flavour cpu."
        )
    return flavour


def installed_flavour() -> str:
    """Return what the PyTorch that is installed can be built into: ``cuda``, or ``cpu`` alone."""
    import torch  # noqa: PLC0415 - takes seconds; --help should not

    return "cuda" if torch.version.cuda else "cpu"


def freeze(flavour: str) -> Path:
    """Build the application of one flavour; return its folder."""
    work, application = project.output_folder() / "work", project.application()
    application.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "SAA_DESKTOP_FLAVOUR": flavour,
        "SAA_DESKTOP_ICON": str(icons.write_ico(project.output_folder() / "icon" / "saa-desktop.ico")),
        "SAA_DESKTOP_VERSION_RESOURCE": str(windows_version.write(project.output_folder() / "version.txt")),
        # The same source gives the same files.
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(project.source_date()),
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    folders = [f"--distpath={application.parent}", f"--workpath={work}"]
    spec = project.ROOT / "packaging" / "saa-desktop.spec"
    subprocess.run([*command, *folders, spec], env=environment, cwd=project.ROOT, check=True)
    if sys.platform == "linux":
        _finish_linux(application, flavour)
    _document(application, flavour)
    _settle(application)
    return application


def _finish_linux(application: Path, flavour: str) -> None:
    """Name the window's program, remove the system's libraries that nothing loads, stand in for CUDA's."""
    (application / f"{project.NAME}-gui").symlink_to(project.NAME)
    internal = application / "_internal"
    copies = [path.name for path in internal.glob("lib*.so*") if system_libraries.is_the_systems(path)]
    for name in system_libraries.orphans(system_libraries.read_needs(internal), copies):
        (internal / name).unlink()
    if flavour == "cpu":
        stub_libraries.write_stubs(internal, Path(str(distribution("torch").locate_file(""))))


def _document(application: Path, flavour: str) -> None:
    """Write licences and bill of materials into the application."""
    contained = {
        name: dist
        for name, dist in distributions.closure(distributions.direct_requirements()).items()
        if contents.is_contained(name, cpu=flavour == "cpu")
    }
    target = application / "licences"
    target.mkdir()
    licences.write_licences(contained, target)
    copied = system_libraries.copied_packages(application / "_internal") if sys.platform == "linux" else {}
    licences.write_system_licences(copied, target)
    bill = sbom.bill(contained, copied, flavour, project.source_date())
    sbom.write_bill(bill, application / "sbom.cdx.json")
    (application / "flavour.txt").write_text(f"{flavour}\n", "utf-8")


def _settle(application: Path) -> None:
    """Give every file the source's date, and libraries no right to be started; write the list of files."""
    date = project.source_date()
    for path in application.rglob("*"):
        if path.is_symlink():
            continue
        if ".so" in path.suffixes:
            path.chmod(0o644)
        os.utime(path, (date, date))
    lines = "\n".join(file_list.file_list(application))
    (project.output_folder() / "files.txt").write_text(f"{lines}\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
