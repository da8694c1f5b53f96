"""Articles for tests of the whole program, and a stand-in model that reads them by the words of their few sentences."""

import re
from pathlib import Path
from typing import Any

DEPOT = """BRASK, March 14, 2024 — Two soldiers were killed and at least five wounded when a drone struck a depot near Osk \
on Tuesday, the Velian army said.

Velian troops entered Lower Osk on Wednesday, said Col. Ivo Marn, a spokesman for the army.

“We did not fire at the depot,” said Tarnian envoy Lia Dorn. Marn accused Tarnia of shelling the depot.
"""
BRIDGE = """TARN, March 15, 2024 — A policeman was wounded at the Reva bridge on Thursday, the Tarnian interior ministry said.

The ministry urged Velia to pull its border guards back from the bridge.
"""
FERRY = """PORT SELM, March 16, 2024 — Ferries to the island of Orn will run again from next week, the harbour \
master said on Friday.
"""


def newsroom(folder: Path) -> Path:
    """A folder of three articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("bridge.txt", BRIDGE), ("depot.txt", DEPOT), ("ferry.txt", FERRY)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def asked_about(body: dict[str, Any]) -> str:
    """The numbered sentences of a request, which a complaint about an answer may follow."""
    said: list[str] = [m["content"] for m in body["messages"] if m["content"].startswith("[")]
    return said[-1] if said else str(body["messages"][-1]["content"])


def article_of(body: dict[str, Any]) -> str:
    """The name of the article that a request is about."""
    asked = asked_about(body)
    return next(
        (name for name, mark in (("bridge", "Reva"), ("depot", "depot"), ("ferry", "Ferries")) if mark in asked), "other"
    )


def reader(body: dict[str, Any]) -> dict[str, Any]:
    """What a good model would answer about these articles, for the types that the request asks for."""
    said = {int(n): text for n, text in re.findall(r"^\[(\d+)\] (.*)$", asked_about(body), re.MULTILINE)}
    found: dict[str, list[dict[str, Any]]] = {
        "statements": [],
        "casualty_reports": [],
        "troop_movements": [],
        "accusations": [],
    }
    for number, text in said.items():
        at = {"sentences": [number]}
        if "Two soldiers" in text:
            toll = {"killed": "Two", "wounded": "at least five", "victims": "Two soldiers", "place": "Osk", "when": "Tuesday"}
            found["casualty_reports"].append({**at, **toll, "source": "the Velian army"})
            found["statements"].append({**at, "speaker": "the Velian army", "act": "assert"})
        if "policeman" in text:
            found["casualty_reports"].append({**at, "wounded": "A policeman", "victims": "A policeman", "when": "Thursday"})
        if "Velian troops" in text:
            move = {"actor": "Velian troops", "action": "advance", "to_place": "Lower Osk", "when": "Wednesday"}
            found["troop_movements"].append({**at, **move, "source": "Col. Ivo Marn"})
        if "pull its border guards" in text:
            move = {"actor": "border guards", "action": "withdraw", "status": "demanded", "from_place": "the bridge"}
            found["troop_movements"].append({**at, **move, "source": "The ministry"})
        if "did not fire" in text:
            found["statements"].append({**at, "speaker": "Lia Dorn", "act": "deny"})
        if "accused Tarnia" in text:
            blame = {"accuser": "Marn", "accused": "Tarnia", "allegation": "shelling the depot", "category": "attack"}
            found["accusations"].append({**at, **blame})
    asked = body["response_format"]["json_schema"]["schema"]["required"]
    return {name: records for name, records in found.items() if name in asked}
