"""The score of records against a hand-annotated gold.

For each type, predictions and gold are matched one to one, on span and key fields and on span alone, so that no right record is
lost to the order of matching; of equally large matchings the one whose other fields agree best. A gold value that is a list
holds several right values; an optional gold record is right when found and no fault when missed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.language.names import agree
from schemas.base import RecordType, days_of
from schemas.casualty_report import COUNTS

Line = Mapping[str, Any]

_KEYS: dict[str, tuple[str, ...]] = {
    RecordType.STATEMENT: ("speaker",),
    RecordType.CASUALTY_REPORT: COUNTS,
    RecordType.TROOP_MOVEMENT: ("actor", "action"),
    RecordType.ACCUSATION: ("accuser", "accused"),
}
_NAMES = frozenset(
    {"speaker", "actor", "accuser", "accused", "source", "addressee", "from_place", "to_place", "place", "victims"}
)
_OTHERS: dict[str, tuple[str, ...]] = {
    RecordType.STATEMENT: ("quotation", "content", "act", "addressee"),
    RecordType.CASUALTY_REPORT: (*(f"{name}_high" for name in COUNTS), "victims", "victim_kind", "source", "status"),
    RecordType.TROOP_MOVEMENT: ("outcome", "status", "source", "from_place", "to_place"),
    RecordType.ACCUSATION: ("category", "status", "response", "allegation"),
}


_WHERE_AND_WHEN = ("day", "day not wrong", "place", "no place invented")
"""Of every type: the day, equal, or not wrong (none, or bounds that hold it); the place where gold has one, and where not."""


@dataclass
class Tally:
    """Matches of one type: how many were predicted, expected and right, by span and as records, and the other fields' hits.

    `facts` are the facts that gold's labels tell apart, `facts_found` those of which at least one record is right.
    """

    predicted: int = 0
    expected: int = 0
    spans: int = 0
    records: int = 0
    facts: int = 0
    facts_found: int = 0
    fields: dict[str, list[int]] = field(default_factory=dict)
    missed: list[Line] = field(default_factory=list)
    false: list[Line] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Adds another article's or type's matches to these."""
        self.predicted += other.predicted
        self.expected += other.expected
        self.spans += other.spans
        self.records += other.records
        self.facts += other.facts
        self.facts_found += other.facts_found
        self.missed += other.missed
        self.false += other.false
        for name, (right, of) in other.fields.items():
            mine = self.fields.setdefault(name, [0, 0])
            mine[0] += right
            mine[1] += of


def f1(right: int, predicted: int, expected: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision = right / predicted if predicted else 0.0
    recall = right / expected if expected else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(predictions: Sequence[Line], gold: Sequence[Line], text: str) -> dict[str, Tally]:
    """Matches of one article by type. `predictions` and `gold` are export lines; `text` is the article's."""
    return {
        t.value: _score_type(t, [p for p in predictions if p["type"] == t], [g for g in gold if g["type"] == t], text)
        for t in RecordType
    }


def _score_type(kind: RecordType, predictions: list[Line], gold: list[Line], text: str) -> Tally:
    spans = [[_overlap(p, g, text) for g in gold] for p in predictions]
    keys = [
        [s and _keys_agree(kind, p, g) for s, g in zip(row, gold, strict=True)]
        for row, p in zip(spans, predictions, strict=True)
    ]
    likeness = [
        [_likeness(kind, p, g) if k else 0 for k, g in zip(row, gold, strict=True)]
        for row, p in zip(keys, predictions, strict=True)
    ]
    by_key = _settled(_matching(keys, len(gold)), likeness, keys)
    by_span = _matching(spans, len(gold))
    tally = Tally(predicted=len(predictions), spans=len(by_span), records=len(by_key))
    # Missed optional gold is no fault: it counts as expected only where it was found.
    tally.expected = sum(1 for n, g in enumerate(gold) if not g.get("optional") or n in by_key)
    tally.missed = [g for n, g in enumerate(gold) if n not in by_key and not g.get("optional")]
    facts = {g["fact"] for g in gold if g.get("fact") and not g.get("optional")}
    tally.facts = len(facts)
    tally.facts_found = len(facts & {gold[n].get("fact") for n in by_key})
    matched = set(by_key.values())
    tally.false = [p for n, p in enumerate(predictions) if n not in matched]
    for g, p in by_key.items():
        for name in (*_OTHERS[kind], *_WHERE_AND_WHEN):
            agrees = _agreement(name, predictions[p], gold[g])
            if agrees is not None:
                hit = tally.fields.setdefault(name, [0, 0])
                hit[0] += agrees
                hit[1] += 1
    return tally


def _matching(right: list[list[bool]], size: int) -> dict[int, int]:
    """A largest one-to-one matching, gold number to prediction number (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(p: int, seen: set[int]) -> bool:
        for g in range(size):
            if right[p][g] and g not in seen:
                seen.add(g)
                if g not in owner or place(owner[g], seen):
                    owner[g] = p
                    return True
        return False

    for p in range(len(right)):
        place(p, set())
    return owner


def _likeness(kind: RecordType, prediction: Line, gold: Line) -> int:
    """How many of the other fields agree; the words that are said or alleged count double, since they tell records apart."""
    agreed = [n for n in (*_OTHERS[kind], *_WHERE_AND_WHEN) if _agreement(n, prediction, gold)]
    return len(agreed) + sum(n in ("content", "allegation") for n in agreed)


def _settled(owner: dict[int, int], likeness: list[list[int]], right: list[list[bool]]) -> dict[int, int]:
    """The same matching with partners exchanged, or taken from the free predictions, while that makes more fields agree."""
    changed = True
    while changed:
        changed = False
        free = set(range(len(right))) - set(owner.values())
        for g, p in owner.items():
            for other in (*owner, None):
                swaps = [(q, None) for q in free] if other is None else [(owner[other], other)]
                for q, h in swaps:
                    gain = likeness[q][g] + (likeness[p][h] if h is not None else 0)
                    kept = likeness[p][g] + (likeness[q][h] if h is not None else 0)
                    if right[q][g] and (h is None or right[p][h]) and gain > kept:
                        owner[g] = q
                        if h is not None:
                            owner[h] = p
                        changed = True
                        break
                if changed:
                    break
            if changed:
                break
    return owner


def _overlap(prediction: Line, gold: Line, text: str) -> bool:
    left, right = _span(prediction, text), _span(gold, text)
    if left is None or right is None:
        return False
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared * 2 >= min(left[1] - left[0], right[1] - right[0])


def _span(line: Line, text: str) -> tuple[int, int] | None:
    """Where the evidence stands in the text; None when it is not there."""
    evidence = line["evidence"]
    if "start" in line and text[line["start"] : line["end"]] == evidence:
        return line["start"], line["end"]
    at = text.find(evidence)
    return (at, at + len(evidence)) if at >= 0 else None


def _keys_agree(kind: RecordType, prediction: Line, gold: Line) -> bool:
    return all(_field_agrees(name, prediction.get(name), gold.get(name), low_only=True) for name in _KEYS[kind])


def _agreement(name: str, prediction: Line, gold: Line) -> bool | None:
    """Whether a matched record's field is right; None where the gold has nothing to compare it with."""
    if name == "day":
        return _field_agrees("date", prediction.get("date"), gold.get("date"))
    if name == "day not wrong":
        return _not_wrong(prediction, gold)
    if name == "place":
        told = _names(gold, "place") | _names(gold, "places")
        return _place_agrees(prediction, gold) if told else None
    if name == "no place invented":
        told = _names(gold, "place") | _names(gold, "places")
        return None if told else prediction.get("place") is None
    if name.endswith("_high"):
        count = name.removesuffix("_high")
        return _field_agrees(count, prediction.get(count), gold.get(count)) if gold.get(count) else None
    return _field_agrees(name, prediction.get(name), gold.get(name))


def _names(line: Line, name: str) -> set[str]:
    value = line.get(name)
    return {str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None}


def _place_agrees(prediction: Line, gold: Line) -> bool:
    """The predicted place is one of gold's; null where gold allows it."""
    told, allowed = prediction.get("place"), gold.get("place")
    if told is None:
        return isinstance(allowed, list) and None in allowed
    return any(agree(str(told), name) for name in _names(gold, "place") | _names(gold, "places"))


def _not_wrong(prediction: Line, gold: Line) -> bool:
    """A day that is gold's, or bounds (or none) that hold one of gold's days; a day where gold has none is wrong."""
    days = gold.get("date")
    days = days if isinstance(days, list) else [days]
    if prediction.get("date") in days:
        return True
    if prediction.get("date") is not None and len(prediction["date"]) == 10:
        return False
    low, high = prediction.get("date_low") or "0000", prediction.get("date_high") or "9999"
    return any(day is None or (low <= days_of(day)[1] and days_of(day)[0] <= high) for day in days)


def _field_agrees(name: str, value: Any, gold: Any, low_only: bool = False) -> bool:
    return any(_agrees(name, value, g, low_only) for g in (gold if isinstance(gold, list) else [gold]))


def _agrees(name: str, value: Any, gold: Any, low_only: bool) -> bool:
    if value is None or gold is None:
        return value is None and gold is None
    if name in COUNTS:
        return (
            bool(value["low"] == gold["low"])
            if low_only
            else bool(value["low"] == gold["low"] and value.get("high") == gold.get("high"))
        )
    if name == "response":
        return bool(value["kind"] == gold["kind"])
    if name in _NAMES:
        return agree(str(value), str(gold))
    if name in ("content", "allegation"):
        left, right = set(str(value).lower().split()), set(str(gold).lower().split())
        return len(left & right) * 2 >= max(len(left), len(right))
    return bool(value == gold)


def totals(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Sums articles: one tally a type, and "all"."""
    summed: dict[str, Tally] = {t.value: Tally() for t in RecordType} | {"all": Tally()}
    for by_type in tallies:
        for name, tally in by_type.items():
            summed[name].add(tally)
            summed["all"].add(tally)
    return summed
