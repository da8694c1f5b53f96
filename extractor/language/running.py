"""How far a saying runs: over the sentences and paragraphs of its quotation, or those that "X said:" introduces."""

import re
from collections.abc import Callable, Sequence

from extractor.language.content import CLOSING, Saying
from extractor.language.phrases import Span
from schemas.article import Sentence

HasClause = Callable[[Sentence], bool]
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Uu]s|[Mm]y|[Mm]e|[Oo]urs)\b")  # source: Quirk et al., personal pronouns
_MARKS = CLOSING + "\"'"


def run_of(
    saying: Saying,
    sentence: Sentence,
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Span],
    has_clause: HasClause,
) -> tuple[int, int, Span]:
    """The first and last sentence that a saying runs over, and its content with the sentences of its quotation before it."""
    first = last = sentence.number
    while first > 1 and _goes_on(text, sentences[first - 2], sentences[first - 1], quotes):
        if has_clause(sentences[first - 2]):
            break
        first -= 1
    start, end = saying.content
    own = next((q for q in quotes if q[0] <= start < q[1]), None)
    if first < sentence.number and (own is None or own[0] < sentence.start or start - own[0] <= 1):
        opened = next((q for q in quotes if q[0] >= sentences[first - 1].start - 1), None)
        start = opened[0] + 1 if opened is not None and opened[0] < end else start
    closing = any(q[0] <= saying.content[0] and saying.content[1] <= q[1] for q in quotes)
    crossing = any(q[0] < sentence.end < q[1] for q in quotes)
    while last < len(sentences) and (closing or crossing):
        following = sentences[last]
        whole = any(q[0] <= following.start and q[1] >= following.end - 1 for q in quotes)
        if not whole or has_clause(following):
            break
        last += 1
    return first, last, (start, end)


def _goes_on(text: str, before: Sentence, here: Sentence, quotes: Sequence[Span]) -> bool:
    """True when one quotation stands in two sentences: over their border, or opened anew in the next paragraph."""
    if any(q[0] < before.end and q[1] > here.start and q[0] >= before.start - 1 for q in quotes):
        return True
    if any(q[0] < before.start and q[1] > here.start for q in quotes):
        return True
    left_open = any(before.start - 1 <= q[0] < before.end <= q[1] + 1 and text[q[1] - 1] not in _MARKS for q in quotes)
    return left_open and any(here.start - 1 <= q[0] <= here.start for q in quotes)


def introduced(
    sentence: Sentence, text: str, sentences: Sequence[Sentence], quotes: Sequence[Span], has_clause: HasClause
) -> tuple[Span, int] | None:
    """What follows "X said:", and its last sentence: a quotation, or a paragraph and those in the first person after it."""
    if sentence.number >= len(sentences):
        return None
    following = sentences[sentence.number]
    if following.heading and not _FIRST_PERSON.search(following.text) and text[following.end - 1] not in ".!?" + _MARKS:
        return None
    quote = next((q for q in quotes if following.start - 1 <= q[0] <= following.start), None)
    last = following.number
    if quote is not None:
        while last < len(sentences) and (
            sentences[last].end <= quote[1] + 1 or _goes_on(text, sentences[last - 1], sentences[last], quotes)
        ):
            last += 1
        return (quote[0] + 1, max(quote[1] - 1, sentences[last - 1].end - (last > following.number))), last
    while last < len(sentences):
        here, after = sentences[last - 1], sentences[last]
        apart = "\n" in text[here.end : after.start]
        if has_clause(after) or after.heading or (apart and not _FIRST_PERSON.search(_paragraph(text, after))):
            break
        last += 1
    return (following.start, sentences[last - 1].end), last


def _paragraph(text: str, sentence: Sentence) -> str:
    """The rest of a sentence's paragraph."""
    end = text.find("\n", sentence.start)
    return text[sentence.start : end if end >= 0 else len(text)]
