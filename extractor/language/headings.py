"""Titles and subheads: lines that stand alone, and titles run together with the first sentence.

An article pasted as one line loses the break after its title. The title is found again by its capitals: a run of words in
title case that holds what no sentence's subject holds (a capitalised "To", a capitalised headline verb), followed by the
subject of the first sentence, which begins at a dateline, an article, a name the title has used already, or the word before the
first verb.
"""

import re
from collections.abc import Sequence

from extractor.language.date_patterns import WEEKDAYS
from extractor.language.vocabulary import words

_TERMINAL = re.compile(r"[.!?…։؟۔।。！？｡][\"”’»›“‘)\]}'＂」』*_]*$")
_MOST_WORDS = 25
_LONGEST = 170
_LEAST_TITLE_WORDS = 4
_REACH = 400

_TOKEN = re.compile(r"\S+")
_EDGES = "\"“”‘’'«»„(),:;[]"


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_SMALL = _words(
    "a an the of in to and or for on at by with from as vs over near amid after into against under is are be but nor per via"
)
_HEADLINE_WORDS = words("headline")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"))
"""What a regular verb ends in, and its base form in place of that; the forms of others are rows of their own."""
_SUBJECT_STARTS = _words(
    "The A An It He She They At Two Three Four Five Six Seven Eight Nine Ten Several Dozens Hundreds Thousands Officials "
    "Authorities"
)
_OFFICES = _words(
    "President Prime Foreign Defense Defence Minister Kremlin Spokesman Spokeswoman Police Rebels Troops Government"
)
_DEMONYM = re.compile(r"[A-Z]\w+(?:ian|ean|can|ani|ish|ese|eli|aqi|eri|emi|chen|ench|utch|eek|han|yan)$")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_FILED = (  # "KANO (Nigeria), May 15, 2023 (AFP) -", "NNA - Wednesday 23 October 2024 -", "Abuja, May 17 (NAN)"
    r"(?!(?:On|At|In|By|Since|From|After|Before|Until)\b)"
    r"(?:(?:[A-Z][\w.'’/\-]*|\([A-Z][^()\n]{0,30}\)|of|de|la|[–—-])[ ,]+){1,7}?\(?(?:[A-Z][a-z]+day,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+(?:19|20)\d\d)?\)?,?\s*"
    r"(?:\([A-Z]{2,}\)\s*(?:—|–|--?|:)?|(?:\([^()]{2,40}\)|/[^/]{2,30}/)?\s*(?:—|–|--?))\s+(?=[A-Z“\"])"
)
DATELINE = re.compile(
    rf"{_FILED}|"
    r"(?:[A-Z][\w.'’\-]*[ ,/]+){1,6}?(?:\(?[A-Z][^()—–]{0,50}\)?[ ,]*)?(?:\([^()]{2,40}\)\s*)?(?:—|–|--?)\s+(?=[A-Z“\"])"
    r"|(?=[A-Z]{3})[A-Z][A-Z .,/'’-]{2,50}:\s+(?=[A-Z“\"][^:]{40})"
)


def is_heading(line: str, first: bool) -> bool:
    """Whether a line alone in its paragraph reads as a title or subhead; `first`: nothing is read before it."""
    words = line.split()
    if not words or len(line) > _LONGEST or len(words) > _MOST_WORDS:
        return False
    if line[-1] in ",;:" or line[0].islower() or line.startswith(("http", "<http", "www.")):
        return False
    if _TERMINAL.search(line[-12:]):
        return first and line[-1] in "?!" and _in_title_case(words)
    return True


def title_end(text: str, start: int, end: int) -> int:
    """Where the sentence begins that a title at the head of `text[start:end]` runs into; `start` where there is no title."""
    reach = min(end, start + _REACH)
    tokens = [(m[0].strip(_EDGES), m.start()) for m in _TOKEN.finditer(text, start, reach)]
    run = _capitalised_run(tokens)
    if run < _LEAST_TITLE_WORDS or run == len(tokens):
        return start
    at = _subject(text, tokens, run)
    title = [word for word, _ in tokens[:at]]
    if at < _LEAST_TITLE_WORDS or not title[-1] or title[-1].lower() in _SMALL:
        return start
    is_title = any(_in_headlines(w) or (w.lower() in _SMALL and w[0].isupper()) for w in title[1:] if w)
    return tokens[at][1] if is_title else start


def _in_headlines(word: str) -> bool:
    """A word that a headline writes with a capital, a past tense or participle as well.

    No lemmatizer is asked: texts are cut into sentences where the parser is not loaded.
    """
    if not word[:1].isupper():
        return False
    low = word.lower()
    bases = (low[: -len(ending)] + base for ending, base in _ENDINGS if low.endswith(ending))
    return low in _HEADLINE_WORDS or any(base in _HEADLINE_WORDS for base in bases)


def _capitalised_run(tokens: Sequence[tuple[str, int]]) -> int:
    """How many tokens there are before the first one that only a sentence writes in lower case."""
    for place, (word, _) in enumerate(tokens):
        if word == "on" and place + 1 < len(tokens) and tokens[place + 1][0][:3].lower() in WEEKDAYS:
            return place
        if word[:1].islower() and word not in _SMALL:
            return place
    return len(tokens)


def _subject(text: str, tokens: Sequence[tuple[str, int]], run: int) -> int:
    """The token at which the sentence begins whose first lower-case word is token `run`; 0 where it cannot be told."""
    for place in range(_LEAST_TITLE_WORDS, run + 1):
        capitals = len(tokens[place][0]) > 2 and tokens[place][0].isupper() and not tokens[place - 1][0].isupper()
        if capitals and DATELINE.match(text, tokens[place][1]):
            return place
    for place in range(run - 1, _LEAST_TITLE_WORDS - 1, -1):
        if tokens[place][0] in _SUBJECT_STARTS:
            return place
    first = run
    while first > 1 and (tokens[first - 1][0][:1].isupper() and tokens[first - 1][0].lower() not in _SMALL):
        first -= 1
    while first > 3 and tokens[first - 1][0] == "and" and tokens[first - 2][0][:1].isupper():
        first -= 2
        while first > 1 and (tokens[first - 1][0][:1].isupper() and tokens[first - 1][0].lower() not in _SMALL):
            first -= 1
    before = {word for word, _ in tokens[:first]}
    for place in range(first + 1, run):
        word = tokens[place][0]
        if word in _OFFICES or word in before or _DEMONYM.match(word) or word.endswith(("’s", "'s")):
            return place
    return run - 1


def _in_title_case(words: Sequence[str]) -> bool:
    long_words = [w for w in words if len(w) > 3 and w[0].isalpha()]
    return len(long_words) >= 2 and sum(w[0].isupper() for w in long_words) * 10 >= len(long_words) * 8
