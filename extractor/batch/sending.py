"""From files of requests to batches, each once; how they stand."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from extractor.batch.folder import File, Folder
from extractor.errors import ModelError
from extractor.model.batch_states import State, endpoint_named
from extractor.model.batches import Batches, status_of
from extractor.storage import under_way

if TYPE_CHECKING:
    from extractor.storage.store import Store

_DAY: Final = 86_400.0  # seconds: the window that is asked for
_PASSING = frozenset({None, 408, 409, 429})  # statuses, None where nothing came back, after which the file may still be good


def submit(folder: Folder, batches: Batches, store: "Store", tell: Callable[[str], None]) -> bool:
    """Uploads each file and makes a batch of it, but for those of which one was made that did not fail as a whole.

    The ledger says of each request that it is sent before the batch is made. False where one failed at once.
    """
    submission = _Submission(folder, batches, store)
    well = True
    for file in folder.plan.files:
        batch = folder.made(file).batch
        if batch is not None:
            state = batches.state(batch)
            if state is None or not state.in_vain:
                if state is not None and not state.over:
                    submission.wait_for(file, state)  # submitted by a program that did not write so to the ledger
                tell(f"{file.name}: submitted before as {batch}")
                continue
            tell(f"{file.name}: {in_vain(state)}; it is submitted again")
            submission.forget(file, state)
        state = submission.make(file)
        if state.in_vain:
            submission.give_up(file, in_vain(state))
            tell(f"{file.name}: {in_vain(state)}")
            well = False
        else:
            tell(f"{file.name}: {state.id}, {len(file.requests)} requests")
    return well


def in_vain(state: State) -> str:
    """What to say of a batch that is over, and of the requests that it brought nothing for."""
    return f"{state.id} is {state.status}, and nothing came back" + (f" ({state.problem})" if state.problem else "")


def status(folder: Folder, batches: Batches) -> Iterator[str]:
    """A line a file: its batch, how that stands, and how many requests are done."""
    for file in folder.plan.files:
        batch = folder.made(file).batch
        if batch is None:
            yield f"{file.name}: not submitted, {len(file.requests)} requests"
        elif (state := batches.state(batch)) is None:
            yield f"{file.name}: {unknown(batch, batches)}"
        else:
            done = f"{state.completed} of {state.total or len(file.requests)} requests answered, {state.failed} failed"
            yield f"{file.name}: {state.id} {state.status}, {done}" + (f" ({state.problem})" if state.problem else "")


def unknown(batch: str, batches: Batches) -> str:
    """What to say of a batch that the server does not know."""
    return f"{batches.address} knows no {batch}; was it made with another key, or long ago?"


class _Submission:
    """What is said of a folder's files to the server, to the folder and to the ledger."""

    def __init__(self, folder: Folder, batches: Batches, store: "Store") -> None:
        self._folder, self._batches, self._store = folder, batches, store

    def make(self, file: File) -> State:
        """The batch of a file, uploaded if it was not."""
        made = self._folder.made(file)
        found = None
        if made.file is not None:  # stopped, perhaps after a batch was made and before that was written down
            found = self._batches.made_of(made.file)
        else:
            self._upload(file)
        self.wait_for(file, None)
        state = found or self._created(file)
        made.batch = state.id
        self._folder.save()
        self.wait_for(file, state)
        return state

    def wait_for(self, file: File, state: State | None) -> None:
        """Writes to the ledger that the file's requests are under way."""
        now = time.time()
        expires = state.expires if state is not None else None
        until = expires if expires is not None and expires > now else now + _DAY
        with self._store.writing() as connection:
            under_way.wait_for(connection, self._folder.plan.run, file.articles, state.id if state else None, until)

    def give_up(self, file: File, why: str) -> None:
        """Writes to the ledger that the file's requests are not under way."""
        with self._store.writing() as connection:
            under_way.give_up(connection, self._folder.plan.run, file.requests, why)

    def forget(self, file: File, state: State) -> None:
        """The file's batch failed as a whole: it is to be uploaded anew, for the endpoint that the server named."""
        self.give_up(file, in_vain(state))
        self._folder.endpoint = endpoint_named(state.problem or "", self._folder.endpoint) or self._folder.endpoint
        made = self._folder.made(file)
        made.file = made.batch = None
        self._folder.save()

    def _upload(self, file: File) -> str:
        made = self._folder.made(file)
        made.file = self._batches.upload(self._folder.path / file.name, self._folder.endpoint)
        self._folder.save()
        return made.file

    def _created(self, file: File) -> State:
        """A new batch; where the server takes batches for an endpoint of another name, for that one."""
        made = self._folder.made(file)
        tried = self._folder.endpoint
        try:
            try:
                return self._batches.create(made.file or self._upload(file), tried)
            except ModelError as error:
                wanted = endpoint_named(str(error), tried)
                if wanted is None:
                    raise
                self._folder.endpoint = wanted
                return self._batches.create(self._upload(file), wanted)
        except ModelError as error:
            return self._refused(file, error)

    def _refused(self, file: File, error: ModelError) -> State:
        """The batch that was made although the answer was lost; else the error, and nothing is waited for."""
        made = self._folder.made(file)
        code = status_of(error)
        if code is None or code >= 500:
            with suppress(ModelError):
                found = self._batches.made_of(made.file or "")
                if found is not None:
                    return found
                self.give_up(file, str(error))
            raise error
        if code not in _PASSING:
            made.file = None
            self._folder.save()
        self.give_up(file, str(error))
        raise error
