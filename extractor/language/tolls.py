"""Counted casualties in a parsed sentence: how many were killed, wounded, went missing or were captured, and who they are.

Every number of people is tied to the nearest word of harm in the parse ("three soldiers were killed", "killing three", "with 15
others injured", "the death toll rose to 34", "cost 6,500 lives"). Numbers that belong to one group of victims make one toll;
two groups two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.language.figures import countable, counted, is_age, of_them, tokens_of, told_of
from extractor.language.harm import freed, harm, joint, unreal
from extractor.language.lexicon import CALENDAR, CAPTIVES, CIVILIAN, HARM, MILITARY
from extractor.language.numbers import CountMention, counts
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token, lemma
from extractor.language.victims import singles
from schemas.base import Count
from schemas.casualty_report import VictimKind

_PART = re.compile(r"(?:among (?:them|whom)|including|of (?:them|whom|these|those))[\s,]*(?:at least |about |some )?$")
"""Before a number that is part of another: counting both would count people twice."""
_UNNAMED = frozenset("other more wounded injured dead death casualty toll killed loss fatality missing life".split())
"""What a number counts where it does not say who they are."""


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
        inside = tokens_of(parse, start, end)
        if not inside or inside[0].number in taken or any(parse[t.head].among(CALENDAR) for t in inside):
            continue
        single = alone.get((start, end))
        head = counted(parse, inside, end)
        if not (single or countable(parse, head, inside)) or is_age(parse, inside) or _is_part(parse, head, start, found):
            continue
        told = told_of(parse, head, harms)
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
    """The other kinds of harm that a figure is about: "no killed or wounded", "no casualties", "killed and wounded 30"."""
    if (together := joint(parse, told)) is not None:
        return [together[0]]
    return ["wounded"] if count.high == 0 and told.lemma == "casualty" else []


def _of_nobody(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """ "Nobody was hurt", "none are missing": a clause about nobody that tells of harm."""
    clause = parse.head(head)
    if head.dep != "nsubj" or head in harms:
        return True
    return clause is not None and any(h in harms for h in parse.subtree(clause, without=("advcl", "conj")))


def _is_part(parse: Parse, head: Token, start: int, found: list[Toll]) -> bool:
    """True for a number of people who are counted already: "including 58 men and 31 women", "18 fishermen, 15 of them"."""
    token: Token | None = head
    whole = parse.head(parse[head.head]) if head.dep == "pobj" and parse[head.head].low == "of" else None
    if whole is not None and whole.tag == "CD" and parse.children(head, "nummod"):
        return True  # "one of two suspects"
    while token is not None and token.tag.startswith(("N", "CD")):
        above = parse.head(token)
        first = min((t.start for t in parse.subtree(token, without=("conj", "relcl", "acl"))), default=start)
        told = (_PART.search(parse.text(parse.sentence.start, at)) for at in {start, min(first, start)})
        if any(told) or (above is not None and above.low == "including"):
            return True
        if token.dep not in ("conj", "nummod"):
            break
        token = above
    return bool(found) and of_them(parse, head)


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
        or (told.tag.startswith("N") and not (told is head and token.lemma in HARM and head.dep in ("dobj", "nsubjpass")))
        or (told.dep in ("relcl", "acl") and told.head == head.number and token.lemma != "leave")
    ):
        return False
    planned = [c for c in parse.children(token, "xcomp") if token.lemma == "be"]
    return unreal(parse, token) or any(unreal(parse, c) for c in planned)


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
    written = [w.strip(".,").lower() for w in victims.split()]
    found = {*written, *(lemma(w, "NNS") for w in written)}
    military, civilian = bool(found & MILITARY), bool(found & (CIVILIAN - {"man", "men"}))
    if "civilian" in found and not found & (MILITARY - {"volunteers"}):
        return VictimKind.CIVILIAN
    if military and civilian:
        return VictimKind.MIXED
    if military:
        return VictimKind.MILITARY
    return VictimKind.CIVILIAN if civilian else VictimKind.UNKNOWN
