"""From batches to the ledger: what came back is written to it, each request once, and what did not is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.batch.folder import File, Folder, Plan
from extractor.errors import BatchError
from extractor.model.batches import OVER, Batches, State, ending, read_line
from extractor.model.limits import Price
from extractor.model.prices import price
from extractor.storage.ledger import Summary
from schemas.request import Ending, Outcome

if TYPE_CHECKING:
    from extractor.storage.store import Store


@dataclass(slots=True)
class Collected:
    """What collecting came to: `new` requests written, `foreign` lines that are about none of ours.

    `missing` has a line for a person for each request that ended without an answer, `waiting` one for each file whose batch is
    not over.
    """

    asked: int
    answered: int = 0
    new: int = 0
    foreign: int = 0
    waiting: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def discounted(plan: Plan) -> Price | None:
    """What the answers cost: at OpenAI half of what they cost at once; elsewhere that is not known."""
    listed = price(plan.model, None, None) if plan.base_url is None else None
    return None if listed is None else lambda tokens_in, tokens_out: listed(tokens_in, tokens_out) / 2


def collect(folder: Folder, batches: Batches, store: "Store", cost: Price | None) -> Collected:
    """Writes what came back of a folder's requests to the ledger."""
    collected = Collected(folder.plan.count)
    keeping = _Keeping(folder, store, cost, collected)
    silent: dict[str, str] = {}
    for file in folder.plan.files:
        batch = folder.made(file).batch
        if batch is None:
            collected.waiting.append(f"{file.name}: not submitted, {len(file.requests)} requests")
            continue
        state = batches.state(batch)
        if state.status not in OVER:  # what it has so far is not fetched, because it would be kept for the whole
            collected.waiting.append(f"{file.name}: {state.id} is {state.status}, {len(file.requests)} requests")
            continue
        for text in _lines(folder, file, state, batches):
            keeping.keep(text)
        why = f"{state.id} is {state.status}, and nothing came back" + (f" ({state.problem})" if state.problem else "")
        silent |= dict.fromkeys(file.requests, why)
    _settle(folder, store, silent, collected)
    return collected


def _lines(folder: Folder, file: File, state: State, batches: Batches) -> Iterator[bytes]:
    """The lines of what a batch brought, the answers first; what was fetched before is not fetched again."""
    for kind, file_id in (("output", state.output), ("errors", state.errors)):
        if file_id is None:
            continue
        path = folder.path / f"{kind}-{file.number}.jsonl"
        if not path.exists():
            batches.download(file_id, path)
        try:
            with path.open("rb") as lines:
                yield from (line for line in lines if line.strip())
        except OSError as error:
            raise BatchError(f"cannot read {path}: {error.strerror}") from error


class _Keeping:
    """Writes lines to the ledger, as requests of the folder's run: what has a row there that is closed was kept before."""

    def __init__(self, folder: Folder, store: "Store", cost: Price | None, collected: Collected) -> None:
        self._plan, self._store, self._price, self._collected = folder.plan, store, cost, collected
        self._asked = {hash: asked for file in folder.plan.files for hash, asked in file.requests.items()}
        rows = store.requests(folder.plan.run)
        self._kept = {row.hash for row in rows if row.ended_at is not None}
        self._open = {row.hash: row.id for row in rows if row.ended_at is None}  # a collect was stopped there

    def keep(self, text: bytes) -> None:
        """Writes a line, if it is about one of our requests and was not kept before."""
        line = read_line(text)
        asked = self._asked.get(line.custom_id) if line is not None else None
        if line is None or asked is None:
            self._collected.foreign += 1
            return
        hash = line.custom_id
        if hash in self._kept:
            return
        row = self._open.get(hash)
        if row is None:
            row = self._store.open_request(self._plan.run, asked.article, asked.types, self._plan.model, hash)
        self._store.close_request(row, ending(asked.request(hash), line, self._cost))
        self._kept.add(hash)
        self._collected.new += 1

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        return None if self._price is None else self._price(tokens_in, tokens_out)


def _settle(folder: Folder, store: "Store", silent: dict[str, str], collected: Collected) -> None:
    """Counts what is answered, says what is missing, and ends the run when nothing is waited for.

    A request that was answered otherwise since, as by `extract`, is not missing.
    """
    rows = store.requests(folder.plan.run)
    endings = {row.hash: row.ending for row in rows}
    left = {
        hash: asked
        for file in folder.plan.files
        for hash, asked in file.requests.items()
        if not (hash in endings and endings[hash].outcome is Outcome.OK) and store.reply(hash) is None
    }
    collected.answered = collected.asked - len(left)
    if missing := {hash: asked for hash, asked in left.items() if hash in endings or hash in silent}:
        paths = {found.article.id: found.article.path for found in store.articles()}
        for hash, asked in missing.items():
            why = _why(endings[hash]) if hash in endings else silent[hash]
            collected.missing.append(f"{paths.get(asked.article, asked.article)}: request {hash[:12]}: {why}")
    if not collected.waiting:
        costs = [ending.cost for ending in endings.values() if ending.cost is not None]
        summary = Summary(
            articles=len({asked.article for file in folder.plan.files for asked in file.requests.values()}),
            failed=len({asked.article for asked in left.values()}),
            requests=len(rows),
            tokens_in=sum(ending.tokens_in or 0 for ending in endings.values()),
            tokens_out=sum(ending.tokens_out or 0 for ending in endings.values()),
            cost=sum(costs) if costs else None,
        )
        store.end_run(folder.plan.run, summary)


def _why(ending: Ending) -> str:
    return f"{ending.outcome.value.replace('_', ' ')}: {ending.error}"
