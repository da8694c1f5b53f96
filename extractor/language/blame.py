"""Who is blamed for what: accusations in a parsed sentence.

Three readings. A verb of blame names both ("accused Y of ..."); a clause in somebody's mouth tells of a wrong done by another
party; a noun of accusing has its maker and what it says ("claims by X that Y ..."). Who speaks is for the account to say; here
the accused and the allegation are found.
"""

from extractor.language.blame_clauses import done, owned, undone
from extractor.language.blame_judged import judged
from extractor.language.blame_verbs import explicit
from extractor.language.syntax import Parse, Token, once
from extractor.language.wrongs import Blame


@once
def blames(parse: Parse) -> list[Blame]:
    """The allegations of one sentence, in text order, those of verbs of blame first."""
    found: list[Blame] = []
    for token in parse:
        for blame in explicit(parse, token):
            if not any(_same(blame, f) for f in found):
                found.append(blame)
    for token in parse:
        for told in (judged(parse, token), done(parse, token), owned(parse, token), undone(parse, token)):
            if told is None or any(_same(told, f) or _goes_on(parse, token, told, f) for f in found):
                continue
            if token.dep != "relcl" or not any(_describes(told, f) for f in found):
                found.append(told)
    return found


def _same(one: Blame, other: Blame) -> bool:
    overlap = one.allegation[0] < other.allegation[1] and other.allegation[0] < one.allegation[1]
    return overlap and (one.accused_at == other.accused_at or (other.explicit and not one.explicit))


def _describes(told: Blame, other: Blame) -> bool:
    """True for what only says who somebody in an allegation is: "armed the gang which ambushed the patrol"."""
    within = other.allegation[0] <= told.accused_at[0] and told.allegation[1] <= other.allegation[1]
    return within and told.accused_at != other.accused_at


def _goes_on(parse: Parse, token: Token, blame: Blame, other: Blame) -> bool:
    """True for what only goes on telling a wrong: ", killing two and wounding four", "looted and burned the mill"."""
    if other.explicit or blame.accused_at != other.accused_at or not token.tag.startswith("V"):
        return False
    below = token
    for head in parse.ancestors(token):
        joined = below.dep == "advcl" and below.tag == "VBG"
        joined = joined or (below.dep == "conj" and (below.tag == "VBG" or blame.category is other.category))
        if not joined:
            return False
        if head.start == other.at:
            return True
        below = head
    return False
