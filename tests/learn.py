"""Learning weights from answers: a logistic regression with an L2 penalty, by Newton's method."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from extractor.facts.weights import BIAS

PENALTY = 1.0
_STEPS = 50

Example = tuple[dict[str, float], bool]
"""The features of a thing, and the answer that the gold gives."""


def fitted(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """The weights, by feature, under which the answers are likeliest; large ones are penalised, the bias is not."""
    names = sorted({name for features, _ in examples for name in features})
    at = {name: number for number, name in enumerate(names)}
    given = np.zeros((len(examples), len(names) + 1))
    given[:, -1] = 1.0
    for row, (features, _) in enumerate(examples):
        for name, value in features.items():
            given[row, at[name]] = value
    answers = np.array([float(answer) for _, answer in examples])
    shrunk = np.diag([penalty] * len(names) + [1e-9])
    found: Any = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(given @ found, -30, 30)))
        slope = given.T @ (likely - answers) + shrunk @ found
        curve = (given * (likely * (1 - likely))[:, None]).T @ given + shrunk
        step = np.linalg.solve(curve, slope)
        found = found - step
        if abs(step).max() < 1e-6:
            break
    return {**{name: round(float(w), 3) for name, w in zip(names, found, strict=False)}, BIAS: round(float(found[-1]), 3)}
