"""From articles to files of requests."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.folder import Files, Plan, prepared_before, write_plan
from extractor.earlier import EarlierAnswers
from extractor.errors import BatchError
from extractor.language.english import refusal
from extractor.model.batches import written
from extractor.model.prompting import halves, schema_fingerprint
from extractor.pipeline import Report, stored
from extractor.questions import Done
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
    earlier = EarlierAnswers(job, store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Files(folder, most, largest) as files:
            for article in stored(found, store, report):
                if (problem := refusal(article.text)) is not None:
                    report(Done(article, "failed", problem=problem))
                    continue
                work = prepared(article, job)
                if earlier.of(work.sentences, work.requests) is not None:
                    continue
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
    """The request if it was never answered, nor is by a batch now; halves where an answer was cut off, as `extract` asks."""
    if store.reply(request.hash) is not None or store.waited_for(request.hash) is not None:
        return
    cut = store.truncated(request.hash) is not None
    if cut and (parts := halves(request, work.sentences, job.profile, job.model)):
        for part in parts:
            yield from _unanswered(part, work, job, store)
    else:
        yield request
