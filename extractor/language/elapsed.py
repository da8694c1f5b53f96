"""Days that a text counts from another one that it names: "two days later", "the next day", "the same day".

"A later day" alone means nothing; beside a day that is told before it, it is worked out. Of "on Friday, a day after a mine
killed five" the mine has Thursday and the rest of the sentence Friday; of "two days after the raid on Monday, the army left"
the raid has Monday and the rest Wednesday. Weeks and months are told too loosely to be counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.language.date_patterns import NUMBERS
from extractor.language.dates import DateMention, ResolvedDate, resolve
from extractor.language.phrases import Span
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token

Dates = Mapping[int, Sequence[DateMention]]

_SIDES = {
    "later": 1,
    "after": 1,
    "following": 1,
    "next": 1,
    "same": 0,
    "earlier": -1,
    "before": -1,
    "previous": -1,
    "preceding": -1,
}
_BACK = 2  # sentences in which the day is looked for that a sentence counts from
_PERFECT = frozenset({"had", "has", "have", "'d"})


def counted(parses: Sequence[Parse], dates: Dates, published: date | None) -> dict[int, list[DateMention]]:
    """The same mentions by sentence, with the days that are counted from others."""
    found = {number: list(mentions) for number, mentions in dates.items()}
    for at, parse in enumerate(parses):
        for day in parse:
            if day.lemma != "day" or not day.tag.startswith("N") or (steps := _steps(parse, day)) is None:
                continue
            beside, number, side = steps
            mentions = found[parse.sentence.number]
            if (told := _of_clause(parse, day, beside, number * side, mentions, published)) is None and not _rules(
                parse, day, beside
            ):
                told = _of_before(parses[max(0, at - _BACK) : at], found, parse, day, number * side, published)
            if told is not None:
                start, end = min(_start(parse, day), beside.start), max(day.end, beside.end)
                told = replace(told, start=start, end=end)
                mentions[:] = sorted([m for m in mentions if m.end <= start or end <= m.start] + [told], key=lambda m: m.start)
    return found


def _start(parse: Parse, day: Token) -> int:
    return min((c.start for c in parse.children(day, "det", "nummod", "amod") if c.start < day.start), default=day.start)


def _steps(parse: Parse, day: Token) -> tuple[Token, int, int] | None:
    """The word that says on which side of another day a day lies, how many days from it, and 1 for after it or -1."""
    following = parse[day.number + 1] if day.number + 1 < len(parse.tokens) else None
    if following is not None and following.low in ("later", "earlier", "after", "before", "following"):
        counts = [c for c in parse.children(day) if c.number < day.number and c.low not in ("just", "only", "barely", "some")]
        words = [c.low for c in counts]
        if len(counts) == 1 and (words[0] in NUMBERS or words[0].isdecimal() or words[0] == "the"):
            number = 1 if words[0] == "the" else NUMBERS.get(words[0]) or int(words[0])
            return following, number, _SIDES[following.low]
        return None
    beside = [c for c in parse.children(day, "amod") if c.low in ("next", "following", "previous", "preceding", "same")]
    the = any(c.low == "the" for c in parse.children(day, "det"))
    return (beside[0], 1, _SIDES[beside[0].low]) if beside and the and day.tag == "NN" else None


def _rules(parse: Parse, day: Token, beside: Token) -> Token | None:
    """The verb or noun of which it is said that something lies so many days from it: "a day after a mine killed five"."""
    if beside.low not in ("after", "before", "following") or beside.number < day.number:
        return None
    if beside.dep in ("mark", "advmod"):
        above = parse.head(beside)
        return above if above is not None and above.number > beside.number else None
    return next(iter(parse.children(beside, "pobj", "pcomp")), None)


def _of_clause(
    parse: Parse, day: Token, beside: Token, steps: int, mentions: Sequence[DateMention], published: date | None
) -> DateMention | None:
    """Of two events of a sentence, one of which lies so many days from the other, the day of the one that has none."""
    event = _rules(parse, day, beside)
    if event is None:
        return None
    tree = parse.subtree(event)
    clause = (tree[0].start, tree[-1].end)
    inside = [r for m, r in _resolved(mentions, published) if clause[0] <= m.start < clause[1]]
    around = [r for m, r in _resolved(mentions, published) if not clause[0] <= m.start < clause[1]]
    if len(inside) == 1 and not around:
        return replace(_shifted(inside[0], steps), scope=clause, inside=False)
    if len(around) == 1 and not inside:
        return replace(_shifted(around[0], -steps), scope=clause, inside=True)
    return None


def _of_before(
    earlier: Sequence[Parse], dates: Dates, parse: Parse, day: Token, steps: int, published: date | None
) -> DateMention | None:
    """The day counted from the last one that is told before: in the sentence, else in those that it goes on from."""
    own = [r for m, r in _resolved(dates[parse.sentence.number], published) if m.end <= _start(parse, day)]
    if own:
        return _shifted(own[-1], steps)
    for near in reversed(earlier):
        if near.sentence.heading:
            return None
        if [m for m in dates[near.sentence.number] if not m.dateline]:
            told = list(_told(near, dates[near.sentence.number], published))
            return _shifted(told[0], steps) if len(told) == 1 else None
    return None


def _resolved(mentions: Sequence[DateMention], published: date | None) -> Iterator[tuple[DateMention, ResolvedDate]]:
    for mention in mentions:
        found = None if mention.adjectival or mention.dateline or mention.future else resolve(mention, published)
        if found is not None and found.precision == "day":
            yield mention, found


def _told(parse: Parse, mentions: Sequence[DateMention], published: date | None) -> Iterator[ResolvedDate]:
    """The days of what a sentence tells: not of a saying, and not of what was before."""
    for mention, found in _resolved(mentions, published):
        word = next((t for t in parse if t.start <= mention.start < t.end), None)
        verb = next((h for h in parse.ancestors(word) if h.tag.startswith("V")), None) if word is not None else None
        perfect = verb is not None and any(a.low in _PERFECT for a in parse.children(verb, "aux"))
        if verb is None or not (perfect or verb.verb in REPORTING):
            yield found


def _shifted(anchor: ResolvedDate, steps: int) -> DateMention:
    value = date.fromisoformat(anchor.value) + timedelta(days=steps)
    reason = f"{abs(steps)} {'day' if abs(steps) == 1 else 'days'} {'after' if steps > 0 else 'before'} {anchor.value}"
    reason = reason if steps else "the same day"
    return DateMention(0, 0, counted=ResolvedDate(value.isoformat(), "day", f"{reason}: {anchor.reason}"))


def tells_of(mention: DateMention, event: Span) -> bool:
    """Whether a mention dates an event whose words stand at a span; "a day after ..." dates one of two clauses."""
    if mention.scope is None:
        return True
    return (mention.scope[0] <= event[0] and event[1] <= mention.scope[1]) == mention.inside
