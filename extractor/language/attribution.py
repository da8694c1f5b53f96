"""Sayings without a verb of saying: "according to", "in her view", and attributed headlines."""

from extractor.language.content import Saying, trimmed
from extractor.language.lemmas import known_words, lemma, noun_among
from extractor.language.lexicon import ROLES, SPEAKERS
from extractor.language.names import parties
from extractor.language.persons import is_person
from extractor.language.phrases import able_to_speak, speaker_name
from extractor.language.syntax import Parse, Token
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
    preposition = parse.head(token) if token.dep == "pobj" and token.among(_VIEWS) else None
    if preposition is None or preposition.low not in ("in", "by"):
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


def put_so(parse: Parse, token: Token) -> Saying | None:
    """ "As the envoy put it, ...": a clause beside what is said."""
    if token.low not in ("put", "puts") or not any(o.low == "it" for o in parse.children(token, "dobj")):
        return None
    marked = any(c.low == "as" for c in parse.children(token, "mark", "advmod"))
    who = next(iter(parse.children(token, "nsubj")), None)
    if not marked or who is None or not able_to_speak(parse, who):
        return None
    return _beside(parse, token, parse.subtree(token), who, "put")


def held_by(parse: Parse, token: Token) -> Saying | None:
    """ "For Amina Sall, a nurse, the raid was the end": what somebody named, at the head of a sentence, makes of it."""
    if token.low != "for" or token.number > 1:
        return None
    who = next(iter(parse.children(token, "pobj")), None)
    verb = parse.head(token)
    if who is None or verb is None or who.entity != "PERSON":
        return None
    tree = parse.subtree(token)
    after = parse[tree[-1].number + 1] if tree[-1].number + 1 < len(parse.tokens) else None
    judged = verb.lemma == "be" and verb.dep == "ROOT" and parse.children(verb, "attr", "acomp", "prep")
    if not judged or after is None or after.text != ",":
        return None
    return _beside(parse, token, tree, who, "hold")


def _beside(parse: Parse, token: Token, clause: list[Token], who: Token, verb: str) -> Saying | None:
    """A saying whose content is the sentence without the clause that names its speaker."""
    if clause[0].number <= 1:
        content = trimmed(parse, clause[-1].end, parse.tokens[-1].end)
    else:
        content = trimmed(parse, parse.tokens[0].start, clause[0].start)
    if content is None:
        return None
    name, span = speaker_name(parse, who)
    return Saying(verb, token.low, Act.ASSERT, token.start, token.number, name, span, content, None, "according")


def labelled(parse: Parse, token: Token) -> Saying | None:
    """A name, a colon, and what is quoted."""
    if token.text != ":" or not 0 < token.number <= 8 or token.number + 2 >= len(parse.tokens) or parse.sentence.heading:
        return None
    opening, before = parse[token.number + 1], parse.tokens[: token.number]
    named = [t for t in before if t.tag.startswith("N")]
    if opening.text not in '“"«„' or not named or any(t.tag in ("VBD", "VBZ", "VBP", "MD", "IN") for t in before):
        return None
    if not any(is_person(t) or t.among(SPEAKERS) or parties(t.text) for t in named):
        return None
    content = trimmed(parse, opening.end, parse.tokens[-1].end)
    if content is None:
        return None
    span = (before[0].start, before[-1].end)
    content = (content[0], content[0] + len(parse.text(*content).rstrip('”"»')))
    return Saying("say", "", Act.ASSERT, token.start, token.number, parse.text(*span), span, content, None, "label")


def _attributes(name: str) -> bool:
    """True for a name that a headline can be attributed to: a party, an office, an institution."""
    words_of = name.split()
    joint = next((at for at, w in enumerate(words_of) if at and w.lower() in ("of", "in", "for", "at", "on")), len(words_of))
    last = words_of[joint - 1].lower()
    if last in _PAGE_LABELS or not _PAGE_LABELS.isdisjoint({lemma(last, "NNS"), lemma(last, "V")}):
        return False
    known = noun_among(last, SPEAKERS) or noun_among(last, ROLES) or last in ("mod", "mfa", "pm", "fm", "ngo")
    return (bool(parties(name)) and joint == len(words_of)) or known or _is_acronym(name)


def _is_acronym(name: str) -> bool:
    """Capitals of one word that no dictionary has ("KIA"); a label in capitals ("REPORTS", "WATCH MORE") is none."""
    words_known = (w for part in ("noun", "verb", "adj", "adv") for w in (known_words(part),))
    low = name.lower()
    return (
        name.isalpha()
        and name.isupper()
        and 1 < len(name) <= 8
        and not any({low, lemma(low, "NNS"), lemma(low, "V")} & known for known in words_known)
    )


def attributed_headline(parse: Parse) -> Saying | None:
    """ "Bridge destroyed overnight – Army", "Bridge destroyed: Army" and "Army: bridge destroyed overnight"."""
    if not parse.sentence.heading:
        return None
    text, base = parse.sentence.text, parse.sentence.start
    for mark in (" – ", " — ", " - ", ": "):
        body, found, name = text.rpartition(mark)
        if found and 0 < len(name.split()) <= 7 and len(body.split()) >= 3 and _attributes(name):
            at = base + len(text) - len(name)
            return Saying("say", "", Act.ASSERT, at, 0, name, (at, at + len(name)), (base, base + len(body)), None, "headline")
    name, found, body = text.partition(": ")
    if body.lower().startswith(("why ", "how ", "what ", "who ", "when ", "where ")):
        return None
    if found and 0 < len(name.split()) <= 4 and len(body.split()) >= 3 and _attributes(name):
        start, span = base + len(name) + 2, (base, base + len(name))
        return Saying("say", "", Act.ASSERT, base, 0, name, span, (start, base + len(text)), None, "headline")
    return None
