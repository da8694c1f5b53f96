"""A small model's proposals, weighed against the sentence before they are grounded.

A small model names what it was shown, not what the sentence says: it swaps sides, and calls a visit a withdrawal. So each
proposal must be borne by a word of its own sentence: a movement by a motion word of its action and a force as actor, an
accusation by somebody who speaks and another party who is blamed, a count by a word of that harm. The speaker of the
sentence is known; the model is not asked.
"""

from collections.abc import Iterable

from extractor.language.account import Account
from extractor.language.lexicon import (
    BELLIGERENTS,
    FORCES,
    HARM,
    HARM_FORMS,
    HARM_NOUNS,
)
from extractor.language.motion_lexicon import MOTION, MOTION_FORMS, MOVEMENT_NOUNS
from extractor.language.names import name_words, parties, same_party
from extractor.language.syntax import Parse
from schemas.accusation import AccusationProposal, Category
from schemas.base import Proposal
from schemas.casualty_report import CasualtyReportProposal
from schemas.statement import Act
from schemas.troop_movement import TroopMovementProposal


def weighed(account: Account, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals that their own sentence bears, corrected where the account knows better."""
    found = []
    for proposal in proposals:
        kept: Proposal | None = proposal
        if isinstance(proposal, AccusationProposal):
            kept = _accusation(account, proposal)
        elif isinstance(proposal, TroopMovementProposal):
            kept = _movement(account, proposal)
        elif isinstance(proposal, CasualtyReportProposal):
            kept = _casualties(account, proposal)
        if kept is not None:
            found.append(kept)
    return found


def _accusation(account: Account, proposal: AccusationProposal) -> AccusationProposal | None:
    number = proposal.sentences[0]
    spoken = [u for u in account.utterances if u.first <= number <= u.last and u.speaker]
    if not spoken:
        return None
    utterance = next((u for u in spoken if u.speaker and same_party(u.speaker, proposal.accuser)), spoken[0])
    speaker = utterance.speaker or ""
    if utterance.saying.act in (Act.DENY, Act.COMMIT, Act.DECLINE) or same_party(speaker, proposal.accused):
        return None
    if not parties(proposal.accused) and not BELLIGERENTS & set(name_words(proposal.accused)):
        return None
    if not _acts(account.parses[number - 1], proposal.accused):
        return None
    changes = {"accuser": speaker, "category": Category.OTHER, "sentences": list(range(utterance.first, utterance.last + 1))}
    return proposal.model_copy(update=changes)


def _acts(parse: Parse, accused: str) -> bool:
    """Somebody who does things in this sentence, not one to whom they are done: "two soldiers were killed" blames none."""
    words = [w.lower() for w in name_words(accused)]
    for token in parse:
        if not words or token.low != words[-1]:
            continue
        head = parse.head(token)
        agent = token.dep == "pobj" and head is not None and head.low in ("by", "on", "against", "from")
        named = token.tag.startswith("NNP") or token.low in BELLIGERENTS or token.low in FORCES
        if named and (agent or token.dep in ("nsubj", "poss", "conj", "compound", "amod", "nmod")):
            return True
    return False


def _movement(account: Account, proposal: TroopMovementProposal) -> TroopMovementProposal | None:
    parse = account.parses[proposal.sentences[0] - 1]
    actions = {MOTION[MOTION_FORMS[t.low]] for t in parse if t.low in MOTION_FORMS and t.tag.startswith("V")}
    actions |= {MOVEMENT_NOUNS[t.low] for t in parse if t.low in MOVEMENT_NOUNS}
    force = bool(parties(proposal.actor)) or bool(FORCES & set(name_words(proposal.actor)))
    return proposal if force and proposal.action in actions else None


def _casualties(account: Account, proposal: CasualtyReportProposal) -> CasualtyReportProposal | None:
    parse = account.parses[proposal.sentences[0] - 1]
    harms = {HARM[HARM_FORMS[t.low]] for t in parse if t.low in HARM_FORMS} | {
        HARM_NOUNS[t.low] for t in parse if t.low in HARM_NOUNS
    }
    if any(t.low in ("lives", "life", "toll", "lost", "shot", "bodies") for t in parse):
        harms.add("killed")
    unborne = {kind: None for kind in ("killed", "wounded", "missing", "captured") if kind not in harms}
    kept = proposal.model_copy(update=unborne)
    return kept if any((kept.killed, kept.wounded, kept.missing, kept.captured)) else None
