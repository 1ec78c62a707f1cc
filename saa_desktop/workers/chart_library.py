"""Imports pyqtgraph late, away from the window's thread: it takes a quarter of a second."""

import importlib

from saa_desktop.workers.quiet_collector import collector_paused


def load_chart_library() -> None:
    """Import pyqtgraph, for the window to find it loaded; needs a QApplication that exists."""
    with collector_paused():
        importlib.import_module("pyqtgraph")
