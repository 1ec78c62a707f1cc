"""``python -m saa_desktop`` is the command line."""

from saa_desktop.cli import main

main()
