"""Words of harm in a parsed sentence: which tell that people were killed, wounded, missing or captured, and which do not.

A word of harm tells of nothing where it did not happen (an aim, a threat, a condition, a plan), where it is a habit, or where
people died of an illness; a prisoner who is freed is none.
"""

from extractor.language.forces import is_force
from extractor.language.lexicon import FREEING, GIVING_UP, HARM, HARM_NOUNS, HOLDING, HURT, LIMBS, MILITARY, SUFFERING, TAKING
from extractor.language.number_patterns import MANY
from extractor.language.persons import is_illness, is_person
from extractor.language.syntax import Parse, Token, once
from extractor.language.vocabulary import words

KINDS = ("killed", "wounded", "missing", "captured")
TOLLS = frozenset("casualty loss victim toll".split())
"""Nouns that count people without saying what befell them; most often they died."""
_LED = frozenset("to into from onto through across for with on".split())
_LIVES = frozenset(("life",))
_UNSURE = frozenset("will would shall should can could must ca wo 'll 'd".split())
_NOT = frozenset("not n't never".split())
_PERHAPS = frozenset("may might".split())
_GOING_ON = frozenset(
    "go continue appear seem manage happen report believe know say think fear presume suspect begin start come proceed".split()
)
"""Verbs whose infinitive happened, or is told as something that did."""
_SENTENCING = words("suspecting")
_BECAUSE = frozenset("of from after with following".split())
_CONDITIONS = frozenset("if unless lest whether".split())
_CARRYING_OFF = words("carrying-off")
_HELD = frozenset("hostage hostages captive captives prisoner prisoners alive".split())
_PARTICIPLES = frozenset("hurt slain".split())
_DYING = frozenset("die perish drown".split())


@once
def harm(parse: Parse, token: Token) -> str | None:
    """What kind of harm a word tells of ("killed", "wounded", "missing", "captured"), if any."""
    kind = _kind(parse, token)
    if kind is None or unreal(parse, token) or _natural(parse, token):
        return None
    return kind


def _kind(parse: Parse, token: Token) -> str | None:
    if token.tag.startswith(("V", "JJ")) or _is_participle(parse, token):
        return _by_verb(parse, token)
    if token.among(HARM_NOUNS):
        if token.low == "loss":
            lost = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
            if lost and not any(is_person(o) or o.lemma == "life" or o.tag == "CD" or o.low in MANY for o in lost):
                return None
        return HARM_NOUNS.get(token.low) or HARM_NOUNS[token.lemma]
    before = parse[token.number - 1] if token.low == "hospital" and token.number else None
    if before is not None and before.low in ("in", "to") and before.dep == "prep":
        return "wounded"
    return "killed" if token.lemma in TOLLS else None


def _is_participle(parse: Parse, token: Token) -> bool:
    """A participle right behind a number that the tagger took for a noun or an adverb: "110 hurt", "7 slain"."""
    before = parse[token.number - 1] if token.number else None
    after = parse[token.number + 1] if token.number + 1 < len(parse.tokens) else None
    if token.tag == "NNS" and token.verb in HARM and token.lemma not in HARM_NOUNS and after is not None:
        return after.tag == "CD" or after.low in MANY  # "Blast kills dozens"
    return before is not None and before.tag == "CD" and token.low in _PARTICIPLES and token.tag in ("NN", "NNS", "RB", "JJ")


def _harmed(token: Token) -> str | None:
    """What a noun or adjective says of those harmed ("the dead", "two bodies")."""
    return HARM_NOUNS.get(token.low) or (None if token.tag.startswith("V") else HARM_NOUNS.get(token.lemma))


def _by_verb(parse: Parse, token: Token) -> str | None:
    """What a verb or participle tells, with its objects where it is not harm by itself."""
    objects = parse.children(token, "dobj")
    kind = HARM.get(token.lemma)
    if kind is None and (token.tag in ("JJ", "VBN", "VBD") or token.low == "missing"):
        kind = _harmed(token)
    if token.lemma == "bury" and (token.low != "buried" or not (objects or parse.children(token, "nsubjpass"))):
        return None
    if token.lemma == "capture":
        described = token.dep == "amod" and is_person(parse[token.head])
        short = [] if objects or token.tag != "VBN" else parse.children(token, "nsubj")  # "three captured"
        shared = parse.head(token) if token.dep == "conj" and token.tag == "VBN" else None  # "have been killed or captured"
        short += parse.children(shared, "nsubjpass") if shared is not None else []
        if not described and not any(_takeable(parse, c) for c in [*short, *parse.children(token, "dobj", "nsubjpass")]):
            return None
    to = [o.low for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    if "death" in to and token.verb not in _SENTENCING:
        return "killed"  # stabbed, beaten, hacked, burned to death
    if kind is not None:
        return kind
    if token.lemma in SUFFERING and any(o.lemma in HURT for o in objects):
        return "wounded"
    if token.lemma == "lose" and any(
        o.lemma in LIMBS and parse.children(o, "det", "poss", "nummod", "predet") for o in objects
    ):
        return "wounded"
    if token.lemma in GIVING_UP and any(o.lemma in ("life", "price", "martyrdom") for o in objects):
        return "killed"
    if token.lemma in ("gun", "mow", "cut") and any(c.low == "down" for c in parse.children(token)):
        return "killed"
    if token.low == "shot" and any(c.low == "dead" for c in parse.children(token)):
        return "killed"
    if token.lemma in TAKING and any(o.lemma in _LIVES for o in _counted(parse, objects)):
        return "killed"
    people = [o for o in _coordinated(parse, objects) if is_person(o)]
    own = [o for o in objects if o.tag == "CD" and any(p.low == "of" for p in parse.children(o, "prep"))]
    if token.lemma == "lose" and (people or any(_of_own(parse, o) for o in own)):
        return "killed"
    passive = parse.children(token, "nsubjpass")
    taken = [o for o in [*_coordinated(parse, objects), *passive] if _takeable(parse, o)]
    if token.lemma in _CARRYING_OFF and any(c.low in ("off", "away") for c in parse.children(token, "prt", "advmod")):
        return "captured" if any(not t.among(HARM_NOUNS) for t in taken) else None  # "carried off their dead"
    if token.lemma in HOLDING and _is_held(parse, token, taken):
        return "captured"
    if token.lemma in ("treat", "hit") and any(is_person(c) or c.low == "none" for c in passive):
        return "wounded"
    if token.lemma in ("shoot", "fall") and any(
        _takeable(parse, c) for c in [*objects, *passive, *parse.children(token, "nsubj")]
    ):
        told = token.lemma == "fall" or bool(objects)
        return "killed" if told else None
    return None


def _is_held(parse: Parse, token: Token, people: list[Token]) -> bool:
    """ "Took 12 sailors hostage", "held captive", "two others were taken by the guerrillas", "seized 30 pupils"."""
    if token.lemma == "seize":
        return any(is_person(p) for p in people)
    for after in parse.tokens[token.number + 1 : token.number + 9]:
        if after.low in _HELD and (people or after.head == token.number):
            return True
        if after.tag.startswith("V"):
            break
    if token.lemma == "hold":
        objects, subjects = parse.children(token, "dobj"), parse.children(token, "nsubjpass")
        as_captives = token.tag == "VBG" or subjects
        return bool(as_captives) and any(is_person(p) for p in [*objects, *subjects]) and not parse.children(token, "oprd")
    if token.lemma != "take":
        return False
    if _took_soldiers(parse, token):
        return True
    return bool(people) and any(is_person(o) for a in parse.children(token, "agent") for o in parse.children(a, "pobj"))


def _took_soldiers(parse: Parse, token: Token) -> bool:
    """ "The rebels have taken 300 government soldiers", whom they bring nowhere."""
    takers = [s for s in parse.children(token, "nsubj") if s.low in ("they", "we") or is_force(parse, s)]
    led = parse.children(token, "prt", "xcomp", "oprd") or any(c.low in _LED for c in parse.children(token, "prep", "dative"))
    soldiers = [o for o in parse.children(token, "dobj") if o.among(MILITARY) and parse.children(o, "nummod")]
    return bool(takers and soldiers) and not led


def _counted(parse: Parse, objects: list[Token]) -> list[Token]:
    """Objects, with what those count that are numbers: "hundreds of thousands of lives"."""
    numbers = [o for o in objects if o.tag == "CD" or o.low in MANY]
    return [
        *objects,
        *(c for o in numbers for p in parse.children(o, "prep") if p.low == "of" for c in parse.children(p, "pobj")),
    ]


def _of_own(parse: Parse, number: Token) -> bool:
    """ "60 of them", "nine of its own"."""
    of = [o for p in parse.children(number, "prep") for o in parse.children(p, "pobj")]
    return any(o.low in ("them", "own") or is_person(o) for o in of)


def _takeable(parse: Parse, token: Token) -> bool:
    """Who can be captured, or fall: people; a name of one word may be a town's, whatever the parser makes of it."""
    return token.tag == "CD" or (is_person(token) and not (token.tag == "NNP" and not parse.children(token, "compound")))


def _coordinated(parse: Parse, tokens: list[Token]) -> list[Token]:
    found = []
    for token in tokens:
        following: Token | None = token
        while following is not None:
            found.append(following)
            following = next(iter(parse.children(following, "conj", "appos")), None)
    return found


def unreal(parse: Parse, token: Token) -> bool:
    """True for a verb of what did not happen or need not have: planned, wanted, a condition, denied, a habit."""
    if not token.tag.startswith("V"):
        return False
    auxiliaries = [a for a in parse.children(token, "aux", "auxpass", "neg", "mark") if a.entity != "DATE"]  # "13 May"
    words = {a.low for a in auxiliaries}
    have = any(a.lemma == "have" for a in auxiliaries)
    if words & _NOT or words & _CONDITIONS:
        return True
    if (words & _UNSURE and not (have and "will" in words)) or (words & _PERHAPS and not have):
        return True
    if token.lemma in _DYING and token.tag == "VBG" and any(a.lemma == "be" for a in auxiliaries):
        return True  # who is dying is not dead
    if token.lemma in _DYING and token.tag == "VBZ" and not parse.sentence.heading:
        return True  # "a patient here dies twice"
    above = parse.head(token)
    while above is not None and token.dep == "conj" and above.tag.startswith("V") and above.head != above.number:
        token, above = above, parse.head(above)
    if any(a.low == "to" and a.tag == "TO" for a in auxiliaries) and not have:
        if above is None:
            return True
        numbered = above.tag.startswith("N") and any(c.tag == "JJ" for c in parse.children(above, "amod"))
        return not (above.lemma in _GOING_ON or numbered)
    return False


def _natural(parse: Parse, token: Token) -> bool:
    """Death by illness or old age."""
    if token.lemma in ("kill", "claim") and any(is_illness(parse, c) for c in parse.children(token, "nsubj")):
        return True
    if token.lemma not in ("die", "death", "dead", "perish"):
        return False
    causes = [o for p in parse.children(token, "prep") if p.low in _BECAUSE for o in parse.children(p, "pobj")]
    return any(is_illness(parse, c) for c in causes)


def joint(parse: Parse, token: Token) -> tuple[str, bool] | None:
    """The other kind of harm that a figure counts together with a word's own, and whether "and" joins them ("or" else).

    "Killed or wounded 300", "the deaths and injuries of several": nobody knows how many of each.
    """
    kind = _kind(parse, token)
    for other in [*parse.children(token, "conj"), *([parse[token.head]] if token.dep == "conj" else [])]:
        second = _kind(parse, other)
        if second is None or second == kind or other.tag[0] != token.tag[0]:
            continue
        first, last = sorted((token, other), key=lambda t: t.number)
        between = [c.low for c in parse.children(first, "cc") if first.number < c.number < last.number]
        own = any(t.tag == "CD" for t in parse.tokens[first.number + 1 : last.number])
        apart = (
            own
            or (parse.children(first, "dobj") and parse.children(last, "dobj"))
            or parse.children(last, "nsubjpass", "nsubj")
        )
        if apart or not between or last.number - first.number > 4:
            continue
        if "or" in between or {kind, second} == {"killed", "wounded"}:
            return second, "or" not in between
    return None


def freed(parse: Parse, token: Token) -> bool:
    """True where the prisoners that a word tells of are let go."""
    around = [token, *parse.ancestors(token)]
    for above in around[:5]:
        if above.lemma in FREEING:
            return True
        if above.tag.startswith("N") and above is not token and not is_person(above) and above.dep == "dobj":
            break  # "released a video of the hostages"
    return any(c.lemma in FREEING for c in parse.children(token, "relcl", "acl"))
