"""What a number in a parsed sentence counts, and which word of harm is told of it.

The harm is that of the number's own clause: the verb that it is subject or object of, a participle beside it, or the noun whose
figure the clause tells ("the number of people killed is 640"). What another verb is about, or what harm befell others, is not.
"""

from extractor.language.harm import TOLLS, harm, joint
from extractor.language.lexicon import CHANGING, HARM, HARM_NOUNS
from extractor.language.names import parties
from extractor.language.number_patterns import MANY
from extractor.language.persons import is_person, is_person_harmed
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

_FAR = 9
_LIGHT = CHANGING | frozenset(
    "be have leave include number report say confirm count bring see suffer sustain lose claim cost take hold find recover "
    "receive embrace pay lay lie identify list remain go fear believe presume think admit acknowledge treat give announce "
    "estimate document deny bury shoot blow tear wait need register".split()
)
"""Verbs that may stand between a number of people and the word of harm that is told of them."""
_QUANTITIES = frozenset(
    "number total handful toll dozen score majority half third quarter rest none nobody most couple".split()
)
_SUSPECTING = words("suspecting")
_NUMBERS = frozenset("toll casualty loss".split())
_EVENTS = frozenset("massacre slaughter capture detention imprisonment".split())
"""Words of harm that are counted as events, which may have any number of victims."""
ASSEMBLED = frozenset("group crowd family crew team band squad party patrol".split())
"""Those who are as many as their members, and come to harm as they do."""


def counted_noun(parse: Parse, start: int, end: int) -> Token | None:
    """The noun that a number at two offsets of the article counts, or the number itself where it stands alone."""
    inside = tokens_of(parse, start, end)
    return counted(parse, inside, end) if inside else None


def tokens_of(parse: Parse, start: int, end: int) -> list[Token]:
    """The words between two offsets."""
    return [t for t in parse if t.start < end and t.end > start]


def told_of(parse: Parse, head: Token, harms: list[Token]) -> Token | None:
    """The word of harm, of `harms`, that is told of what a number counts."""
    return None if _elsewhere(parse, head, harms) else _nearest(parse, head, harms)


def kind_of(parse: Parse, start: int, end: int) -> str | None:
    """The kind of harm that is told of what a number counts ("killed"), if the sentence's grammar says."""
    harms = [t for t in parse if harm(parse, t)]
    head = counted_noun(parse, start, end)
    told = told_of(parse, head, harms) if head is not None and harms else None
    return harm(parse, told) if told is not None else None


def together(parse: Parse, start: int, end: int) -> tuple[str, str, bool] | None:
    """Two kinds of harm that a number is a joint figure of, and whether "and" joins them; None for a figure of one kind."""
    harms = [t for t in parse if harm(parse, t)]
    head = counted_noun(parse, start, end)
    told = told_of(parse, head, harms) if head is not None and harms else None
    if told is None or (kind := harm(parse, told)) is None or (other := joint(parse, told)) is None:
        return None
    return kind, other[0], other[1]


def countable(parse: Parse, head: Token, inside: list[Token]) -> bool:
    """True for people, the dead and the wounded as such, and a number that stands for people by itself."""
    if head.among(_EVENTS) and head not in inside:
        return False
    if head in inside or head.among(HARM_NOUNS) or head.lemma in TOLLS or head.low == "more" or is_person(head):
        return True
    if is_person_harmed(parse, head):
        return True
    return bool(parties(head.text)) and head.tag in ("NNPS", "NNS")


def is_age(parse: Parse, inside: list[Token]) -> bool:
    """A number beside a person's name is an age: "Olga Marsh, 44 and mother of two"."""
    number = inside[-1]
    named = parse.head(number)
    if number.dep not in ("appos", "nummod") or named is None or named.number > number.number:
        return False
    if any(harm(parse, c) for c in parse.children(number)):
        return False
    return number.tag == "CD" and is_person(named) and named.tag in ("NNP", "NN")


def is_size(parse: Parse, head: Token) -> bool:
    """A number behind "of" says how large a place or a body of people is: "a town of 52,000", "an army of 300,000"."""
    of = parse.head(head)
    above = parse.head(of) if of is not None and head.dep == "pobj" and of.low == "of" else None
    return above is not None and _is_measure(above, [t for t in parse if harm(parse, t)])


def counted(parse: Parse, inside: list[Token], end: int) -> Token:
    """The noun that a number counts, or the number itself where it stands alone."""
    number = next((t for t in reversed(inside) if t.tag in ("CD", "NNS", "NN", "JJ", "DT")), inside[-1])
    while number.dep == "conj" and (outer := parse.head(number)) in inside and outer is not None:
        number = outer  # "two hundred and six"
    if number.tag == "CD" or number.low in MANY or number.low in ("none", "nobody", "most", "several"):
        of = next((p for p in parse.children(number, "prep") if p.low == "of"), None)
        if of is not None and (objects := parse.children(of, "pobj")):
            return number if objects[0].tag.startswith(("PRP", "W", "DT")) or objects[0].low == "own" else objects[0]
    head = parse.head(number)
    steps = 0
    while head is not None and head.start < end and steps < 4:
        head, steps = parse.head(head), steps + 1
    if head is not None and head.tag == "NN" and not is_person(head) and (shared := parse.children(head, "conj")):
        head = shared[0] if is_person(shared[0]) and not parse.children(head, "det") else head  # "60 army and police officers"
    counting = ("nummod", "det", "quantmod", "amod", "nmod", "compound", "advmod", "poss")
    return head if head is not None and head.tag.startswith("N") and number.dep in counting else number


def of_them(parse: Parse, token: Token) -> bool:
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    return any(o.low in ("them", "whom", "these", "those") for o in of)


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
    if token.dep == "nsubj" and above.verb in REPORTING and above.tag != "VBN" and above not in harms:
        return not any(c in harms for c in parse.children(above, "xcomp", "oprd"))  # "troops reported killed"
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
    if above.low.endswith("ed") and above.verb in REPORTING:
        return False  # a verb that the tagger took for a noun, as after an apostrophe
    counted = above.tag in ("CD", "DT", "JJ", "PRP") or above.low in MANY or above.lemma in _QUANTITIES
    return (
        above.tag.startswith("N")
        and above.entity != "DATE"
        and not (counted or above in harms or is_person(above) or above.lemma in ASSEMBLED)
    )


def _nearest(parse: Parse, head: Token, harms: list[Token]) -> Token | None:
    """The word of harm that is told of a counted noun: its own adjective, its clause's, else the closest in the parse."""
    after = parse.tokens[head.number + 1 : head.number + 2] if head.tag == "CD" else []
    clause = parse.head(head)
    fate = parse.head(clause) if clause is not None and clause.low == "of" and head.dep == "pobj" else None
    if fate is not None and fate in harms and fate.tag.startswith("N") and fate.lemma not in _NUMBERS:
        return fate  # "the execution of four captured conscripts"
    undergone = head.dep in ("nsubjpass", "dobj") and clause in harms
    adjective = next(
        (c for c in [*parse.children(head, "amod", "acl"), *after] if c in harms and c.tag[:2] in ("VB", "JJ")), None
    )
    if (
        adjective is not None
        and not (undergone and adjective.dep == "amod")
        and (adjective.tag not in ("VB", "VBP", "VBZ", "VBG") or adjective.low == "missing")
    ):
        return adjective
    if head in harms:
        killed = clause is not None and clause in harms and clause.tag.startswith("V") and head.dep in ("nsubjpass", "dobj")
        return clause if killed else head  # "206 prisoners were killed"
    if head.dep == "dobj" and clause is not None and clause.lemma == "leave":
        after = [h for h in harms if 0 < h.number - head.number <= 10]
        if after:
            return after[0]
    if clause in harms and head.dep in ("nsubjpass", "dobj", "nsubj"):
        return clause  # who did it was left out before
    if head.dep in ("attr", "pobj") and (told := _of_subject(parse, head, harms)) is not None:
        return told
    if head.dep in ("nsubj", "nsubjpass") and clause is not None and clause.tag.startswith("V") and clause not in harms:
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
    own = parse.subtree(verb, without=("nsubj", "nsubjpass", "conj", "advcl", "agent"))
    joined = [c for c in parse.children(verb, "conj") if c.tag.startswith("V") and not parse.children(c, "nsubj", "nsubjpass")]
    return [*own, *(t for c in joined for t in _clause(parse, c))]


def _of_subject(parse: Parse, head: Token, harms: list[Token]) -> Token | None:
    """The harm that a clause's subject names, whose figure the clause tells: "the number of people killed is 640"."""
    token: Token | None = head
    while token is not None and token.dep in ("attr", "pobj", "prep"):
        token = parse.head(token)
    if token is None or not token.tag.startswith("V") or (token.lemma != "be" and token.lemma not in CHANGING):
        return None
    if token.lemma == "put":  # "put the dead at 45 and the wounded at 60"
        return next((h for h in reversed(parse.subtree(token)) if h in harms and token.number < h.number < head.number), None)
    subjects = parse.children(token, "dobj", "nsubj", "nsubjpass")
    return next((h for s in subjects for h in parse.subtree(s) if h in harms), None)


def _is_suspect(parse: Parse, told: Token, head: Token) -> bool:
    """True for those who are accused of the harm: "two of six charged with the murder of 37"."""
    above = [head, *parse.ancestors(head)]
    for token in parse.ancestors(told):
        if token.tag.startswith("V") and token.verb in _SUSPECTING:
            return token in above or parse.head(token) in above
        if token in above:
            return False
    return False


def _may_tell_of(parse: Parse, told: Token, head: Token) -> bool:
    """False for a verb whose victims are others, and for harm told of something inside the noun's own phrase."""
    if _is_suspect(parse, told, head):
        return False
    if told.tag.startswith("V"):
        victims = [v for v in parse.children(told, "nsubjpass") if not of_them(parse, v)] or [
            o for o in parse.children(told, "dobj") if (is_person(o) or o.tag == "CD") and o.lemma != "life"
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
