"""Records the tests' replies anew: `python -m tests.record [--strong] [ARTICLE…]` (a few minutes on two cores).

Every annotated article is read as `extract --model local` reads it, and so are those that carry attacks. Some are also asked of
a strong model: what answers is kept in `tests/answers`, each with the label of who wrote it (see `tests.answers`). `--strong`
records these alone, for which no embedded model is needed. An article of which nothing is asked has no cassette.
"""

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from extractor.model.client import Client
from extractor.model.limits import Limits
from extractor.model.local import LocalServer
from extractor.model.weights import fetch, located
from extractor.pipeline import Extraction
from extractor.questions import Done
from extractor.reading.inputs import Unread, read
from extractor.settings import SMALL, STRONG, Profile
from extractor.storage.store import Store
from extractor.work import Job
from schemas.base import RecordType
from tests.answers import ANSWERED, answer_to
from tests.corpus import ANNOTATED, ATTACKS, Annotated
from tests.stub import Stub, completion
from tests.tape import CASSETTES, tape

_PATIENCE = 3600.0  # seconds; a whole article's answer takes the small model minutes, on a busy machine many


def extract(article: Path, profile: Profile, db: Path, server: tuple[str, str]) -> list[Done | Unread]:
    """Runs the pipeline on one article against a server (address and key) and gives what it reported."""

    def connect(stack: AsyncExitStack) -> Client:
        client = Client("local", profile, base_url=server[0], api_key=server[1], tries=1, limits=Limits(timeout=_PATIENCE))
        stack.push_async_exit(client)
        return client

    reported: list[Done | Unread] = []
    with Store(db) as store:
        job = Job("local", profile, tuple(RecordType))
        asyncio.run(Extraction(store, job, connect, reported.append).run(read([str(article)])))
    return reported


def main() -> None:
    """Records the articles named, or all."""
    names = [word for word in sys.argv[1:] if word != "--strong"]
    for article in ANSWERED:
        if article.name in names or not names:
            record_strong(article)
    if "--strong" in sys.argv:
        return
    paths = [*(a.path for a in ANNOTATED), *sorted(ATTACKS.glob("*.txt"))]
    wanted = [path for path in paths if path.stem in names or not names]
    weights = located("local") or fetch("local", lambda done, total: None)
    jobs = [(path.stem, path, SMALL) for path in wanted]
    with LocalServer(weights) as server:
        for cassette, path, profile in jobs:
            record(cassette, path, profile, (server.base_url, server.api_key))


def record(cassette: str, path: Path, profile: Profile, server: tuple[str, str]) -> None:
    """Records what a server (address and key) answers about an article, in the place of an older cassette of that name."""
    (CASSETTES / f"{cassette}.yaml").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder, tape(cassette, "all") as recorded:
        extract(path, profile, Path(folder) / "one.db", server)
    print(f"{cassette}: {len(recorded)} replies", flush=True)


def record_strong(article: Annotated) -> None:
    """Records the answer that is kept about an article as a strong model's."""
    answer = completion(answer_to(article).answer)
    answer.body.pop("usage")  # nobody counted its tokens
    with Stub(lambda _: answer) as stub:
        record(f"{article.name}.strong", article.path, STRONG, (stub.url, "none"))


if __name__ == "__main__":
    main()
