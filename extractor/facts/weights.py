"""Learned weights: how much each feature of a thing speaks for or against what is asked of it.

The file beside this module holds, for each question, a logistic regression's weight of every feature and its bias, in log odds.
`python -m tests.counted` learns them from annotated articles; nobody sets one by hand.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("weights.json")
BIAS = "bias"
Weights = Mapping[str, float]


@cache
def weights(question: str) -> Weights:
    """The weights of a question ("aggregate", "war"), by feature; `bias` is what holds before any feature does."""
    found: dict[str, dict[str, float]] = json.loads(_FILE.read_text(encoding="utf-8"))["weights"]
    return found[question]


def log_odds(of: Weights, features: Mapping[str, float]) -> float:
    """What the features come to: above 0 where yes is likelier than no. A feature without a weight says nothing.

    Of the weights {"bias": -2, "since": 3}, {"since": 1} comes to 1 and {} to -2.
    """
    return of[BIAS] + sum(of.get(name, 0.0) * value for name, value in features.items())
