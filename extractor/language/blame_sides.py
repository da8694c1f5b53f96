"""Whether two names belong to one side, also where no table knows it: "Ordania" and "an Ordanian army officer"."""

from extractor.language.forces import INSTITUTIONS
from extractor.language.lemmas import noun_among
from extractor.language.lexicon import BELLIGERENTS, FORCES, ROLES, SPEAKERS
from extractor.language.names import agree, name_words, parties

_STEM = 4
_GENERAL = BELLIGERENTS | FORCES | ROLES | SPEAKERS | INSTITUTIONS


def same_side(one: str, other: str) -> bool:
    """True when two names belong to one country or movement, by the table of these or by a word that both have for theirs."""
    left, right = parties(one), parties(other)
    if left and right:
        return bool(left & right)
    ours, theirs = own_words(one), own_words(other)
    if ours and theirs:
        return any(_akin(a, b) for a in ours for b in theirs)
    return agree(one, other)


def own_words(name: str) -> set[str]:
    """The words of a name that are its own, in lower case: no nouns for forces, offices and bodies."""
    capital = {w.lower() for w in name.replace("’", "'").split() if w[:1].isupper()}
    return {w for w in name_words(name) if any(c.startswith(w) for c in capital) and len(w) > 2 and not noun_among(w, _GENERAL)}


def _akin(one: str, other: str) -> bool:
    """ "Ordania" and "Ordanian": the same word, but for an ending."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _STEM and len(long) - len(short) <= 3 and long.startswith(short[:-1]))
