"""Where a rule's event happened: in the clause that tells it, else in the passage that its sentence continues."""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.language.content import Saying, Utterance
from extractor.language.figures import counted, tokens_of
from extractor.language.motion_frame import Motion
from extractor.language.names import name_of_code, parties
from extractor.language.phrases import Span
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.scenes import alludes, beside, scene
from extractor.language.sites import is_site, words_of
from extractor.language.syntax import Parse, Token, dateline_end, dateline_place
from extractor.language.tolls import Toll, tolls
from extractor.language.vocabulary import words
from extractor.language.wrongs import Blame
from schemas.base import Whereabouts

CLAUSE = "place in its clause"
SENTENCE = "place of the attack in its sentence"
PASSAGE = "place of the sentence that it continues"
SAME_TOLL = "place of the same toll, told elsewhere"
SAME_EVENT = "place of the event that it speaks of"
SAID = "place of the saying in its clause"
FILED = "place of the dateline, told as here"
_NEAR = 3  # sentences in which what "the blast" means is looked for
_CLOSE = 4  # words between a verb of saying and where it was said: "said on Monday in Lenn"
_TELLING = 3  # the least figure that tells one event from another
_FAR = 8  # sentences in which the same toll is looked for
_OTHER = words("other-event")


def of_toll(account: Account, parse: Parse, toll: Toll, around: Utterance | None) -> Whereabouts | None:
    """Where people came to harm."""
    starts = _starts(parse, toll)
    bounds = _bounds(parse, around, starts[0] if starts else None)
    if found := _first(parse, starts, bounds):
        return found
    if starts and (spans := beside(parse, starts[-1])):
        return Whereabouts(tuple(spans), SENTENCE)
    return None if _stands_alone(account, parse) else _passage(account, parse, toll)


def _passage(account: Account, parse: Parse, toll: Toll) -> Whereabouts | None:
    """Where the event happened that the sentence goes on telling, by what ties it to a sentence that names the place."""
    number = parse.sentence.number
    before = [p for p in reversed(account.parses[max(0, number - 1 - _FAR) : number - 1]) if not p.sentence.heading]
    after = [p for p in account.parses[number : number + _NEAR] if not p.sentence.heading]
    least = 1 if parse.sentence.heading else _TELLING
    figure = max(count.low for count, _ in toll.counts.values())
    for other in after if parse.sentence.heading else before:
        if figure >= least and _alike(toll, tolls(other)) and (found := _told_in(account, other)):
            return Whereabouts(found, SAME_TOLL)
    if parse.sentence.heading or not before:
        return None
    told = next((found for other in before[:_NEAR] if (found := _told_in(account, other))), None) if alludes(parse) else None
    if told:
        return Whereabouts(told, SAME_EVENT)
    if all(count.high == 0 for count, _ in toll.counts.values()):
        return None
    lead = next(p for p in account.parses if not p.sentence.heading)
    for other in before[:2]:
        goes_on = "\n" not in account.text[other.sentence.start : parse.sentence.start].rstrip()
        if (goes_on or other is lead) and (found := _told_in(account, other)):
            return Whereabouts(found, PASSAGE)
        if not (goes_on and tolls(other)):
            break
    return None


def _alike(toll: Toll, others: list[Toll]) -> bool:
    """One of the others has a figure of this toll."""
    figures = {(kind, count) for kind, (count, _) in toll.counts.items()}
    return any((kind, count) in figures for other in others for kind, (count, _) in other.counts.items())


def _told_in(account: Account, parse: Parse) -> tuple[Span, ...]:
    """Where what a sentence tells happened: its casualties, else its attack or fight."""
    if _stands_alone(account, parse) or not parse.tokens:
        return ()
    for toll in tolls(parse):
        starts = _starts(parse, toll)
        bounds = _bounds(parse, account.source_of(parse.sentence, *toll.clause), starts[0] if starts else None)
        if found := _first(parse, starts, bounds):
            return found.spans if _is_one(account, parse, found.spans[0]) else ()
    spans = tuple(beside(parse, parse[0]))
    return spans if spans and _is_one(account, parse, spans[0]) else ()


def _is_one(account: Account, parse: Parse, span: Span) -> bool:
    """A place that can be that of one event: not a whole country, and not "two huts"."""
    name = account.text[slice(*span)].removeprefix("the ")
    several = name.islower() and any(t.tag == "NNS" for t in parse if span[0] <= t.start < span[1])
    return not several and not any(name_of_code(code) == name for code in parties(name))


def _of_another_time(account: Account, parse: Parse) -> bool:
    """The sentence is about a year or a month, or about what went on since a day."""
    this_year = account.published.year if account.published else None
    for m in account.dates[parse.sentence.number]:
        if m.day is None and m.weekday is None and (m.months is not None or m.years is not None or m.month is not None):
            return True
        if m.year is not None and m.year != this_year and (m.day is None or this_year is not None):
            return True
    return any(t.low == "since" for t in parse)


def _stands_alone(account: Account, parse: Parse) -> bool:
    """The sentence tells of something else than the one before it: of another event, of a war, of all that went on since."""
    others = [t for t in parse if t.among(_OTHER)]
    more = [t for t in others if t.low == "another" and parse[min(t.number + 1, len(parse.tokens) - 1)].tag == "CD"]
    return len(more) < len(others) or _of_another_time(account, parse)


def _starts(parse: Parse, toll: Toll) -> list[Token]:
    starts = [counted(parse, inside, at[1]) for _, at in toll.counts.values() if (inside := tokens_of(parse, *at))]
    told = [t for t in parse if t.start == toll.at]
    relative = bool(starts and told) and told[0].dep == "relcl" and parse.head(told[0]) is starts[0]
    return [*told, *starts] if relative else [*starts, *told]  # "in memory of a man who was shot in Dara"


def of_motion(parse: Parse, motion: Motion, around: Utterance | None) -> Whereabouts | None:
    """Where forces moved, of a movement that names neither its aim nor where it began."""
    start = [t for t in parse if t.start == motion.at]
    return _first(parse, start, _bounds(parse, around), reaching=True)


def of_blame(parse: Parse, blame: Blame) -> Whereabouts | None:
    """Where the deed happened that somebody is blamed for, as far as the allegation says."""
    inside = [t for t in parse if blame.allegation[0] <= t.start < blame.allegation[1]]
    numbers = {t.number for t in inside}
    heads = [t for t in inside if t.head not in numbers or t.head == t.number]
    return _first(parse, heads, blame.allegation, reaching=True)


def of_saying(account: Account, parse: Parse, saying: Saying) -> Whereabouts | None:
    """Where something was said: "told reporters in Lenn", "speaking in Lenn"; "here" is where the story was filed.

    "In Lenn, officials said, ten died" tells where they died: what stands before the speaker is no place of the saying.
    """
    verb = parse[saying.token]
    speaking = [v for v in parse.children(verb, "advcl") if v.tag == "VBG" and v.verb in REPORTING]
    heard = [verb, *parse.children(verb, "dobj", "dative"), *speaking]
    for word in heard:
        for preposition in parse.children(word, "prep"):
            things = parse.children(preposition, "pobj") if preposition.low == "in" else []
            near = 0 < preposition.number - word.number <= _CLOSE
            beside = near and not saying.content[0] <= preposition.start < saying.content[1]
            for thing in things if beside else ():
                if thing.tag.startswith("NNP") and is_site(parse, thing, preposition.low):
                    return Whereabouts((words_of(parse, thing),), SAID)
    if not any(c.low == "here" for c in parse.children(verb, "advmod")):
        return None
    lead = next((p.sentence for p in account.parses if dateline_end(p.sentence.text)), None)
    filed = dateline_place(lead.text) if lead is not None else ""
    return Whereabouts(((lead.start, lead.start + len(filed)),), FILED) if lead is not None and filed else None


def _bounds(parse: Parse, around: Utterance | None, start: Token | None = None) -> Span:
    """Between which words an event's place can stand: those of the saying that it is told in, else its sentence.

    Where the saying's own verb has the event as its object, what follows it is told of both: "counted nine bodies at the mill".
    """
    if around is None or around.sentence != parse.sentence.number:
        return parse.sentence.start, parse.sentence.end
    begins, ends = around.saying.content
    path = [start, *parse.ancestors(start)] if start is not None else []
    verb = next((n for n, t in enumerate(path) if t.start == around.saying.at), None)
    within = verb is not None and not any(t.dep in ("ccomp", "parataxis") for t in path[:verb])
    return begins, parse.sentence.end if within else ends


def _first(parse: Parse, starts: Sequence[Token], bounds: Span, *, reaching: bool = False) -> Whereabouts | None:
    for start in starts:
        if found := scene(parse, start, bounds, reaching=reaching):
            return Whereabouts(tuple(found), CLAUSE)
    return None
