"""What an article gives without a model, and what is asked of one: the middle of the pipeline, without store and network."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from extractor.model.limits import Limits, Price
from extractor.model.prompting import requests as requests_of
from extractor.settings import Profile
from schemas.article import Article
from schemas.base import Proposal, Record, RecordType
from schemas.request import Request

if TYPE_CHECKING:
    from extractor.language.account import Account

Answered = tuple[Proposal, int | None]
"""A proposal, and the request that it was read from; None where it is a rule's."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do."""

    model: str
    profile: Profile
    types: tuple[RecordType, ...]
    base_url: str | None = None
    force: bool = False
    concurrency: int = 1
    limits: Limits = field(default_factory=Limits)
    price: Price | None = None


@dataclass(slots=True)
class Work:
    """An article, made ready: its account, what the rules propose, and the requests to ask."""

    account: "Account"
    proposals: list[Proposal]
    requests: list[Request]


def prepared(article: Article, job: Job) -> Work:
    """Steps 3 and 4: the account of an article, the rules' proposals and the requests that the profile asks."""
    from extractor.doubt import doubts
    from extractor.language.account import Account
    from extractor.rules.propose import propose

    account = Account(article.text, article.skipped, date.fromisoformat(article.published) if article.published else None)
    if not job.profile.doubts:
        return Work(account, [], requests_of(account.sentences, job.types, job.profile, job.model, None))
    proposed = propose(account, job.types)
    return Work(account, proposed, requests_of(account.sentences, job.types, job.profile, job.model, doubts(account)))


def grounded(article: Article, work: Work, proposed: list[Answered]) -> list[tuple[Record, int | None]]:
    """Step 6: the records of an article, each with the request it was read from (None: a rule's)."""
    from extractor.grounding.records import ground

    found: dict[str, tuple[Record, int | None]] = {}
    for proposal, request_id in proposed:
        for record in ground(work.account, article.id, [proposal]):
            found.setdefault(record.id, (record, request_id))
    return list(found.values())


@cache
def code_fingerprint() -> str:
    """A hash of the code that reads and grounds: when it changes, records are made anew from the replies that are kept."""
    digest = hashlib.sha256()
    root = files("extractor")
    sources = [
        root / "doubt.py",
        *_modules(root / "rules"),
        *_modules(root / "language"),
        *_modules(root / "grounding"),
    ]
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _modules(folder: Traversable) -> list[Traversable]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
