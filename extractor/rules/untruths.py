"""Who is said to lie: a claim that is dismissed as a fabrication is laid at the door of whoever made it."""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.language.blame_clauses import owner_of
from extractor.language.blame_lexicon import CLAIMS, UNTRUTHS
from extractor.language.blame_sides import same_side
from extractor.language.content import Utterance
from extractor.language.names import PRONOUNS
from extractor.language.phrases import claimant
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.language.wrongs import named
from extractor.rules.accused import Named, described, party_of
from schemas.accusation import AccusationProposal, Category
from schemas.statement import Act

_JUDGING = words("judging")
_TELLING = words("telling")
_REACH = 2
_POINTING = frozenset("this that it these those".split())


def untruths(account: Account, parse: Parse, here: Sequence[Utterance]) -> list[AccusationProposal]:
    """The accusations of falsehood in one sentence, by its sayings."""
    found = []
    for u in here:
        if u.speaker is None or u.speaker.lower() in PRONOUNS or not _judges(parse, u):
            continue
        whose = _owner(account, parse, u)
        if whose is None or same_side(whose[0], described(account, u)):
            continue
        content = u.saying.content
        at = u.saying.speaker_at if u.speaker_rule is None else None
        found.append(
            AccusationProposal(
                sentences=[parse.sentence.number],
                accuser=u.speaker,
                accused=whose[0],
                allegation=account.text[slice(*content)],
                category=Category.FALSEHOOD,
            ).at(accuser=at, accused=whose[1], allegation=content)
        )
    return found


def _judges(parse: Parse, u: Utterance) -> bool:
    """True for "dismissed ... as propaganda", "called it a lie", "said that the report was a fabrication"."""
    verb = parse[u.saying.token]
    said = [t for t in parse if u.saying.content[0] <= t.start and t.end <= u.saying.content[1] and t.among(UNTRUTHS)]
    if not said or any(parse.children(t, "neg") for t in said):
        return False
    if verb.verb in _JUDGING or u.saying.act is Act.DENY:
        return any(t.dep in ("pobj", "oprd", "attr", "dobj", "ccomp", "acomp", "appos", "conj") for t in said)
    return any(t.dep == "attr" and _is_claim(parse, next(iter(parse.children(parse[t.head], "nsubj")), t)) for t in said)


def _is_claim(parse: Parse, token: Token) -> bool:
    return token.among(CLAIMS) or token.among(_TELLING) or (token.low in _POINTING and token.dep == "nsubj")


def _owner(account: Account, parse: Parse, u: Utterance) -> Named | None:
    """Whose claim it is: its owner in the clause ("X's claim", "propaganda by X"), else who last spoke of another side."""
    verb = parse[u.saying.token]
    told = [t for t in parse.subtree(verb) if t.number > verb.number and t.tag.startswith("N")]
    for token in told:
        maker = claimant(parse, token) if _is_claim(parse, token) else owner_of(parse, token) if token.among(UNTRUTHS) else None
        if maker is not None and not maker.tag.startswith("PRP"):
            return party_of(account, parse, maker) if maker.tag.startswith("J") else named(parse, maker)
    claims = [t for t in parse.subtree(verb) if _is_claim(parse, t)]
    if any(parse.children(t, "prep", "acl", "relcl") or (t.tag == "NNS" and not parse.children(t, "det")) for t in claims):
        return None  # of claims that are told in full, anybody may be the maker
    ours = described(account, u)
    before = [o for o in account.utterances if o.saying.at < u.saying.at and u.sentence - o.sentence <= _REACH and o.speaker]
    for earlier in reversed(before):
        if earlier.speaker and earlier.speaker.lower() not in PRONOUNS and not same_side(earlier.speaker, ours):
            return earlier.speaker, earlier.saying.speaker_at if earlier.speaker_rule is None else None
    return None
