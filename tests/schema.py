"""`python -m tests.schema`: writes the shape of a new database, as the numbered steps build it, into `schema.sql`."""

import sqlite3
from contextlib import closing
from pathlib import Path

from extractor.storage import migrations


def by_steps() -> list[str]:
    """The statements that make what all steps together build, in order."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in migrations.MIGRATIONS:
            step(connection)
        return migrations.built(connection)


if __name__ == "__main__":
    Path(migrations.__file__).with_name("schema.sql").write_text(";\n\n".join(by_steps()) + ";\n", encoding="utf-8")
