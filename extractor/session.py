"""One run of `extract`: the store, the model and the recordings are opened and closed here, and the summary is printed."""

import asyncio
import gc
import os
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from extractor.model.recording import Recorder, Recording
from extractor.output.progress import Progressing, download
from extractor.pipeline import Extraction
from extractor.reading.inputs import Unread
from extractor.settings import EMBEDDED
from extractor.storage.store import Store
from extractor.work import Job
from schemas.article import Article

if TYPE_CHECKING:
    from extractor.model.client import Client


def run(
    found: Iterable[Article | Unread],
    job: Job,
    db: Path,
    record: Path | None = None,
    replay: Path | None = None,
    *,
    kept: bool = False,
) -> bool:
    """Extracts what was found into a database, tells of it on stderr, and says whether everything was done.

    `record` keeps the replies, `replay` takes them instead of a model's; `kept` articles are stored already.
    Raises CommuniqueError.
    """
    console = Console(stderr=True, highlight=False)
    started = time.monotonic()
    with Store(db) as store, ExitStack() as open_files:
        recorder = open_files.enter_context(Recorder(record, job.model, job.profile.name)) if record is not None else None
        with Progressing(console) as progress:
            recording = Recording(replay) if replay is not None else None
            extraction = Extraction(
                store,
                job,
                lambda stack: connect(stack, job) if recording is None else recording,
                progress.report,
                recorder,
                earlier=record is None and replay is None,
            )
            try:
                asyncio.run(extraction.run(found, kept=kept, asking=replay is not None or not job.profile.doubts))
                if extraction.later:
                    _ready(job.model, len(extraction.later), console)
                    asyncio.run(extraction.run(extraction.later, kept=True))
            finally:
                if extraction.run_id:
                    store.end_run(extraction.run_id, progress.totals(time.monotonic() - started))
    console.print(progress.summary(time.monotonic() - started))
    return progress.ok


def connect(stack: AsyncExitStack, job: Job) -> "Client":
    """Opens the client, and the embedded server behind it where there is no other."""
    from extractor.model.client import Client
    from extractor.model.local import LocalServer
    from extractor.model.weights import located

    if not job.profile.doubts:
        key = os.environ.get("OPENAI_API_KEY") or "none"
        client = Client(job.model, job.profile, base_url=job.base_url, api_key=key, limits=job.limits, price=job.price)
    else:
        path = located(job.model) if job.model in EMBEDDED else Path(job.model)
        server = stack.enter_context(LocalServer(path or Path(job.model)))
        client = Client(job.model, job.profile, base_url=server.base_url, api_key=server.api_key, limits=job.limits)
    stack.push_async_exit(client)
    if not gc.get_freeze_count():
        gc.freeze()  # what was imported stays: the collector need not go through it again and again
    return client


def _ready(model: str, articles: int, console: Console) -> None:
    """Says that the rules are done, and fetches the model that is asked next, if that must be."""
    where = f"{articles} article{'s' * (articles != 1)}"
    console.print(f"asking {model} who speaks in {where}; what the rules found is saved", soft_wrap=True)
    ensure_weights(model, console)


def ensure_weights(model: str, console: Console) -> None:
    """Fetches an embedded model that is not there yet."""
    from extractor.model.weights import WEIGHTS, fetch, located

    if model not in WEIGHTS or located(model) is not None:
        return
    weights = WEIGHTS[model]
    console.print(
        f"Fetching the embedded model {model} ({weights.upstream}, {weights.size / 1e6:.0f} MB), once.", highlight=False
    )
    with download(console) as bar:
        task = bar.add_task(model, total=weights.size)
        fetch(model, lambda done, total: bar.update(task, completed=done, total=total))
