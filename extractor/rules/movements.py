"""Movements that the article's syntax shows, with the force that a pronoun stands for."""

from extractor.language.account import Account
from extractor.language.content import Utterance
from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import FORCES
from extractor.language.motion import motions
from extractor.language.motion_frame import Motion
from extractor.language.names import parties
from extractor.language.persons import is_person
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.rules.circumstances import source, when
from extractor.rules.places import of_motion
from schemas.base import Span, Status
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome, TroopMovementProposal


def movements(account: Account, parse: Parse) -> list[TroopMovementProposal]:
    """The movements of one sentence."""
    return [m for motion in motions(parse) if (m := _movement(account, parse, motion)) is not None]


def _movement(account: Account, parse: Parse, motion: Motion) -> TroopMovementProposal | None:
    sentence = parse.sentence
    around = account.source_of(sentence, motion.at, motion.at + 1)
    actor = _named(account, motion, sentence.number, around)
    if actor is None:
        return None
    status, outcome = motion.status, motion.outcome
    if around is not None and status is Status.ASSERTED:
        if around.saying.act is Act.DENY and around.sentence == sentence.number:
            status, outcome = Status.DENIED, Outcome.UNKNOWN
        elif around.saying.act is Act.DEMAND and (
            motion.nominal or account.text[motion.at : motion.at + 8].lower() in motion.action.value
        ):
            status, outcome = Status.DEMANDED, Outcome.UNKNOWN
    day = None

    def same(other: Parse) -> bool:
        return any(m.action is motion.action for m in motions(other))

    dated = motion.action is not Action.HOLD or account.dates[sentence.number]
    if dated and status not in (Status.DEMANDED, Status.PLANNED):
        day = _own_year(account, sentence.number, motion) or when(account, sentence.number, motion.clause, around, same)
    proposal = TroopMovementProposal(
        sentences=[sentence.number],
        actor=actor,
        action=motion.action,
        outcome=outcome,
        status=status,
        source=source(around) or _demander(account, sentence.number, motion),
        from_place=_words(account, motion.from_place),
        to_place=_words(account, motion.to_place),
        when=account.text[slice(*day)] if day else None,
    ).at(from_place=motion.from_place, to_place=motion.to_place, when=day)
    return proposal.happened(None if motion.to_place or motion.from_place else of_motion(parse, motion, around))


def _words(account: Account, span: Span | None) -> str | None:
    return account.text[slice(*span)] if span else None


def _own_year(account: Account, sentence: int, motion: Motion) -> Span | None:
    """The date inside a movement's own name: "Russia's 2022 invasion" is no movement of today."""
    own = [m for m in account.dates[sentence] if motion.nominal and m.adjectival and motion.clause[0] <= m.start <= motion.at]
    return (own[-1].start, own[-1].end) if own else None


def _demander(account: Account, sentence: int, motion: Motion) -> str | None:
    """Who demands, plans or denies a movement that stands beside the verb and not within its content."""
    if motion.status is Status.ASSERTED:
        return None
    near = [u for u in account.utterances if u.sentence == sentence and u.saying.at <= motion.at]
    return near[-1].speaker if near else None


def _named(account: Account, motion: Motion, sentence: int, around: Utterance | None) -> str | None:
    """The force's name where the clause has only a pronoun or an adjective of nationality."""
    low = motion.actor.lower().strip()
    if low == "we" or low.startswith("our "):
        return motion.actor
    if low in PRONOMINAL or low in ("its", "their"):
        parse = account.parses[sentence - 1]
        pronoun = next((t for t in parse if t.start == motion.actor_at[0]), None)
        if pronoun is not None and pronoun.dep not in ("nsubj", "nsubjpass", "poss") and low in ("it", "them"):
            return _mentioned_before(account, sentence, motion.actor_at[0], parse, pronoun)
        return last_force(account, sentence, motion.at)
    bare = motion.actor.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("an ")
    if (
        " " not in bare
        and parties(bare)
        and motion.nominal
        and bare.lower().endswith(("i", "an", "ish", "ese", "ian", "ean", "n"))
    ):
        return last_force(account, sentence, motion.at, bare) or bare
    return motion.actor


def last_force(account: Account, sentence: int, before: int, party: str | None = None) -> str | None:
    """The force that a pronoun stands for: the nearest earlier subject that is one, else the nearest named force."""
    if party is None:
        for parse in reversed(account.parses[max(0, sentence - 3) : sentence]):
            for token in _subjects(parse, before):
                if is_force(parse, token):
                    return phrase(parse, token)[0]
                if is_person(token) and token.tag == "NNS" and not token.among(FORCES):
                    return None
    for parse in reversed(account.parses[:sentence]):
        for name, at in reversed(forces(parse)):
            if at < before and (party is None or (parties(party) & parties(name) and name.lower() != party.lower())):
                return name
    return None


def _mentioned_before(account: Account, sentence: int, before: int, parse: Parse, pronoun: Token) -> str | None:
    """What an object pronoun stands for: the nearest force mentioned before it that is not the subject of its own clause."""
    verb = parse.head(pronoun)
    doer = subject(parse, verb) if verb is not None else None
    own = phrase(parse, doer)[0] if doer is not None else ""
    for earlier in reversed(account.parses[max(0, sentence - 3) : sentence]):
        for name, at in reversed(forces(earlier)):
            if at < before and name != own:
                return name
    return None


def _subjects(parse: Parse, before: int) -> list[Token]:
    """The subjects of a sentence before a place, that of its main verb first."""
    found = [t for t in parse if t.dep in ("nsubj", "nsubjpass") and t.end <= before and t.low not in PRONOMINAL]
    return sorted(found, key=lambda t: (h := parse.head(t)) is None or h.dep != "ROOT")


def forces(parse: Parse) -> list[tuple[str, int]]:
    found = []
    for token in parse:
        if is_force(parse, token) and token.tag.startswith("N") and token.dep not in ("compound", "poss"):
            name, span = phrase(parse, token)
            if name.lower() != token.low or parties(name) or token.low in parse.armed:
                found.append((name, span[0]))
    return found
