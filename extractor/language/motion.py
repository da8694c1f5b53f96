"""Movements of forces in a parsed sentence: which force, what it does, from where to where, and whether it came about.

A movement is a motion verb with a force as the one who moves (subject, passive subject, or the object of "send" and
"withdraw"), or a movement noun that names its force ("the withdrawal of two battalions", "the Rwandan incursion").
"""

from dataclasses import dataclass, replace

from extractor.language.inflection import forms
from extractor.language.lexicon import (
    FAILING_FORMS,
    FORCES,
    MOTION,
    MOTION_FORMS,
    MOVEMENT_NOUNS,
    PERSONS,
    PHRASAL_MOTION,
    PLACES,
    REPORTING,
    REPORTING_FORMS,
    WEAK_MOTION,
)
from extractor.language.names import parties
from extractor.language.reporting import Span, phrase, subject
from extractor.language.syntax import Parse, Token
from schemas.base import Status
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome

_TO = frozenset(
    """
    into to toward towards onto on near at in around across along inside through outside within over upon off against by beyond
""".split()
)
_FROM = frozenset("from of out".split())
_GROUND = frozenset(
    """
    post posts checkpoint checkpoints base bases position positions outpost outposts camp garrison roadblock roadblocks blockade
""".split()
)
_FOOTHOLD = frozenset("control ground territory positions position foothold posts post up over".split())
_CAUSED = frozenset("""
    deploy station send dispatch withdraw pull move mass amass rotate transfer bring redeploy relocate evacuate gather
    concentrate position mobilise mobilize airlift push land assemble return reinforce keep
""".split())  # fmt: skip
_OBJECT_PLACE = frozenset(
    """
        enter invade cross penetrate infiltrate breach encircle besiege surround approach storm raid assault attack near reach
        capture seize occupy overrun retake recapture liberate conquer take secure regain reclaim wrest annex hold control
        patrol guard keep leave vacate abandon evacuate quit exit relinquish cede reinforce garrison overtake maintain
    """.split()
)


@dataclass(frozen=True, slots=True)
class Motion:
    """One movement; `actor_at`, `at` and `clause` are code points of the article's text."""

    actor: str
    actor_at: Span
    action: Action
    outcome: Outcome
    status: Status
    from_place: str | None
    to_place: str | None
    at: int
    clause: Span
    nominal: bool


def motions(parse: Parse) -> list[Motion]:
    """The movements of one sentence, in text order."""
    found: list[Motion] = []
    for token in parse:
        motion = _by_verb(parse, token) or _by_noun(parse, token)
        if motion is not None and not any(_same(motion, f) for f in found):
            found.append(motion)
    return found


def _same(one: Motion, other: Motion) -> bool:
    return one.actor_at == other.actor_at and one.action == other.action and (one.to_place == other.to_place or one.nominal)


def is_force(parse: Parse, token: Token) -> bool:
    """True for those who move under arms: a force noun, or a country or armed movement as such."""
    if token.low in FORCES or token.low.endswith(("-fighters", "-troops", "peacekeepers")):
        return True
    name, _ = phrase(parse, token)
    return token.tag.startswith("NNP") and bool(parties(name)) and token.low not in ("ministry", "minister", "president")


def moved(parse: Parse, verb: Token) -> Token | None:
    """Who carries out a verb, also where another clause supplies them ("urged X to ...", "called on X to ...")."""
    own = parse.children(verb, "nsubj", "nsubjpass")
    head = parse.head(verb)
    if not own and verb.dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and head is not None:
        if REPORTING_FORMS.get(head.low) in (
            "urge",
            "ask",
            "tell",
            "press",
            "order",
            "request",
            "instruct",
            "call",
            "want",
            "expect",
            "warn",
            "advise",
        ) or (REPORTING.get(REPORTING_FORMS.get(head.low, "")) == Act.DEMAND):
            objects = parse.children(head, "dobj", "nsubjpass") or [
                o for p in parse.children(head, "prep") if p.low in ("on", "upon", "to") for o in parse.children(p, "pobj")
            ]
            if objects:
                return objects[0]
        if head.low in ("force", "forced", "forcing", "allow", "allowed", "compel", "compelled", "drove", "driven"):
            return next(iter(parse.children(head, "dobj", "nsubjpass")), None)
    if verb.dep == "acl" and head is not None and head.tag.startswith("N") and verb.tag in ("VBN", "VBG"):
        return head
    if verb.dep == "acl" and head is not None and verb.tag == "VB":
        return head if is_force(parse, head) else subject(parse, parse.head(head) or head)
    return subject(parse, verb)


def _by_verb(parse: Parse, token: Token) -> Motion | None:
    if not token.tag.startswith("V") or token.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    if (beaten := _beaten_back(parse, token)) is not None:
        return beaten
    phrasal = _phrasal(parse, token)
    verb = MOTION_FORMS.get(token.low)
    if verb is None and phrasal is None:
        return None
    action = phrasal or Action(MOTION[verb or ""])
    verb = verb or ""
    passive = bool(parse.children(token, "nsubjpass", "auxpass")) or (
        token.dep in ("acl", "relcl") and token.tag == "VBN" and not parse.children(token, "nsubj")
    )
    actor = moved(parse, token)
    objects = parse.children(token, "dobj")
    particles = {p.low for p in parse.children(token, "prt", "advmod")}
    place_object: Token | None = None
    if passive and verb in _OBJECT_PLACE and verb not in _CAUSED:
        agent = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
        place_object, actor = actor, agent
    elif objects and verb in _CAUSED and is_force(parse, objects[0]):
        actor = _who_is_sent(parse, objects[0], actor)
        if verb in ("move", "bring", "push", "return"):
            action = Action.DEPLOY if verb != "return" else Action.WITHDRAW
    elif (verb in ("capture", "seize", "take") and objects and (objects[0].low in PERSONS or objects[0].low in FORCES)) or (
        phrasal is not None and objects and objects[0].low not in _GROUND and not _is_place(parse, objects[0])
    ):
        return None
    elif objects and verb in _OBJECT_PLACE and not passive:
        place_object = objects[0]
    if actor is None:
        return None
    if actor.low not in ("it", "they", "he", "she", "them", "who", "which") and not is_force(parse, actor):
        return None
    if action is Action.WITHDRAW and verb == "pull" and phrasal is None and not particles & {"back", "out", "away"}:
        return None
    if (
        verb == "take"
        and phrasal is None
        and not (objects and (objects[0].low in ("control", "over") or _is_place(parse, objects[0])))
        and "over" not in particles
    ):
        return None
    if verb in ("set", "establish", "install", "bring") and not (
        objects and (objects[0].low in _GROUND or is_force(parse, objects[0]))
    ):
        return None
    if verb == "launch":
        return None
    to_place, from_place = _places(parse, token, action, place_object)
    if phrasal is not None:
        return _motion(parse, token, actor, action, to_place, from_place, nominal=False)
    if verb in ("set", "establish", "install") and objects and objects[0].low in _GROUND:
        return _motion(parse, token, actor, action, to_place, from_place, nominal=False)
    if verb in WEAK_MOTION and not (to_place or from_place or (particles & {"back", "out", "forward", "deeper"})):
        return None
    if (
        verb in ("attack", "hold", "keep", "maintain", "control")
        and objects
        and not (_is_place(parse, objects[0]) or objects[0].low in ("presence", "positions", "position", "control", "ground"))
    ):
        return None
    if verb in ("attack", "fight", "press", "continue", "gather"):
        return None
    return _motion(parse, token, actor, action, to_place, from_place, nominal=False)


def _phrasal(parse: Parse, token: Token) -> Action | None:
    """The motion that a verb has with its particle ("fell back", "closed in", "took up positions")."""
    for child in parse.children(token, "prt", "advmod", "prep"):
        if child.number <= token.number or child.number - token.number > 3:
            continue
        for (verb, particle), action in PHRASAL_MOTION.items():
            if child.low == particle and token.low in forms(verb):
                return Action(action)
    if token.low in ("is", "are", "was", "were", "'re", "'s") and any(
        c.low == "still" for c in parse.children(token, "advmod")
    ):
        return (
            Action.HOLD if any(p.low in ("in", "at", "inside", "on", "near") for p in parse.children(token, "prep")) else None
        )
    if token.low in ("fought", "fight", "fighting", "forced", "battled") and any(
        o.low == "way" for o in parse.children(token, "dobj")
    ):
        return Action.ADVANCE
    return None


def _beaten_back(parse: Parse, token: Token) -> Motion | None:
    """ "Repelled two columns", "drove the rebels out", "were thrown back": those beaten had advanced, or now leave."""
    particles = {c.low for c in parse.children(token, "prt", "advmod", "prep")}
    repelling = token.low in _REPELLING
    driving = token.low in _DRIVING and particles & {"back", "off", "out", "from"}
    if not repelling and not driving:
        return None
    beaten = next(iter(parse.children(token, "nsubjpass", "dobj")), None)
    if beaten is None and token.tag == "VBN" and parse.children(token, "auxpass"):
        beaten = subject(parse, token)
    if beaten is None or not is_force(parse, beaten):
        return None
    to_place, from_place = _places(
        parse, token, Action.WITHDRAW if "out" in particles or "from" in particles else Action.ADVANCE, None
    )
    if driving and particles & {"out", "from"}:
        return _motion(parse, token, beaten, Action.WITHDRAW, to_place, from_place, nominal=False)
    found = _motion(parse, token, beaten, Action.ADVANCE, to_place, from_place, nominal=False)
    return replace(found, outcome=Outcome.FAILED) if found.status in (Status.ASSERTED, Status.CONFIRMED) else found


_REPELLING = frozenset("repel repels repelled repelling repulse repulsed repulsing thwarted foiled".split())
_DRIVING = frozenset(
    """
    drive drives drove driven driving beat beaten push pushes pushed pushing throw threw thrown force forced fought
""".split()
)


def _who_is_sent(parse: Parse, forces: Token, sender: Token | None) -> Token:
    """Of "Rwanda sent its troops" Rwanda moves, of "Rwanda sent 400 soldiers" the soldiers do."""
    described = [
        c
        for c in parse.children(forces)
        if c.dep in ("amod", "nummod", "compound", "quantmod", "prep") or (c.dep == "poss" and c.tag != "PRP$")
    ]
    return forces if described or sender is None else sender


def _by_noun(parse: Parse, token: Token) -> Motion | None:
    kind = MOVEMENT_NOUNS.get(token.low)
    if kind is None or not token.tag.startswith("NN") or token.dep == "compound":
        return None
    action = Action(kind)
    actor: Token | None = None
    for child in parse.children(token):
        if (child.dep == "poss" and (is_force(parse, child) or child.low in ("its", "their"))) or (
            child.dep in ("amod", "compound", "nmod") and actor is None and (parties(child.text) or child.low in FORCES)
        ):
            actor = child
    for child in parse.children(token, "prep", "agent"):
        for inner in parse.children(child, "pobj"):
            if child.low in ("by",) and is_force(parse, inner):
                actor = inner
            elif child.low == "of" and action is not Action.CAPTURE and is_force(parse, inner):
                actor = inner if inner.tag[:3] != "NNP" or actor is None else actor
    if actor is not None and token.low in ("movement", "movements") and actor.low == "troops" and not parse.children(actor):
        return None
    if actor is None or (token.low in ("movement", "movements") and not (actor.low in FORCES or _near_force(parse, token))):
        return None
    if (
        token.low in ("assault", "raid", "push", "exit", "rotation", "arrival", "dispatch")
        and actor.low not in FORCES
        and not parties(phrase(parse, actor)[0])
    ):
        return None
    to_place, from_place = _places(parse, token, action, None)
    if action is Action.CAPTURE:
        to_place = next(
            (phrase(parse, o)[0] for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")),
            to_place,
        )
    return _motion(parse, token, actor, action, to_place, from_place, nominal=True)


def _near_force(parse: Parse, token: Token) -> bool:
    return any(t.low in FORCES or t.low == "troop" for t in parse.subtree(token))


def _places(parse: Parse, token: Token, action: Action, place_object: Token | None) -> tuple[str | None, str | None]:
    """The place reached or held, and the place left."""
    to_place = from_place = None
    if place_object is not None and (_is_place(parse, place_object) or action is Action.CAPTURE):
        name = phrase(parse, place_object)[0]
        if place_object.low == "control":
            name = next(
                (
                    phrase(parse, o)[0]
                    for p in parse.children(place_object, "prep")
                    if p.low in ("of", "over")
                    for o in parse.children(p, "pobj")
                ),
                name,
            )
            to_place = None if name == "control" else name
        elif action is Action.WITHDRAW:
            from_place = name
        else:
            to_place = name
    pending = parse.children(token, "prep", "prt", "advmod")
    for child in parse.children(token, "dobj"):
        if child is not place_object or child.low in _GROUND or child.low in ("presence", "positions", "position"):
            pending += parse.children(child, "prep")
    for preposition in pending:
        nested = [preposition, *parse.children(preposition, "prep")]
        for p in nested:
            for place in parse.children(p, "pobj"):
                if not _is_place(parse, place):
                    continue
                name = phrase(parse, place)[0]
                if p.low in ("from", "out") or (p.low == "of" and preposition.low == "out"):
                    from_place = from_place or name
                elif p.low in _TO and not (p.low in ("in", "at") and to_place):
                    if action is Action.WITHDRAW and p.low in ("in", "at", "near", "around"):
                        from_place = from_place or name
                    else:
                        to_place = to_place or name
    return to_place, from_place


def _is_place(parse: Parse, token: Token) -> bool:
    """True for a noun of place or a proper name that is neither a time, a person's rank nor a force."""
    if token.low in PLACES:
        return True
    if token.low in FORCES or token.low in _CALENDAR or token.tag == "CD":
        return False
    return token.tag.startswith("NNP")


_CALENDAR = frozenset(
    """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
        october november december today yesterday week
    """.split()
)


def _motion(
    parse: Parse, token: Token, actor: Token, action: Action, to_place: str | None, from_place: str | None, *, nominal: bool
) -> Motion:
    name, span = phrase(parse, actor)
    status = _status(parse, token)
    if status in (Status.DEMANDED, Status.PLANNED, Status.DENIED):
        outcome = Outcome.UNKNOWN
    elif _fails(parse, token):
        outcome = Outcome.FAILED
    elif action is Action.HOLD or (
        token.tag == "VBG"
        and any(a.low in ("is", "are", "was", "were", "been", "'re", "'s") for a in parse.children(token, "aux"))
    ):
        outcome = Outcome.ONGOING
    else:
        outcome = Outcome.DONE
    tree = parse.subtree(token)
    return Motion(
        name, span, action, outcome, status, from_place, to_place, token.start, (tree[0].start, tree[-1].end), nominal
    )


def _status(parse: Parse, token: Token) -> Status:
    """What the words that govern a movement make of it."""
    if parse.children(token, "neg"):
        return Status.DENIED
    for aux in parse.children(token, "aux"):
        if aux.low in ("will", "shall", "would", "'ll"):
            return Status.PLANNED
        if aux.low in ("must", "should"):
            return Status.DEMANDED
    below: Token = token
    for head in parse.ancestors(token):
        base = REPORTING_FORMS.get(head.low)
        act = REPORTING.get(base) if base else None
        if head.tag.startswith("N") and head.low in ("call", "calls", "demand", "demands", "appeal", "request"):
            return Status.DEMANDED
        if head.tag.startswith("N") and head.low in ("plan", "plans", "pledge", "promise", "decision", "agreement", "threat"):
            return Status.PLANNED
        if act is not None and head.tag.startswith("V") and below.dep not in ("nsubj", "advcl", "nsubjpass"):
            if act == Act.DENY:
                return Status.DENIED
            bare = token.tag in ("VB", "NN", "NNS", "NNP")
            if act == Act.DEMAND and bare:
                return Status.DEMANDED
            if act == Act.COMMIT and bare:
                return Status.PLANNED
            if base == "confirm":
                return Status.CONFIRMED
            return Status.ASSERTED
        if (
            head.low
            in (
                "plan",
                "plans",
                "planned",
                "planning",
                "prepare",
                "preparing",
                "prepares",
                "intend",
                "intends",
                "intended",
                "set",
                "ready",
                "decided",
            )
            and token.tag == "VB"
        ):
            return Status.PLANNED
        if (
            head.tag.startswith("V")
            and any(a.low in ("will", "would", "must", "should") for a in parse.children(head, "aux"))
            and below.dep in ("xcomp", "conj", "dobj")
        ):
            return Status.DEMANDED if any(a.low in ("must", "should") for a in parse.children(head, "aux")) else Status.PLANNED
        below = head
    return Status.ASSERTED


def _fails(parse: Parse, token: Token) -> bool:
    """True when the sentence says that the movement was tried, thwarted or repelled."""
    governing = list(parse.ancestors(token))[:3]
    if any(FAILING_FORMS.get(h.low) for h in governing) or any(
        h.low
        in (
            "attempt",
            "attempts",
            "bid",
            "tried",
            "trying",
            "try",
            "attempted",
            "failed",
            "thwarted",
            "repelled",
            "repulsed",
            "foiled",
        )
        for h in governing
    ):
        return True
    after = [t.low for t in parse.tokens[token.number :]]
    return any(w in ("repelled", "repulsed", "thwarted", "foiled") for w in after) or (
        "pushed" in after and "back" in after and "were" in after
    )
