"""Counted casualties in a parsed sentence: how many were killed, wounded, went missing or were captured, and who they are.

Every number of people is tied to the nearest word of harm in the parse ("three soldiers were killed", "killing three", "with 15
others injured", "the death toll rose to 34", "cost 6,500 lives"). Numbers that belong to one group of victims make one toll;
two groups two.
"""

from dataclasses import dataclass, field

from extractor.language.lexicon import CIVILIAN, HARM, HARM_FORMS, HARM_NOUNS, MILITARY, PERSONS, ROLES
from extractor.language.names import parties
from extractor.language.numbers import CountMention, counts
from extractor.language.phrases import Span, is_person, phrase
from extractor.language.syntax import Parse, Token
from schemas.base import Count
from schemas.casualty_report import VictimKind

_KILLING_OBJECTS = frozenset("life lives".split())
_TAKING = frozenset(
    """
    claim claims claimed claiming cost costs costing take took taken lose lost losing loses leave left leaving
""".split()
)
_CAPTURING = frozenset("captured captive prisoner prisoners hostage hostages alive detained abducted kidnapped".split())
_NOT_VICTIMS = frozenset("""
    day days week weeks month months year years hour hours minute minutes time times percent kilometres kilometers km miles
    metres meters mile euros dollars homes houses buildings tanks vehicles drones missiles rockets strikes attacks shells
    villages towns aircraft points rounds hectares tonnes tons ships boats countries cities posts positions airstrikes incidents
""".split())  # fmt: skip
_FAR = 9


@dataclass(slots=True)
class Toll:
    """One group of victims: counts by kind ("killed", "wounded", "missing", "captured") and where the counting words stand."""

    counts: dict[str, tuple[Count, Span]] = field(default_factory=dict)
    victims: str | None = None
    kind: VictimKind = VictimKind.UNKNOWN
    at: int = 0
    clause: Span = (0, 0)


def tolls(parse: Parse) -> list[Toll]:
    """The casualty reports of one sentence, in text order."""
    base = parse.sentence.start
    found: list[Toll] = []
    harms = [t for t in parse if _harm(parse, t)]
    if not harms:
        return []
    taken: set[int] = set()
    for mention in [*counts(parse.sentence.text), *_singular(parse, harms)]:
        start, end = mention.start + base, mention.end + base
        inside = [t for t in parse if t.start < end and t.end > start]
        if not inside or inside[0].number in taken:
            continue
        head = _counted(parse, inside, end)
        if head.low in _NOT_VICTIMS:
            continue
        harm = _nearest(parse, head, inside, harms)
        if harm is None:
            continue
        kind = _harm(parse, harm)
        assert kind is not None
        taken |= {t.number for t in inside}
        victims, role = _victims(parse, head, inside)
        if (
            harm.tag.startswith("V")
            and not is_person(head)
            and not parties(head.text)
            and head.low not in HARM_NOUNS
            and not _bare(parse, head, inside)
        ):
            continue
        _add(
            found,
            kind,
            Count(low=mention.low, high=mention.high, approx=mention.approx),
            (start, end),
            victims,
            role,
            head,
            harm,
        )
    return found


def _add(
    found: list[Toll], kind: str, count: Count, at: Span, victims: str | None, role: VictimKind, head: Token, harm: Token
) -> None:
    last = found[-1] if found else None
    elliptic = victims is None or head.low in ("others", "other", "more", "wounded", "injured", "dead", "missing", "people")
    if last is not None and kind not in last.counts and (elliptic or victims == last.victims or last.victims is None):
        last.counts[kind] = (count, at)
        last.victims = last.victims or victims
        last.kind = last.kind if last.kind is not VictimKind.UNKNOWN else role
        last.clause = (last.clause[0], max(last.clause[1], at[1]))
        return
    found.append(Toll({kind: (count, at)}, victims, role, harm.start, (min(at[0], harm.start), max(at[1], harm.end))))


def _harm(parse: Parse, token: Token) -> str | None:
    """What kind of harm a word tells of, if any."""
    verb = HARM_FORMS.get(token.low)
    if verb is not None and token.tag.startswith(("V", "JJ")):
        if verb == "bury" and token.low != "buried":
            return None
        if verb == "capture" and not any(c.low in PERSONS or c.tag == "CD" for c in parse.children(token, "dobj", "nsubjpass")):
            return None
        return HARM[verb]
    if token.low in HARM_NOUNS:
        return HARM_NOUNS[token.low]
    if token.low in _TAKING and token.tag.startswith("V"):
        if any(o.low in _KILLING_OBJECTS for o in parse.children(token, "dobj")):
            return "killed"
        if token.low in ("lose", "lost", "losing", "loses") and any(o.low in PERSONS for o in parse.children(token, "dobj")):
            return "killed"
        if (
            token.low.startswith("t")
            and any(o.low in PERSONS for o in parse.children(token, "dobj"))
            and any(t.low in _CAPTURING for t in parse.tokens[token.number : token.number + 8])
        ):
            return "captured"
        return None
    if token.low == "hospital" and token.number and parse[token.number - 1].low in ("in", "to"):
        return "wounded"
    if (
        token.low in ("treated", "hit")
        and token.tag.startswith("V")
        and any(is_person(c) for c in parse.children(token, "nsubjpass"))
    ):
        return "wounded"
    if token.low == "toll":
        return "killed"
    if token.low in ("casualties", "losses", "victims") and any(
        t.low in ("no", "zero", "without") for t in parse.tokens[max(0, token.number - 4) : token.number]
    ):
        return "killed"
    if (
        token.low in ("shot", "fallen")
        and token.tag.startswith("V")
        and any(c.low in PERSONS for c in parse.children(token, "dobj", "nsubj"))
    ):
        return "killed"
    return None


def _singular(parse: Parse, harms: list[Token]) -> list[CountMention]:
    """ "A soldier was killed" and "the shelling killed a nurse": one victim, counted by its article."""
    base = parse.sentence.start
    found = []
    for harm in harms:
        copula = parse.head(harm) if harm.dep in ("acomp", "attr") else None
        if not harm.tag.startswith("V") and copula is None:
            continue
        for victim in parse.children(copula or harm, "nsubjpass", "dobj", "nsubj"):
            passive = victim.dep == "nsubjpass" or (
                victim.dep == "nsubj" and (copula or HARM_FORMS.get(harm.low) in ("die", "perish"))
            )
            if victim.tag != "NN" or (victim.dep == "nsubj" and not passive) or (victim.dep == "dobj" and passive):
                continue
            article = next((c for c in parse.children(victim, "det", "nummod") if c.low in ("a", "an", "another", "one")), None)
            if article is not None and is_person(victim):
                found.append(CountMention(article.start - base, article.end - base, 1, 1))
    return found


def _counted(parse: Parse, inside: list[Token], end: int) -> Token:
    """The noun that a number counts, or the number itself where it stands alone."""
    number = next((t for t in reversed(inside) if t.tag in ("CD", "NNS", "NN", "JJ", "DT")), inside[-1])
    if (
        number.low
        in ("dozens", "hundreds", "thousands", "scores", "none", "nobody", "most", "tens", "several", "two", "one", "three")
        or number.tag == "CD"
    ):
        of = next((p for p in parse.children(number, "prep") if p.low == "of"), None)
        if of is not None and (objects := parse.children(of, "pobj")):
            return objects[0]
    head = parse.head(number)
    steps = 0
    while head is not None and head.start < end and steps < 4:
        head, steps = parse.head(head), steps + 1
    if (
        head is not None
        and head.tag.startswith("N")
        and number.dep in ("nummod", "det", "quantmod", "amod", "nmod", "compound", "advmod", "poss")
    ):
        return head
    return number


def _bare(parse: Parse, head: Token, inside: list[Token]) -> bool:
    """True when the number stands for people by itself ("killing three", "at least five are dead")."""
    return (
        head in inside
        or head.low in ("others", "more", "people")
        or head.low.endswith(("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "men", "man", "women"))
    )


def _nearest(parse: Parse, head: Token, inside: list[Token], harms: list[Token]) -> Token | None:
    """The word of harm closest to a counted noun in the parse; ties go to the one that follows."""
    adjective = next((c for c in parse.children(head, "amod") if c in harms), None)
    if adjective is not None:
        return adjective
    if head in harms:
        return head
    up = {t.number: n for n, t in enumerate([head, *parse.ancestors(head)])}
    best: tuple[int, int, Token] | None = None
    for harm in harms:
        climb = [harm, *parse.ancestors(harm)]
        meeting = next(((n + up[t.number]) for n, t in enumerate(climb) if t.number in up), None)
        apart = abs(harm.number - head.number)
        distance = meeting * 3 + apart if meeting is not None else 9 + apart * 2
        if distance > 6 + 3 * _FAR:
            continue
        candidate = (distance, 0 if harm.number > head.number else 1, harm)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return best[2] if best else None


def _victims(parse: Parse, head: Token, inside: list[Token]) -> tuple[str | None, VictimKind]:
    """Who was counted, without the number, and what kind of people they are."""
    if head in inside or head.low in ("others", "more"):
        return None, VictimKind.UNKNOWN
    if head.low in ("wounded", "injured", "dead", "deaths", "casualties", "toll", "killed", "losses", "fatalities"):
        return None, VictimKind.UNKNOWN
    name, span = phrase(parse, head)
    after = (
        [t for t in parse if t.start >= max(i.end for i in inside if i.start < span[1]) and t.end <= span[1]]
        if inside[0].start <= span[1]
        else []
    )
    after = [t for t in after if t.start >= span[0]]
    while after and after[0].low in ("of", "the", "other", "others", "”", "’", '"', "'", "''"):
        after.pop(0)
    victims = parse.text(after[0].start, after[-1].end) if after else name
    return victims, victim_kind(victims)


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
