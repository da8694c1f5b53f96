"""Wrongs that somebody's judgement names: "Y's actions amount to war", "called Y's raid a crime", "shows Y's brutal nature"."""

from extractor.language.blame_clauses import doer_of, is_blamable, owner_of
from extractor.language.blame_lexicon import PROVOKING, UNTRUTHS, WRONG_NOUNS
from extractor.language.blame_standing import is_alleged
from extractor.language.names import parties
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.language.wrongs import Blame, category_of, named
from schemas.accusation import Category

_DEEDS = words("deed", "operation")
_AMOUNTING = words("amounting")
_GRAVE = words("grave")
_JUDGING = words("judging")
_CHARACTER = words("character")
_STARTING = words("starting-war")
_FIGHTING = words("fighting")


def judged(parse: Parse, token: Token) -> Blame | None:
    """What one word of judgement blames a party for."""
    return _amounting(parse, token) or _named_so(parse, token) or _of_character(parse, token) or _begun(parse, token)


def _amounting(parse: Parse, token: Token) -> Blame | None:
    """ "Y's conduct constitutes a war crime"; "amount to" is often taken for a noun."""
    if token.lemma not in _AMOUNTING and token.verb not in _AMOUNTING:
        return None
    after = parse.tokens[token.number + 1 : token.number + 8]
    if token.verb == "amount" and not (after and after[0].low == "to"):
        return None
    wrong = next((t for t in after if _is_grave(parse, t)), None)
    if wrong is None or parse.children(token, "neg"):
        return None
    start = max((t.number + 1 for t in parse.tokens[: token.number] if _says(t)), default=0)
    before = parse.tokens[start : token.number]
    deed = next((t for t in before if _is_deed(t)), None)
    if deed is None:
        return None
    owner = _doer(parse, deed) or next((t for t in before[::-1] if t.tag.startswith("NNP") and parties(t.text)), None)
    return _blame(parse, deed, wrong, owner, token) if owner is not None else None


def _named_so(parse: Parse, token: Token) -> Blame | None:
    """ "Called Y's raid a war crime", "described the attacks as terrorism"; whose they were the article may tell before."""
    if token.verb not in _JUDGING or not token.tag.startswith("V"):
        return None
    below = [t for t in parse.subtree(token, without=("conj", "advcl")) if t.number > token.number]
    deed = next((t for t in below[:12] if _is_deed(t)), None)
    if deed is None:
        return None
    wrong = next((t for t in below if t.number > deed.number and t is not deed and _is_grave(parse, t)), None)
    while wrong is not None and wrong.dep == "compound":
        wrong = parse.head(wrong)
    if wrong is None or not _apart(parse, deed, wrong):
        return None
    by = next(
        (o for p in parse.children(token, "agent") for o in parse.children(p, "pobj") if p.number == deed.number + 1), None
    )
    after = [o for p in below if p.low == "by" and p.number == wrong.number + 1 for o in parse.children(p, "pobj")]
    by = by or next((o for o in after if is_blamable(parse, o)), None)  # "a crime by Y"
    owner = _doer(parse, deed) or by
    if owner is None and any(c.low in ("the", "this", "these", "those") for c in parse.children(deed, "det")):
        return _blame(parse, deed, wrong, None, token, explicit=True)
    return _blame(parse, deed, wrong, owner, token, explicit=True) if owner is not None else None


def _apart(parse: Parse, deed: Token, wrong: Token) -> bool:
    """True where a wrong is what a deed is called, and no part of its name."""
    quoted = [t for t in parse.tokens[deed.number + 1 : wrong.number] if t.tag in ("``", "''")]
    if len(quoted) == 1 and deed.dep in ("dobj", "nsubjpass"):
        return True  # "called the raid “a war crime”", whatever the parse hangs the crime on
    above = wrong
    while (head := parse.head(above)) is not None and head.number > deed.number:
        above = head
    return above.dep in ("oprd", "dobj", "attr") or (above.dep == "prep" and above.low == "as") or above.low == "as"


def _of_character(parse: Parse, token: Token) -> Blame | None:
    """ "The vile nature of Y", "Y's brutal face"."""
    if not token.among(_CHARACTER) or not any(c.among(PROVOKING) for c in parse.children(token, "amod")):
        return None
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    owner = next(
        (o for o in [*of, *parse.children(token, "poss")] if is_blamable(parse, o) or parties(named(parse, o)[0])), None
    )
    if owner is None or not is_alleged(parse, token):
        return None
    tree = parse.subtree(token)
    return Blame(*named(parse, owner), (tree[0].start, tree[-1].end), Category.OTHER, token.start, False)


def _begun(parse: Parse, token: Token) -> Blame | None:
    """ "Fighting started by Y", "Y had started the war"."""
    if token.verb not in _STARTING or not token.tag.startswith("V"):
        return None
    begun = parse.children(token, "nsubjpass", "dobj")
    head = parse.head(token)
    begun += [head] if token.dep == "acl" and token.tag == "VBN" and head is not None else []
    led = [p for p in parse.children(token, "prep") if p.number < token.number and token.tag == "VBN"]
    begun += [o for p in led for o in parse.children(p, "pobj")]  # ", in fighting started by Y"
    owner = doer_of(parse, token) if any(t.among(_FIGHTING) for t in begun) else None
    if owner is None or not (token.dep == "acl" or is_alleged(parse, token)):
        return None
    tree = parse.subtree(head if token.dep == "acl" and head is not None else token, without=("mark",))
    place = (tree[0].start, next(t.end for t in tree[::-1] if t.tag not in (".", ",", "''")))
    return Blame(*named(parse, owner), place, Category.PROVOCATION, token.start, False)


def _doer(parse: Parse, deed: Token) -> Token | None:
    of = [o for p in parse.children(deed, "prep") if p.low in ("of", "by") for o in parse.children(p, "pobj")]
    deeds = [] if deed.among(WRONG_NOUNS) else of
    return owner_of(parse, deed) or next((o for o in deeds if is_blamable(parse, o)), None)


def _is_deed(token: Token) -> bool:
    return token.tag.startswith("N") and (token.among(_DEEDS) or (token.among(WRONG_NOUNS) and not token.among(UNTRUTHS)))


def _is_grave(parse: Parse, token: Token) -> bool:
    """A wrong, an "act of war" and the like, or what is called "barbaric"."""
    if token.among(_GRAVE) or token.among(PROVOKING):
        return True
    return token.tag.startswith("N") and token.among(WRONG_NOUNS) and not token.among(UNTRUTHS)


def _says(token: Token) -> bool:
    return token.tag.startswith("V") and token.verb in REPORTING


def _blame(parse: Parse, deed: Token, wrong: Token, owner: Token | None, token: Token, explicit: bool = False) -> Blame:
    while wrong.dep in ("compound", "amod", "nmod") and (above := parse.head(wrong)) is not None:
        wrong = above
    tree = [*parse.subtree(deed, without=("relcl",)), *parse.subtree(wrong)]
    place = (min(t.start for t in tree), max(t.end for t in tree))
    kind = category_of(parse, wrong.start, place[1])
    kind = Category.PROVOCATION if kind is Category.OTHER else kind
    name, span = named(parse, owner) if owner is not None else ("", (deed.start, deed.end))
    return Blame(name, span, place, kind, token.start, explicit)
