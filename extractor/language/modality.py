"""Whether an event told by a word came about: asserted, confirmed, denied, demanded or planned, done or failed.

Read from the words that govern it: negation and auxiliaries, the verbs and nouns above it in the parse ("called for the
withdrawal", "plans to send", "denied that"), and what is said to have stopped it.
"""

import itertools

from extractor.language.lexicon import FAILING_FORMS
from extractor.language.reporting_lexicon import REPORTING, REPORTING_FORMS
from extractor.language.syntax import Parse, Token
from schemas.base import Status
from schemas.statement import Act
from schemas.troop_movement import Outcome

_DEMANDED_NOUNS = frozenset("call calls demand demands appeal appeals request requests ultimatum deadline insistence".split())
_PLANNED_NOUNS = frozenset(
    "plan plans pledge pledges promise promises decision agreement threat threats intention readiness deal accord offer "
    "proposal vow commitment order orders timetable preparations measures steps".split()
)
_PLANNING = frozenset(
    "plan plans planned planning prepare preparing prepares prepared intend intends intended set ready decided decide "
    "decides agreed agree agrees poised due willing order ordered orders scheduled want wants wanted offered offers "
    "offer threatened threatens threaten consider considering considers considered".split()
)
_TRYING = frozenset(
    "attempt attempts bid bids tried trying try tries attempted attempting failed fail fails seeking sought seek unable".split()
)
_BEATEN = frozenset("repelled repulsed thwarted foiled rebuffed stalled halted".split())
_BACK = frozenset("back off away".split())
_TELLS = frozenset("tell tells told telling".split())
_CALLS = frozenset("call calls called calling".split())
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
    base = REPORTING_FORMS.get(head.low)
    act = REPORTING.get(base) if base else None
    bare = token.tag in ("VB", "NN", "NNS", "NNP") or (token.tag == "VBP" and below is token)
    if head.tag.startswith("N"):
        if head.low in _DEMANDED_NOUNS and (bare or below.dep in ("relcl", "acl")):
            return Status.DEMANDED
        if head.low in _PLANNED_NOUNS and bare:
            return Status.PLANNED
        return None
    if act is not None and head.tag.startswith("V") and below.dep not in ("nsubj", "advcl", "nsubjpass"):
        if act == Act.DENY:
            return Status.DENIED
        if act == Act.DEMAND and bare:
            return Status.DEMANDED
        if act == Act.COMMIT and bare:
            return Status.PLANNED
        return Status.CONFIRMED if base == "confirm" else Status.ASSERTED
    if head.low == "supposed" or (head.low in ("need", "needs", "have", "has", "had", "required") and below.dep == "xcomp"):
        return Status.DEMANDED if token.tag == "VB" else None
    if token.tag == "VB" and (
        head.low in _PLANNING or (head.low in ("is", "are", "was", "were", "be") and below.dep == "xcomp")
    ):
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
    calls_on = head.low in _CALLS and any(c.low in ("on", "upon") for c in parse.children(head, "prep", "prt"))
    return head.low in _TELLS or calls_on


def fails(parse: Parse, token: Token) -> bool:
    """True when the sentence says that what a word tells was tried, thwarted or repelled."""
    governing = list(parse.ancestors(token))[:3]
    for below, head in zip([token, *governing], governing, strict=False):
        if (below.dep in ("advcl", "relcl") and below.tag.startswith("V")) or (below is not token and below.dep == "nsubj"):
            break
        if head.low in _TRYING or FAILING_FORMS.get(head.low):
            return True
    after = [t.low for t in parse.tokens[token.number + 1 : token.number + 16]]
    if any(w in _BEATEN for w in after):
        return True
    return any(
        one in ("pushed", "beaten", "driven", "thrown", "turned", "forced") and two in _BACK
        for one, two in itertools.pairwise(after)
    )


def outcome_of(parse: Parse, token: Token, status: Status, lasting: bool) -> Outcome:
    """How an event ended; `lasting` for those that are a state."""
    if status in (Status.DEMANDED, Status.PLANNED, Status.DENIED):
        return Outcome.UNKNOWN
    if fails(parse, token):
        return Outcome.FAILED
    going = token.tag == "VBG" and any(
        a.low in ("is", "are", "was", "were", "been", "'re", "'s") for a in parse.children(token, "aux")
    )
    return Outcome.ONGOING if lasting or going else Outcome.DONE
