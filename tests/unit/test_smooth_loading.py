"""In a process of its own, since it loads libraries and changes the garbage collector."""

import subprocess
import sys

import pytest

SCRIPT = """
import gc, sys
from pathlib import Path
from saa_desktop.smooth_loading import loading_smoothly

with loading_smoothly():
    mapped = Path("/proc/self/maps").read_text()
    print(*(name in mapped for name in ("libtorch_cpu", "cv2")), "torch" in sys.modules, gc.isenabled())
    import torch
print(float(torch.ones(2).sum()), gc.isenabled(), gc.get_freeze_count() > 0)
try:
    with loading_smoothly():
        raise ImportError("broken")
except ImportError:
    print(gc.isenabled())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/self/maps")
def test_libraries_are_loaded_before_they_are_imported_and_the_collector_rests() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["True True False False", "2.0 True True", "True"]
    assert done.stderr == ""
