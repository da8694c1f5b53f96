"""How a model is asked: profiles, and which one a model gets.

A profile is two numbers (sentences and record types a request) and what follows from them: a model that can only be trusted
with a sentence and a type at a time is shown examples, is asked for few fields, and only where the rules leave a doubt. The
rules alone are a profile too, of no model.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`sentences` and `types` a request; `context` sentences shown before them; `doubts` asks only where the rules found
    nothing, and nothing at all unless it `asks`.
    """

    name: str
    sentences: int
    types: int
    context: int
    doubts: bool
    concurrency: int
    max_tokens: int
    asks: bool = True


STRONG = Profile("strong", sentences=150, types=4, context=3, doubts=False, concurrency=8, max_tokens=16_000)
SMALL = Profile("small", sentences=1, types=1, context=2, doubts=True, concurrency=1, max_tokens=300)
RULES = Profile("rules", sentences=1, types=1, context=0, doubts=True, concurrency=1, max_tokens=0, asks=False)
PROFILES = {profile.name: profile for profile in (STRONG, SMALL, RULES)}

EMBEDDED = ("local", "local-small")
NAIVE_TOKENS = 1200  # of an answer in the naive way, which a small model may never end
DEFAULT_DATABASE = "communique.db"


def profile_of(model: str) -> Profile:
    """`rules` is no model; embedded models and .gguf files are small; every other name is a hosted model."""
    if model == RULES.name:
        return RULES
    return SMALL if model in EMBEDDED or model.endswith(".gguf") else STRONG
