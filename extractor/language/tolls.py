"""Counted casualties in a parsed sentence: how many were killed, wounded, went missing or were captured, and who they are.

Every number of people is tied to the nearest word of harm in the parse ("three soldiers were killed", "killing three", "with 15
others injured", "the death toll rose to 34", "cost 6,500 lives"). Numbers that belong to one group of victims make one toll;
two groups two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.language.figures import countable, counted, is_age, tokens_of, told_of
from extractor.language.harm import freed, harm, joint, unreal
from extractor.language.lemmas import lemma
from extractor.language.lexicon import CALENDAR, CAPTIVES, CIVILIAN, HARM, MILITARY
from extractor.language.numbers import CountMention, counts
from extractor.language.parts import described, is_part, own_clause
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token, once
from extractor.language.victims import Single, is_aside, singles
from schemas.base import Count
from schemas.casualty_report import VictimKind

_UNNAMED = frozenset("other more wounded injured dead death casualty toll killed loss fatality missing life".split())
"""What a number counts where it does not say who they are."""
_LEADING = frozenset(("of", "them", "whom", "the", "other", "others", "more", "further", "”", "’", '"', "'", "''"))
_TRAILING = frozenset("and or hostage captive prisoner dead wounded injured hurt missing".split())
_AT = frozenset("in at near on outside".split())
_ANYBODY = frozenset("people person".split())
_OTHERS = frozenset("another others".split())


@dataclass(slots=True)
class Toll:
    """One group of victims: counts by kind ("killed", "wounded", "missing", "captured") and where the counting words stand.

    `span` is where the words for the victims are, `at` where the word of harm begins; a `part` is of people whom another toll
    of the sentence counts.
    """

    counts: dict[str, tuple[Count, Span]] = field(default_factory=dict)
    victims: str | None = None
    span: Span | None = None
    at: int = 0
    clause: Span = (0, 0)
    part: bool = False


@once
def tolls(parse: Parse) -> list[Toll]:
    """The casualty reports of one sentence, in text order."""
    harms = [t for t in parse if harm(parse, t)]
    return _Reading(parse, harms).tolls() if harms else []


class _Reading:
    """One sentence being read: its words of harm, the tolls found, and the figure told last, whose part another may be."""

    def __init__(self, parse: Parse, harms: list[Token]) -> None:
        self.parse, self.harms = parse, harms
        self.found: list[Toll] = []
        self.taken: set[int] = set()
        self.whole: tuple[Toll, str] | None = None
        self.told: Token | None = None

    def tolls(self) -> list[Toll]:
        """The tolls, in the order of the words that count."""
        base = self.parse.sentence.start
        alone = {s.span: s for s in singles(self.parse, self.harms)}
        written = [c for c in counts(self.parse.sentence.text) if not _inside(c, base, alone)]
        for mention in sorted([*written, *(s.mention(base) for s in alone.values())], key=lambda m: m.start):
            span = mention.start + base, mention.end + base
            inside = tokens_of(self.parse, *span)
            if inside and inside[0].number not in self.taken and not any(self.parse[t.head].among(CALENDAR) for t in inside):
                self._read(mention, span, inside, alone.get(span))
        return self.found

    def _read(self, mention: CountMention, span: Span, inside: list[Token], single: Single | None) -> None:
        parse = self.parse
        head = counted(parse, inside, span[1])
        if (single is None and not countable(parse, head, inside)) or is_age(parse, inside):
            return
        if inside[0].low == "both" and head.dep == "appos" and self.found:
            return  # the same two again
        if single.part if single else is_part(parse, head, inside, bool(self.found)):
            self._part(mention, span, inside, head, single)
            return
        whole = parse.head(parse[head.head]) if head.dep == "pobj" and parse[head.head].low == "of" else None
        if single is None and head.dep == "pobj" and parse[head.head].low == "of" and parse[head.head].number == 0:
            return  # "Of the 36 on board, 20 were killed"
        noun = head
        if single is None and whole is not None and whole.tag == "CD":
            if whole not in inside and parse.children(head, "nummod"):
                return  # the second number of "one of two suspects"
            if whole in inside and (head in self.harms or parse.children(head, "nummod", "amod")):
                head = whole  # what befell "two of the hostages" is told of the two
        told = parse[single.told] if single and single.told is not None else told_of(parse, head, self.harms)
        if told is None and self.whole is not None and _is_gapped(parse, inside):
            told = self.told
        kind = None if told is None or _unreal(parse, head, told) else harm(parse, told)
        if told is None or kind is None:
            self.whole = None
            return
        if kind == "captured" and freed(parse, told if told.tag[0] == "N" else head):
            return
        if mention.high == 0 and not _of_nobody(parse, head, self.harms):
            return
        self.taken |= {t.number for t in inside}
        given = single.victims if single else None
        victims = (parse.text(*given), given) if given else _victims(parse, noun, inside)
        kinds = [kind, *_also(parse, told, kind, mention.count, self.harms)]
        if kinds[:2] == ["wounded", "killed"] and joint(parse, told) is None:
            kinds = ["killed", *kinds[2:]]  # "was wounded and later died"
        toll = _add(parse, self.found, kinds[0], (mention.count, span), victims, head, told)
        for other in kinds[1:]:
            toll.counts.setdefault(other, (mention.count, span))
        self.whole, self.told = (toll, kinds[0]), told

    def _part(self, mention: CountMention, span: Span, inside: list[Token], head: Token, single: Single | None) -> None:
        """Some of those whom the figure before counts, if the sentence says who they are or what else befell them."""
        if self.whole is None or not mention.low:
            return
        toll, kind = self.whole
        if mention.low >= toll.counts[kind][0].low and toll.counts[kind][0].high is not None:
            return
        parse = self.parse
        if single and single.victims:
            who: tuple[str | None, Span | None] | None = parse.text(*single.victims), single.victims
        else:
            noun = head not in inside and head.tag.startswith("N")
            who = _victims(parse, head, inside) if noun else described(parse, head, inside)
        own = next((harm(parse, t) for t in own_clause(parse, head) if t in self.harms), None)
        if who is None and (own is None or own == kind):
            return
        self.taken |= {t.number for t in inside}
        name, at = who or (toll.victims, toll.span)
        clause = span[0], max(span[1], at[1] if at else 0)
        kinds = [own] if own else [k for k, (_, where) in toll.counts.items() if where == toll.counts[kind][1]]
        self.found.append(Toll(dict.fromkeys(kinds, (mention.count, span)), name, at, toll.at, clause, part=True))


def _is_gapped(parse: Parse, inside: list[Token]) -> bool:
    """ "Three died in Lenn and two in Dara": a number between "and" and a place, with no verb of its own."""
    before, after = inside[0].number - 1, inside[-1].number + 1
    placed = after < len(parse.tokens) and parse[after].low in _AT
    return placed and before > 0 and parse[before].low in ("and", ",") and inside[-1].dep == "conj"


def _inside(mention: CountMention, base: int, spans: Iterable[Span]) -> bool:
    return any(start <= mention.start + base and mention.end + base <= end for start, end in spans)


def _also(parse: Parse, told: Token, kind: str, count: Count, harms: list[Token]) -> list[str]:
    """The other kinds of harm that a figure is about.

    "No killed or wounded", "no casualties", "killed and wounded 30", "were captured and later executed".
    """
    if (together := joint(parse, told)) is not None:
        return [together[0]]
    if count.high == 0:
        joined = [c for c in parse.children(told, "conj") if c in harms and not parse.children(c, "nsubj", "nsubjpass")]
        beside = {harm(parse, c) for c in joined} - {kind, None}
        return ["wounded"] if told.lemma == "casualty" or "wounded" in beside else []
    if not told.tag.startswith("V"):
        return []
    found = []
    for verb in (v for v in parse.children(told, "conj") if v in harms and v.tag in ("VBN", "VBD")):
        other = harm(parse, verb)
        shared = not parse.children(verb, "nsubj", "nsubjpass", "dobj") and not parse.children(told, "dobj")
        numbered = any(t.tag == "CD" or t.low in _OTHERS for t in parse.tokens[told.number + 1 : verb.number])
        if other and other != kind and shared and not numbered and not any(c.low == "or" for c in parse.children(told, "cc")):
            found.append(other)
    return found


def _of_nobody(parse: Parse, head: Token, harms: list[Token]) -> bool:
    """ "Nobody was hurt", "none are missing": a clause about nobody that tells of harm."""
    clause = parse.head(head)
    if head.dep != "nsubj" or head in harms:
        return True
    return clause is not None and any(h in harms for h in parse.subtree(clause, without=("advcl", "conj")))


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
    parse: Parse,
    found: list[Toll],
    kind: str,
    count: tuple[Count, Span],
    victims: tuple[str | None, Span | None],
    head: Token,
    told: Token,
) -> Toll:
    """Adds a figure to the group of victims that it is about, or as a group of its own."""
    at = count[1]
    last = next((t for t in reversed(found) if not t.part), None)
    name, span = victims
    if head.lemma in CAPTIVES or head.low in ("captured", "detained", "abducted", "kidnapped"):
        described = any(not c.tag.startswith("V") for c in parse.children(head, "amod", "compound"))
        name, span = (name, span) if described or kind != "captured" else (None, None)
    elliptic = name is None or head.lemma in _UNNAMED
    unnamed = last is not None and last.victims is None and head.lemma in _ANYBODY
    if last is not None and kind not in last.counts and (elliptic or name == last.victims or unnamed):
        last.counts[kind] = count
        if last.victims is None:
            last.victims, last.span = name, span
        last.clause = (last.clause[0], max(last.clause[1], at[1]))
        return last
    found.append(Toll({kind: count}, name, span, told.start, (min(at[0], told.start), max(at[1], told.end))))
    return found[-1]


def _victims(parse: Parse, head: Token, inside: list[Token]) -> tuple[str | None, Span | None]:
    """Who was counted, without the number, and where that stands."""
    if head in inside or head.lemma in _UNNAMED:
        whose = [c for c in parse.children(head, "amod", "compound") if c.low in MILITARY or c.low in CIVILIAN]
        return (whose[0].text, (whose[0].start, whose[0].end)) if whose and head not in inside else (None, None)
    _, span = phrase(parse, head)
    first = max(i.end for i in inside if i.start < span[1]) if inside[0].start <= span[1] else span[0]
    kept = [t for t in parse if max(first, span[0]) <= t.start and t.end <= span[1]]
    while kept and kept[0].low in _LEADING:
        kept.pop(0)
    end = next((n for n, t in enumerate(kept) if n and _is_next(parse, head, t)), len(kept))
    kept = kept[:end]
    while len(kept) > 1 and (kept[-1].text in ",;" or kept[-1].low in _TRAILING):
        kept.pop()
    if not kept:
        return parse.text(*span), span
    return parse.text(kept[0].start, kept[-1].end), (kept[0].start, kept[-1].end)


def _is_next(parse: Parse, head: Token, token: Token) -> bool:
    """Where the words for other victims begin: a part of these, or those with a number or an article of their own."""
    if token.low in ("including", "among") or is_aside(parse, head, token):
        return True
    owned = token.tag in ("PRP$", "DT") and parse[token.head].tag == "NN"
    return token.number > head.number and (token.tag == "CD" or owned) and _conjoined(parse, token, head)


def _conjoined(parse: Parse, token: Token, head: Token) -> bool:
    return any(t.dep in ("conj", "appos") and t.number > head.number for t in [parse[token.head], *parse.ancestors(token)][:3])


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
