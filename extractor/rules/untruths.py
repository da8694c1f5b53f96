"""Who is said to lie: a claim that is dismissed as a fabrication is laid at the door of whoever made it."""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.language.blame_clauses import owner_of
from extractor.language.blame_lexicon import CLAIMS, UNTRUTHS
from extractor.language.blame_sides import same_side
from extractor.language.content import Utterance
from extractor.language.forces import is_party
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
_PREDICATES = ("pobj", "oprd", "attr", "dobj", "ccomp", "acomp", "appos", "conj")
_POINTING = frozenset("this that it these those".split())


def untruths(account: Account, parse: Parse, here: Sequence[Utterance]) -> list[AccusationProposal]:
    """The accusations of falsehood in one sentence, by its sayings."""
    found = []
    for u in here:
        lies = _lies(parse, u) if u.speaker is not None and u.speaker.lower() not in PRONOUNS else []
        whose = _owner(account, parse, u, lies) if lies else None
        if u.speaker is None or whose is None or same_side(whose[0], described(account, u)):
            continue
        tree = [t for lie in lies for t in parse.subtree(lie, without=("conj", "relcl"))]
        place = min(u.saying.content[0], tree[0].start), max(u.saying.content[1], tree[-1].end)
        found.append(
            AccusationProposal(
                sentences=[parse.sentence.number],
                accuser=u.speaker,
                accused=whose[0],
                allegation=account.text[slice(*place)],
                category=Category.FALSEHOOD,
            ).at(accuser=u.saying.speaker_at if u.speaker_rule is None else None, accused=whose[1], allegation=place)
        )
    return found


def _lies(parse: Parse, u: Utterance) -> list[Token]:
    """The words for a falsehood: "dismissed ... as propaganda", "called it a lie", "said that the report was a fabrication"."""
    verb = parse[u.saying.token]
    own = [t for t in parse.subtree(verb, without=("conj", "advcl", "relcl", "acl")) if t.number > verb.number]
    start, end = u.saying.content
    said = [t for t in parse if (t in own or (start <= t.start and t.end <= end)) and t.among(UNTRUTHS)]
    if any(parse.children(t, "neg") for t in said):
        return []
    if verb.verb in _JUDGING or u.saying.act is Act.DENY:
        return [t for t in said if t.dep in _PREDICATES]
    return [t for t in said if t.dep == "attr" and any(_is_claim(s) for s in parse.children(parse[t.head], "nsubj"))]


def _is_claim(token: Token) -> bool:
    return token.among(CLAIMS) or token.among(_TELLING) or (token.low in _POINTING and token.dep in ("nsubj", "dobj"))


def _owner(account: Account, parse: Parse, u: Utterance, lies: Sequence[Token]) -> Named | None:
    """Whose claim it is: its owner in the clause ("X's claim", "propaganda by X"), else who last spoke of another side."""
    verb = parse[u.saying.token]
    claims = [t for t in parse.subtree(verb) if t.number > verb.number and _is_claim(t)]
    makers = [_maker(parse, t) for t in claims if t.tag.startswith("N")] + [owner_of(parse, t) for t in lies]
    for maker in makers:
        if maker is not None and not maker.tag.startswith("PRP"):
            return party_of(account, parse, maker) if maker.tag.startswith("J") else named(parse, maker)
    told = [t for c in claims for b in parse.children(c, "prep", "acl", "relcl") for t in parse.subtree(b)]
    subjects = {t.lemma for t in told if t.tag.startswith("N")}
    if any(t.tag == "NNS" and not parse.children(t, "det") for t in claims) and not subjects:
        return None
    ours = described(account, u)
    before = [o for o in account.utterances if o.saying.at < u.saying.at and u.sentence - o.sentence <= _REACH and o.speaker]
    for earlier in reversed(before):
        if not earlier.speaker or earlier.speaker.lower() in PRONOUNS or same_side(earlier.speaker, ours):
            continue
        said = {t.lemma for t in account.parses[earlier.sentence - 1] if t.tag.startswith("N")}
        if not told or subjects & said:  # a claim that is told in full is his who told it
            return earlier.speaker, earlier.saying.speaker_at if earlier.speaker_rule is None else None
    return None


def _maker(parse: Parse, claim: Token) -> Token | None:
    """Who makes a claim, also a party that "of" names: "the claims of the front"."""
    of = [o for p in parse.children(claim, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    return claimant(parse, claim) or next((o for o in of if is_party(parse, o)), None)
