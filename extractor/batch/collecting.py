"""From batches to the ledger: what came back is written to it, each request once, and what did not is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.batch.folder import Asked, File, Folder, Plan
from extractor.batch.sending import in_vain, unknown
from extractor.errors import BatchError
from extractor.model.batch_states import State, read_line
from extractor.model.batches import Batches, ending
from extractor.model.limits import Price
from extractor.model.prices import price
from extractor.storage import under_way
from extractor.storage.ledger import Summary
from schemas.request import Outcome

if TYPE_CHECKING:
    from extractor.storage.store import Store


@dataclass(slots=True)
class Collected:
    """What collecting came to: `new` are the hashes of requests written, `foreign` counts lines that are about none of ours.

    `missing` has a line for a person for each request that ended without an answer, `waiting` one for each file whose batch is
    not over.
    """

    asked: int
    answered: int = 0
    new: set[str] = field(default_factory=set)
    foreign: int = 0
    waiting: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def discounted(plan: Plan) -> Price | None:
    """What the answers cost: at OpenAI half of what they cost at once; elsewhere that is not known."""
    listed = price(plan.model, None, None) if plan.base_url is None else None
    return None if listed is None else lambda tokens_in, tokens_out: listed(tokens_in, tokens_out) / 2


def collect(folder: Folder, batches: Batches, store: "Store", cost: Price | None) -> Collected:
    """Writes what came back of a folder's requests to the ledger, and of which of them nothing will come."""
    collected = Collected(folder.plan.count)
    keeping = _Keeping(folder, store, cost, collected)
    for file in folder.plan.files:
        batch = folder.made(file).batch
        if batch is None:
            collected.waiting.append(f"{file.name}: not submitted, {len(file.requests)} requests")
        elif (state := batches.state(batch)) is None:
            collected.waiting.append(f"{file.name}: {unknown(batch, batches)}")
        elif not state.over:  # what it has so far is not fetched, because it would be kept for the whole
            collected.waiting.append(f"{file.name}: {state.id} is {state.status}, {len(file.requests)} requests")
        else:
            gone: list[str] = []
            for text in _lines(folder, file, state, batches, gone):
                keeping.keep(text)
            keeping.give_up(file, "; ".join([in_vain(state), *gone]))
    _settle(folder, store, collected)
    return collected


def _lines(folder: Folder, file: File, state: State, batches: Batches, gone: list[str]) -> Iterator[bytes]:
    """The lines of what a batch brought, the answers first; what was fetched before is not fetched again.

    A file that the server does not have any more is named in `gone`.
    """
    for kind, file_id in (("output", state.output), ("errors", state.errors)):
        if file_id is None:
            continue
        path = folder.path / f"{kind}-{file.number}.jsonl"
        if not path.exists() and not batches.download(file_id, path):
            gone.append(f"the server does not have its file {file_id}")
            continue
        try:
            with path.open("rb") as lines:
                yield from (line for line in lines if line.strip())
        except OSError as error:
            raise BatchError(f"cannot read {path}: {error.strerror}") from error


class _Keeping:
    """Writes lines to the ledger, as requests of the folder's run: each once, but for what can be read better than before."""

    def __init__(self, folder: Folder, store: "Store", cost: Price | None, collected: Collected) -> None:
        self._plan, self._store, self._price, self._collected = folder.plan, store, cost, collected
        self._asked = {hash: asked for file in folder.plan.files for hash, asked in file.requests.items()}
        self._rows = {row.hash: (row.id, row.ending.outcome) for row in store.requests(folder.plan.run)}  # the last of each

    def keep(self, text: bytes) -> None:
        """Writes a line, if it is about one of our requests and says more than is known."""
        line = read_line(text)
        asked = self._asked.get(line.custom_id) if line is not None else None
        if line is None or asked is None:
            self._collected.foreign += 1
            return
        hash = line.custom_id
        row, known = self._rows.get(hash) or (self._open(hash, asked), Outcome.SENT)
        if known is Outcome.OK:
            return
        found = ending(asked.request(hash), line, self._cost)
        if known is Outcome.SENT or found.outcome is Outcome.OK:
            self._store.close_request(row, found)
            self._rows[hash] = row, found.outcome
            self._collected.new.add(hash)

    def give_up(self, file: File, why: str) -> None:
        """Writes down that nothing more comes for the requests of a file."""
        for hash, asked in file.requests.items():
            if hash not in self._rows:
                self._open(hash, asked)
        with self._store.writing() as connection:
            under_way.give_up(connection, self._plan.run, file.requests, why)

    def _open(self, hash: str, asked: Asked) -> int:
        """A row for a request that has none: it was submitted by a program that did not write so to the ledger."""
        row = self._store.open_request(self._plan.run, asked.article, asked.types, self._plan.model, hash)
        self._rows[hash] = row, Outcome.SENT
        return row

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        return None if self._price is None else self._price(tokens_in, tokens_out)


def _settle(folder: Folder, store: "Store", collected: Collected) -> None:
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
    over = {hash: asked for hash, asked in left.items() if hash in endings and endings[hash].outcome is not Outcome.SENT}
    paths = {found.article.id: found.article.path for found in store.articles()} if over else {}
    for hash, asked in over.items():
        told = f"{endings[hash].outcome.value.replace('_', ' ')}: {endings[hash].error}"
        collected.missing.append(f"{paths.get(asked.article, asked.article)}: request {hash[:12]}: {told}")
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
