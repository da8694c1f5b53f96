"""The day on which something was said: a date that hangs on the verb, the same speaker's beside it, or that of the story.

A saying without a word of time has the story's day where it is told as that day's news: in the simple past or the present, by
the article itself, in a story that tells of that day. "The mayor said that three had died" has it; "the mayor had said", "has
repeatedly said", "said last spring" and whatever a report of past months quotes have not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.language.content import Utterance
from extractor.language.dates import DateMention, ResolvedDate, resolve
from extractor.language.lexicon import CALENDAR, DOCUMENTS, HARM_NOUNS
from extractor.language.names import same_party
from extractor.language.phrases import speaker_name
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

Dates = Mapping[int, Sequence[DateMention]]
"""Date mentions by sentence number."""

_EVENTS = words("harmful", "movement", "wrong-noun", "deed") | frozenset(HARM_NOUNS)
_APART = words("set-apart")
_SPANS = words("stretch")
_NEWS = timedelta(days=7)
_CLAUSES = ("relcl", "acl", "advcl", "ccomp")


def with_days(found: Sequence[Utterance], parses: Sequence[Parse], dates: Dates, published: date | None) -> list[Utterance]:
    """The same utterances, in order, each with the day on which it was said, where that can be told."""
    contents = [(u.sentence, u.saying.content) for u in found]
    around = [_outside(u, dates, contents) for u in found]
    own = [replace(u, said=_beside(u, parses[u.sentence - 1], m, published)) for u, m in zip(found, around, strict=True)]
    dated = [(u.speaker, u.sentence, u.said) for u in own if u.said and u.speaker]
    dated += _occasions(found, parses, dates, published)
    plain = [_told_plainly(u, own, parses[u.sentence - 1], mentions) for u, mentions in zip(own, around, strict=True)]
    story = _story(dates, published)
    of_story = ResolvedDate(story.isoformat(), "day", "the story's day: told as its news") if story else None
    return [
        u if u.said or not told else replace(u, said=_lent(u, parses[u.sentence - 1], dated) or of_story)
        for u, told in zip(own, plain, strict=True)
    ]


def _beside(u: Utterance, parse: Parse, mentions: Sequence[DateMention], published: date | None) -> ResolvedDate | None:
    """The day of the date that hangs on the verb of saying; not one of what is said, nor of another event of the sentence."""
    for mention in mentions:
        if (found := resolve(mention, published)) is None:
            continue
        if mention.weekday is None and mention.relative is None:
            hangs_on = governing(parse, mention.start)
            if hangs_on != u.saying.token and (hangs_on is not None or found.precision != "day"):
                continue
        if not _of_another(parse, mention.start, u.saying.token):
            return found
    return None


def _outside(u: Utterance, dates: Dates, contents: Sequence[tuple[int, tuple[int, int]]]) -> list[DateMention]:
    """The dates of a saying's sentence but those within what it says, or within what another says beside it."""
    apart = [c for at, c in contents if at == u.sentence and not c[0] <= u.saying.at < c[1]]
    return [m for m in dates[u.sentence] if not any(start <= m.start < end for start, end in apart)]


def governing(parse: Parse, place: int) -> int | None:
    """The number of the first verb, or of the noun with a name of its own, that the word at a place hangs on."""
    word = next((t for t in parse if t.start <= place < t.end), None)
    for head in parse.ancestors(word) if word is not None else ():
        if head.tag.startswith("V") or (head.tag.startswith("N") and not head.among(DOCUMENTS) and not head.among(CALENDAR)):
            return head.number
    return None


def _of_another(parse: Parse, place: int, saying: int) -> bool:
    """True for a date of another event: "yesterday's raid", "the raid on Friday", "who fled on Friday"."""
    word = next((t for t in parse if t.start <= place < t.end), None)
    for head in parse.ancestors(word) if word is not None else ():
        if head.number == saying:
            return False
        finite = head.tag.startswith("V") and head.dep in _CLAUSES and (head.dep == "relcl" or parse.children(head, "nsubj"))
        if finite or (head.tag.startswith("N") and head.among(_EVENTS)):
            return True
    return False


def _occasions(
    found: Sequence[Utterance], parses: Sequence[Parse], dates: Dates, published: date | None
) -> Iterator[tuple[str, int, ResolvedDate]]:
    """Speaker, sentence and day of reporting verbs that tell of no content ("Porter told reporters on Friday")."""
    told = {(u.sentence, u.saying.token) for u in found}
    for p in parses:
        number = p.sentence.number
        for token in p:
            own = p.children(token, "nsubj") if token.tag.startswith("V") and token.verb in REPORTING else []
            if not own or (number, token.number) in told or not own[0].tag.startswith("N"):
                continue
            for mention in dates[number]:
                if governing(p, mention.start) == token.number and (day := resolve(mention, published)):
                    yield speaker_name(p, own[0])[0], number, day


def _lent(u: Utterance, parse: Parse, dated: Sequence[tuple[str | None, int, ResolvedDate]]) -> ResolvedDate | None:
    """The day of the same speaker's saying in the same sentence or one beside it."""
    if not u.speaker or parse.sentence.heading:
        return None
    near = [
        (abs(at - u.sentence), day)
        for name, at, day in dated
        if name and abs(at - u.sentence) < 2 and same_party(name, u.speaker)
    ]
    if not near:
        return None
    day = min(near, key=lambda one: one[0])[1]
    return replace(day, reason=f"same speaker's day: {day.reason}")


def _story(dates: Dates, published: date | None) -> date | None:
    """The day of a story that tells of its day: most days that it names are of the week before it appeared."""
    if published is None:
        return None
    days = [d for mentions in dates.values() for m in mentions if not m.adjectival and (d := resolve(m, published)) is not None]
    near = sum(d.precision == "day" and published - date.fromisoformat(d.value) <= _NEWS for d in days)
    return published if near and 2 * near >= len(days) else None


def _told_plainly(u: Utterance, others: Sequence[Utterance], parse: Parse, outside: Sequence[DateMention]) -> bool:
    """True for a saying in the simple past or the present that nothing sets apart, and that nobody else retells."""
    verb = parse[u.saying.token]
    at = u.saying.at
    if any(o.sentence == u.sentence and o.saying.at != at and o.covers(at, at + 1) for o in others):
        return False
    if any(t.low in ("had", "has", "have", "'d", "'ve", "having") for t in parse.children(verb, "aux", "auxpass")):
        return False
    if any(not _of_another(parse, m.start, u.saying.token) for m in outside):
        return False
    return not any(_sets_apart(parse, t) for t in _around(parse, verb, u.saying.content))


def _around(parse: Parse, verb: Token, content: tuple[int, int]) -> Iterator[Token]:
    """What hangs on a verb of saying outside what is said."""
    for child in parse.children(verb):
        if child.dep not in ("nsubj", "nsubjpass", "conj") and not content[0] <= child.start < content[1]:
            yield from (t for t in parse.subtree(child) if not content[0] <= t.start < content[1])


def _sets_apart(parse: Parse, token: Token) -> bool:
    """True for "earlier", "repeatedly", "in 2019", "for years", "since the war", "last month"."""
    if token.low in _APART or (token.tag == "CD" and len(token.text) == 4 and token.entity == "DATE"):
        return True
    head = parse.head(token)
    return (
        token.lemma in _SPANS
        and head is not None
        and (head.low in ("for", "over", "in", "during", "since", "within") or token.dep == "npadvmod")
    )
