"""One command, one file; with ``cli.py`` the place where the parts are wired for the command line."""
