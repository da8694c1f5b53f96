"""From articles to files of requests, and from files to batches."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.folder import Files, Folder, Plan, prepared_before, write_plan
from extractor.errors import BatchError
from extractor.language.english import refusal
from extractor.model.batches import Batches, written
from extractor.model.prompting import halves, schema_fingerprint
from extractor.pipeline import Done, Report, stored
from extractor.reading.inputs import Unread
from extractor.work import Job, prepared
from prompts.library import fingerprint
from schemas.article import Article
from schemas.request import Request

if TYPE_CHECKING:
    from extractor.storage.store import Store
    from extractor.work import Work

MOST = 50_000  # requests of a file: what OpenAI takes
LARGEST = 200_000_000  # bytes of a file: what OpenAI takes


def prepare(
    found: Iterable[Article | Unread],
    job: Job,
    store: "Store",
    folder: Path,
    report: Report,
    *,
    most: int = MOST,
    largest: int = LARGEST,
) -> Plan | None:
    """Stores the articles and writes the requests about them that were never answered; None where there are none.

    A file holds so many requests and bytes at most. What cannot be read is reported, and the others go on.
    """
    if prepared_before(folder):
        raise BatchError(f"{folder} holds requests already: submit those, or name a new folder")
    seen: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Files(folder, most, largest) as files:
            for article in stored(found, store, report):
                if (problem := refusal(article.text)) is not None:
                    report(Done(article, "failed", problem=problem))
                    continue
                work = prepared(article, job)
                for request in (left for asked in work.requests for left in _unanswered(asked, work, job, store)):
                    if request.hash not in seen:
                        seen.add(request.hash)
                        files.add(article, request, written(request, job.model, job.profile))
        if not seen:
            return None
        hashes = fingerprint(job.types), schema_fingerprint(job.types, job.profile)
        run = store.run(store.start_run(job.model, job.base_url, job.profile.name, *hashes, job.types))
        plan = Plan(model=job.model, base_url=job.base_url, run=run.id, started=run.started, files=files.written())
        write_plan(folder, plan)
    except OSError as error:
        raise BatchError(f"cannot write to {folder}: {error.strerror}") from error
    return plan


def _unanswered(request: Request, work: "Work", job: Job, store: "Store") -> Iterator[Request]:
    """The request if it was never answered; the halves of one whose answer was cut off, as `extract` asks for them."""
    if store.reply(request.hash) is not None:
        return
    cut = store.truncated(request.hash) is not None
    if cut and (parts := halves(request, work.sentences, job.profile, job.model)):
        for part in parts:
            yield from _unanswered(part, work, job, store)
    else:
        yield request


def submit(folder: Folder, batches: Batches, tell: Callable[[str], None]) -> None:
    """Uploads each file and makes a batch of it, but for those of which one was made before."""
    for file in folder.plan.files:
        made = folder.made(file)
        if made.batch is not None:
            tell(f"{file.name}: submitted before as {made.batch}")
            continue
        batch = None
        if made.file is None:
            made.file = batches.upload(folder.path / file.name)
            folder.save()
        else:  # stopped, perhaps after a batch was made and before that was written down
            batch = batches.made_of(made.file)
        made.batch = (batch or batches.create(made.file)).id
        folder.save()
        tell(f"{file.name}: {made.batch}, {len(file.requests)} requests")


def status(folder: Folder, batches: Batches) -> Iterator[str]:
    """A line a file: its batch, how that stands, and how many requests are done."""
    for file in folder.plan.files:
        batch = folder.made(file).batch
        if batch is None:
            yield f"{file.name}: not submitted, {len(file.requests)} requests"
            continue
        state = batches.state(batch)
        done = f"{state.completed} of {state.total or len(file.requests)} requests answered, {state.failed} failed"
        yield f"{file.name}: {state.id} {state.status}, {done}" + (f" ({state.problem})" if state.problem else "")
