"""Loads large packages in a thread without holding up the other ones, the window's above all.

Importing torch, OpenCV and the network packages keeps Python's lock for up to half a second at a time, for
two reasons: the system's loader runs under it, and full garbage collections traverse every object that the
imports have made so far. Without both, the longest stall of the window's event loop while they are imported
falls from half a second to 50 ms, and the import takes half the time.
"""

import atexit
import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_RTLD_LAZY = 1
_LIBRARIES = (
    ("torch", ("lib/libtorch_cpu.so", "lib/libtorch.so", "lib/libtorch_cpu.dylib")),
    ("cv2", ("cv2*.so",)),
)
"""Package and patterns of the libraries in it that take longest to load.

Windows needs none of this: torch itself loads its libraries there in a way that gives the lock away.
"""


@contextmanager
def loading_smoothly() -> Iterator[None]:
    """Within it, import large packages and build networks; for a thread other than the window's."""
    if os.name == "posix":
        _load_libraries()
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # Modules live as long as the process: no later collection need look at them, but the last one.
            gc.freeze()
            atexit.register(gc.unfreeze)
            gc.enable()


def _load_libraries() -> None:
    """Load the libraries through a foreign call, which gives Python's lock away, for ``import`` to find.

    One that cannot be loaded is left to ``import``, whose error says more.
    """
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for package, patterns in _LIBRARIES:
        specification = None if package in sys.modules else find_spec(package)
        if specification is None or specification.origin is None:
            continue
        folder = Path(specification.origin).parent
        for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
            dlopen(os.fsencode(path), _RTLD_LAZY)
