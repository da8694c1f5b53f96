"""What a reporting clause says, and to whom: its complement in the parse, or the quotation that stands beside it."""

from dataclasses import dataclass

from extractor.language.dates import ResolvedDate
from extractor.language.lexicon import CALENDAR
from extractor.language.phrases import Span, phrase, speaker_name
from extractor.language.reporting_lexicon import CLAUSE_PREPOSITIONS, REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.statement import Act

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
CLAUSES = ("ccomp", "xcomp", "parataxis")
OPENING, CLOSING = "“«„‘", "”»’"
_ADDRESSED = words("addressing")
_TO_WHOM = words("saying-to")
_BLAMING = words("blaming")
_JUDGING = words("judging")
_FOR = {"call": "for", "blame": "for", "press": "for", "appeal": "for", "plead": "for", "ask": "for", "fault": "for"}
_CIRCUMSTANCE = frozenset(
    "on in at a an the by late early earlier later press news conference briefing interview statement yesterday today morning "
    "evening afternoon night during via to from this his her its their local state television radio phone telephone".split()
)
_SETTINGS = frozenset("in on at to with during after before by".split())
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


@dataclass(frozen=True, slots=True)
class Utterance:
    """A saying in its article: who speaks, over which sentences it runs (numbers, inclusive), and the day it was said."""

    saying: Saying
    sentence: int
    first: int
    last: int
    speaker: str | None
    speaker_rule: str | None
    said: ResolvedDate | None

    def covers(self, start: int, end: int) -> bool:
        """True when the span lies in the content of the saying or in a sentence that only goes on quoting."""
        return self.saying.content[0] <= start and end <= self.saying.content[1]


def content_of(
    parse: Parse, token: Token, verb: str, speaker: Token | None, *, after_quotation: bool
) -> tuple[Span | None, str | None]:
    """Where the content of a saying stands, and the addressee as written. `after_quotation`: it may come before."""
    pieces, addressee = _complements(parse, token, verb, speaker)
    name = phrase(parse, addressee)[0] if addressee is not None else None
    if after_quotation and (quoted := _quotation_before(parse, token, speaker)) is not None:
        return quoted, name
    tokens = [t for piece in pieces for t in piece]
    after = [t for t in tokens if t.number > token.number]
    before = [t for t in tokens if t.number < token.number]
    parted = bool(before and after) and any(t.text == ";" for t in parse.tokens[before[-1].number : token.number])
    chosen = before if before and not parted and (len(before) > len(after) or token.dep == "parataxis") else after or before
    chosen = _without_following(parse, token, chosen)
    if verb in _JUDGING and chosen and chosen[0].tag == "PRP":
        named = [t for p in parse.children(token, "prep") if p.low == "as" for t in parse.subtree(p)]
        chosen = [t for t in (chosen[1:] or named) if t.low != "as"] or chosen  # "denouncing it as a mistake"
    if chosen:
        start, end = min(t.start for t in chosen), max(t.end for t in chosen)
        if chosen[-1].number < token.number and speaker is not None and chosen[-1].number < speaker.number < token.number:
            end = max(
                end, speaker_name(parse, speaker)[1][0]
            )  # "..., on Sunday, the sources said": the day belongs to what is said
        return trimmed(parse, start, _quote_end(parse, start, end)), name
    return _rest(parse, token, speaker), name


def _complements(parse: Parse, token: Token, verb: str, speaker: Token | None) -> tuple[list[list[Token]], Token | None]:
    """The branches of a reporting verb that hold what is said, and the one that names the addressee."""
    addressee: Token | None = None
    pieces: list[list[Token]] = []
    for child in parse.children(token):
        if child is speaker or child.dep in _SUBJECTS:
            continue
        if child.dep in CLAUSES:
            own = parse.children(child, *_SUBJECTS)
            if verb in _ADDRESSED and own and any(c.tag == "TO" for c in parse.children(child)) and own[0].low != "it":
                addressee = own[0]
                skip = {t.number for t in parse.subtree(addressee)}
                pieces.append([t for t in parse.subtree(child) if t.number not in skip])
            else:
                pieces.append(parse.subtree(child))
        elif child.dep in ("dobj", "dative", "attr", "acomp", "oprd") and child.tag != "IN":
            told = parse.children(token, "xcomp", "ccomp", "prep") or child.dep == "dative"
            if child.among(CALENDAR):
                continue
            if verb in _ADDRESSED and (told or strayed(parse, token) is not None) and child.tag != "VBG":
                addressee = child
                inner = [c for c in parse.children(child, "acl", "relcl") if any(x.tag == "TO" for x in parse.children(c))]
                pieces += [parse.subtree(c) for c in inner]
            else:
                pieces.append(parse.subtree(child))
        elif verb == "put" and child.dep in ("prep", "advcl"):
            pieces.append(parse.subtree(child))  # "put the dead at 32": the figure is what is said
        elif child.dep == "prep":
            piece, whom = _preposition(parse, child, verb)
            addressee = whom or addressee
            if piece:
                pieces.append(piece)
        elif child.dep == "dative":
            addressee = next(iter(parse.children(child, "pobj")), addressee)
        elif child.dep == "advcl" and verb in ("call", "appeal") and any(c.tag == "TO" for c in parse.children(child)):
            pieces.append(
                [t for t in parse.subtree(child) if not (t.low == "for" and t.dep == "mark" and t.head == child.number)]
            )
    clause = strayed(parse, token)
    return ([parse.subtree(clause)] if clause is not None else pieces), addressee


def _preposition(parse: Parse, child: Token, verb: str) -> tuple[list[Token], Token | None]:
    """What a preposition after a reporting verb brings: a piece of the content, or the addressee."""
    objects = parse.children(child, "pobj", "pcomp")
    if not objects or any(o.among(CALENDAR) or o.text.isdigit() for o in objects):
        return [], None
    if verb in ("call", "appeal") and child.low in ("on", "upon", "to"):
        inner = [t for c in parse.children(objects[0], "acl", "relcl") for t in parse.subtree(c)]
        return inner, objects[0]
    if verb in _TO_WHOM and child.low == "to":
        return [], objects[0]
    if verb in _BLAMING:
        return (parse.subtree(child) if child.low in ("of", "for", "on", "to") else []), None
    bare = child.low == _FOR.get(verb) or (
        child.low in CLAUSE_PREPOSITIONS.get(verb, ()) and child.low not in ("on", "against", "at")
    )
    if bare or (verb in ("say", "speak", "comment") and child.low == "about"):
        return [t for o in objects for t in parse.subtree(o)], None
    spoken = verb in ("say", "speak", "comment", "warn", "express") and child.low in (
        "of",
        "over",
        "on",
        "against",
        "about",
        "at",
    )
    return (parse.subtree(child) if spoken or child.low in CLAUSE_PREPOSITIONS.get(verb, ()) else []), None


def _quotation_before(parse: Parse, token: Token, speaker: Token | None) -> Span | None:
    """The quotation that has just closed before a reporting clause, from the start of its run: “...,” the envoy said."""
    clause = min([token.number, *([speaker.number] if speaker is not None else [])])
    if speaker is not None and speaker.number < token.number:
        trade = parse.head(speaker) if speaker.dep == "appos" else None  # "a nurse in Lenn, Amina Sall, told"
        clause = parse.subtree(trade if trade is not None and trade.tag == "NN" else speaker)[0].number
    number = clause - 1
    while number >= 0 and parse[number].text in ",.":
        number -= 1
    closing = parse[number] if number >= 0 else None
    if (later := _quotation_after(parse, token, number)) is not None:
        return later
    if closing is None or closing.text not in CLOSING + "\"'" or closing.tag == "POS":
        return None
    opening = number - 1
    while opening >= 0 and parse[opening].text not in OPENING + "\"'":
        opening -= 1
    start = parse[opening] if opening >= 0 else None
    if start is None:
        return (parse.sentence.start, closing.start) if closing.start > parse.sentence.start else None
    inside = parse.tokens[opening + 1 : number]
    if sum(t.text.isalnum() for t in inside) < 2:
        return None
    lead = [t for t in parse.tokens[:opening] if t.text.isalnum()]
    if lead and len(lead) <= 12 and not any(t.verb in REPORTING and t.tag.startswith("V") for t in lead):
        return trimmed(parse, parse.tokens[0].start, closing.end)  # a mixed one: the sentence began outside the marks
    return trimmed(parse, start.end, closing.start)


def _quotation_after(parse: Parse, token: Token, before: int) -> Span | None:
    """The longer half of a quotation that a reporting clause parts: "The raid," said the minister, "was a grave error"."""
    text = parse.sentence.text
    opening = next((t for t in parse.tokens[token.number :] if t.text in OPENING + '"'), None)
    if opening is None or before < 1 or parse[before].text not in CLOSING + '"' or parse[opening.number - 1].text != ",":
        return None
    closing = next((t for t in parse.tokens[opening.number + 1 :] if t.text in CLOSING + '"'), None)
    end = closing.start if closing is not None else parse.sentence.end
    if len(parse.text(opening.end, end).split()) <= len(text[: token.start - parse.sentence.start].split()):
        return None
    return trimmed(parse, opening.end, end)


def _quote_end(parse: Parse, start: int, end: int) -> int:
    """The end of a content that opens a quotation mark which closes later in the sentence."""
    text = parse.text(start, end)
    if text.count("“") > text.count("”"):
        closing = parse.sentence.text.find("”", end - parse.sentence.start)
        if 0 <= closing <= end - parse.sentence.start + 3:
            return parse.sentence.start + closing + 1
    return end


def only_addressed(parse: Parse, content: Span, addressee: str) -> bool:
    """True when the "content" is but the addressee and a time or place of saying ("told reporters on Friday")."""
    rest = parse.text(*content).replace(addressee, "").split()
    return all(w.lower().strip(",.") in _CIRCUMSTANCE or w.lower().strip(",.") in CALENDAR or w[:1].isupper() for w in rest)


def _without_following(parse: Parse, token: Token, chosen: list[Token]) -> list[Token]:
    """Cuts a content off before the next reporting verb, coordinated or participial, that has the same speaker."""
    for other in parse:
        if other.number <= token.number or not other.tag.startswith("V") or other.verb not in REPORTING:
            continue
        if parse.children(other, "nsubj", "nsubjpass") or other.dep not in ("conj", "advcl"):
            continue
        governor = parse.head(other)
        above = parse.head(governor) if governor is not None else None
        same_tense = other.tag == token.tag or other.tag == "VBG" or any(c.tag == "MD" for c in parse.children(other))
        if governor is token or (above is token and same_tense and governor is not None and governor.dep in CLAUSES):
            cut = min(t.start for t in parse.subtree(other))
            auxiliaries = [t for t in parse.tokens[max(0, other.number - 4) : other.number] if t.tag in ("CC", "MD", "RB", ",")]
            cut = min([cut, *(t.start for t in auxiliaries)]) if auxiliaries else cut
            chosen = [t for t in chosen if t.start < cut]
            while chosen and chosen[-1].tag in ("CC", ",", "RB", "MD"):
                chosen.pop()
    return chosen


def _rest(parse: Parse, token: Token, speaker: Token | None) -> Span | None:
    """The larger side of the sentence beside the reporting clause, where the parse attaches no content to the verb."""
    clause = [token.number]
    if speaker is not None:
        clause += [t.number for t in parse.subtree(speaker)]
    left, right = min(clause), max(clause)
    before, after = parse.tokens[:left], parse.tokens[right + 1 :]
    times = {t.number for c in parse.children(token, "npadvmod") for t in parse.subtree(c)}
    past = token.dep == "acl" and token.tag == "VBD" and not parse.children(token, *_SUBJECTS)  # taken for a participle
    timed = token.dep == "conj" and bool(times) and not any(t.text.isalnum() for t in after if t.number not in times)
    if token.dep == "pcomp" and (above := parse.head(parse[token.head])) is not None:
        before = parse.tokens[: min(t.number for t in [above, *_own(parse, above)])]
    elif token.dep not in ("ROOT", "parataxis", "ccomp") and not past and not timed:
        before = []
    chosen = before if sum(t.text.isalnum() for t in before) > sum(t.text.isalnum() for t in after) else after
    if sum(t.text.isalnum() for t in chosen) < 2:
        return None
    return trimmed(parse, chosen[0].start, chosen[-1].end)


def _own(parse: Parse, verb: Token) -> list[Token]:
    """The words of a verb's subject."""
    return [t for s in parse.children(verb, *_SUBJECTS) for t in parse.subtree(s)]


def trimmed(parse: Parse, start: int, end: int) -> Span | None:
    """A span without the blanks, commas, dashes and "that" around it; None where nothing is left."""
    text = parse.text(start, end)
    stripped = text.rstrip(_TRIM + ".")
    # A full stop inside closing quotation marks belongs to the quotation.
    end = start + len(stripped)
    lead = len(stripped) - len(stripped.lstrip(_TRIM))
    start += lead
    if stripped[lead:].lower().startswith("that "):
        start += 5
    return (start, end) if end > start else None


def strayed(parse: Parse, token: Token) -> Token | None:
    """The that-clause which the parse hangs on a noun between: "said in a report that ...", "assured residents that ..."."""
    if parse.children(token, "ccomp"):
        return None
    for child in parse.children(token, "prep", "dobj", "dative"):
        addressed = child.dep != "prep" and token.verb in _ADDRESSED
        if child.number < token.number or not (addressed or (child.dep == "prep" and child.low in _SETTINGS)):
            continue
        for t in parse.subtree(child):
            if t.dep in ("acl", "relcl", "ccomp") and any(m.low == "that" and m.dep == "mark" for m in parse.children(t)):
                return t
    return None


def introduces(parse: Parse, token: Token) -> bool:
    """ "The minister said:", "In a tweet, she said on Monday:": what is said follows in another sentence."""
    if not parse.sentence.text.rstrip().endswith(":") or parse.children(token, "ccomp", "dobj"):
        return False
    after = [t for t in parse.tokens[token.number + 1 :] if t.text.isalnum()]
    return len(after) <= 8 and not any(t.tag in ("VBD", "VBZ", "VBP") and t.verb in REPORTING for t in after)


def content_before(parse: Parse, token: Token) -> Span | None:
    """All that stands before a reporting verb which ends its sentence: "..., say monitors"."""
    return trimmed(parse, parse.tokens[0].start, token.start)


def inside_quotes(parse: Parse, token: Token) -> bool:
    """True for a word between quotation marks that open in its own sentence."""
    depth = 0
    for t in parse.tokens[: token.number]:
        if t.text in "“«„":
            depth = 1
        elif t.text in "”»" or (t.text == '"' and depth):
            depth = 0
        elif t.text == '"':
            depth = 1
    return bool(depth)


def quoted_near(parse: Parse, token: Token) -> bool:
    """True when a quotation opens right after the verb or has just closed before its clause."""
    near = parse.tokens[max(0, token.number - 6) : token.number + 5]
    return any(t.text in '“”"«»„' for t in near) and not inside_quotes(parse, token)
