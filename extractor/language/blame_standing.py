"""Whether a wrong is told as one that was done: not denied, asked about, demanded, feared, supposed or taken for granted."""

from extractor.language.content import CLAUSES
from extractor.language.modality import status_of
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status

_ENDING = words("ending")
_DOUBTING = words("doubting")
_BEGINNING = words("beginning")
_SUPPOSED = frozenset("if unless until whether lest till".split())
_GRANTED = frozenset("since after before until once while".split())
_ROLES = ("dobj", "pobj", "nsubj", "nsubjpass")
_NOT_DONE = frozenset("without before after instead from against".split())
_NEGATIVE = frozenset("no neither nor nobody none never".split())
_NOT_HAPPENED = (Status.DENIED, Status.DEMANDED, Status.PLANNED)


def is_alleged(parse: Parse, token: Token) -> bool:
    """True when what a verb tells stands as a fact in the mouth of whoever says it, as far as the clauses above it tell."""
    if status_of(parse, token) in _NOT_HAPPENED or _negated(parse, token) or _is_aim(parse, token):
        return False
    below = token
    for head in parse.ancestors(token):
        if _opens(parse, below, _SUPPOSED) or _asks(parse, below) or (below.dep == "advcl" and _opens(parse, below, _GRANTED)):
            return False
        if head.tag.startswith("V") and head.verb in REPORTING and below.dep in CLAUSES:
            return head.verb not in _DOUBTING
        if (below.dep == "pcomp" and head.low in _NOT_DONE) or _modal(parse, head, below) or _singled_out(parse, below, head):
            return False
        if below.dep in (*CLAUSES, "acl", "pcomp", "acomp", "dobj", "attr", "nsubj", "nsubjpass", "prep", "pobj"):
            negated = _negated(parse, head) and head.verb not in _ENDING
            if negated or head.verb in _DOUBTING or head.among(_DOUBTING):
                return False
        below = head
    return not _opens(parse, below, _SUPPOSED)


def _modal(parse: Parse, head: Token, below: Token) -> bool:
    """ "Should stop attacking", "could go on shelling"."""
    return below.dep in ("xcomp", "pcomp", "dobj") and any(c.tag == "MD" for c in parse.children(head, "aux"))


def _singled_out(parse: Parse, clause: Token, noun: Token) -> bool:
    """True for a relative clause that only says which of them are meant: "surrounded the insurgents who attacked the mill"."""
    first = parse.subtree(clause)[0].number
    above = parse.head(noun)
    agent = above is not None and above.dep == "agent"
    return clause.dep == "relcl" and noun.dep in _ROLES and not agent and first > 0 and parse[first - 1].text != ","


def _negated(parse: Parse, token: Token) -> bool:
    """ "Did not", "neither ... is", "no evidence that"."""
    if parse.children(token, "neg"):
        return True
    own = parse.children(token, "nsubj", "nsubjpass")
    of_them = [c for s in own for c in parse.children(s, "det", "preconj", "cc")]
    beside = [*parse.children(token, "det", "preconj"), *own, *of_them]
    return any(c.low in _NEGATIVE for c in beside)


def _opens(parse: Parse, clause: Token, marks: frozenset[str]) -> bool:
    """True for a clause that one of these words opens."""
    first = [c for c in parse.children(clause, "mark", "advmod", "prep") if c.number < clause.number]
    return any(c.low in marks for c in first)


def _asks(parse: Parse, clause: Token) -> bool:
    """An indirect question: "why it was attacked", "who had fired"."""
    head = parse.head(clause)
    cleft = head is not None and head.verb == "be" and parse.children(head, "attr")  # "it was Y who opened fire"
    if clause.dep not in (*CLAUSES, "pcomp", "csubj", "acl", "advcl", "ROOT") or cleft:
        return False
    asking = [c for c in parse.children(clause, "advmod", "nsubj", "nsubjpass", "dobj", "attr") if c.number < clause.number]
    return any(c.tag in ("WRB", "WP") and not (c.low == "when" and clause.dep == "advcl") for c in asking)


def _is_aim(parse: Parse, token: Token) -> bool:
    """An infinitive, except after a verb of beginning, going on or trying: "moved to attack", but not "went on to attack"."""
    if token.tag != "VB" or not any(c.tag == "TO" for c in parse.children(token, "aux")):
        return False
    head = parse.head(token)
    return head is None or not (token.dep in ("xcomp", "conj") and head.verb in _BEGINNING)
