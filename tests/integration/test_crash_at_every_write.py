"""A station's work on a disk that breaks: nothing that was recorded is lost, and the work goes on."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
EVERY = os.environ.get("SAA_DESKTOP_CRASH_EVERY", "60")


@pytest.mark.skipif(sys.platform != "linux", reason="the breaking disk stands in for Linux's calls")
@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler to build the breaking disk")
def test_no_crash_and_no_full_disk_costs_what_was_recorded(tmp_path: Path) -> None:
    library = tmp_path / "faulty_disk.so"
    compiler = ["cc", "-shared", "-fPIC", "-o", str(library), str(TESTS / "faulty_disk.c"), "-ldl"]
    subprocess.run(compiler, check=True)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        done = subprocess.run(
            [sys.executable, "-m", "tests.crash_at_every_write", scratch, EVERY],
            cwd=TESTS.parent,
            env=os.environ | {"LD_PRELOAD": str(library)},
            check=False,
            capture_output=True,
            text=True,
        )
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("survived") == 4
