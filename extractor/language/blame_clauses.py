"""Wrongs that a clause in somebody's mouth tells of another party: its subject, its agent, or the owner of its noun."""

from extractor.language.blame_lexicon import (
    ACTS_OF_WAR,
    ARMS,
    COMMITTING,
    FALSEHOODS,
    HARMFUL,
    NEEDS_HARM,
    NEEDS_PEOPLE,
    OMITTING,
    OWED,
    PROVOKING,
    UNTRUTHS,
    WRONG_NOUNS,
    WRONGS,
)
from extractor.language.blame_standing import is_alleged
from extractor.language.forces import INSTITUTIONS, is_force, is_party
from extractor.language.lexicon import BANDS, BELLIGERENTS, DOCUMENTS, FORCES, HARM, MILITARY, PLACES
from extractor.language.motion_lexicon import DRIVING
from extractor.language.names import parties
from extractor.language.persons import is_body, is_person
from extractor.language.phrases import subject
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.language.wrongs import Blame, category_of, named
from schemas.accusation import Category

_DEEDS = words("deed")
_AGENTLESS = words("agentless")
_CIRCUMSTANCES = frozenset("in by after before during since for following amid to from over despite about with".split())
_WORN = words("worn")
_CONDEMNING = words("condemning")
_BEATING = words("beaten", "repelling")
_MATERIAL = words("war-material")
_STARTING = words("starting-war")
_FALLING = words("arm-falling")
_ONES = frozenset("one ones".split())
_OF_DOER = frozenset(noun for noun, kind in WRONG_NOUNS.items() if kind is Category.INCURSION) - {"invasion", "occupation"}
"""Wrongs that befall nobody by "of": "an incursion of Y soldiers"."""
_REACHING = frozenset("on at inside into in against from upon through with to across".split())
_REFLEXIVE = frozenset("itself themselves himself herself".split())
_UPON = frozenset("on at against upon over".split())


def done(parse: Parse, token: Token) -> Blame | None:
    """A clause whose verb is a wrong, or does one, and whose subject or agent is a party."""
    if not token.tag.startswith("V") or token.dep in ("amod", "compound") or parse.children(token, "neg"):
        return None
    particles = [f"{token.verb} {c.low}" for c in parse.children(token, "prt", "advmod", "prep", "dobj", "acomp", "oprd")]
    verb = next((v for v in (*particles, token.verb) if v in WRONGS), None)
    if verb is None and token.verb in _FALLING and any(s.among(ARMS) for s in parse.children(token, "nsubj")):
        verb = token.verb
    if verb in NEEDS_HARM and verb == token.verb and parse.children(token, "prt"):
        return None  # "laid down", "backed up": another verb
    if verb == "lie" and (token.low in ("lay", "lain") or parse.children(token, "acomp", "advmod")):
        return None  # lay dead, lies north
    if any(o.low in _REFLEXIVE for o in parse.children(token, "dobj")):
        return None  # "blew himself up"
    if verb in DRIVING and any(c.low in ("back", "off") for c in parse.children(token, "prt", "advmod")):
        return None  # they beat back an attack, and nobody
    objects = parse.children(token, "dobj")
    resorted = [o for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    objects += resorted if token.verb == "resort" else []
    doing = token.verb in COMMITTING and any(
        (o.among(HARMFUL) and o in resorted)
        or o.among(WRONG_NOUNS)
        or any(c.among(WRONG_NOUNS) for c in parse.children(o, "compound"))
        for o in objects
    )
    if verb is None and not doing:
        return None
    left_undone = parse.children(token, "xcomp") if verb in OMITTING else []
    if any(t.verb in WRONGS for t in left_undone):
        return None  # who fails to take a town does nobody wrong
    if _in_defence(parse, token):
        return None
    doer = doer_of(parse, token, anybody=bool(left_undone) or verb in FALSEHOODS)
    if doer is None or not is_alleged(parse, token):
        return None
    clause = parse.subtree(token, without=("mark", "conj", "cc"))
    if verb in NEEDS_PEOPLE and not any(
        is_person(o) or o.tag == "PRP" for o in (*objects, *parse.children(token, "nsubjpass"))
    ):
        return None
    harmful = any(t.among(HARMFUL) for t in clause) or (verb == "mine" and any(o.among(PLACES) for o in objects))
    harmful = harmful or any(o.among(BANDS) for o in objects)
    if not doing and not left_undone and verb in NEEDS_HARM and not harmful:
        return None
    reached = (
        left_undone
        or verb in FALSEHOODS
        or parse.children(token, "dobj", "agent", "ccomp", "nsubjpass")
        or any(p.low in _REACHING or verb in _FALLING for p in parse.children(token, "prep"))
        or any(c.low == "first" for c in parse.children(token, "advmod"))
        or any(parse.children(c, "dobj") for c in parse.children(token, "conj"))  # "rammed and sank a boat"
    )
    if not reached:
        return None
    soft = not doing and verb in ACTS_OF_WAR
    return told(parse, token, doer, clause, soft)


def _in_defence(parse: Parse, token: Token) -> bool:
    """ "Repelled the attack, killing nine": what is done to attackers."""
    head = parse.head(token)
    while head is not None and token.dep == "conj" and head.tag == "VBG":
        token, head = head, parse.head(head)
    return token.tag == "VBG" and token.dep == "advcl" and head is not None and head.verb in _BEATING


def doer_of(parse: Parse, token: Token, *, anybody: bool = False) -> Token | None:
    """The party, or with `anybody` also the person, that does what a verb tells, or a pronoun that may stand for one."""
    doer = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
    if doer is None and not parse.children(token, "nsubjpass"):
        doer = subject(parse, token) or _said_of(parse, token)
    if doer is not None and doer.low in _REFLEXIVE:
        doer = next((s for s in parse.children(token, "nsubj") if s.low not in _REFLEXIVE), None)
    above = parse.head(token)
    if above is not None and (token.dep == "relcl" or (doer is not None and doer.low in ("that", "which", "who"))):
        cleft = next((c for a in (above, *parse.ancestors(above)) if a.verb == "be" for c in parse.children(a, "attr")), None)
        if cleft is not None and any(c.low == "it" for c in parse.children(parse[cleft.head], "nsubj")):
            doer = cleft  # "it was Y that opened fire"
        elif doer is not None and doer.low in ("that", "which", "who"):
            doer = above
    if doer is not None and doer.low in _ONES and (equated := parse.head(doer)) is not None and equated.verb == "be":
        doer = next(iter(parse.children(equated, "nsubj")), None)  # "they are the ones shelling our homes"
    if doer is not None and doer.tag.startswith("N") and (doer.among(ARMS) or not is_party(parse, doer)):
        if doer.among(ARMS):
            return owner_of(parse, doer)  # "Y's drones hit"
        if doer.among(WRONG_NOUNS) and token.verb in HARM:
            owner = owner_of(parse, doer)
            return None if owner is None or owner.dep in ("amod", "compound", "nmod") else owner  # "a Y raid killed": a toll
        owners = parse.children(doer, "poss") + [
            o for p in parse.children(doer, "prep") if p.low == "of" for o in parse.children(p, "pobj")
        ]
        if doer.among(DOCUMENTS) or doer.among(_DEEDS):
            doer = next((o for o in owners if is_party(parse, o)), None)
    if doer is None:
        return None
    able = doer.low in ("it", "they") or is_blamable(parse, doer)
    return doer if able or (anybody and (is_person(doer) or doer.among(INSTITUTIONS))) else None


def is_blamable(parse: Parse, token: Token) -> bool:
    """A party, or people whose country or movement is told: "Serb gunners", "men in uniform"."""
    if is_party(parse, token) or (token.tag.startswith("NNP") and token.entity in ("ORG", "NORP")):
        return True
    if not (is_person(token) or is_body(token)):
        return False
    beside = parse.children(token, "amod", "compound", "nmod", "poss")
    worn = [o for p in parse.children(token, "prep") if p.low == "in" for o in parse.children(p, "pobj")]
    return any(parties(c.text) or c.entity == "NORP" or c.low in parse.armed for c in beside) or any(
        o.among(_WORN) for o in worn
    )


def _said_of(parse: Parse, token: Token) -> Token | None:
    """The subject that a further clause of the same saying goes on with: "said that Y had shelled ..., had occupied ..."."""
    head = parse.head(token)
    if token.dep != "ccomp" or head is None:
        return None
    before = [c for c in parse.children(head, "ccomp") if c.number < token.number]
    if not before:  # "told Reuters the Thais had fired", taken for one name
        beside = [a for o in parse.children(head, "dobj") for a in parse.children(o, "appos") if a.number < token.number]
        helpers = [t.number for t in (token, *parse.children(token, "aux"))]
        return next((a for a in beside if parse.subtree(a)[-1].number + 1 == min(helpers)), None)
    return subject(parse, before[-1])


def undone(parse: Parse, token: Token) -> Blame | None:
    """ "Y did not honour its commitments", "neither side has enforced them", "sat on its hands", "stood by while"."""
    if not token.tag.startswith("V"):
        return None
    if any(c.tag == "MD" and c.low not in ("can", "could") for c in parse.children(token, "aux")):
        return None  # what one will not do is announced, and not left undone
    negated = parse.children(token, "neg") or any(
        d.low in ("neither", "no") for s in parse.children(token, "nsubj") for d in parse.children(s, "det")
    )
    idle = token.verb in ("sit", "stand", "turn") and {t.low for t in parse.subtree(token)} & {
        "hands",
        "idly",
        "blind",
    }
    by = [p for p in parse.children(token, "prt", "prep", "advmod") if p.low == "by" and not parse.children(p, "pobj")]
    meanwhile = [c for v in parse.children(token, "advcl") for c in parse.children(v, "mark", "advmod")]
    watching = token.verb == "stand" and by and any(c.low in ("while", "as") for c in meanwhile)
    if not ((negated and token.verb in OWED) or idle or watching):
        return None
    doer = doer_of(parse, token)
    if doer is None:
        return None
    found = told(parse, token, doer, parse.subtree(token, without=("mark", "conj", "cc")), False)
    return Blame(found.accused, found.accused_at, found.allegation, Category.FAILURE_TO_ACT, found.at, False)


def told(parse: Parse, token: Token, doer: Token, clause: list[Token], soft: bool) -> Blame:
    """The allegation that a clause makes of its doer."""
    name, span = named(parse, doer)
    while clause and clause[-1].tag in (".", ",", "''", ":"):
        clause.pop()
    own = any(doer in (s, *parse.children(s, "conj")) for s in parse.children(token, "nsubj"))
    relative = any(s.low in ("that", "which", "who") for s in parse.children(token, "nsubj"))
    led = own or relative or not parse.children(token, "nsubj")
    first = token if span[0] <= clause[0].start and led else clause[0]
    end = clause[-1].end
    victims = struck(parse, token)
    kind = category_of(parse, token.start, end)
    return Blame(
        name,
        span,
        (first.start, end),
        kind,
        token.start,
        explicit=False,
        soft=soft,
        struck=" ".join(t.text for v in victims for t in parse.subtree(v, without=("relcl", "acl"))),
        armed=kind is Category.ATTACK and any(is_military(parse, v) for v in victims),
    )


def struck(parse: Parse, token: Token) -> list[Token]:
    """Whom or what a verb is told to have been done to."""
    if parse.children(token, "agent"):
        found = parse.children(token, "nsubjpass") or ([parse[token.head]] if token.dep in ("relcl", "acl") else [])
    else:
        found = [t for t in parse.children(token, "dobj") if not t.among(WRONG_NOUNS)]
    held = [token, *parse.children(token, "dobj")]
    found += [o for h in held for p in parse.children(h, "prep") if p.low in _UPON for o in parse.children(p, "pobj")]
    return found


def is_military(parse: Parse, token: Token) -> bool:
    """True for armed forces and what they fight with and from: "posts", "nine tanks", "army positions"."""
    beside = parse.children(token, "compound", "amod", "nmod")
    return any(t.among(MILITARY) or t.among(_MATERIAL) or t.low in parse.armed for t in (token, *beside))


def owned(parse: Parse, token: Token) -> Blame | None:
    """A noun of wrong with its owner: "ceasefire violations by Y", "Y's shelling of the town"."""
    using = token.low == "use" and any(
        o.among(HARMFUL) for p in parse.children(token, "prep") for o in parse.children(p, "pobj")
    )
    if (not token.among(WRONG_NOUNS) and not using) or not token.tag.startswith("NN") or token.among(_AGENTLESS):
        return None
    owner = owner_of(parse, token)
    if owner is None or token.among(UNTRUTHS) or _repelled(parse, token) or _granted(parse, token):
        return None
    head = parse.head(token)
    killing = head is not None and token.dep == "nsubj" and head.verb in HARM
    if killing or not is_alleged(parse, token):
        return None  # whom a raid killed is told by its verb
    name, span = named(parse, owner)
    tree = parse.subtree(token, without=("relcl",))
    return Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, token.start, token.end), token.start, False)


def owner_of(parse: Parse, token: Token) -> Token | None:
    """Whose doing a noun of wrong is: "Y's raid", "a Y raid", "a raid by Y"; a party, or the adjective of one."""
    by = [p for p in parse.subtree(token, without=("relcl", "acl")) if p.dep in ("prep", "agent") and p.low == "by"]
    agents = [o for p in by for o in parse.children(p, "pobj")]
    owner = next((w for o in agents if (w := o if is_blamable(parse, o) else arms_owner(parse, o)) is not None), None)
    for done_by in parse.children(token, "acl"):
        if owner is None and done_by.tag == "VBN" and done_by.verb in COMMITTING:
            owner = next((o for a in parse.children(done_by, "agent") for o in parse.children(a, "pobj")), None)
    if owner is None:
        owner = next(iter(parse.children(token, "poss")), None)
        if owner is not None and owner.low == "whose" and (clause := parse.head(token)) is not None:
            owner = parse.head(clause)
        of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        if owner is None and token.among(_OF_DOER):
            owner = next((o for o in of if is_blamable(parse, o)), None)
        beside = parse.children(token, "amod", "compound", "nmod")
        beside += [c for b in beside if b.dep == "compound" for c in parse.children(b, "compound", "amod")]
        owner = owner or next(
            (c for c in beside if parties(c.text) or c.low in parse.armed or (c.tag in ("NN", "JJ") and c.among(BELLIGERENTS))),
            None,
        )
    return owner if owner is not None and (is_blamable(parse, owner) or parties(owner.text)) else None


def arms_owner(parse: Parse, token: Token) -> Token | None:
    """Whose arms did it: "violations by Velian jets"."""
    beside = parse.children(token, "amod", "compound", "nmod", "poss") if token.among(ARMS) or token.among(FORCES) else []
    return next((c for c in beside if parties(c.text)), None)


def _granted(parse: Parse, token: Token) -> bool:
    """True for an attack that is only the cause, time or reason of what is told: "killed in", "in retaliation for"."""
    head = parse.head(token)
    above = parse.head(head) if head is not None else None
    if head is not None and head.dep == "agent" and above is not None and above.verb in _STARTING:
        return False  # "sparked by an incursion of Y"
    judged = any(c.among(PROVOKING) for c in parse.children(token, "amod"))
    judged = judged or any(a.verb in _CONDEMNING and a.tag.startswith("V") for a in parse.ancestors(token))
    return token.dep == "pobj" and head is not None and head.low in _CIRCUMSTANCES and not judged


def _repelled(parse: Parse, token: Token) -> bool:
    """True for an attack that the speaker tells to have been beaten off: a success, and no complaint."""
    head = parse.head(token)
    if head is None or token.dep not in ("dobj", "nsubjpass", "nsubj"):
        return False
    beaten = head.verb in _BEATING or (head.verb in DRIVING and any(c.low in ("back", "off") for c in parse.children(head)))
    return beaten and (token.dep == "dobj" or head.tag == "VBN")


def alleged(parse: Parse, verb: Token) -> list[Blame]:
    """What "alleged that ...", "complained that ..." say: who does the clause's verb is blamed for it, whatever the verb."""
    found = []
    clauses = parse.children(verb, "ccomp")
    joined = [c for first in clauses for c in parse.children(first, "conj")]
    for clause in [*clauses, *(c for c in joined if any(m.low == "that" for m in parse.children(c, "mark")))]:
        if not is_alleged(parse, clause):
            continue
        agent = next((o for a in parse.children(clause, "agent") for o in parse.children(a, "pobj")), None)
        passive = bool(parse.children(clause, "nsubjpass"))
        doer = agent or (None if passive else subject(parse, clause))
        if doer is not None and doer.tag.startswith("N") and (is_party(parse, doer) or is_person(doer)):
            found.append(told(parse, clause, doer, parse.subtree(clause, without=("mark", "conj", "cc")), False))
    return found


def denounced(parse: Parse, start: int, end: int) -> list[Blame]:
    """Forces and parties whose conduct the words between two offsets call a provocation or worse."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    if not any(t.among(PROVOKING) for t in tokens):
        return []
    for token in tokens:
        by = parse.head(token)
        teller = parse.head(by) if by is not None and by.dep == "agent" else None
        if teller is not None and teller.verb in REPORTING:
            continue  # "the breaches reported by Y"
        definite = any(c.low == "the" for c in parse.children(token, "det"))
        moving = token.lemma == "movement" and any(is_force(parse, c) for c in parse.subtree(token) if c is not token)
        if moving:  # of troops, and no party
            whose = next((c for c in parse.children(token, "amod", "nmod", "compound") if parties(c.text)), None)
            if whose is not None:
                return [Blame(whose.text, (whose.start, whose.end), (start, end), Category.PROVOCATION, token.start, False)]
            continue
        if token.tag.startswith("N") and token.among(BELLIGERENTS) and (definite or parties(named(parse, token)[0])):
            name, span = named(parse, token)
            return [Blame(name, span, (start, end), Category.PROVOCATION, token.start, False)]
    return []
