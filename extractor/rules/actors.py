"""Which force a movement is told of: the name that a pronoun, or an adjective of nationality, stands for."""

from extractor.language.account import Account
from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lemmas import noun_among
from extractor.language.lexicon import FORCES, FORMATIONS, MILITARY
from extractor.language.motion_frame import Motion, Named, owner
from extractor.language.motion_lexicon import MOVEMENT_NOUNS
from extractor.language.motion_movers import TRAVELLING
from extractor.language.motion_nouns import noun_actor
from extractor.language.names import name_words, parties
from extractor.language.persons import is_person
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status

_SINGLE = frozenset({"it", "its"})
_OWNERS = frozenset({"its", "their"})
_ADJECTIVES = ("i", "an", "ish", "ese", "ian", "ean", "n")
_ARMED = FORCES | FORMATIONS | MILITARY | words("armed-rank") | frozenset("brig gen maj col lt capt sgt adm cmdr".split())
_NEAR = 3  # sentences in which a pronoun's force is looked for as a subject


def actor_of(account: Account, motion: Motion, sentence: int) -> Named | None:
    """The force that moves, as the article names it, and where; None where a pronoun stands for none that is named."""
    as_written = (motion.actor, motion.actor_at)
    low = motion.actor.lower().strip()
    if low == "we" or low.startswith("our "):
        return as_written if low != "we" or _in_arms(account, motion, sentence) else None
    parse = account.parses[sentence - 1]
    if low in PRONOMINAL or low in _OWNERS:
        if low == "those" and parse.children(motion.mover, "acl", "relcl"):
            return None  # "those involved": whoever they are
        if low in ("it", "them") and motion.mover.dep not in ("nsubj", "nsubjpass", "poss"):
            return _mentioned_before(account, sentence, parse, motion.mover)
        return _meant(account, motion, sentence, parse, low)
    bare = motion.actor.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("an ")
    if " " not in bare and motion.nominal and parties(bare) and bare.lower().endswith(_ADJECTIVES):
        return last_force(account, sentence, motion.at, bare) or as_written
    return as_written


def _in_arms(account: Account, motion: Motion, sentence: int) -> bool:
    """Whether "we" are forces: anybody goes and flees, so there the speaker has to be called a soldier or a party."""
    parse = account.parses[sentence - 1]
    verb = next((t for t in parse if t.start == motion.at), None)
    if verb is None or verb.verb not in TRAVELLING:
        return True
    around = account.source_of(parse.sentence, motion.at, motion.at + 1)
    speaker = around.speaker if around is not None else None
    if speaker is None:
        return False
    return bool(parties(speaker)) or any(noun_among(w.rstrip("."), _ARMED) for w in _called(account, name_words(speaker)))


def _called(account: Account, name: tuple[str, ...]) -> set[str]:
    """The words of a name, and those that the article calls its bearer by."""
    found = set(name)
    for parse in account.parses:
        for token in parse:
            if name and token.low == name[-1] and token.tag.startswith("NNP"):
                beside = [
                    *parse.children(token, "compound", "appos", "amod"),
                    *([parse[token.head]] if token.dep == "appos" else []),
                ]
                found |= {t.low for b in beside for t in (b, *parse.children(b, "compound", "poss"))}
    return found


def _meant(account: Account, motion: Motion, sentence: int, parse: Parse, low: str) -> Named | None:
    """What a subject or an owner stands for: who speaks in its own sentence, else a force told of before."""
    if (told := _teller(parse, motion)) is not None:
        return phrase(parse, told)
    if low in _SINGLE and (mover := _mover_above(parse, motion)) is not None:
        return owner(parse, mover)
    if low in _OWNERS and motion.status is Status.DEMANDED:
        return _mentioned_before(account, sentence, parse, motion.mover)  # those who demand mean others
    if low in _SINGLE and _object_meant(parse, motion.mover):
        return None
    quote = account.quoted(motion.actor_at[0])
    if quote is None or low != "they":
        return last_force(account, sentence, motion.at, single=low in _SINGLE)
    earlier = last_force(account, sentence, motion.at)
    inside = earlier is not None and quote[0] <= earlier[1][0]
    return earlier if inside else (motion.actor, motion.actor_at)  # a speaker's "they" is seldom whom the article told of last


def _object_meant(parse: Parse, pronoun: Token) -> bool:
    """True where "it" is a thing of the clause above: "gunmen boarded the train after it had left"."""
    for head in parse.ancestors(pronoun):
        doers = parse.children(head, "nsubj", "nsubjpass")
        if head.tag.startswith("V") and doers and pronoun not in doers:
            things = [o for o in parse.children(head, "dobj") if o.start < pronoun.start and not _many(o)]
            return all(_many(d) for d in doers) and bool(things) and not any(is_force(parse, o) for o in things)
    return False


def _mover_above(parse: Parse, motion: Motion) -> Token | None:
    """Whose movement the clause above tells: "the army's retreat came a year after it had taken the town"."""
    clause = parse.head(motion.mover)
    above = parse.head(clause) if clause is not None and clause.dep == "advcl" else None
    moves = subject(parse, above) if above is not None else None
    return noun_actor(parse, moves) if moves is not None and moves.among(MOVEMENT_NOUNS) else None


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


def last_force(account: Account, sentence: int, before: int, party: str | None = None, *, single: bool = False) -> Named | None:
    """The force that a pronoun stands for: the nearest earlier subject that is one, else the nearest named force."""
    if party is None and (near := _beside(account.parses[sentence - 1], before, single=single)) is not None:
        return near
    if party is None:
        for parse in reversed(account.parses[max(0, sentence - _NEAR) : sentence]):
            for token in _subjects(parse, before):
                if is_force(parse, token) and not (single and _many(token)):
                    return phrase(parse, token)
                if is_person(token) and token.tag == "NNS" and not token.among(FORCES):
                    return None
    for parse in reversed(account.parses[:sentence]):
        for name, span in reversed(forces(parse, single=single)):
            if span[0] < before and (party is None or (parties(party) & parties(name) and names_force(name))):
                return name, span
    return None


def _beside(parse: Parse, before: int, *, single: bool) -> Named | None:
    """The one force that a sentence names before its pronoun, where none of its subjects is a force or people."""
    if any(is_force(parse, t) or (is_person(t) and _many(t)) for t in _subjects(parse, before)):
        return None
    named = [f for f in forces(parse, single=single) if f[1][0] < before]
    return named[-1] if len(named) == 1 and names_force(named[0][0]) else None


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


def _many(token: Token) -> bool:
    return token.tag in ("NNS", "NNPS")


def forces(parse: Parse, *, single: bool = False) -> list[Named]:
    """The named forces of a sentence; only those that "it" can stand for where asked for."""
    found = []
    for token in parse:
        if (single and _many(token)) or token.dep in ("compound", "poss"):
            continue
        if is_force(parse, token) and token.tag.startswith("N"):
            name, span = phrase(parse, token)
            if name.lower() != token.low or parties(name) or token.low in parse.armed:
                found.append((name, span))
    return found
