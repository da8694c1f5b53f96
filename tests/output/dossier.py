"""Articles, records and facts for tests of the report: three papers on a mined ferry and a withdrawal that is denied."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from extractor.output.report.page import Told
from extractor.output.report.reading import Chapter
from extractor.storage import facts as fact_rows
from extractor.storage.ledger import Extracted
from extractor.storage.store import Store
from schemas.accusation import Accusation
from schemas.article import Article
from schemas.base import Count, Record, RecordType, Status, Support, Verdict
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.fact import AnyRecord, Fact, Grade, Place, Report, Scope, Stance
from schemas.statement import Act, Quotation, Statement
from schemas.troop_movement import Action, TroopMovement

MINE = "Four sailors died and at least nine were hurt when a mine went off under the ferry, the Tarsian navy said."
LEFT = "Velmark pulled its Northern Guard out of Old Ferry, its foreign ministry announced."
BLAME = "Tarsia accused Velmark of mining the harbour."
POST = f"Ferry mined\n\n{MINE} {LEFT}\n\n{BLAME}\n\nPhoto: a ferry.\n"
FEWER = "Velmark put the dead of the ferry at three."
STAYED = "The Tarsian staff denied that the Northern Guard had left Old Ferry."
GAZETTE = f"What Velmark says\n\n{FEWER} {STAYED}\n"
WAR = "The strait war of 2019 cost some 12,000 lives, the almanac says."
ALMANAC = f"{WAR}\n"

HOSTILE = (
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 2</script>",
    "</style><style>body { display: none }</style>",
    '"><img src="x" onerror="window.ran = 3">',
    "' onmouseover='window.ran = 4' autofocus onfocus='window.ran = 5",
    "javascript:window.ran=6",
    "<svg onload=window.ran=7><a xlink:href='javascript:window.ran=8'>",
    "</title></svg><iframe srcdoc='<script>parent.ran = 9</script>'>",
    "<!-- {{ 7 * 7 }} {% raw %} ]]> &lt;b&gt; $x_1$ \\frac &#60;i&#62;",
    "<base href='//example.invalid'><meta http-equiv='refresh' content='0'>",
)


def article(number: int, text: str, **known: Any) -> Article:
    return Article.model_validate({"id": f"{number:x}" * 16, "path": f"press/{number}.txt", "offset": 0, "text": text, **known})


def place_in(of: Article, evidence: str, id: str) -> dict[str, Any]:
    start = of.text.index(evidence)
    return {"id": id, "article_id": of.id, "evidence": evidence, "start": start, "end": start + len(evidence)}


def report(record: Record, of: Article, source: str, stance: Stance = Stance.ASSERTS, **more: Any) -> Report:
    told = {"path": of.path, "title": of.title, "publisher": of.publisher, "published": of.published}
    return Report.model_validate({"record": record, **told, "stance": stance, "source": source, **more})


def dossier() -> tuple[list[Article], dict[str, Record], list[Fact]]:
    """Three articles; their records by name; a toll of two figures, a withdrawal that is denied, an accusation, a war."""
    post = article(
        1,
        POST,
        title="Ferry mined",
        publisher="The Ansel Post",
        published="2031-05-04",
        skipped=[[POST.index("Photo"), len(POST)]],
    )
    gazette = article(2, GAZETTE, title="What Velmark says", publisher="Velmark Gazette", published="2031-05-05")
    almanac = article(3, ALMANAC, url="https://example.org/almanac")
    toll = {"victims": "sailors", "victim_kind": VictimKind.MILITARY, "date": "2031-05-03", "place": "Port Ansel"}
    found = Support(field="victims", verdict=Verdict.FOUND)
    four = CasualtyReport(
        **place_in(post, MINE, "aa01"), **toll, source="the Tarsian navy", killed=Count(low=4, high=4), wounded=Count(low=9),
        support=(found, Support(field="date", verdict=Verdict.INFERRED, rule="the mine's day")),
    )  # fmt: skip
    says = Statement(
        **place_in(post, MINE, "aa02"), speaker="the Tarsian navy", quotation=Quotation.INDIRECT, act=Act.ASSERT,
        content="Four sailors died and at least nine were hurt when a mine went off under the ferry", date="2031-05-04",
    )  # fmt: skip
    left = TroopMovement(
        **place_in(post, LEFT, "aa03"), source="its foreign ministry", actor="Northern Guard", action=Action.WITHDRAW,
        from_place="Old Ferry", date="2031-05-04",
    )  # fmt: skip
    blame = Accusation(**place_in(post, BLAME, "aa04"), accuser="Tarsia", accused="Velmark", allegation="mining the harbour")
    three = CasualtyReport(**place_in(gazette, FEWER, "bb01"), **toll, source="Velmark", killed=Count(low=3, high=3))
    stayed = TroopMovement(
        **place_in(gazette, STAYED, "bb02"), source="The Tarsian staff", actor="Northern Guard", action=Action.WITHDRAW,
        from_place="Old Ferry", status=Status.DENIED,
    )  # fmt: skip
    war = CasualtyReport(
        **place_in(almanac, WAR, "cc01"), source="the almanac", killed=Count(low=12000, high=12000, approx=True), date="2019"
    )
    records: dict[str, Record] = {
        "four": four, "says": says, "left": left, "blame": blame, "three": three, "stayed": stayed, "war": war,
    }  # fmt: skip
    facts = [
        _fact(
            "f0a1", four, "sailors: killed 3–4, wounded 9+", side="Tarsia", kind="military", scope=Scope.INCIDENT, sources=2,
            grade=Grade.FAIR, conflicting=True, killed=Count(low=3, high=4), wounded=Count(low=9),
            place=Place(name="Port Ansel", spellings=("Ansel Port (Velmark)", "Port Ansel")),
            reports=[
                report(four, post, "Tarsia"),
                report(three, gazette, "Velmark", tied_to="aa01", why="the same day, place and victims"),
            ],
        ),
        _fact(
            "f0a2", left, "Northern Guard withdraw from Old Ferry", side="Velmark", grade=Grade.CONTESTED,
            reports=[
                report(left, post, "Velmark"),
                report(stayed, gazette, "Tarsia", Stance.DENIES, left_out="a denial", tied_to="aa03", why="one place"),
            ],
        ),
        _fact("f0a3", blame, "Velmark: mining", side="Velmark", about="Tarsia", reports=[report(blame, post, "Tarsia")]),
        _fact("f0a4", says, "the Tarsian navy: four sailors died", side="Tarsia", reports=[report(says, post, "Tarsia")]),
        _fact(
            "f0a5", war, "lives: killed ~12000", scope=Scope.WAR, killed=war.killed, since="2019-01-01", until="2019-12-31",
            reports=[report(war, almanac, "the almanac")],
        ),
    ]  # fmt: skip
    return [post, gazette, almanac], records, facts


def _fact(id: str, first: Record, summary: str, **told: Any) -> Fact:
    day = first.date if first.date and len(first.date) == 10 else None
    known = {"since": day, "until": day, "sources": 1, "grade": Grade.WEAK, "grade_reason": "one source", **told}
    return Fact.model_validate({"id": id, "type": first.type, "summary": summary, **known})


def told(articles: Sequence[Article], records: Sequence[Record], facts: Sequence[Fact]) -> Told:
    """What a page over these is made of."""
    of = [
        Chapter(number, one, (one.path,), tuple(record for record in records if record.article_id == one.id))
        for number, one in enumerate(articles, start=1)
    ]
    return Told("press.db", "6 May 2031", facts, of)


def stored(path: Path) -> Path:
    """A database of the dossier, with one value corrected and one record rejected."""
    articles, records, facts = dossier()
    with Store(path) as store:
        run = store.start_run("local", None, "sentence", "p", "s", list(RecordType))
        for one in articles:
            store.add_article(one)
            kept = [Extracted(record) for record in records.values() if record.article_id == one.id]
            store.save(one.id, run, list(RecordType), "k", kept, "p")
        with store.writing() as connection:
            fact_rows.write(connection, facts)
            connection.execute("UPDATE accusations SET rejected = 1")
            for anchor, (kind, name, old, new) in {
                "three": ("set", "killed", '{"low": 2, "high": 2}', '{"low": 3, "high": 3}'),
                "blame": ("reject", None, None, None),
            }.items():
                record = records[anchor]
                row = connection.execute(
                    "INSERT INTO anchors (article_id, type, record, record_id) VALUES (?, ?, ?, ?)",
                    (record.article_id, record.type.value, record.model_dump_json(), record.id),
                )
                connection.execute(
                    "INSERT INTO corrections (kind, anchor_id, field, old, new, by, why, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (kind, row.lastrowid, name, old, new, "Ada Moss", "misread", "2031-05-06T10:00:00Z"),
                )
    return path


def hostile(words: Sequence[str]) -> Told:
    """A page in which every text that an article, a record, a fact or a person can bring is one of these, in turn."""
    turn = cycle(words)
    text = "\n\n".join(next(turn) for _ in words)
    of = article(
        4, text, title=next(turn), publisher=next(turn), author=next(turn), url=next(turn), published_reason=next(turn)
    )
    of = of.model_copy(update={"path": next(turn), "language": next(turn), "published": next(turn)})
    place = {"article_id": of.id, "start": 0, "end": len(text), "evidence": text}
    half = {**place, "start": len(text) // 3, "end": len(text) // 2}
    why = (
        Support(field="speaker", verdict=Verdict.INFERRED, rule=next(turn)),
        Support(field="place", verdict=Verdict.UNSUPPORTED),
    )
    records: list[AnyRecord] = [
        Statement(
            **place, id="dd01", speaker=next(turn), quotation=Quotation.DIRECT, act=Act.ASSERT, content=next(turn),
            place=next(turn), source=next(turn), addressee=next(turn), date=next(turn), date_reason=next(turn), support=why,
        ),
        CasualtyReport(**half, id="dd02", victims=next(turn), killed=Count(low=1, high=2)),
        TroopMovement(**half, id="dd03", actor=next(turn), action=Action.HOLD, to_place=next(turn)),
        Accusation(**half, id="dd04", accuser=next(turn), accused=next(turn), allegation=next(turn)),
    ]  # fmt: skip
    facts = [
        Fact(
            id=f"f{record.id}", type=record.type, summary=next(turn), side=next(turn), about=next(turn), kind=next(turn),
            since="2031-05-03", until="2031-05-03", sources=1, grade=Grade.CONTESTED, grade_reason=next(turn),
            place=Place(name=next(turn), spellings=(next(turn), next(turn))), killed=getattr(record, "killed", None),
            scope=Scope.INCIDENT if record.type is RecordType.CASUALTY_REPORT else None,
            reports=tuple(
                report(record, of, next(turn), stance, why=next(turn), left_out=next(turn), tied_to=next(turn), copy_of="dd01")
                for stance in Stance
            ),
        )
        for record in records
    ]  # fmt: skip
    return told([of], records, facts)


def crowd(number: int, each: int = 25) -> Told:
    """A page of so many records in articles of 25, a fact a record but for every fifth, which is another's report."""
    sentence = (
        "Officials in the river province said on day {} that the column had crossed at ford {} after a night of shelling,"
        " while {} denied it."
    )
    articles: list[Article] = []
    records: list[Record] = []
    facts: list[Fact] = []
    for n in range(number // each):
        lines = [sentence.format(n % 28 + 1, n * each + line, f"the governor of district {line}") for line in range(each)]
        of = article(1, "\n\n".join(lines), title=f"Crossing, part {n}", publisher=f"Paper {n % 9}", published="2031-05-09")
        of = of.model_copy(update={"id": f"{n:016x}", "path": f"press/{n}.txt"})
        articles.append(of)
        for line, evidence in enumerate(lines):
            start = of.text.index(evidence)
            record = Statement(
                id=f"{n:08x}{line:08x}", article_id=of.id, evidence=evidence, start=start, end=start + len(evidence),
                speaker="Officials in the river province", quotation=Quotation.INDIRECT, content=evidence[:120], act=Act.ASSERT,
                date=f"2031-05-{n % 28 + 1:02}", date_reason="the article's day", place=f"ford {line}",
            )  # fmt: skip
            records.append(record)
            told_by = report(record, of, f"Paper {n % 9}", why="the same words", tied_to=record.id)
            if line % 5 == 4:
                earlier = facts.pop()
                facts.append(earlier.model_copy(update={"reports": (*earlier.reports, told_by), "sources": 2}))
                continue
            facts.append(
                Fact(
                    id=f"f{record.id[4:]}", type=RecordType.STATEMENT, summary=f"Officials: {evidence[:100]}",
                    since=record.date, until=record.date, sources=1, grade=(Grade.WEAK, Grade.CONTESTED)[line % 7 == 0],
                    grade_reason="one source", side="the river province", reports=(told_by,),
                )
            )  # fmt: skip
    return told(articles, records, facts)
