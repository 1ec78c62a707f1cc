"""Loads large packages in a thread without holding up the other ones, the window's above all.

Importing torch, OpenCV and the network packages keeps Python's lock for up to half a second at a time, for
two reasons: the system's loader runs under it, and full garbage collections traverse every object that the
imports have made so far. Without both, the longest stall of the window's event loop while they are imported
falls from half a second to 50 ms, and the import takes half the time.
"""

import _imp
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
_LIBRARIES = {
    "torch": ("lib/libtorch_cpu.so", "lib/libtorch.so", "lib/libtorch_cpu.dylib"),
    "cv2": ("cv2*.so",),
}
"""Patterns of the libraries in each package that take longest to load.

Windows needs none of this: torch itself loads its libraries there in a way that gives the lock away.
"""


@contextmanager
def loading_smoothly() -> Iterator[None]:
    """Within it, import large packages and build networks; for a thread other than the window's."""
    for package in _LIBRARIES:
        load_libraries(package)
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


def load_libraries(package: str) -> None:
    """Load the libraries of ``torch`` or ``cv2``, for ``import`` to find, without holding up other threads.

    A foreign call gives Python's lock away. But the system's loader does one thing at a time: a thread that
    imports another compiled module would wait for it with Python's lock in its hands. With the import lock in
    ours it waits empty-handed. A library that cannot be loaded is left to ``import``, whose error says more.
    """
    if os.name != "posix" or package in sys.modules:
        return
    specification = find_spec(package)
    if specification is None or specification.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    folder = Path(specification.origin).parent
    for path in (path for pattern in _LIBRARIES[package] for path in sorted(folder.glob(pattern))):
        _imp.acquire_lock()
        try:
            dlopen(os.fsencode(path), _RTLD_LAZY)
        finally:
            _imp.release_lock()
