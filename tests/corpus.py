"""The articles that tests read: samples (also the demo's), the dev half of the evaluation set, and those with attacks."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
ATTACKS = TESTS / "attacks"


@dataclass(frozen=True)
class Annotated:
    """An article of the project's own and where its gold lies."""

    path: Path
    gold_path: Path

    @property
    def name(self) -> str:
        """What its cassette is called."""
        return self.path.stem

    @property
    def text(self) -> str:
        """The article."""
        return self.path.read_text(encoding="utf-8")

    @property
    def gold(self) -> list[dict[str, Any]]:
        """Its annotation, a record a line."""
        return [json.loads(line) for line in self.gold_path.read_text(encoding="utf-8").splitlines() if line.strip()]


SAMPLES = tuple(
    Annotated(path, TESTS / "eval" / "samples" / f"{path.stem}.jsonl") for path in sorted((TESTS / "articles").glob("*.txt"))
)
DEV, LATER = (
    tuple(Annotated(path, path.with_suffix(".jsonl")) for path in sorted((TESTS / "eval" / folder).glob("*.txt")))
    for folder in ("dev", "later")
)
ANNOTATED = (*SAMPLES, *DEV, *LATER)
