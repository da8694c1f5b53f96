"""What several commands take: the database, and the names of types and statuses."""

from pathlib import Path

import click

from extractor.settings import DEFAULT_DATABASE

TYPES = ("statement", "casualty_report", "troop_movement", "accusation")
STATUSES = ("asserted", "confirmed", "denied", "demanded", "planned")

database = click.option(
    "--db", default=DEFAULT_DATABASE, show_default=True, type=click.Path(path_type=Path), help="The SQLite file."
)
