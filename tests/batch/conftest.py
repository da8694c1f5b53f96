"""What every test of batches stands on: a folder of its own with a key, and the stand-in server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.steps import KEY
from tests.batch.stub import BatchStub


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return tmp_path


@pytest.fixture
def server() -> Iterator[BatchStub]:
    with BatchStub() as stub:
        yield stub
