"""The words for wrongs that one party lays at another's door, by the kind of wrong: `vocabulary` reads them."""

from extractor.language.vocabulary import kinds, words
from schemas.accusation import Category

WRONGS: dict[str, Category] = {verb: Category(kind) for verb, kind in kinds("wrong").items()}

OMITTING = frozenset(verb for verb, kind in WRONGS.items() if kind is Category.FAILURE_TO_ACT)
FALSEHOODS = frozenset(verb for verb, kind in WRONGS.items() if kind is Category.FALSEHOOD)

ACTS_OF_WAR = words("act-of-war")
"""Wrongs only in the mouth of the side that suffers them; anybody else just reports a movement."""

NEEDS_HARM = words("needs-harm")
"""Verbs that are wrongs only with something harmful as their object."""

NEEDS_PEOPLE = words("needs-people")
"""Verbs that are wrongs only with people as their object."""

HARMFUL = words("harmful") | frozenset({"behind"})

COMMITTING = words("committing")
"""Verbs that do a wrong with the noun of wrong that is their object ("committed violations", "opened fire")."""

ARMS = words("arm")
"""Weapons and craft whose deeds are those of whoever owns them."""

OWED = words("owed")
"""What one is blamed for not doing."""

WRONG_NOUNS: dict[str, Category] = {noun: Category(kind) for noun, kind in kinds("wrong-noun").items()}

PROVOKING = words("provoking")

CLAIMS = words("claim")
"""Nouns for what somebody else has alleged."""

CHARGES = words("charge")
"""Nouns for what one is blamed for by somebody else, even without a clause that tells it."""

UNTRUTHS = frozenset(noun for noun, kind in WRONG_NOUNS.items() if kind is Category.FALSEHOOD)
"""What a claim is called by those who hold it to be a lie."""
