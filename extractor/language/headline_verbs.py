"""Verbs of headlines that the parser takes for nouns: "Fighters overrun base", "Rebels close in on the port".

In a headline's clipped English a plural force and a verb without ending look like parts of a name. Where nothing else in the
headline is a verb, the word behind the force that is one of the rules' own verbs of motion becomes it, if what it would
enter, take or leave is a place.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.language.vocabulary import words

if TYPE_CHECKING:
    from extractor.language.syntax import Token

_MOVING = words("move")
_FORCES = words("force", "person", "military", "band")
_PLACES = words("place")
_NAMING = ("compound", "amod", "nmod", "nummod", "det")


def headed(tokens: Sequence["Token"]) -> None:
    """Makes the verb of a headline its root, in place: the force before it its subject, the noun that it hangs on its object.

    "Militants base attack" and "Troops land mine survey" stay what they are: what would be the object is no place.
    """
    if any(t.tag in ("VBD", "VBZ", "MD") for t in tokens):
        return
    for doer, verb, following in zip(tokens, tokens[1:], tokens[2:], strict=False):
        named = [t for t in tokens[: doer.number] if t.dep in _NAMING]
        if len(named) < doer.number or not _is_force(doer) or verb.low not in _MOVING or verb.dep not in _NAMING:
            continue
        thing = verb
        while thing.dep in _NAMING and thing.head > thing.number:
            thing = tokens[thing.head]
        if thing is verb and (doer.head != doer.number or verb.tag != "VBP" or not following.tag.startswith(("IN", "R"))):
            continue
        beside = doer.head == thing.number and doer.dep in _NAMING
        beside = beside or (doer.head == doer.number and thing.head == doer.number and thing.dep in ("appos", "dep"))
        if thing is verb or (beside and (thing.among(_PLACES) or thing.tag.startswith("NNP"))):
            _attach(tokens, doer, verb, thing)
        return


def _is_force(token: "Token") -> bool:
    plural = token.tag in ("NNS", "NNPS")
    return plural and (token.among(_FORCES) or token.tag == "NNPS")


def _attach(tokens: Sequence["Token"], doer: "Token", verb: "Token", thing: "Token") -> None:
    for token in tokens[: doer.number]:
        token.head = doer.number if token.head >= doer.number else token.head
    for token in tokens[verb.number + 1 :]:
        if token.head == doer.number:
            token.head = verb.number
    if thing is not verb:
        thing.dep, thing.head = "dobj", verb.number
    verb.tag, verb.dep, verb.head, verb.lemma = "VBP", "ROOT", verb.number, verb.low
    doer.dep, doer.head = "nsubj", verb.number
