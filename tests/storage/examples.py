"""An article written for the tests, and one record of every type and shape read from it."""

from schemas.accusation import Accusation, Category, Response, ResponseKind
from schemas.article import Article
from schemas.base import Count, Record, Status, Support, Verdict
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.statement import Act, Quotation, Statement
from schemas.troop_movement import Action, Outcome, TroopMovement

CLAIM = "Mayor Iveta Králová said “the bridge at Old Ferry still stands”."
TOLL = "At least four sailors died and about 30 were hurt off Port Ansel on 3 May."
MOVE = "A column of the Northern Guard left Old Ferry for the hills."
BLAME = "Tarsia blamed Velmark for mining the harbour, which Velmark denied."
TEXT = f"Bridge holds\n\n{CLAIM} {TOLL}\n{MOVE} {BLAME}\n"


def article(text: str = TEXT, path: str = "news/bridge.txt", offset: int = 0, id: str = "a1b2c3d4e5f6") -> Article:
    """An article with metadata and one skipped span."""
    return Article(
        id=id,
        path=path,
        offset=offset,
        text=text,
        title="Bridge holds",
        publisher="The Ansel Post",
        published="2031-05-04",
        published_reason="metadata",
        language="en",
        skipped=((0, 4),),
    )


def records(of: Article | None = None) -> list[Record]:
    """A statement, two casualty reports, a movement that is not supported, and an accusation with its answer."""
    found = of or article()
    return [statement(found), toll(found), no_toll(found), movement(found), accusation(found)]


def _place(of: Article, evidence: str) -> dict[str, object]:
    start = of.text.index(evidence)
    return {"article_id": of.id, "evidence": evidence, "start": start, "end": start + len(evidence)}


def statement(of: Article) -> Statement:
    return Statement.model_validate(
        {
            **_place(of, CLAIM),
            "id": f"s-{of.id}",
            "speaker": "Mayor Iveta Králová",
            "quotation": Quotation.DIRECT,
            "content": "the bridge at Old Ferry still stands",
            "act": Act.ASSERT,
            "place": "Old Ferry",
            "support": [
                Support(field="content", verdict=Verdict.FOUND, start=35, end=72),
                Support(field="speaker", verdict=Verdict.FOUND, start=14, end=33),
            ],
        }
    )


def toll(of: Article) -> CasualtyReport:
    return CasualtyReport.model_validate(
        {
            **_place(of, TOLL),
            "id": f"c-{of.id}",
            "killed": Count(low=4),
            "wounded": Count(low=30, high=30, approx=True),
            "victims": "sailors",
            "victim_kind": VictimKind.MILITARY,
            "date": "2031-05-03",
            "date_precision": "day",
            "date_reason": "the day and month, in the year of the article",
            "place": "Port Ansel",
            "support": [Support(field="date", verdict=Verdict.INFERRED, rule="year of the article")],
        }
    )


def no_toll(of: Article) -> CasualtyReport:
    return CasualtyReport.model_validate(
        {
            **_place(of, MOVE),
            "id": f"n-{of.id}",
            "captured": Count(low=0, high=10),
            "missing": Count(low=0, high=0),
            "date": "2031",
        }
    )


def movement(of: Article) -> TroopMovement:
    return TroopMovement.model_validate(
        {
            **_place(of, MOVE),
            "id": f"m-{of.id}",
            "actor": "the Northern Guard",
            "action": Action.WITHDRAW,
            "outcome": Outcome.ONGOING,
            "from_place": "Old Ferry",
            "to_place": "the coast",
            "support": [Support(field="to_place", verdict=Verdict.UNSUPPORTED)],
        }
    )


def accusation(of: Article) -> Accusation:
    return Accusation.model_validate(
        {
            **_place(of, BLAME),
            "id": f"b-{of.id}",
            "source": "Tarsia",
            "accuser": "Tarsia",
            "accused": "Velmark",
            "allegation": "mining the harbour",
            "category": Category.PROVOCATION,
            "status": Status.DENIED,
            "date": "2031-05",
            "response": Response(by="Velmark", kind=ResponseKind.DENIED, evidence=BLAME),
        }
    )
