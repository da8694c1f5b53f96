"""Headlines that stand in front of their story without any mark, as when a page was copied into one line.

A headline is a run of capitalised words that a name would not have: prepositions and verbs are capitalised too ("Fighting
Continues In ..."). Where it ends is the harder half. In order of trust: before a caption's place and dash, before a small word
that only a sentence begins with ("The army"), before a phrase that the text repeats elsewhere (the name that the lead begins
with), before a nationality or rank, and else before the last capitalised word.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(r"\S+")
_SMALL = frozenset(
    _TOKEN.findall(
        "a an and as at but by for from in into is of off on or nor over per the to vs via with after amid near de la al el von"
    )
)
HEADLINE_ONLY = frozenset(
    _TOKEN.findall(
        "To In On At By For From With Over After Before Amid As Into Against About Is Are Was Be Has Have Will Its Their "
        "His Her Not No But If How Why Who What Says Say Said Call Tells Urges Warns Accuses Claims Denies Kills Kill Killed "
        "Strikes Attacks Hits Seizes Seize Continues Continue Agree Agrees Withdraws Withdraw Reports Vows Demands Holds"
    )
)
_LEAD_WORDS = frozenset(
    _TOKEN.findall("The A An It In On At Earlier Several Two Three Four Five Six At Some Officials Authorities")
)
_RANK = frozenset(
    _TOKEN.findall(
        "President Prime Minister Foreign Defense Defence Interior Ministry General Colonel Major Captain Lieutenant Army "
        "Gen. Col. Maj. Lt. Secretary Ambassador Governor Chancellor King Prince State Deputy Chief Police U.S. UN U.N. EU NATO"
    )
)
_DEMONYM = re.compile(
    r"[A-Z][\w-]{2,}(?:ian|ish|ese|ijani|eli|aqi|ani|man|can|ean|ench|ttish|reek|ebanese|yrian|urkish|zbek|zakh|Thai)s?"
)
_STORY = 20_000  # characters around a headline: its story, where the text holds more than that
_DASH = frozenset(("-", "--", "–", "—"))
_QUOTES = "“”‘’\"'«»([{)]}"


def headline_end(text: str, start: int, end: int) -> int | None:
    """Where the headline that begins at `start` ends, when prose follows it on the same line; None when there is none.

    `text[start:end]` is the rest of the line; the whole `text` is looked at for phrases that come back.
    """
    tokens = _run(text, start, end)
    if len(tokens) < 4 or tokens[-1].end() >= end:
        return None
    lead = _lead(text, tokens, end)
    title = tokens[:lead]
    while title and title[-1][0].lower() in _SMALL:
        title = title[:-1]
    return title[-1].end() if _is_headline(title, text) else None


def _run(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The capitalised words from `start` on, small words between them included, up to the first ordinary word or full stop."""
    tokens: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start, min(end, start + 400)):
        bare = token[0].strip(_QUOTES + ",;:")
        if token[0] in _DASH:
            break
        capital = bool(bare) and (bare[0].isupper() or bare[0].isdigit())
        if not capital and bare not in _SMALL:
            break
        tokens.append(token)
        if re.search(r"[.!?…][”\"’')]*$", token[0]) and not re.fullmatch(r"(?:[A-Z]\.)+|Gen\.|Col\.|Lt\.|St\.|Mr\.|Mt\.", bare):
            break
    while tokens and tokens[-1][0] in _SMALL:
        tokens.pop()
    return tokens


def _lead(text: str, tokens: list[re.Match[str]], end: int) -> int:
    """The index in `tokens` of the first word of what follows the headline."""
    after = _TOKEN.search(text, tokens[-1].end(), end)
    if after and after[0] in _DASH:
        return _place(tokens)
    for at in range(len(tokens) - 1, 3, -1):
        follower = tokens[at + 1][0] if at + 1 < len(tokens) else after[0] if after else ""
        if tokens[at][0] in _LEAD_WORDS and follower[:1].islower():
            return at
    at = _repeated(text, tokens)
    while at > 4 and _is_title_of_office(tokens[at - 1][0]):
        at -= 1
    return at


def _place(tokens: list[re.Match[str]]) -> int:
    """Where the place before a caption's dash begins: the words in capitals, or the last word."""
    at = len(tokens) - 1
    while at > 0 and tokens[at][0].isupper() and tokens[at - 1][0].isupper() and len(tokens[at - 1][0]) > 1:
        at -= 1
    return at


def _repeated(text: str, tokens: list[re.Match[str]]) -> int:
    """The first word of the longest ending of the run that the story holds elsewhere too."""
    last = len(tokens) - 1
    for at in range(3, last):
        start, end = tokens[at].start(), tokens[last].end()
        phrase, around = text[start:end], (max(0, start - _STORY), end + _STORY)
        again = text.find(phrase, end, around[1]) >= 0 or text.find(phrase, around[0], start) >= 0
        if again and tokens[at][0] not in HEADLINE_ONLY and tokens[at][0] not in _SMALL:
            return at
    while last > 4 and _is_title_of_office(tokens[last - 1][0]):
        last -= 1
    return last


def _is_title_of_office(word: str) -> bool:
    return word in _RANK or _DEMONYM.fullmatch(word) is not None


def _is_headline(title: list[re.Match[str]], text: str) -> bool:
    capitals = [t[0].strip(_QUOTES + ",;:") for t in title if t[0] not in _SMALL]
    if len(title) < 4 or len(capitals) < 3 or any(t[0].endswith((".", "!", "?")) and len(t[0]) > 4 for t in title[:-1]):
        return False
    inner = [c for c in capitals[1:] if c]
    telling = sum(w in HEADLINE_ONLY for w in inner)
    plain = _plain_words(text)
    common = sum(w.isalpha() and w not in _RANK and w.lower() in plain for w in inner)
    shouted = len(inner) >= 4 and all(w.isupper() for w in inner)
    return telling + common >= 2 or telling >= 1 or shouted


@lru_cache(maxsize=4)
def _plain_words(text: str) -> frozenset[str]:
    """The words that the text writes in lower case: capitalised in a run, they belong to no name."""
    return frozenset(re.findall(r"\b[a-z]+\b", text))
