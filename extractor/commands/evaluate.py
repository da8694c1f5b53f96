"""`eval`: a model's records against annotated articles."""

import sys
from pathlib import Path

import click

from extractor.commands.asking import job_asked
from extractor.commands.printing import terminal


@click.command("eval")
@click.option(
    "--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of NAME.jsonl."
)
@click.option(
    "--articles", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of NAME.txt."
)
@click.option("--model", help="As for extract.")
@click.option("--base-url", help="As for extract.")
@click.option("--compare", is_flag=True, help="Also score the rules alone, and the model asked naively.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate(gold: Path, articles: Path, model: str | None, base_url: str | None, compare: bool, format_: str) -> None:
    """Score a model's records against annotated articles."""
    import asyncio
    import tempfile
    from dataclasses import replace

    from extractor.output import trial
    from extractor.output.export import lines
    from extractor.output.machine import print_json
    from extractor.output.naive import by_copying
    from extractor.reading.inputs import read
    from extractor.session import connect, run
    from extractor.settings import NAIVE_TOKENS, RULES
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store

    job = job_asked(model, base_url)
    if compare and not job.profile.asks:
        raise click.UsageError("--compare sets a model beside the rules: name one with --model")
    chosen = trial.annotated(gold, articles)
    with tempfile.TemporaryDirectory() as folder:
        done = run(read([a.path for a in chosen]), job, Path(folder) / "eval.db")
        with Store(Path(folder) / "eval.db", read_only=True) as store:
            summary = store.runs()[-1].summary
            cost = {name: float(getattr(summary, name)) for name in ("requests", "tokens_in", "tokens_out", "seconds")}
            trials = [trial.trial(f"pipeline, {job.model}", chosen, lines(store, Filters()), cost)]
    if compare:
        trials.append(trial.trial("rules alone", chosen, trial.by_rules(chosen, replace(job, profile=RULES)), {}))
        asked = replace(job, profile=replace(job.profile, max_tokens=min(job.profile.max_tokens * 4, NAIVE_TOKENS)))
        copied, cost = asyncio.run(by_copying(chosen, job.model, lambda stack: connect(stack, asked)))
        trials.append(trial.trial("naive", chosen, copied, cost))
    if format_ == "json":
        print_json(trial.as_json(trials, len(chosen)), indent=1)
    else:
        for table in trial.tables(trials, len(chosen)):
            terminal().print(table)
    sys.exit(0 if done else 1)
