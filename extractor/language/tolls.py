"""Counted casualties in a parsed sentence: how many were killed, wounded, went missing or were captured, and who they are.

Every number of people is tied to the nearest word of harm in the parse ("three soldiers were killed", "killing three", "with 15
others injured", "the death toll rose to 34", "cost 6,500 lives"). Numbers that belong to one group of victims make one toll;
two groups two.
"""

import re
from dataclasses import dataclass, field

from extractor.language.lexicon import CALENDAR, CIVILIAN, HARM, HARM_NOUNS, MILITARY, PERSONS, ROLES
from extractor.language.names import parties
from extractor.language.number_patterns import MANY
from extractor.language.numbers import ONE, CountMention, counts, listed
from extractor.language.phrases import Span, is_person, phrase
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token, lemma
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
_SUBSET = re.compile(r"(?:among (?:them|whom)|including|of (?:them|whom))[\s,]*(?:at least |about |some )?$")
"""Before a number that is part of another: counting both would count people twice."""
_STRIKING = frozenset("kill wound injure murder execute assassinate behead hurt".split())  # what one does to people only
_RANKS = frozenset(
    "sgt. sgt lt. lt col. col gen. gen maj. maj capt. capt pvt. cpl. brig. brig sheikh mr. mr ms. mrs. mrs dr. dr".split()
)
_LIGHT = frozenset(
    "be is are was were been being have has had leave leaves left leaving include includes included including put puts "
    "number numbers report reports reported reporting say says said confirm confirms confirmed count counts counted rise "
    "rises rose risen climb climbed reach reached stand stands stood bring brings brought see saw seen suffer suffers "
    "suffered suffering sustain sustained sustaining lose loses lost losing claim claims claimed claiming cost costs "
    "costing take takes took taken taking hold holds held find finds found recover recovered receive received receiving "
    "embrace embraced pay paid lay laid identify identified list listed among remain remains remained go went gone "
    "feared believed presumed thought admitted acknowledged treat treated treating give gave raise raises raised revise "
    "revised lower lowered announce announced estimate estimated total totaled totalled exceed exceeded surpass "
    "surpassed document documented deny denied bury buried shoot shot fall fallen fell blow blown tear torn wait need "
    "needs register registered".split()
)
"""Verbs that may stand between a number of people and the word of harm that is told of them."""
_HURT = frozenset("injury injuries wound wounds burns".split())
_GIVEN = frozenset("life lives price martyrdom".split())


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
    singular = _singular(parse, harms)
    inner = [c for c in counts(parse.sentence.text) if not any(m.start <= c.start and c.end <= m.end for m in singular)]
    for mention in sorted([*inner, *singular], key=lambda m: m.start):
        start, end = mention.start + base, mention.end + base
        inside = [t for t in parse if t.start < end and t.end > start]
        if (
            _SUBSET.search(parse.text(base, start))
            or not inside
            or inside[0].number in taken
            or any(parse[t.head].among(CALENDAR) for t in inside)
        ):
            continue
        head = _counted(parse, inside, end)
        if head.low in _NOT_VICTIMS or not _countable(parse, head, inside) or _elsewhere(parse, head, harms):
            continue
        harm = _nearest(parse, head, inside, harms)
        if harm is None:
            continue
        kind = _harm(parse, harm)
        assert kind is not None
        taken |= {t.number for t in inside}
        victims, role = _victims(parse, head, inside)
        if mention.high == 0 and head.dep == "nsubj" and head not in harms and not _harmless(parse, head, harms):
            continue
        if mention.high == 0 and head.dep == "nsubj" and head not in harms and not _harmed(parse, head, harms):
            continue
        also = (
            [k for c in parse.children(harm, "conj") if (k := HARM_NOUNS.get(c.low) or HARM_NOUNS.get(c.lemma)) and k != kind]
            if mention.high == 0
            else []
        )
        _add(found, kind, mention.count, (start, end), victims, role, head, harm)
        for other in also:
            found[-1].counts.setdefault(other, (mention.count, (start, end)))
    return found


def _harmless(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """ "Nobody was hurt", "none are missing": a clause of nobody that tells of harm."""
    clause = parse.head(head)
    return clause is not None and any(h in harms for h in parse.subtree(clause, without=("advcl", "conj")))


def _harmed(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """ "Nobody was hurt", "none are missing": a clause about nobody that tells of harm."""
    clause = parse.head(head)
    return clause is not None and any(h in harms for h in parse.subtree(clause, without=("advcl", "conj")))


def _countable(parse: Parse, head: Token, inside: list[Token]) -> bool:
    """True for people, the dead and the wounded as such, and a number that stands for people by itself."""
    if (
        head.among(HARM_NOUNS)
        or is_person(head)
        or head.low in ("casualties", "losses", "victims", "toll")
        or _bare(parse, head, inside)
    ):
        return True
    return bool(parties(head.text)) and head.tag in ("NNPS", "NNS")


def _elsewhere(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """True when a number of people is what another verb is about: those sent, displaced or warned, or who did the harm."""
    if head in harms or any(c in harms for c in parse.children(head, "amod", "acl", "relcl")):
        return False
    token = head
    above = parse.head(token)
    while above is not None and (
        (token.dep in ("conj", "appos") and above.tag.startswith(("N", "CD")))
        or (token.dep == "pobj" and above.low == "of")
        or (above.low in MANY and token.dep == "prep")
    ):
        token, above = above, parse.head(above)
    if above is not None and token.dep == "pobj" and above.low in ("to", "from", "against", "for", "on", "upon"):
        told = parse.head(above)
        return told is not None and told.tag.startswith("V") and told not in harms and told.low not in _LIGHT
    if above is None or token.dep not in ("nsubj", "nsubjpass", "dobj"):
        return False
    if token.dep == "nsubj" and above.verb in REPORTING and above.tag != "VBN" and above not in harms:
        return True
    if above in harms:
        killing = above.tag.startswith("V") and above.verb in HARM.keys() - {"die", "perish", "drown", "surrender"}
        done = (
            token.dep == "nsubj" and killing and above.low not in _LIGHT and not parse.children(above, "auxpass", "nsubjpass")
        )
        return done and bool(parse.children(above, "dobj"))
    return above.tag.startswith("V") and above.low not in _LIGHT


def _add(
    found: list[Toll], kind: str, count: Count, at: Span, victims: str | None, role: VictimKind, head: Token, harm: Token
) -> None:
    last = found[-1] if found else None
    if head.low in _CAPTURING:
        victims, role = None, VictimKind.UNKNOWN
    elliptic = victims is None or head.low in ("others", "other", "more", "wounded", "injured", "dead", "missing")
    if last is not None and kind not in last.counts and (elliptic or victims == last.victims or last.victims is None):
        last.counts[kind] = (count, at)
        last.victims = last.victims or victims
        last.kind = last.kind if last.kind is not VictimKind.UNKNOWN else role
        last.clause = (last.clause[0], max(last.clause[1], at[1]))
        return
    found.append(Toll({kind: (count, at)}, victims, role, harm.start, (min(at[0], harm.start), max(at[1], harm.end))))


def _harm(parse: Parse, token: Token) -> str | None:
    """What kind of harm a word tells of, if any."""
    verb = token.verb
    if verb in HARM and token.tag.startswith(("V", "JJ")):
        if verb == "bury" and token.low != "buried":
            return None
        if (
            verb == "capture"
            and not (token.dep == "amod" and is_person(parse[token.head]))
            and not any(c.among(PERSONS) or c.tag == "CD" for c in parse.children(token, "dobj", "nsubjpass"))
        ):
            return None
        return HARM[verb]
    if token.among(HARM_NOUNS):
        return HARM_NOUNS.get(token.low) or HARM_NOUNS[token.lemma]
    if token.low in ("sustained", "sustain", "suffered", "suffer", "received", "suffering", "sustaining") and any(
        o.low in _HURT for o in parse.children(token, "dobj")
    ):
        return "wounded"
    if token.low in ("laid", "paid", "embraced", "gave") and any(o.low in _GIVEN for o in parse.children(token, "dobj")):
        return "killed"
    if token.low in ("gunned", "mowed", "mown", "cut") and any(c.low == "down" for c in parse.children(token)):
        return "killed"
    if token.low == "shot" and any(c.low == "dead" for c in parse.children(token)):
        return "killed"
    if token.low in _HURT and any(
        h.low.startswith(("sustain", "suffer", "receiv")) for h in [parse.head(token)] if h is not None
    ):
        return None
    if token.low in _TAKING and token.tag.startswith("V"):
        if any(o.low in _KILLING_OBJECTS for o in parse.children(token, "dobj")):
            return "killed"
        if token.low in ("lose", "lost", "losing", "loses") and any(is_person(o) for o in parse.children(token, "dobj")):
            return "killed"
        if (
            token.low.startswith("t")
            and any(o.among(PERSONS) for o in parse.children(token, "dobj"))
            and any(t.low in _CAPTURING for t in parse.tokens[token.number : token.number + 8])
        ):
            return "captured"
        return None
    if token.low == "hospital" and token.number and parse[token.number - 1].low in ("in", "to"):
        return "wounded"
    if (
        token.low in ("treated", "hit")
        and token.tag.startswith("V")
        and any(is_person(c) or c.low == "none" for c in parse.children(token, "nsubjpass"))
    ):
        return "wounded"
    if token.low in ("casualties", "losses", "victims", "toll"):
        return "killed"
    if (
        token.low in ("shot", "fallen")
        and token.tag.startswith("V")
        and any(c.among(PERSONS) for c in parse.children(token, "dobj", "nsubj"))
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
        for life in (o for o in parse.children(harm, "dobj") if o.low == "life"):
            owner = [o for p in parse.children(life, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
            found += [
                CountMention(c.start - base, c.end - base, 1, 1)
                for o in owner
                for c in parse.children(o, "det", "nummod")
                if c.low in ONE and is_person(o)
            ]
        for victim in _undergoers(parse, harm, copula):
            if (listed := _listed(parse, victim)) is not None:
                found.append(listed)
                continue
            if any(c.tag == "CD" for c in parse.children(victim, "conj")):
                continue  # one of several, whose number is not told
            if victim.low == "one" and any(
                is_person(o) for p in parse.children(victim, "prep") for o in parse.children(p, "pobj")
            ):
                found.append(CountMention(victim.start - base, victim.end - base, 1, 1))
                continue
            passive = victim.dep == "nsubjpass" or (victim.dep == "nsubj" and (copula or harm.verb in ("die", "perish")))
            if victim.tag != "NN" or (victim.dep == "nsubj" and not passive) or (victim.dep == "dobj" and passive):
                continue
            if passive and (named := _named(parse, victim)) is not None:
                found.append(named)
                continue
            found += _singled_out(parse, victim)
            article = next((c for c in parse.children(victim, "det", "nummod", "poss") if c.low in ONE), None)
            struck = harm.verb in _STRIKING and victim.low not in _NOT_VICTIMS | {"number", "total", "handful"}
            if article is not None and (is_person(victim) or (struck and not parse.children(victim, "prep"))):
                found.append(CountMention(article.start - base, article.end - base, 1, 1))
    return found


def _named(parse: Parse, victim: Token) -> CountMention | None:
    """One victim by name: "Sgt. Anucha Saelim, 27, was killed"."""
    if not victim.tag.startswith("NNP"):
        return None
    before = parse.children(victim, "compound", "nmod")
    ranked = any(c.low in _RANKS or c.among(ROLES) for c in before)
    aged = any(a.tag == "CD" or is_person(a) for a in parse.children(victim, "appos"))
    if not before or not (ranked or aged):
        return None
    span = phrase(parse, victim)[1]
    base = parse.sentence.start
    return CountMention(span[0] - base, span[1] - base, 1, 1)


def _singled_out(parse: Parse, victim: Token) -> list[CountMention]:
    """ "Three volunteers and a constable": the constable is a victim of his own."""
    base = parse.sentence.start
    return [
        CountMention(c.start - base, c.end - base, 1, 1)
        for other in parse.children(victim, "conj")
        if other.tag == "NN" and is_person(other)
        for c in parse.children(other, "det")
        if c.low in ONE
    ]


def _undergoers(parse: Parse, harm: Token, copula: Token | None) -> list[Token]:
    """The nouns that a word of harm is told of: passive subjects, objects, and those that a participle describes."""
    found = parse.children(copula or harm, "nsubjpass", "dobj", "nsubj")
    head = parse.head(harm)
    if harm.dep == "acl" and harm.tag == "VBN" and head is not None and head.tag == "NN":
        found.append(head)
    return found


def _listed(parse: Parse, victim: Token) -> CountMention | None:
    """Victims that are only listed: "a baker, his wife and a driver" are three."""
    items = [victim]
    while following := parse.children(items[-1], "conj"):
        items.append(following[0])
    if len(items) < 2 or not all(is_person(i) or i.tag == "CD" for i in items) or victim.dep == "nsubj":
        return None
    tree = parse.subtree(victim, without=("relcl", "acl", "prep", "appos"))
    base = parse.sentence.start
    words = parse.text(tree[0].start, items[-1].end)
    count = listed(words)
    return CountMention(tree[0].start - base, items[-1].end - base, count, count) if count else None


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
            return number if objects[0].tag.startswith(("PRP", "W", "DT")) else objects[0]
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
    clause = parse.head(head)
    if head.dep == "dobj" and clause is not None and clause.low in ("leave", "leaves", "left", "leaving"):
        after = [h for h in harms if 0 < h.number - head.number <= 10]
        if after:
            return after[0]
    if head.dep == "nsubj" and clause is not None and clause.tag.startswith("V") and clause not in harms:
        inside_clause = [h for h in parse.subtree(clause, without=("nsubj", "conj", "advcl")) if h in harms]
        if inside_clause:
            return inside_clause[0]
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
    found = {w for word in victims.lower().split() for w in (word.strip(".,"), lemma(word.strip(".,"), "NNS"))}
    military, civilian = bool(found & MILITARY), bool(found & (CIVILIAN - {"man"}))
    if "civilian" in found and not found & MILITARY:
        return VictimKind.CIVILIAN
    if military and civilian:
        return VictimKind.MIXED
    if military:
        return VictimKind.MILITARY
    return VictimKind.CIVILIAN if civilian else VictimKind.UNKNOWN
