"""Words of two texts held against each other: which are shared, and whether one sentence is a copy of the other.

A stem is the first five letters of a word: rough, but "withdraw", "withdrew" and "withdrawal" meet in it, and nothing has to be
looked up. Shingles are runs of five words; of a sentence's shingles the few with the smallest hash are its print, so that two
sentences that share most of their words nearly always share one of them, and can find each other without being compared.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from zlib import crc32

_WORD = re.compile(r"[^\W_]+(?:[’'‘.,][^\W_]+)*")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_RUN = 5  # words of a shingle
_PRINT = 4  # shingles of a print
_LEAST = 8  # words of its own that a sentence must have to be called a copy
_COPIED = 0.8  # of the shorter one's shingles

_COMMON = frozenset(
    "a an the and or but nor of to in on at by for from with without into onto over under about after before between "
    "against during since until through that this these those which who whom whose what when where while as than then "
    "is are was were be been being am do does did done has have had having will would shall should can could may might "
    "must not no it its he his him she her they their them we our us you your i my there here also some any all both "
    "each other others another more most such only very just still yet even ever so too if because one two said says "
    "say saying told tells tell added adds add stated states noted according statement reported reports report according "
    "spokesman spokesperson spokeswoman official officials ministry minister reporters journalists mr mrs ms".split()
)
_NUMBERS = frozenset("three four five six seven eight nine ten eleven twelve dozen dozens several hundred hundreds".split())


def words(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes alike and possessive endings off."""
    return [re.sub(r"'s?$", "", w.lower().replace("’", "'").replace("‘", "'")) for w in _WORD.findall(text)]


@lru_cache(maxsize=32768)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry content; numbers and names among them."""
    return frozenset(w[:5] for w in words(text) if w not in _COMMON and w not in _NUMBERS and (len(w) > 2 or w.isdigit()))


def shared(one: Collection[str], other: Collection[str]) -> float:
    """How much of the smaller set is in the other: 0 to 1."""
    left, right = set(one), set(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


@lru_cache(maxsize=32768)
def shingles(text: str) -> frozenset[int]:
    """Hashes of the runs of five words of a text."""
    found = words(text)
    return frozenset(crc32(" ".join(found[i : i + _RUN]).encode()) for i in range(len(found) - _RUN + 1))


def prints(text: str) -> list[int]:
    """The shingles by which a sentence is found again; none for a short one."""
    return sorted(shingles(text))[:_PRINT] if len(words(text)) >= _LEAST else []


def copied(one: str, other: str) -> bool:
    """One sentence is the other's, but for a few words; words that stand in quotation marks do not count.

    Two reporters who quote one speaker share the quotation without sharing the sentence.
    """
    left, right = shingles(one), shingles(other)
    if not left or not right or len(left & right) < _COPIED * min(len(left), len(right)):
        return False
    if min(len(left), len(right)) * 2 < max(len(left), len(right)):
        return False  # a sentence and a much longer one that holds it
    own, others = (words(_QUOTED.sub(" ", text)) for text in (one, other))
    if min(len(own), len(others)) < _LEAST:
        return False
    return shared(set(own), set(others)) >= _COPIED
