"""Answers to an earlier version's prompt: what was paid for once stands in for what would be asked now.

They do so only where they are whole, for all that would be asked about an article by the same model, and where nothing of it
was asked under the present prompt. A request is found by the hash of all that was sent, so a sentence that is split otherwise
now, another model or other types find none. Small models, which cost nothing and are asked where the rules doubt, are asked.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.model.answers import read
from extractor.model.prompting import correction, halves, older_requests
from extractor.work import Job, Work
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


def answered_earlier(work: Work, job: Job, store: "Store | None") -> Earlier | None:
    """What was answered by the latest earlier prompt by which all was; None where there is none.

    There is none of an article whose second part was never answered, nor where the user wants it asked again.
    """
    if store is None or job.force or job.profile.doubts or any(_under_way(request, store) for request in work.requests):
        return None
    for requests in older_requests(work.sentences, job.types, job.profile, job.model):
        if requests and all(_whole(request, work, job, store) for request in requests):
            first = store.newest(requests[0].hash, *_ASKED)
            return Earlier(requests, first.prompt_hash if first is not None else "")
    return None


def _under_way(request: Request, store: "Store") -> bool:
    return store.newest(request.hash, *_ASKED) is not None or store.waited_for(request.hash) is not None


def _whole(request: Request, work: Work, job: Job, store: "Store") -> bool:
    """The request was answered, at the second try if need be, or both of its halves were where its answer was cut off."""
    unusable = store.newest(request.hash, Outcome.INVALID)
    again = [correction(request, unusable.error or "", [])] if unusable is not None else []
    for asked in (request, *again):
        reply = store.reply(asked.hash)
        if reply is not None and read(asked, reply.text).usable:
            return True
    parts = halves(request, work.sentences, job.profile, job.model) if store.truncated(request.hash) is not None else []
    return bool(parts) and all(_whole(part, work, job, store) for part in parts)
