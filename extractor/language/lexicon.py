"""The nouns and adjectives of English conflict reporting that several readings share, by class: `vocabulary` reads them."""

from extractor.language.vocabulary import kinds, words

_COUNTING = frozenset("all both some many others".split())
_SPEAKING = frozenset("he she it they we i".split())

SPEAKERS = words("speaker") | _COUNTING | _SPEAKING
"""Common nouns and pronouns that can be the subject of a reporting verb."""

DOCUMENTS = words("document")
"""Texts that speak for whoever issued them."""

FORCES = words("force")
"""Head nouns of those who move under arms."""

BANDS = words("band")
"""Nouns that make the proper name before them that of an armed party."""

FORMATIONS = words("formation")
"""What the proper name of an armed body ends in."""

CALENDAR = words("calendar")
"""Days, months and words like "yesterday"."""

PERSONS = words("person") | frozenset({"other", "others"})
"""Nouns that can be counted as victims."""

MILITARY = words("military")
CIVILIAN = words("civilian")

PLACES = words("place")
"""Nouns of place that forces go to, hold or leave."""

HARM = kinds("harm")
"""Verbs of harm by what becomes of their victims: "killed", "wounded", "captured"."""

HARM_NOUNS = kinds("harmed")
"""Nouns and adjectives of harm and of those harmed, by the same; and "missing"."""

BELLIGERENTS = words("belligerent")
"""Head nouns of those who can be blamed by their kind alone."""

ROLES = words("role")
"""Nouns for one person by office or trade."""

DENIAL = words("denial")
"""What a denial calls what it denies."""

FREEING = words("freeing")
"""Verbs of letting captives go, and their nouns."""

CAPTIVES = words("captive")
TAKING = words("taking-lives")
"""Verbs that tell of deaths where lives are their object."""

HOLDING = words("holding")
"""Verbs that tell of captives where people are their objects, and more words say so."""

SUFFERING = words("suffering")
HURT = words("hurt")
LIMBS = words("limb")
LOSSES = LIMBS | {"life"}
"""What its owner loses by harm."""
GIVING_UP = words("giving-up-life")
CHANGING = words("changing")
"""Verbs that tell what a figure became."""
