"""The database's shape, as numbered steps.

`PRAGMA user_version` counts the steps that a file has taken; each step runs in one transaction together with its number, so
that a file is never between two shapes. A step that has been released is never edited: what changes later is another step.
A test holds the tables of `tables.py` against what the steps build. A new file gets what all steps together build from
`schema.sql`, in an eighth of their time; a test holds the one against the other, and `python -m tests.schema` writes it anew.

Articles and records carry, last, a `number` beside their `id`: the search tables refer to rows by an integer, and SQLite may
renumber rows (VACUUM does) unless the table names that integer as its key. The articles' text comes after all that is short, so
that a query for titles does not have to read past it.
"""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from extractor.storage.fact_tables import facts_and_corrections

APPLICATION_ID = 0x434D4E51  # "CMNQ": tells `file`, and this program, whose database it is

_SHARED = """
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (id),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    request_id INTEGER REFERENCES requests (id),
    evidence TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    source TEXT,
    status TEXT NOT NULL,
    date TEXT,
    date_precision TEXT,
    date_reason TEXT,
    place TEXT,
    supported BOOLEAN NOT NULL,
    prompt_hash TEXT NOT NULL,
"""

_TABLES = (
    """CREATE TABLE articles (
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    publisher TEXT,
    author TEXT,
    url TEXT,
    published TEXT,
    published_reason TEXT,
    language TEXT,
    skipped TEXT NOT NULL,
    text TEXT NOT NULL,
    number INTEGER PRIMARY KEY
)""",
    """CREATE TABLE inputs (
    path TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    read_at TEXT NOT NULL,
    PRIMARY KEY (path, "offset")
) WITHOUT ROWID""",
    "CREATE INDEX inputs_article ON inputs (article_id)",
    """CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended TEXT,
    model TEXT NOT NULL,
    base_url TEXT,
    profile TEXT NOT NULL,
    prompt_hash TEXT NOT NULL,
    schema_hash TEXT NOT NULL,
    types TEXT NOT NULL,
    program_version TEXT NOT NULL,
    articles INTEGER NOT NULL,
    records INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    cost FLOAT,
    seconds FLOAT NOT NULL
)""",
    """CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    article_id TEXT NOT NULL REFERENCES articles (id),
    types TEXT NOT NULL,
    model TEXT NOT NULL,
    outcome TEXT NOT NULL,
    tokens_in INTEGER,
    tokens_out INTEGER,
    cost FLOAT,
    seconds FLOAT,
    error TEXT,
    sent_at TEXT NOT NULL,
    ended_at TEXT,
    reply TEXT
)""",
    "CREATE INDEX requests_hash ON requests (hash, outcome)",
    "CREATE INDEX requests_run ON requests (run_id)",
    "CREATE INDEX requests_article ON requests (article_id)",
    """CREATE TABLE extractions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    "key" TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    outcome TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, type)
) WITHOUT ROWID""",
    """CREATE TABLE support (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    verdict TEXT NOT NULL,
    rule TEXT,
    start INTEGER,
    "end" INTEGER,
    PRIMARY KEY (record_id, field)
) WITHOUT ROWID""",
    f"""CREATE TABLE statements ({_SHARED}
    speaker TEXT,
    quotation TEXT NOT NULL,
    content TEXT NOT NULL,
    act TEXT NOT NULL,
    addressee TEXT,
    number INTEGER PRIMARY KEY
)""",
    f"""CREATE TABLE casualty_reports ({_SHARED}
    killed_low INTEGER,
    killed_high INTEGER,
    killed_approx BOOLEAN,
    wounded_low INTEGER,
    wounded_high INTEGER,
    wounded_approx BOOLEAN,
    missing_low INTEGER,
    missing_high INTEGER,
    missing_approx BOOLEAN,
    captured_low INTEGER,
    captured_high INTEGER,
    captured_approx BOOLEAN,
    victims TEXT,
    victim_kind TEXT NOT NULL,
    number INTEGER PRIMARY KEY
)""",
    f"""CREATE TABLE troop_movements ({_SHARED}
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    from_place TEXT,
    to_place TEXT,
    number INTEGER PRIMARY KEY
)""",
    f"""CREATE TABLE accusations ({_SHARED}
    accuser TEXT NOT NULL,
    accused TEXT NOT NULL,
    allegation TEXT NOT NULL,
    category TEXT NOT NULL,
    response_by TEXT,
    response_kind TEXT,
    response_evidence TEXT,
    number INTEGER PRIMARY KEY
)""",
)


def _count(name: str) -> str:
    """SQL for one count as read by a person: `killed 3`, `wounded 2+`, `missing 0–10`; empty where nothing is said of it."""
    return f"""CASE WHEN {name}_low IS NULL THEN '' ELSE ', {name} '
        || CASE WHEN {name}_approx THEN '~' ELSE '' END || {name}_low
        || CASE WHEN {name}_high IS NULL THEN '+' WHEN {name}_high = {name}_low THEN '' ELSE '–' || {name}_high END END"""


# table: its type, who it is about, and the record in one line
_VIEW = {
    "statements": ("statement", "speaker", "coalesce(speaker, '?') || ' (' || act || '): ' || content"),
    "casualty_reports": (
        "casualty_report",
        "victims",
        "coalesce(victims || ': ', '') || coalesce(nullif(substr("
        + " || ".join(_count(name) for name in ("killed", "wounded", "missing", "captured"))
        + ", 3), ''), 'casualties')",
    ),
    "troop_movements": (
        "troop_movement",
        "actor",
        "actor || ' ' || action || coalesce(' from ' || from_place, '') || coalesce(' to ' || to_place, '')"
        " || ' (' || outcome || ')'",
    ),
    "accusations": ("accusation", "accuser", "accuser || ' → ' || accused || ': ' || allegation"),
}


def _view() -> str:
    """The view over all four record types: one row a record and input it is found in, places counted in the input's text."""
    return "CREATE VIEW records AS\n" + "\nUNION ALL\n".join(
        f"""SELECT r.id, '{type_}' AS type, r.article_id, i.path, i."offset" + r.start AS start, i."offset" + r."end" AS "end",
    r.{who} AS who, r.source, r.status, r.date, r.date_precision, r.date_reason, r.place, {summary} AS summary, r.evidence,
    r.supported, r.run_id, r.request_id, r.prompt_hash
FROM {table} r JOIN inputs i ON i.article_id = r.article_id"""
        for table, (type_, who, summary) in _VIEW.items()
    )


def _records_view() -> str:
    """The view as step 3 made it: it says what was rejected or corrected."""
    corrected = "EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id WHERE n.record_id = r.id"
    corrected += " AND c.kind = 'set' AND c.undone_at IS NULL)"
    told = f"r.supported AND NOT r.rejected AS supported, r.rejected, {corrected} AS corrected,"
    return _view().replace("r.supported,", told)


_FACT_REPORTS = """CREATE VIEW fact_reports AS
SELECT f.id AS fact_id, f.summary AS fact, f.grade, p.position, p.stance, p.source AS by, p.left_out, p.copy_of,
    p.tied_to, p.why, r.id AS record_id, r.type, r.path, r.date, r.place, r.summary, r.evidence, r.start, r."end"
FROM facts f JOIN reports p ON p.fact_id = f.id JOIN records r ON r.id = p.record_id"""


def _search(table: str, *columns: str) -> tuple[str, ...]:
    """A full-text index over columns of a table, and the triggers that keep it in step."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    add = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.number, {new});"
    differ = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    drop = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.number, {old});"
    return (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5 ({names}, content='{table}', content_rowid='number',"
        " tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {table}_dropped AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {names} ON {table} WHEN {differ} BEGIN {drop} {add} END",
    )


def _everything(connection: sqlite3.Connection) -> None:
    """Step 1: articles, runs, requests, the four record types, their support, the view over them and the search."""
    for statement in _TABLES:
        connection.execute(statement)
    for statement in _search("articles", "title", "text"):
        connection.execute(statement)
    for table in _VIEW:
        # covers the order of an export, so that rows stream without a sort
        connection.execute(f'CREATE INDEX {table}_place_in_text ON {table} (article_id, start, "end", id)')
        connection.execute(f"CREATE INDEX {table}_date ON {table} (date)")
        for statement in _search(table, "evidence"):
            connection.execute(statement)
        connection.execute(
            f"CREATE TRIGGER {table}_support AFTER DELETE ON {table} BEGIN DELETE FROM support WHERE record_id = old.id; END"
        )
    connection.execute(_view())


def _attempts_and_leases(connection: sqlite3.Connection) -> None:
    """Step 2: a row for every attempt of a request, and leases by which processes share articles."""
    connection.execute("ALTER TABLE requests ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1")
    connection.execute("""CREATE TABLE leases (
    article_id TEXT NOT NULL REFERENCES articles (id),
    owner TEXT NOT NULL,
    until FLOAT NOT NULL,
    PRIMARY KEY (article_id)
) WITHOUT ROWID""")
    connection.execute("CREATE INDEX leases_owner ON leases (owner)")


def _facts(connection: sqlite3.Connection) -> None:
    """Step 3: facts and corrections; the view says what was rejected or corrected, and one over the facts' reports joins it."""
    facts_and_corrections(connection)
    connection.execute("DROP VIEW records")
    connection.execute(_records_view())
    connection.execute(_FACT_REPORTS)


def _failures(connection: sqlite3.Connection) -> None:
    """Step 4: extractions that failed stand beside what was read before; tokens that no server counted are not known."""
    connection.execute("""CREATE TABLE failures (
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    problem TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, type)
) WITHOUT ROWID""")
    for column in ("tokens_in", "tokens_out"):
        connection.execute(f"ALTER TABLE runs RENAME COLUMN {column} TO counted")
        connection.execute(f"ALTER TABLE runs ADD COLUMN {column} INTEGER")
        connection.execute(f"UPDATE runs SET {column} = counted")
        connection.execute("ALTER TABLE runs DROP COLUMN counted")


def _batches(connection: sqlite3.Connection) -> None:
    """Step 5: which batch is to answer a request, and until when that is waited for."""
    connection.execute("ALTER TABLE requests ADD COLUMN batch TEXT")
    connection.execute("ALTER TABLE requests ADD COLUMN until TEXT")


def _where_and_when(connection: sqlite3.Connection) -> None:
    """Step 6: bounds of the day, known from a date where there is one, and all places of what is told, a JSON list."""
    connection.execute("DROP VIEW fact_reports")
    connection.execute("DROP VIEW records")
    for table in _VIEW:
        for column in ("date_low", "date_high", "places"):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
        connection.execute(f"""UPDATE {table} SET date_low = substr(date || '-01-01', 1, 10), date_high = CASE length(date)
    WHEN 4 THEN date || '-12-31' WHEN 7 THEN date(date || '-01', '+1 month', '-1 day') ELSE date END
WHERE date IS NOT NULL""")
    known = _records_view().replace("r.date_reason,", "r.date_reason, r.date_low, r.date_high,")
    connection.execute(known.replace("r.place,", "r.place, r.places,"))
    connection.execute(_FACT_REPORTS)


def _best_figures(connection: sqlite3.Connection) -> None:
    """Step 7: the best figure of each count of a fact; facts are derived, and get theirs when they are made anew."""
    for name in ("killed", "wounded", "missing", "captured"):
        connection.execute(f"ALTER TABLE facts ADD COLUMN {name}_best INTEGER")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _everything,
    _attempts_and_leases,
    _facts,
    _failures,
    _batches,
    _where_and_when,
    _best_figures,
)
LATEST = len(MIGRATIONS)


def built(connection: sqlite3.Connection) -> list[str]:
    """The statements that make the shape a database has, in order, without the tables that a search table keeps for itself."""
    made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    searches = {name for name, sql in made if sql.startswith("CREATE VIRTUAL")}
    return [sql for name, sql in made if name.rpartition("_")[0] not in searches]


@cache
def _schema() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8").removesuffix(";\n").split(";\n\n"))


def _whole(connection: sqlite3.Connection) -> None:
    for statement in _schema():
        connection.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that the database has not taken yet, each in one transaction; a new one all that are known at once.

    `connection` must be in autocommit (`isolation_level=None`). A step that fails leaves the database as it was and raises
    `sqlite3.Error`. Another process that is doing the same is waited for.
    """
    for number, step in ((LATEST, _whole), *enumerate(MIGRATIONS, start=1)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            found = version(connection)
            if found < number and (step is not _whole or found == 0):
                step(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def version(connection: sqlite3.Connection) -> int:
    """How many steps the database has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
