"""`extract`: articles into records."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.asking import job_asked, limited, replayed
from extractor.commands.link import link_new
from extractor.commands.options import TYPES, database
from extractor.commands.printing import terminal

if TYPE_CHECKING:
    from extractor.work import Job
    from schemas.article import Article


@click.command()
@click.argument("inputs", nargs=-1)
@database
@click.option("--model", help="rules (no model), local, local-small, the path of a .gguf, or a hosted model's name.")
@click.option("--base-url", help="The address of an OpenAI-compatible server, ending in /v1.")
@click.option("--types", help="Only these, separated by commas: " + ", ".join(TYPES) + ".")
@click.option("--date", "published", type=click.DateTime(["%Y-%m-%d"]), help="The day the articles were published.")
@click.option("--allow-private", is_flag=True, help="Also read addresses on this machine and on private networks.")
@click.option("--concurrency", type=click.IntRange(1, 512), help="Requests under way at once.")
@click.option("--rpm", type=click.FloatRange(min=0, min_open=True), help="Requests a minute at most.")
@click.option("--tpm", type=click.FloatRange(min=0, min_open=True), help="Tokens a minute at most.")
@click.option("--max-cost", type=click.FloatRange(min=0), help="Stop before the run costs more US dollars than this.")
@click.option("--max-tokens", type=click.IntRange(min=0), help="Stop before the run takes more tokens than this.")
@click.option(
    "--prices",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help='JSON with dollars a million tokens: {"m": {"input": 1, "output": 2}}.',
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, help="Seconds for one answer (300).")
@click.option("--retry-failed", is_flag=True, help="Take up the articles that failed before; no INPUTS.")
@click.option("--force", is_flag=True, help="Ask again what was answered before.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Keep every reply in this new file.")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the replies from a recording; send nothing.",
)
def extract(
    inputs: tuple[str, ...],
    db: Path,
    published: datetime | None,
    allow_private: bool,
    dry_run: bool,
    record: Path | None,
    replay: Path | None,
    retry_failed: bool,
    prices: Path | None,
    **asked: Any,
) -> None:
    """Read articles, store their records, and link these to facts.

    INPUTS are files (.txt .md .html .jsonl), folders, patterns, http(s) addresses, or - for standard input.
    """
    from extractor.reading.inputs import read

    if bool(inputs) == retry_failed:
        raise click.UsageError("name INPUTS, or --retry-failed, and not both")
    if record is not None and replay is not None:
        raise click.UsageError("--record and --replay exclude each other")
    limits = {name: asked.pop(name) for name in ("rpm", "tpm", "max_cost", "max_tokens", "timeout")}
    job = limited(replayed(replay, asked) if replay is not None else job_asked(**asked), limits, prices)
    day = published.date() if published else None
    found = _unfinished(db) if retry_failed else read(inputs, day, sys.stdin.buffer, allow_private=allow_private)
    if dry_run:
        sys.exit(0 if _estimate(found, job, db, earlier=record is None and replay is None) else 1)
    from extractor.session import run

    done = run(found, job, db, record, replay, kept=retry_failed)
    link_new(db)
    sys.exit(0 if done else 1)


def _unfinished(db: Path) -> "list[Article]":
    """The articles that failed before."""
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        return list(store.unfinished())


def _estimate(found: Any, job: "Job", db: Path, *, earlier: bool) -> bool:
    from extractor.output.progress import Progressing
    from extractor.pipeline import estimates
    from extractor.storage.store import Store

    console = terminal(stderr=True)
    store = Store(db, read_only=True) if db.exists() else None
    requests = tokens = articles = longest = 0
    with Progressing(console) as progress:
        for one in estimates(found, job, store, progress.report, earlier=earlier):
            articles, requests, tokens = articles + 1, requests + one.requests, tokens + one.tokens
            longest += one.longest
            click.echo(f"{one.article.path}: {one.requests} request{'s' * (one.requests != 1)}, about {one.tokens} tokens in")
    if store is not None:
        store.close()
    click.echo(f"{articles} articles, {requests} requests, about {tokens} tokens in; nothing was sent")
    if not job.profile.doubts:
        if job.price is None:
            click.echo(f"What {job.model} costs is not known; give its price with --prices.")
        else:
            least, most = job.price(tokens, 0), job.price(tokens, longest)
            click.echo(f"That costs ${least:.4f}; with the answers more, at worst ${most:.4f}.")
    return progress.ok
