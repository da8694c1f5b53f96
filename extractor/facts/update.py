"""Bringing the facts up to date: what is new or changed is tied, what it does not touch stays.

1. Which articles are new, changed or gone; and which know a name that was tied just now.
2. Their records as tying sees them, and the known records that they can meet.
3. Components in which a record is new, changed, gone or newly tied are made anew from all of their records. So the outcome is
   that of doing everything at once: what is left alone has no tie to what changed.
4. A fact that holds most of an older fact's records keeps its id; an id that goes is kept with where it went.
5. Everything is written in one transaction, if no other process was faster; else from 1.

Many articles are taken a portion at a time: what was stopped goes on where it stood, and an article that waits for its portion
is none that the facts know.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from extractor.errors import StoreError
from extractor.facts.assembly import assembled
from extractor.facts.gazetteer import Gazetteer, Spot
from extractor.facts.grouping import Group, Said, components, groups, meetings, ties, wholes
from extractor.facts.mention import Mention, keys, mention, story
from extractor.facts.names import Alias, Names, slips, told, touched
from extractor.facts.persons import affiliations, towns
from extractor.facts.places import where
from extractor.facts.ties import Tie
from extractor.fingerprint import fingerprint
from extractor.storage import facts as rows
from extractor.storage import ties as memory

if TYPE_CHECKING:
    import sqlite3

    from extractor.storage.store import Store
    from schemas.fact import Fact

_NO_ARTICLE = ""  # what no single article tells: which name in use a corrected one is a slip for
_PATIENCE = 5  # times that another process may be faster
_PORTION = 500  # articles that are tied in one transaction: half a minute or so, that is lost where it is stopped
Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Update:
    """How many articles were new, changed or gone, how many facts were written, and how many articles still wait."""

    articles: int
    facts: int
    left: int = 0


@dataclass(slots=True)
class _Work:
    """What is read before anything is written."""

    generation: int
    marks: dict[str, str]
    gone: list[str]
    waiting: set[str]
    told: dict[str, list[Alias]]
    mentions: dict[str, Mention]
    stale: set[str]
    names: Names
    gazetteer: Gazetteer
    said: Said


def update(store: "Store", progress: Progress = lambda *_: None) -> Update:
    """Brings the facts of a database up to date with its records. Raises StoreError."""
    done = list(portions(store, progress))
    return Update(sum(one.articles for one in done), sum(one.facts for one in done))


def portions(store: "Store", progress: Progress = lambda *_: None) -> Iterator[Update]:
    """The same, a portion of articles at a time, each kept when it is given. Raises StoreError."""
    left = 1
    while left:
        done = _portion(store, progress)
        left = done.left
        if done.articles:
            yield done


def unlinked(store: "Store") -> int:
    """How many articles are new, changed or gone since the facts were made, or all where the facts are another version's."""
    with store.reading() as connection:
        if memory.generation(connection)[0] != rules(connection):
            return memory.known(connection)
        marks, gone = memory.changed(connection)
        return len(marks) + len(gone)


def outdated(store: "Store") -> bool:
    """The facts were made by another version of the program, or with other names and places of a person's own."""
    with store.reading() as connection:
        made_by = memory.generation(connection)[0]
        return made_by not in ("", rules(connection))


def _portion(store: "Store", progress: Progress) -> Update:
    for _ in range(_PATIENCE):
        with store.reading() as connection:
            anew = memory.generation(connection)[0] != rules(connection)
        if anew:
            with store.writing() as connection:
                memory.forget_all(connection)
                memory.keep_generation(connection, rules(connection), memory.generation(connection)[1] + 1)
        with store.reading() as connection:
            work = _read(connection, progress)
            if work is None:
                return Update(0, 0)
            made, old = _tie(connection, work, progress)
        with store.writing() as connection:
            if memory.generation(connection)[1] == work.generation:
                written = _write(connection, work, made, old, progress)
                return Update(len(work.marks) + len(work.gone), written, len(work.waiting))
    raise StoreError(
        f"{store.path}: other programs changed the facts {_PATIENCE} times meanwhile; try again when they are done"
    )


def rules(connection: "sqlite3.Connection") -> str:
    """A hash of what every fact depends on: this code, and a person's own names and places."""
    code = fingerprint("facts", "language")  # which names are whose is said in the second
    return hashlib.sha256(repr((code, memory.own_names(connection), memory.spots(connection))).encode()).hexdigest()[:16]


def _read(connection: "sqlite3.Connection", progress: Progress) -> _Work | None:
    """Steps 1 and 2."""
    generation = memory.generation(connection)[1]
    every_mark, gone = memory.changed(connection)
    if not every_mark and not gone:
        return None
    marks = {article: every_mark[article] for article in sorted(every_mark)[:_PORTION]}
    waiting = every_mark.keys() - marks.keys()
    fresh = list(memory.articles(connection, marks))
    aliases = {article.id: [*told(article.text), *affiliations(story(article)), *towns(story(article))] for article in fresh}
    told_of = memory.names(connection)
    known = [Alias(*row) for _, row in told_of]
    again = {*marks, *gone, _NO_ARTICLE}
    stay = [alias for alias, (of, _) in zip(known, told_of, strict=True) if of not in again]
    every = [*stay, *(one for pairs in aliases.values() for one in pairs)]
    aliases[_NO_ARTICLE] = slips(every, _used(connection, every))
    every += aliases[_NO_ARTICLE]
    names = Names.of(every)
    more = memory.affected(connection, touched(known, every)) - every_mark.keys() - set(gone)
    stale = set(marks) | set(gone) | more
    seen: dict[str, Mention] = {}
    for number, article in enumerate([*fresh, *memory.articles(connection, more)], start=1):
        seen |= _mentions(article, names)
        progress("reading", number, len(fresh) + len(more))
    gazetteer = Gazetteer(Spot(*row) for row in memory.spots(connection))
    return _Work(generation, marks, gone, waiting, aliases, seen, stale, names, gazetteer, memory.said(connection))


def _used(connection: "sqlite3.Connection", every: Sequence[Alias]) -> set[str]:
    """The keys of places in use that a corrected spelling may be a slip of."""
    wrong = [t.name.lower() for t in every if t.corrected]
    halves = {half for w in wrong for half in (w[: len(w) // 2], w[len(w) // 2 :])}
    return {k for phrase in memory.places_like(connection, halves) for k in where(phrase).exact | where(phrase).near}


def _mentions(article: memory.Told, names: Names, wanted: set[str] | None = None) -> dict[str, Mention]:
    """The records of an article, or those wanted of them, as tying sees them."""
    of = story(article)
    return {r.id: mention(r, of, names) for r in article.records if wanted is None or r.id in wanted}


def hashed(of: Mention) -> set[int]:
    """The keys under which a record is kept."""
    return {crc32(key.encode()) for key in keys(of)}


def _tie(connection: "sqlite3.Connection", work: _Work, progress: Progress) -> tuple[list[tuple[str, Group]], dict[str, str]]:
    """Step 3: the groups of all components that are touched, each with its component; and the facts as they were."""
    seen = work.mentions
    fresh = set(seen)
    unknown = work.stale | work.waiting
    known = [m for m in memory.meetings(connection, {k for s in seen.values() for k in hashed(s)}) if m[2] not in unknown]
    near = dict(seen)
    _load(connection, {r: a for _, r, a in known}, work.names, near)
    by_hand = {id_ for pair in work.said if fresh & set(pair) for id_ in pair if id_ not in near}
    at_hand = {r: a for r, a in memory.articles_of(connection, by_hand).items() if a not in work.waiting}
    _load(connection, at_hand, work.names, near)
    pairs = meetings(near, fresh, lambda done, whole: progress("comparing", done, whole))
    joined = dict.fromkeys(ties(near, pairs, work.said))
    linked = {id_ for t in joined for id_ in (t.one, t.other)} - fresh
    reached = memory.components(connection, work.stale, linked)
    members = {r: a for r, a in memory.members(connection, reached) if a not in unknown}
    _load(connection, {r: a for r, a in members.items() if r not in near}, work.names, near)
    others = {id_: near[id_] for id_ in members}
    seen |= others
    joined |= dict.fromkeys(ties(others, meetings(others), work.said))
    found: dict[str, list[Tie]] = {}
    every = components(seen, joined)
    part_of = {id_: part[0] for part in every for id_ in part}
    for one in joined:
        found.setdefault(part_of[one.one], []).append(one)
    made: list[tuple[str, Group]] = []
    for number, part in enumerate(every, start=1):
        made += [(part[0], g) for g in groups(seen, part, found.get(part[0], ()), work.said)]
        progress("tying", number, len(every))
    old_members = {r for r, a in memory.members(connection, reached) if a not in work.waiting}
    return made, memory.facts_of(connection, work.stale, old_members)


def _load(connection: "sqlite3.Connection", wanted: Mapping[str, str], names: Names, into: dict[str, Mention]) -> None:
    """Known records (record to article) as tying sees them."""
    ids = set(wanted)
    for article in memory.articles(connection, set(wanted.values())):
        into |= _mentions(article, names, ids)


def _write(
    connection: "sqlite3.Connection",
    work: _Work,
    made: Sequence[tuple[str, Group]],
    old: Mapping[str, str],
    progress: Progress,
) -> int:
    """Steps 4 and 5: how many facts were written."""
    seen = work.mentions
    ids = named([g for _, g in made], old, lambda id_: rows.exists(connection, id_))
    rows.drop(connection, set(old.values()))
    goes = {r for r in old if r not in seen}
    memory.forget(connection, goes | set(seen), [*work.gone, *work.marks])
    for article_id, pairs in work.told.items():
        memory.keep_names(connection, article_id, [(t.kind, t.name, t.other, t.side, t.evidence, t.corrected) for t in pairs])
    memory.remember(
        connection,
        ((key, id_) for id_, s in seen.items() for key in hashed(s)),
        ((id_, seen[id_].story.article.id, component) for component, g in made for id_ in g.members),
        work.marks,
    )
    whole = wholes([g for _, g in made], ids)
    pending: list[Fact] = []
    for number, (id_, (_, group)) in enumerate(zip(ids, made, strict=True), start=1):
        pending.append(assembled(group, seen, work.names, work.gazetteer, id_).model_copy(update={"part_of": whole.get(id_)}))
        if len(pending) == 500:
            rows.write(connection, pending)
            pending = []
            progress("writing", number, len(made))
    rows.write(connection, pending)
    stays = set(ids)
    fact_of = {record: id_ for id_, (_, g) in zip(ids, made, strict=True) for record in g.members}
    went = {f: Counter(fact_of[r] for r, o in old.items() if o == f and r in fact_of) for f in set(old.values()) - stays}
    memory.former(connection, ((f, max(sorted(c), key=lambda i: c[i])) for f, c in sorted(went.items()) if c))
    memory.keep_generation(connection, rules(connection), work.generation + 1)
    return len(made)


def named(made: Sequence[Group], old: Mapping[str, str], taken: Callable[[str], bool]) -> list[str]:
    """An id for each group: that of the older fact with which it shares most records, or a new one from its first record."""
    shares = [
        (count, fact, number)
        for number, group in enumerate(made)
        for fact, count in Counter(old[id_] for id_ in group.members if id_ in old).items()
    ]
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, fact, number in sorted(shares, key=lambda s: (-s[0], s[1], min(made[s[2]].members))):
        if number not in ids and fact not in used:
            ids[number] = fact
            used.add(fact)
    used |= set(old.values())
    for number, group in enumerate(made):
        if number not in ids:
            ids[number] = _new(sorted(group.members), used, taken)
            used.add(ids[number])
    return [ids[number] for number in range(len(made))]


def _new(members: Iterable[str], used: set[str], taken: Callable[[str], bool]) -> str:
    """An id that no fact has: from the first record for which that holds."""
    for length in (10, 16, 32):
        for id_ in members:
            found = "f" + hashlib.sha256(id_.encode()).hexdigest()[:length]
            if found not in used and not taken(found):
                return found
    raise AssertionError("every id of this fact's records is taken")
