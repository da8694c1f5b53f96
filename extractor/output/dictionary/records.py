"""Records, and the verdicts on their fields, in words."""

from extractor.output.dictionary.describing import COUNTS, IN_INPUT, SHARED, Described

RECORDS = {
    "records": Described(
        "All records",
        "One row is a record of any type in an input that holds it: a claim that an article makes. An article found in two"
        " inputs has each of its records twice.",
        {
            **{name: text for name, text in SHARED.items() if name != "number"},
            **IN_INPUT,
            "type": "statement, casualty_report, troop_movement or accusation",
            "path": "the input's path or address",
            "who": "the speaker, the victims, the force that moves, or the accuser",
            "summary": "the record in one line; counts are people",
            "supported": "1: the article bears every value, and no person rejected it",
            "corrected": "1: a person corrected a value",
        },
        facets=("type", "status", "source"),
        sort="date",
    ),
    "statements": Described(
        "Statements",
        "One row is a statement: somebody says, denies, demands or declines something.",
        {
            **SHARED,
            "speaker": "who speaks, as written",
            "quotation": "direct, indirect or mixed",
            "content": "what is said, copied without the reporting clause",
            "act": "assert, deny, accuse, demand, concern, commit or decline",
            "addressee": "to whom, as written",
        },
        facets=("act", "status", "quotation", "speaker"),
        label="content",
    ),
    "casualty_reports": Described(
        "Casualty reports",
        "One row is a report of people killed, wounded, missing or captured, or of none. Several can tell of the same victims:"
        " do not add them up, use the facts.",
        {
            **SHARED,
            **COUNTS,
            "victims": "who, as written",
            "victim_kind": "military, civilian, mixed or unknown",
        },
        facets=("victim_kind", "status", "source"),
        label="victims",
    ),
    "troop_movements": Described(
        "Troop movements",
        "One row is a report that forces go, come, take, leave or stay, also when it is denied, demanded or fails.",
        {
            **SHARED,
            "actor": "who moves, as written",
            "action": "advance, capture, withdraw, deploy or hold",
            "outcome": "done, ongoing, failed or unknown",
            "from_place": "from where, as written",
            "to_place": "to where, as written",
        },
        facets=("action", "outcome", "status", "actor"),
        label="actor",
    ),
    "accusations": Described(
        "Accusations",
        "One row is an accusation: a party says that another did wrong.",
        {
            **SHARED,
            "accuser": "who accuses, as written",
            "accused": "who is accused, as written",
            "allegation": "what the accused is said to have done, copied",
            "category": "ceasefire_violation, incursion, attack, failure_to_act, falsehood, humanitarian, provocation or other",
            "response_by": "who answers in the same article",
            "response_kind": "denied, admitted or countered",
            "response_evidence": "the sentence of the answer",
        },
        facets=("category", "status", "accuser", "accused", "response_kind"),
        label="allegation",
    ),
    "support": Described(
        "Verdicts on fields",
        "One row is the verdict on one field of one record: whether the article bears it.",
        {
            "record_id": "the record",
            "field": "the field",
            "verdict": "found, elsewhere, inferred or unsupported",
            "rule": "the rule by which it was inferred",
            "start": "where it was found, in code points of the article's text",
            "end": "where that ends, in code points of the article's text",
        },
        facets=("verdict", "field"),
    ),
}
