"""A person's own names and places: a TOML file of names that are one, a CSV file of coordinates.

[[place]]
names = ["Parukh", "Farrukh"]
sides = { Farrukh = "Azerbaijan" }

[[party]]
names = ["SDF", "Syrian Democratic Forces"]
"""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import InputError
from extractor.facts.gazetteer import read
from extractor.facts.names import Alias
from extractor.storage import ties

if TYPE_CHECKING:
    from extractor.storage.store import Store


def keep_own(store: "Store", aliases: Path | None, gazetteer: Path | None) -> None:
    """Puts these files in the place of those that the database had. Raises InputError for a file that is none."""
    told = list(aliases_of(aliases)) if aliases else None
    spots = [(s.name, s.latitude, s.longitude, s.country) for s in read(gazetteer)] if gazetteer else None
    with store.writing() as connection:
        if told is not None:
            ties.keep_names(connection, None, [(t.kind, t.name, t.other, t.side, None, False) for t in told])
        if spots is not None:
            ties.keep_spots(connection, spots)


def aliases_of(path: Path) -> list[Alias]:
    """The pairs of names that a file ties, each with the side that uses the second. Raises InputError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read as TOML: {error}") from error
    found: list[Alias] = []
    for kind, entries in tables.items():
        if kind not in ("place", "party") or not isinstance(entries, list):
            raise InputError(f'{path}: wants tables [[place]] and [[party]] with names = ["…", "…"], not {kind!r}')
        for entry in entries:
            names = entry.get("names") if isinstance(entry, dict) else None
            sides = entry.get("sides", {}) if isinstance(entry, dict) else {}
            if not isinstance(names, list) or len(names) < 2 or not all(isinstance(n, str) and n.strip() for n in names):
                raise InputError(f"{path}: a [[{kind}]] wants names = [...] with two names or more")
            if not isinstance(sides, dict) or set(sides) - set(names):
                raise InputError(
                    f"{path}: sides of {names[0]} name {', '.join(set(sides) - set(names))}, which is none of its names"
                )
            found += [Alias(kind, names[0], other, sides.get(other)) for other in names[1:]]
            if names[0] in sides:
                found.append(Alias(kind, names[1], names[0], sides[names[0]]))
    return found
