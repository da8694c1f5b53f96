"""What code proposes by itself, without a model: the language's readings in the shape of a model's answer.

The rules and a model propose alike; `grounding` checks both the same way. So what a model adds can be measured, and a
model's answer can be weighed against what the sentence's syntax says.
"""

from collections.abc import Sequence

from extractor.language.account import Account, Utterance
from extractor.language.blame import blames, denounced
from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import BELLIGERENTS, CONCERNED, DEMANDING, DENYING, FORCES
from extractor.language.motion import Motion, motions
from extractor.language.names import parties, same_party
from extractor.language.phrases import phrase
from extractor.language.syntax import Parse, Token
from extractor.language.tolls import Toll, is_person, tolls
from schemas.accusation import AccusationProposal
from schemas.base import Proposal, RecordType, Status
from schemas.casualty_report import CasualtyReportProposal
from schemas.statement import Act, StatementProposal
from schemas.troop_movement import Outcome, TroopMovementProposal


def propose(account: Account, types: Sequence[RecordType]) -> list[Proposal]:
    """Every record that the article's syntax shows, of the types asked for, in text order within a type."""
    found: list[Proposal] = []
    if RecordType.STATEMENT in types:
        found += statements(account)
    for parse in account.parses:
        if RecordType.CASUALTY_REPORT in types:
            found += [_casualties(account, parse, toll) for toll in tolls(parse)]
        if RecordType.TROOP_MOVEMENT in types:
            found += [m for motion in motions(parse) if (m := _movement(account, parse, motion)) is not None]
        if RecordType.ACCUSATION in types:
            found += _accusations(account, parse)
    return found


def statements(account: Account) -> list[StatementProposal]:
    """One statement an utterance whose speaker is known."""
    return [
        StatementProposal(
            sentences=list(range(u.first, u.last + 1)),
            speaker=u.speaker,
            act=_act(account, u),
            addressee=u.saying.addressee,
            content=account.text[u.saying.content[0] : u.saying.content[1]],
        )
        for u in account.utterances
        if u.speaker is not None
    ]


def _act(account: Account, utterance: Utterance) -> Act:
    """What kind of saying it is: by its verb, and for plain verbs of saying by what is said."""
    act = utterance.saying.act
    if act is not Act.ASSERT:
        return act
    start, end = utterance.saying.content
    return act_of(account, utterance, account.text[start:end])


def act_of(account: Account, utterance: Utterance, content: str) -> Act:
    """The act that the words of a plain statement amount to."""
    words = content.lower().replace("’", "'").replace("“", " ").replace('"', " ").split()
    bare = [w.strip(".,;:!?'”") for w in words]
    parse = account.parses[utterance.sentence - 1]
    if any(
        b.allegation[0] >= utterance.saying.content[0]
        and b.allegation[1] <= utterance.saying.content[1]
        and utterance.speaker
        and not same_party(b.accused, utterance.speaker)
        and parties(b.accused)
        for b in blames(parse)
    ):
        return Act.ACCUSE
    opening = bare[:14]
    if any(w in CONCERNED for w in opening):
        return Act.CONCERN
    if (
        any(w in DENYING for w in bare)
        or bare[:2] == ["no", "such"]
        or "did not" in content.lower()
        or "not a single" in content.lower()
    ):
        return Act.DENY
    if (
        any(w in DEMANDING for w in bare)
        or "need to" in content
        or "needs to" in content
        or "call on" in content
        or "expect" in opening
    ):
        return Act.DEMAND
    if (
        bare[:2]
        in (
            ["we", "will"],
            ["it", "will"],
            ["i", "will"],
            ["it", "would"],
            ["they", "would"],
            ["he", "would"],
            ["she", "would"],
        )
        or "committed" in bare
    ):
        return Act.COMMIT
    return Act.ASSERT


def _when(account: Account, sentence: int, inside: tuple[int, int] | None, around: Utterance | None) -> str | None:
    """The words that date an event: those in the content it is told in, else those of its sentence outside sayings."""
    mentions = [m for m in account.dates[sentence] if not m.adjectival]
    if around is not None and around.sentence == sentence:
        low, high = around.saying.content
        mentions = [m for m in mentions if low <= m.start and m.end <= high]
    else:
        contents = [u.saying.content for u in account.utterances if u.sentence == sentence]
        mentions = [m for m in mentions if not any(low <= m.start and m.end <= high for low, high in contents)]
    if not mentions:
        return None
    centre = inside[0] if inside else account.sentences[sentence - 1].start
    clause = [m for m in mentions if inside and inside[0] <= m.start and m.end <= inside[1]]
    nearest = min(clause or mentions, key=lambda m: abs(m.start - centre))
    return account.text[nearest.start : nearest.end]


def _source(utterance: Utterance | None) -> str | None:
    return utterance.speaker if utterance else None


def _casualties(account: Account, parse: Parse, toll: Toll) -> CasualtyReportProposal:
    sentence = parse.sentence
    around = account.source_of(sentence, *toll.clause)
    words = {kind: account.text[start:end] for kind, (_, (start, end)) in toll.counts.items()}
    return CasualtyReportProposal(
        sentences=[sentence.number],
        **words,
        victims=toll.victims,
        source=_source(around),
        when=_when(account, sentence.number, toll.clause, around),
    )


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
    demanded = status in (Status.DEMANDED, Status.PLANNED)
    return TroopMovementProposal(
        sentences=[sentence.number],
        actor=actor,
        action=motion.action,
        outcome=outcome,
        status=status,
        source=_source(around) or _demander(account, sentence.number, motion),
        from_place=motion.from_place,
        to_place=motion.to_place,
        when=None if demanded else _when(account, sentence.number, motion.clause, around),
    )


def _demander(account: Account, sentence: int, motion: Motion) -> str | None:
    """Who demands, plans or denies a movement that stands beside the verb and not within its content."""
    if motion.status is Status.ASSERTED:
        return None
    near = [u for u in account.utterances if u.sentence == sentence and u.saying.at <= motion.at]
    return near[-1].speaker if near else None


def _named(account: Account, motion: Motion, sentence: int, around: Utterance | None) -> str | None:
    """The force's name where the clause has only a pronoun or an adjective of nationality."""
    low = motion.actor.lower().strip()
    if low in ("we", "i") or low.startswith("our "):
        return motion.actor if low.startswith("our ") else _source(around)
    if low in PRONOMINAL or low in ("its", "their"):
        return _last_force(account, sentence, motion.at)
    bare = motion.actor.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("an ")
    if (
        " " not in bare
        and parties(bare)
        and motion.nominal
        and bare.lower().endswith(("i", "an", "ish", "ese", "ian", "ean", "n"))
    ):
        return _last_force(account, sentence, motion.at, bare) or bare
    return motion.actor


def _last_force(account: Account, sentence: int, before: int, party: str | None = None) -> str | None:
    """The force that a pronoun stands for: the nearest earlier subject that is one, else the nearest named force."""
    if party is None:
        for parse in reversed(account.parses[max(0, sentence - 3) : sentence]):
            for token in _subjects(parse, before):
                if is_force(parse, token):
                    return phrase(parse, token)[0]
                if is_person(token) and token.tag == "NNS" and token.low not in FORCES:
                    return None
    for parse in reversed(account.parses[:sentence]):
        for name, at in reversed(_forces(parse)):
            if at < before and (party is None or (parties(party) & parties(name) and name.lower() != party.lower())):
                return name
    return None


def _subjects(parse: Parse, before: int) -> list[Token]:
    """The subjects of a sentence before a place, that of its main verb first."""
    found = [t for t in parse if t.dep in ("nsubj", "nsubjpass") and t.end <= before and t.low not in PRONOMINAL]
    return sorted(found, key=lambda t: (h := parse.head(t)) is None or h.dep != "ROOT")


def _forces(parse: Parse) -> list[tuple[str, int]]:
    found = []
    for token in parse:
        if is_force(parse, token) and token.tag.startswith("N") and token.dep not in ("compound", "poss"):
            name, span = phrase(parse, token)
            if name.lower() != token.low or parties(name) or token.low in parse.armed:
                found.append((name, span[0]))
    return found


def _accusations(account: Account, parse: Parse) -> list[AccusationProposal]:
    found = []
    sentence = parse.sentence
    found_here = blames(parse)
    for u in account.utterances:
        if u.sentence == sentence.number and u.speaker and not any(b.explicit for b in found_here):
            found_here += [b for b in denounced(parse, *u.saying.content) if not same_party(b.accused, u.speaker)]
    for blame in found_here:
        if blame.explicit:
            around = next((u for u in account.utterances if u.sentence == sentence.number and u.saying.at == blame.at), None)
        else:
            around = account.source_of(sentence, blame.at, blame.at + 1)
            if around is not None and around.saying.act in (Act.DENY, Act.COMMIT, Act.DEMAND):
                continue
        if around is None or around.speaker is None:
            continue
        accused = blame.accused
        if accused.lower() in ("it", "they"):
            accused = _other_party(account, sentence.number, around.speaker) or accused
        if not blame.explicit and (same_party(accused, around.speaker) or accused.lower() in ("it", "they", "we", "us", "our")):
            continue
        if not blame.explicit and not parties(accused) and not _belligerent(accused):
            continue
        found.append(
            AccusationProposal(
                sentences=list(range(around.first, around.last + 1))
                if sentence.number in range(around.first, around.last + 1)
                else [sentence.number],
                accuser=around.speaker,
                accused=accused,
                allegation=account.text[blame.allegation[0] : blame.allegation[1]],
                category=blame.category,
                status=Status.CONFIRMED if around.saying.verb == "confirm" else Status.ASSERTED,
            )
        )
    return _one_each(found)


def _one_each(found: list[AccusationProposal]) -> list[AccusationProposal]:
    """Of several allegations against one party in one sentence that are of one category, the first."""
    kept: list[AccusationProposal] = []
    for proposal in found:
        if not any(k.accused == proposal.accused and k.category == proposal.category for k in kept):
            kept.append(proposal)
    return kept


def _belligerent(name: str) -> bool:
    return name.lower().split()[-1] in BELLIGERENTS


def _other_party(account: Account, sentence: int, speaker: str) -> str | None:
    """The nearest earlier force of another party than the speaker's."""
    for parse in reversed(account.parses[:sentence]):
        for name, _ in reversed(_forces(parse)):
            if parties(name) and not same_party(name, speaker):
                return name
    return None
