"""A group of tied records as a fact: its reports in order, its figures, time and place, who takes which stand, its grade."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from extractor.facts import parties
from extractor.facts.armed import COUNTRY_OF
from extractor.facts.copies import originals
from extractor.facts.figures import Figure, best, conflicting, span, superseded
from extractor.facts.gazetteer import Gazetteer
from extractor.facts.grades import Voice, grade
from extractor.facts.grouping import Group, paths
from extractor.facts.mention import Mention
from extractor.facts.names import Names
from extractor.facts.parties import ALLIES, Party
from extractor.facts.places import key, named
from extractor.facts.sources import role, source_name, sources
from extractor.facts.voices import speaks_for
from schemas.accusation import Accusation, ResponseKind
from schemas.base import Count, Record, Status
from schemas.casualty_report import COUNTS, CasualtyReport, VictimKind
from schemas.fact import AnyRecord, Fact, Place, Report, Stance
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

_STANCE = {
    Status.ASSERTED: Stance.ASSERTS,
    Status.CONFIRMED: Stance.CONFIRMS,
    Status.DENIED: Stance.DENIES,
    Status.DEMANDED: Stance.DEMANDS,
    Status.PLANNED: Stance.PLANS,
}
_TELLS = (Stance.ASSERTS, Stance.CONFIRMS)
_LONGEST = 160  # characters of a summary


def assembled(group: Group, mentions: Mapping[str, Mention], names: Names, gazetteer: Gazetteer, id: str) -> Fact:
    """The fact of a group under this id."""
    members = sorted((mentions[m] for m in group.members), key=_order)
    copies = originals(members, [(t.one, t.other) for t in group.ties if t.copy])
    told_by = sources(members)
    replaced = superseded(
        [
            Figure(m.record, told_by[m.id], _as_of(m), _order(m), m.headline, m.source.codes, role(m))
            for m in members
            if isinstance(m.record, CasualtyReport) and m.id not in copies and _STANCE[m.record.status] in _TELLS
        ]
    )
    gone = {id_ for id_, names_ in replaced.items() if names_ >= _given(mentions[id_].record)}
    reports = list(_reports(members, group, copies, gone, told_by, mentions))
    counted = [m for m in members if m.id not in copies and m.id not in gone and _STANCE[m.record.status] in _TELLS]
    told = counted or members
    type_ = members[0].record.type
    verdict, reason, independent = grade(type_, [_voice(r, mentions[r.record.id], told) for r in reports])
    none = [m for m in members if m.record.status is Status.DENIED and m.id not in copies and _nobody(m.record)]
    figures = {
        name: [
            (told_by[m.id], _order(m), c)
            for m in counted
            if name not in replaced.get(m.id, ()) and (c := getattr(m.record, name, None)) is not None
        ]
        for name in COUNTS
    }
    nobody = {
        name: [(told_by[m.id], _order(m), c) for m in none if (c := getattr(m.record, name)) is not None] for name in COUNTS
    }
    counts = {name: [c for *_, c in (*figures[name], *nobody[name])] for name in COUNTS}
    spans = {name: span(c) for name, c in counts.items()}
    days = _days(told)
    return Fact(
        id=id,
        type=type_,
        scope=members[0].scope,
        summary=_summary(told, spans),
        kind=_kind(told),
        side=_side(told),
        about=_about(told),
        since=date.fromordinal(days[0]).isoformat() if days else None,
        until=date.fromordinal(days[1]).isoformat() if days else None,
        date_precision=_precision(days),
        place=_place(told, names, gazetteer),
        sources=independent,
        grade=verdict,
        grade_reason=reason,
        conflicting=any(conflicting(c) for c in counts.values()),
        reports=tuple(reports),
        **spans,
        **{f"{name}_best": best(figures[name] or nobody[name]) for name in COUNTS},
    )


def _as_of(of: Mention) -> str:
    """The day of an article, or where it has none the last day that it tells of; empty where neither is known."""
    happened = (r for r in of.story.article.records if r.status not in (Status.DEMANDED, Status.PLANNED))
    named = (r.date for r in happened if r.date and len(r.date) == 10)
    return of.story.article.published or max(named, default="")


def _given(record: Record) -> frozenset[str]:
    """The names of the counts that a record has."""
    return frozenset(name for name in COUNTS if getattr(record, name, None) is not None)


def _nobody(record: Record) -> bool:
    """A denial that anybody was hurt: its figure is 0."""
    return isinstance(record, CasualtyReport) and all(
        c is None or c.high == 0 for c in (getattr(record, name) for name in COUNTS)
    )


def _order(of: Mention) -> tuple[str, str, int]:
    return (_as_of(of) or "9999", of.story.article.id, of.record.start)


def _reports(
    members: Sequence[Mention],
    group: Group,
    copies: Mapping[str, str],
    gone: Collection[str],
    told_by: Mapping[str, str],
    mentions: Mapping[str, Mention],
) -> Iterable[Report]:
    """The reports of a fact in the order of publication, the denials of other types last."""
    hung = paths(members[0].id, group.ties)
    for of in members:
        tied = hung.get(of.id)
        left_out = None
        if of.id in copies:
            left_out = f"a copy of {mentions[copies[of.id]].story.article.path}"
        elif of.id in gone:
            left_out = f"replaced by a later figure of {told_by[of.id]}"
        elif of.record.status is Status.DENIED:
            left_out = "a denial"
        elif of.record.status in (Status.DEMANDED, Status.PLANNED):
            left_out = f"{of.record.status.value}, not told as having happened"
        other = (tied.other if tied.one == of.id else tied.one) if tied else None
        why = tied.why if tied else None
        by = _denier(of, told_by) if of.record.status is Status.DENIED else told_by[of.id]
        yield _report(of, _STANCE[of.record.status], by, left_out, copies.get(of.id), other, why)
        answer = of.record.response if isinstance(of.record, Accusation) else None
        if answer is not None and of.id not in copies and of.record.status is not Status.DENIED:
            stance = Stance.CONFIRMS if answer.kind is ResponseKind.ADMITTED else Stance.DENIES
            if stance is _STANCE[of.record.status]:
                continue  # a charge that is told as admitted
            answering = parties.display(parties.party(answer.by), answer.by)
            yield _report(of, stance, answering, "an answer", None, None, f"{answer.kind.value} in the same article")
    denied = {(m.story.article.id, m.record.start) for m in members if m.record.status is Status.DENIED}
    for one in group.denials:
        of = mentions[one.one]
        if (of.story.article.id, of.record.start) in denied:
            continue  # the sentence is there already, as a denial of the fact's own type
        yield _report(of, Stance.DENIES, source_name(of), "a denial", None, one.other, one.why)


def _denier(of: Mention, told_by: Mapping[str, str]) -> str:
    """Who denies: of a charge whom it names as its source beside the accuser, else the accused."""
    record = of.record
    if not isinstance(record, Accusation):
        return told_by[of.id]
    denier = record.source if record.source and record.source != record.accuser else record.accused
    return parties.display(speaks_for(of.story.article.text, denier), denier)


def _report(
    of: Mention, stance: Stance, by: str, left_out: str | None, copy_of: str | None, tied_to: str | None, why: str | None
) -> Report:
    return Report.model_construct(  # of fields that were checked when the record was read
        record=cast(AnyRecord, of.record),
        path=of.story.article.path,
        title=of.story.article.title,
        publisher=of.story.article.publisher,
        published=of.story.article.published,
        stance=stance,
        source=by,
        left_out=left_out,
        copy_of=copy_of,
        tied_to=tied_to,
        why=why,
        corrected=False,
    )


def _voice(report: Report, of: Mention, told: Sequence[Mention]) -> Voice:
    """A report as the grade sees it."""
    record = report.record
    admits = report.stance is Stance.CONFIRMS and report.left_out == "an answer"
    own_loss = (
        isinstance(record, CasualtyReport)
        and record.victim_kind is VictimKind.MILITARY
        and any(parties.one_side(of.source, m.party) for m in told if m.party.known)
        and of.source.known
    )
    moved = isinstance(record, TroopMovement) and parties.same(of.source, of.party)
    counts = report.left_out is None or admits
    return Voice(report.source, report.stance, counts, admits or (own_loss and report.stance in _TELLS), moved)


def _summary(told: Sequence[Mention], counts: Mapping[str, Count | None]) -> str:
    """One line: of several tellings the shortest that has most of its parts."""
    record = min((m.record for m in told), key=lambda r: (r.place is None, len(r.evidence), r.id))
    if isinstance(record, CasualtyReport):
        figures = ", ".join(f"{name} {c}" for name, c in counts.items() if c is not None)
        whose = next(
            (m.record.victims for m in told if isinstance(m.record, CasualtyReport) and m.record.victims and m.party.known),
            None,
        )
        return _cut(": ".join(p for p in (whose or record.victims, figures) if p) or "casualties")
    if isinstance(record, TroopMovement):
        way = "".join(f" {word} {p}" for word, p in (("from", record.from_place), ("to", record.to_place)) if p)
        return _cut(f"{record.actor} {record.action.value}{way}")
    if isinstance(record, Accusation):
        return _cut(f"{record.accused}: {record.allegation}")
    assert isinstance(record, Statement)
    return _cut(f"{record.speaker or '?'}: {record.content}")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _kind(told: Sequence[Mention]) -> str | None:
    """Who the victims are, what the force does, what is alleged, or what kind of saying it is: the most told, of the known."""
    found: list[str] = []
    for m in told:
        record = m.record
        if isinstance(record, CasualtyReport):
            found.append(record.victim_kind.value)
        elif isinstance(record, TroopMovement):
            found.append(record.action.value)
        elif isinstance(record, Accusation):
            found.append(record.category.value)
        elif isinstance(record, Statement):
            found.append(record.act.value)
    known = [f for f in found if f not in ("unknown", "other")]
    return _most(known or found)


def _side(told: Sequence[Mention]) -> str | None:
    """Whose the victims or the force are, who is accused or speaks."""
    known = [m for m in told if m.party.known]
    sure = [
        m for m in known if len(m.party.codes & COUNTRY_OF.keys()) < 2
    ] or known  # "the militants" may be any of two groups'
    return _most([parties.display(_state_of(m.party), _written(m) or "") for m in sure])


def _state_of(found: Party) -> Party:
    """An ally's losses are those of the state for which it fights."""
    return replace(found, codes=frozenset(ALLIES.get(code, code) for code in found.codes))


def _written(of: Mention) -> str | None:
    record = of.record
    if isinstance(record, Statement):
        return record.speaker
    if isinstance(record, CasualtyReport):
        return record.victims
    if isinstance(record, TroopMovement):
        return record.actor
    return record.accused if isinstance(record, Accusation) else None


def _about(told: Sequence[Mention]) -> str | None:
    """The accuser of an accusation, the addressee of a statement."""
    found = []
    for m in told:
        if isinstance(m.record, Accusation):
            found.append(parties.display(m.source, m.record.accuser))
        elif isinstance(m.record, Statement) and m.record.addressee:
            found.append(parties.display(parties.party(m.record.addressee), m.record.addressee))
    return _most(found)


def _most(found: Sequence[str]) -> str | None:
    counted = Counter(found)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None


def _days(told: Sequence[Mention]) -> tuple[int, int] | None:
    """The days that the reports name: what all of them have in common, or else from the first to the last."""
    named = [m.days for m in told if m.days is not None and not m.framed]
    if not named:
        return None
    first, last = max(d[0] for d in named), min(d[1] for d in named)
    if first <= last:
        return first, last
    exact = [d for d in named if d[0] == d[1]] or named
    return min(d[0] for d in exact), max(d[1] for d in exact)


def _precision(days: tuple[int, int] | None) -> int:
    """UCDP's `date_prec`."""
    if days is None:
        return 5
    length = days[1] - days[0] + 1
    return 1 if length == 1 else 2 if length < 7 else 3 if length == 7 else 4 if length <= 31 else 5


def _place(told: Sequence[Mention], names: Names, gazetteer: Gazetteer) -> Place | None:
    """The place that most reports name, with every spelling of it that they or a text use."""
    surfaces: Counter[str] = Counter()
    precise: dict[str, int] = {}
    for m in told:
        for phrase in _phrases(m):
            for name, exact in named(phrase):
                if exact or not (m.where.exact | m.where.near):
                    surfaces[name] += 1
                    precise[name] = min(precise.get(name, 7), m.where.precision)
    if not surfaces:
        return None
    best = min(surfaces, key=lambda n: (precise[n], -surfaces[n], n))
    root = names.place(key(best))
    written = {n for n in surfaces if names.place(key(n)) == root}
    told_of = {s.split(" (")[0]: s for s in names.spellings(key(best))}
    spellings = tuple(sorted({told_of.get(n, n) for n in written} | set(told_of.values())))
    codes = frozenset().union(*(m.party.codes | m.source.codes for m in told))
    at = gazetteer.find([best, *written, *told_of], codes)
    latitude, longitude = at or (None, None)
    return Place(
        name=best,
        spellings=spellings if len(spellings) > 1 else (),
        precision=precise[best],
        latitude=latitude,
        longitude=longitude,
    )


def _phrases(of: Mention) -> list[str]:
    record = of.record
    more = [record.to_place, record.from_place] if isinstance(record, TroopMovement) else []
    return [p for p in dict.fromkeys([record.place, *more]) if p]
