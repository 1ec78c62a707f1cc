"""Keeps what goes wrong unexpectedly: a log, and a file that a crash of the interpreter writes to."""

import faulthandler
import logging
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

LOG_FILE = "saa-desktop.log"
FATAL_FILE = "saa-desktop-fatal.log"

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True, slots=True)
class Crash:
    """An error that nobody expected.

    Attributes:
        summary: its type and words, in one line.
        details: for a report of the fault: time and traceback.
        folder: where the logs lie; ``None`` when none could be written.
    """

    summary: str
    details: str
    folder: Path | None


class CrashLog(QObject):
    """Takes over the interpreter's and Qt's hooks as long as the process lives.

    Make one before the QApplication, so that it hears what Qt says while it starts.

    Args:
        folder: for the log files; without write access there they are done without.

    Attributes:
        last_crash: the file in which an earlier run of the application told that it crashed, found now.
    """

    crashed = Signal(object)
    """Crash: an error in any thread. Connect a method of an object that lives in the window's thread."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.last_crash: Path | None = None
        self._folder: Path | None = folder
        self._fatal: IO[bytes] | None = None
        handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
        trouble = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handlers.append(
                RotatingFileHandler(folder / LOG_FILE, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
            )
            self.last_crash = _set_aside(folder / FATAL_FILE)
            self._fatal = (folder / FATAL_FILE).open("ab", buffering=0)
        except OSError as error:
            self._folder = None
            trouble = str(error)
        logging.basicConfig(
            level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers
        )
        if trouble:
            _log.warning("no log file: %s", trouble)
        if self.last_crash:
            _log.warning("the application crashed before: %s", self.last_crash)
        self._take_over()

    def _take_over(self) -> None:
        if self._fatal:
            faulthandler.enable(self._fatal)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = _log_unraisable
        qInstallMessageHandler(_log_qt_message)

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("unexpected error", exc_info=(kind, error, trace))
        lines = traceback.format_exception(kind, error, trace)
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        self.crashed.emit(Crash(lines[-1].strip(), f"{time}\n{''.join(lines)}", self._folder))

    def _on_thread_error(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            self._on_error(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def _set_aside(fatal: Path) -> Path | None:
    """Rename what a crash has left, so that the next one starts a file of its own; return where it lies."""
    if not fatal.exists() or not fatal.stat().st_size:
        return None
    when = datetime.fromtimestamp(fatal.stat().st_mtime).astimezone()
    kept = fatal.with_name(f"{fatal.stem}-{when:%Y%m%d-%H%M%S}{fatal.suffix}")
    # Another running SAA Desktop may hold it.
    with suppress(OSError):
        return fatal.rename(kept)
    return None


def _log_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    error = unraisable.exc_value
    _log.error(
        "error that could not be raised in %r",
        unraisable.object,
        exc_info=(type(error), error, unraisable.exc_traceback) if error else None,
    )


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS[kind], "%s%s", f"{context.category}: " if context.category else "", message)
