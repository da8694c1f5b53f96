"""Step 3 of the database: facts over many articles, the names tied together, and what people corrected.

Facts are derived: they can be dropped and made again from the records. Corrections cannot: they stand in tables of their own
and point at an anchor, which keeps the record as it was when a person spoke of it, and finds it again after every new
extraction.
"""

import sqlite3

_COUNTS = "\n".join(
    f"    {name}_{part} {kind},"
    for name in ("killed", "wounded", "missing", "captured")
    for part, kind in (("low", "INTEGER"), ("high", "INTEGER"), ("approx", "BOOLEAN"))
)

_TABLES = (
    f"""CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    scope TEXT,
    summary TEXT NOT NULL,
    kind TEXT,
    side TEXT,
    about TEXT,
    since TEXT,
    until TEXT,
    date_precision INTEGER NOT NULL,
    place TEXT,
    spellings TEXT NOT NULL,
    place_precision INTEGER,
    latitude FLOAT,
    longitude FLOAT,
{_COUNTS}
    part_of TEXT,
    sources INTEGER NOT NULL,
    grade TEXT NOT NULL,
    grade_reason TEXT NOT NULL,
    conflicting BOOLEAN NOT NULL,
    reports INTEGER NOT NULL
) WITHOUT ROWID""",
    "CREATE INDEX facts_since ON facts (since)",
    # a report: its record, and why it is there
    """CREATE TABLE reports (
    record_id TEXT NOT NULL,
    fact_id TEXT NOT NULL REFERENCES facts (id) DEFERRABLE INITIALLY DEFERRED,
    article_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    stance TEXT NOT NULL,
    source TEXT NOT NULL,
    left_out TEXT,
    copy_of TEXT,
    tied_to TEXT,
    why TEXT,
    own BOOLEAN NOT NULL,
    PRIMARY KEY (fact_id, record_id, stance)
) WITHOUT ROWID""",
    "CREATE INDEX reports_fact ON reports (fact_id, position)",
    "CREATE INDEX reports_record ON reports (record_id)",
    "CREATE INDEX reports_article ON reports (article_id)",
    # where a fact of this id went when it was joined with another
    "CREATE TABLE former_facts (id TEXT PRIMARY KEY, fact_id TEXT NOT NULL) WITHOUT ROWID",
    # under which keys a record can meet those that may tell the same, and the component of ties that it stands in
    """CREATE TABLE meetings (
    "key" INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY ("key", record_id)
) WITHOUT ROWID""",
    "CREATE INDEX meetings_record ON meetings (record_id)",
    """CREATE TABLE components (
    record_id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    component TEXT NOT NULL
) WITHOUT ROWID""",
    "CREATE INDEX components_component ON components (component)",
    "CREATE INDEX components_article ON components (article_id)",
    # which articles the facts know, and in which state
    "CREATE TABLE tied_articles (article_id TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID",
    # two names for one place, person or party: told by a text, or by a user's file (article_id null)
    """CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    other TEXT NOT NULL,
    side TEXT,
    article_id TEXT,
    evidence TEXT,
    corrected BOOLEAN NOT NULL
)""",
    "CREATE INDEX names_article ON names (article_id)",
    # a user's gazetteer
    """CREATE TABLE gazetteer (
    name TEXT NOT NULL,
    latitude FLOAT NOT NULL,
    longitude FLOAT NOT NULL,
    country TEXT
)""",
    # what a person spoke of: `record` is the record as JSON; `record_id` the one that stands there now, null where none does
    """CREATE TABLE anchors (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    record_id TEXT
)""",
    "CREATE INDEX anchors_article ON anchors (article_id, type)",
    "CREATE INDEX anchors_record ON anchors (record_id)",
    # kind: set, reject, tie, untie; undone_* null while it holds
    """CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    anchor_id INTEGER NOT NULL REFERENCES anchors (id),
    other_anchor_id INTEGER REFERENCES anchors (id),
    field TEXT,
    old TEXT,
    new TEXT,
    by TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_by TEXT,
    undone_why TEXT,
    undone_at TEXT
)""",
    "CREATE INDEX corrections_anchor ON corrections (anchor_id)",
)


def facts_and_corrections(connection: sqlite3.Connection) -> None:
    """Takes the step."""
    for statement in _TABLES:
        connection.execute(statement)
    for table in ("statements", "casualty_reports", "troop_movements", "accusations"):
        connection.execute(f"ALTER TABLE {table} ADD COLUMN rejected BOOLEAN NOT NULL DEFAULT 0")
