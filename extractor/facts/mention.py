"""A record as tying sees it: whose, where, when and in which words, and under which keys it can meet others.

What a text leaves open stays open: a record without a day gets the week before its article was published as a loose frame, and
one of an article without a day can be of any time.

Two records are held against each other only when they share a key: a shingle of their evidence, or party, act and week
together. Weeks are counted from year 1; a frame that touches two weeks, or ends a day before one, has a key for each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from zlib import crc32

from extractor.facts.belligerents import Two, belligerents, most_named
from extractor.facts.called import force, institution, last_named
from extractor.facts.context import denier, described, in_office, its_owner, named_before, parts_of, targets, there
from extractor.facts.days import days_of, frame
from extractor.facts.extent import extent
from extractor.facts.main_event import is_main, largest
from extractor.facts.movers import mover
from extractor.facts.names import Names
from extractor.facts.parties import UNKNOWN, Party, party, party_of
from extractor.facts.places import Where, called_wide, districts, flat, union, where, widened
from extractor.facts.scope import WORDS
from extractor.facts.sides import side, side_of_war
from extractor.facts.voices import home, official, speaks_for, voice
from extractor.facts.words import prints, stems
from extractor.language.names import is_pronoun, parties
from extractor.storage.ties import Told
from schemas.accusation import Accusation
from schemas.base import Record, Status
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.fact import Scope
from schemas.statement import Act, Statement
from schemas.troop_movement import Action, TroopMovement

_FEW = 5  # words of a statement that are kept in pairs
_LONG = 40  # days of a frame that is no longer a time to meet in
_LOSSES = re.compile(r"\b(?:casualt|loss|killed|dead|deaths|wounded|victim|toll|fatalit)", re.IGNORECASE)
_OTHERS = re.compile(rf"(?:(?:the|an?|\w+)\s+)?(?:others?|another|more)|(?:\d+|{'|'.join(WORDS[1:])})", re.IGNORECASE)
_OTHERS_NEAR = 500  # characters before "six others" in which those are told of whom there are more
_NAMELESS = re.compile(r"\b(?:sources?|reports|officers?|commanders)\b")
_THE_HOUSE = re.compile(r"the (?:house|building|market|school|hospital|clinic|mosque|church|bus|convoy|shelter)")
_OF_THE_FORCE = re.compile(r"\b(?:of|in|from|with) the (?:force|group|movement|militia|organi[sz]ation|alliance)\b")
_MISSION = re.compile(r"\bmission\b")
_ACTIONS = {
    "withdraw": re.compile(
        r"\b(?:withdr[ae]w|pull(?:ed|ing)?\s+(?:\w+\s+)?(?:back|out)|left\b|leaving|retreat|abandon)", re.IGNORECASE
    ),
    "gain": re.compile(
        r"\b(?:advanc|enter(?:ed|ing)|captur|seiz|t(?:ook|aken|aking)\s+(?:\w+\s+){0,3}(?:control|over)|incursion|invad|invasion|"
        r"attack|assault|cross(?:ed|ing)|occup|infiltrat|fell\b|fallen)",
        re.IGNORECASE,
    ),
    "deploy": re.compile(r"\b(?:deploy|station|mass(?:ed|ing)|build-?up|sen[dt]\b|reinforc)", re.IGNORECASE),
    "hold": re.compile(r"\b(?:remain|presence|hold\b|holding|held\b)", re.IGNORECASE),
}
GAINS = frozenset({Action.ADVANCE, Action.CAPTURE})


@dataclass(frozen=True)
class Story:
    """The article of a record, and the day of publication as a number (1 is 1 January of year 1), null where not known."""

    article: Told
    day: int | None

    @cached_property
    def voice(self) -> str:
        """Whose voice its own sentences are."""
        return voice(self.article.text, self.article.publisher, self.article.path, self.article.footer)

    @cached_property
    def largest(self) -> int:
        """The largest number of dead that it tells of one event of late."""
        return largest(self.article, self.day)

    @cached_property
    def two(self) -> Two:
        """The sides of the war that it tells of."""
        return belligerents(self.article.text, self.article.records, home(self.voice))


@dataclass(frozen=True, slots=True)
class Mention:
    """`party` is whose people the victims are, who moves, is accused or speaks; `source` whose word the record is.

    `targets` are what was hit, of a casualty report or an accusation. `days` are the first and last day on which it
    can have happened, `framed` when only the article's own day says so. `main`: it tells of the article's main event.
    """

    record: Record
    story: Story
    party: Party
    source: Party
    source_written: str | None
    where: Where
    days: tuple[int, int] | None
    framed: bool
    words: frozenset[str]
    targets: frozenset[str]
    scope: Scope | None
    main: bool

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def headline(self) -> bool:
        """The record stands in the first line of its article."""
        return self.record.start <= self.story.article.text.find("\n")


def story(of: Told) -> Story:
    """An article as tying sees it."""
    known = frame(of.published)
    return Story(of, known[1] if known else None)


def mention(record: Record, of: Story, names: Names) -> Mention:
    """What tying needs to know of a record."""
    whose, by, phrases, content = parts_of(record)
    if by is None and not isinstance(record, Statement) and official(of.voice):
        by = of.voice
    if by is not None and is_pronoun(by):
        by = named_before(by, record, of.article) or by
    elif by is not None:
        by = in_office(by, record, of.article) or by
    source = source_of(of, by, names)
    who = names.party(party(whose)) if not isinstance(record, Statement) else source
    if isinstance(record, TroopMovement):
        who = names.party(mover(record, source, of.two))
    elif isinstance(record, Accusation) and not who.known:
        who = force(record.accused, of.two) or who
    days, framed = days_of(record, of.day)
    counts = extent(record, of.article, of.day) if isinstance(record, CasualtyReport) else None
    if isinstance(record, CasualtyReport):
        whole = counts is Scope.WAR
        says = names.party(_speaker(of, denier(record, of.article))) if record.status is Status.DENIED else source
        if (_OTHERS.fullmatch(record.victims or "") or _in_the_house(record)) and (first := _first_of(record, of)) is not None:
            who = mention(first, of, names).party
        else:
            if (owner := its_owner(record, of.article)) is not None:
                says = names.party(_speaker(of, owner))
            who = names.party(side_of_war(record) if whole else side(record, says, of.article.text, home(of.voice), of.two))
    at = union([where(p) for p in phrases])
    if not at.exact | at.near and (back := there(record, of.article)) is not None:
        at = union([at, back])
    place = names.where(widened(at, called_wide(of.article.text)) if at.exact else at)
    words = frozenset(names.stem(w) for w in stems(content))
    target = targets(record, of.article.text) if isinstance(record, (CasualtyReport, Accusation)) else frozenset()
    main = isinstance(record, CasualtyReport) and is_main(record, of.article, of.largest)
    return Mention(record, of, who, source, by, place, days, framed, words, target, counts, main)


def source_of(of: Story, by: str | None, names: Names) -> Party:
    """Whose word it is: the party that the name names, or that its bearer is said to belong to."""
    source = names.party(_speaker(of, by))
    if by is None or source.codes:
        return source
    if official(of.voice) and _NAMELESS.search(by) and not source.proper:
        return party(of.voice)  # in a ministry's own communique
    told = described(by, of.article.text)
    named = frozenset(w.lower() for w in re.findall(r"[\w\-]+", told)) | parties(told)
    sides = [one for one in of.two if one & named]
    found: Party | None
    if _MISSION.search(by) and "UN" in most_named(of.article.text):
        found = Party(frozenset({"UN"}))
    elif len(sides) == 1:
        found = party_of(sides[0])
    elif _OF_THE_FORCE.search(told) and (
        last := last_named(of.article.text[: of.article.text.find(by)][-_OTHERS_NEAR:], of.two)
    ):
        found = last
    else:
        found = institution(told, of.two, home(of.voice))
    return replace(source, codes=found.codes, proper=source.proper | found.proper) if found else source


def _in_the_house(record: CasualtyReport) -> bool:
    """Civilians at a place that the sentences before told of."""
    return record.victim_kind is VictimKind.CIVILIAN and _THE_HOUSE.fullmatch(record.place or "") is not None


def _first_of(record: CasualtyReport, of: Story) -> CasualtyReport | None:
    """Those of whom "six others" are more: of the last report before it."""
    before = [
        r
        for r in of.article.records
        if isinstance(r, CasualtyReport)
        and record.start - _OTHERS_NEAR <= r.start < record.start
        and r.victim_kind is record.victim_kind
    ]
    return max(before, key=lambda r: (r.start, r.id), default=None)


@lru_cache(maxsize=65536)
def _speaks_for(text: str, name: str) -> Party:
    return speaks_for(text, name)


def _speaker(of: Story, name: str | None) -> Party:
    return _speaks_for(of.article.text, name) if name else UNKNOWN


def keys(of: Mention) -> Iterator[str]:
    """The keys under which a record meets those that may tell the same."""
    record = of.record
    kind = record.type.value[0]
    for shingle in prints(record.evidence):
        yield f"{kind}#{shingle}"
    if not isinstance(record, Statement):
        yield f"{kind}@{of.story.article.id}"  # in one article everything is held against everything
    whose = sorted(of.party.codes) or ([of.party.last] if of.party.last else [])
    if isinstance(record, CasualtyReport):
        yield from (f"c{time}:{what}" for time in _times(of) for what in _losses(of, record))
        if of.scope is Scope.RUNNING and of.days is not None and not of.framed:
            yield f"c*since {of.days[0]} {record.victim_kind}"
        if of.scope is Scope.INCIDENT and record.killed is not None and record.killed.low:
            # an article without a day meets those of its war at any time
            yield from (f"c*{record.killed.low}:{code}" for code in most_named(of.story.article.text))
    elif isinstance(record, TroopMovement):
        action = "gain" if record.action in GAINS else record.action.value
        near = [*whose, *(f"@{flat(name)}" for name in of.where.exact | of.where.near)]
        yield from (f"t{time}:{action}:{what}" for time in _times(of) for what in near)
    elif isinstance(record, Accusation):
        near = [
            *whose,
            *(f"@{flat(name)}" for name in of.where.exact | of.where.near),
            *(f"of {target}" for target in of.targets),
        ]
        yield from (f"a{time}:{what}" for time in _times(of) for what in near)
    elif isinstance(record, Statement) and whose:
        yield from (f"s{time}:{whose[0]}:{stem}" for time in _times(of) for stem in of.words)
        # an article without a day meets what the same speaker says in two of the same words at any time
        few = sorted(of.words, key=lambda stem: crc32(stem.lower().encode()))[:_FEW]
        yield from (f"s*:{whose[0]}:{one.lower()}:{other.lower()}" for one, other in combinations(few, 2))
        if record.act is Act.DENY:
            yield from _denials(of, record)


def _denials(of: Mention, record: Statement) -> Iterator[str]:
    """The keys of what a denial may be about: its speaker's own deeds, or a movement that it names."""
    named = of.party.codes | parties(record.content)
    yield from (f"{kind}@{of.story.article.id}" for kind in "act")
    for time in _times(of):
        yield from (f"a{time}:{who}" for who in of.party.codes or [of.party.last])
        yield from (f"t{time}:{action}:{who}" for action in actions(record.content) for who in named)
        if _LOSSES.search(record.content):
            yield from (f"c{time}:side {who}" for who in named)


def denies_losses(content: str) -> bool:
    """The words of a denial are about people hurt."""
    return bool(_LOSSES.search(content))


def actions(content: str) -> list[str]:
    """The kinds of movement that words name."""
    return [action for action, named in _ACTIONS.items() if named.search(content)]


def _losses(of: Mention, record: CasualtyReport) -> Iterator[str]:
    """What a report of losses can be met by: its place, what was hit, its side or war, or a figure."""
    for name in of.where.exact | of.where.near | districts(of.where):
        yield f"@{flat(name)}"
    for target in of.targets:
        yield f"of {target}"
    for code in of.party.codes:
        yield f"side {code}"
    for count, initial in ((record.killed, "k"), (record.wounded, "w"), (record.missing, "m"), (record.captured, "p")):
        if count is not None and count.low:
            yield f"{initial}{count.low}"
    if of.party.known and of.where.exact | of.where.near:
        return
    kinds = VictimKind if record.victim_kind is VictimKind.UNKNOWN else (record.victim_kind,)
    for code in most_named(of.story.article.text)[:2]:
        yield from (f"war {code} {kind}" for kind in kinds)


def _times(of: Mention) -> Iterator[str]:
    """Weeks, or `u` for any time; for a war's toll its years do not matter."""
    if of.scope is Scope.WAR:
        yield "war"
    elif of.days is None or of.days[1] - of.days[0] > _LONG:
        yield "u"
    else:
        yield from map(str, range((of.days[0] - 1) // 7, (of.days[1] + 1) // 7 + 1))
