"""PLOVER's JSON records, as its manual 0.7b1 lays them out: one object a line, actors and places as objects in it.

Of its categories only what bodies do is made. What is said (DEMAND, ACCUSE, REJECT …) would need the day on which it was said,
which the database does not keep apart from the day that is spoken of.
"""

from typing import Any

from extractor.output.codebooks import events
from extractor.output.codebooks.shape import Codebook, Column, blank
from extractor.output.codebooks.weapons import WEAPONS, weapon
from schemas.base import RecordType
from schemas.fact import Fact

# what the forces do: event, mode; what is not here is no event to PLOVER
_MOVES: dict[str | None, tuple[str, str | None]] = {
    "withdraw": ("RETREAT", "withdraw"),
    "advance": ("MOBILIZE", "troops"),
    "deploy": ("MOBILIZE", "troops"),
    "capture": ("ASSAULT", None),
}
# the manual's quad code and conflict-cooperation score of each event
_SCORES = {"RETREAT": (2, 7.6), "MOBILIZE": (4, -5.3), "ASSAULT": (4, -9.3)}
_SEPARATE = "days are kept, no times"
_NO_TEXT = "the manual leaves it to who has the rights in the text; cite_info and records.csv lead to it"

_COLUMNS = (
    Column("id", "string", "the id of the fact in the database"),
    *blank("object", "of use in a pipeline only", "has_event"),
    Column("date", "string", "YYYY-MM-DD: the first day on which it can have happened"),
    *blank("string", _SEPARATE, "time"),
    Column("enddate", "string", "YYYY-MM-DD: the last, where it is another day"),
    *blank("string", _SEPARATE, "endtime"),
    Column(
        "source",
        "object",
        'a list of actors `{"actor_text"}`, without codes: of a movement who moves, of casualties the party that is not the'
        " victims'. An empty list where nobody is named for it; the manual would not code such an event",
    ),
    Column(
        "recipient", "object", "a list of actors: of casualties whose people the victims are, of a movement the other party"
    ),
    Column("event", "object", "a list of one category: ASSAULT for casualties, for movements by the table movements"),
    Column("event_loc", "object", "`name`, `alternatenames`, `latitude`, `longitude`, as at GeoNames; null without a place"),
    *blank("object", _NO_TEXT, "event_text"),
    Column("quad_code", "Int64", "from the event by the table scores"),
    Column("event_scale", "Float64", "from the event by the table scores"),
    Column(
        "mode",
        "object",
        "a list: of casualties by the table weapons, where the evidence names one; of movements by the table movements",
    ),
    *blank("object", "what an event stands in the context of is not recorded", "context"),
    *blank("string", "no rule links events", "link"),
    *blank("string", _NO_TEXT, "text"),
    *blank("object", _NO_TEXT, "text_info"),
    Column("cite_info", "object", "a list, one a counted report: `citation` (the article's path), `title`, `publication`"),
    *blank("string", "see codebook.json", "coder"),
    *blank("string", "the same database is to give the same file", "coded_date", "coded_time"),
    Column("comment", "string", "what is told, by whom, all four counts as ranges, who denies it, the grade and its reason"),
    Column("dead", "Int64", "of casualties the fact's low of killed; null where no deaths are told"),
    Column("injured", "Int64", "of casualties the fact's low of wounded; null where none are told"),
    *blank("Int64", "dead and wounded are told apart", "size"),
)


def _refuses(fact: Fact) -> str | None:
    if fact.type is RecordType.CASUALTY_REPORT or fact.kind in _MOVES:
        return None
    return "forces that stay are no event" if fact.kind == "hold" else "what the forces do is not known"


def _row(fact: Fact) -> dict[str, Any]:
    first, last = events.span(fact)
    event, mode = _event(fact)
    quad, scale = _SCORES[event]
    side, about = _actors(fact.side), _actors(fact.about)
    moves = fact.type is RecordType.TROOP_MOVEMENT
    place = fact.place
    return {
        "id": fact.id,
        "date": first.isoformat(),
        "enddate": last.isoformat() if last != first else None,
        "source": side if moves else about,
        "recipient": about if moves else side,
        "event": [event],
        "event_loc": place
        and {
            "name": events.line(place.name),
            "alternatenames": ",".join(events.line(s) for s in place.spellings),
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "quad_code": quad,
        "event_scale": scale,
        "mode": [mode] if mode else [],
        "cite_info": [{"citation": r.path, "title": r.title, "publication": r.publisher} for r in events.counted(fact)],
        "comment": events.told(fact),
        "dead": None if fact.killed is None else events.low(fact.killed),
        "injured": None if fact.wounded is None else events.low(fact.wounded),
    }


def _event(fact: Fact) -> tuple[str, str | None]:
    if fact.type is RecordType.TROOP_MOVEMENT:
        return _MOVES[fact.kind]
    named = weapon(fact)
    return "ASSAULT", named.plover if named else None


def _actors(name: str | None) -> list[dict[str, str]]:
    return [{"actor_text": written}] if (written := events.line(name)) else []


PLOVER = Codebook(
    name="plover",
    follows="PLOVER manual, draft 0.7b1: https://github.com/openeventdata/PLOVER",
    kind="jsonl",
    columns=_COLUMNS,
    row=_row,
    refuses=_refuses,
    denials=True,
    turned={
        "movements": [{"action": action, "event": event, "mode": mode} for action, (event, mode) in _MOVES.items()],
        "scores": [{"event": event, "quad_code": quad, "event_scale": scale} for event, (quad, scale) in _SCORES.items()],
        "weapons": [{"words": w.words, "mode": w.plover} for w in WEAPONS],
    },
    loses=(
        "statements and accusations: their day is that of what is spoken of, PLOVER wants that of the speaking",
        "codes of countries, actors and sectors: names stand as written",
        "the high of every figure, and the counts of missing and captured, but for the comment",
        "how precise the date and the place are",
    ),
)
