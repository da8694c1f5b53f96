"""A made-up archive of conflict news, to measure on: a year of events, each told by several articles that copy, retell, deny.

Ten records an article, as real ones have: five sayings, two movements, two casualty reports, an accusation. Names of countries
are real, so that parties are known; everything else is drawn by chance from a seed, the same every time.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from schemas.accusation import Accusation, Category
from schemas.article import Article
from schemas.base import Count, Record, Status
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.statement import Act, Quotation, Statement
from schemas.troop_movement import Action, TroopMovement

_WARS = (
    ("Russia", "Ukraine"),
    ("Sudan", "Ethiopia"),
    ("Armenia", "Azerbaijan"),
    ("Thailand", "Cambodia"),
    ("India", "Pakistan"),
    ("Rwanda", "Congo"),
    ("Israel", "Lebanon"),
    ("Saudi Arabia", "Yemen"),
    ("Serbia", "Kosovo"),
    ("Turkey", "Syria"),
    ("Mali", "Niger"),
    ("Somalia", "Kenya"),
)
_STEMS = "bar tel kor mas vin dar lum sor gat nep ruz hal dor kes mir tol van zer pol bek".split()
_WORDS = (
    "bridge harvest convoy market radar mortar trench depot rail pipeline ceasefire corridor hostage school clinic drone "
    "patrol "
    "checkpoint fuel grain water power ferry dam orchard quarry antenna mine tunnel barracks helicopter sniper artillery "
    "flag envoy treaty summit prisoner exchange border village ridge forest river crossing night dawn snow rain fog smoke fire"
).split()
_REPORTS = 4  # articles an event, on average


def archive(articles: int, seed: int = 7) -> Iterator[tuple[Article, list[Record]]]:
    """So many articles with their records."""
    chance = random.Random(seed)
    places = sorted({a.title() + b + c for a in _STEMS for b in _STEMS for c in ("", "ka", "in")})
    number = 0
    while number < articles:
        event = _Event(chance, places)
        first: list[str] | None = None
        for _ in range(min(articles - number, chance.randint(1, 2 * _REPORTS - 1))):
            sentences = first if first is not None and chance.random() < 0.3 else event.sentences()
            first = first or sentences
            yield event.told(sentences, number)
            number += 1


class _Event:
    """A clash: where, when, between whom, with which losses."""

    def __init__(self, chance: random.Random, places: list[str]) -> None:
        self.chance = chance
        self.sides = chance.sample(chance.choice(_WARS), 2)
        self.place = chance.choice(places)
        self.day = date(2031, 1, 1) + timedelta(days=chance.randrange(365))
        self.killed, self.wounded = chance.randint(1, 30), chance.randint(1, 60)

    def sentences(self) -> list[str]:
        """Ten sentences about it, in words of their own."""
        one, other = self.sides
        more = self.chance.choice((0, 0, 1))
        losses = [
            f"{self.killed + more} {one} soldiers were killed and {self.wounded} wounded near {self.place}, {self._some(4)}.",
            f"{self.killed // 2} {other} soldiers were killed at {self.place}, {self._some(4)}.",
        ]
        moves = [
            f"{one} troops advanced towards {self.place} past the {self._some(3)}.",
            f"{other} forces withdrew from {self.place}, {self._some(3)}.",
        ]
        charge = f"{one} accused {other} of shelling {self.place}, its {self._some(4)}."
        sayings = [f"{side} said that the {self._some(8)}." for side in (one, other, one, other, one)]
        return [*losses, *moves, charge, *sayings]

    def told(self, sentences: list[str], number: int) -> tuple[Article, list[Record]]:
        """An article of these sentences, and its records."""
        service = f"{self.place} Rescue Service ({self.place[0]}RS)"  # a name to tie, told by many articles
        text = f"{number:06} {self.place}\n\n" + "\n".join(sentences) + f"\nThe {service} came.\n"
        id_, when = f"{number:016x}", self.day.isoformat()
        published = (self.day + timedelta(days=self.chance.choice((0, 1, 2)))).isoformat()
        outlet, path = f"Outlet {number % 40}", f"archive/{number:06}.txt"
        article = Article(id=id_, path=path, offset=0, text=text, publisher=outlet, published=published, language="en")
        found: list[Record] = []
        for position, sentence in enumerate(sentences):
            start = text.index(sentence)
            base = {
                "id": f"{number:06}{position:02}",
                "article_id": id_,
                "evidence": sentence,
                "start": start,
                "end": start + len(sentence),
            }
            dated = {**base, "date": when, "date_precision": "day"}
            side = self.sides[position % 2]
            found.append(self._record(position, sentence, side, dated, {**base, "date": published, "date_precision": "day"}))
        return article, found

    def _record(self, position: int, sentence: str, side: str, dated: dict[str, Any], said: dict[str, Any]) -> Record:
        """The record of the sentence at this position: of what happened that day, or was said the day of publication."""
        one, other = self.sides
        if position < 2:
            killed = int(sentence.split()[0])
            counts = {"killed": Count(low=killed, high=killed)}
            if position == 0:
                counts["wounded"] = Count(low=self.wounded, high=self.wounded)
            victims = {"victims": f"{side} soldiers", "victim_kind": VictimKind.MILITARY}
            return CasualtyReport.model_validate({**dated, **counts, **victims, "place": self.place})
        if position < 4:
            denied = self.chance.random() < 0.2
            told = {"status": Status.DENIED, "source": side} if denied else {}
            action = Action.ADVANCE if position == 2 else Action.WITHDRAW
            return TroopMovement(**dated, **told, actor=f"{side} troops", action=action, to_place=self.place)
        if position == 4:
            charge = sentence.split(" of ", 1)[1].rstrip(".")
            return Accusation(
                **dated, accuser=one, accused=other, allegation=charge, category=Category.ATTACK, place=self.place
            )
        speaker, content = sentence.split(" said that ", 1)
        return Statement(**said, speaker=speaker, quotation=Quotation.INDIRECT, content=content.rstrip("."), act=Act.ASSERT)

    def _some(self, count: int) -> str:
        return " ".join(self.chance.sample(_WORDS, count))
