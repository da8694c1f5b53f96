"""`model`: which model is asked, and the embedded ones."""

from pathlib import Path

import click

from extractor.commands.asking import profile_asked
from extractor.commands.printing import terminal
from extractor.settings import EMBEDDED


@click.group()
def model() -> None:
    """Which model is asked: list, choose a default; fetch and remove the embedded ones."""


@model.command("list")
def model_list() -> None:
    """Which models need no key, which of them are fetched, and which one is the default."""
    import os

    from rich.table import Table

    from extractor.model.default import default
    from extractor.model.weights import WEIGHTS, located

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    table.add_row("rules", "0 MB", "no model: the rules alone, at once")
    for name, weights in WEIGHTS.items():
        place = located(name)
        there = f"fetched: {place}" if place else f"not fetched; `communique model pull {name}` does"
        table.add_row(name, f"{weights.size / 1e6:.0f} MB", f"{weights.upstream} ({weights.licence})\n{there}")
    terminal().print(table)
    found = default(os.environ)
    click.echo(f"default: {found}, {found.because}")


@model.command("use")
@click.argument("name")
@click.option("--base-url", help="The address of its server, ending in /v1, where that is not OpenAI's.")
def model_use(name: str, base_url: str | None) -> None:
    """Keep a default: the model that is asked where --model names none.

    NAME is rules, local, local-small, the path of a .gguf, or a hosted model's name. COMMUNIQUE_MODEL in the environment goes
    before what is kept.
    """
    import os

    from extractor.model.default import VARIABLE, keep
    from extractor.settings import STRONG

    if not name.strip():
        raise click.BadParameter("it is empty", param_hint="NAME")
    profile = profile_asked(name, base_url)
    if name.endswith(".gguf") and base_url is None:
        name = str(Path(name).resolve())
    file = keep(name, base_url)
    wants = ", a hosted model: it wants OPENAI_API_KEY" if profile is STRONG and base_url is None else ""
    click.echo(f"default: {name}{f' at {base_url}' if base_url else ''}{wants}; kept in {file}")
    if os.environ.get(VARIABLE, name) != name:
        click.echo(f"{VARIABLE} says {os.environ[VARIABLE]}, and goes before it", err=True)


@model.command("pull")
@click.argument("name", type=click.Choice(EMBEDDED), default="local")
def model_pull(name: str) -> None:
    """Fetch an embedded model into the cache folder."""
    from extractor.model.weights import located
    from extractor.session import ensure_weights

    ensure_weights(name, terminal(stderr=True))
    click.echo(f"{name}: {located(name)}")


@model.command("remove")
@click.argument("name", type=click.Choice(EMBEDDED))
def model_remove(name: str) -> None:
    """Delete a fetched model."""
    from extractor.model.weights import remove

    click.echo(f"{name}: {remove(name) / 1e6:.0f} MB freed")
