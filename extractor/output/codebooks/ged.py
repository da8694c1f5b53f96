"""UCDP GED's columns, as version 25.1 has them.

An event to UCDP has a death. It keeps three figures, low, best and high; UCDP's best is a judgement,
here it is the fact's, which one rule gives.
"""

from hashlib import sha256
from typing import Any

from extractor.output.codebooks import events
from extractor.output.codebooks.shape import Codebook, Column, blank
from schemas.base import RecordType
from schemas.fact import Fact

_CODES = "a code of UCDP's own that no article tells; never guessed"
_LOCATED = "not in the articles; a place has a name and coordinates only; never guessed"
_JUDGED = "UCDP's own judgement of a conflict over years"

# who the victims are: the column that takes best; GED has none for victims of both kinds
_DEATHS = {"military": "deaths_a", "civilian": "deaths_civilians", "mixed": "deaths_unknown", "unknown": "deaths_unknown"}

_COLUMNS = (
    Column("id", "Int64", "a number made of the fact's id: the first 52 bits of its SHA-256; stable, and no number of UCDP's"),
    Column("relid", "string", "the id of the fact in the database"),
    Column("year", "Int64", "the year of date_start"),
    *blank("Int64", _JUDGED, "active_year"),
    *blank("string", "UCDP's vetting; the database's grade has no column here", "code_status"),
    *blank("Int64", "whether a state takes part, and whether civilians were aimed at, is not recorded", "type_of_violence"),
    *blank("Int64", _CODES, "conflict_dset_id", "conflict_new_id"),
    *blank("string", _JUDGED, "conflict_name"),
    *blank("Int64", _CODES, "dyad_dset_id", "dyad_new_id"),
    Column("dyad_name", "string", "`side_a - side_b` where both are known"),
    *blank("Int64", _CODES, "side_a_dset_id", "side_a_new_id"),
    Column(
        "side_a",
        "string",
        "the party whose people the victims are, as written. UCDP puts the state here; which one is a state is not recorded",
    ),
    *blank("Int64", _CODES, "side_b_dset_id", "side_b_new_id"),
    Column("side_b", "string", "the other party, as written; empty where none is named"),
    Column("number_of_sources", "Int64", "how many independent sources assert or confirm it; copies of one story are one"),
    Column("source_article", "string", "`publisher,day,title` of the counted reports, by `; `"),
    Column("source_office", "string", "who published the counted reports, by `; `; the article's path where it does not say"),
    Column("source_date", "string", "the days of publication, by `; `"),
    Column("source_headline", "string", "the titles, by `; `"),
    Column("source_original", "string", "whose word the counted reports are, by `; `"),
    Column("where_prec", "Int64", "the place's precision, which is UCDP's; empty without a place"),
    Column("where_coordinates", "string", "the place, under the name that the database has for it"),
    Column("where_description", "string", "all spellings of it, by `; `"),
    *blank("string", _LOCATED, "adm_1", "adm_2"),
    Column("latitude", "Float64", "from the gazetteer; empty where it does not have the place"),
    Column("longitude", "Float64", "from the gazetteer; empty where it does not have the place"),
    Column("geom_wkt", "string", "`POINT (longitude latitude)` where both are known"),
    *blank("Int64", "left to who joins the file with PRIO-GRID", "priogrid_gid"),
    *blank("string", _LOCATED, "country"),
    *blank("Int64", _CODES, "country_id"),
    *blank("string", _LOCATED, "region"),
    Column("event_clarity", "Int64", "1: only tolls of one incident are rows"),
    Column("date_prec", "Int64", "the fact's date_precision, which is UCDP's"),
    Column("date_start", "string", "YYYY-MM-DD: the first day on which it can have happened"),
    Column("date_end", "string", "YYYY-MM-DD: the last"),
    Column("deaths_a", "Int64", "best where the victims are military, else 0"),
    Column("deaths_b", "Int64", "0: the dead of the other side are another fact"),
    Column("deaths_civilians", "Int64", "best where the victims are civilians, else 0"),
    Column("deaths_unknown", "Int64", "best where the victims are of both kinds or of an unknown one, else 0"),
    Column(
        "best",
        "Int64",
        "the fact's best figure of killed: the median of what its independent sources told last, of two the lower. The four"
        " columns of deaths add up to it (UCDP's rule)",
    ),
    Column(
        "high",
        "Int64",
        "the fact's high of killed; where it is open (`at least 4`), best",
    ),
    Column("low", "Int64", "the fact's low of killed: the lowest figure of the counted reports"),
    *blank("Int64", _CODES, "gwnoa", "gwnob"),
)


def _refuses(fact: Fact) -> str | None:
    if fact.type is RecordType.TROOP_MOVEMENT:
        return "a movement: UCDP GED has only violence that kills"
    if fact.killed is None:
        return "no deaths are told: UCDP GED has only violence that kills"
    return None if events.high(fact.killed) else "no deaths: UCDP GED has only violence that kills"


def _row(fact: Fact) -> dict[str, Any]:
    (first, last), place, reports = events.span(fact), fact.place, events.counted(fact)
    side, about = events.line(fact.side) or None, events.line(fact.about) or None
    best, column = fact.best("killed") or 0, _DEATHS.get(fact.kind or "", "deaths_unknown")
    point = None if place is None or place.latitude is None or place.longitude is None else (place.longitude, place.latitude)
    return {
        "id": int(sha256(fact.id.encode()).hexdigest()[:13], 16),
        "relid": fact.id,
        "year": first.year,
        "dyad_name": f"{side} - {about}" if side and about else None,
        "side_a": side,
        "side_b": about,
        "number_of_sources": fact.sources,
        "source_article": events.listed(",".join((events.outlet(r), r.published or "", events.line(r.title))) for r in reports),
        "source_office": events.listed(events.outlet(r) for r in reports),
        "source_date": events.listed(r.published for r in reports),
        "source_headline": events.listed(r.title for r in reports),
        "source_original": events.listed(r.source for r in reports),
        "where_prec": place.precision if place else None,
        "where_coordinates": events.line(place.name) if place else None,
        "where_description": events.listed(place.spellings) if place else None,
        "latitude": point[1] if point else None,
        "longitude": point[0] if point else None,
        "geom_wkt": f"POINT ({point[0]} {point[1]})" if point else None,
        "event_clarity": 1,
        "date_prec": fact.date_precision,
        "date_start": first.isoformat(),
        "date_end": last.isoformat(),
        **{name: best if name == column else 0 for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")},
        "best": best,
        "high": max(events.high(fact.killed), best),
        "low": events.low(fact.killed),
    }


GED = Codebook(
    name="ged",
    follows="UCDP GED Codebook version 25.1: https://ucdp.uu.se/downloads/",
    kind="csv",
    columns=_COLUMNS,
    row=_row,
    refuses=_refuses,
    denials=False,
    turned={"deaths": _DEATHS},
    loses=(
        "movements, and casualties of whom none died: UCDP GED has neither",
        "who denies it, the grade and its reason: there is no column",
        "the counts of wounded, missing and captured",
        "that a high was open, or a figure about right: `at least 4` is 4 to 4",
        "the dead of two sides of one battle are two rows, one for each fact, which UCDP has in one",
        "the 25 deaths a year that a dyad has to have at UCDP are not asked for",
        "the words of the evidence; records.csv beside this file leads back to them",
    ),
)
