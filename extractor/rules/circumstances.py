"""When a rule's event happened and who tells it, from where it stands in the article's sayings."""

from extractor.language.account import Account, Utterance


def when(account: Account, sentence: int, inside: tuple[int, int] | None, around: Utterance | None) -> str | None:
    """The words that date an event: those in the content it is told in, else those of its sentence outside sayings."""
    mentions = [m for m in account.dates[sentence] if not m.adjectival]
    if around is not None and around.sentence == sentence:
        low, high = around.saying.content
        mentions = [m for m in mentions if low <= m.start and m.end <= high]
    else:
        contents = [u.saying.content for u in account.utterances if u.sentence == sentence]
        mentions = [m for m in mentions if not any(low <= m.start and m.end <= high for low, high in contents)]
    if not mentions:
        return None
    centre = inside[0] if inside else account.sentences[sentence - 1].start
    clause = [m for m in mentions if inside and inside[0] <= m.start and m.end <= inside[1]]
    nearest = min(clause or mentions, key=lambda m: abs(m.start - centre))
    return account.text[nearest.start : nearest.end]


def source(utterance: Utterance | None) -> str | None:
    return utterance.speaker if utterance else None
