"""Counted casualties in a parsed sentence: how many were killed, wounded, went missing or were captured, and who they are.

Every number of people is tied to the nearest word of harm in the parse ("three soldiers were killed", "killing three", "with 15
others injured", "the death toll rose to 34", "cost 6,500 lives"). Numbers that belong to one group of victims make one toll;
two groups two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.language.harm import TOLLS, freed, harm, joint, unreal
from extractor.language.lexicon import CALENDAR, CAPTIVES, CHANGING, CIVILIAN, HARM, HARM_NOUNS, MILITARY
from extractor.language.names import parties
from extractor.language.number_patterns import MANY
from extractor.language.numbers import CountMention, counts
from extractor.language.persons import is_person
from extractor.language.phrases import Span, phrase
from extractor.language.reporting_lexicon import REPORTING_FORMS
from extractor.language.syntax import Parse, Token
from extractor.language.victims import singles
from schemas.base import Count
from schemas.casualty_report import VictimKind

_FAR = 9
_PART = re.compile(r"(?:among (?:them|whom)|including|of (?:them|whom|these|those))[\s,]*(?:at least |about |some )?$")
"""Before a number that is part of another: counting both would count people twice."""
_LIGHT = CHANGING | frozenset(
    "be have leave include number report say confirm count bring see suffer sustain lose claim cost take hold find recover receive "
    "embrace pay lay lie identify list remain go fear believe presume think admit acknowledge treat give announce estimate document deny "
    "bury shoot blow tear wait need register".split()
)
"""Verbs that may stand between a number of people and the word of harm that is told of them."""
_UNNAMED = frozenset("other more wounded injured dead death casualty toll killed loss fatality missing".split())
"""What a number counts where it does not say who they are."""
_QUANTITIES = frozenset(
    "number total handful toll dozen score majority half third quarter rest none nobody most couple".split()
)
_ASSEMBLED = frozenset("group crowd family crew team band squad party patrol".split())
"""Those who are as many as their members, and come to harm as they do."""


@dataclass(slots=True)
class Toll:
    """One group of victims: counts by kind ("killed", "wounded", "missing", "captured") and where the counting words stand."""

    counts: dict[str, tuple[Count, Span]] = field(default_factory=dict)
    victims: str | None = None
    at: int = 0
    clause: Span = (0, 0)


def tolls(parse: Parse) -> list[Toll]:
    """The casualty reports of one sentence, in text order."""
    base = parse.sentence.start
    harms = [t for t in parse if harm(parse, t)]
    if not harms:
        return []
    found: list[Toll] = []
    taken: set[int] = set()
    alone = {s.span: s for s in singles(parse, harms)}
    written = [c for c in counts(parse.sentence.text) if not _inside(c, base, alone)]
    for mention in sorted([*written, *(s.mention(base) for s in alone.values())], key=lambda m: m.start):
        start, end = mention.start + base, mention.end + base
        inside = [t for t in parse if t.start < end and t.end > start]
        if not inside or inside[0].number in taken or any(parse[t.head].low in CALENDAR for t in inside):
            continue
        single = alone.get((start, end))
        head = _counted(parse, inside, end)
        if not (single or _countable(parse, head, inside)) or _aged(parse, inside) or _is_part(parse, head, start, found):
            continue
        told = None if _elsewhere(parse, head, harms) else _nearest(parse, head, harms)
        if told is None or _unreal(parse, head, told):
            continue
        kind = harm(parse, told)
        assert kind is not None
        if (kind == "captured" and freed(parse, told if told.tag[0] == "N" else head)) or (
            mention.high == 0 and not _of_nobody(parse, head, harms)
        ):
            continue
        taken |= {t.number for t in inside}
        victims = _victims(parse, head, inside) if single is None or single.victims is None else single.victims
        _add(parse, found, kind, (mention.count, (start, end)), victims, head, told)
        for other in _also(parse, told, kind, mention.count):
            found[-1].counts.setdefault(other, (mention.count, (start, end)))
    return found


def _inside(mention: CountMention, base: int, spans: Iterable[Span]) -> bool:
    return any(start <= mention.start + base and mention.end + base <= end for start, end in spans)


def _also(parse: Parse, told: Token, kind: str, count: Count) -> list[str]:
    """The other kinds of harm that the same figure is about: "no killed or wounded", "no casualties", "killed and wounded 30"."""
    if (together := joint(parse, told)) is not None:
        return [together[0]]
    return ["wounded"] if count.high == 0 and told.lemma == "casualty" else []


def _of_nobody(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """ "Nobody was hurt", "none are missing": a clause about nobody that tells of harm."""
    clause = parse.head(head)
    if head.dep != "nsubj" or head in harms:
        return True
    return clause is not None and any(h in harms for h in parse.subtree(clause, without=("advcl", "conj")))


def _countable(parse: Parse, head: Token, inside: list[Token]) -> bool:
    """True for people, the dead and the wounded as such, and a number that stands for people by itself."""
    if head in inside or head.low in HARM_NOUNS or head.lemma in TOLLS or head.low == "more" or is_person(head):
        return True
    return bool(parties(head.text)) and head.tag in ("NNPS", "NNS")


def _aged(parse: Parse, inside: list[Token]) -> bool:
    """A number beside a person's name is an age: "Olga Marsh, 44 and mother of two"."""
    number = inside[-1]
    named = parse.head(number)
    if number.dep not in ("appos", "nummod") or named is None or named.number > number.number:
        return False
    if any(harm(parse, c) for c in parse.children(number)):
        return False
    return number.tag == "CD" and is_person(named) and named.tag in ("NNP", "NN")


def _is_part(parse: Parse, head: Token, start: int, found: list[Toll]) -> bool:
    """True for a number of people who are counted already: "including 58 men and 31 women", "18 fishermen, 15 of them"."""
    token: Token | None = head
    while token is not None and token.tag.startswith(("N", "CD")):
        above = parse.head(token)
        first = min((t.start for t in parse.subtree(token, without=("conj", "relcl", "acl"))), default=start)
        if _PART.search(parse.text(parse.sentence.start, min(first, start))) or (
            above is not None and above.low == "including"
        ):
            return True
        if token.dep not in ("conj", "nummod"):
            break
        token = above
    return bool(found) and _of_them(parse, head)


def _of_them(parse: Parse, token: Token) -> bool:
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    return any(o.low in ("them", "whom", "these", "those") for o in of)


def _unreal(parse: Parse, head: Token, told: Token) -> bool:
    """True where the clause that a harmed person is the subject of did not happen: "the injured were to be taken over"."""
    token: Token | None = head
    while token is not None and not token.tag.startswith("V"):
        if token is not head and token.dep == "relcl":
            return False
        token = parse.head(token)
    if (
        token is None
        or token is told
        or told.tag.startswith("N")
        or (told.dep in ("relcl", "acl") and told.head == head.number)
    ):
        return False
    planned = [c for c in parse.children(token, "xcomp") if token.lemma == "be"]
    return unreal(parse, token) or any(unreal(parse, c) for c in planned)


def _elsewhere(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """True when a number of people is what another verb is about: those sent, displaced or warned, or who did the harm."""
    if head in harms or any(c in harms for c in parse.children(head)):
        return False
    token = head
    above = parse.head(token)
    while above is not None and (
        (token.dep in ("conj", "appos") and above.tag.startswith(("N", "CD")))
        or (token.dep == "pobj" and above.low == "of")
        or (above.low in MANY and token.dep == "prep")
    ):
        if token.dep == "prep" and token.low == "of" and _is_measure(above, harms):
            return True
        token, above = above, parse.head(above)
    if above is not None and token.dep == "pobj":
        if above.dep == "agent":
            return True
        if above.low in ("to", "from", "against", "for", "on", "upon", "by"):
            told = parse.head(above)
            return told is not None and told.tag.startswith("V") and told not in harms and told.lemma not in _LIGHT
    if token.dep == "prep" and token.low == "of" and above is not None and _is_measure(above, harms):
        return True
    if above is None or token.dep not in ("nsubj", "nsubjpass", "dobj"):
        return False
    if token.dep == "nsubj" and REPORTING_FORMS.get(above.low) and above.tag != "VBN" and above not in harms:
        return True
    if above in harms:
        killing = (
            above.tag.startswith("V") and HARM.get(above.lemma) and above.lemma not in ("die", "perish", "drown", "surrender")
        )
        done = (
            token.dep == "nsubj" and killing and above.lemma not in _LIGHT and not parse.children(above, "auxpass", "nsubjpass")
        )
        return bool(done and parse.children(above, "dobj"))
    return above.tag.startswith("V") and above.lemma not in _LIGHT


def _is_measure(above: Token, harms: list[Token]) -> bool:
    """True for what is as large as a number of people without being harmed: a province of 1.7 million, an army of 300,000."""
    counted = above.tag in ("CD", "DT", "JJ", "PRP") or above.low in MANY or above.lemma in _QUANTITIES
    return (
        above.tag.startswith("N")
        and above.entity != "DATE"
        and not (counted or above in harms or is_person(above) or above.lemma in _ASSEMBLED)
    )


def _add(
    parse: Parse, found: list[Toll], kind: str, count: tuple[Count, Span], victims: str | None, head: Token, told: Token
) -> None:
    """Adds a figure to the group of victims that it is about, or as a group of its own."""
    at = count[1]
    last = found[-1] if found else None
    if head.lemma in CAPTIVES or head.low in ("captured", "detained", "abducted", "kidnapped"):
        described = any(not c.tag.startswith("V") for c in parse.children(head, "amod", "compound"))
        victims = victims if described else None
    elliptic = victims is None or head.lemma in _UNNAMED
    if last is not None and kind not in last.counts and (elliptic or victims == last.victims or last.victims is None):
        last.counts[kind] = count
        last.victims = last.victims or victims
        last.clause = (last.clause[0], max(last.clause[1], at[1]))
        return
    found.append(Toll({kind: count}, victims, told.start, (min(at[0], told.start), max(at[1], told.end))))


def _counted(parse: Parse, inside: list[Token], end: int) -> Token:
    """The noun that a number counts, or the number itself where it stands alone."""
    number = next((t for t in reversed(inside) if t.tag in ("CD", "NNS", "NN", "JJ", "DT")), inside[-1])
    if number.tag == "CD" or number.low in MANY or number.low in ("none", "nobody", "most", "several"):
        of = next((p for p in parse.children(number, "prep") if p.low == "of"), None)
        if of is not None and (objects := parse.children(of, "pobj")):
            return number if objects[0].tag.startswith(("PRP", "W", "DT")) else objects[0]
    head = parse.head(number)
    steps = 0
    while head is not None and head.start < end and steps < 4:
        head, steps = parse.head(head), steps + 1
    counting = ("nummod", "det", "quantmod", "amod", "nmod", "compound", "advmod", "poss")
    return head if head is not None and head.tag.startswith("N") and number.dep in counting else number


def _nearest(parse: Parse, head: Token, harms: list[Token]) -> Token | None:
    """The word of harm that is told of a counted noun: its own adjective, its clause's, else the closest in the parse."""
    after = parse.tokens[head.number + 1 : head.number + 2] if head.tag == "CD" else []
    adjective = next(
        (c for c in [*parse.children(head, "amod", "acl"), *after] if c in harms and c.tag[:2] in ("VB", "JJ")), None
    )
    if adjective is not None and adjective.tag not in ("VB", "VBP", "VBZ", "VBG"):
        return adjective
    if head in harms:
        return head
    clause = parse.head(head)
    if head.dep == "dobj" and clause is not None and clause.lemma == "leave":
        after = [h for h in harms if 0 < h.number - head.number <= 10]
        if after:
            return after[0]
    if clause in harms and head.dep in ("nsubjpass", "dobj", "nsubj"):
        return clause  # who did it was left out before
    if head.dep in ("attr", "pobj") and (told := _of_subject(parse, head, harms)) is not None:
        return told
    if head.dep == "nsubj" and clause is not None and clause.tag.startswith("V") and clause not in harms:
        own = [h for h in _clause(parse, clause) if h in harms]
        own = own or [h for h in parse.subtree(head) if h in harms]
        return next((h for h in own if _may_tell_of(parse, h, head)), None)
    up = {t.number: n for n, t in enumerate([head, *parse.ancestors(head)])}
    best: tuple[int, int, Token] | None = None
    for one in harms:
        climb = [one, *parse.ancestors(one)]
        meeting = next(((n + up[t.number]) for n, t in enumerate(climb) if t.number in up), None)
        apart = abs(one.number - head.number)
        distance = meeting * 3 + apart if meeting is not None else 9 + apart * 2
        if distance > 6 + 3 * _FAR or not _may_tell_of(parse, one, head):
            continue
        candidate = (distance, 0 if one.number > head.number else 1, one)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return best[2] if best else None


def _clause(parse: Parse, verb: Token) -> list[Token]:
    """What is told of a verb's subject: the verb's own words and the verbs joined to it that have no subject of their own."""
    own = parse.subtree(verb, without=("nsubj", "conj", "advcl", "agent"))
    joined = [c for c in parse.children(verb, "conj") if c.tag.startswith("V") and not parse.children(c, "nsubj", "nsubjpass")]
    return [*own, *(t for c in joined for t in _clause(parse, c))]


def _of_subject(parse: Parse, head: Token, harms: list[Token]) -> Token | None:
    """The harm that a clause's subject names, whose figure the clause tells: "the number of people killed is 640"."""
    token: Token | None = head
    while token is not None and token.dep in ("attr", "pobj", "prep"):
        token = parse.head(token)
    if token is None or not token.tag.startswith("V") or (token.lemma != "be" and token.lemma not in CHANGING):
        return None
    subjects = parse.children(token, "dobj", "nsubj", "nsubjpass")
    return next((h for s in subjects for h in parse.subtree(s) if h in harms), None)


def _may_tell_of(parse: Parse, told: Token, head: Token) -> bool:
    """False for a verb whose victims are others, and for harm told of something inside the noun's own phrase."""
    if told.tag.startswith("V"):
        victims = [v for v in parse.children(told, "nsubjpass") if not _of_them(parse, v)] or [
            o for o in parse.children(told, "dobj") if is_person(o) or o.tag == "CD"
        ]
        if victims and not any(head in parse.subtree(v) for v in victims) and head not in parse.ancestors(told):
            linked = parse.children(told, "conj", "prep", "npadvmod", "dep")
            return any(head in parse.subtree(c) for c in linked) and not parse.children(told, "nsubjpass")
    within = [told, *parse.ancestors(told)]
    for above in parse.ancestors(head):
        if above in within:
            break
        if above.tag.startswith("V") and parse.children(above, "nsubj", "nsubjpass"):
            return False  # another clause's
    if head in within:
        between = within[1 : within.index(head)]
        return not any(t.tag.startswith("N") and t not in (told, head) and not is_person(t) for t in between)
    return True


def _victims(parse: Parse, head: Token, inside: list[Token]) -> str | None:
    """Who was counted, without the number."""
    if head in inside or head.lemma in _UNNAMED:
        return None
    name, span = phrase(parse, head)
    after = (
        [t for t in parse if max(i.end for i in inside if i.start < span[1]) <= t.start and t.end <= span[1]]
        if inside[0].start <= span[1]
        else []
    )
    after = [t for t in after if t.start >= span[0]]
    while after and after[0].low in ("of", "the", "other", "others", "”", "’", '"', "'", "''"):
        after.pop(0)
    return parse.text(after[0].start, after[-1].end) if after else name


def victim_kind(victims: str) -> VictimKind:
    """What a description of victims says they are."""
    found = {w.strip(".,").lower() for w in victims.split()}
    military, civilian = bool(found & MILITARY), bool(found & (CIVILIAN - {"man", "men"}))
    if "civilian" in found and not found & (MILITARY - {"volunteers"}):
        return VictimKind.CIVILIAN
    if military and civilian:
        return VictimKind.MIXED
    if military:
        return VictimKind.MILITARY
    return VictimKind.CIVILIAN if civilian else VictimKind.UNKNOWN
