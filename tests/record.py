"""Records the tests' replies anew from the embedded model: `python -m tests.record [ARTICLE…]` (a few minutes on two cores).

Every annotated article is read as `extract --model local` reads it, and so are those that carry attacks; one is also read in
the way of a strong model. An article of which nothing is asked has no cassette.
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
from tests.corpus import ANNOTATED, ATTACKS
from tests.tape import CASSETTES, STRONG_ARTICLE, tape

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
    paths = [*(a.path for a in ANNOTATED), *sorted(ATTACKS.glob("*.txt"))]
    wanted = [path for path in paths if path.stem in sys.argv[1:] or not sys.argv[1:]]
    weights = located("local") or fetch("local", lambda done, total: None)
    jobs = [(path.stem, path, SMALL) for path in wanted]
    jobs += [(f"{path.stem}.strong", path, STRONG) for path in wanted if path.stem == STRONG_ARTICLE]
    with LocalServer(weights) as server, tempfile.TemporaryDirectory() as folder:
        for cassette, path, profile in jobs:
            (CASSETTES / f"{cassette}.yaml").unlink(missing_ok=True)
            with tape(cassette, "all") as recorded:
                extract(path, profile, Path(folder) / f"{cassette}.db", (server.base_url, server.api_key))
            print(f"{cassette}: {len(recorded)} replies", flush=True)


if __name__ == "__main__":
    main()
