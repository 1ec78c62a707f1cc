"""What the command line's exit codes mean, and how an error becomes one sentence."""

import functools
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec, TypeVar

from saa_desktop.domain.errors import SaaDesktopError

P = ParamSpec("P")
R = TypeVar("R")


class ExitCode(IntEnum):
    """Exit codes of every command."""

    SUCCESS = 0
    SOME_FAILED = 1
    WRONG_USAGE = 2
    INTERRUPTED = 130


def reports_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command print an error that the application can explain as its sentence, and exit with 2."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except SaaDesktopError as error:
            sys.stderr.write(f"saa-desktop: {error}\n")
            raise SystemExit(ExitCode.WRONG_USAGE) from None

    return wrapper
