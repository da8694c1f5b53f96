"""`batch`: a hosted model's answers within a day."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.asking import check_address, types_named
from extractor.commands.options import database
from extractor.commands.printing import terminal

if TYPE_CHECKING:
    from extractor.model.batches import Batches


@click.group()
def batch() -> None:
    """A hosted model's answers within a day, for less money: OpenAI's Batch API."""


folder_of_requests = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@batch.command("prepare")
@click.argument("inputs", nargs=-1, required=True)
@database
@click.option("--model", required=True, help="A hosted model's name.")
@click.option("--base-url", help="As for extract.")
@click.option("--types", help="As for extract.")
@click.option("--date", "published", type=click.DateTime(["%Y-%m-%d"]), help="The day the articles were published.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the requests."
)
@click.option("--file-requests", type=click.IntRange(min=1), default=50_000, help="Requests a file at most (50000).")
@click.option("--file-size", type=click.FloatRange(min=0, min_open=True), default=200.0, help="MB a file at most (200).")
def batch_prepare(
    inputs: tuple[str, ...],
    db: Path,
    model: str,
    base_url: str | None,
    types: str | None,
    published: datetime | None,
    output: Path,
    file_requests: int,
    file_size: float,
) -> None:
    """Read articles and write the requests about them to a folder; nothing is sent.

    INPUTS are those of extract. What was answered before, or is by another batch now, is left out. Smaller files make smaller
    batches, where a server takes only so many tokens at once.
    """
    from extractor.batch.preparing import prepare
    from extractor.output.progress import Progressing
    from extractor.reading.inputs import read
    from extractor.settings import profile_of
    from extractor.storage.store import Store
    from extractor.work import Job

    profile = profile_of(model)
    if profile.doubts:
        raise click.BadParameter(f"{model} is no hosted model; use `communique extract --model {model}`", param_hint="--model")
    check_address(base_url)
    found = read(inputs, published.date() if published else None, sys.stdin.buffer)
    with Store(db) as store, Progressing(terminal(stderr=True)) as progress:
        job = Job(model, profile, types_named(types), base_url)
        most, largest = file_requests, int(file_size * 1e6)
        plan = prepare(found, job, store, output, progress.report, most=most, largest=largest)
    if plan is None:
        click.echo("no requests: all was answered before, or is being by a batch, or nothing could be read")
    else:
        click.echo(f"{plan.count} requests in {len(plan.files)} files in {output}; nothing was sent")
    sys.exit(0 if progress.ok else 1)


@batch.command("submit")
@folder_of_requests
@database
def batch_submit(folder: Path, db: Path) -> None:
    """Upload the requests of a folder, and have them answered. Again, it submits what was not, or failed as a whole."""
    from extractor.batch.folder import Folder, held
    from extractor.batch.sending import submit
    from extractor.storage.store import Store

    with held(folder), Store(db) as store:
        prepared = Folder(folder, store)
        with _batches(prepared.plan.base_url) as batches:
            click.echo(f"to {batches.address}, model {prepared.plan.model}")
            well = submit(prepared, batches, store, click.echo)
    sys.exit(0 if well else 1)


@batch.command("status")
@folder_of_requests
def batch_status(folder: Path) -> None:
    """Say how the batches of a folder stand."""
    from extractor.batch.folder import Folder
    from extractor.batch.sending import status

    prepared = Folder(folder, None)
    with _batches(prepared.plan.base_url) as batches:
        for line in status(prepared, batches):
            click.echo(line)


@batch.command("collect")
@folder_of_requests
@database
def batch_collect(folder: Path, db: Path) -> None:
    """Fetch the answers and keep them; extract then makes the records, and asks what is missing."""
    from extractor.batch.collecting import collect, discounted
    from extractor.batch.folder import Folder, held
    from extractor.storage.store import Store

    with held(folder), Store(db) as store:
        prepared = Folder(folder, store)
        with _batches(prepared.plan.base_url) as batches:
            done = collect(prepared, batches, store, discounted(prepared.plan))
    for line in done.missing:
        click.echo(f"missing   {line}", err=True)
    for line in done.waiting:
        click.echo(f"waiting   {line}", err=True)
    if done.foreign:
        click.echo(f"skipped   {done.foreign} lines that are about none of these requests, or damaged", err=True)
    click.echo(f"{done.answered} of {done.asked} requests answered, {len(done.new)} lines new in {db}")
    sys.exit(1 if done.missing or done.waiting else 0)


def _batches(base_url: str | None) -> "Batches":
    """The batches behind an address, for the key of the environment."""
    import os

    from extractor.errors import AccessError
    from extractor.model.batches import Batches

    key = os.environ.get("OPENAI_API_KEY")
    if not key and base_url is None:
        raise AccessError("OpenAI's batches want a key: set OPENAI_API_KEY")
    return Batches(base_url, key or "none")
