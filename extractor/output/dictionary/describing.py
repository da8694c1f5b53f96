"""What can be said of a table: the shape of an entry, and the columns that several tables have.

Units stand in the words where a number has one: people, US dollars, seconds, code points, degrees.
"""

from dataclasses import dataclass

COUNTS = {
    f"{name}_{part}": text.format(people=people)
    for name, people in (
        ("killed", "killed"),
        ("wounded", "wounded"),
        ("missing", "missing"),
        ("captured", "taken captive"),
    )
    for part, text in (
        ("low", "people {people}, at least; empty: not spoken of"),
        ("high", "people {people}, at most; empty beside a low: open, as in “at least four”"),
        ("approx", "1: the number of people {people} is about right only"),
    )
}
SHARED = {
    "id": "the record's id: the same article, evidence and values give the same id on every machine",
    "article_id": "the article it was read from",
    "run_id": "the run that made it",
    "request_id": "the request to a model that it came of; empty: the rules alone",
    "evidence": "the sentence or sentences it was read from, character for character",
    "start": "where the evidence begins, in code points of the article's text",
    "end": "where the evidence ends, in code points of the article's text",
    "source": "who, in the article, says so, as written; empty: the article itself",
    "status": "asserted, confirmed, denied, demanded or planned",
    "date": "the day on which it happened or was said, YYYY-MM-DD, or the month or year",
    "date_precision": "day, month or year",
    "date_reason": "how the date was worked out",
    "date_low": "the first day that it can have been, YYYY-MM-DD; empty: not known",
    "date_high": "the last day that it can have been, YYYY-MM-DD; empty: not known",
    "place": "the most specific place, as written",
    "places": "all its places as written, a JSON list, where the text tells several",
    "supported": "1: the article bears every value; 0: kept for review, and left out of lists",
    "prompt_hash": "hash of the prompts it was read with",
    "number": "by which the search index knows the row",
    "rejected": "1: a person rejected it",
}
IN_INPUT = {
    "start": "where the evidence begins, in code points of the input's text",
    "end": "where the evidence ends, in code points of the input's text",
}
_LONG = ("evidence", "text", "reply", "skipped", "record", "content", "allegation", "response_evidence", "spellings")


@dataclass(frozen=True, slots=True)
class Described:
    """A table or view: its title, what a row is and what each column holds.

    `label` is the column by which a row is known, `sort` the one that lists begin with, `facets` those that are worth counting.
    Columns of `seconds` hold seconds.
    """

    title: str
    row: str
    columns: dict[str, str]
    facets: tuple[str, ...] = ()
    label: str | None = None
    sort: str | None = None
    newest_first: bool = False
    seconds: tuple[str, ...] = ()

    def sortable(self) -> list[str]:
        """The columns that a person may sort by: all that do not hold long text."""
        return [name for name in self.columns if name not in _LONG]
