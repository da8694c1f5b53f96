CREATE TABLE articles (
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
);

CREATE TABLE inputs (
    path TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    read_at TEXT NOT NULL,
    PRIMARY KEY (path, "offset")
) WITHOUT ROWID;

CREATE INDEX inputs_article ON inputs (article_id);

CREATE TABLE runs (
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
    cost FLOAT,
    seconds FLOAT NOT NULL
, tokens_in INTEGER, tokens_out INTEGER);

CREATE TABLE requests (
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
, attempt INTEGER NOT NULL DEFAULT 1, batch TEXT, until TEXT);

CREATE INDEX requests_hash ON requests (hash, outcome);

CREATE INDEX requests_run ON requests (run_id);

CREATE INDEX requests_article ON requests (article_id);

CREATE TABLE extractions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    "key" TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    outcome TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, type)
) WITHOUT ROWID;

CREATE TABLE support (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    verdict TEXT NOT NULL,
    rule TEXT,
    start INTEGER,
    "end" INTEGER,
    PRIMARY KEY (record_id, field)
) WITHOUT ROWID;

CREATE TABLE statements (
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

    speaker TEXT,
    quotation TEXT NOT NULL,
    content TEXT NOT NULL,
    act TEXT NOT NULL,
    addressee TEXT,
    number INTEGER PRIMARY KEY
, rejected BOOLEAN NOT NULL DEFAULT 0, date_low TEXT, date_high TEXT, places TEXT);

CREATE TABLE casualty_reports (
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
, rejected BOOLEAN NOT NULL DEFAULT 0, date_low TEXT, date_high TEXT, places TEXT);

CREATE TABLE troop_movements (
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

    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    from_place TEXT,
    to_place TEXT,
    number INTEGER PRIMARY KEY
, rejected BOOLEAN NOT NULL DEFAULT 0, date_low TEXT, date_high TEXT, places TEXT);

CREATE TABLE accusations (
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

    accuser TEXT NOT NULL,
    accused TEXT NOT NULL,
    allegation TEXT NOT NULL,
    category TEXT NOT NULL,
    response_by TEXT,
    response_kind TEXT,
    response_evidence TEXT,
    number INTEGER PRIMARY KEY
, rejected BOOLEAN NOT NULL DEFAULT 0, date_low TEXT, date_high TEXT, places TEXT);

CREATE VIRTUAL TABLE articles_fts USING fts5 (title, text, content='articles', content_rowid='number', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text); END;

CREATE TRIGGER articles_dropped AFTER DELETE ON articles BEGIN INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); END;

CREATE TRIGGER articles_changed AFTER UPDATE OF title, text ON articles WHEN old.title IS NOT new.title OR old.text IS NOT new.text BEGIN INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text); END;

CREATE INDEX statements_place_in_text ON statements (article_id, start, "end", id);

CREATE INDEX statements_date ON statements (date);

CREATE VIRTUAL TABLE statements_fts USING fts5 (evidence, content='statements', content_rowid='number', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN INSERT INTO statements_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER statements_dropped AFTER DELETE ON statements BEGIN INSERT INTO statements_fts (statements_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); END;

CREATE TRIGGER statements_changed AFTER UPDATE OF evidence ON statements WHEN old.evidence IS NOT new.evidence BEGIN INSERT INTO statements_fts (statements_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); INSERT INTO statements_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER statements_support AFTER DELETE ON statements BEGIN DELETE FROM support WHERE record_id = old.id; END;

CREATE INDEX casualty_reports_place_in_text ON casualty_reports (article_id, start, "end", id);

CREATE INDEX casualty_reports_date ON casualty_reports (date);

CREATE VIRTUAL TABLE casualty_reports_fts USING fts5 (evidence, content='casualty_reports', content_rowid='number', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER casualty_reports_added AFTER INSERT ON casualty_reports BEGIN INSERT INTO casualty_reports_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER casualty_reports_dropped AFTER DELETE ON casualty_reports BEGIN INSERT INTO casualty_reports_fts (casualty_reports_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); END;

CREATE TRIGGER casualty_reports_changed AFTER UPDATE OF evidence ON casualty_reports WHEN old.evidence IS NOT new.evidence BEGIN INSERT INTO casualty_reports_fts (casualty_reports_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); INSERT INTO casualty_reports_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER casualty_reports_support AFTER DELETE ON casualty_reports BEGIN DELETE FROM support WHERE record_id = old.id; END;

CREATE INDEX troop_movements_place_in_text ON troop_movements (article_id, start, "end", id);

CREATE INDEX troop_movements_date ON troop_movements (date);

CREATE VIRTUAL TABLE troop_movements_fts USING fts5 (evidence, content='troop_movements', content_rowid='number', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER troop_movements_added AFTER INSERT ON troop_movements BEGIN INSERT INTO troop_movements_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER troop_movements_dropped AFTER DELETE ON troop_movements BEGIN INSERT INTO troop_movements_fts (troop_movements_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); END;

CREATE TRIGGER troop_movements_changed AFTER UPDATE OF evidence ON troop_movements WHEN old.evidence IS NOT new.evidence BEGIN INSERT INTO troop_movements_fts (troop_movements_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); INSERT INTO troop_movements_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER troop_movements_support AFTER DELETE ON troop_movements BEGIN DELETE FROM support WHERE record_id = old.id; END;

CREATE INDEX accusations_place_in_text ON accusations (article_id, start, "end", id);

CREATE INDEX accusations_date ON accusations (date);

CREATE VIRTUAL TABLE accusations_fts USING fts5 (evidence, content='accusations', content_rowid='number', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER accusations_added AFTER INSERT ON accusations BEGIN INSERT INTO accusations_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER accusations_dropped AFTER DELETE ON accusations BEGIN INSERT INTO accusations_fts (accusations_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); END;

CREATE TRIGGER accusations_changed AFTER UPDATE OF evidence ON accusations WHEN old.evidence IS NOT new.evidence BEGIN INSERT INTO accusations_fts (accusations_fts, rowid, evidence) VALUES ('delete', old.number, old.evidence); INSERT INTO accusations_fts (rowid, evidence) VALUES (new.number, new.evidence); END;

CREATE TRIGGER accusations_support AFTER DELETE ON accusations BEGIN DELETE FROM support WHERE record_id = old.id; END;

CREATE TABLE leases (
    article_id TEXT NOT NULL REFERENCES articles (id),
    owner TEXT NOT NULL,
    until FLOAT NOT NULL,
    PRIMARY KEY (article_id)
) WITHOUT ROWID;

CREATE INDEX leases_owner ON leases (owner);

CREATE TABLE facts (
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
    part_of TEXT,
    sources INTEGER NOT NULL,
    grade TEXT NOT NULL,
    grade_reason TEXT NOT NULL,
    conflicting BOOLEAN NOT NULL,
    reports INTEGER NOT NULL
, killed_best INTEGER, wounded_best INTEGER, missing_best INTEGER, captured_best INTEGER) WITHOUT ROWID;

CREATE INDEX facts_since ON facts (since);

CREATE TABLE reports (
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
) WITHOUT ROWID;

CREATE INDEX reports_fact ON reports (fact_id, position);

CREATE INDEX reports_record ON reports (record_id);

CREATE INDEX reports_article ON reports (article_id);

CREATE TABLE former_facts (id TEXT PRIMARY KEY, fact_id TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE meetings (
    "key" INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY ("key", record_id)
) WITHOUT ROWID;

CREATE INDEX meetings_record ON meetings (record_id);

CREATE TABLE components (
    record_id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    component TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX components_component ON components (component);

CREATE INDEX components_article ON components (article_id);

CREATE TABLE tied_articles (article_id TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    other TEXT NOT NULL,
    side TEXT,
    article_id TEXT,
    evidence TEXT,
    corrected BOOLEAN NOT NULL
);

CREATE INDEX names_article ON names (article_id);

CREATE TABLE gazetteer (
    name TEXT NOT NULL,
    latitude FLOAT NOT NULL,
    longitude FLOAT NOT NULL,
    country TEXT
);

CREATE TABLE anchors (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    record_id TEXT
);

CREATE INDEX anchors_article ON anchors (article_id, type);

CREATE INDEX anchors_record ON anchors (record_id);

CREATE TABLE corrections (
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
);

CREATE INDEX corrections_anchor ON corrections (anchor_id);

CREATE TABLE failures (
    article_id TEXT NOT NULL REFERENCES articles (id),
    type TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    problem TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, type)
) WITHOUT ROWID;

CREATE VIEW records AS
SELECT r.id, 'statement' AS type, r.article_id, i.path, i."offset" + r.start AS start, i."offset" + r."end" AS "end",
    r.speaker AS who, r.source, r.status, r.date, r.date_precision, r.date_reason, r.date_low, r.date_high, r.place, r.places, coalesce(speaker, '?') || ' (' || act || '): ' || content AS summary, r.evidence,
    r.supported AND NOT r.rejected AS supported, r.rejected, EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id WHERE n.record_id = r.id AND c.kind = 'set' AND c.undone_at IS NULL) AS corrected, r.run_id, r.request_id, r.prompt_hash
FROM statements r JOIN inputs i ON i.article_id = r.article_id
UNION ALL
SELECT r.id, 'casualty_report' AS type, r.article_id, i.path, i."offset" + r.start AS start, i."offset" + r."end" AS "end",
    r.victims AS who, r.source, r.status, r.date, r.date_precision, r.date_reason, r.date_low, r.date_high, r.place, r.places, coalesce(victims || ': ', '') || coalesce(nullif(substr(CASE WHEN killed_low IS NULL THEN '' ELSE ', killed '
        || CASE WHEN killed_approx THEN '~' ELSE '' END || killed_low
        || CASE WHEN killed_high IS NULL THEN '+' WHEN killed_high = killed_low THEN '' ELSE '–' || killed_high END END || CASE WHEN wounded_low IS NULL THEN '' ELSE ', wounded '
        || CASE WHEN wounded_approx THEN '~' ELSE '' END || wounded_low
        || CASE WHEN wounded_high IS NULL THEN '+' WHEN wounded_high = wounded_low THEN '' ELSE '–' || wounded_high END END || CASE WHEN missing_low IS NULL THEN '' ELSE ', missing '
        || CASE WHEN missing_approx THEN '~' ELSE '' END || missing_low
        || CASE WHEN missing_high IS NULL THEN '+' WHEN missing_high = missing_low THEN '' ELSE '–' || missing_high END END || CASE WHEN captured_low IS NULL THEN '' ELSE ', captured '
        || CASE WHEN captured_approx THEN '~' ELSE '' END || captured_low
        || CASE WHEN captured_high IS NULL THEN '+' WHEN captured_high = captured_low THEN '' ELSE '–' || captured_high END END, 3), ''), 'casualties') AS summary, r.evidence,
    r.supported AND NOT r.rejected AS supported, r.rejected, EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id WHERE n.record_id = r.id AND c.kind = 'set' AND c.undone_at IS NULL) AS corrected, r.run_id, r.request_id, r.prompt_hash
FROM casualty_reports r JOIN inputs i ON i.article_id = r.article_id
UNION ALL
SELECT r.id, 'troop_movement' AS type, r.article_id, i.path, i."offset" + r.start AS start, i."offset" + r."end" AS "end",
    r.actor AS who, r.source, r.status, r.date, r.date_precision, r.date_reason, r.date_low, r.date_high, r.place, r.places, actor || ' ' || action || coalesce(' from ' || from_place, '') || coalesce(' to ' || to_place, '') || ' (' || outcome || ')' AS summary, r.evidence,
    r.supported AND NOT r.rejected AS supported, r.rejected, EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id WHERE n.record_id = r.id AND c.kind = 'set' AND c.undone_at IS NULL) AS corrected, r.run_id, r.request_id, r.prompt_hash
FROM troop_movements r JOIN inputs i ON i.article_id = r.article_id
UNION ALL
SELECT r.id, 'accusation' AS type, r.article_id, i.path, i."offset" + r.start AS start, i."offset" + r."end" AS "end",
    r.accuser AS who, r.source, r.status, r.date, r.date_precision, r.date_reason, r.date_low, r.date_high, r.place, r.places, accuser || ' → ' || accused || ': ' || allegation AS summary, r.evidence,
    r.supported AND NOT r.rejected AS supported, r.rejected, EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id WHERE n.record_id = r.id AND c.kind = 'set' AND c.undone_at IS NULL) AS corrected, r.run_id, r.request_id, r.prompt_hash
FROM accusations r JOIN inputs i ON i.article_id = r.article_id;

CREATE VIEW fact_reports AS
SELECT f.id AS fact_id, f.summary AS fact, f.grade, p.position, p.stance, p.source AS by, p.left_out, p.copy_of,
    p.tied_to, p.why, r.id AS record_id, r.type, r.path, r.date, r.place, r.summary, r.evidence, r.start, r."end"
FROM facts f JOIN reports p ON p.fact_id = f.id JOIN records r ON r.id = p.record_id;
