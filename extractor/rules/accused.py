"""Whom an allegation means: the party that a pronoun or a bare adjective stands for, and what is told of who speaks."""

from extractor.language.account import Account
from extractor.language.blame import blames
from extractor.language.blame_clauses import is_blamable, owner_of
from extractor.language.blame_lexicon import ARMS, WRONG_NOUNS
from extractor.language.blame_sides import own_words, same_side
from extractor.language.content import Utterance
from extractor.language.forces import is_force, is_party, names_party
from extractor.language.lexicon import BELLIGERENTS, FORCES
from extractor.language.names import PRONOUNS, parties
from extractor.language.persons import names_one_person
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token
from extractor.language.wrongs import Blame
from schemas.accusation import Category

Named = tuple[str, Span | None]
"""A name as written, and where it stands, if that is known."""

_REACH = 4
_SPEAKING = frozenset("speak refer allude talk".split())
_TOPICS = ("of", "about", "to")
_STEM = 4
_DEMONYM = ("i", "ish", "ese", "ian", "ean")
_PLURAL = frozenset("they them these those".split())
_ATTRIBUTIVE = ("amod", "compound", "nmod")
OWN = frozenset("its our my their his her".split())
STATE = frozenset(
    "army military police troops air force soldiers forces government security navy marines command ministry officers".split()
)


def accused_of(account: Account, parse: Parse, blame: Blame, speaker: str) -> Named | None:
    """Whom an allegation names, or the party that its pronoun or adjective stands for; None where the article tells none."""
    if not blame.accused:
        return _did_before(account, parse.sentence.number, speaker)
    low = blame.accused.lower()
    token = next((t for t in parse if t.start == blame.accused_at[0]), None)
    if low in PRONOUNS or low in ("them", "him", "her", "us"):
        if low in ("we", "us", "i", "you", "who", "which", "that", "he", "she", "him", "her"):
            return None
        return _party_before(account, parse.sentence.number, blame.accused_at[0], speaker, low in _PLURAL)
    if is_own(blame.accused) and low.split()[0] in ("its", "their") and account.quoted(blame.at) is not None:
        return _party_before(account, parse.sentence.number, blame.accused_at[0], speaker, low.startswith("their"))
    if token is not None and token.end == blame.accused_at[1] and (token.dep in _ATTRIBUTIVE or _is_adjective(token)):
        if token.tag == "NNP" and token.entity in ("GPE", "ORG") and not token.low.endswith(_DEMONYM):
            return blame.accused, blame.accused_at  # "a NATO airstrike"
        if token.tag == "NN" or token.among(BELLIGERENTS):  # "a coalition airstrike"
            return _headed(account, token) or (blame.accused, blame.accused_at)
        head = parse.head(token)
        arms = phrase(parse, head) if head is not None and head.among(ARMS) else None
        return _of_adjective(account, parse.sentence.number, token) or arms
    return blame.accused, blame.accused_at


def _is_adjective(token: Token) -> bool:
    """ "Israeli" and the like, also where the parser takes it for a noun."""
    return token.tag == "JJ" or (token.entity == "NORP" and token.tag in ("NNP", "NN") and token.low.endswith(_DEMONYM))


def _headed(account: Account, noun: Token) -> Named | None:
    """The article's fuller name for a party that a common noun tells ("the Saudi-led coalition")."""
    for parse in account.parses:
        for token in parse:
            if token.lemma == noun.lemma and token.tag.startswith("N") and token.dep not in _ATTRIBUTIVE:
                return phrase(parse, token)
    return None


def party_of(account: Account, parse: Parse, adjective: Token) -> Named | None:
    """The party of an adjective that stands alone ("Iranian claims")."""
    return _headed(account, adjective) if adjective.tag == "NN" else _of_adjective(account, parse.sentence.number, adjective)


def _party_before(account: Account, sentence: int, before: int, speaker: str, plural: bool) -> Named | None:
    """The party of another side than the speaker's that was last blamed, or a subject, else the nearest one told."""

    def fits(parse: Parse, token: Token) -> bool:
        named = token.end <= before and token.tag.startswith("N") and token.dep not in _ATTRIBUTIVE
        named = named and is_blamable(parse, token) and token.lemma != "insurgency"
        named = named and not any(c.low in ("our", "my") for c in parse.children(token, "poss"))
        return named and not same_side(phrase(parse, token)[0], speaker) and (_many(parse, token) if plural else _one(token))

    if (told := _spoken_of(account.parses[sentence - 1])) is not None:
        return told
    near = list(reversed(account.parses[max(0, sentence - _REACH) : sentence]))
    for parse in near:
        for blame in reversed(blames(parse)):
            earlier = blame.at < before and blame.accused_at[1] <= before and not is_own(blame.accused)
            said_so = (blame.explicit and parse.sentence.number == sentence) or names_party(parse, blame.accused)
            if earlier and said_so and not same_side(blame.accused, speaker):
                return blame.accused, blame.accused_at
        if sentence - parse.sentence.number > 1:
            continue  # a subject further off is no antecedent
        for token in reversed(parse.tokens):
            if token.dep in ("nsubj", "nsubjpass") and fits(parse, token):
                return phrase(parse, token)
    found = (phrase(parse, t) for parse in near[:2] for t in reversed(parse.tokens) if fits(parse, t))
    return next(found, None)


def told_just_before(account: Account, parse: Parse, blame: Blame, speaker: str) -> bool:
    """Whether "they" are a party of another side that the sentence before has for its subject, of a speaker who is one person.

    "The rebels left the talks. The minister said they had looted the camp"; but of "The rebels left. Residents said they had
    lost everything" nobody knows who lost it.
    """
    before = account.parses[parse.sentence.number - 2] if parse.sentence.number > 1 else None
    if before is None or before.sentence.heading or blame.accused.lower() != "they" or not names_one_person(_last(speaker)):
        return False
    doer = next((t for t in before if t.dep == "nsubj" and _of_main(before, t)), None)
    return doer is not None and names_party(before, phrase(before, doer)[0]) and not same_side(phrase(before, doer)[0], speaker)


def _last(name: str) -> str:
    return name.split()[-1].lower() if name.split() else ""


def _of_main(parse: Parse, token: Token) -> bool:
    """True for what hangs on the main verb."""
    head = parse.head(token)
    return head is not None and head.dep == "ROOT"


def _did_before(account: Account, sentence: int, speaker: str) -> Named | None:
    """Whose "the attacks" are, of which the sentences before tell: the party of another side last told to attack."""
    for parse in reversed(account.parses[max(0, sentence - _REACH) : sentence - 1]):
        for token in reversed(parse.tokens):
            owner = (
                owner_of(parse, token)
                if token.tag.startswith("N") and (token.among(WRONG_NOUNS) or token.among(ARMS))
                else None
            )
            if owner is None or same_side(owner.text, speaker):
                continue
            if owner.dep in _ATTRIBUTIVE and (parties(owner.text) or owner.tag.startswith("J")):
                return _of_adjective(account, parse.sentence.number, owner) or phrase(parse, token)
            return (_headed(account, owner) if owner.tag == "NN" else None) or phrase(parse, owner)
        for blame in reversed(blames(parse)):
            attacked = blame.category is Category.ATTACK and not blame.explicit and names_party(parse, blame.accused)
            if attacked and not same_side(blame.accused, speaker):
                return blame.accused, blame.accused_at
    return None


def _spoken_of(parse: Parse) -> Named | None:
    """Whom a speaker means by his own words or the reporter's: ", he said, speaking of the Velian army", "said of the army"."""
    for token in parse:
        marks = _TOPICS if token.tag == "VBG" and token.verb in _SPEAKING else ("of",) if token.verb == "say" else ()
        if marks:
            for preposition in parse.children(token, "prep"):
                for whom in parse.children(preposition, "pobj"):
                    if preposition.low in marks and is_party(parse, whom):
                        return phrase(parse, whom)
    return None


def _one(token: Token) -> bool:
    return token.tag in ("NN", "NNP", "NNPS")


def _many(parse: Parse, token: Token) -> bool:
    """What "they" can stand for: a plural, or a party that has people."""
    named = bool(parties(token.text)) or token.among(BELLIGERENTS)
    return token.tag in ("NNS", "NNPS") or is_force(parse, token) or named or token.low in parse.armed


def _of_adjective(account: Account, sentence: int, adjective: Token) -> Named | None:
    """The force, else the state, that the article names for an adjective of nationality; what stands before it comes first."""
    found: list[tuple[int, int, Named]] = []
    for parse in account.parses:
        away = (parse.sentence.number > sentence, abs(parse.sentence.number - sentence))
        for token in parse:
            if not token.tag.startswith("N") or token.dep in _ATTRIBUTIVE or not is_party(parse, token) or token.among(ARMS):
                continue
            whose = [
                t for t in (token, *parse.children(token, *_ATTRIBUTIVE, "poss")) if "-" not in t.text and t is not adjective
            ]
            names = [" ".join([*(c.text for c in parse.children(t, "compound")), t.text]) for t in whose]
            if any(same_side(n, adjective.text) for n in names if parties(n) or own_words(n)):
                other = not any(t.low[:_STEM] == adjective.low[:_STEM] for t in whose)  # "Ankara" of "Turkish"
                rank = 4 * parse.sentence.heading + 2 * other + (not token.among(FORCES | BELLIGERENTS))
                found.append((rank, away[0] * 1000 + away[1], phrase(parse, token)))
    return min(found, default=(0, 0, None), key=lambda f: f[:2])[2]


def described(account: Account, utterance: Utterance) -> str:
    """A speaker's name with what the article says of them beside it: "Nadia Reve, an Ordanian army officer"."""
    name = utterance.speaker or ""
    own = own_words(name)
    last = name.split()[-1].strip(".,") if name.split() else ""
    if parties(name) or last.lower() not in own:
        return name
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
