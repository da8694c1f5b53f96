"""The words by which English news tells that somebody says something: `vocabulary` reads them.

The value of a verb is what kind of saying it is by itself, before what is said has been read.
"""

from extractor.language.vocabulary import kinds, phrasal, words
from schemas.statement import Act

REPORTING: dict[str, Act] = {verb: Act(kind) for verb, kind in kinds("say").items() if " " not in verb}

PHRASAL: dict[str, dict[str, Act]] = {
    verb: {particle: Act(kind) for particle, kind in own.items()} for verb, own in phrasal("say").items()
}
"""Sayings that a verb makes only with its particle or object ("brush aside", "lay blame")."""

NEEDS_COMPLEMENT = words("say-needs-complement")
"""Reporting verbs that report only with a clause, a quotation or an abstract object after them."""

SAID_OF_THINGS = words("say-of-things")
"""Those of them that also report with any object."""

CLAUSE_PREPOSITIONS = {verb: frozenset(own) for verb, own in phrasal("say-about").items()}
"""The prepositions that lead from a verb to what is said."""

SPOKEN_NOUNS = words("spoken")
"""What one expresses or voices."""

UNSPOKEN = words("unspoken")
"""Verbs with a that-clause that tell what somebody thinks, sees or brings about, not what is said."""

COUNTING = words("say-counting")
"""Verbs that report only with a figure or a judgement."""
