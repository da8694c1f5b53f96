"""Where a rule's event happened: in the clause that tells it, else in the passage that its sentence continues."""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.language.content import Utterance
from extractor.language.figures import counted, tokens_of
from extractor.language.motion_frame import Motion
from extractor.language.phrases import Span
from extractor.language.scenes import beside, scene
from extractor.language.syntax import Parse, Token
from extractor.language.tolls import Toll
from extractor.language.wrongs import Blame
from schemas.base import Whereabouts

CLAUSE = "place in its clause"
SENTENCE = "place of the attack in its sentence"


def of_toll(account: Account, parse: Parse, toll: Toll, around: Utterance | None) -> Whereabouts | None:
    """Where people came to harm."""
    bounds = _bounds(parse, around)
    starts = [counted(parse, inside, at[1]) for _, at in toll.counts.values() if (inside := tokens_of(parse, *at))]
    told = [t for t in parse if t.start == toll.at]
    return _first(parse, [*starts, *told], bounds) or _beside(parse, told or starts)


def of_motion(parse: Parse, motion: Motion, around: Utterance | None) -> Whereabouts | None:
    """Where forces moved, of a movement that names neither its aim nor where it began."""
    start = [t for t in parse if t.start == motion.at]
    return _first(parse, start, _bounds(parse, around), reaching=True)


def of_blame(parse: Parse, blame: Blame) -> Whereabouts | None:
    """Where the deed happened that somebody is blamed for, as far as the allegation says."""
    inside = [t for t in parse if blame.allegation[0] <= t.start < blame.allegation[1]]
    numbers = {t.number for t in inside}
    heads = [t for t in inside if t.head not in numbers or t.head == t.number]
    return _first(parse, heads, blame.allegation, reaching=True)


def _bounds(parse: Parse, around: Utterance | None) -> Span:
    """Between which words an event's place can stand: those of the saying that it is told in, else its sentence."""
    if around is not None and around.sentence == parse.sentence.number:
        return around.saying.content
    return parse.sentence.start, parse.sentence.end


def _beside(parse: Parse, starts: Sequence[Token]) -> Whereabouts | None:
    found = beside(parse, starts[0]) if starts else []
    return Whereabouts(tuple(found), SENTENCE) if found else None


def _first(parse: Parse, starts: Sequence[Token], bounds: Span, *, reaching: bool = False) -> Whereabouts | None:
    for start in starts:
        if found := scene(parse, start, bounds, reaching=reaching):
            return Whereabouts(tuple(found), CLAUSE)
    return None
