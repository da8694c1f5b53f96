"""Which force a movement is told of: the name that a pronoun, or an adjective of nationality, stands for."""

from extractor.language.account import Account
from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import FORCES, FORMATIONS
from extractor.language.motion_frame import Motion, Named
from extractor.language.names import name_words, parties
from extractor.language.persons import is_person
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token, noun_among
from schemas.base import Status

_OWNERS = frozenset({"its", "their"})
_ADJECTIVES = ("i", "an", "ish", "ese", "ian", "ean", "n")
_NEAR = 3  # sentences in which a pronoun's force is looked for as a subject


def actor_of(account: Account, motion: Motion, sentence: int) -> Named | None:
    """The force that moves, as the article names it, and where; None where a pronoun stands for none that is named."""
    as_written = (motion.actor, motion.actor_at)
    low = motion.actor.lower().strip()
    if low == "we" or low.startswith("our "):
        return as_written
    parse = account.parses[sentence - 1]
    if low in PRONOMINAL or low in _OWNERS:
        if low in ("it", "them") and motion.mover.dep not in ("nsubj", "nsubjpass", "poss"):
            return _mentioned_before(account, sentence, parse, motion.mover)
        return _meant(account, motion, sentence, parse, low)
    bare = motion.actor.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("an ")
    if " " not in bare and motion.nominal and parties(bare) and bare.lower().endswith(_ADJECTIVES):
        return last_force(account, sentence, motion.at, bare) or as_written
    return as_written


def _meant(account: Account, motion: Motion, sentence: int, parse: Parse, low: str) -> Named | None:
    """What a subject or an owner stands for: who speaks in its own sentence, else a force told of before."""
    if (told := _teller(parse, motion)) is not None:
        return phrase(parse, told)
    if low in _OWNERS and motion.status is Status.DEMANDED:
        return _mentioned_before(account, sentence, parse, motion.mover)  # those who demand mean others
    quote = account.quoted(motion.actor_at[0])
    if quote is None or low != "they":
        return last_force(account, sentence, motion.at)
    earlier = last_force(account, sentence, motion.at)
    inside = earlier is not None and quote[0] <= earlier[1][0]
    return earlier if inside else (motion.actor, motion.actor_at)  # a speaker's "they" is seldom whom the article told of last


def _teller(parse: Parse, motion: Motion) -> Token | None:
    """The force that is the subject of the clause in which a pronoun's clause is told: "the rebels said they had left"."""
    below = motion.mover
    for head in parse.ancestors(motion.mover):
        told = below.dep in ("ccomp", "advcl", "relcl", "appos", "dobj", "pobj") and head.tag.startswith("V")
        found = subject(parse, head) if told else None
        if found is not None and found is not motion.mover and found.low not in PRONOMINAL and found.end <= motion.mover.start:
            meant = is_force(parse, found) or found.tag == "NNPS"
            return found if meant and below.dep != "advcl" else None
        below = head
    return None


def last_force(account: Account, sentence: int, before: int, party: str | None = None) -> Named | None:
    """The force that a pronoun stands for: the nearest earlier subject that is one, else the nearest named force."""
    if party is None:
        for parse in reversed(account.parses[max(0, sentence - _NEAR) : sentence]):
            for token in _subjects(parse, before):
                if is_force(parse, token):
                    return phrase(parse, token)
                if is_person(token) and token.tag == "NNS" and not token.among(FORCES):
                    return None
    for parse in reversed(account.parses[:sentence]):
        for name, span in reversed(forces(parse)):
            if span[0] < before and (party is None or (parties(party) & parties(name) and names_force(name))):
                return name, span
    return None


def names_force(name: str) -> bool:
    """True for a name that has a word for those under arms in it; "the Rwandans" has none."""
    return any(noun_among(w, FORCES | FORMATIONS) for w in name_words(name))


def _mentioned_before(account: Account, sentence: int, parse: Parse, pronoun: Token) -> Named | None:
    """What an object pronoun stands for: the nearest force mentioned before it that is not the subject of its own clause."""
    verb = next((h for h in parse.ancestors(pronoun) if h.tag.startswith("V")), None)
    doer = subject(parse, verb) if verb is not None else None
    own = phrase(parse, doer)[0] if doer is not None else ""
    if _treated(parse, verb):
        return None
    for earlier in reversed(account.parses[max(0, sentence - _NEAR) : sentence]):
        for name, span in reversed(forces(earlier)):
            if span[0] < pronoun.start and name != own:
                return name, span
    return None


def _treated(parse: Parse, verb: Token | None) -> bool:
    """True where "them" are people who are no force: "rounded up the boys and sent them to the front"."""
    head = parse.head(verb) if verb is not None and verb.dep in ("conj", "advcl") else None
    objects = (
        [*parse.children(head, "dobj"), *(o for p in parse.children(head, "prep") for o in parse.children(p, "pobj"))]
        if head
        else []
    )
    return any(is_person(o) for o in objects) and not any(is_force(parse, o) for o in objects)


def _subjects(parse: Parse, before: int) -> list[Token]:
    """The subjects of a sentence before a place, that of its main verb first."""
    found = [t for t in parse if t.dep in ("nsubj", "nsubjpass") and t.end <= before and t.low not in PRONOMINAL]
    return sorted(found, key=lambda t: (h := parse.head(t)) is None or h.dep != "ROOT")


def forces(parse: Parse) -> list[Named]:
    """The named forces of a sentence."""
    found = []
    for token in parse:
        if is_force(parse, token) and token.tag.startswith("N") and token.dep not in ("compound", "poss"):
            name, span = phrase(parse, token)
            if name.lower() != token.low or parties(name) or token.low in parse.armed:
                found.append((name, span))
    return found
