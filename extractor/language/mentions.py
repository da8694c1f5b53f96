"""The people and bodies that a sentence mentions, with what pronouns and descriptions can stand for them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractor.language.lemmas import noun_among
from extractor.language.lexicon import CALENDAR, FORCES, ROLES, SPEAKERS
from extractor.language.names import parties
from extractor.language.persons import is_body, is_person, names_one_person
from extractor.language.phrases import Span, speaker_name
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import kinds, words

_INSTITUTIONS = words("institution-name")
_RANKS = kinds("short-rank")
_WOMEN, _MEN = words("woman"), words("man")
_SUBJECTS = ("nsubj", "nsubjpass")
_INSIDE = ("compound", "amod", "nmod", "npadvmod", "nummod", "appos", "quantmod")
_NO_NAMES = ("DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT", "LAW", "EVENT")
_PLACES = ("GPE", "LOC", "NORP")
_FALLEN = frozenset("kill die slay assassinate behead murder execute".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or body in a sentence. `rank`: 0 the subject of a main verb, 1 of another verb, 2 an object, 3 anything else.

    `roles` are the words that describe it, in their base form; `named` where a proper name is among its words; `fallen` who is
    told to be dead and says nothing; `pair` two or more, joined by "and"; `state` a country or town.
    """

    name: str
    at: Span
    rank: int
    person: bool
    plural: bool
    gender: str
    roles: frozenset[str]
    named: bool
    fallen: bool
    pair: bool
    state: bool


def mentions(parse: Parse) -> list[Mention]:
    """The people and bodies of one sentence, in text order."""
    return [m for t in parse if (m := _mention(parse, t)) is not None]


def _mention(parse: Parse, token: Token) -> Mention | None:
    if not token.tag.startswith("N") or token.dep in _INSIDE or token.entity in _NO_NAMES or token.among(CALENDAR):
        return None
    name, at = speaker_name(parse, token)
    beside = parse.children(token, "appos")
    described = [token, *parse.children(token, "compound", "nmod", "amod"), *beside]
    described += [c for b in beside for c in parse.children(b, "compound", "nmod")]
    roles = frozenset(_RANKS.get(t.lemma.strip("."), t.lemma) for t in described if t.tag.startswith("N"))
    before = [t for t in parse.children(token, "compound", "nmod") if t.tag not in ("NNS", "NNPS")]
    titled = token.tag == "NNP" and any(_is_title(t) for t in before)  # the Doctors Network is no doctor
    person = _is_one(token) or titled or any(_is_one(t) for t in beside)
    people = token.tag == "NNS" and is_person(token)
    body = token.among(SPEAKERS) or token.among(FORCES) or is_body(token) or token.entity == "ORG" or bool(parties(name))
    body = body or token.low in parse.armed
    if titular := _is_titular(parse, token):
        person, people, body = False, False, True
    if not (person or people or body):
        return None
    joined = any(c.tag.startswith("N") for c in parse.children(token, "conj"))
    gender = gender_of([t.low for t in described], parse.text(*at)) if person and not joined else ""
    named = any(t.tag.startswith("NNP") for t in ([token, *beside] if person else described))
    verb = parse.head(token)
    fallen = verb is not None and verb.verb in _FALLEN and token.dep in (*_SUBJECTS, "dobj") and token.dep != "nsubj"
    fallen = fallen or (verb is not None and verb.verb == "die" and token.dep == "nsubj")
    plural = joined or (token.tag in ("NNS", "NNPS") and not titular) or token.low == "police"
    named = named or titular
    return Mention(name, at, _rank(parse, token), person, plural, gender, roles, named, fallen, joined, token.entity in _PLACES)


def _is_titular(parse: Parse, token: Token) -> bool:
    """ "Reporters Without Borders": a name with a preposition in capitals in it, as only bodies have."""
    leading = [p for p in parse.children(token, "prep") if p.number == token.number + 1 and p.text[:1].isupper()]
    within = any(o.text[:1].isupper() for p in leading for o in parse.children(p, "pobj"))
    return within and token.text[:1].isupper() and not parse.sentence.heading and token.text != token.text.upper()


def _is_one(token: Token) -> bool:
    """A word for one person: an office, a trade, a name."""
    if token.tag in ("NNP", "NNPS") and token.entity == "PERSON" and not parties(token.text):
        return True
    return token.tag in ("NN", "NNP") and (token.lemma in ROLES or names_one_person(token.lemma))


def _is_title(token: Token) -> bool:
    """ "Col.", "Spokesperson", "Mrs": what stands before a person's name."""
    word = token.low.strip(".")
    return word in _TITLES or noun_among(word, ROLES)


def _rank(parse: Parse, token: Token) -> int:
    verb = parse.head(token)
    if token.dep in _SUBJECTS and verb is not None:
        return 0 if verb.dep == "ROOT" or (verb.dep == "conj" and parse[verb.head].dep == "ROOT") else 1
    return 2 if token.dep in ("dobj", "dative", "ROOT") else 3


def gender_of(described: list[str], name: str) -> str:
    """ "f" or "m" where the words for a person tell it ("spokeswoman", "Mrs", "Anna"); else ""."""
    told = {_gender(w) for w in described} - {""}
    if len(told) == 1:
        return told.pop()
    given = next(
        (
            w
            for w in name.split()
            if w[:1].isupper() and not noun_among(w.lower().strip(".,"), ROLES | _TITLES | _BESIDE_TITLES)
        ),
        "",
    )
    return _given().get(given.lower().strip(".,"), "")


_TITLES = _WOMEN | _MEN | frozenset("dr gen col lt maj capt sgt brig cpl adm prof rev sen rep gov".split())
_BESIDE_TITLES = frozenset("the a an prime foreign defence defense deputy".split())


def _gender(word: str) -> str:
    word = word.strip(".,")
    if word in _WOMEN or (word.endswith("woman") and len(word) > 5):
        return "f"
    return "m" if word in _MEN or (word.endswith("man") and (word in ROLES or names_one_person(word))) else ""


@cache
def _given() -> dict[str, str]:
    """Given names that are borne by women only, or by men only."""
    folder = files("extractor.language").joinpath("given")
    return {
        name: gender
        for gender, file in (("f", "women.txt"), ("m", "men.txt"))
        for name in folder.joinpath(file).read_text(encoding="utf-8").splitlines()
        if not name.startswith("#")
    }


def looks_personal(name: str) -> bool:
    """True when a name without its parse looks like a person's: an office or trade, or capitalised words of no institution."""
    parts = name.split()
    if parts and any(p.lower() in ROLES for p in parts[:4]) and not parts[-1].lower().endswith("s"):
        return True
    last = parts[-1]
    return (
        last[:1].isupper()
        and not any(noun_among(p.lower().strip(","), _INSTITUTIONS) for p in parts)
        and not (parties(last) or name.lower().startswith("the "))
    )
