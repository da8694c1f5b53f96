"""Sayings without a verb of saying: "according to", "in her view", and attributed headlines."""

from extractor.language.content import Saying, trimmed
from extractor.language.lexicon import ROLES, SPEAKERS
from extractor.language.names import parties
from extractor.language.phrases import able_to_speak, speaker_name
from extractor.language.syntax import Parse, Token, lemma, noun_among
from extractor.language.vocabulary import words
from schemas.statement import Act

_VIEWS = words("view")
_PAGE_LABELS = words("page-label")


def according_to(parse: Parse, token: Token) -> Saying | None:
    """ "According to the ministry, ..." and "..., according to the ministry"."""
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
    content = trimmed(parse, start, end)
    if content is None:
        return None
    return Saying("accord", "according", Act.ASSERT, token.start, token.number, name, span, content, None, "according")


def in_view(parse: Parse, token: Token) -> Saying | None:
    """ "In her view, ...", "by the Observatory's count, ...", "by the reckoning of a commission"."""
    preposition = parse.head(token)
    if not token.among(_VIEWS) or token.dep != "pobj" or preposition is None or preposition.low not in ("in", "by"):
        return None
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    owner = next(iter([*parse.children(token, "poss"), *of]), None)
    if owner is None or not (able_to_speak(parse, owner) or owner.tag == "PRP$"):
        return None
    name, span = speaker_name(parse, owner)
    if preposition.number <= 1:
        content = trimmed(parse, parse.subtree(preposition)[-1].end, parse.tokens[-1].end)
    else:
        content = trimmed(parse, parse.tokens[0].start, preposition.start)
    if content is None:
        return None
    return Saying("view", token.low, Act.ASSERT, token.start, token.number, name, span, content, None, "according")


def _attributes(name: str) -> bool:
    """True for a name that a headline can be attributed to: a party, an office, an institution."""
    last = name.split()[-1].lower()
    if last in _PAGE_LABELS or not _PAGE_LABELS.isdisjoint({lemma(last, "NNS"), lemma(last, "V")}):
        return False
    known = noun_among(last, SPEAKERS) or noun_among(last, ROLES) or last in ("mod", "mfa", "pm", "fm", "ngo")
    return bool(parties(name)) or known or (name.isupper() and len(name) > 1)


def attributed_headline(parse: Parse) -> Saying | None:
    """ "Bridge destroyed overnight – Army", "Bridge destroyed: Army" and "Army: bridge destroyed overnight"."""
    if not parse.sentence.heading:
        return None
    text, base = parse.sentence.text, parse.sentence.start
    for mark in (" – ", " — ", " - ", ": "):
        body, found, name = text.rpartition(mark)
        if found and 0 < len(name.split()) <= 5 and len(body.split()) >= 3 and _attributes(name):
            at = base + len(text) - len(name)
            return Saying("say", "", Act.ASSERT, at, 0, name, (at, at + len(name)), (base, base + len(body)), None, "headline")
    name, found, body = text.partition(": ")
    if body.lower().startswith(("why ", "how ", "what ", "who ", "when ", "where ")):
        return None
    if found and 0 < len(name.split()) <= 4 and len(body.split()) >= 3 and _attributes(name):
        start, span = base + len(name) + 2, (base, base + len(name))
        return Saying("say", "", Act.ASSERT, base, 0, name, span, (start, base + len(text)), None, "headline")
    return None
