"""Who speaks where the reporting clause has a pronoun, a role or a document: the name that it stands for in the article.

A pronoun takes the nearest person or body that fits it in number and gender: who spoke or was the subject before an object. A
role ("the governor", "the group") is whoever bears it, where only one does or one has just spoken. A document speaks for its
issuer.
"""

from collections.abc import Callable, Sequence

from extractor.language.content import Saying
from extractor.language.lemmas import noun_among
from extractor.language.lexicon import DOCUMENTS, FORCES, SPEAKERS
from extractor.language.mentions import Mention, gender_of, looks_personal, mentions
from extractor.language.names import PERSONAL, PRONOUNS, agree, name_words, parties, same_party
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse
from extractor.language.vocabulary import kinds, words
from schemas.article import Sentence

Heard = tuple[int, str]
"""An earlier saying: its sentence, and who spoke."""

Told = tuple[str | None, str | None]
"""A speaker's name, and the rule by which it was found where it does not stand in the clause."""

_NEAR = 3
_BEARING = kinds("bearing")
_BODIES = words("body-name")
_OBJECTIVE = {"him": "he", "her": "she", "them": "they", "his": "he", "hers": "she", "its": "it", "their": "they"}
_POINTING = frozenset("we i you who which that this these those".split())


class Speakers:
    """Who speaks in one article; `quoted` gives the quotation that holds a place."""

    def __init__(self, parses: Sequence[Parse], quoted: Callable[[int], Span | None]) -> None:
        self._parses = parses
        self._quoted = quoted
        self._found: dict[int, list[Mention]] = {}

    def of(self, saying: Saying, sentence: Sentence, before: Sequence[Heard], institution: str | None) -> Told:
        """Who speaks; `institution` is the article's first speaking one, which a headline without a speaker means."""
        name = saying.speaker
        if name is None:
            bare = sentence.heading and sentence.number > 1 and len(sentence.text.split()) <= 4
            headed = (saying.token == 0 or sentence.heading) and not bare
            return (institution, "headline without a speaker") if headed else (None, None)
        low = _OBJECTIVE.get(name.lower().strip(), name.lower().strip())
        if low in PRONOUNS:
            found = self._antecedent(low, saying, sentence, before)
            return (found, "pronoun") if found is not None or low in _POINTING else (name, None)
        if low == "both":
            return self._pair(sentence), "pronoun"
        heads = name_words(name)
        if heads and heads[-1] in DOCUMENTS and not parties(name):
            return self._issuer(name, heads, sentence, before)
        if (fuller := self._bearer(name, low, heads, saying, sentence, before)) is not None:
            return fuller, "short form"
        return name, None

    def _mentions(self, number: int) -> list[Mention]:
        """The people and bodies of a sentence, outside quotations."""
        if number not in self._found:
            self._found[number] = [m for m in mentions(self._parses[number - 1]) if self._quoted(m.at[0]) is None]
        return self._found[number]

    def _antecedent(self, pronoun: str, saying: Saying, sentence: Sentence, before: Sequence[Heard]) -> str | None:
        """The nearest person or body that a pronoun can stand for: speakers and subjects first, then others."""
        if pronoun in ("i", "we") and self._quoted(sentence.start + 1) is None:
            return pronoun.capitalize()
        if pronoun in _POINTING:
            return None
        aside = self._parses[sentence.number - 1][saying.token].dep == "parataxis"  # "the rest, it says, fell": of what is said
        near = range(sentence.number - aside, max(0, sentence.number - _NEAR), -1)
        for number in near:
            if (found := self._leading(pronoun, saying, sentence, number, before)) is not None:
                return self._fullest(found, sentence.number)
        spoken = [name for _, name in before if self._fits_name(pronoun, name)]
        if spoken:
            return self._fullest(spoken[-1], sentence.number)
        others = [m for n in near for m in reversed(self._mentions(n)) if m.at[1] <= saying.at and _fits(pronoun, m)]
        others = [m for m in others if not saying.content[0] <= m.at[0] < saying.content[1]]
        if others:
            return self._fullest(others[0].name, sentence.number)
        persons = [name for at, name in before if at >= sentence.number - _NEAR and looks_personal(name)]
        return persons[-1] if persons and pronoun in PERSONAL else None  # whose given name the lists have of the other gender

    def _pair(self, sentence: Sentence) -> str | None:
        """The two, named together just before, whom "both" means."""
        near = range(sentence.number - 1, max(0, sentence.number - _NEAR), -1)
        return next((m.name for n in near for m in self._mentions(n) if m.pair and m.rank <= 1), None)

    def _leading(self, pronoun: str, saying: Saying, sentence: Sentence, number: int, before: Sequence[Heard]) -> str | None:
        """The first speaker or subject of a sentence that a pronoun of this or a later sentence can stand for."""
        here = [m for m in self._mentions(number) if m.rank <= 1 and _fits(pronoun, m) and not m.fallen]
        if number == sentence.number:
            here = [m for m in here if m.at[1] <= saying.at and not saying.content[0] <= m.at[0] < saying.content[1]]
            return here[-1].name if here else None
        spoke = [name for at, name in before if at == number and self._fits_name(pronoun, name)]
        main = [m.name for m in here if m.rank == 0 and (m.named or not spoke)]
        return next(iter([*main, *spoke, *(m.name for m in here)]), None)

    def _known(self, name: str) -> Mention | None:
        """A mention of this very name, the latest that has been read."""
        return next((m for found in reversed(self._found.values()) for m in found if m.name == name), None)

    def _fits_name(self, pronoun: str, name: str) -> bool:
        known = self._known(name)
        if known is not None:
            return _fits(pronoun, known)
        other = {"he": "f", "she": "m"}.get(pronoun)
        return pronoun == "they" or (
            looks_personal(name) is (pronoun in PERSONAL) and (not other or gender_of([], name) != other)
        )

    def _fullest(self, name: str, until: int) -> str:
        """The first full name in the article of a person told by the last one only."""
        if len(name.split()) > 1 or not name[:1].isupper():
            return name
        for number in range(1, until + 1):
            for m in self._mentions(number):
                if m.person and len(m.name.split()) > 1 and m.name.split()[-1] == name:
                    return m.name
        return name

    def _bearer(
        self, name: str, low: str, heads: tuple[str, ...], saying: Saying, sentence: Sentence, before: Sequence[Heard]
    ) -> str | None:
        """Who bears a role that stands for a name ("the governor", "the group"), where that is sure."""
        if not heads or not low.startswith("the ") or parties(name) or len(heads) > 2:
            return None
        if any(w[:1].isupper() for w in name.split()[1:]) and len(heads) > 1:
            return None
        role = heads[-1]
        spoken = [n for _, n in before if len(name_words(n)) > 1 and n != name]
        titled = [m for n in range(1, sentence.number + 1) for m in self._mentions(n) if m.named and m.at[1] <= saying.at]
        titled = [m for m in titled if not m.plural and (role in m.roles or any(_BEARING.get(r) == role for r in m.roles))]
        names = {name_words(m.name)[-1:]: m.name for m in reversed(titled)}
        if len(names) == 1:
            return next(iter(names.values()))
        recent = [n for at, n in before if at >= sentence.number - _NEAR]
        if titled and recent and any(m.name == recent[-1] for m in titled):
            return recent[-1]
        if role in _BODIES and (body := self._body(sentence, saying)) is not None:
            return body
        if len(heads) == 1:
            return next((n for n in reversed(spoken) if role in name_words(n) and agree(n, name)), None)
        return None

    def _body(self, sentence: Sentence, saying: Saying) -> str | None:
        """The named body, no state, that was the subject just before: "the group" of "Open Hand runs four clinics"."""
        near = range(sentence.number, max(0, sentence.number - _NEAR), -1)
        led = (m for n in near for m in self._mentions(n) if m.rank <= 1 and m.at[1] <= saying.at)
        return next((m.name for m in led if m.named and not (m.person or m.plural or m.state)), None)

    def _issuer(self, name: str, heads: tuple[str, ...], sentence: Sentence, before: Sequence[Heard]) -> Told:
        """Who speaks by a document: as written where it says whose it is, else its earlier name, else who spoke last."""
        if name.lower().startswith(("its ", "their ", "his ", "her ")) or any(
            noun_among(w, SPEAKERS | FORCES) for w in heads[:-1]
        ):
            return name, None
        for p in reversed(self._parses[: sentence.number - 1]):
            for token in p:
                if token.low == heads[-1] and token.tag.startswith("N"):
                    fuller, _ = phrase(p, token)
                    described = name_words(fuller)
                    if any(noun_among(w, SPEAKERS | FORCES) for w in described[:-1]) or parties(fuller):
                        return fuller, "document"
        earlier = next((n for _, n in reversed(before) if n.lower() not in PRONOUNS), None)
        return (earlier, "document") if earlier else (name, None)


def _fits(pronoun: str, mention: Mention) -> bool:
    """True when a pronoun can stand for a person or body."""
    if pronoun == "they":
        return mention.plural or not mention.person
    if pronoun in PERSONAL:
        return mention.person and not mention.plural and mention.gender != ("f" if pronoun == "he" else "m")
    return not mention.person and (not mention.plural or mention.name.split()[-1][:1].isupper())


def speaks_anew(saying: Saying, speaker: str | None, rule: str | None, quoted: bool, within: bool, around: str | None) -> bool:
    """False for a saying that is but part of what is said around it: by the same speaker, or by nobody of another name.

    `within`: it stands in the content of another saying of its sentence, whose speaker is `around`.
    """
    if quoted:
        # Inside somebody's quotation only another named party speaks anew.
        if speaker is None or rule is not None or not parties(speaker):
            return False
        if within:
            return around is not None and not same_party(around, speaker)
        named = name_words(speaker)
        return len(named) >= 2 and any(noun_among(w, SPEAKERS) for w in named)
    if within and not saying.coordinated:
        return rule is None and not (around and speaker and same_party(around, speaker))
    return True
