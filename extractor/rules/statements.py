"""Statements that the article's syntax shows: one a reporting clause whose speaker is known."""

from extractor.language.account import Account, Utterance
from extractor.language.blame import blames
from extractor.language.lexicon import CONCERNED, DEMANDING, DENYING
from extractor.language.names import parties, same_party
from schemas.statement import Act, StatementProposal


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
