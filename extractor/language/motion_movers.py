"""Who moves, but not as a force: people who flee, police on their rounds, ships and lorries of aid, envoys on a visit."""

from extractor.language.forces import is_force
from extractor.language.lexicon import FORCES, FORMATIONS
from extractor.language.motion_goals import is_place
from extractor.language.motion_lexicon import BARE, HARDWARE
from extractor.language.names import parties
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

TRAVELLING = words("travelling")
"""Verbs of motion that anybody is told of, under arms or not."""
_CAMPAIGNS = words("campaign")
_CIVIL_USE = words("civil-use")
_VISITING = words("visiting")
_CRAFT = words("craft")
_COFFINS = words("coffin")
_LOADED = words("loaded")
_SEIZING = words("seizing")
_RUNNING = frozenset({"escape", "flee"})
_BESIDE = ("amod", "compound", "nmod", "poss", "nummod")


def unarmed(parse: Parse, mover: Token, verb: Token) -> bool:
    """True for what a force would be said to do too, told of those who do it without arms."""
    if _carries_aid(parse, mover):
        return True
    if verb.verb not in TRAVELLING:
        return False
    if any(o.among(_COFFINS) for p in parse.children(verb, "prep") if p.low == "in" for o in parse.children(p, "pobj")):
        return True  # those who come home dead
    return _people(parse, mover) or (verb.verb not in _RUNNING and _on_duty(parse, mover)) or _visits(parse, verb)


def takes(parse: Parse, mover: Token, verb: Token, place: Token | None) -> bool:
    """True for a name, or a campaign of those named, that is told to take a place: nobody without arms does."""
    if place is None or verb.verb not in _SEIZING:
        return False
    if place.lemma == "control":
        held = [o for p in parse.children(place, "prep") if p.low in ("of", "over") for o in parse.children(p, "pobj")]
    elif verb.verb in ("take", "seize", "gain"):
        return False
    else:
        held = [place]
    if not any(is_place(parse, h) for h in held):
        return False
    if mover.among(_CAMPAIGNS) and mover.tag.startswith("NN"):
        beside = parse.children(mover, "amod", "compound", "poss", "nmod")
        beside += [c for b in beside for c in parse.children(b, "npadvmod", "advmod", "nmod", "compound")]
        return verb.dep != "acl" and any(parties(t.text) or is_force(parse, t) for t in beside)
    above = parse.head(mover)
    saying = above is not None and above is not verb and above.verb in REPORTING and above.tag.startswith("V")
    return not saying and mover.tag.startswith("NNP") and mover.entity not in ("DATE", "TIME", "LOC", "FAC")


def told_by(parse: Parse, verb: Token) -> Token | None:
    """The force whose own people tell of a place that it was taken: "Army officials said the hill has been secured"."""
    telling = parse.head(verb)
    if telling is None or verb.dep != "ccomp" or telling.verb not in REPORTING:
        return None
    teller = next(iter(parse.children(telling, "nsubj")), None)
    if teller is None:
        return None
    owners = (teller, *parse.children(teller, "compound", "amod", "poss"))
    return next((t for t in owners if (t.among(FORCES) or t.low in parse.armed or parties(t.text)) and not is_state(t)), None)


def is_state(token: Token) -> bool:
    """True for the name of a state, which belongs to treaties and leaves blocs as forces leave towns."""
    named = token.tag.startswith("NNP") and not token.among(FORCES) and not token.among(FORMATIONS)
    return named and token.entity != "NORP" and any(len(code) == 2 and code != "UN" for code in parties(token.text))


def _people(parse: Parse, mover: Token) -> bool:
    """A nation's people without "the": "Syrians crossed the border"; headlines leave "the" out."""
    whole = [o for p in parse.children(mover, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    mover = whole[0] if whole and not mover.among(FORCES) else mover
    plural = mover.tag in ("NNPS", "NNS") or (mover.tag == "NNP" and mover.low.endswith("s"))
    codes = parties(mover.text)
    nation = any(len(code) == 2 for code in codes) or (mover.entity == "NORP" and not codes and mover.low not in parse.armed)
    if not plural or not nation or mover.among(FORCES):
        return False
    return not parse.sentence.heading and not any(
        c.low == "the" or c.tag == "PRP$" for c in parse.children(mover, "det", "poss")
    )


def _on_duty(parse: Parse, mover: Token) -> bool:
    """Police of nowhere in particular, or beside those who come to help: "Police and ambulances arrived"."""
    if mover.lemma not in ("police", "policeman", "officer"):
        return False
    beside = parse.children(mover, *_BESIDE)
    others = [c for c in parse.children(mover, "conj") if not is_force(parse, c)]
    joined = len(others) < len(parse.children(mover, "conj"))
    return bool(others) or not (joined or any(c.tag != "CD" and c.low != "police" for c in beside))


def _carries_aid(parse: Parse, mover: Token) -> bool:
    """Ships, convoys and lorries whose use or load is told, and is no war."""
    if not mover.among(_CRAFT):
        return False
    about = parse.children(mover, *_BESIDE)
    loads = [o for p in parse.children(mover, "prep") if p.low in ("of", "with") for o in parse.children(p, "pobj")]
    about += [c for o in loads for c in (o, *parse.children(o, *_BESIDE))]
    if any(is_force(parse, t) or parties(t.text) or t.low in ("military", "army", "naval") for t in about if t is not mover):
        return False
    loaded = [mover, *(o for p in parse.children(mover, "prep") if p.low == "of" for o in parse.children(p, "pobj"))]
    carried = [o for t in loaded for a in parse.children(t, "acl") if a.verb in _LOADED for o in parse.children(a, "dobj")]
    armed = any(is_force(parse, o) or o.among(HARDWARE) or o.among(FORCES) for o in carried)
    return any(t.among(_CIVIL_USE) for t in about) or (bool(carried) and not armed)


def _visits(parse: Parse, verb: Token) -> bool:
    """ "Will go to Morland to discuss this": who travels for a talk is on a visit."""
    purposes = [v for v in parse.children(verb, "advcl", "xcomp") if any(c.low == "to" for c in parse.children(v, "aux"))]
    causes = [o for p in parse.children(verb, "prep") if p.low == "for" for o in parse.children(p, "pobj")]
    return any(v.verb in _VISITING or v.verb in REPORTING for v in purposes) or any(o.among(_VISITING) for o in causes)


def who_is_sent(parse: Parse, forces: Token, sender: Token | None) -> Token:
    """Of "Rwanda sent its troops" Rwanda moves, of "Rwanda sent 400 soldiers" the soldiers do."""
    described = [
        c
        for c in parse.children(forces)
        if c.dep in ("amod", "nummod", "compound", "quantmod", "prep") or (c.dep == "poss" and c.tag != "PRP$")
    ]
    owned = any(c.tag == "PRP$" for c in parse.children(forces, "poss"))
    owned = owned or forces.low in ("garrison", "presence", "force", "contingent")
    if owned and sender is not None and is_force(parse, sender):
        return sender
    named = described or (not forces.among(BARE) and not parse.children(forces, "poss"))
    return forces if named or sender is None or not is_force(parse, sender) else sender
