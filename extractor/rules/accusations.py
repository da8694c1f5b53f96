"""Accusations that the article's syntax shows: a blame in somebody's mouth that falls on another side than the speaker's."""

from extractor.language.account import Account
from extractor.language.blame import Blame, alleged, blames, claimed, denounced
from extractor.language.content import Utterance
from extractor.language.forces import names_party
from extractor.language.names import name_words, parties, same_party
from extractor.language.syntax import Parse
from extractor.rules.movements import forces
from extractor.rules.places import of_blame
from schemas.accusation import AccusationProposal
from schemas.base import Status
from schemas.statement import Act

_NOT_BLAMING = (Act.DENY, Act.COMMIT, Act.DEMAND, Act.DECLINE)
_PRONOUNS = frozenset("it they we us our he she them".split())
_STATE = frozenset(
    "army military police troops soldiers forces government security navy marines command ministry officers".split()
)


def accusations(account: Account, parse: Parse) -> list[AccusationProposal]:
    """The accusations of one sentence."""
    number = parse.sentence.number
    here = [u for u in account.utterances if u.sentence == number]
    found = [a for blame in blames(parse) if (a := _accusation(account, parse, blame)) is not None]
    for token in parse:
        if (claim := claimed(parse, token)) is not None:
            accuser, blame = claim
            own = blame.accused.lower().startswith(("its ", "their ", "his ", "her "))
            if not same_party(blame.accused, accuser) and blame.accused.lower() not in _PRONOUNS and not own:
                found.append(_made(account, [number], accuser, blame, blame.accused, Status.ASSERTED))
    for u in here:
        if u.speaker is None or any(b.explicit for b in blames(parse)) or u.saying.frame != "verb":
            continue
        more = alleged(parse, parse[u.saying.token]) if u.saying.act is Act.ACCUSE else []
        if u.saying.act is Act.CONCERN:
            more = more or denounced(parse, parse.sentence.start, parse.sentence.end)
        elif u.saying.act not in _NOT_BLAMING:
            more = more or denounced(parse, *u.saying.content)
        for blame in more:
            other = not same_party(blame.accused, u.speaker) and (
                u.saying.act is Act.ACCUSE or _adverse(parse, u.speaker, blame.accused, False)
            )
            if other and not any(f.accused == blame.accused for f in found):
                found.append(_proposal(account, number, u, blame, blame.accused))
    return _one_each(found)


def _accusation(account: Account, parse: Parse, blame: Blame) -> AccusationProposal | None:
    number = parse.sentence.number
    if blame.explicit:
        around = next((u for u in account.utterances if u.sentence == number and u.saying.at == blame.at), None)
    else:
        around = account.source_of(parse.sentence, blame.at, blame.at + 1)
        if around is not None and around.saying.act in _NOT_BLAMING:
            return None
    if around is None or around.speaker is None:
        return None
    accused = blame.accused
    if accused.lower() == "they":
        if account.quoted(blame.at) is not None and not blame.explicit:
            return _proposal(account, number, around, blame, accused)  # whoever is meant, the speaker blames them
        accused = _other_party(account, number, blame.at, around.speaker) or accused
    if blame.explicit and accused.lower() in ("it", "them", "him", "her"):
        accused = _other_party(account, number, blame.at, around.speaker) or accused
    if not blame.explicit and not _adverse(parse, around.speaker, accused, blame.soft):
        return None
    return _proposal(account, number, around, blame, accused)


def _adverse(parse: Parse, speaker: str, accused: str, soft: bool) -> bool:
    """True when the speaker is of another side than a party told to have done wrong."""
    if (
        accused.lower() in _PRONOUNS
        or same_party(accused, speaker)
        or accused.lower().startswith(("its ", "our ", "their own "))
    ):
        return False
    if not names_party(parse, accused):
        return False
    ours, theirs = set(name_words(speaker)), set(name_words(accused))
    if ours & _STATE and theirs <= _STATE | {"security", "state"} and not parties(accused):
        return False
    if soft:
        named = bool(parties(speaker)) or bool(ours & parse.armed)
        return named and (bool(parties(accused)) or bool(theirs & parse.armed))
    return True


def _proposal(account: Account, number: int, around: Utterance, blame: Blame, accused: str) -> AccusationProposal:
    running = range(around.first, around.last + 1)
    status = Status.CONFIRMED if around.saying.verb == "confirm" else Status.ASSERTED
    return _made(account, list(running) if number in running else [number], around.speaker or "", blame, accused, status)


def _made(
    account: Account, sentences: list[int], accuser: str, blame: Blame, accused: str, status: Status
) -> AccusationProposal:
    allegation = account.text[blame.allegation[0] : blame.allegation[1]]
    told = account.sentence_at(blame.at)
    found = AccusationProposal(
        sentences=sentences, accuser=accuser, accused=accused, allegation=allegation, category=blame.category, status=status
    )
    return found.happened(of_blame(account.parses[told.number - 1], blame)) if told else found


def _one_each(found: list[AccusationProposal]) -> list[AccusationProposal]:
    """Of allegations against one party that contain each other, the first."""
    kept: list[AccusationProposal] = []
    for proposal in found:
        if not any(k.accused == proposal.accused and _within(k.allegation or "", proposal.allegation or "") for k in kept):
            kept.append(proposal)
    return kept


def _within(one: str, other: str) -> bool:
    return one in other or other in one


def _other_party(account: Account, sentence: int, before: int, speaker: str) -> str | None:
    """The nearest earlier force of another party than the speaker's."""
    for parse in reversed(account.parses[:sentence]):
        for name, at in reversed(forces(parse)):
            named = bool(parties(name)) or bool(set(name_words(name)) & parse.armed) or name.lower().startswith("the ")
            if at < before and named and names_party(parse, name) and not same_party(name, speaker):
                return name
    return None
