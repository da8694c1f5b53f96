"""Whether an event told by a word came about: asserted, confirmed, denied, demanded or planned, done or failed.

Read from the words that govern it: negation and auxiliaries, the verbs and nouns above it in the parse ("called for the
withdrawal", "plans to send", "denied that"), and what is said to have stopped it.
"""

import itertools

from extractor.language.forces import is_force
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
_POSSIBLE = frozenset("can could may might ca".split())
_CONDITIONS = frozenset("if unless lest provided".split())
_NOBODY = frozenset("nobody none neither no-one".split())
_NOT_YET = frozenset("until till before".split())
UNDER_WAY = words("under-way")
"""Verbs that tell how far an event has come."""
_ENABLING = words("enabling")
PREVENTING = words("preventing")
_FEARING = words("fearing")
_THOUGHTS = words("thought-of")
_TALKING = words("talking-over")
_COMING_ABOUT = words("coming-about")
_NOT_DOING = words("not-doing")
_ONLOOKERS = words("onlooker")
_PRESSING = words("pressing")
_MOVED_TO = words("move", "fighting-for", part="v")


def status_of(parse: Parse, token: Token) -> Status:
    """What the words that govern a verb or noun make of what it tells."""
    doers = parse.children(token, "nsubj") if parse.children(token, "dobj") else []
    never = [
        d
        for p in parse.children(token, "prep")
        if p.low == "at"
        for o in parse.children(p, "pobj")
        for d in parse.children(o, "det")
    ]
    if parse.children(token, "neg") or any(d.low in _NOBODY for d in doers) or any(d.low == "no" for d in never):
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


def is_unreal(parse: Parse, token: Token) -> bool:
    """True for what is only a condition, a possibility, a fear or a thought: nobody did, means or is asked to do it."""
    below = token
    if token.dep == "relcl" and parse.children(token, "neg") and any(c.low == "yet" for c in parse.children(token, "advmod")):
        return True  # "those who had not yet fled"
    if token.tag.startswith("V") and (_only_possible(parse, token) or _would_if(parse, token)):
        return True
    for head in parse.ancestors(token):
        if below.tag.startswith("V") and _conditional(parse, below, head):
            return True
        if _made_possible(parse, below, head) or _thought_of(parse, below, head) or _kept_from(parse, token, below, head):
            return True
        if below.dep in ("relcl", "parataxis") or (below.dep == "conj" and parse.children(below, "nsubj", "nsubjpass")):
            return False
        below = head
    return False


def _only_possible(parse: Parse, token: Token) -> bool:
    """ "Can enter", "might come"; what somebody says may happen is a threat or a plan, unless he only looks on."""
    modal = {c.low for c in parse.children(token, "aux")} & _POSSIBLE
    if not modal:
        return False
    saying = [h for h in parse.ancestors(token) if h.verb in REPORTING and h.tag.startswith("V")]
    if bool(modal & {"can", "ca"}) or not saying:
        return True
    tellers = [s for h in saying for s in parse.children(h, "nsubj")]
    return bool(tellers) and all(_looks_on(s) for s in tellers)


def _looks_on(teller: Token) -> bool:
    """True for who has no say in what may happen: "analysts warn that they could enter"."""
    return teller.among(_ONLOOKERS)


def _would_if(parse: Parse, token: Token) -> bool:
    """ "Would have to leave if it were signed", where it is nobody's threat or promise."""
    chain = [token]
    while chain[-1].dep == "xcomp" and (above := parse.head(chain[-1])) is not None:
        chain.append(above)
    would = any(a.low in ("would", "'d") for v in chain for a in parse.children(v, "aux"))
    clauses = [c for v in chain for c in parse.children(v, "advcl")]
    marks = {m.low for c in clauses for m in parse.children(c, "mark")}
    inverted = any(parse.subtree(c)[0].low == "had" for c in clauses)
    if would and inverted and any(a.low == "have" for v in chain for a in parse.children(v, "aux")):
        return True  # "had it rained, they would have come": whoever says so, they did not
    return would and bool(marks & _CONDITIONS) and not any(h.verb in REPORTING for h in parse.ancestors(chain[-1]))


def _conditional(parse: Parse, below: Token, head: Token) -> bool:
    """A clause of condition, or one of time that waits for what has not come ("until they are removed")."""
    marks = {c.low for c in parse.children(below, "mark", "advmod") if c.number < below.number}
    if below.dep not in ("advcl", "ccomp", "prep", "pcomp", "dep"):
        return False
    if marks & _CONDITIONS and below.dep != "ccomp":
        return True
    waiting = bool(marks & _NOT_YET) and below.dep == "advcl"
    if not waiting or _refused(parse, head):
        return False
    auxiliaries = parse.children(below, "aux", "auxpass")
    present = (below.tag in ("VBP", "VBZ") and not auxiliaries) or any(a.tag in ("VBP", "VBZ") for a in auxiliaries)
    return present or any(a.low in _POSSIBLE for a in auxiliaries)


def _refused(parse: Parse, head: Token) -> bool:
    """ "No talks until they leave", "refuses to talk before they leave": the condition is a demand."""
    ruling = [head, *parse.ancestors(head)][:3]
    if any(REPORTING.get(h.verb) == Act.DENY or h.verb == "refuse" or parse.children(h, "neg") for h in ruling):
        return True
    beside = parse.children(head, "nsubj", "nsubjpass", "attr", "dobj", "expl")
    return any(d.low == "no" for b in beside for d in parse.children(b, "det"))


def _made_possible(parse: Parse, below: Token, head: Token) -> bool:
    """ "Would allow for the withdrawal", "to let troops enter": enabled, if it comes to that."""
    if head.verb not in _ENABLING or not head.tag.startswith("V") or below.dep in ("nsubj", "nsubjpass", "advcl", "relcl"):
        return False
    auxiliaries = parse.children(head, "aux")
    return head.tag in ("VB", "VBG") or bool(parse.children(head, "neg")) or any(a.tag == "MD" for a in auxiliaries)


def _thought_of(parse: Parse, below: Token, head: Token) -> bool:
    """The content of a fear or a thought: "the idea of pulling out", "fears that they will enter", "talks on their exit"."""
    if below.dep in ("nsubj", "nsubjpass", "advcl", "relcl", "conj", "appos"):
        return False
    if head.tag.startswith("N"):
        if head.lemma in _THOUGHTS:
            return True
        return head.lemma in _TALKING and below.dep == "prep" and below.low in ("on", "about", "over", "for")
    if not head.tag.startswith("V") or head.verb not in _FEARING:
        return False
    past = below.tag == "VBD" or any(c.low in ("had", "has", "have") for c in parse.children(below, "aux"))
    return below.dep == "ccomp" and not past


def _kept_from(parse: Parse, token: Token, below: Token, head: Token) -> bool:
    """ "Is not preventing them from leaving", "to stop them from entering": neither tried nor done."""
    if head.verb not in PREVENTING or below.dep != "prep" or below.low != "from" or token.dep != "pcomp":
        return False
    meant = head.tag in ("VB", "VBG") or any(a.tag == "MD" for a in parse.children(head, "aux"))
    return meant or bool(parse.children(head, "neg"))


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
    if _purpose(parse, token, head, below):
        asked = any(s.among(_DEMANDED_NOUNS) for s in parse.children(head, "nsubj", "nsubjpass"))
        return Status.DEMANDED if asked else Status.PLANNED
    act = REPORTING.get(head.verb)
    bare = token.tag in ("VB", "NN", "NNS", "NNP") or (token.tag == "VBP" and below is token)
    if (head.verb in _AIMING or head.among(_AIMING)) and (
        token.tag == "VB" or (token.dep == "pcomp" and below.low in ("at", "of", "for"))
    ):
        return Status.PLANNED
    if head.tag.startswith("N"):
        if head.among(_DEMANDED_NOUNS) and (bare or below.dep in ("relcl", "acl")):
            return Status.DEMANDED
        if below is token and token.dep == "acl" and _to(parse, token) and not is_force(parse, head):
            return _of_noun(parse, head)
        if head.among(_PLANNED_NOUNS) and bare:
            denied = any(REPORTING.get(h.verb) == Act.DENY and h.tag.startswith("V") for h in parse.ancestors(head))
            return Status.DENIED if denied else Status.PLANNED
        return None
    if act is not None and head.tag.startswith("V") and below.dep not in ("nsubj", "advcl", "nsubjpass"):
        if act == Act.DENY:
            return Status.DENIED
        past = head.verb == "insist" and below.tag in ("VBD", "VBN") and bool(parse.children(below, "nsubj"))
        if act == Act.DEMAND and (bare or (below.dep == "ccomp" and not past and not parse.children(below, "aux", "auxpass"))):
            return Status.DEMANDED
        if act == Act.COMMIT and bare:
            return Status.PLANNED
        return Status.CONFIRMED if head.verb == "confirm" else Status.ASSERTED
    if head.verb == "have" and below.dep == "xcomp" and any(c.low == "yet" for c in parse.children(head, "advmod")):
        return Status.DENIED  # "have yet to leave"
    if head.low == "supposed" or (head.verb in ("need", "have", "require") and below.dep == "xcomp"):
        return Status.DEMANDED if token.tag == "VB" else None
    if token.tag == "VB" and (head.verb in _PLANNING or head.low in _PLANNING or (head.verb == "be" and below.dep == "xcomp")):
        return Status.PLANNED
    begun = below.dep in ("nsubj", "nsubjpass") and head.verb in UNDER_WAY
    if head.tag.startswith("V") and (begun or below.dep in ("xcomp", "conj", "dobj")):
        return _by_auxiliaries(parse, head) if below.tag in ("VB", "NN", "NNS") else None
    return None


def _of_noun(parse: Parse, noun: Token) -> Status | None:
    """What a noun makes of the infinitive after it: "the failure to withdraw", "a push to retake the town"."""
    if noun.among(_TRYING):
        return None
    if noun.among(_NOT_DOING):
        return Status.DENIED
    ruling = next((h for h in parse.ancestors(noun) if h.tag.startswith("V")), None)
    act = REPORTING.get(ruling.verb) if ruling is not None else None
    if noun.among(_DEMANDED_NOUNS) or act == Act.DEMAND:
        return Status.DEMANDED
    return Status.DENIED if act == Act.DENY else Status.PLANNED


def _to(parse: Parse, token: Token) -> bool:
    """A purpose or a command: "to withdraw"."""
    return token.tag == "VB" and any(c.tag == "TO" for c in parse.children(token))


def _purpose(parse: Parse, token: Token, head: Token, below: Token) -> bool:
    """What something is done for: "shelled the bridge to enter the town", "were flown in to secure it"."""
    if below is not token or not _to(parse, token) or not head.tag.startswith("V") or head.verb in REPORTING:
        return False
    if head.verb == "take" and any(s.low == "it" for s in parse.children(head, "nsubj")):
        return False  # "it took the rebels a day to enter"
    if any(c.low == "only" and c.number < token.number for c in parse.children(token, "advmod")):
        return False  # "only to withdraw": it did
    if token.dep == "advcl":
        return head.verb not in _COMING_ABOUT
    return token.dep == "xcomp" and head.verb in _MOVED_TO and head.verb not in _COMING_ABOUT


def _told_to(parse: Parse, token: Token, head: Token) -> bool:
    """ "X tells Y to withdraw", "calls on Y to withdraw"."""
    if not _to(parse, token):
        return False
    calls_on = head.verb == "call" and any(c.low in ("on", "upon") for c in parse.children(head, "prep", "prt"))
    return head.verb == "tell" or head.verb in _PRESSING or calls_on


def fails(parse: Parse, token: Token) -> bool:
    """True when the sentence says that what a word tells was tried, thwarted or repelled."""
    governing = list(parse.ancestors(token))[:3]
    for below, head in zip([token, *governing], governing, strict=False):
        if (below.dep in ("advcl", "relcl") and below.tag.startswith("V")) or (below is not token and below.dep == "nsubj"):
            break
        if below.dep == "conj" and below.tag in ("VBD", "VBZ", "VBP"):
            continue  # "failed to break through and fell back": the second is done
        if below.low == "from" and head.verb in PREVENTING:
            return True
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
