"""What code proposes by itself, without a model: the language's readings in the shape of a model's answer.

The rules and a model propose alike; `grounding` checks both the same way. So what a model adds can be measured.
"""

from collections.abc import Sequence

from extractor.language.account import Account
from extractor.rules.accusations import accusations
from extractor.rules.casualties import casualties
from extractor.rules.movements import movements
from extractor.rules.statements import statements
from schemas.base import Proposal, RecordType


def propose(account: Account, types: Sequence[RecordType]) -> list[Proposal]:
    """Every record that the article's syntax shows, of the types asked for, in text order within a type."""
    found: list[Proposal] = []
    if RecordType.STATEMENT in types:
        found += statements(account)
    for parse in account.parses:
        if RecordType.CASUALTY_REPORT in types:
            found += casualties(account, parse)
        if RecordType.TROOP_MOVEMENT in types:
            found += movements(account, parse)
        if RecordType.ACCUSATION in types:
            found += accusations(account, parse)
    return found
