"""Imports OpenCV late, and undoes what that does to the environment (docs/decisions/016)."""

import importlib
import os
import threading
from typing import Any

from saa_desktop.smooth_loading import load_libraries

_IMPORTING = threading.Lock()


def load_opencv() -> Any:
    """Return the module ``cv2``; for threads of a window whose QApplication exists.

    Its first import points Qt and the dynamic linker to libraries of its own; programs that we start, such as
    a file manager, would inherit that.
    """
    with _IMPORTING:
        before = dict(os.environ)
        load_libraries("cv2")
        cv2 = importlib.import_module("cv2")
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
    return cv2
