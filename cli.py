"""The command line. Errors become one line and an exit code here and nowhere else.

Exit codes: 0 all done, 1 something failed (and the output says what), 2 wrong usage, 130 stopped by Ctrl-C.
"""

import sys
from typing import Any, NoReturn

import click

from extractor.commands.batch import batch
from extractor.commands.correct import correct, history, reject, tie, undo, untie
from extractor.commands.evaluate import evaluate
from extractor.commands.extract import extract
from extractor.commands.facts import fact, facts, incidents, names, tolls
from extractor.commands.link import link
from extractor.commands.model import model
from extractor.commands.publish import export, metadata, report
from extractor.commands.read import articles, records, runs, show, sql
from extractor.errors import CommuniqueError
from extractor.signals import interruptible

_STOPPED = 130  # as shells have it for a program that Ctrl-C ended


class OneLineErrors(click.Group):
    """A group whose commands end in one line on stderr when something goes wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        stopped = "stopped; what was done is kept, the same command goes on from there"
        from extractor.output.codepage import settle

        settle()
        with interruptible() as pressed:
            try:
                return super().invoke(ctx)
            except BaseException as error:
                # A library in whose midst Ctrl-C came may end in anything: in a task of its own that it cancelled, too.
                if pressed() or isinstance(error, KeyboardInterrupt):
                    _fail(stopped, _STOPPED)
                if isinstance(error, CommuniqueError):
                    _fail(str(error))
                if isinstance(error, BrokenPipeError):
                    sys.stderr.close()
                    sys.exit(0)
                raise


def _fail(message: str, code: int = 1) -> NoReturn:
    from extractor.output.terminal import plain

    click.echo(f"communique: {' '.join(plain(message).split())}", err=True)
    sys.exit(code)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="communique")
def main() -> None:
    """Who said what, who was hurt, which forces moved, who accuses whom: news articles in, checked records out."""


READING = (records, articles, show, runs, sql, facts, fact, incidents, tolls, names, export, report, metadata)
CORRECTING = (correct, reject, tie, untie, undo, history)
for command in (extract, link, *READING, *CORRECTING, evaluate, batch, model):
    main.add_command(command)


if __name__ == "__main__":
    main()
