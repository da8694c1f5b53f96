"""Words of two texts held against each other: which are shared, and whether one sentence is a copy of the other.

A stem is the first five letters of a word, or the class of words that reporters use for one thing ("captured", "liberated",
"took control"): rough, but wordings of one fact meet in it, and nothing has to be looked up. Names and numbers weigh double.
Shingles are runs of five words; of a sentence's shingles the few with the smallest hash are its print, so that two sentences
that share most of their words nearly always share one of them, and can find each other without being compared.
"""

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache
from zlib import crc32

from extractor.language.names import parties

_WORD = re.compile(r"[^\W_]+(?:[’'‘.,][^\W_]+)*")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_RUN = 5  # words of a shingle
_PRINT = 4  # shingles of a print
_LEAST = 8  # words of its own that a sentence must have to be called a copy
_COPIED = 0.8  # of the shorter one's shingles, or of its words in their order
_EDITED = 0.4  # of the shorter one's shingles, where words were exchanged: each takes five of them away

_COMMON = frozenset(
    "a an the and or but nor of to in on at by for from with without into onto over under about after before between "
    "against during since until through that this these those which who whom whose what when where while as than then "
    "is are was were be been being am do does did done has have had having will would shall should can could may might "
    "must not no it its he his him she her they their them we our us you your i my there here also some any all both "
    "each other others another more most such only very just still yet even ever so too if because one two said says "
    "say saying told tells tell added adds add stated states noted according statement reported reports report "
    "spokesman spokesperson spokeswoman official officials ministry minister reporters journalists mr mrs ms way made "
    "take make monday tuesday wednesday thursday friday saturday sunday earlier later following near area region".split()
)
_NUMBERS = frozenset(
    "three four five six seven eight nine ten eleven twelve dozen dozens several hundred hundreds first second".split()
)
_CLASSES = {
    "gain": "captur seiz liberat took taken taking occup conquer overran overrun control storm retak retook",
    "withd": "withdr pullb pullo pulled pulling retreat left leave leaving abandon vacat depart",
    "advan": "advanc enter invad invasion incursion cross push",
    "strik": "strik struck hit hits hitting bomb shell airstrik attack bombard raid assault target artiller fired firing "
    "rocket missil",
    "kille": "kill dead die dies died death slain martyr elimin neutrali fatal",
    "wound": "wound injur hurt",
    "troop": "troop soldier forces servicem militar army fighter militant unit",
    "civil": "civil resident villager peopl",
    "deny": "deni deny reject dismiss refut baseless false fabricat untrue lie lies",
    "accus": "accus blam alleg charg",
    "deplo": "deploy station sent send dispatch",
    "truce": "truce ceasefir armist",
}
_STARTS = sorted(((start, class_) for class_, starts in _CLASSES.items() for start in starts.split()), key=lambda p: -len(p[0]))


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, apostrophes alike and possessive endings off."""
    return tuple(re.sub(r"'s?$", "", w.lower().replace("’", "'").replace("‘", "'")) for w in _WORD.findall(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The class of a word, or its first five letters."""
    for start, class_ in _STARTS:
        if word.startswith(start) and (len(start) > 4 or len(word) <= len(start) + 4):
            return class_
    return word[:5]


@lru_cache(maxsize=32768)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry content; those of names and numbers begin with a capital or a digit."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        written = match.group()
        word = words(written)[0] if words(written) else ""
        if word in _COMMON or word in _NUMBERS or (len(word) < 3 and not word.isdigit()) or parties(word):
            continue  # whose it is counts elsewhere
        named = written[:1].isupper() and text[: match.start()].rstrip()[-1:] not in ("", ".", "“", '"', ":")
        found.add(stem(word).capitalize() if named and stem(word) == word[:5] else stem(word))
    return frozenset(found)


def shared(one: Collection[str], other: Collection[str]) -> float:
    """How much of the smaller set is in the other, names and numbers counted twice: 0 to 1."""
    left, right = {w.lower() for w in one}, {w.lower() for w in other}
    names = {w.lower() for w in (*one, *other) if not w[:1].islower()}
    least = min(_weight(left, names), _weight(right, names))
    return _weight(left & right, names) / least if least else 0.0


def _weight(stems: Collection[str], names: Collection[str]) -> int:
    return sum(2 if s in names else 1 for s in stems)


@lru_cache(maxsize=32768)
def shingles(text: str) -> frozenset[int]:
    """Hashes of the runs of five words of a text."""
    found = words(text)
    return frozenset(crc32(" ".join(found[i : i + _RUN]).encode()) for i in range(len(found) - _RUN + 1))


def prints(text: str) -> list[int]:
    """The shingles by which a sentence is found again; none for a short one."""
    return sorted(shingles(text))[:_PRINT] if len(words(text)) >= _LEAST else []


def alike(one: str, other: str) -> bool:
    """One text is the other, but for a few words, of which none is a number; both have eight words or more.

    An agency's tally of today is the sentence of yesterday with another figure, and no copy of it.
    """
    left, right = shingles(one), shingles(other)
    if min(len(words(one)), len(words(other))) < _LEAST or not left or not right:
        return False
    fewer, more = sorted((_numbers(one), _numbers(other)), key=len)
    if not fewer <= more:
        return False
    common = len(left & right) / min(len(left), len(right))
    if common < _COPIED and (common < _EDITED or _in_order(words(one), words(other)) < _COPIED):
        return False
    return min(len(left), len(right)) * 2 >= max(len(left), len(right))  # else a sentence, and a much longer one that holds it


@lru_cache(maxsize=32768)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(w for w in words(text) if w[0].isdigit() or w in _NUMBERS or w in ("one", "two"))


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How many of the shorter text's words stand in the other in the same order: 0 to 1."""
    one, other = sorted((one, other))  # the same whichever comes first
    runs = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(run.size for run in runs) / min(len(one), len(other))


def _quotes(one: str, other: str) -> bool:
    """The one has in quotation marks what the other says in its own words."""
    quoted = _QUOTED.findall(one)
    if not quoted:
        return False
    inside, own = " ".join(quoted), _QUOTED.sub(" ", other)
    return min(len(words(inside)), len(words(own))) >= _LEAST and alike(inside, own)


def copied(one: str, other: str) -> bool:
    """One sentence is the other's, but for a few words.

    Two reporters who quote one speaker share the quotation without sharing the sentence: words in quotation marks do not count.
    But what one article says in its own words and another has wholly in quotation marks is quoted from that article.
    """
    if _quotes(one, other) or _quotes(other, one):
        return True
    if not alike(one, other):
        return False
    fewer, more = sorted((words(_QUOTED.sub(" ", text)) for text in (one, other)), key=len)
    if len(fewer) < _LEAST:
        return len(more) >= _LEAST
    return shared(set(fewer), set(more)) >= _COPIED
