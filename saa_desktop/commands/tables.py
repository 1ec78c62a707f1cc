"""How commands print tables on standard output."""

import sys

from rich import box
from rich.console import Console
from rich.table import Table

_WIDTH_OF_A_FILE = 200


def result_table(*columns: str) -> Table:
    """Return an empty table whose first column is never cut."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, no_wrap=index == 0, overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal; into a file or a pipe without line breaks within cells."""
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    Console(width=width, markup=False, highlight=False).print(table)
