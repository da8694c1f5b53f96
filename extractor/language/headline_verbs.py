"""Verbs of headlines that the parser takes for nouns: "Fighters overrun base", "Rebels close in on the port".

In a headline's clipped English a plural force and a verb without ending look like parts of a name. Where nothing else in the
headline is a verb, the word behind the force that is one of the rules' own verbs of motion becomes it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.language.vocabulary import words

if TYPE_CHECKING:
    from extractor.language.syntax import Token

_MOVING = words("move")
_FORCES = words("force", "person", "military", "band")
_NAMING = ("compound", "amod", "nmod", "nummod", "det")


def headed(tokens: Sequence["Token"]) -> None:
    """Makes the verb of a headline its root, in place: who stands before it its subject, the old root its object.

    "Army base attack" and "Marines return policy" stay what they are: no plural force stands right before a bare verb there, or
    what follows is no noun that it could have as its object.
    """
    root = next((t for t in tokens if t.head == t.number), None)
    if root is None or root.tag not in ("NN", "NNS", "NNP", "NNPS") or any(t.tag in ("VBD", "VBZ", "MD") for t in tokens):
        return
    for doer, verb in zip(tokens, tokens[1:], strict=False):
        bare = verb.low in _MOVING and verb.dep in _NAMING and verb.head == root.number
        if not bare or not _is_force(doer):
            continue
        before = tokens[: verb.number]
        if doer is not root and not all(t.head in (root.number, doer.number) and t.dep in _NAMING for t in before):
            continue
        if doer is root and verb.tag != "VBP":
            continue
        _attach(tokens, root, doer, verb)
        return


def _is_force(token: "Token") -> bool:
    plural = token.tag in ("NNS", "NNPS")
    return plural and (token.among(_FORCES) or token.tag == "NNPS")


def _attach(tokens: Sequence["Token"], root: "Token", doer: "Token", verb: "Token") -> None:
    verb.tag, verb.dep, verb.head, verb.lemma = "VBP", "ROOT", verb.number, verb.low
    for token in tokens[: doer.number]:
        if token.head == root.number:
            token.head = doer.number
    doer.dep, doer.head = "nsubj", verb.number
    if root is not doer:
        root.dep, root.head = "dobj", verb.number
        return
    for token in tokens[verb.number + 1 :]:
        if token.head == root.number:
            token.head = verb.number
