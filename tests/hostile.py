"""Texts that are no articles: what a folder of thousands of files holds among them, and what somebody may lay there.

Each kind is a function of a size in characters: a small one is a test, a large one a measure (`python -m tests.bench hostile`).
"""

import base64
import json
import random
from collections.abc import Callable

_LEAD = (
    "TARN, March 15 — The army said on Thursday that its troops had left the town of Osk and that five soldiers were killed.\n"
)
_WORDS = (
    "the army said that troops had left town after shelling killed five soldiers and wounded many near river bridge while "
    "officials of ministry accused rebels over attack on Monday as council in Osk denied reports from front line about losses"
).split()


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _prose(size: int, *, line: str = "\n\n", sentence: tuple[int, int] = (8, 24)) -> str:
    """English of a kind: capitals, commas, quotations, figures, paragraphs of three sentences; the same for each size."""
    chance = random.Random(size)
    parts: list[str] = []
    length = 0
    while length < size:
        words = chance.choices(_WORDS, k=chance.randint(*sentence))
        words[0] = words[0].capitalize()
        words[len(words) // 2] += ","
        if chance.random() < 0.2:
            words[-1] = f"{words[-1]}, “{' '.join(chance.choices(_WORDS, k=5))}”"
        if chance.random() < 0.3:
            words.insert(2, str(chance.randint(2, 4000)))
        parts.append(" ".join(words) + "." + (line if len(parts) % 3 == 2 else " "))
        length += len(parts[-1])
    return "".join(parts)[:size]


def _base64(size: int) -> str:
    return base64.b64encode(random.Random(1).randbytes(size)).decode()[:size]


KINDS: dict[str, Callable[[int], str]] = {
    "one line of prose": lambda size: _prose(size, line=" "),
    "prose": _prose,
    "prose without a full stop": lambda size: _prose(size).replace(".", ",").replace("\n", " "),
    "hard-wrapped prose": lambda size: (
        _prose(size).replace(" of ", " of\n").replace(" that ", "\nthat ").replace(" and ", "\nand ")
    ),
    "stories": lambda size: "".join(f"{_LEAD}\n{_prose(900)}\n\n=====\n\n" for _ in range(size // 1050))[:size],
    "headlines in one line": _repeated("Army Says Its Troops Left Town After Attack Killed Five The army said so on Monday. "),
    "one word": _repeated("a"),
    "one capital word": _repeated("A"),
    "capitalised words": _repeated("Osk Tarn Velm "),
    "read more": _repeated("Read more\n"),
    "quotation marks": _repeated("“"),
    "straight quotation marks": _repeated('"'),
    "quotations": _repeated("“a” "),
    "apostrophes": _repeated("'"),
    "apostrophes in words": _repeated("‘a ’b "),
    "digits": _repeated("1,"),
    "numbers": _repeated("killed 1,000 and 12 "),
    "dates": _repeated("March 15 and Monday, "),
    "brackets": _repeated("("),
    "square brackets": _repeated("["),
    "closing brackets": _repeated(")"),
    "links": _repeated("[a](http://b.c/d) "),
    "newlines": lambda size: _LEAD + "\n" * size,
    "carriage returns": lambda size: _LEAD + "\r" * size,
    "spaces": lambda size: _LEAD + " " * size + "x",
    "blank lines of spaces": lambda size: _LEAD + "  \n" * (size // 3) + "x",
    "signatures": _repeated("\n\n-- "),
    "rules": _repeated("====\n"),
    "spaced rules": _repeated("* "),
    "hashes": _repeated("# "),
    "quotes of mails": _repeated("> "),
    "dashes": _repeated("— "),
    "full stops": _repeated("."),
    "spaced full stops": _repeated(". "),
    "initials": _repeated("A."),
    "questions": _repeated("?!"),
    "colons": _repeated("X: "),
    "one-word sentences": _repeated("Go. "),
    "one-word lines": _repeated("Go.\n"),
    "short lines": _repeated("Army says so.\n"),
    "captions": _repeated("Photo: Reuters. A soldier stands in Osk, March 15, 2022. "),
    "datelines": _repeated("TARN, March 15 (Reuters) — "),
    "tags": _repeated("<div>"),
    "entities": _repeated("&lt;&amp;"),
    "addresses": _repeated("http://a.b/2022/03/04/c "),
    "one address": lambda size: "http://a.b/" + "c/" * (size // 2),
    "zero-width spaces": _repeated("\u200b"),
    "zero-width joiners in words": _repeated("a\u200d"),
    "combining marks": lambda size: "a" + "\u0301" * size,
    "right to left": _repeated("\u202eשלום "),
    "Armenian": _repeated("Բանակը հայտնել է։ "),
    "emoji": _repeated("🙂"),
    "NUL bytes": _repeated("army\0said "),
    "base64": _base64,
    "JSON": lambda size: json.dumps([_LEAD] * (size // len(_LEAD))),
    "brackets of JSON": lambda size: "[" * size,
    "underscores": _repeated("_"),
    "markdown": _repeated("**a** _b_ `c` "),
    "mails": _repeated("a@b.c, "),
    "hyphens": _repeated("Al-"),
    "commas": _repeated(", "),
    "and": _repeated("Osk and Tarn and "),
    "said": _repeated("he said she said "),
}


def jsonl(texts: list[str]) -> str:
    """A JSON line a text."""
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
