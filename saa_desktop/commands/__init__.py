"""One command, one file. Together with ``cli.py`` the place where the parts are wired for the command line."""
