"""A server that misbehaves in every way that a run must outlive, and many short articles to read from it."""

import random
import threading
from pathlib import Path
from typing import Any

from tests.newsroom import reader
from tests.stub import CUT, Reply, completion, failure

_TOWNS = ("Osk", "Brask", "Tarn", "Reva", "Selm", "Orn", "Dolm", "Kest", "Varn", "Lipa")


def press(folder: Path, count: int) -> Path:
    """A folder of so many short articles, no two of them alike; each has a record that `reader` finds."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        town = _TOWNS[number % len(_TOWNS)]
        text = (
            f"TARN, March 15, 2024 — The council of {town} met for the {number + 1}th time on Thursday.\n\n"
            f"Velian troops entered {town} on Wednesday, said Col. Ivo Marn, a spokesman for the army.\n"
        )
        (folder / f"report{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


class Faulty:
    """Answers as `reader` does, but so large a share of replies is faulty, each kind in its turn."""

    def __init__(self, share: float, hang: float, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.share = share
        self.hang = hang
        self.kinds: dict[str, int] = {}

    def __call__(self, body: dict[str, Any]) -> Any:
        good = reader(body)
        with self._lock:
            if self._random.random() >= self.share:
                return good
            every = sorted(self._faults(good))
            kind = every[sum(self.kinds.values()) % len(every)]
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self._faults(good)[kind]

    def _faults(self, good: dict[str, Any]) -> dict[str, Reply]:
        lists = {name: [{"sentences": ["two"], "act": 5, "actor": {}}] for name in good}
        beyond = {name: [{**one, "sentences": [99]} for one in found] for name, found in good.items()}
        return {
            "rate limit": failure(429, "slow down", retry_after="0.05"),
            "error": failure(500, "oops"),
            "overloaded": failure(503, "later"),
            "cut": CUT,
            "hang": completion(good, pause=self.hang),
            "truncated": completion('{"statements": [{"sent', finish="length"),
            "prose": completion("Here are the records: none."),
            "types": completion(lists),
            "refusal": completion(None, refusal="I cannot help with reports of war."),
            "empty": Reply(200, {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": []}),
            "beyond": completion(beyond),
        }
