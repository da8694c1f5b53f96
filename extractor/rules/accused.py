"""Whom an allegation means: the party that a pronoun or a bare adjective stands for, and what is told of who speaks."""

from extractor.language.account import Account, Utterance
from extractor.language.blame_sides import own_words, same_side
from extractor.language.forces import is_force, is_party, names_party
from extractor.language.lexicon import BELLIGERENTS, FORCES
from extractor.language.names import PRONOUNS, parties
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token
from extractor.language.wrongs import Blame

Named = tuple[str, Span | None]
"""A name as written, and where it stands, if that is known."""

_REACH = 4
_PLURAL = frozenset("they them these those".split())
_ATTRIBUTIVE = ("amod", "compound", "nmod")
OWN = frozenset("its our my their his her".split())
STATE = frozenset(
    "army military police troops soldiers forces government security navy marines command ministry officers".split()
)


def accused_of(account: Account, parse: Parse, blame: Blame, speaker: str) -> Named | None:
    """Whom an allegation names, or the party that its pronoun or adjective stands for; None where the article tells none."""
    low = blame.accused.lower()
    token = next((t for t in parse if t.start == blame.accused_at[0]), None)
    if low in PRONOUNS or low in ("them", "him", "her", "us"):
        if low in ("we", "us", "i", "you", "who", "which", "that", "he", "she", "him", "her"):
            return None
        return _party_before(account, parse.sentence.number, blame.accused_at[0], speaker, low in _PLURAL)
    if token is not None and token.end == blame.accused_at[1] and token.dep in _ATTRIBUTIVE:
        return _of_adjective(account, parse.sentence.number, token)
    return blame.accused, blame.accused_at


def party_of(account: Account, parse: Parse, adjective: Span) -> Named | None:
    """The party of an adjective that stands alone ("Iranian claims")."""
    token = next((t for t in parse if t.start == adjective[0]), None)
    return _of_adjective(account, parse.sentence.number, token) if token is not None else None


def _party_before(account: Account, sentence: int, before: int, speaker: str, plural: bool) -> Named | None:
    """The nearest earlier party of another side than the speaker's, within a few sentences."""
    for parse in reversed(account.parses[max(0, sentence - _REACH) : sentence]):
        for token in reversed(parse.tokens):
            if token.end > before or not token.tag.startswith("N") or token.dep in _ATTRIBUTIVE or not is_party(parse, token):
                continue
            name, span = phrase(parse, token)
            if names_party(parse, name) and not same_side(name, speaker) and (not plural or _many(parse, token)):
                return name, span
    return None


def _many(parse: Parse, token: Token) -> bool:
    """What "they" can stand for: a plural, or a party that has people."""
    return token.tag in ("NNS", "NNPS") or is_force(parse, token) or bool(parties(token.text)) or token.low in parse.armed


def _of_adjective(account: Account, sentence: int, adjective: Token) -> Named | None:
    """The force, else the state, that the article names for an adjective of nationality; what stands before it comes first."""
    found: list[tuple[int, int, Named]] = []
    for parse in account.parses:
        away = (parse.sentence.number > sentence, abs(parse.sentence.number - sentence))
        for token in parse:
            if not token.tag.startswith("N") or token.dep in _ATTRIBUTIVE or not is_party(parse, token):
                continue
            whose = [
                t for t in (token, *parse.children(token, *_ATTRIBUTIVE, "poss")) if "-" not in t.text and t is not adjective
            ]
            if any(same_side(t.text, adjective.text) for t in whose if parties(t.text) or own_words(t.text)):
                force = token.among(FORCES | BELLIGERENTS)
                found.append((0 if force else 1, away[0] * 1000 + away[1], phrase(parse, token)))
    return min(found, default=(0, 0, None), key=lambda f: f[:2])[2]


def described(account: Account, utterance: Utterance) -> str:
    """A speaker's name with what the article says of them beside it: "Nadia Reve, an Ordanian army officer"."""
    name = utterance.speaker or ""
    last = name.split()[-1].strip(".,") if name.split() else ""
    told = [name]
    for parse in account.parses[: utterance.sentence]:
        for token in parse:
            if token.text == last and last[:1].isupper() and token.tag.startswith("N"):
                head = token
                while head.dep in (*_ATTRIBUTIVE, "appos") and (above := parse.head(head)) is not None:
                    head = above
                tree = parse.subtree(head, without=("relcl", "conj", "cc", "parataxis", "ccomp"))
                told += [t.text for t in tree if t.tag.startswith(("N", "J"))]
    return " ".join(dict.fromkeys(told))


def is_own(name: str) -> bool:
    """True for what belongs to the speaker ("its forces", "our men")."""
    return name.split()[0].lower() in OWN if name.split() else False
