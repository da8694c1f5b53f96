"""Who speaks a reporting verb, also where the parse hangs it on the wrong word.

A verb that goes on after "and" has the speaker of the reporting verb before it, not the subject of what that one says; after a
quotation the noun behind the verb speaks; and a past tense taken for a participle keeps its subject.
"""

from extractor.language.content import CLAUSES, CLOSING
from extractor.language.lexicon import CALENDAR, DOCUMENTS
from extractor.language.phrases import able_to_speak, noun_before, subject, who
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

_INVERTED = words("inverted")


def speaker_of(parse: Parse, verb: Token) -> tuple[Token | None, bool]:
    """Who speaks a reporting verb, and whether that is the speaker of another reporting verb which it is coordinated with."""
    inverted = _noun_after(parse, verb)
    own = parse.children(verb, "nsubj", "nsubjpass")
    if own and inverted is not None and any(t.tag[:2] == "VB" for t in parse.tokens[own[-1].number : verb.number]):
        return inverted, False
    if own:
        nearest = own[-1] if len(own) > 1 and own[-1].number < verb.number else own[0]
        if nearest.low in ("who", "which", "that") and verb.dep == "relcl":
            return who(parse, verb), False
        if not able_to_speak(parse, nearest) or nearest.tag == "VBG":
            return inverted or noun_before(parse, verb) or nearest, False
        return nearest, False
    if verb.tag == "VBG" and _after_comma(parse, verb) and (first := _said_before(parse, verb)):
        return speaker_of(parse, first)[0], True
    if not own and verb.tag in ("VBZ", "VBP", "VBD") and (while_so := _after_as(parse, verb)) is not None:
        return while_so, False
    head = parse.head(verb)
    if verb.dep == "conj" and inverted is not None:
        return inverted, False
    if verb.dep in ("conj", "advcl") and head is not None and head.tag.startswith(("V", "MD")):
        outer = head if head.verb in REPORTING else _enclosing(parse, verb, head)
        if outer is not None and outer is not verb:
            return speaker_of(parse, outer)[0], True
    found = subject(parse, verb) or (head if is_loose(parse, verb) else None)
    if found is not None and able_to_speak(parse, found):
        return found, False
    if found is not None and (earlier := _verb_before(parse, verb)) is not None:
        return speaker_of(parse, earlier)[0], True
    return inverted or noun_before(parse, verb) or found, False


def _after_comma(parse: Parse, verb: Token) -> bool:
    """ ", blaming", also behind the mark that closes a quotation."""
    before = [t.text for t in parse.tokens[max(0, verb.number - 2) : verb.number]]
    return before[-1:] == [","] or (before[:1] == [","] and before[-1] in CLOSING + '"')


def _after_as(parse: Parse, verb: Token) -> Token | None:
    """Who speaks in "enter the port as Iran vows to shell the coast", where the parse reads "as Iran" alone."""
    before = parse[verb.number - 1] if verb.number else None
    above = parse.head(before) if before is not None else None
    fits = before is not None and above is not None and before.dep == "pobj" and above.low == "as"
    return before if fits and before is not None and able_to_speak(parse, before) else None


def _enclosing(parse: Parse, verb: Token, head: Token) -> Token | None:
    """ "The reporting verb whose content holds `head`, where `verb` goes on in its tense: "said ... and urged"."""
    modal = any(c.tag == "MD" for c in parse.children(verb))
    below = head
    for above in parse.ancestors(head):
        stated = below.dep in ("acl", "pobj", "prep") and (
            above.among(DOCUMENTS) or below.among(DOCUMENTS) or below.tag == "IN"
        )
        if below.dep not in (*CLAUSES, "conj", "advcl") and not stated:
            return None
        if above.verb in REPORTING and above.tag.startswith("V"):
            alike = _tense(parse, verb) == _tense(parse, above) or modal or (verb.tag == "VBG" and verb.dep == "advcl")
            return above if alike and above.number < verb.number else None
        below = above
    return None


def _tense(parse: Parse, verb: Token) -> str:
    """ "past" also for a participle without an auxiliary, which is how the tagger often reads one."""
    helpers = {c.low for c in parse.children(verb, "aux", "auxpass")}
    if verb.tag == "VBD" or (verb.tag == "VBN" and not helpers):
        return "past"
    return "present" if verb.tag in ("VBZ", "VBP") or (verb.tag == "VBN" and helpers & {"has", "have"}) else verb.tag


def _noun_after(parse: Parse, verb: Token) -> Token | None:
    """The speaker of an inverted clause: "..., said the envoy", "...”, added the statement"."""
    before = parse.tokens[verb.number - 1] if verb.number else None
    if parse.sentence.heading and before is not None and before.text == "," and verb.tag not in ("VBZ", "VBP"):
        return None
    if before is None or before.text not in CLOSING + ",\"'–—" or verb.verb not in _INVERTED:
        return None
    following = parse.tokens[verb.number + 1 : verb.number + 2]
    if not following or following[0].among(CALENDAR) or not following[0].tag.startswith(("N", "DT", "JJ", "PRP", "CD", "VBN")):
        return None
    token = following[0]
    while token.dep in ("det", "amod", "compound", "poss", "nummod", "nmod", "advmod", "npadvmod"):
        above = parse.head(token)
        if above is None or above.number < token.number:
            break
        token = above
    after = parse.subtree(token)[-1].number + 1
    ends = (
        token.dep not in ("nsubj", "nsubjpass")
        or parse.head(token) is verb
        or (token.number + 1 < len(parse.tokens) and parse[token.number + 1].text in ',.—–“"')
    )
    return token if able_to_speak(parse, token) and (ends or after >= len(parse.tokens)) else None


def _verb_before(parse: Parse, verb: Token) -> Token | None:
    """ "The reporting verb before "and called for", where the parse joins it to a noun that cannot speak."""
    if not any(t.low in ("and", "but") for t in parse.tokens[max(0, verb.number - 2) : verb.number]):
        return None
    earlier = [t for t in parse.tokens[: verb.number] if t.verb in REPORTING and t.tag.startswith("V")]
    return earlier[-1] if earlier and _tense(parse, earlier[-1]) in (_tense(parse, verb), "VBN") else None


def _said_before(parse: Parse, verb: Token) -> Token | None:
    """ "The reporting verb before ", he said, blaming ...", where the parse hangs the participle on what he said."""
    told = [t for t in parse.tokens[max(0, verb.number - 18) : verb.number] if t.tag in ("VBD", "VBZ")]
    for at, t in reversed(list(enumerate(told))):
        if t.verb in REPORTING and parse.children(t, "nsubj"):
            said = parse.subtree(t)
            return t if all(later in said for later in told[at + 1 :]) else None
    return None


def is_loose(parse: Parse, verb: Token) -> bool:
    """A past tense that the parse takes for a participle of its own subject: "Hryn, the governor, dismissed as ..."."""
    head = parse.head(verb)
    if head is None or verb.dep != "acl" or verb.tag != "VBN" or parse.children(verb, "agent", "aux", "auxpass"):
        return False
    return able_to_speak(parse, head) and parse[verb.number - 1].text == ","
