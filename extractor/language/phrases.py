"""Noun phrases and subjects in a parsed sentence: what a word's name is as written, and who does what a verb says."""

from extractor.language.lexicon import CALENDAR, DOCUMENTS, FORCES, PERSONS, ROLES, SPEAKERS
from extractor.language.names import parties
from extractor.language.persons import is_body, is_person, names_one_person
from extractor.language.syntax import Parse, Token, once
from extractor.language.vocabulary import words

Span = tuple[int, int]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NO_SPEAKERS = words("no-speaker")
_NOBODY = frozenset("no neither nobody none nothing noone".split())
_EACH = frozenset("both either each".split())
_SPEAKING_TEXTS = words("agreement", "speaking-text", "formation")
_COUNTERS = words("view", "figure", "claim")
_CLAIMING = words("belligerent")


@once
def phrase(parse: Parse, token: Token) -> tuple[str, Span]:
    """The noun phrase headed by `token` as written, without relative clauses, appositions and trailing participles."""
    kept = parse.subtree(
        token, without=("relcl", "appos", "acl", "punct", "advcl", "cc", "preconj", "parataxis", "ccomp", "advmod")
    )
    conjoined = parse.children(token, "conj")
    if conjoined and all(c.tag.startswith("N") for c in conjoined):
        kept = parse.subtree(token, without=("relcl", "appos", "acl", "advcl", "parataxis", "ccomp"))
        kept = [t for t in kept if not (t.dep == "punct" and t.text not in ",'\"")]
    gerunds = [p for p in parse.children(token, "prep") if parse.children(p, "pcomp")]
    days = [p for p in parse.children(token, "prep") if any(o.among(CALENDAR) for o in parse.children(p, "pobj"))]
    dropped = {t.number for p in (*gerunds, *days) for t in parse.subtree(p)}
    kept = [t for t in kept if t.number not in dropped]
    # A branch that stands apart (a time, "in a statement") is not part of the name.
    run = [t for t in kept if t.number <= token.number]
    start = token.number
    for t in reversed(run):
        if start - t.number > 2:
            break
        start = t.number
    end = token.number
    for t in kept:
        if t.number > end:
            if t.number - end > 2:
                break
            end = t.number
    first, last = parse[start], parse[end]
    while first.number < token.number and (
        first.tag in ("IN", "CC", ",", "``", "''", ":", "HYPH", "RB") or first.low == "back"
    ):
        first = parse[first.number + 1]
    while last.tag in ("IN", "CC", ",", "``", "''", ":", ".") and last.number > token.number:
        last = parse[last.number - 1]
    if (
        last.tag == "CD"
        and last is not token
        and last.number + 1 < len(parse.tokens)
        and parse[last.number + 1].among(CALENDAR)
    ):
        last = parse[last.number - 1]  # "Militants 11 May attacked"
    return parse.text(first.start, last.end), (first.start, last.end)


@once
def speaker_name(parse: Parse, token: Token) -> tuple[str, Span]:
    """A speaker as written; for an office with its holder's name beside it ("the governor, Olena Hryn") the name."""
    if token.low in ROLES or token.tag in ("CD", "DT") or (token.tag == "NN" and names_one_person(token.lemma)):
        holder = next((a for a in parse.children(token, "appos") if a.tag in ("NNP", "NNPS")), None)
        if holder is not None:
            return phrase(parse, holder)
        if token.low in ROLES and (named := _named_after(parse, token)) is not None:
            return named
    name, (start, end) = phrase(parse, token)
    for side in reversed([c for c in parse.children(parse[token.head], token.dep) if c.number < token.number]):
        if token.dep not in _SUBJECTS or parse.subtree(side)[-1].end < start - 1 or side.tag.startswith("PRP"):
            break
        start = parse.subtree(side)[0].start  # "the charity Lifeline", taken for two subjects
    if token.tag in ("NN", "NNP") and token.low not in ROLES:
        for named_so in parse.children(token, "appos"):
            tree = parse.subtree(named_so, without=("relcl", "appos", "acl", "advcl", "cc", "conj", "punct"))
            if named_so.tag == "NNP" and tree[0].start <= end + 1 and tree[0].start >= end:
                end = tree[-1].end  # "the aid group Open Hand"
    owning = next((c for c in parse.children(token, "case") if c.end == end), None)
    end = owning.start if owning is not None else end  # "Iran" of "Iran's claim"
    return (name, (start, end)) if len(name) == end - start else (parse.text(start, end), (start, end))


def _named_after(parse: Parse, token: Token) -> tuple[str, Span] | None:
    """The holder's name after an office whatever the parse makes of it: "the leader of the Forces, Mohamed Dagalo, said"."""
    end = phrase(parse, token)[1][1]
    after = [t for t in parse if t.start >= end]
    if len(after) < 2 or after[0].text != ",":
        return None
    run: list[Token] = []
    for t in after[1:7]:
        if not (t.tag.startswith("NNP") or (run and t.text in ".-")) or t.among(CALENDAR):
            break
        run.append(t)
    closed = len(after) > len(run) + 1 and after[len(run) + 1].text == ","
    return (parse.text(run[0].start, run[-1].end), (run[0].start, run[-1].end)) if run and closed else None


def able_to_speak(parse: Parse, token: Token) -> bool:
    """True for a person, an institution, a party or a document: what a reporting verb can have as its subject."""
    if token.among(_NO_SPEAKERS):
        return False
    return (
        token.tag in ("NNP", "NNPS", "PRP", "WP", "CD", "DT")
        or token.among(SPEAKERS)
        or token.among(DOCUMENTS)
        or token.among(FORCES)
        or is_person(token)
    )


def may_speak(parse: Parse, token: Token) -> bool:
    """False for what speaks only in a figure of speech: a thing, a day, a notion, nobody, or both of two who are not named."""
    beside = {c.low for c in parse.children(token, "det", "preconj", "predet")}
    if token.low in _NOBODY or beside & _NOBODY or (token.lemma == "side" and beside & _EACH):
        return False
    after = parse[token.number + 1] if token.number + 1 < len(parse.tokens) else None
    if token.entity in ("DATE", "TIME") or token.among(CALENDAR) or (token.tag == "CD" and after and after.among(CALENDAR)):
        return False
    if token.tag not in ("NN", "NNS") or able_to_speak(parse, token) or is_body(token):
        return not token.among(_NO_SPEAKERS)
    named = token.entity in ("PERSON", "ORG", "GPE", "NORP", "LOC") and token.text[:1].isupper()
    return named or token.among(_SPEAKING_TEXTS) or token.among(_COUNTERS)


def subject(parse: Parse, verb: Token, depth: int = 0) -> Token | None:
    """The word that heads the subject of `verb`, also through coordination, participles and relative clauses."""
    own = list(parse.children(verb, *_SUBJECTS))
    if own:
        nearest = own[-1] if len(own) > 1 and own[-1].number < verb.number else own[0]
        return who(parse, verb) if nearest.low in ("who", "which", "that") and verb.dep == "relcl" else nearest
    head = parse.head(verb)
    if head is None or depth > 3:
        return None
    if verb.dep in ("conj", "advcl", "xcomp", "dep", "pcomp") and head.tag.startswith(("V", "MD")):
        return subject(parse, head, depth + 1)
    if verb.dep == "xcomp" and head.tag == "JJ" and head.dep in ("acomp", "oprd"):
        return subject(parse, parse[head.head], depth + 1)  # "are due to leave"
    if verb.dep == "pcomp" and head.tag == "IN" and (governor := parse.head(head)) is not None and governor.tag.startswith("V"):
        quoted = parse.children(governor, "dobj") if head.low == "as" else []
        return quoted[0] if quoted else subject(parse, governor, depth + 1)
    if verb.dep == "prep" and head.tag.startswith("V"):
        return subject(parse, head, depth + 1)
    if verb.dep == "acl" and verb.tag == "VBG":
        return head
    return None


def who(parse: Parse, verb: Token) -> Token | None:
    """Whom a relative clause is about: the noun before it, or, for "who" after a place or a thing, the person further up."""
    head = parse.head(verb)
    if head is None or not any(c.low == "who" for c in parse.children(verb, *_SUBJECTS)):
        return head
    found = head
    while not _human(parse, found):
        above = parse.head(found)
        if above is None or not above.tag.startswith(("N", "IN", "TO")):
            return head
        found = above
    return found


def _human(parse: Parse, token: Token) -> bool:
    """A noun that "who" can refer to; a proper name after a preposition of place is none."""
    if token.among(ROLES) or token.among(PERSONS) or token.among(SPEAKERS) or token.among(FORCES) or token.tag == "CD":
        return True
    above = parse.head(token)
    placed = token.dep == "pobj" and above is not None and above.low in ("in", "at", "near", "from", "of", "on")
    return token.tag.startswith("NNP") and not placed


def claimant(parse: Parse, token: Token) -> Token | None:
    """Who makes a claim that a noun names: "claims by X", "the allegation, circulated by X", "X's claim", "Iranian claims"."""
    sources = ("by", "from", "in", "of")
    makers = [o for p in parse.children(token, "prep", "agent") if p.low in sources for o in parse.children(p, "pobj")]
    for participle in parse.children(token, "acl"):
        makers += [o for p in parse.children(participle, "agent", "prep") if p.low == "by" for o in parse.children(p, "pobj")]
    makers += parse.children(token, "poss")
    beside = parse.children(token, "amod", "compound", "nmod")
    named = [c for c in beside if parties(c.text) or c.low in parse.armed]
    named += [c for c in beside if c.tag == "NN" and c.among(_CLAIMING)]  # "government allegations"
    able = [m for m in makers if able_to_speak(parse, m) and not m.tag.startswith("PRP")]
    return next(iter([*able, *named]), None)


def noun_before(parse: Parse, verb: Token) -> Token | None:
    """The head of the noun phrase that stands right before a verb the parse gives no subject: ", the analyst said"."""
    number = verb.number - 1
    if parse[number].text == "," and number and parse[number - 1].low == "part":
        number -= 4  # ", for its part, complained"
    while number >= 0 and (
        parse[number].tag in ("RB", "MD") or parse[number].dep in ("aux", "neg") or parse[number].text in ",)—–"
    ):
        number -= 1
    if number < 0 or not parse[number].tag.startswith(("N", "PRP", "CD")) or parse[number].tag == "PRP$":
        return None
    token = parse[number]
    while token.dep not in ("appos", "ROOT", "nsubj", "nsubjpass", "conj", "dobj"):
        head = parse.head(token)
        if (
            head is None
            or not (head.tag.startswith("N") or head.tag in ("IN", "TO"))
            or head.number >= verb.number
            or (head.tag == "IN" and parse[head.head].tag.startswith("V"))
        ):
            break
        token = head
    bearer = parse.head(token) if token.dep == "appos" and token.tag == "NNP" else None
    if bearer is not None and bearer.tag == "NN" and names_one_person(bearer.lemma) and bearer.number < token.number:
        token = bearer  # "a nurse in Lenn, Amina Sall, told": both are one
    for above in parse.ancestors(token):
        if above.low == "including" and parse[above.head].tag.startswith("N"):
            token = parse[above.head]  # not the last of those that are listed
            break
        if above.dep == "acl" and above.tag in ("VBN", "VBD", "VBG") and above.number and parse[above.number - 1].text == ",":
            token = parse[above.head]  # "the spokesman, asked whether they would leave Dara, replied"
            break
    head = parse.head(token)
    described = token.dep == "appos" and token.low in ROLES and not parse.children(token, "det", "poss")
    if described and head is not None and head.tag.startswith("NNP") and head.dep != "pobj":
        token = head  # "Col. Qahtani, spokesman for the directorate in Jazan, told ..."
    return token if able_to_speak(parse, token) else None
