"""Corrections as a person reads them: one line when one is made, a table when they are looked up."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.text import Text

from extractor.output.listing import Listing
from extractor.output.terminal import shown
from schemas.base import Count

if TYPE_CHECKING:
    from extractor.storage.corrections import Correction

_LONG = 120  # characters of a value
_ID = 8


def told(correction: "Correction") -> Text:
    """`correction 7: killed 3 → 4 on 8ef28c1e, by Ada Moss`; of one that is undone, that it is."""
    by = f"undone by {correction.undone_by}" if correction.undone_by else f"by {correction.by}"
    on = shown(f"on {correction.record[:_ID]}, {by}")
    return Text(f"correction {correction.id}: ", style="dim") + _what(correction) + Text(" ") + on


def history_table(corrections: Iterable["Correction"]) -> Listing:
    """One row a correction: its number and day, the record, what became what, who and why, and who undid it and why."""
    table = Listing()
    table.add_column("no.", justify="right", no_wrap=True)
    table.add_column("record\nwhen (UTC)")
    table.add_column("what")
    table.add_column("by\nwhy")
    table.add_column("undone by\nwhy, when")
    for one in corrections:
        record = shown(one.record[:_ID] + ("" if one.stands else " (not there now)"))
        undone = [shown(one.undone_by), shown(one.undone_why, "dim"), shown(one.undone_at, "dim")] if one.undone_by else []
        table.add_row(
            str(one.id),
            _below(record, shown(one.at.replace("T", " ").rstrip("Z"), "dim")),
            _what(one),
            _below(shown(one.by), shown(one.why, "dim")),
            _below(*undone),
        )
    return table


def shown_value(value: Any) -> str:
    """A field's value, as JSON has it, in a few characters: a count as `3+`, none as `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, dict) and "low" in value:
        return str(Count.model_validate(value))
    if isinstance(value, dict):
        return f"{value['kind']} by {value['by']}: {value['evidence']}"
    return str(value)


def _what(one: "Correction") -> Text:
    match one.kind.value:
        case "set":
            old, new = (shown(shown_value(value), limit=_LONG) for value in (one.old, one.new))
            return shown(one.field) + Text(" ") + old + Text(" → ") + new
        case "reject":
            return Text("rejected")
        case "tie":
            return Text("tied to ") + shown((one.other or "")[:_ID])
        case _:
            return Text("not tied to ") + shown((one.other or "")[:_ID])


def _below(*values: Text) -> Text:
    return Text("\n").join(values)
