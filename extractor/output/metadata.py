"""What Datasette is told of the database: titles, units, facets, what to hide, and questions that are asked often.

Datasette (0.65) shows a unit behind a number only by shortening it, 6500 to "6.5 k"; that suits seconds. People and dollars
have theirs in the words about the column.
"""

from typing import Any

from extractor.output.dictionary.describing import Described
from extractor.output.dictionary.facts import FACTS
from extractor.output.dictionary.reading import READING
from extractor.output.dictionary.records import RECORDS

TABLES = RECORDS | FACTS | READING
SEARCHED = ("articles", "statements", "casualty_reports", "troop_movements", "accusations")
KEPT_FOR_THE_PROGRAM = ("components", "former_facts", "leases", "meetings", "tied_articles")

# name: title, what it tells, SQL
_QUERIES = {
    "contested_facts": (
        "Contested facts",
        "What one party asserts and another denies, by day.",
        """SELECT f.id, f.type, f.since, f.place, f.summary, f.grade_reason,
    (SELECT group_concat(DISTINCT source) FROM reports
        WHERE fact_id = f.id AND stance IN ('asserts', 'confirms')) AS asserted_by,
    (SELECT group_concat(DISTINCT source) FROM reports WHERE fact_id = f.id AND stance = 'denies') AS denied_by
FROM facts f WHERE f.grade = 'contested' ORDER BY f.since IS NULL, f.since, f.id""",
    ),
    "tolls": (
        "Tolls by side",
        "People killed and wounded, of incidents only: no running total, no whole war, no part of another toll, nothing that"
        " nobody asserts. An empty high is open: some report says “at least”.",
        """SELECT coalesce(side, 'unknown') AS side, coalesce(kind, 'unknown') AS victims, count(*) AS incidents,
    sum(killed_low) AS killed_low, CASE WHEN count(killed_low) = count(killed_high) THEN sum(killed_high) END AS killed_high,
    sum(wounded_low) AS wounded_low,
    CASE WHEN count(wounded_low) = count(wounded_high) THEN sum(wounded_high) END AS wounded_high
FROM facts WHERE type = 'casualty_report' AND scope = 'incident' AND part_of IS NULL AND grade <> 'discounted' AND sources > 0
GROUP BY 1, 2 ORDER BY 1, 2""",
    ),
    "denials": (
        "Who denies what",
        "Each denial beside the fact that it denies, with its sentence.",
        """SELECT by, fact, grade, evidence, path, fact_id, record_id FROM fact_reports
WHERE stance = 'denies' AND copy_of IS NULL ORDER BY by, fact_id, record_id""",
    ),
    "most_quoted": (
        "Most quoted speakers",
        "Utterances, each once however many articles have it, and how often they are reported.",
        """SELECT side AS speaker, count(*) AS utterances, sum(reports) AS reports FROM facts
WHERE type = 'statement' AND side IS NOT NULL GROUP BY side ORDER BY 2 DESC, 3 DESC, 1 LIMIT 100""",
    ),
    "corrected": (
        "Corrections",
        "What people changed, newest first, with the record as it stands now.",
        """SELECT c.at, c.by, c.kind, c.field, c.old, c.new, c.why, c.undone_at, c.undone_by, a.type, a.record_id,
    (SELECT summary FROM records WHERE id = a.record_id LIMIT 1) AS record
FROM corrections c JOIN anchors a ON a.id = c.anchor_id ORDER BY c.at DESC, c.id DESC""",
    ),
}


def metadata(name: str) -> dict[str, Any]:
    """The metadata of a database that Datasette knows by `name` (its file's name without the ending), ready for JSON."""
    hidden = (*KEPT_FOR_THE_PROGRAM, *(f"{table}_fts" for table in SEARCHED))
    return {
        "title": "What articles say of a conflict",
        "description": "Made by communique: every cell can be checked against the sentence that it was read from.",
        "databases": {
            name: {
                "title": f"Records and facts: {name}",
                "description": "A record says that an article says so, a fact what all articles say of one event or utterance,"
                " neither that it is true. Begin with facts, or with records.",
                "tables": {table: _told(one) for table, one in TABLES.items()} | {table: {"hidden": True} for table in hidden},
                "queries": {
                    query: {"title": title, "description": tells, "sql": sql} for query, (title, tells, sql) in _QUERIES.items()
                },
            }
        },
    }


def _told(one: Described) -> dict[str, Any]:
    """What is said of one table, without what there is nothing to say of."""
    told = {
        "title": one.title,
        "description": one.row,
        "columns": one.columns,
        "facets": list(one.facets),
        "sortable_columns": one.sortable(),
        "label_column": one.label,
        "sort_desc" if one.newest_first else "sort": one.sort,
        "units": dict.fromkeys(one.seconds, "s"),
    }
    return {key: value for key, value in told.items() if value}
