"""Parts of a figure: "seven people, among them two nurses", "17 passengers, of whom eight were children".

A part is a toll of its own only where the sentence says who they are, or what else befell them. Of the same victims ("18
fishermen, 15 of them from the islands", "two of them seriously") there is nothing new to count.
"""

from extractor.language.figures import of_them
from extractor.language.persons import is_named, is_person
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token

_THEM = frozenset("them whom these those".split())
_LIGHT = frozenset("CD DT JJ JJR JJS VBN NN NNS NNP NNPS POS PRP$ HYPH".split())
"""What may stand between "including" and the head of its noun phrase."""


def is_part(parse: Parse, head: Token, inside: list[Token], figures: bool) -> bool:
    """True for a number of people who are counted already; `figures` says whether the sentence has told of some before."""
    token: Token | None = inside[-1] if inside[-1].tag == "CD" and inside[-1].dep == "conj" else head
    while token is not None and token.tag.startswith(("N", "CD")):
        first = min((t.number for t in parse.subtree(token, without=("conj", "relcl", "acl", "prep"))), default=token.number)
        above = parse.head(token)
        if marked(parse, first) or marked(parse, token.number) or (above is not None and above.low == "including"):
            return True
        if token.dep not in ("conj", "nummod"):
            break
        token = above
    after = parse.tokens[inside[-1].number + 1 : inside[-1].number + 3]
    them = len(after) == 2 and after[0].low == "of" and after[1].low in _THEM
    return figures and head.dep != "dobj" and (them or of_them(parse, head))


def marked(parse: Parse, number: int) -> bool:
    """True for a word behind "including", "among them" or "of whom"."""
    before = parse.tokens[max(0, number - 5) : number]
    while before and (before[-1].tag in ("CD", "JJS", "RB", "RBR", "JJR", "IN", "DT", "JJ") or before[-1].text == ","):
        if before[-1].low in ("including", "among", "of"):
            break
        before.pop()
    if not before:
        return False
    last = before[-1]
    return last.low == "including" or (last.low in _THEM and len(before) > 1 and before[-2].low in ("among", "of"))


def named_parts(parse: Parse) -> list[Token]:
    """The heads of those whom "including" or "among them" singles out without a number: "including a nurse"."""
    found = []
    for token in parse:
        after = token.number + 1
        among = token.low == "among" and after < len(parse.tokens) and parse[after].low in _THEM
        if not (among or token.low == "including"):
            continue
        run = parse.tokens[after + 1 if among else after :]
        while run and run[0].text in ",:":
            run = run[1:]
        head = _head_of(run)
        if head is not None and (is_person(head) or is_named(head)):
            found.append(head)
    return found


def _head_of(run: list[Token]) -> Token | None:
    """The noun that heads the phrase which a run of words begins with."""
    head = None
    for token in run:
        if token.tag not in _LIGHT:
            break
        if token.tag.startswith("N") and token.dep not in ("compound", "nmod", "poss", "amod"):
            return token
        head = token if token.tag.startswith("N") else head
    return head


def described(parse: Parse, head: Token, inside: list[Token]) -> tuple[str, Span] | None:
    """Who some of those are whom a number without a noun counts: "six of them officers", "of whom eight were children"."""
    verb = parse.head(head)
    if head.dep in ("nsubj", "nsubjpass") and verb is not None and verb.lemma == "be":
        told = next((a for a in parse.children(verb, "attr") if is_person(a)), None)
        return phrase(parse, told) if told is not None else None
    number = max(t.number for t in inside)
    after = parse.tokens[number + 1 : number + 3]
    if len(after) == 2 and after[0].low == "of" and after[1].low in _THEM:
        number += 2
    noun = _head_of(parse.tokens[number + 1 : number + 6])
    if noun is None or not is_person(noun):
        return None
    span = parse[number + 1].start, max(noun.end, phrase(parse, noun)[1][1])
    return parse.text(*span), span


def own_clause(parse: Parse, head: Token) -> list[Token]:
    """The words of the clause that tells of a part alone: "of whom two later died"."""
    verb = parse.head(head)
    if head.dep not in ("nsubj", "nsubjpass") or verb is None or not verb.tag.startswith("V"):
        return []
    return [verb, *parse.children(verb, "acomp", "oprd")]
