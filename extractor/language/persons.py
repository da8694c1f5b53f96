"""Who is a person: by the parser's entities for names, by WordNet's persons for nouns.

An animal, a machine, a building or a weapon is nobody. `wordnet/persons.txt` says by what rule its words were taken;
collectives ("people", "police") stand in the lexicon.
"""

from extractor.language.lemmas import lemma
from extractor.language.lexicon import PERSONS, ROLES
from extractor.language.names import parties
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import wordnet as _wordnet
from extractor.language.vocabulary import words

_PEOPLES = "NORP"
_HARMING_PEOPLE = words("harming-people")
_ILLNESSES = words("illness")
_ILL = frozenset({("heart", "attack"), ("heart", "failure"), ("old", "age"), ("natural", "cause"), ("cardiac", "arrest")})


def names_persons(word: str, base: str = "") -> bool:
    """True for a common noun for people, in any form; `base` is its base form where that is known."""
    known = _wordnet("persons")
    base = base or lemma(word, "NNS")
    forms = {word, base, word.rpartition("-")[2], base.rpartition("-")[2]} - {""}
    return any(f in known or f in PERSONS or f in ROLES for f in forms)


def names_one_person(word: str) -> bool:
    """True for a common noun for one person in its base form."""
    return word in _wordnet("persons")


def is_person(token: Token) -> bool:
    """True for a person's name, for people called by their nation or faith ("Afghans"), and for a noun for people."""
    if token.tag.startswith("NNP"):
        if token.entity == "PERSON":
            return True
        if token.tag == "NNPS" and token.entity in (_PEOPLES, ""):
            return True
        return names_persons(token.low)  # a headline's capitals are no name
    if token.entity == _PEOPLES and token.tag == "NNS":
        return True
    return token.tag.startswith("N") and names_persons(token.low, token.lemma)


def is_person_harmed(parse: Parse, token: Token) -> bool:
    """True for a noun that may mean people, among other things, where a verb is told of it that harms nothing but people."""
    if not token.tag.startswith("N") or not {token.low, token.lemma} & _wordnet("also-persons"):
        return False
    of = parse[token.head]
    some = parse[of.head] if token.dep == "pobj" and of.low == "of" and parse[of.head].tag == "CD" else token
    told = [*parse.children(token, "acl"), *([parse[some.head]] if some.dep in ("dobj", "nsubjpass") else [])]
    if any(c.low == "dead" for verb in told for c in parse.children(verb, "oprd", "acomp")):
        return True  # "shot dead": no aircraft
    return any(verb.verb in _HARMING_PEOPLE and (verb.tag == "VBN" or token.dep != "nsubj") for verb in told)


def is_body(token: Token) -> bool:
    """True for a noun that may mean a person or a body of people ("counterpart", "panel", "wing")."""
    listed = (_wordnet("groups"), _wordnet("also-persons"))
    return any(form in among for form in (token.low, token.lemma) for among in listed)


def is_named(token: Token) -> bool:
    """True for the name of one person."""
    return token.tag == "NNP" and token.entity == "PERSON" and not parties(token.text)


def is_illness(parse: Parse, token: Token) -> bool:
    """True for what one dies of without anybody's doing ("cancer", "a heart attack")."""
    if token.lemma in _ILLNESSES or token.lemma in _wordnet("illnesses"):
        return True
    return any((c.low, token.lemma) in _ILL for c in parse.children(token, "compound", "amod"))
