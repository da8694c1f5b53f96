"""What a record leaves to the sentences around it: who "he" is, where "the village" lies, what was hit.

Each of these is looked for in the same article only, in the records before it and the words between.
"""

import re

from extractor.facts.parties import party
from extractor.facts.places import Where, key, named
from extractor.facts.voices import undotted
from extractor.language.names import is_pronoun, parties
from extractor.storage.ties import Told
from schemas.accusation import Accusation
from schemas.base import Record, Status
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

_BEFORE = 350  # characters in which a report's target is looked for when its own sentence does not name it
_SETTLEMENTS = frozenset("village town city settlement hamlet locality".split())
_PLACED = re.compile(
    r"\b(?:in|at|near)\s+([A-Z][\w’'\-]+(?:\s[A-Z][\w’'\-]+)?)\b(?!\s+(?:[Pp]rovince|[Rr]egion|[Dd]istrict|[Ss]tate|[Gg]overnorate)\b)"
)
_OFFICE = re.compile(
    r"\b(?:spokes\w+|chief|commander|commands|leads|heads|officer|minister|head|general|colonel|director)\b", re.IGNORECASE
)
_DENIES = r"(?:denied|denies|dismissed|dismisses|rejected|rejects|refuted|refutes)\b"
_WHO_DENIES = re.compile(rf"(?P<who>(?!He\b|She\b|It\b|They\b)[A-Z][^.,;:“\"]{{1,60}}?)\s+(?:has\s+|have\s+)?{_DENIES}")
_BARE_OFFICE = re.compile(
    r"[Tt]he (?P<office>spokes(?:man|woman|person)|minister|commander|general|colonel|major|captain|governor|mayor|director|"
    r"chief|officer)"
)
_HE = re.compile(r"(?:he|she|him|her)\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:army|military|police|ministry|government|command|forces|agency|office|council|mission|party|group|movement|staff|headquarters)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:the|a|this|its)\s+(?:text|statement|communiqu[eé]|release|bulletin|document|message)", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"\b(?:[Tt]owards?|(?:north|south|east|west)\w*\s+of)\s+$")
_DATELINE = re.compile(r"^([A-Z][A-Z’'\- ]{2,30})(?=,|\s\(|\s?[—–])", re.MULTILINE)
_ANOTHER = re.compile(r"\b(?:another|separate)\b")
_MANY = re.compile(r"(?:they|them)\b|\b(?:officials|sources|witnesses|residents|medics|doctors|reports|media)\b", re.IGNORECASE)
_NEAR = 500  # characters in which a pronoun's name is looked for
_BACK = 900  # characters in which the place is looked for that "there" means
_THERE = re.compile(
    r"\b(?:the|this|that|its)\s+(?:\w+\s+)?(?:village|town|city|settlement|hamlet|locality|camp|base|post|crossing|island|port|"
    r"airport|outpost|garrison|barracks|checkpoint)\b|\b(?:the|that)\s+same\s+(?:district|locality|neighbou?rhood|valley)\b|"
    r"\b(?:that|this|the\s+same)\s+area\b|\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would)\b)",
    re.IGNORECASE,
)
_HIT_WARD = re.compile(
    r"\b(?:on|hit|hits|struck|bombed|shelled|targeted|against|destroyed)\s+(?:\w+\s+){0,3}?(hospital|clinic)s?\b"
)
_TARGETS = re.compile(
    r"\b(?:markets?|bazaars?|schools?|church|mosques?|bus|buses|minibus|convoys?|checkpoints?|outposts?|"
    r"barracks|airport|airfield|bridges?|mines?|ambush|helicopters?|planes?|ships?|vessels?|ferry|camps?|funerals?|weddings?|"
    r"tankers?|power plant|depots?|ambulances?|patrols?|trains?|station|bakery|boats?|factory|warehouse|vans?|trucks?|cars?|"
    r"taxi|tractors?|mills?|wells?|pagodas?|temples?|shops?|farms?|queue|playground|kindergarten|"
    r"nursery|orphanage|dam|quarry|stadium|hotel|restaurant|cafe|embassy|prison|court|monastery)\b"
)


def described(name: str, text: str) -> str:
    """A name with what the article says of it where it is told first: "army spokesman John Doe"."""
    text, name = undotted(text), re.sub(r"^(?:Al|El)-(?=[A-Z])", "", undotted(name))
    at = text.find(name)
    if at < 0 or not name[:1].isupper():
        return name
    before = re.split(r"[.;:!?\n“”\"]|\b(?:that|and|said)\b", text[max(0, at - 60) : at])[-1]
    after = re.match(r",\s*(?:an?|the)?\s*([^.;!?\n“”\"]{4,70}?)[,.]", text[at + len(name) :])
    said = [before, after.group(1) if after else ""]
    return " ".join([name, *(part for part in said if _OFFICE.search(part))])


def named_before(pronoun: str, record: Record, article: Told) -> str | None:
    """Who "he" or "it" is: whom the last record before it names whose word it is; "he" is no country and no crowd."""
    before = [r for r in article.records if record.start - _NEAR <= r.start < record.start and r.status is not Status.DENIED]
    for other in sorted(before, key=lambda r: (-r.start, r.id)):
        name = parts_of(other)[1]
        if (
            name is not None
            and not is_pronoun(name)
            and not _DOCUMENT.fullmatch(name)
            and not (_HE.match(pronoun) and not _one_person(name))
        ):
            return in_office(name, other, article) or name
    return None


def in_office(name: str, record: Record, article: Told) -> str | None:
    """Who "the spokesman" is: the last before it who is told with that office and with a name."""
    if (bare := _BARE_OFFICE.fullmatch(name)) is None:
        return None
    told = (
        (r.start, other)
        for r in article.records
        if r.start < record.start and (other := parts_of(r)[1]) is not None and bare["office"] in other.lower()
    )
    return max((t for t in told if not _BARE_OFFICE.fullmatch(t[1])), default=(0, None))[1]


def _one_person(name: str) -> bool:
    """The name can be that of one man or woman: it names an office, or more than a country or a group."""
    if _MANY.search(name):
        return False
    name = re.sub(r"^[Tt]he\s+", "", name)
    if _OFFICE.search(name) or re.search(r"\b[A-Z][a-z]+\s(?:[a-z]+-)?[A-Z][a-z]", name):
        return True
    return not parties(name) and not _BODY.search(name)


def denier(record: CasualtyReport, article: Told) -> str | None:
    """Who denies a figure: of "three of his men had died, not 16 as they claim", who told of the three."""
    beside = (r for r in article.records if isinstance(r, CasualtyReport) and r.start == record.start and r.id != record.id)
    own = re.match(r"(?:his|her|its|their|our|my)\b", record.victims or "", re.IGNORECASE) is not None
    if own and all(c.high == 0 for name in COUNTS if (c := getattr(record, name)) is not None):
        by = record.source  # nobody claims to have hurt none: it is the denier who is named
        return named_before(by, record, article) if by and is_pronoun(by) else by
    if own and (who := _WHO_DENIES.match(record.evidence)):
        return who["who"]
    subject = re.match(r"(?:He|She|It)\b", record.evidence)
    if subject and (own or re.match(rf"{subject.group()}\s+(?:also\s+)?{_DENIES}", record.evidence)):
        return named_before(subject.group(), record, article)
    return next(
        (r.source for r in beside if r.status is not Status.DENIED and r.victims == record.victims),
        None if own else record.source,
    )


def its_owner(record: CasualtyReport, article: Told) -> str | None:
    """Whose "its dead" are where the sentence's "it" is another than who says so: "it conceals its dead, he said"."""
    own = re.match(r"its\b", record.victims or "")
    before = record.evidence.split(record.victims or " ")[0]
    if (
        not own
        or record.source is None
        or record.source.lower() == "it"
        or not re.search(r"^(?:\w+ )?[Ii]t\s+\w+\s*$", before.strip())
    ):
        return None
    return named_before("it", record, article)


def there(record: Record, article: Told) -> Where | None:
    """Where "the village" or "there" is: at the last place named before it, of those that the article's records name."""
    told = _THERE.search(record.evidence) or next(
        (
            m
            for p in parts_of(record)[2]
            if p and (m := re.fullmatch(r"there|(?:the|this) (?:village|town|city|hamlet|settlement)", p))
        ),
        None,
    )
    if told is None:
        return None
    if told.group().lower().startswith("this ") and (line := _DATELINE.search(article.text)):
        return Where(exact=frozenset({key(line.group(1).title())}), precision=1)  # "GORI, Georgia - ... in this town"
    noun = next((w for w in told.group().lower().split() if w in _SETTLEMENTS), None)
    before = article.text[max(0, record.start - _BACK) : record.start]
    phrases = {p for r in article.records for p in parts_of(r)[2] if p}
    told_of = [pair for phrase in phrases for pair in named(phrase)]
    called = {name for name, exact in told_of if exact}
    called |= {n for n in _PLACED.findall(before) if not parties(n) and party(n).proper and (n, False) not in told_of}
    what = told.group().lower().split()[-1]
    for last in sorted(called, key=lambda name: (f"{name} {what}" not in before, -before.rfind(name), -len(name), name)):
        at = before.rfind(last)
        if _ELSEWHERE.search(before[:at]) or "ospital" in last:
            continue  # where somebody fled to, or lies
        of_ = re.search(r"\b(\w+)\s+of\s+$", before[:at])
        if at >= 0 and not (noun and of_ and of_.group(1).lower() in _SETTLEMENTS - {noun}):
            at_it = frozenset({key(last)})
            return Where(near=at_it, precision=2) if told.group().lower().endswith("area") else Where(exact=at_it, precision=2)
    return None


def targets(record: CasualtyReport | Accusation, text: str) -> frozenset[str]:
    """What was hit, in the report's sentence or else in the sentences before it: a market, a convoy, a hospital."""
    found = own_targets(record)
    if not found and not _ANOTHER.search(record.evidence):
        found = frozenset(_hit(text[max(0, record.start - _BEFORE) : record.start])[-2:])
    return found


def own_targets(record: CasualtyReport | Accusation) -> frozenset[str]:
    """What was hit, by the report's own sentence."""
    return frozenset(_hit(record.evidence))


def _hit(text: str) -> list[str]:
    return [
        re.sub(r"(?<!bu)s$|(?<=bus)es$", "", w).removeprefix("mini")
        for w in (*_TARGETS.findall(text.lower()), *_HIT_WARD.findall(text.lower()))
    ]


def parts_of(record: Record) -> tuple[str | None, str | None, list[str | None], str]:
    """Whose it is, whose word, the phrases that say where, and the words that say what."""
    if isinstance(record, Statement):
        return record.speaker, record.speaker, [record.place], record.content
    if isinstance(record, CasualtyReport):
        return record.victims, record.source, [record.place], record.evidence
    if isinstance(record, TroopMovement):
        return record.actor, record.source, [record.from_place, record.to_place, record.place], record.evidence
    assert isinstance(record, Accusation)
    return record.accused, record.accuser, [record.place], record.allegation
