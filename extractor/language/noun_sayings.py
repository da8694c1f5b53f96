"""Nouns of saying with what is said: "Pakistan's claim that ...", "calls for a truce by ...", "issued a warning of ..."."""

from extractor.language.content import Saying, trimmed
from extractor.language.names import parties
from extractor.language.phrases import may_speak, speaker_name
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.speaking import speaker_of
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import kinds, words
from schemas.statement import Act

_ACTS: dict[str, Act] = {noun: Act(kind) for noun, kind in kinds("saying-noun").items()}
_TOLD_OF = [noun for noun, act in _ACTS.items() if act is not Act.ASSERT or noun == "warning"]
_ABOUT = {noun: "for" if _ACTS[noun] is Act.DEMAND else "of" for noun in _TOLD_OF}
"""The preposition before what is said: a plea for it, a threat of it; but a report of something is no saying of it."""
_GIVING = words("giving-word")
_REPEATING = frozenset("repeat reiterate echo reaffirm express voice".split())
_FROM = ("by", "from")
_OWNERS = frozenset("his her its their".split())
_CLAUSES = ("acl", "relcl", "ccomp", "xcomp", "advcl")


def told_by_noun(parse: Parse, token: Token) -> Saying | None:
    """What somebody is told to have claimed, demanded, promised, also where it is denied or rejected."""
    act = _ACTS.get(token.lemma)
    if act is None or not token.tag.startswith("N") or token.tag.startswith("NNP") or token.dep in ("compound", "amod"):
        return None
    verb = parse.head(token)
    if token.dep == "dobj" and verb is not None and verb.verb in REPORTING and verb.verb in _REPEATING:
        return None  # "repeated Iran's call for" is the repeater's own saying
    owner = _owner(parse, token)
    content = _content(parse, token, owner) if owner is not None else None
    if owner is None or content is None:
        return None
    name, span = speaker_name(parse, owner)
    if span[0] < content[0] < span[1]:
        span = (span[0], owner.end)  # "an appeal by the bishops for calm"
        name = parse.text(*span)
    return Saying(token.lemma, token.low, act, token.start, token.number, name, span, content, None, "noun")


def _content(parse: Parse, token: Token, owner: Token) -> tuple[int, int] | None:
    """The that-clause, infinitive or object of the noun, without its owner."""
    made = [c for c in parse.children(token, "acl") if c.tag == "VBN" and c.verb in _GIVING]
    verb = parse.head(token)
    apart = verb is not None and any(owner in parse.children(p, "pobj") for p in parse.children(verb, "prep"))
    holders = [token, *made, *([owner] if owner.number > token.number else []), *([verb] if verb and apart else [])]
    for child in (c for h in holders for c in parse.children(h) if c.number > (owner if h is verb else token).number):
        if child.dep in _CLAUSES and _says(parse, child):
            said = parse.subtree(child)
        elif child.dep == "prep" and child.low == _ABOUT.get(token.lemma) and parse.head(child) in (token, owner):
            said = [t for t in parse.subtree(child) if t is not child]
        else:
            continue
        stop = next((t.number for t in said if t.low in _FROM and owner in parse.children(t, "pobj")), None)
        said = [t for t in said if (stop is None or t.number < stop) and t.number > token.number]
        said = [t for t in said if holders[-1] is token or child.dep != "prep" or t.number < owner.number or stop is None]
        if said:
            return trimmed(parse, said[0].start, said[-1].end)
    return None


def _says(parse: Parse, clause: Token) -> bool:
    """ "that ..." and "to ..."; no relative clause about the noun."""
    if any(m.low == "that" for m in parse.children(clause, "mark")):
        return True
    return clause.tag == "VB" and any(c.tag == "TO" for c in parse.children(clause, "aux"))


def _owner(parse: Parse, token: Token) -> Token | None:
    """Whose the words are: "X's claim", "a claim by X", "calls for a truce from X", "Iranian claims", "X issued a warning"."""
    for owner in parse.children(token, "poss"):
        if owner.low in _OWNERS or (may_speak(parse, owner) and not owner.tag.startswith("PRP")):
            return owner
    makers = [o for p in _by(parse, token) for o in parse.children(p, "pobj") if may_speak(parse, o)]
    makers += [c for c in parse.children(token, "amod", "compound", "nmod") if parties(c.text) or c.low in parse.armed]
    if makers:
        return makers[0]
    verb = parse.head(token)
    if token.dep == "dobj" and verb is not None and verb.verb in _GIVING:
        giver, _ = speaker_of(parse, verb)
        return giver if giver is not None and giver.number < token.number and may_speak(parse, giver) else None
    return None


def _by(parse: Parse, token: Token) -> list[Token]:
    """The "by" and "from" after a noun of saying, also where they hang on its object or on "made"."""
    found = [p for p in parse.children(token, "prep", "agent") if p.low in _FROM]
    for child in parse.children(token, "prep"):
        if child.low == _ABOUT.get(token.lemma):
            found += [p for o in parse.children(child, "pobj") for p in parse.children(o, "prep", "agent") if p.low in _FROM]
    verb = parse.head(token)
    if verb is not None and token.dep == "dobj" and not parse.children(verb, "nsubjpass", "auxpass"):
        found += [p for p in parse.children(verb, "agent") if p.low == "by"]  # "rejected calls for a truce by the bishops"
        beside = parse.subtree(token)[-1].number + 1
        found += [p for p in parse.children(verb, "prep") if p.low in _FROM and p.number == beside]  # "ignored a plea from"
    for made in parse.children(token, "acl"):
        if made.tag == "VBN" and made.verb in _GIVING:
            found += [p for p in parse.children(made, "agent", "prep") if p.low in _FROM]
    return found
