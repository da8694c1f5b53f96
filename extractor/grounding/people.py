"""A proposed count becomes a number of people, or a verdict that says why it is none.

The number is read from the article's words, never from the model's. What it counts is asked of the parse: helicopters are
nobody, "killed or wounded 300" is no number of killed. Words without a number count one where they name or describe one person.
"""

from extractor.grounding.fields import Found, Sheet, places
from extractor.language.account import Account
from extractor.language.figures import counted_noun, is_age, is_size, kind_of, together, tokens_of
from extractor.language.harm import KINDS, TOLLS, freed
from extractor.language.lexicon import HARM, HARM_NOUNS, PERSONS
from extractor.language.numbers import ONE, CountMention, counts, listed
from extractor.language.persons import is_named, is_person, is_person_harmed, names_one_person
from extractor.language.syntax import Parse, Token
from extractor.language.victims import stand_for
from schemas.base import Count, Span, Verdict

_QUANTIFIERS = frozenset("many some several few most all no any both other numerous countless more".split())


def count(sheet: Sheet, kind: str, words: str | None, at: Span | None = None) -> None:
    """Judges one count of a casualty report (`kind` is a field of it) by the words proposed for it; no words, no verdict.

    `at` is where they stand, if whoever proposed them knows.
    """
    if not words or not words.strip():
        return
    text = sheet.account.text
    found = [Found(text[slice(*at)], *at)] if at else places(text, words, *sheet.evidence) or _spelled(sheet, words)
    if not found:
        sheet.judge(kind, None, Verdict.UNSUPPORTED, f"not in the evidence: {words[:80]}")
        return
    place = min(found, key=lambda f: _unfit(sheet, kind, f)) if len(found) > 1 else found[0]
    parse = _parse_at(sheet.account, place.start)
    mention = _mention(sheet, place)
    if mention is not None:
        _number(sheet, kind, place, mention, parse)
    elif (number := listed(place.text)) is not None:
        sheet.judge(kind, Count(low=number, high=number), Verdict.INFERRED, "victims listed one by one", place)
    elif parse is not None and (names := _named(parse, place)):
        rule = "one person, by name" if names == 1 else "persons listed by name"
        sheet.judge(kind, Count(low=names, high=names), Verdict.INFERRED, rule, place)
    elif place.text.lower().removeprefix("only ").removeprefix("just ") in ONE:
        sheet.judge(kind, Count(low=1, high=1), Verdict.FOUND, "one by its article", place)
    elif parse is not None and (number := stand_for(parse, place.start, place.end)):
        rule = "one person, by description" if number == 1 else "persons listed by name"
        sheet.judge(kind, Count(low=number, high=number), Verdict.INFERRED, rule, place)
    elif parse is not None and (described := _described(parse, place)) is not None:
        sheet.judge(kind, Count(low=1, high=1), Verdict.INFERRED, described, place)
    else:
        sheet.judge(kind, None, Verdict.UNSUPPORTED, f"no number and no one person: {words[:80]}")


def _spelled(sheet: Sheet, words: str) -> list[Found]:
    """Where the article writes in words the number that was proposed in digits: "Four" for 4."""
    base, number = sheet.evidence[0], words.strip()
    if not number.isdecimal():
        return []
    text = sheet.account.text
    same = [m for m in counts(text[slice(*sheet.evidence)]) if m.low == m.high == int(number) and not m.approx]
    return [Found(text[m.start + base : m.end + base], m.start + base, m.end + base) for m in same]


def _unfit(sheet: Sheet, kind: str, place: Found) -> int:
    """How badly a place fits a count of this kind, where the same words stand in several ("no", "two")."""
    parse, mention = _parse_at(sheet.account, place.start), _mention(sheet, place)
    if parse is None or mention is None:
        return 0
    base = sheet.evidence[0]
    at = Found(place.text, mention.start + base, mention.end + base)
    told = kind_of(parse, at.start, at.end)
    return 2 if _counts_nobody(parse, at, kind) else int(told is None or told != kind)


def _mention(sheet: Sheet, place: Found) -> CountMention | None:
    """The count that stands in the proposed words; "at least" may stand just outside them, so the whole evidence is read."""
    if listed(place.text) is not None:
        return None
    base = sheet.evidence[0]
    found = (m for m in counts(sheet.account.text[slice(*sheet.evidence)]))
    return next((m for m in found if m.start + base < place.end and m.end + base > place.start), None)


def _number(sheet: Sheet, kind: str, place: Found, mention: CountMention, parse: Parse | None) -> None:
    """A number's verdict: how many of a kind, unless it counts something else or several kinds at once."""
    base = sheet.evidence[0]
    at = Found(place.text, mention.start + base, mention.end + base)
    if parse is not None:
        if (why := _counts_nobody(parse, at, kind)) is not None:
            sheet.judge(kind, None, Verdict.UNSUPPORTED, why, at)
            return
        joined = together(parse, at.start, at.end) if mention.high != 0 else None
        if joined is not None and kind in joined[:2] and mention.low:
            both, sure = " and ".join(joined[:2]), joined[2] and mention.high is not None
            if not sure:
                sheet.judge(kind, None, Verdict.UNSUPPORTED, f"one figure for {both}: {place.text[:80]}", at)
            else:
                sheet.judge(kind, Count(low=0, high=mention.high), Verdict.INFERRED, f"one figure for {both}", at)
            return
    sheet.judge(kind, mention.count, Verdict.FOUND, None, at)


def _counts_nobody(parse: Parse, at: Found, kind: str) -> str | None:
    """Why a number is none of people come to harm: it counts things, years of age, or captives who are let go."""
    noun = counted_noun(parse, at.start, at.end)
    if noun is None:
        return None
    if is_age(parse, tokens_of(parse, at.start, at.end)):
        return f"an age: {at.text[:80]}"
    if noun.start < at.end and is_size(parse, noun):
        return f"a size: {at.text[:80]}"
    if freed(parse, noun) and (kind == "captured" or kind_of(parse, at.start, at.end) is None):
        return f"set free: {noun.text}"
    if noun.tag not in ("NN", "NNS") or noun.start < at.end or _human(noun) or is_person_harmed(parse, noun):
        return None
    return f"counts {noun.text}, no people"


def _human(noun: Token) -> bool:
    known = noun.among(HARM_NOUNS) or noun.among(PERSONS) or noun.lemma in TOLLS or noun.low in KINDS
    slain = noun.verb in HARM and noun.low not in (noun.verb, noun.lemma + "s") and not noun.low.endswith("ing")
    return known or slain or is_person(noun)


def _named(parse: Parse, place: Found) -> int:
    """How many persons the words name, if they are nothing but names; 0 where they name none."""
    inside = tokens_of(parse, place.start, place.end)
    heads = _heads(inside)
    while heads and (more := [c for c in parse.children(heads[-1], "conj") if c in inside]):
        heads.append(more[0])
    return len(heads) if heads and all(is_named(h) or _titled(parse, h) for h in heads) else 0


def _titled(parse: Parse, name: Token) -> bool:
    """A proper name with an office or trade before it ("commander Baran")."""
    before = parse.children(name, "compound", "nmod", "amod")
    return name.tag == "NNP" and any(names_one_person(b.low) for b in before)


def _described(parse: Parse, place: Found) -> str | None:
    """The rule by which words describe one person: a singular noun for a person, and nothing that makes it many."""
    inside = tokens_of(parse, place.start, place.end)
    heads = _heads(inside)
    if len(heads) != 1:
        return None
    head = heads[0]
    quantified = any(t.low in _QUANTIFIERS for t in inside if t.number <= head.number)
    named = next((a for a in parse.children(head, "appos") if is_named(a)), None)
    singular = head.tag == "NN" or (head.tag == "NNP" and names_one_person(head.low))
    if quantified or any(c in inside for c in parse.children(head, "conj")) or not singular:
        return None
    if not (names_one_person(head.lemma) or names_one_person(head.low)):
        return None
    return "one person, by name" if named else "one person, by description"


def _heads(inside: list[Token]) -> list[Token]:
    numbers = {t.number for t in inside}
    return [t for t in inside if t.head not in numbers or t.head == t.number if t.dep != "punct"]


def _parse_at(account: Account, start: int) -> Parse | None:
    return next((p for p in account.parses if p.sentence.start <= start < p.sentence.end), None)
