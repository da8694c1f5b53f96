"""Facts, the names tied for them, and what people corrected, in words."""

from extractor.output.dictionary.describing import COUNTS, IN_INPUT, SHARED, Described
from schemas.casualty_report import COUNTS as NAMES

_REPORT = {
    "fact_id": "the fact",
    "record_id": "the record",
    "position": "the place among the fact's reports, from 0",
    "stance": "asserts, confirms, denies, demands or plans",
    "left_out": "why it counts neither as a source nor in the figures; empty: it counts",
    "copy_of": "the record that it is a copy of",
    "tied_to": "the record it was tied to; empty: the first",
    "why": "by which rule it was tied",
}


_BEST = "the median of what its independent sources told last, of two the lower; empty: not spoken of"

FACTS = {
    "facts": Described(
        "Facts",
        "One row is a fact: what records of many articles tell of one event or one utterance. Of casualties add up only those"
        " of scope incident that are no part of another; the query tolls does.",
        {
            "id": "the fact's id",
            "type": "statement, casualty_report, troop_movement or accusation",
            "scope": "of casualties: incident, running (a total that goes on) or war",
            "summary": "the fact in one line; counts are people",
            "kind": "who the victims are, what the force does, what is alleged, or what kind of saying it is",
            "side": "whose people the victims are, or who moves, is accused or speaks",
            "about": "the other party",
            "since": "the first day on which it can have happened, YYYY-MM-DD",
            "until": "the last",
            "date_precision": "UCDP's date_prec: 1 the day, 2 within days, 3 the week, 4 the month, 5 the year or less",
            "place": "where, under the name that the database has for it",
            "spellings": "JSON list of its spellings, with the party that uses one where that is known",
            "place_precision": "UCDP's where_prec: 1 exact, 2 near, 3 district, 4 province, 5 stretch, 6 country, 7 unclear",
            "latitude": "degrees north, from the gazetteer",
            "longitude": "degrees east, from the gazetteer",
            **COUNTS,
            **{f"{name}_best": f"people {name.replace('captured', 'taken captive')}, best figure: {_BEST}" for name in NAMES},
            "part_of": "the fact whose toll holds this one",
            "sources": "independent sources that assert or confirm it",
            "grade": "confirmed, fair, weak, contested or discounted",
            "grade_reason": "why",
            "conflicting": "1: reports that count disagree on a figure",
            "reports": "records that are reports of it",
        },
        facets=("type", "grade", "scope", "side", "kind"),
        label="summary",
        sort="since",
    ),
    "fact_reports": Described(
        "Facts with their reports",
        "One row is a record in its fact, beside its evidence.",
        {
            **_REPORT,
            **{name: SHARED[name] for name in ("evidence", "date", "place")},
            **IN_INPUT,
            "fact": "the fact in one line; counts are people",
            "grade": "confirmed, fair, weak, contested or discounted",
            "by": "whose word it is",
            "type": "statement, casualty_report, troop_movement or accusation",
            "path": "the input's path or address",
            "summary": "the record in one line; counts are people",
        },
        facets=("stance", "grade", "by"),
    ),
    "reports": Described(
        "Reports",
        "One row is a record in its fact; fact_reports has it with its words.",
        {
            **_REPORT,
            "article_id": "the article",
            "source": "whose word it is",
            "own": "1: a report of the fact's own type; 0: a denial of another",
        },
        facets=("stance", "source"),
    ),
    "names": Described(
        "Names that are one",
        "One row is two names for one place, person or party, and the text or the file of aliases that says so.",
        {
            "id": "the row's number",
            "kind": "place or party",
            "name": "the name",
            "other": "the other name for it",
            "side": "the party that uses the other name",
            "article_id": "the article that says so; empty: your file",
            "evidence": "the sentence that says so",
            "corrected": "1: the text corrects one to the other, as in “not Ansell, but Ansel”",
        },
        facets=("kind", "side"),
        label="name",
    ),
    "gazetteer": Described(
        "Gazetteer",
        "One row is a place of your gazetteer.",
        {
            "name": "the place",
            "latitude": "degrees north",
            "longitude": "degrees east",
            "country": "its country",
        },
        facets=("country",),
        label="name",
    ),
    "corrections": Described(
        "Corrections",
        "One row is what a person changed, rejected, tied or untied, and when it was undone.",
        {
            "id": "the correction's number",
            "kind": "set, reject, tie or untie",
            "anchor_id": "the record that was spoken of",
            "other_anchor_id": "the other record, of a tie",
            "field": "the field that was set",
            "old": "the value before",
            "new": "the value after",
            "by": "who did it",
            "why": "why",
            "at": "when (UTC)",
            "undone_by": "who undid it; empty: it holds",
            "undone_why": "why it was undone",
            "undone_at": "when it was undone (UTC)",
        },
        facets=("kind", "by", "field"),
        sort="at",
        newest_first=True,
    ),
    "anchors": Described(
        "Records spoken of",
        "One row is a record as it was when a person spoke of it, and where it stands now.",
        {
            "id": "the anchor's number",
            "article_id": "the article",
            "type": "the type of record",
            "record": "the record as JSON, as it was",
            "record_id": "the record that stands there now; empty: none",
        },
        facets=("type",),
    ),
}
