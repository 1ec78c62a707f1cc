"""Starts the desktop application from a source tree."""

import sys

from saa_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
