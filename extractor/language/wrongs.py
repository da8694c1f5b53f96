"""An allegation: whom it falls on, what is alleged, and what kind of wrong that is."""

from dataclasses import dataclass

from extractor.language.blame_lexicon import HARMFUL, NEEDS_HARM, WRONG_NOUNS, WRONGS
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.accusation import Category

_TRUCE = words("agreement")
_BORDERS = words("border")


@dataclass(frozen=True, slots=True)
class Blame:
    """One allegation. `explicit` when a verb of blame names the accused; `soft` for acts of war, which only the side that
    suffers them calls a wrong; `struck` are the words for whom it was done to, who are `armed` or not.
    """

    accused: str
    accused_at: Span
    allegation: Span
    category: Category
    at: int
    explicit: bool
    soft: bool = False
    struck: str = ""
    armed: bool = False


def named(parse: Parse, token: Token) -> tuple[str, Span]:
    """The phrase that a word heads, without the ending of a possessive: "the insurgents" of "the insurgents' mortars"."""
    name, (start, _) = phrase(parse, token)
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name, (start, start + len(name))


def category_of(parse: Parse, start: int, end: int) -> Category:
    """The kind of wrong that the words between two offsets name first."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    low = {w for t in tokens for w in (t.low, t.lemma)}
    truce = bool(low & _TRUCE)
    for t in tokens:
        verb = t.verb if t.verb in WRONGS else None
        kind = (
            WRONGS[verb]
            if verb and (t.tag.startswith("V") or t.low.endswith("ing"))
            else WRONG_NOUNS.get(t.low) or WRONG_NOUNS.get(t.lemma)
        )
        if kind is None:
            continue
        omitted = kind is Category.FAILURE_TO_ACT and any(c.dep == "xcomp" for c in parse.children(t))
        if verb in NEEDS_HARM and not low & HARMFUL and not omitted:
            continue
        if kind is Category.CEASEFIRE_VIOLATION and not truce:
            if verb is None:
                continue
            return Category.INCURSION if low & _BORDERS else Category.OTHER
        if t.verb in ("fire", "open") and truce and low & {"violation", "breach"}:
            return Category.CEASEFIRE_VIOLATION
        return kind
    return Category.OTHER
