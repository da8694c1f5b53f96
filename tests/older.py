"""`python -m tests.older` writes down the prompt to strong models, whole, before a released one is changed.

Answers to it are found again by what it wrote; see `prompts/older.py`.
"""

import json
from pathlib import Path
from typing import Any

from extractor.model.prompting import answer_model, fields_in_words
from prompts import library
from prompts.older import older
from schemas.base import RecordType

FOLDER = Path(__file__).parent.parent / "prompts" / "older"


def present() -> dict[str, Any]:
    """The prompt of this version, as a file of `prompts/older` has it."""
    types = tuple(RecordType)
    fields = {t.value: fields_in_words(t) for t in types}
    return {
        "frame": library.text("frame"),
        "sections": {t.value: library.text(t.value) for t in types},
        "shape": {"words": library.text("shape"), "fields": fields, "shared": True},
        "schema": answer_model(types, False).schema_made,
    }


def main() -> None:
    """Writes the next file."""
    number = max((int(prompt.name) for prompt in older()), default=0) + 1
    file = FOLDER / f"{number}.json"
    file.write_text(json.dumps(present(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(file.relative_to(FOLDER.parent.parent))


if __name__ == "__main__":
    main()
