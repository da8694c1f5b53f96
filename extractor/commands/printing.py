"""Tables and lines on the terminal."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def terminal(stderr: bool = False) -> "Console":
    """Standard output, or standard error, as rich prints there."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def print_table(table: "Table", empty: str) -> None:
    """Prints a table, or says on standard error that it is `empty`."""
    console = terminal()
    if table.row_count:
        console.print(table)
    else:
        click.echo(empty, err=True)
