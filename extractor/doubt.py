"""Where the rules leave a doubt that a small model can settle: quotations of which no reporting clause says who speaks.

The embedded models were also asked for movements, accusations and casualties in every sentence whose words allow one and where
the rules found none: 382 requests on 32 articles gave no right record, and their yes or no told such sentences apart hardly
better than chance. So only quotations are asked about.
"""

from extractor.language.account import Account
from extractor.language.reporting_lexicon import REPORTING
from schemas.base import RecordType

_WORDS = 4  # a shorter quotation is a word that the writer keeps at a distance


def doubts(account: Account) -> dict[RecordType, set[int]]:
    """Numbers of the sentences worth asking about, by type."""
    found = set()
    for start, end in account.quotes:
        sentence = account.sentence_at(start)
        if sentence is None or sentence.heading or len(account.text[start:end].split()) < _WORDS:
            continue
        if not any(u.first <= sentence.number <= u.last and u.speaker for u in account.utterances):
            found.add(sentence.number)
    for parse in account.parses:
        number = parse.sentence.number
        spoken = any(t.verb in REPORTING and t.tag.startswith("V") for t in parse)
        quoted = any(q[0] < parse.sentence.end and q[1] > parse.sentence.start for q in account.quotes)
        if spoken and quoted and not any(u.sentence == number for u in account.utterances):
            found.add(number)
    return {RecordType.STATEMENT: found}
