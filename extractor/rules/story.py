"""The day of the event that a story is about, for what the story tells of it without a day of its own.

News writing tells the main event first, with its day, and then goes on about it: "Nine were killed in Lenn on Friday" is
followed by quotations, tolls and names of that Friday. So a report without any date is of that day, until the story tells of
another: a sentence that is dated otherwise, or that says so ("another", "earlier", "elsewhere", "since").
"""

from functools import lru_cache

from extractor.language.account import Account
from extractor.language.dates import DateMention, resolve
from extractor.language.harm import harm
from extractor.language.motion_lexicon import MOTION
from extractor.language.scenes import is_event, strikes
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.rules.circumstances import PERFECT, is_beside, told_days
from schemas.base import Span

_LEAD = 4  # sentences in which a story tells what it is about
_OTHER = words("other-event", "set-apart", "stretch") - frozenset({"day"})


def story_day(account: Account, parse: Parse) -> Span | None:
    """Where the day of the story's main event stands, for a sentence without any date that goes on about that event.

    "Nine were killed in Lenn on Friday. ... A nurse said the dead were children." has Friday for both. "Nine were killed in
    Lenn on Friday. ... In March a raid on Osk drew no answer. Two guards died." has none for the guards.
    """
    number = parse.sentence.number
    main = _main(account)
    if main is None or any(t.among(_OTHER) for t in parse):
        return None
    span, at, value = main
    if any(not _may_be(account, number, m, value) for m in told_days(account, number)):
        return None
    if number <= at:
        return span if not parse.sentence.heading or _names_the_same(account, parse, at) else None
    if any(_is_new(parse, t) for t in parse):
        return None
    if not any(u.sentence == number for u in account.utterances) and any(t.dep == "aux" and t.low in PERFECT for t in parse):
        return None  # "had been hurt", "have been hurt"; what is said to have been is of the day
    return span if number in _about(account) else None


@lru_cache(maxsize=1)  # asked of one sentence of a story after the other
def _about(account: Account) -> frozenset[int]:
    """The sentences before which a story was still, or again, telling of its main event."""
    main = _main(account)
    found = set()
    about = main is not None
    for parse in account.parses[main[1] :] if main is not None else ():
        number = parse.sentence.number
        if about:
            found.add(number)
        days = [m for m in told_days(account, number) if not is_beside(account, parse, (m.start, m.end))]
        if days:
            about = any((r := resolve(m, account.published)) and main and r.value == main[2] for m in days)
        elif parse.sentence.heading or any(t.among(_OTHER) for t in parse):
            about = False
    return frozenset(found)


def _is_new(parse: Parse, event: Token) -> bool:
    """Attacks that were not told of yet: "killed in counter-attacks", not "killed in the attack"."""
    above = parse.head(event)
    plain = event.tag == "NNS" and not parse.children(event, "det", "poss")
    return plain and is_event(event) and event.dep == "pobj" and above is not None and above.low in ("in", "during")


def _names_the_same(account: Account, title: Parse, at: int) -> bool:
    """The sentences up to the one that tells the day name somebody or something that a title names; or it names nobody."""
    names = [t.text for t in title if t.tag.startswith("NNP")]
    told = account.text[title.sentence.end : account.parses[at - 1].sentence.end]
    return not names or any(name in told for name in names)


@lru_cache(maxsize=1)
def _main(account: Account) -> tuple[Span, int, str] | None:
    """The first day of harm or of an attack that a story tells, with its sentence and the day."""
    prose = [p for p in account.parses if not p.sentence.heading]
    for parse in prose[:_LEAD]:
        number = parse.sentence.number
        ranked: dict[str, tuple[int, Span]] = {}
        for mention in told_days(account, number):
            day = resolve(mention, account.published)
            rank = _rank(account, parse, mention)
            if day is not None and day.precision == "day" and not mention.future and rank is not None:
                least = min(rank, ranked[day.value][0]) if day.value in ranked else rank
                ranked[day.value] = least, (mention.start, mention.end)
        best = min((rank for rank, _ in ranked.values()), default=0)
        found = [(span, value) for value, (rank, span) in ranked.items() if rank == best]
        if found:
            return (found[0][0], number, found[0][1]) if len(found) == 1 else None
    return None


def _rank(account: Account, parse: Parse, mention: DateMention) -> int | None:
    """How well a date tells the day of an event: as the attack's own (0), its verb's (1), harm's (2); None if it does not.

    "Monday's air strike", "stormed the base on Monday", "nine were killed on Monday"; not "found nine bodies on Monday".
    """
    if is_beside(account, parse, (mention.start, mention.end)):
        return None
    word = next((t for t in parse if t.start <= mention.start < t.end), None)
    for above in parse.ancestors(word) if word is not None else ():
        if is_event(above):
            return 0
        if above.tag.startswith("V"):
            told = [above, *(c for c in parse.children(above, "conj", "advcl", "xcomp") if c.tag.startswith("V"))]
            if _says(account, parse, above, mention):
                told = parse.children(above, "ccomp")
            is_told = any(is_event(c) for t in told for c in parse.children(t, "nsubj"))
            if is_told or any(strikes(parse, t) or t.verb in MOTION for t in told):
                return 1
            return 2 if any(harm(parse, t) for t in told) else None
    return None


def _may_be(account: Account, number: int, mention: DateMention, day: str) -> bool:
    """True for a date that leaves room for the day: that of a saying, or the month or year that the day is in."""
    if is_beside(account, account.parses[number - 1], (mention.start, mention.end)):
        return True
    found = resolve(mention, account.published)
    return found is not None and found.precision != "day" and day.startswith(found.value)


def _says(account: Account, parse: Parse, verb: Token, mention: DateMention) -> bool:
    """The verb says what the date stands in: "gunmen overran the post at dawn on Friday, the army said"."""
    said = [u.saying for u in account.utterances if u.sentence == parse.sentence.number and u.saying.token == verb.number]
    return any(s.content[0] <= mention.start < s.content[1] for s in said)


def attack_day(account: Account, parse: Parse) -> Span | None:
    """Where the day stands that a sentence gives the attack itself, whatever else it dates: "killed in Saturday's raid"."""
    days = [m for m in told_days(account, parse.sentence.number) if resolve(m, account.published)]
    own = [(m.start, m.end) for m in days if _rank(account, parse, m) == 0]
    return own[0] if len(own) == 1 else None
