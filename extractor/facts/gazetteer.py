"""Coordinates, only from a person's own list, and only where they fit.

A row is a name, its latitude and longitude, and if given the country. Of several rows of one name that in a country of which
the reports speak is taken; where that leaves none or more than one, there are no coordinates.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import InputError
from extractor.facts.places import key
from extractor.language.names import parties


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of a gazetteer; degrees, north and east positive."""

    name: str
    latitude: float
    longitude: float
    country: str | None = None


class Gazetteer:
    """Places by name."""

    def __init__(self, spots: Iterable[Spot] = ()) -> None:
        self._spots: dict[str, list[Spot]] = {}
        for spot in spots:
            self._spots.setdefault(key(spot.name), []).append(spot)

    def find(self, names: Collection[str], codes: Collection[str]) -> tuple[float, float] | None:
        """Latitude and longitude of a place of these names, in one of these countries where the list says in which it lies."""
        found = {spot for name in names for spot in self._spots.get(key(name), ())}
        fitting = {
            (s.latitude, s.longitude) for s in found if s.country is None or not codes or parties(s.country) & frozenset(codes)
        }
        return next(iter(fitting)) if len(fitting) == 1 else None


def read(path: Path) -> Iterator[Spot]:
    """The rows of a CSV file with the columns name, latitude, longitude and if wanted country. Raises InputError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                try:
                    latitude, longitude = float(row["latitude"]), float(row["longitude"])
                    name = row["name"].strip()
                except (KeyError, TypeError, ValueError, AttributeError):
                    raise InputError(f"{path}, line {number}: wants the columns name, latitude, longitude (degrees)") from None
                if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or not name:
                    raise InputError(f"{path}, line {number}: {name or 'a place without a name'} lies nowhere on earth")
                yield Spot(name, latitude, longitude, (row.get("country") or "").strip() or None)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV: {error}") from error
