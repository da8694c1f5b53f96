"""Reporting clauses: who says, urges, denies or accuses, and what stands as the content of the saying.

A saying is read from the parse of one sentence: a reporting verb with a speaker (its subject, or the subject of the verb that
it is coordinated with), or "according to". What depends on the verb as clause, object or preposition is the content; what is
left of the clause is the speaker, the addressee and the time of saying. Pronouns stay pronouns here; `Reading` resolves them.
"""

from dataclasses import dataclass, replace

from extractor.language.lexicon import (
    DENYING,
    DOCUMENTS,
    FORCES,
    HARM_NOUNS,
    NEEDS_COMPLEMENT,
    PERSONS,
    REPORTING,
    REPORTING_FORMS,
    ROLES,
    SPEAKERS,
    SPOKEN_NOUNS,
)
from extractor.language.names import parties
from extractor.language.syntax import Parse, Token
from schemas.statement import Act

Span = tuple[int, int]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLAUSES = ("ccomp", "xcomp", "parataxis")
_ADDRESSED = frozenset(
    """
    urge ask request tell press beg implore exhort instruct order advise warn inform brief want expect
""".split()
)
_CONTENT_PREPOSITIONS = {
    "call": "for",
    "accuse": "of",
    "blame": "for",
    "warn": "of",
    "appeal": "for",
    "plead": "for",
    "press": "for",
    "threaten": "with",
    "ask": "for",
    "express": "",
    "agree": "to",
    "commit": "to",
    "fault": "for",
    "insist": "on",
}
_CIRCUMSTANCE = frozenset(
    """
        on in at a an the by monday tuesday wednesday thursday friday saturday sunday late early earlier later press news
        conference briefing interview statement yesterday today morning evening afternoon night during
    """.split()
)
_TRIM = " \t\n\r,;:–—-"


@dataclass(frozen=True, slots=True)
class Saying:
    """One reporting clause; spans are code points of the article's text. `speaker` None: only the context tells who speaks."""

    verb: str
    form: str
    act: Act
    at: int
    token: int
    speaker: str | None
    speaker_at: Span | None
    content: Span
    addressee: str | None = None
    frame: str = "verb"
    coordinated: bool = False


def phrase(parse: Parse, token: Token) -> tuple[str, Span]:
    """The noun phrase headed by `token` as written, without relative clauses, appositions and trailing participles."""
    kept = parse.subtree(
        token, without=("relcl", "appos", "acl", "punct", "advcl", "cc", "preconj", "parataxis", "ccomp", "advmod")
    )
    conjoined = parse.children(token, "conj")
    if conjoined and all(c.tag.startswith("N") for c in conjoined):
        kept = parse.subtree(token, without=("relcl", "appos", "acl", "advcl", "parataxis", "ccomp"))
        kept = [t for t in kept if not (t.dep == "punct" and t.text not in ",'\"")]
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
    while first.tag in ("IN", "CC", ",", "``", "''", ":", "HYPH", "RB") and first.number < token.number:
        first = parse[first.number + 1]
    while last.tag in ("IN", "CC", ",", "``", "''", ":", ".") and last.number > token.number:
        last = parse[last.number - 1]
    return parse.text(first.start, last.end), (first.start, last.end)


def speaker_name(parse: Parse, token: Token) -> tuple[str, Span]:
    """A speaker as written; for an office with its holder's name beside it ("the governor, Olena Hryn") the name."""
    if token.low in ROLES:
        holder = next((a for a in parse.children(token, "appos") if a.tag in ("NNP", "NNPS")), None)
        if holder is not None:
            return phrase(parse, holder)
    return phrase(parse, token)


def sayings(parse: Parse) -> list[Saying]:
    """The reporting clauses of one sentence, in text order."""
    found = [s for t in parse if (s := _by_verb(parse, t)) is not None]
    found += [s for t in parse if (s := _according_to(parse, t)) is not None]
    found.sort(key=lambda s: s.at)
    found = [_spoken_by_able(parse, s, found) for s in found]
    if not found and (headline := _attributed_headline(parse)):
        found.append(headline)
    return sorted(found, key=lambda s: s.at)


def able_to_speak(parse: Parse, token: Token) -> bool:
    """True for a person, an institution, a party or a document: what a reporting verb can have as its subject."""
    return (
        token.tag in ("NNP", "NNPS", "PRP", "WP", "CD", "DT")
        or token.low in SPEAKERS
        or token.low in DOCUMENTS
        or token.low in FORCES
        or token.low in PERSONS
        or token.low.endswith(
            ("man", "men", "woman", "women", "ist", "ists", "er", "ers", "or", "ors", "ian", "ians", "official", "officials")
        )
    )


def _spoken_by_able(parse: Parse, saying: Saying, found: list[Saying]) -> Saying:
    """Gives a verb whose parsed subject cannot speak the speaker of the finite verb before it ("accused X of ..., and called
    for").
    """
    if saying.frame != "verb" or saying.speaker_at is None:
        return saying
    heads = [t for t in parse if saying.speaker_at[0] <= t.start and t.end <= saying.speaker_at[1]]
    earlier = [s for s in found if s.at < saying.at and s.speaker_at != saying.speaker_at and s.speaker]
    joined = any(t.low == "and" for t in parse.tokens[max(0, saying.token - 2) : saying.token])
    if not earlier or not joined:
        return saying
    outer = earlier[-1]
    inside = outer.content[0] <= saying.speaker_at[0] and saying.speaker_at[1] <= outer.content[1]
    able = any(t.low in SPEAKERS or t.tag in ("PRP", "NNP", "NNPS") for t in heads) and not any(t.low in FORCES for t in heads)
    if able or not inside:
        return saying
    return replace(saying, speaker=outer.speaker, speaker_at=outer.speaker_at, coordinated=True)


def subject(parse: Parse, verb: Token, depth: int = 0) -> Token | None:
    """The word that heads the subject of `verb`, also through coordination, participles and relative clauses."""
    for child in parse.children(verb, *_SUBJECTS):
        if child.low in ("who", "which", "that") and verb.dep == "relcl":
            return parse.head(verb)
        return child
    head = parse.head(verb)
    if head is None or depth > 3:
        return None
    if verb.dep in ("conj", "advcl", "xcomp", "dep", "pcomp") and head.tag.startswith(("V", "MD")):
        return subject(parse, head, depth + 1)
    if verb.dep == "pcomp" and head.tag == "IN" and (governor := parse.head(head)) is not None and governor.tag.startswith("V"):
        return subject(parse, governor, depth + 1)
    if verb.dep == "prep" and head.tag.startswith("V"):
        return subject(parse, head, depth + 1)
    if verb.dep == "acl" and verb.tag == "VBG":
        return head
    return None


def _by_verb(parse: Parse, token: Token) -> Saying | None:
    verb = REPORTING_FORMS.get(token.low)
    if verb is None or not token.tag.startswith("V") or token.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    passive = bool(parse.children(token, "nsubjpass", "auxpass"))
    if token.dep in ("acl",) and token.tag == "VBN":
        return None
    speaker = subject(parse, token)
    if passive:
        agent = next((p for a in parse.children(token, "agent") for p in parse.children(a, "pobj")), None)
        speaker = agent
        if agent is None:
            return None
    if token.tag == "VBN" and not parse.children(token, "aux", "auxpass") and token.dep not in ("ROOT", "conj", "ccomp"):
        return None
    if token.tag == "VB" and _wanted(parse, token):
        return None
    if speaker is None and token.dep not in ("ROOT", "parataxis", "ccomp"):
        return None
    act = Act(REPORTING[verb])
    if speaker is None and (inverted := _inverted_speaker(parse, token)) is not None:
        speaker = inverted
    negated = bool(parse.children(token, "neg"))
    particle = {c.low for c in parse.children(token, "prep", "prt")}
    if verb in ("decline", "refuse") or (negated and verb in ("comment", "respond", "reply")):
        if (
            not any(
                c.low in ("comment", "say", "answer", "give", "discuss", "elaborate", "provide", "confirm", "specify")
                for c in parse.children(token, "xcomp")
            )
            and not negated
        ):
            return None
        act = Act.DECLINE
    elif negated and verb in ("report", "say", "mention", "announce", "give", "believe", "want", "expect"):
        return None
    if verb == "call" and not particle & {"for", "on", "upon"}:
        if not parse.children(token, "oprd", "ccomp", "attr") or not (_quoted_content(parse, token) or _judges(parse, token)):
            return None
        act = Act.DENY if _judges(parse, token) else Act.CONCERN
    if verb in ("hold", "put", "count", "consider", "tally") and not _weighs(parse, token, verb):
        return None
    if verb == "appeal" and not particle and not parse.children(token, "xcomp"):
        return None
    content, addressee = _content(parse, token, verb, speaker)
    if content is None:
        return None
    if addressee is not None and _only_addressed(parse, content, addressee):
        return None
    if verb in NEEDS_COMPLEMENT and act is not Act.DECLINE and not _has_complement(parse, token, verb):
        return None
    if verb in ("claim",) and any(o.low in ("life", "lives", "responsibility") for o in parse.children(token, "dobj")):
        return (
            None
            if any(o.low != "responsibility" for o in parse.children(token, "dobj"))
            else _saying(parse, token, verb, act, speaker, content, addressee)
        )
    return _saying(parse, token, verb, act, speaker, content, addressee)


def _inverted_speaker(parse: Parse, token: Token) -> Token | None:
    """ "...", added the statement: after a closed quotation the object of the verb is its speaker."""
    before = parse.tokens[max(0, token.number - 2) : token.number]
    if not any(t.text in '”"»,' for t in before):
        return None
    return next((o for o in parse.children(token, "dobj", "npadvmod") if able_to_speak(parse, o)), None)


def _saying(
    parse: Parse, token: Token, verb: str, act: Act, speaker: Token | None, content: Span, addressee: str | None
) -> Saying:
    name, span = speaker_name(parse, speaker) if speaker is not None else (None, None)
    return Saying(verb, token.low, act, token.start, token.number, name, span, content, addressee)


def _judges(parse: Parse, token: Token) -> bool:
    return any(t.low in DENYING or t.low in ("fiction", "fabrication", "propaganda", "nonsense") for t in parse.subtree(token))


def _weighs(parse: Parse, token: Token, verb: str) -> bool:
    """ "holds that ...", "puts the toll at ...", "counted 27 wounded": verbs that report only so."""
    if verb in ("hold", "consider"):
        return bool(parse.children(token, "ccomp")) or bool(parse.children(token, "xcomp"))
    counted = [t.low for o in parse.children(token, "dobj") for t in parse.subtree(o)]
    harmed = any(w in HARM_NOUNS or w in PERSONS or w in ("toll", "number", "casualties", "losses", "figure") for w in counted)
    return harmed and (
        verb != "put"
        or any(
            p.low == "at"
            for p in parse.children(token, "prep")
            + [p for o in parse.children(token, "dobj") for p in parse.children(o, "prep")]
        )
    )


def _wanted(parse: Parse, token: Token) -> bool:
    """True for an infinitive that is itself only demanded or intended ("urged it to condemn", "wants to say")."""
    head = parse.head(token)
    return (
        token.dep in ("xcomp", "advcl", "ccomp", "acl", "relcl", "conj")
        and any(c.tag in ("TO", "MD") for c in parse.children(token, "aux"))
        and not (head is not None and token.dep == "conj" and head.dep == "ROOT")
    )


def _has_complement(parse: Parse, token: Token, verb: str) -> bool:
    if parse.children(token, *_CLAUSES) or token.dep == "parataxis" or verb in ("hold", "put", "count", "consider", "tally"):
        return True
    if verb == "call" and parse.children(token, "oprd"):
        return True
    if verb in ("express", "voice", "reiterate", "welcome", "view"):
        return any(o.low in SPOKEN_NOUNS or verb == "welcome" for o in parse.children(token, "dobj"))
    if verb in ("call", "press", "insist", "agree", "threaten", "warn", "commit"):
        return any(c.low in ("for", "on", "upon", "of", "to", "with") for c in parse.children(token, "prep"))
    if verb in (
        "confirm",
        "announce",
        "report",
        "acknowledge",
        "expect",
        "contradict",
        "counter",
        "cite",
        "highlight",
        "predict",
        "repeat",
    ):
        return bool(parse.children(token, "dobj")) or _quoted_content(parse, token)
    return _quoted_content(parse, token)


def _quoted_content(parse: Parse, token: Token) -> bool:
    """True when a quotation opens right after the verb or has just closed before its clause."""
    near = parse.tokens[max(0, token.number - 6) : token.number + 5]
    return any(t.text in '“”"«»„' for t in near) and not _inside_quotes(parse, token)


def _inside_quotes(parse: Parse, token: Token) -> bool:
    depth = 0
    for t in parse.tokens[: token.number]:
        if t.text in "“«„":
            depth = 1
        elif t.text in "”»" or (t.text == '"' and depth):
            depth = 0
        elif t.text == '"':
            depth = 1
    return bool(depth)


def _content(parse: Parse, token: Token, verb: str, speaker: Token | None) -> tuple[Span | None, str | None]:
    """Where the content of a saying stands, and to whom it is said."""
    addressee: Token | None = None
    pieces: list[list[Token]] = []
    for child in parse.children(token):
        if child is speaker or child.dep in _SUBJECTS:
            continue
        if child.dep in _CLAUSES:
            subject_of = parse.children(child, *_SUBJECTS)
            if (
                verb in _ADDRESSED
                and subject_of
                and any(c.tag == "TO" for c in parse.children(child))
                and subject_of[0].low not in ("it",)
            ):
                addressee = subject_of[0]
                whole = parse.subtree(child)
                skip = {t.number for t in parse.subtree(subject_of[0])}
                pieces.append([t for t in whole if t.number not in skip])
            else:
                pieces.append(parse.subtree(child))
        elif child.dep in ("dobj", "dative", "attr", "acomp"):
            if (
                verb in _ADDRESSED
                and (parse.children(token, "xcomp", "ccomp", "prep") or child.dep == "dative")
                and child.tag != "VBG"
            ):
                addressee = child
                rest = [
                    t
                    for c in parse.children(child, "acl", "relcl")
                    if any(x.tag == "TO" for x in parse.children(c))
                    for t in parse.subtree(c)
                ]
                if rest:
                    pieces.append(rest)
            elif verb in ("accuse", "blame", "fault"):
                addressee = None
                pieces.append(parse.subtree(child))
            else:
                pieces.append(parse.subtree(child))
        elif child.dep == "prep":
            objects = parse.children(child, "pobj", "pcomp")
            if verb == "call" and child.low in ("on", "upon") and objects:
                addressee = objects[0]
                inner = [t for c in parse.children(addressee, "acl", "relcl") for t in parse.subtree(c)]
                if inner:
                    pieces.append(inner)
            elif verb in ("appeal", "say", "complain", "write", "announce", "suggest") and child.low == "to" and objects:
                addressee = objects[0]
            elif child.low == _CONTENT_PREPOSITIONS.get(verb) or (
                verb in ("say", "speak", "comment", "warn", "express")
                and child.low in ("of", "about", "over", "on", "against")
                and not _temporal(objects)
            ):
                tokens = [t for o in objects for t in parse.subtree(o)]
                pieces.append(
                    tokens
                    if child.low in ("for", "of", "to", "with", "about") and verb not in ("accuse", "blame", "fault", "express")
                    else parse.subtree(child)
                )
        elif child.dep == "dative" and child.tag == "IN":
            addressee = next(iter(parse.children(child, "pobj")), addressee)
    name = phrase(parse, addressee)[0] if addressee is not None else None
    tokens = [t for piece in pieces for t in piece]
    after = [t for t in tokens if t.number > token.number]
    before = [t for t in tokens if t.number < token.number]
    chosen = before if before and (len(before) > len(after) or token.dep == "parataxis") else after or before
    chosen = _without_following(parse, token, chosen)
    if chosen:
        return _trimmed(parse, min(t.start for t in chosen), max(t.end for t in chosen)), name
    return _rest(parse, token, speaker), name


def _only_addressed(parse: Parse, content: Span, addressee: str) -> bool:
    """True when the "content" is but the addressee and a time ("told reporters on Friday")."""
    rest = parse.text(*content).replace(addressee, "").split()
    return all(w.lower().strip(",.") in _CIRCUMSTANCE for w in rest)


def _without_following(parse: Parse, token: Token, chosen: list[Token]) -> list[Token]:
    """Cuts a content off before the next reporting verb that the same speaker governs."""
    for other in parse.children(token, "conj"):
        cut = min(t.start for t in parse.subtree(other))
        chosen = [t for t in chosen if t.start < cut or other.number < token.number]
    return chosen


def _temporal(objects: list[Token]) -> bool:
    days = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    months = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    }
    return any(o.low in days | months or o.text.isdigit() for o in objects)


def _rest(parse: Parse, token: Token, speaker: Token | None) -> Span | None:
    """The larger side of the sentence beside the reporting clause, where the parse attaches no content to the verb."""
    clause = [token.number]
    if speaker is not None:
        clause += [t.number for t in parse.subtree(speaker)]
    left, right = min(clause), max(clause)
    before, after = parse.tokens[:left], parse.tokens[right + 1 :]
    if token.dep not in ("ROOT", "parataxis", "ccomp"):
        before = []
    chosen = before if sum(t.text.isalnum() for t in before) > sum(t.text.isalnum() for t in after) else after
    if sum(t.text.isalnum() for t in chosen) < 2:
        return None
    return _trimmed(parse, chosen[0].start, chosen[-1].end)


def _trimmed(parse: Parse, start: int, end: int) -> Span | None:
    text = parse.text(start, end)
    stripped = text.rstrip(_TRIM + ".")
    # A full stop inside closing quotation marks belongs to the quotation.
    end = start + len(stripped)
    lead = len(stripped) - len(stripped.lstrip(_TRIM))
    start += lead
    if stripped[lead:].lower().startswith("that "):
        start += 5
    return (start, end) if end > start else None


def _according_to(parse: Parse, token: Token) -> Saying | None:
    if token.low != "according" or token.number + 1 >= len(parse.tokens):
        return None
    to = parse[token.number + 1]
    source = next(iter(parse.children(to, "pobj")), None)
    if to.low != "to" or source is None:
        return None
    name, span = speaker_name(parse, source)
    if token.number == 0 or (token.number == 1 and not parse[0].text.isalnum()):
        start = next((t.end for t in parse.tokens[source.number :] if t.text == "," and t.start >= span[1]), span[1])
        end = parse.tokens[-1].end
    else:
        start, end = parse.tokens[0].start, token.start
    content = _trimmed(parse, start, end)
    return (
        Saying("accord", "according", Act.ASSERT, token.start, token.number, name, span, content, None, "according")
        if content
        else None
    )


def _attributes(name: str) -> bool:
    """True for a name that a headline can be attributed to: a party, an office, an institution."""
    last = name.split()[-1].lower()
    return bool(parties(name)) or last in SPEAKERS or last in ROLES or last in ("mod", "mfa", "pm", "un", "ngo", "fm")


def _attributed_headline(parse: Parse) -> Saying | None:
    """ "Bridge destroyed overnight – Army" and "Army: bridge destroyed overnight"."""
    if not parse.sentence.heading:
        return None
    text, base = parse.sentence.text, parse.sentence.start
    for mark in (" – ", " — ", " - "):
        body, found, name = text.rpartition(mark)
        if found and 0 < len(name.split()) <= 5 and len(body.split()) >= 3 and _attributes(name):
            at = base + len(text) - len(name)
            return Saying("say", "", Act.ASSERT, at, 0, name, (at, at + len(name)), (base, base + len(body)), None, "headline")
    name, found, body = text.partition(": ")
    if found and 0 < len(name.split()) <= 4 and len(body.split()) >= 3 and _attributes(name):
        start = base + len(name) + 2
        return Saying(
            "say", "", Act.ASSERT, base, 0, name, (base, base + len(name)), (start, base + len(text)), None, "headline"
        )
    return None
