"""Makes the archive for users without root: ``python packaging/tarball.py``. Needs zstd."""

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import icons
import project

_LINUX = project.ROOT / "packaging" / "linux"


def main() -> int:
    """Make the archive of what was built last."""
    flavour = (project.application() / "flavour.txt").read_text("utf-8").strip()
    print(make(project.application(), project.output_folder() / f"{project.release_name(flavour)}.tar.zst"))
    return 0


def make(application: Path, archive: Path) -> Path:
    """Write application, icons, menu entry and install.sh in one folder; return the archive's path."""
    top = f"{project.NAME}-{project.version()}"
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder, "icons")
        icons.write_hicolor(drawn)
        command = ["zstd", "--quiet", "--force", "-T0", "-9", "-o", archive]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as packer:
            with tarfile.open(fileobj=packer.stdin, mode="w|") as tar:
                for path, name in _members(application, drawn):
                    tar.add(path, f"{top}/{name}", recursive=False, filter=_anonymous)
            assert packer.stdin is not None
            packer.stdin.close()
        if packer.returncode:
            raise SystemExit("zstd failed; its message stands above.")
    return archive


def _members(application: Path, drawn: Path) -> Iterator[tuple[Path, str]]:
    yield _LINUX / "install.sh", "install.sh"
    yield _LINUX / "saa-desktop.desktop", "saa-desktop.desktop"
    for folder, name in ((drawn, "icons"), (application, project.NAME)):
        yield folder, name
        for path in sorted(folder.rglob("*")):
            yield path, f"{name}/{path.relative_to(folder).as_posix()}"


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who built it and when: the same source gives the same archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = project.source_date()
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


if __name__ == "__main__":
    sys.exit(main())
