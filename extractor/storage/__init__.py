"""The SQLite database: the only users of sqlmodel."""
