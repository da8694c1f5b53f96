"""Answers to an earlier version's prompt: what was paid for once stands in for what would be asked now.

They do so only where they are whole, for all that would be asked about an article by the same model, and where nothing of it
was asked under the present prompt. A request is found by the hash of all that was sent, so a sentence that is split otherwise
now, another model or other types find none. Small models, which cost nothing and are asked where the rules doubt, are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.model.answers import read
from extractor.model.prompting import correction, halves, older_requests, schema_fingerprint
from extractor.work import Job
from prompts.library import fingerprint
from schemas.article import Sentence
from schemas.request import Outcome, Request

if TYPE_CHECKING:
    from extractor.storage.store import Store

_ASKED = (Outcome.OK, Outcome.INVALID, Outcome.TRUNCATED, Outcome.TOO_LONG)
"""How a request ended of which something came: the article is under way by the present prompt."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Requests that were all answered, in place of those that would be asked, and the hash of the prompts of that run."""

    requests: list[Request]
    prompt_hash: str


class EarlierAnswers:
    """What a database holds of answers to earlier prompts, for one job."""

    def __init__(self, job: Job, store: "Store") -> None:
        self._job, self._store = job, store

    def of(self, sentences: Sequence[Sentence], asked: list[Request]) -> Earlier | None:
        """What stands in for what would be `asked` about these sentences, by the latest earlier prompt by which there is all.

        What a batch is still to answer is waited for. There is nothing of an article whose second part was never answered, nor
        where the user wants it asked again.
        """
        if not self._any or any(_under_way(request, self._store) for request in asked):
            return None
        for requests in older_requests(sentences, self._job.types, self._job.profile, self._job.model):
            if requests and all(_whole(request, sentences, self._job, self._store) for request in requests):
                first = self._store.newest(requests[0].hash, *_ASKED)
                return Earlier(requests, first.prompt_hash if first is not None else "")
        return None

    @cached_property
    def _any(self) -> bool:
        """Whether the model was ever asked by another prompt here: most databases know one, and need not be searched."""
        job = self._job
        if job.force or job.profile.doubts:
            return False
        present = fingerprint(job.types), schema_fingerprint(job.types, job.profile)
        return any(run.model == job.model and (run.prompt_hash, run.schema_hash) != present for run in self._store.runs())


def _under_way(request: Request, store: "Store") -> bool:
    return store.newest(request.hash, *_ASKED) is not None or store.waited_for(request.hash) is not None


def _whole(request: Request, sentences: Sequence[Sentence], job: Job, store: "Store") -> bool:
    """The request was answered, or is to be by a batch, at the second try if need be; of one whose answer was cut off both
    halves were.
    """
    unusable = store.newest(request.hash, Outcome.INVALID)
    again = [correction(request, unusable.error or "", [])] if unusable is not None else []
    for asked in (request, *again):
        reply = store.reply(asked.hash)
        if reply is not None and read(asked, reply.text).usable:
            return True
    if store.waited_for(request.hash) is not None:
        return True
    parts = halves(request, sentences, job.profile, job.model) if store.truncated(request.hash) is not None else []
    return bool(parts) and all(_whole(part, sentences, job, store) for part in parts)
