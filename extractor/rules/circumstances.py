"""When a rule's event happened and who tells it, from where it stands in the article's sayings."""

from collections.abc import Callable

from extractor.language.account import Account
from extractor.language.content import Utterance
from extractor.language.dates import DateMention, resolve
from extractor.language.elapsed import tells_of
from extractor.language.harm import TOLLS
from extractor.language.lexicon import CHANGING
from extractor.language.said import governing
from extractor.language.scenes import alludes, is_event
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Span

_BEFORE = 2  # sentences over which one event is told
_LEAD = 4  # sentences in which a title is told again
_FAR = 6  # sentences in which what "the blast" means is looked for
_BURYING = frozenset({"bury"})
_NUMBERS = frozenset({"number", "figure", "count"})
_SPANS = words("stretch")
PERFECT = frozenset({"had", "has", "have", "'d"})


def when(
    account: Account, sentence: int, inside: Span, around: Utterance | None, same: Callable[[Parse], bool] | None
) -> Span | None:
    """Where the words stand that date an event: those in the content it is told in, else those of its sentence outside sayings.

    Where the sentence has none, the sentences before it that it goes on from; for a title, those in which it is told again:
    `same` says whether another sentence tells the same, if that can be told.
    """
    parse = account.parses[sentence - 1]
    mentions = [m for m in account.dates[sentence] if not m.adjectival and tells_of(m, inside)]
    mentions = [m for m in mentions if not _of_another(parse, m.start, inside)]
    if around is not None and around.sentence == sentence:
        low, high = around.saying.content
        mentions = [m for m in mentions if low <= m.start and m.end <= high]
    else:
        contents = [u.saying.content for u in account.utterances if u.sentence == sentence]
        mentions = [m for m in mentions if not any(low <= m.start and m.end <= high for low, high in contents)]
    mentions = [m for m in mentions if resolve(m, account.published)] or mentions
    told = [m for m in mentions if not m.dateline]
    mentions = told or mentions
    if not mentions:
        return (_told_again(account, parse, same) if same else None) or (
            None if parse.sentence.heading else _going_on(account, parse, inside)
        )
    clause = [m for m in mentions if inside[0] <= m.start and m.end <= inside[1]]
    nearest = min(clause or mentions, key=lambda m: abs(m.start - inside[0]))
    return nearest.start, nearest.end


def _of_another(parse: Parse, place: int, inside: Span) -> bool:
    """True for a date that a relative clause tells of something else: "on the fifth day of the war, which began in May".

    What it tells of the attack itself is the attack's: "died in a raid which took place on Friday".
    """
    word = next((t for t in parse if t.start <= place < t.end), None)
    for verb in parse.ancestors(word) if word is not None else ():
        noun = parse.head(verb) if verb.dep == "relcl" else None
        if noun is None:
            continue
        tree = parse.subtree(verb)
        if tree[0].start <= inside[0] and inside[1] <= tree[-1].end:
            return False
        above = parse.head(noun)
        whole = parse.head(above) if noun.dep == "pobj" and above is not None and above.low == "of" else None
        return (whole is not None and whole.among(_SPANS)) or not is_event(noun)
    return False


def _told_again(account: Account, parse: Parse, same: Callable[[Parse], bool]) -> Span | None:
    """Where the day stands in a sentence that tells the same: for a title in the lead, else before it, or just after."""
    number = parse.sentence.number
    if told_days(account, number):
        return None
    after = [p for p in account.parses[number:] if not p.sentence.heading]
    if parse.sentence.heading:
        again = next((day for p in after[:_LEAD] if (day := _day_of(account, p)) and same(p)), None)
        return again or next((day for p in after[:1] if (day := _day_of(account, p)) and alludes(p)), None)
    before = [p for p in reversed(account.parses[max(0, number - 1 - _FAR) : number - 1]) if not p.sentence.heading]
    if found := next((day for p in (*before, *after[:_BEFORE]) if (day := _day_of(account, p)) and same(p)), None):
        return found
    if not alludes(parse) or any(t.tag == "MD" or (t.dep == "aux" and t.low in PERFECT) for t in parse):
        return None
    return next((day for p in before if (day := _day_of(account, p)) and any(is_event(t) for t in p)), None)


def _going_on(account: Account, parse: Parse, inside: Span) -> Span | None:
    """Where the day stands in the passage that a sentence without any date goes on from, in the simple past.

    "Two were killed in Lenn on Friday. Nine were hurt." has Friday for both. "Nine had been hurt", "have been hurt", "are
    feared hurt" are not of that day, nor is what follows "The army said on Friday ...", which dates the saying alone.
    """
    number = parse.sentence.number
    verbs = [t for t in parse if inside[0] <= t.start < inside[1] and t.tag in ("VBD", "VBZ", "VBP", "MD")]
    if told_days(account, number) or not verbs or any(t.tag != "VBD" or t.low in PERFECT for t in verbs):
        return None
    for near in reversed(account.parses[max(0, number - 1 - _BEFORE) : number - 1]):
        if near.sentence.heading:
            return None
        if told_days(account, near.sentence.number):
            return _day_of(account, near)
    return None


def _day_of(account: Account, parse: Parse) -> Span | None:
    """Where the one day stands of what a sentence tells; not that of a name, a plan, a saying, or of what was before."""
    number = parse.sentence.number
    days = []
    for mention in told_days(account, number):
        found = resolve(mention, account.published)
        word = next((t for t in parse if t.start <= mention.start < t.end), None)
        if found is None or found.precision != "day" or mention.adjectival or mention.future or word is None:
            return None
        if any(t.low in PERFECT for head in parse.ancestors(word) for t in parse.children(head, "aux")):
            return None
        if not is_beside(account, parse, (mention.start, mention.end)):
            days.append((mention.start, mention.end))
    return days[0] if len(days) == 1 else None


def is_beside(account: Account, parse: Parse, day: Span) -> bool:
    """True for a day of what came after the harm: "the army said on Friday", "the toll rose on Friday", "buried on Friday"."""
    verb = governing(parse, day[0])
    if verb is None:
        return False
    sayings = {u.saying.token for u in account.utterances if u.sentence == parse.sentence.number}
    return verb in sayings or _counts_anew(parse, parse[verb])


def _counts_anew(parse: Parse, verb: Token) -> bool:
    """What befalls the toll, or the dead: "the toll rose to 11", "the army raised the number of its dead", "were buried"."""
    told = parse.children(verb, "nsubj", "nsubjpass", "dobj")
    return verb.tag.startswith("V") and (
        verb.verb in _BURYING or (verb.verb in CHANGING and any(t.lemma in TOLLS or t.lemma in _NUMBERS for t in told))
    )


def told_days(account: Account, number: int) -> list[DateMention]:
    """The dates of a sentence but that of its dateline."""
    return [m for m in account.dates[number] if not m.dateline]


def source(utterance: Utterance | None) -> str | None:
    return utterance.speaker if utterance else None
