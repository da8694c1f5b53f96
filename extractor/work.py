"""What an article gives without a model, and what is asked of one: the middle of the pipeline, without store and network."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from extractor.errors import CommuniqueError, GroundingError
from extractor.fingerprint import fingerprint
from extractor.language.sentences import split_sentences
from extractor.model.limits import Limits, Price
from extractor.model.prompting import requests as requests_of
from extractor.settings import Profile
from extractor.signals import within
from schemas.article import Article, Sentence
from schemas.base import Proposal, Record, RecordType
from schemas.request import Request

if TYPE_CHECKING:
    from extractor.language.account import Account
    from extractor.language.syntax import Parse

Answered = tuple[Proposal, int | None]
"""A proposal, and the request that it was read from; None where it is a rule's."""

Grounded = tuple[Record, int | None]
"""A record, and the request of the proposal that it was made of."""


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
    """An article, made ready: its sentences, what the rules propose, and the requests to ask.

    `account` is there where the rules needed it; a model that is asked about every sentence needs no parse before it answers.
    """

    sentences: list[Sentence]
    proposals: list[Proposal]
    requests: list[Request]
    account: "Account | None" = None


@contextmanager
def apart() -> Iterator[None]:
    """What one article does to the program stops no other: anything that goes wrong in it is a GroundingError."""
    try:
        yield
    except CommuniqueError:
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        raise GroundingError(f"its sentences cannot be read ({problem}); that is a bug: report it with the article") from error


def prepared(article: Article, job: Job) -> Work:
    """Steps 3 and 4: the rules' proposals about an article and the requests that the profile asks. Raises GroundingError."""
    if job.profile.doubts:
        _load()
    with apart(), within():
        return _prepared(article, job)


def _prepared(article: Article, job: Job) -> Work:
    if not job.profile.doubts:
        sentences = split_sentences(article.text, article.skipped)
        return Work(sentences, [], requests_of(sentences, job.types, job.profile, job.model, None))
    from extractor.doubt import doubts
    from extractor.rules.propose import propose

    account = account_of(article)
    proposed = propose(account, job.types)
    asked = []
    if job.profile.asks:
        asked = requests_of(account.sentences, job.types, job.profile, job.model, doubts(account))
    return Work(account.sentences, proposed, asked, account)


def account_of(article: Article, parses: "list[Parse] | None" = None) -> "Account":
    """What an article's own language tells; from the parses of its sentences, if they were made already."""
    from extractor.language.account import Account

    published = date.fromisoformat(article.published) if article.published else None
    return Account(article.text, article.skipped, published, parses)


def parsed(articles: Sequence[Article]) -> "list[list[Parse]]":
    """The parses of each article's sentences, all made together: of short articles that takes half the time."""
    from extractor.language.syntax import parse

    sentences = [split_sentences(article.text, article.skipped) for article in articles]
    parses = iter(parse([sentence for one in sentences for sentence in one]))
    return [list(islice(parses, len(one))) for one in sentences]


def grounded(article: Article, proposed: list[Answered], account: "Account | None" = None) -> list[Grounded]:
    """Step 6: the records of an article, from its account if that was made already. Raises GroundingError.

    Where a model gave all of the proposals, the rules read the article, too, and its records say where both read the same.
    """
    from extractor.grounding.records import ground

    _load()
    found: dict[str, Grounded] = {}
    with apart(), within():
        account = account or account_of(article)
        for proposal, request_id in proposed:
            for record in ground(account, article.id, [proposal]):
                found.setdefault(record.id, (record, request_id))
    if found and all(request_id is not None for _, request_id in proposed):
        return _side_by_side(account, article.id, list(found.values()))
    return list(found.values())


def _side_by_side(account: "Account", article_id: str, answered: list[Grounded]) -> list[Grounded]:
    """A model's records, and on each whether the rules propose the same; what befalls the rules takes none of them away."""
    from extractor.grounding.agreement import confirmed
    from extractor.grounding.records import ground
    from extractor.rules.propose import propose

    records = [record for record, _ in answered]
    types = [type_ for type_ in RecordType if any(record.type is type_ for record in records)]
    try:
        with apart(), within():
            by_rules = ground(account, article_id, propose(account, types))
    except GroundingError:
        return answered
    return [(r, id_) for r, (_, id_) in zip(confirmed(records, by_rules), answered, strict=True)]


def _load() -> None:
    """Loads the parser, if it is not there yet: no article's time."""
    from extractor.language.syntax import parse

    parse([])


def code_fingerprint() -> str:
    """A hash of the code that reads and grounds: when it changes, records are made anew from the replies that are kept."""
    return fingerprint("doubt.py", "rules", "language", "grounding")
