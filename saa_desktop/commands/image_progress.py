"""The progress of what a command makes of a session, image by image."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from saa_desktop.commands.inspect import interruptible


@contextmanager
def image_progress(console: Console) -> Iterator[tuple[Callable[[int, int], None], threading.Event]]:
    """Show how many images are done, if the console is a terminal.

    Args:
        console: to show it on.

    Yields:
        What takes the number of images that are done and of all, and an event that Ctrl-C sets.
    """
    columns = (
        BarColumn(),
        TextColumn("{task.completed} of {task.total} images, time left"),
        TimeRemainingColumn(),
    )
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with interruptible() as cancel, shown as progress:
        task = progress.add_task("")
        yield lambda done, total: progress.update(task, completed=done, total=total), cancel
