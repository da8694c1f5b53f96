"""Answers of a strong model to the program's own prompts, kept in `tests/answers`, where no key is at hand.

`python -m tests.answers ask FOLDER ARTICLE…` writes into FOLDER/ARTICLE.txt what a strong model is asked about an article: the
messages of the one request, word for word. Whoever answers sees nothing else, the gold least of all, and writes
FOLDER/ARTICLE.json. `python -m tests.answers keep FOLDER BY ARTICLE…` takes these answers over, labelled with who gave them;
`python -m tests.record --strong` makes cassettes of them.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.reading.inputs import read
from extractor.settings import STRONG
from extractor.work import Job, prepared
from prompts.library import fingerprint
from schemas.article import Article
from schemas.base import RecordType
from schemas.request import Request
from tests.corpus import ANNOTATED, Annotated

FOLDER = Path(__file__).parent / "answers"
ANSWERED = tuple(article for article in ANNOTATED if (FOLDER / f"{article.name}.json").exists())


@dataclass(frozen=True)
class Answer:
    """An answer to what is asked about an article: `by` says who gave it, `prompt` is the fingerprint of the prompts then."""

    by: str
    prompt: str
    answer: dict[str, Any]


def answer_to(article: Annotated) -> Answer:
    """The answer that is kept about an article."""
    return Answer(**json.loads((FOLDER / f"{article.name}.json").read_text(encoding="utf-8")))


def asked_about(article: Annotated) -> Request:
    """The one request that a strong model gets about an article."""
    (one,) = (found for found in read([str(article.path)]) if isinstance(found, Article))
    (request,) = prepared(one, Job("local", STRONG, tuple(RecordType))).requests
    return request


def ask(folder: Path, article: Annotated) -> None:
    """Writes what is asked about an article, message by message."""
    said = "\n\n".join(f"### {message.role}\n{message.content}" for message in asked_about(article).messages)
    (folder / f"{article.name}.txt").write_text(f"{said}\n", encoding="utf-8")


def keep(folder: Path, by: str, article: Annotated) -> None:
    """Takes an answer over, a record a line."""
    lists = json.loads((folder / f"{article.name}.json").read_text(encoding="utf-8"))
    written = {"by": by, "prompt": fingerprint(RecordType)}
    parts = [f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in written.items()]
    records = []
    for name, found in lists.items():
        lines = ",\n".join(f"      {json.dumps(one, ensure_ascii=False)}" for one in found)
        records.append(f'    "{name}": [\n{lines}\n    ]' if found else f'    "{name}": []')
    parts.append('  "answer": {\n' + ",\n".join(records) + "\n  }")
    (FOLDER / f"{article.name}.json").write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Ask, or keep, as the first word says."""
    what, folder, *words = sys.argv[1:]
    by = words.pop(0) if what == "keep" else ""
    for article in (a for a in ANNOTATED if a.name in words):
        if what == "keep":
            keep(Path(folder), by, article)
        else:
            ask(Path(folder), article)
        print(f"{what}: {article.name}")


if __name__ == "__main__":
    main()
