"""Made-up facts for tests: records of one article, and the facts that they are reports of."""

from collections.abc import Sequence
from typing import Any

from extractor.storage import facts as fact_rows
from extractor.storage.ledger import Extracted
from extractor.storage.store import Store
from schemas.accusation import Accusation
from schemas.base import Count, RecordType, Status, Support, Verdict
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.fact import AnyRecord, Fact, Grade, Place, Report, Scope, Stance
from schemas.statement import Statement
from schemas.troop_movement import Action, TroopMovement
from tests.storage.examples import article

KINDS = {RecordType.CASUALTY_REPORT: [v.value for v in VictimKind], RecordType.TROOP_MOVEMENT: [a.value for a in Action]}
OWN: dict[RecordType, dict[str, Any]] = {
    RecordType.STATEMENT: {"speaker": "Tarsia", "quotation": "indirect", "content": "none died", "act": "deny"},
    RecordType.CASUALTY_REPORT: {"killed": Count(low=2, high=2), "victim_kind": "military"},
    RecordType.TROOP_MOVEMENT: {"actor": "the Northern Guard", "action": "withdraw", "outcome": "done"},
    RecordType.ACCUSATION: {"accuser": "Tarsia", "accused": "Velmark", "allegation": "shelling", "category": "attack"},
}
SCHEMAS: dict[RecordType, type[AnyRecord]] = {
    RecordType.STATEMENT: Statement,
    RecordType.CASUALTY_REPORT: CasualtyReport,
    RecordType.TROOP_MOVEMENT: TroopMovement,
    RecordType.ACCUSATION: Accusation,
}


def record(id: str, type: RecordType, evidence: str = "Two guards died.", *, supported: bool = True) -> AnyRecord:
    """A record of a type; one that is not supported has a place that the article does not bear."""
    shared = {"id": id, "article_id": article().id, "evidence": evidence, "start": 0, "end": 5, "status": Status.ASSERTED}
    doubted = {} if supported else {"place": "Nowhere", "support": [Support(field="place", verdict=Verdict.UNSUPPORTED)]}
    return SCHEMAS[type].model_validate(OWN[type] | shared | doubted)


def report(of: AnyRecord, **told: Any) -> Report:
    """A record in its fact, asserted by Tarsia where nothing else is said."""
    made = article()
    about = {"path": made.path, "title": made.title, "publisher": made.publisher, "published": made.published}
    return Report.model_validate({"record": of, **about, "stance": Stance.ASSERTS, "source": "Tarsia"} | told)


def fact(id: str, *reports: Report, **told: Any) -> Fact:
    """A fact of these reports: of casualties one incident with two dead guards at Port Ansel on a day."""
    type_ = told.get("type", reports[0].record.type)
    toll = {"scope": Scope.INCIDENT, "killed": Count(low=2, high=2), "kind": "military"}
    own: dict[str, Any] = toll if type_ is RecordType.CASUALTY_REPORT else {"kind": "withdraw"}
    shared = {
        "id": id,
        "type": type_,
        "summary": "guards: killed 2",
        "side": "Velmark",
        "since": "2031-05-03",
        "until": "2031-05-03",
        "date_precision": 1,
        "place": Place(name="Port Ansel", spellings=("Port Ansel", "Ansel (Tarsia)"), precision=1),
        "sources": 1,
        "grade": Grade.WEAK,
        "grade_reason": "one source",
        "reports": reports,
    }
    return Fact.model_validate(shared | own | told)


def fill(store: Store, records: Sequence[AnyRecord], facts: Sequence[Fact]) -> None:
    """Make these the only records and facts of the store, whose run 1 there must be."""
    store.save(article().id, 1, list(RecordType), "k", [Extracted(r) for r in records], "p")
    with store.writing() as connection:
        connection.execute("DELETE FROM reports")
        connection.execute("DELETE FROM facts")
        fact_rows.write(connection, facts)
