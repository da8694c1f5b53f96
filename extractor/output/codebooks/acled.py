"""ACLED's columns, as its codebook of 2024 names them, in the order of its files.

ACLED records the lowest figure that sources report, and 0 where none is reported. It gives an event the middle of the days
between which it happened, and records none that is dated no better than to a month.
"""

from typing import Any

from extractor.output.codebooks import events
from extractor.output.codebooks.shape import Codebook, Column, blank
from extractor.output.codebooks.weapons import WEAPONS, weapon
from schemas.base import RecordType
from schemas.fact import Fact

_CODES = "a code of ACLED's own that no article tells; never guessed"
_LOCATED = "not in the articles; a place has a name and coordinates only; never guessed"

# UCDP's date_prec, which a fact carries, as ACLED's time_precision; what is not here is no event to ACLED
_TIME = {1: 1, 2: 2, 3: 2, 4: 3}
# UCDP's where_prec as ACLED's geo_precision; ACLED has no code for a whole country and for nowhere
_GEO = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}

# who the victims are, or what the forces do: disorder_type, event_type, sub_event_type
_POLITICAL, _STRATEGIC = "Political violence", "Strategic developments"
_TYPES: dict[tuple[RecordType, str | None], tuple[str | None, str | None, str | None]] = {
    (RecordType.CASUALTY_REPORT, "civilian"): (_POLITICAL, "Violence against civilians", "Attack"),
    (RecordType.CASUALTY_REPORT, "military"): (_POLITICAL, "Battles", "Armed clash"),
    (RecordType.CASUALTY_REPORT, "mixed"): (_POLITICAL, "Battles", "Armed clash"),
    (RecordType.CASUALTY_REPORT, "unknown"): (_POLITICAL, None, None),
    (RecordType.TROOP_MOVEMENT, "advance"): (_STRATEGIC, _STRATEGIC, "Change to group/activity"),
    (RecordType.TROOP_MOVEMENT, "withdraw"): (_STRATEGIC, _STRATEGIC, "Change to group/activity"),
    (RecordType.TROOP_MOVEMENT, "deploy"): (_STRATEGIC, _STRATEGIC, "Change to group/activity"),
    (RecordType.TROOP_MOVEMENT, "capture"): (None, None, None),
}
_REMOTE = "Explosions/Remote violence"
_TYPE_RULE = (
    "by the table event_types, from who the victims are or what the forces do; where people were killed or wounded and the"
    " evidence names one remote weapon, by the table weapons. Empty where the table has nothing: victims of an unknown kind,"
    " and a place taken, of which no record says whether by fighting and whether by a state"
)

_COLUMNS = (
    Column(
        "event_id_cnty", "string", "the id of the fact in the database; without a country's letters, as no country is known"
    ),
    Column("event_date", "string", "YYYY-MM-DD: the day, or the middle of the days between which it happened (ACLED's rule)"),
    Column("year", "Int64", "the year of event_date"),
    Column("time_precision", "Int64", "from the fact's date_precision by the table time_precision"),
    Column("disorder_type", "string", _TYPE_RULE),
    Column("event_type", "string", _TYPE_RULE),
    Column("sub_event_type", "string", _TYPE_RULE),
    Column(
        "actor1", "string", "of a movement who moves; of civilian victims the other party; else the victims' side. As written"
    ),
    *blank("string", "which parties belong together is not recorded", "assoc_actor_1"),
    *blank("string", "whether a party is a state, rebels or a militia is not recorded; never guessed", "inter1"),
    Column("actor2", "string", "of civilian victims `Civilians`; else the other party, empty where none is named"),
    Column("assoc_actor_2", "string", "of civilian victims whose they are, as written; else empty"),
    Column("inter2", "string", "`Civilians` where actor2 is; else empty, as for inter1"),
    *blank("string", "needs inter1", "interaction"),
    Column("civilian_targeting", "string", "`Civilian targeting` where the victims are civilians; else empty"),
    *blank("Int64", _CODES, "iso"),
    *blank("string", _LOCATED, "region", "country", "admin1", "admin2", "admin3"),
    Column("location", "string", "the place, under the name that the database has for it; empty where no article names one"),
    Column("latitude", "Float64", "from the gazetteer, four decimals; empty where it does not have the place"),
    Column("longitude", "Float64", "from the gazetteer, four decimals; empty where it does not have the place"),
    Column(
        "geo_precision",
        "Int64",
        "from the place's precision by the table geo_precision; empty for a country or an unclear place",
    ),
    Column("source", "string", "who published the counted reports, by `; `; the article's path where it does not say"),
    *blank("string", "whether an outlet is local or international is not recorded", "source_scale"),
    Column("notes", "string", "what is told, by whom, all four counts as ranges, who denies it, the grade and its reason"),
    Column(
        "fatalities",
        "Int64",
        "the fact's low of killed: the lowest figure of the counted reports (ACLED's rule). 0 where it is 0 and where no deaths"
        " are told (ACLED's rule too); notes has `Killed:` only where they are told. In words, `dozens` counts 24 and"
        " `hundreds` 200 here, 12 and 100 at ACLED, `several` 2 here, 3 or 10 there: the database's low is kept",
    ),
    Column("tags", "string", "`grade: G`, and `conflicting figures` where counted reports disagree"),
    *blank("Int64", "the time of an upload to ACLED", "timestamp"),
)


def _refuses(fact: Fact) -> str | None:
    if fact.date_precision not in _TIME:
        return "dated no better than to a year: ACLED records a month at the least"
    return "forces that stay are no event" if fact.kind == "hold" else None


def _row(fact: Fact) -> dict[str, Any]:
    day, place = events.middle(fact), fact.place
    disorder, type_, sub = _types(fact)
    side, about = events.line(fact.side) or None, events.line(fact.about) or None
    civilian = fact.type is RecordType.CASUALTY_REPORT and fact.kind == "civilian"
    return {
        "event_id_cnty": fact.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": _TIME[fact.date_precision],
        "disorder_type": disorder,
        "event_type": type_,
        "sub_event_type": sub,
        "actor1": about if civilian else side,
        "actor2": "Civilians" if civilian else about,
        "assoc_actor_2": side if civilian else None,
        "inter2": "Civilians" if civilian else None,
        "civilian_targeting": "Civilian targeting" if civilian else None,
        "location": events.line(place.name) if place else None,
        "latitude": _degrees(place.latitude) if place else None,
        "longitude": _degrees(place.longitude) if place else None,
        "geo_precision": _GEO.get(place.precision) if place else None,
        "source": events.listed(events.outlet(r) for r in events.counted(fact)),
        "notes": events.told(fact),
        "fatalities": events.low(fact.killed),
        "tags": f"grade: {fact.grade.value}" + ("; conflicting figures" if fact.conflicting else ""),
    }


def _types(fact: Fact) -> tuple[str | None, str | None, str | None]:
    if fact.type is RecordType.CASUALTY_REPORT and not (events.high(fact.killed) or events.high(fact.wounded)):
        return _POLITICAL, None, None
    if fact.type is RecordType.CASUALTY_REPORT and (named := weapon(fact)) and named.acled:
        return _POLITICAL, _REMOTE, named.acled
    return _TYPES.get((fact.type, fact.kind), (None, None, None))


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


ACLED = Codebook(
    name="acled",
    follows="ACLED Codebook, 2024: https://acleddata.com/knowledge-base/codebook/",
    kind="csv",
    columns=_COLUMNS,
    row=_row,
    refuses=_refuses,
    denials=True,
    turned={
        "time_precision": {str(ours): theirs for ours, theirs in _TIME.items()},
        "geo_precision": {str(ours): theirs for ours, theirs in _GEO.items()},
        "event_types": [
            {"type": type_.value, "kind": kind, "disorder_type": d, "event_type": e, "sub_event_type": s}
            for (type_, kind), (d, e, s) in _TYPES.items()
        ],
        "weapons": [
            {"words": w.words, "event_type": _REMOTE, "sub_event_type": w.acled} for w in WEAPONS if w.acled is not None
        ],
    },
    loses=(
        "the high of every figure, and the counts of wounded, missing and captured, but for the notes",
        "the first and last day of an event that is dated to more than a day",
        "the words of the evidence; records.csv beside this file leads back to them",
        "ACLED divides a toll over days and places; here it stands in one row",
        "shots, blades and weapons that the evidence does not name: by its victims such an event is a clash or an attack",
    ),
)
