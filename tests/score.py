"""The score of an export against gold: `python -m tests.score EXPORT.jsonl GOLD_FOLDER` prints precision, recall and F1 a type.

Gold is one NAME.jsonl an article, NAME being the name of the input; lines of other inputs are left out.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from extractor.output.evaluate import f1, score, totals
from extractor.reading.decoding import decode


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("gold", type=Path)
    chosen = parser.parse_args()
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    paths: dict[str, Path] = {}
    for line in map(json.loads, chosen.export.read_text(encoding="utf-8").splitlines()):
        path = Path(line["article"])
        lines[path.stem].append(line)
        paths[path.stem] = path
    tallies = []
    for file in sorted(chosen.gold.glob("*.jsonl")):
        gold = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        if file.stem in paths:
            tallies.append(score(lines[file.stem], gold, decode(paths[file.stem].read_bytes())))
    print(f"{len(tallies)} articles   span P    R    F1     record P    R    F1   expected predicted")
    for kind, tally in totals(tallies).items():
        span, record = (f1(n, tally.predicted, tally.expected) for n in (tally.spans, tally.records))
        shown = "  ".join(f"{v:.2f}" for v in (*span, *record))
        print(f"{kind:16} {shown}  {tally.expected:5} {tally.predicted:5}")
        for name, (right, of) in sorted(getattr(tally, "fields", {}).items()):
            print(f"    {name:12} {right}/{of}")


if __name__ == "__main__":
    main()
