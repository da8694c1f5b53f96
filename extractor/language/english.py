"""Whether a text is in English: the parser, the lexicons and the readings of numbers and dates know no other language."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the a an and or but of to in on at by for from with as that this these those it its he she they we his her their "
    "is are was were be been has have had will would not no who which when after before over said says more than into "
    "about between".split()
)
_ENOUGH = 20  # words below which the share of common words says little
_FOREIGN = frozenset(
    "le la les des du un une et est dans pour que qui sur avec au aux ont été il elle el los las del y en por con "
    "se su una al der die das und ist nicht von zu mit den dem ein eine auf di il che per non sono della gli o os "
    "da do dos uma e ve bir bu için".split()
)
_SHARED = frozenset("a on in as is no to are an".split())  # small words of several languages
_LONG = 8  # words of a sentence
_SHARE = 0.12  # English news has 0.35 to 0.5 of them, headlines alone 0.2; other languages below 0.06


def is_english(text: str) -> bool:
    """True when enough of a text's words are common English ones; names in other scripts do no harm. Short texts pass."""
    words = [w.lower() for w in _WORD.findall(text[:20_000])]
    latin = [w for w in words if w.isascii() or max(w) < "\u0250"]
    if len(words) < _ENOUGH:
        return len(latin) * 2 >= len(words)
    return sum(w in _COMMON for w in latin) >= _SHARE * len(words)


def is_foreign(sentence: str) -> bool:
    """True for a sentence of some length in another script, or with many more small words of another language than English."""
    words = [w.lower() for w in _WORD.findall(sentence)]
    if len(words) < _LONG:
        return False
    latin = sum(max(w) < "\u0250" for w in words)
    foreign, english = sum(w in _FOREIGN for w in words), sum(w in _COMMON - _SHARED for w in words)
    return latin * 2 < len(words) or (foreign >= 2 and foreign > 2 * english)
