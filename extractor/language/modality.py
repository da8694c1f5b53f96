"""Whether an event told by a word came about: asserted, confirmed, denied, demanded or planned, done or failed.

Read from the words that govern it: negation and auxiliaries, the verbs and nouns above it in the parse ("called for the
withdrawal", "plans to send", "denied that"), and what is said to have stopped it.
"""

import itertools

from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status
from schemas.statement import Act
from schemas.troop_movement import Outcome

_DEMANDED_NOUNS = words("demanded")
_PLANNED_NOUNS = words("planned")
_PLANNING = words("planning")
_TRYING = words("trying")
_FAILING = words("failing")
_BEATEN = words("beaten")
_BEATEN_OFF = words("beaten-off")
_BACK = frozenset("back off away".split())
_SAME = frozenset("the this that these those its their his her".split())
_AIMING = words("aiming")
_ASKED = frozenset("must should".split())
_TO_COME = frozenset("will shall would 'll could may might wo".split())


def status_of(parse: Parse, token: Token) -> Status:
    """What the words that govern a verb or noun make of what it tells."""
    if parse.children(token, "neg"):
        return Status.DENIED
    own = _by_auxiliaries(parse, token)
    if own is not None:
        return own
    below: Token = token
    for head in parse.ancestors(token):
        if (found := _by_head(parse, token, head, below)) is not None:
            return found
        aside = below.dep in ("relcl", "nsubj", "nsubjpass") or (below.dep == "advcl" and not _to(parse, below))
        if aside and head.tag.startswith("V") and below.tag.startswith("V"):
            break
        below = head
    return Status.ASSERTED


def _by_auxiliaries(parse: Parse, token: Token) -> Status | None:
    for aux in parse.children(token, "aux"):
        if aux.low in _ASKED:
            return Status.DEMANDED
        if aux.low in _TO_COME:
            return Status.PLANNED
    return None


def _by_head(parse: Parse, token: Token, head: Token, below: Token) -> Status | None:
    if _told_to(parse, token, head):
        return Status.DEMANDED
    act = REPORTING.get(head.verb)
    bare = token.tag in ("VB", "NN", "NNS", "NNP") or (token.tag == "VBP" and below is token)
    if (head.verb in _AIMING or head.among(_AIMING)) and (
        token.tag == "VB" or (token.dep == "pcomp" and below.low in ("at", "of", "for"))
    ):
        return Status.PLANNED
    if head.tag.startswith("N"):
        if head.among(_DEMANDED_NOUNS) and (bare or below.dep in ("relcl", "acl")):
            return Status.DEMANDED
        if head.among(_PLANNED_NOUNS) and bare:
            return Status.PLANNED
        return None
    if act is not None and head.tag.startswith("V") and below.dep not in ("nsubj", "advcl", "nsubjpass"):
        if act == Act.DENY:
            return Status.DENIED
        if act == Act.DEMAND and bare:
            return Status.DEMANDED
        if act == Act.COMMIT and bare:
            return Status.PLANNED
        return Status.CONFIRMED if head.verb == "confirm" else Status.ASSERTED
    if head.low == "supposed" or (head.verb in ("need", "have", "require") and below.dep == "xcomp"):
        return Status.DEMANDED if token.tag == "VB" else None
    if token.tag == "VB" and (head.verb in _PLANNING or head.low in _PLANNING or (head.verb == "be" and below.dep == "xcomp")):
        return Status.PLANNED
    if head.tag.startswith("V") and below.dep in ("xcomp", "conj", "dobj"):
        return _by_auxiliaries(parse, head) if below.tag in ("VB", "NN", "NNS") else None
    return None


def _to(parse: Parse, token: Token) -> bool:
    """A purpose or a command: "to withdraw"."""
    return token.tag == "VB" and any(c.tag == "TO" for c in parse.children(token))


def _told_to(parse: Parse, token: Token, head: Token) -> bool:
    """ "X tells Y to withdraw", "calls on Y to withdraw"."""
    if not _to(parse, token):
        return False
    calls_on = head.verb == "call" and any(c.low in ("on", "upon") for c in parse.children(head, "prep", "prt"))
    return head.verb == "tell" or calls_on


def fails(parse: Parse, token: Token) -> bool:
    """True when the sentence says that what a word tells was tried, thwarted or repelled."""
    governing = list(parse.ancestors(token))[:3]
    for below, head in zip([token, *governing], governing, strict=False):
        if (below.dep in ("advcl", "relcl") and below.tag.startswith("V")) or (below is not token and below.dep == "nsubj"):
            break
        if head.among(_TRYING) or head.verb in _TRYING or head.verb in _FAILING:
            return True
    after = [t for t in parse.tokens[token.number + 1 : token.number + 16] if t.low in _BACK or _tells_of(parse, t, token)]
    if any(t.tag in ("VBN", "VBD") and t.verb in _BEATEN for t in after):
        return True
    return any(one.tag == "VBN" and one.verb in _BEATEN_OFF and two.low in _BACK for one, two in itertools.pairwise(after))


def _tells_of(parse: Parse, verb: Token, token: Token) -> bool:
    """False for a verb of another clause, whose own subject or object is beaten: "and a counterattack was repelled"."""
    active = verb.tag == "VBD" and parse.children(verb, "dobj")
    beaten = parse.children(verb, "dobj") if active else parse.children(verb, "nsubj", "nsubjpass")
    if not verb.tag.startswith("V") or not beaten:
        return True
    last = beaten[-1]
    while (more := parse.children(last, "conj")) and not parse.children(last, "cc")[1:]:
        last = more[-1]
    if token in parse.subtree(last) or last.tag.startswith(("PRP", "W", "DT")):
        return True
    return not last.low.startswith("counter") and any(c.low in _SAME for c in parse.children(last, "det", "poss"))


def outcome_of(parse: Parse, token: Token, status: Status, lasting: bool) -> Outcome:
    """How an event ended; `lasting` for those that are a state."""
    if status in (Status.DEMANDED, Status.PLANNED, Status.DENIED):
        return Outcome.UNKNOWN
    if fails(parse, token):
        return Outcome.FAILED
    going = token.tag == "VBG" and any(a.verb == "be" or a.low in ("'re", "'s") for a in parse.children(token, "aux"))
    return Outcome.ONGOING if lasting or going else Outcome.DONE
