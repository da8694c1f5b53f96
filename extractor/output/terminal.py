"""Article text on a terminal: shown, never obeyed.

Text from an article may hold escape sequences that recolour, retitle or rewrite a terminal, and brackets that rich would take
for markup. It is stripped of the first and handed on as `Text`, which has no markup.
"""

import re
from collections.abc import Sequence

from rich.text import Text

from schemas.accusation import Accusation
from schemas.base import Count, Record, RecordType
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

COLORS = {
    RecordType.STATEMENT: "cyan",
    RecordType.CASUALTY_REPORT: "red",
    RecordType.TROOP_MOVEMENT: "green",
    RecordType.ACCUSATION: "yellow",
}
PLURALS = {
    RecordType.STATEMENT: "statements",
    RecordType.CASUALTY_REPORT: "casualty reports",
    RecordType.TROOP_MOVEMENT: "movements",
    RecordType.ACCUSATION: "accusations",
}
LABELS = {
    RecordType.STATEMENT: "statement",
    RecordType.CASUALTY_REPORT: "casualties",
    RecordType.TROOP_MOVEMENT: "movement",
    RecordType.ACCUSATION: "accusation",
}
WHO = {
    RecordType.STATEMENT: "speaker",
    RecordType.CASUALTY_REPORT: "victims",
    RecordType.TROOP_MOVEMENT: "actor",
    RecordType.ACCUSATION: "accuser",
}

# CSI, OSC and the like with what belongs to them; then every control that is left, and marks that turn the reading direction
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def plain(text: str) -> str:
    """Text without escape sequences and control characters; newlines stay, tabs and carriage returns become spaces or go."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n"))).replace("\t", " ")


def counted(number: int, kind: RecordType) -> str:
    """A number of records in words: "1 movement", "2 casualty reports"."""
    return f"{number} {PLURALS[kind] if number != 1 else PLURALS[kind].removesuffix('s')}"


def shown(text: str | None, style: str = "", *, limit: int | None = None) -> Text:
    """Text on one line, at most `limit` characters long, as something rich prints as it is; nothing for None."""
    line = " ".join(plain(text or "").split())
    if limit is not None and len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return Text(line, style=style)


def who(record: Record) -> str | None:
    """Whom the record is about, as written."""
    named: str | None = getattr(record, WHO[record.type])
    return named


def what(record: Record) -> str:
    """The record in a few words, without whom it is about."""
    match record:
        case Statement():
            return f"({record.act}) {record.content}"
        case CasualtyReport():
            return ", ".join(f"{name} {count}" for name, count in counts(record)) or "casualties"
        case TroopMovement():
            places = [f"{word} {place}" for word, place in (("from", record.from_place), ("to", record.to_place)) if place]
            return " ".join([record.action.value, *places, f"({record.outcome})"])
        case Accusation():
            answer = f" ({record.response.kind} by {record.response.by})" if record.response else ""
            return f"→ {record.accused}: {record.allegation}{answer}"
    return ""


def counts(record: CasualtyReport) -> Sequence[tuple[str, Count]]:
    """The counts that the record gives, by name."""
    named = (
        ("killed", record.killed),
        ("wounded", record.wounded),
        ("missing", record.missing),
        ("captured", record.captured),
    )
    return [(name, count) for name, count in named if count is not None]
