"""Statements that the article's syntax shows: one a reporting clause whose speaker is known."""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.language.blame import blames
from extractor.language.content import Utterance
from extractor.language.names import parties, same_party
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.rules.places import of_saying
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
        ).happened(of_saying(account, account.parses[u.sentence - 1], u.saying))
        for u in account.utterances
        if u.speaker is not None
    ]


def _act(account: Account, utterance: Utterance) -> Act:
    """What kind of saying it is: by its verb, and for plain verbs of saying by what is said."""
    act = utterance.saying.act
    if act is not Act.ASSERT:
        return act
    return act_of(account, utterance)


_CONCERN = words("concern", part="v"), words("concern", part="n"), words("concern", part="a")
_DENIAL = words("denial", part="v"), words("denial", part="n"), words("denial", part="a")
_DEMAND = words("demanding", part="v"), words("demanding", part="n"), words("demanding", part="a")


def _tells(tokens: Sequence[Token], verbs: frozenset[str], nouns: frozenset[str], adjectives: frozenset[str]) -> bool:
    """True when one of the words is among those listed. A participle in -ing tells of no such act."""
    return any(
        (t.tag.startswith(("V", "MD")) and t.tag != "VBG" and t.verb in verbs)
        or (t.tag.startswith("N") and t.lemma in nouns)
        or t.low in adjectives
        for t in tokens
    )


def _stray(parse: Parse, token: Token) -> bool:
    """A bare noun in the singular that can be a verb, before an adverb: "weeks of fighting lie ahead"."""
    after = parse[token.number + 1] if token.number + 1 < len(parse.tokens) else None
    bare = token.tag == "NN" and not parse.children(token, "det", "poss", "amod", "compound")
    return bare and after is not None and after.tag == "RB"


def act_of(account: Account, utterance: Utterance) -> Act:
    """The act that the words of a plain statement amount to."""
    start, end = utterance.saying.content
    content = account.text[start:end]
    bare = [w.strip(".,;:!?'”") for w in content.lower().replace("’", "'").replace("“", " ").replace('"', " ").split()]
    parses = account.parses[utterance.first - 1 : utterance.last]
    if any(
        b.allegation[0] >= utterance.saying.content[0]
        and b.allegation[1] <= utterance.saying.content[1]
        and utterance.speaker
        and not same_party(b.accused, utterance.speaker)
        and parties(b.accused)
        for parse in parses
        for b in blames(parse)
    ):
        return Act.ACCUSE
    said = [
        t
        for parse in parses
        for t in parse
        if start <= t.start
        and t.end <= end
        and any(map(str.isalnum, t.text))
        # "so-called" calls nobody to anything, and fighting that "lies ahead" is no lie
        and not (t.number and parse[t.number - 1].text == "-")
        and not _stray(parse, t)
    ]
    if _tells(said[:14], *_CONCERN):
        return Act.CONCERN
    if (
        _tells(said, *_DENIAL)
        or bare[:2] == ["no", "such"]
        or "did not" in content.lower()
        or "not a single" in content.lower()
    ):
        return Act.DENY
    if _tells(said, *_DEMAND) or "need to" in content or "needs to" in content or "call on" in content or "expect" in bare[:14]:
        return Act.DEMAND
    if (
        bare[:2]
        in (
            ["we", "will"],
            ["it", "will"],
            ["i", "will"],
            ["we", "shall"],
            ["i", "shall"],
            ["it", "would"],
            ["they", "would"],
            ["he", "would"],
            ["she", "would"],
        )
        or "committed to" in content.lower()
    ):
        return Act.COMMIT
    return Act.ASSERT
